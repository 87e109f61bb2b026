internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Call {
  /// Removes sockets of agents that are gone, or shows which would go.
  func cleanSockets() throws -> Int32 {
    let machine = try machine(mayWait: self[Reporting.everywhere])
    let survey = try AgentSurvey(of: machine, .everywhere)
    let cleaning = try AgentCleaning(of: survey)
    if self[AgentOptions.plan] {
      if self[Reporting.quiet] { return Status.fine }
      for socket in cleaning.stale.removable { print("would remove “\(socket.real)”\n") }
      for (socket, reason) in cleaning.stale.kept { print("stays: “\(socket.real)”: \(reason)\n") }
      if cleaning.stale.removable.isEmpty { print("nothing to remove\n") }
      return Status.fine
    }
    let removal = try failing(Status.notWritten) { try cleaning.run() }
    let removed = removal.removed
    if !self[Reporting.quiet], removed > 0 {
      print(
        "removed \(removed) \(removed == 1 ? "socket of an agent that is" : "sockets of agents that are") gone\n"
      )
    } else if !self[Reporting.quiet], self[Reporting.verbose], removal.left.isEmpty {
      print("nothing to remove\n")
    }
    for (path, reason) in removal.left { tell("\(program): “\(path)” stays: \(reason)\n") }
    return removal.left.isEmpty ? Status.fine : Status.notWritten
  }
}
