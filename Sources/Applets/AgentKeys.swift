internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Call {
  /// Has ssh-add load the default keys into the agent that was found, where that is one of this machine's own.
  func load(into result: AgentRepair.Result, on machine: Machine) throws {
    guard let agent = result.agent else { return }
    try loadKeys(into: agent, on: machine)
  }

  func loadKeys(into agent: AgentSocket, on machine: Machine) throws {
    guard agent.kind == .local || agent.kind == .own else {
      throw Failure(
        "no key was loaded: “\(agent.real)” is \(agent.kind.words), not known to be an ssh-agent of this machine",
        status: Status.notWritten)
    }
    let end = try failing(Status.notWritten) {
      try machine.addKeys(
        to: agent.real, mayAsk: output.errorTerminal != nil && !self[Reporting.quiet])
    }
    switch end {
    case .added(let said): if !self[Reporting.quiet] { tell(said) }
    case .failed(let said):
      throw Failure("ssh-add loaded no key: \(said)", status: Status.notWritten)
    }
  }

  /// Tells the user's systemd and D-Bus to use the link.
  func exportAgent() throws -> Int32 {
    let machine = try machine(mayWait: self[Reporting.everywhere])
    let result = try AgentRepair().run(on: machine)
    if !self[Reporting.quiet] {
      for failure in result.failures { tell("\(program): \(failure)\n") }
    }
    guard result.agent != nil, let link = result.link else {
      throw Failure(result.reason, status: Status.findings)
    }
    let failures = try failing(Status.notWritten) { try machine.exportAgent(link) }
    if !failures.isEmpty {
      throw Failure(failures.joined(separator: "; "), status: Status.notWritten)
    }
    if !self[Reporting.quiet] {
      print("what systemd and D-Bus start for you from now on uses “\(link)”\n")
    }
    return Status.fine
  }
}
