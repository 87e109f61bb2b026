internal import Formats
internal import Syscalls

/// An agent that gotools starts for a project, or for all, and ends again.
package struct StartedAgent: Sendable {
  private let start: AgentStart
  private let machine: Machine
  private let home: AgentDirectory
  private let writer: FileWriter

  /// Throws where gotools has no place for it, or this is not the machine it would run on.
  package init(_ start: AgentStart, on machine: Machine) throws {
    guard let writer = machine.writer else { throw CannotRun.elsewhere }
    self.start = start
    self.machine = machine
    self.writer = writer
    home = try AgentDirectory(on: machine, as: writer)
  }

  /// Where its socket is, or would be.
  private var path: ByteString { home.directory.path.appending(start.socketName) }

  /// Its socket and whether it has been started only now.
  package func running() throws -> (socket: AgentSocket, isNew: Bool) {
    let end = monotonicMilliseconds() + 2000
    while true {
      if let socket = try found() { return (socket, false) }
      if let lock = try home.directory.lock(AgentDirectory.lockName, waiting: 0) {
        defer { withExtendedLifetime(lock) {} }
        if let socket = try found() { return (socket, false) }
        try home.clear(start, on: machine, as: writer)
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
    let socket = try machine.agent(at: path, within: AgentInquiry.local)
    guard socket.keys != nil else { return nil }
    if start.project != nil, let record = try home.record(of: start),
      let reason = reasonElses(record)
    {
      throw AgentNotStarted(description: reason)
    }
    return socket
  }

  /// Why what is written down is about the agent of another directory, of whose path the socket's name is made as well;
  /// `nil` where it is about this one.
  private func reasonElses(_ record: AgentRecord) -> String? {
    if record.project == start.project { return nil }
    let other = record.project.map { "of “\($0)”" } ?? "for all projects"
    return "the agent \(other) has the name that this one would have: end it there first"
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
    guard let lock = try home.directory.lock(AgentDirectory.lockName, waiting: 2000) else {
      return .refused("another gotools is at work on the agents: try again")
    }
    defer { withExtendedLifetime(lock) {} }
    let state = try machine.agent(at: path, within: AgentInquiry.local).state
    let written = try home.record(of: start)
    if let written, let reason = reasonElses(written) { return .refused(reason) }
    guard let record = written else {
      if state == .missing || state == .stale {
        try home.clear(start, on: machine, as: writer)
        return .none
      }
      // A starter that was killed may have written nothing down; but so has whoever started one there by hand.
      let likely = machine.process(ofAgentAt: path)
      return .refused(
        "nothing that can be read is written down about the agent of “\(path)”, so that it may not be one that gotools has started; "
          + (likely.map { "it is likely process \($0): kill \($0) ends that" }
            ?? "which process it is cannot be told"))
    }
    guard state.keys != nil else {
      // Whoever is gone, or was before the machine started anew, leaves but names.
      if state == .stale || state == .missing, record.boot != machine.boot || !machine.has(record) {
        try home.clear(start, on: machine, as: writer)
        return .none
      }
      return .refused(
        "process \(record.process) does not answer, so that it is not proved to be the agent: it is busy, or stopped (kill -CONT \(record.process) lets a stopped one go on)"
      )
    }
    guard machine.proves(record, on: path), let handle = try ProcessHandle(record.process),
      handle.isExact,
      machine.proves(record, on: path)
    else { return .refused("process \(record.process) is not provably the agent that was started") }
    handle.send(.terminate)
    let limit = monotonicMilliseconds() + 2000
    while machine.proves(record, on: path) {
      guard monotonicMilliseconds() < limit else {
        return .refused("process \(record.process) goes on in spite of SIGTERM")
      }
      pause(milliseconds: 5)
    }
    try home.clear(start, on: machine, as: writer)
    return .ended(record.process)
  }
}
