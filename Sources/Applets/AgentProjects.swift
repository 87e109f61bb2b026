internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Call {
  /// Starts the agent of a project or finds it again, and tells its socket.
  func useProjectAgent() throws -> Int32 {
    let machine = try machine(mayWait: self[Reporting.everywhere])
    let project = try projectDirectory(machine)
    let lifetime = self[AgentOptions.lifetime]
    let agent = try failing(Status.notWritten) {
      try StartedAgent(AgentStart(project: project, lifetime: lifetime), on: machine)
    }
    let (socket, isNew) = try failing(Status.notWritten) { try agent.running() }
    if !isNew, lifetime != nil, !self[Reporting.quiet] {
      tell("\(program): the agent runs already, and keeps keys as long as it was started to\n")
    }
    if self[AgentOptions.load] { try loadKeys(into: socket, on: machine) }
    if self[Reporting.quiet] { return Status.fine }
    if let shell = self[AgentOptions.shell] {
      print(
        bytes: ShellWords.setting(
          "SSH_AUTH_SOCK", to: socket.real, unsetting: "SSH_AGENT_PID", in: shell
        ).bytes)
    } else {
      print(
        "the agent of “\(project)” \(isNew ? "has been started" : socket.state.words): “\(socket.real)”\n"
      )
    }
    return Status.fine
  }

  /// Ends the agent that gotools has started, for the project where one is meant.
  func stopAgent() throws -> Int32 {
    let machine = try machine(mayWait: self[Reporting.everywhere])
    let projects = self[AgentOptions.project] ? try formerDirectories(machine) : []
    let end = try failing(Status.notWritten) {
      for project in projects.dropLast() {
        let end = try StartedAgent(AgentStart(project: project), on: machine).end()
        if case .none = end { continue }
        return end
      }
      return try StartedAgent(AgentStart(project: projects.last), on: machine).end()
    }
    switch end {
    case .ended(let process):
      if !self[Reporting.quiet] { print("ended the ssh-agent that was process \(process)\n") }
    case .none:
      if !self[Reporting.quiet] {
        print(
          projects.first.map { "there is no agent of “\($0)”\n" }
            ?? "gotools has started no agent that still runs\n")
      }
    case .refused(let reason):
      throw Failure("nothing was ended: \(reason)", status: Status.notWritten)
    }
    return Status.fine
  }

  /// The project's directory without links: the one named, or the one the user stands in.
  private func projectDirectory(_ machine: Machine) throws -> ByteString {
    let path = try namedDirectory(machine)
    guard let directory = machine.realDirectory(path) else {
      throw Failure(
        "“\(arguments.operands.first.map { ByteString($0) } ?? path)” is no directory that can be looked at",
        status: Status.usage)
    }
    return directory
  }

  /// What the project's directory may have been without links when its agent was started: it may be gone by now, or have
  /// been moved and left a link.
  private func formerDirectories(_ machine: Machine) throws -> [ByteString] {
    let path = try namedDirectory(machine).cleaned
    let real = machine.realPath(path)
    return real == path ? [path] : [real, path]
  }

  private func namedDirectory(_ machine: Machine) throws -> ByteString {
    guard let named = arguments.operands.first.map({ ByteString($0) }) else {
      return try workingDirectory(of: machine)
    }
    return named.isAbsolute ? named : try workingDirectory(of: machine).appending(named)
  }
}
