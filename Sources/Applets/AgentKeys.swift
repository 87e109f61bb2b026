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
    case .loaded(let said, let leftOut):
      if self[Reporting.quiet] { return }
      tell(said)
      if !leftOut.isEmpty {
        let files = leftOut.map { "“\($0)”" }.joined(separator: ", ")
        tell("\(program): left out, for want of a passphrase: \(files)\n")
      }
    case .failed(let reason): throw Failure(reason, status: Status.notWritten)
    }
  }
}
