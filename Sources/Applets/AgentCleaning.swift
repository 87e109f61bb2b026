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
    let removed = try cleaning.run()
    if self[Reporting.quiet] { return Status.fine }
    if removed > 0 {
      print(
        "removed \(removed) \(removed == 1 ? "socket of an agent that is" : "sockets of agents that are") gone\n"
      )
    } else if self[Reporting.verbose] {
      print("nothing to remove\n")
    }
    if removed < cleaning.stale.removable.count {
      let left = cleaning.stale.removable.count - removed
      throw Failure(
        "\(left) \(left == 1 ? "socket" : "sockets") could not be removed: somebody was quicker, or it may not be changed",
        status: Status.notWritten)
    }
    return Status.fine
  }
}
