internal import Checks
internal import Commands
internal import Machines

extension Call {
  /// Tells the user's systemd and D-Bus to use the link.
  func exportAgent() throws -> Int32 {
    let machine = try machine(mayWait: self[Reporting.everywhere])
    let result = try AgentRepair().run(on: machine)
    if !self[Reporting.quiet] {
      for failure in result.failures { tell("\(program): \(failure)\n") }
    }
    guard let agent = result.agent else { throw Failure(result.reason, status: Status.findings) }
    guard let link = result.link else {
      throw Failure(
        agent.isProjects
          ? "nobody was told: this shell uses the agent of a project, “\(agent.real)”, which is for that alone; unset SSH_AUTH_SOCK first"
          : "nobody was told: there is no link to “\(agent.real)” that stays the same",
        status: Status.notWritten)
    }
    let (failures, tellsBus) = try failing(Status.notWritten) { try machine.exportAgent(link) }
    if !failures.isEmpty {
      throw Failure(failures.joined(separator: "; "), status: Status.notWritten)
    }
    if !self[Reporting.quiet] {
      print(
        "what systemd\(tellsBus ? " and D-Bus start" : " starts") for you from now on uses “\(link)”\n"
          + (tellsBus
            ? "" : "D-Bus was not told: there is no dbus-update-activation-environment in PATH\n"))
    }
    return Status.fine
  }
}
