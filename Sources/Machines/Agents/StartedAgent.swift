package import Formats
internal import Syscalls

/// An agent that gotools starts for a project, or for all, and ends again.
package struct StartedAgent: Sendable {
  private let start: AgentStart
  private let machine: Machine
  private let home: AgentDirectory

  /// Throws where gotools has no place for it, or this is not the machine it would run on.
  package init(_ start: AgentStart, on machine: Machine) throws {
    guard let writer = machine.writer else { throw CannotRun.elsewhere }
    self.start = start
    self.machine = machine
    home = try AgentDirectory(AgentPlaces(of: machine), as: writer)
  }

  /// Where its socket is, or would be.
  package var path: ByteString { home.directory.path.appending(start.socketName) }

  /// What it answers.
  package func state() throws -> AgentState {
    var (socket, isToBeAsked) = try AgentInspector(of: machine, AgentPlaces(of: machine))
      .socket(at: path)
    if isToBeAsked {
      socket.state = machine.askAgents([AgentInquiry(path, milliseconds: AgentInquiry.local)])[0]
    }
    return socket.state
  }

  /// Its socket and whether it has been started only now.
  package func running() throws -> (socket: AgentSocket, isNew: Bool) {
    let end = monotonicMilliseconds() + 2000
    while true {
      if let socket = try found() { return (socket, false) }
      if let lock = try home.directory.lock(lockName, waiting: 0) {
        defer { withExtendedLifetime(lock) {} }
        if let socket = try found() { return (socket, false) }
        try home.clear(start, for: machine.user, on: machine)
        return (try machine.start(start, in: home), true)
      }
      guard monotonicMilliseconds() < end else {
        throw AgentNotStarted(description: "another gotools is at work on the agents: try again")
      }
      pause(milliseconds: 10)
    }
  }

  /// The socket, where its agent lives; throws where that is another project's.
  private func found() throws -> AgentSocket? {
    var (socket, isToBeAsked) = try AgentInspector(of: machine, AgentPlaces(of: machine))
      .socket(at: path)
    guard isToBeAsked else { return nil }
    socket.state = machine.askAgents([AgentInquiry(path, milliseconds: AgentInquiry.local)])[0]
    guard socket.keys != nil else { return nil }
    if let project = start.project, let record = try home.record(of: start),
      record.project != project
    {
      throw AgentNotStarted(
        description:
          "the agent of “\(record.project ?? "")” has the name that this project's would have"
      )
    }
    return socket
  }

  /// How an attempt to end it went.
  package enum End: Sendable {
    case ended(Int32)
    /// There was none.
    case none
    /// It was left alone: why.
    case refused(String)
  }

  /// Ends it if it is proved to be the one that was started: by what was written down, and by its answer.
  package func end() throws -> End {
    guard let lock = try home.directory.lock(lockName, waiting: 2000) else {
      return .refused("another gotools is at work on the agents: try again")
    }
    defer { withExtendedLifetime(lock) {} }
    let state = try state()
    guard let record = try home.record(of: start) else {
      if case .missing = state { return .none }
      return .refused("nothing is written down about the process behind “\(path)”")
    }
    if record.boot == machine.boot, machine.startTime(of: record.process) == nil {
      // Nobody has the number: the agent has ended by itself.
      try home.clear(start, for: machine.user, on: machine)
      return .none
    }
    guard machine.proves(record), let handle = try ProcessHandle(record.process),
      machine.proves(record)
    else { return .refused("process \(record.process) is not provably the agent that was started") }
    guard state.keys != nil else {
      return .refused(
        "process \(record.process) does not answer, so that it is not proved to be the agent; kill \(record.process) would end it"
      )
    }
    handle.send(.terminate)
    let limit = monotonicMilliseconds() + 2000
    while machine.proves(record) {
      guard monotonicMilliseconds() < limit else {
        return .refused("process \(record.process) goes on in spite of SIGTERM")
      }
      pause(milliseconds: 5)
    }
    try home.clear(start, for: machine.user, on: machine)
    try home.directory.remove(start.recordName)
    return .ended(record.process)
  }
}
