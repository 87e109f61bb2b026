package import Formats
internal import Syscalls

/// An ssh-agent that is to be started.
package struct AgentStart: Sendable {
  /// The directory of the project it is for, without links; `nil` where it is for all.
  package let project: ByteString?
  /// How long it keeps a key, as ssh-agent's -t takes it; `nil` for ever.
  package let lifetime: ByteString?

  package init(project: ByteString? = nil, lifetime: ByteString? = nil) {
    self.project = project
    self.lifetime = lifetime
  }

  /// The name of its socket: as short for a long path as for a short one.
  package var socketName: ByteString {
    guard let project else { return AgentPlaces.ownSocket }
    // FNV-1a, 64 bits. The record tells two of one name apart.
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in project.bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    let digits = String(hash, radix: 16)
    return ByteString("project-" + String(repeating: "0", count: 16 - digits.count) + digits)
      + ".sock"
  }

  /// The name of what is written down about it.
  var recordName: ByteString { socketName + ".record" }
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

  let description =
    "the agent that gotools started before is there and does not answer; end it with "
    + "gotools agent-fix --stop"
}

extension Machine {
  /// Starts ssh-agent on a socket of that directory, where nothing may lie, and writes down which process it is.
  ///
  /// Returns when it answers. The directory's lock must be held.
  func start(_ agent: AgentStart, in home: AgentDirectory) throws -> AgentSocket {
    guard let program = program(named: "ssh-agent") else { throw AgentNotStarted.noProgram }
    let path = home.directory.path.appending(agent.socketName)
    var words: [ByteString] = ["ssh-agent", "-s", "-a", path]
    if let lifetime = agent.lifetime { words += ["-t", lifetime] }
    let starting = Invocation(program, words: words, environment: speakingC, in: "/")
    let execution = try launch(starting, 2000)
    guard execution.end == .exited(0) else {
      let said = ByteString(execution.errors.bytes).split(on: UInt8(ascii: "\n"))[0]
      throw AgentNotStarted(
        description: "ssh-agent did not start"
          + (said.isEmpty ? ": \(execution.end)" : ": it says “\(said)”"))
    }
    let socket = try answering(path)
    if let process = processNumber(in: execution.output.bytes), let boot,
      let startTime = startTime(of: process)
    {
      let record = AgentRecord(
        boot: boot, process: process, startTime: startTime, project: agent.project)
      try home.write(record.text, to: agent.recordName)
    }
    return socket
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
    let places = AgentPlaces(of: self)
    var (socket, isToBeAsked) = try AgentInspector(of: self, places).socket(at: path)
    if isToBeAsked {
      socket.state = askAgents([AgentInquiry(path, milliseconds: milliseconds)])[0]
    }
    guard socket.keys != nil else {
      throw AgentNotStarted(description: "ssh-agent was started and does not answer")
    }
    return socket
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
  /// The directory's lock must be held. Throws where somebody may listen after all.
  func clear(_ agent: AgentStart, for user: UInt32, on machine: Machine) throws {
    let name = agent.socketName.bytes
    let status: FileStatus
    do throws(Errno) {
      status = try directory.descriptor.status(of: name)
    } catch {
      if error == .noSuchFile { return }
      throw error
    }
    guard status.kind == .socket, status.owner == user else {
      throw AgentNotStarted(
        description: "“\(directory.path.appending(agent.socketName))” is not what gotools made")
    }
    // A starter that was killed may have left an agent that has not come to listen yet.
    for attempt in 0..<20 {
      do throws(Errno) {
        _ = try UnixConnection(to: name, in: directory.descriptor)
        throw .exists
      } catch {
        guard error == .connectionRefused else {
          throw AgentSilent(path: directory.path.appending(agent.socketName))
        }
      }
      let path = directory.path.appending(agent.socketName)
      let holders = try? ListeningSockets(on: machine)
      let isHeld = holders?.hold(path, status) ?? (attempt < 10)
      if !isHeld { break }
      pause(milliseconds: 25)
    }
    try directory.remove(agent.recordName)
    try directory.remove(agent.socketName)
  }
}
