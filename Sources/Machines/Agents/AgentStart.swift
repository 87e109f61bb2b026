package import Formats
internal import Syscalls

/// An ssh-agent that is to be started.
package struct AgentStart: Sendable {
  /// The directory of the project it is for, without links; `nil` where it is for all.
  package let project: ByteString?
  /// How long it keeps a key; `nil` for ever.
  package let lifetime: AgentLifetime?

  package init(project: ByteString? = nil, lifetime: AgentLifetime? = nil) {
    self.project = project
    self.lifetime = lifetime
  }

  /// The name of its socket: as short for a long path as for a short one.
  package var socketName: ByteString {
    guard let project else { return AgentPlaces.ownSocket }
    // FNV-1a, 64 bits. The record tells two of one name apart.
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in project.bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    return Self.projectPrefix + hash.sixteenDigits + Self.projectSuffix
  }

  /// The words that begin its command line, whatever follows.
  static func words(_ path: ByteString) -> [ByteString] { ["ssh-agent", "-s", "-a", path] }

  /// The name of what is written down about it.
  var recordName: ByteString { socketName + Self.recordSuffix }

  /// Whether it is the name of what is written down about some agent.
  static func isRecordName(_ name: ByteString) -> Bool {
    guard name.hasSuffix(recordSuffix) else { return false }
    let socket = ByteString(name.bytes.dropLast(recordSuffix.count))
    if socket == AgentPlaces.ownSocket { return true }
    guard socket.hasPrefix(projectPrefix), socket.hasSuffix(projectSuffix) else { return false }
    return isSixteenDigits(
      socket.bytes.dropFirst(projectPrefix.count).dropLast(projectSuffix.count))
  }

  static let recordSuffix: ByteString = ".record"
  private static let projectPrefix: ByteString = "project-"
  private static let projectSuffix: ByteString = ".sock"
}

extension UInt64 {
  /// In sixteen hexadecimal digits.
  var sixteenDigits: ByteString {
    let digits = String(self, radix: 16)
    return ByteString(String(repeating: "0", count: 16 - digits.count) + digits)
  }
}

/// Whether bytes are a number as `sixteenDigits` writes it.
func isSixteenDigits(_ bytes: ArraySlice<UInt8>) -> Bool {
  bytes.count == 16
    && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
}

/// Why no agent could be started.
package struct AgentNotStarted: Error, Sendable, CustomStringConvertible {
  package let description: String

  static let noProgram = AgentNotStarted(
    description: "there is no ssh-agent in PATH: install OpenSSH's client")
}

/// An agent that gotools started is there and does not answer.
struct AgentSilent: Error, CustomStringConvertible {
  let path: ByteString
  let process: Int32?

  var description: String {
    "an agent that gotools started before holds “\(path)” and does not answer: it is busy, or stopped"
      + (process.map { " (kill -CONT \($0) lets a stopped one go on)" } ?? "") + "; try again"
  }
}

extension Machine {
  /// Starts ssh-agent on a socket of that directory, where nothing may lie, and writes down which process it is.
  ///
  /// Returns when it answers. The directory's lock must be held.
  func start(_ agent: AgentStart, in home: AgentDirectory) throws -> AgentSocket {
    guard let program = program(named: "ssh-agent") else { throw AgentNotStarted.noProgram }
    let path = home.directory.path.appending(agent.socketName)
    var words = AgentStart.words(path)
    if let lifetime = agent.lifetime { words += ["-t", lifetime.text] }
    var starting = Invocation(program, words: words, environment: speakingC, in: "/")
    // With ten it would answer nobody, and hold the place all the same.
    starting.descriptors = 1024
    let execution = try launch(starting, 2000)
    guard execution.end == .exited(0) else {
      let said = execution.firstError
      throw AgentNotStarted(
        description: "ssh-agent did not start"
          + (said.isEmpty ? ": it \(execution.end.words)" : ": it says “\(said)”"))
    }
    // Before anything else may fail: what is not written down is never ended by --stop.
    var record: AgentRecord?
    if let process = processNumber(in: execution.output.bytes), let boot,
      let startTime = startTime(of: process)
    {
      record = AgentRecord(
        boot: boot, process: process, startTime: startTime, project: agent.project)
    }
    if let record { try home.write(record.text, to: agent.recordName) }
    if let socket = try? answering(path) { return socket }
    do {
      // So many may have started something at once that a second was not enough.
      return try answering(path)
    } catch {
      // It would hold the place for ever.
      if let record, kill(record, on: path) {
        try? home.directory.drop(agent.socketName)
        try? home.directory.drop(agent.recordName)
      }
      throw error
    }
  }

  /// Ends an agent for good where it is proved to be that of the record; `false` where it is not, or is there still.
  private func kill(_ record: AgentRecord, on path: ByteString) -> Bool {
    guard proves(record, on: path), let handle = try? ProcessHandle(record.process), handle.isExact,
      proves(record, on: path)
    else { return false }
    handle.send(.kill)
    let limit = monotonicMilliseconds() + 1000
    while has(record) {
      if monotonicMilliseconds() >= limit { return false }
      pause(milliseconds: 5)
    }
    return true
  }

  /// What ssh-agent prints: `SSH_AGENT_PID=1234; export SSH_AGENT_PID;` among other things.
  private func processNumber(in output: [UInt8]) -> Int32? {
    for line in output.split(separator: UInt8(ascii: "\n"))
    where line.starts(with: "SSH_AGENT_PID=".utf8) {
      let digits = line.dropFirst(14).prefix { (0x30...0x39).contains($0) }
      return Int32(ByteString(digits).text)
    }
    return nil
  }

  /// The agent of a socket; throws where it does not answer in time.
  func answering(
    _ path: ByteString, within milliseconds: Int64 = AgentInquiry.distant
  ) throws -> AgentSocket {
    let socket = try agent(at: path, within: milliseconds)
    guard socket.keys != nil else {
      throw AgentNotStarted(
        description:
          "ssh-agent was started on “\(path)” and does not answer: look at “ulimit -n”, and try again"
      )
    }
    return socket
  }

  /// The agent of a socket, asked where it may be.
  func agent(at path: ByteString, within milliseconds: Int64) throws -> AgentSocket {
    var (socket, isToBeAsked) = AgentInspector(of: self, AgentPlaces(of: self)).socket(at: path)
    if isToBeAsked {
      socket.state = askAgents([AgentInquiry(path, milliseconds: milliseconds)])[0]
    }
    return socket
  }
}

extension Execution.End {
  /// What became of a program, as a sentence goes on behind its name.
  var words: String {
    switch self {
    case .exited(let status): "ended with status \(status)"
    case .killed(let signal): "was ended by signal \(signal)"
    case .deadline: "did not end in time"
    case .notStarted(let error), .untold(let error): "could not be run: \(error)"
    }
  }
}

extension AgentDirectory {
  /// What is written down about the agent of a socket; `nil` where nothing is, or nothing that can be read.
  func record(of agent: AgentStart) throws(Unwritable) -> AgentRecord? {
    guard let text = try directory.read(agent.recordName, limit: 1 << 14) else { return nil }
    return AgentRecord(parsing: text)
  }

  /// Removes the socket of an agent of gotools' own on which nobody listens any more, and what was written down.
  ///
  /// What killed starters left half done goes as well, where it can be removed. The directory's lock must be held. Throws
  /// where somebody holds the socket after all, or that cannot be told of one that is younger than a minute.
  func clear(_ agent: AgentStart, on machine: Machine, as writer: FileWriter) throws {
    try? clearTemporaries(now: writer.now)
    try? clearRecords(on: machine)
    let name = agent.socketName.bytes
    let path = directory.path.appending(agent.socketName)
    let status: FileStatus
    do throws(Errno) {
      status = try directory.descriptor.status(of: name)
    } catch {
      if error == .noSuchFile { return try directory.drop(agent.recordName) }
      throw error
    }
    guard status.kind == .socket, status.owner == writer.user else {
      throw AgentNotStarted(description: "“\(path)” is not what gotools made: move it away")
    }
    // A starter that was killed may have left an agent that has not come to listen yet.
    let end = monotonicMilliseconds() + 500
    while true {
      guard try directory.refuses(name) else {
        throw AgentSilent(path: path, process: try record(of: agent)?.process)
      }
      let reason: String
      if let holders = try? HeldSockets(on: machine) {
        if !holders.hold(path, status) { break }
        reason =
          "some process holds “\(path)” and does not listen: end it, or try again in a minute"
      } else {
        if writer.now - max(status.changed, 0) >= StaleSockets.grace { break }
        reason = "it cannot be told whether somebody holds “\(path)” still: try again in a minute"
      }
      guard monotonicMilliseconds() < end else { throw AgentNotStarted(description: reason) }
      pause(milliseconds: 25)
    }
    try directory.drop(agent.recordName)
    try directory.drop(agent.socketName)
  }
}

extension WritableDirectory {
  /// Whether nobody listens on the socket of that name; throws where that cannot be told.
  fileprivate func refuses(_ name: [UInt8]) throws(Errno) -> Bool {
    do throws(Errno) {
      _ = try UnixConnection(to: name, in: descriptor)
      return false
    } catch {
      if error == .connectionRefused { return true }
      if error == .tryAgain { return false }
      throw error
    }
  }
}
