package import Formats
internal import Syscalls

/// The sockets of agents that are gone, which nobody misses: rules after which one of them may be removed.
///
/// Nothing else is ever removed: what is not told for certain is kept.
package struct StaleSockets: Sendable {
  /// Those that may go.
  package let removable: [AgentSocket]
  /// Those on which nobody listens either, each with the reason why it stays.
  package let kept: [(socket: AgentSocket, reason: String)]

  /// Looks at what a survey found; `now` is in seconds since 1970.
  ///
  /// Reads ssh's files where there is something to remove, if what they say is not `known`.
  package init(in survey: AgentSurvey, now: Int64, knowing known: IdentityAgents? = nil) {
    let stale = survey.sockets.filter { $0.state == .stale }
    let holders = stale.isEmpty ? nil : Reading { try HeldSockets(on: survey.machine) }
    let mounts = stale.isEmpty ? nil : survey.machine.mounts
    let identityAgents = stale.isEmpty ? nil : known ?? IdentityAgents(of: survey)
    let chosen = identityAgents?.sockets ?? []
    let doubt = identityAgents?.doubt
    var hosts = HostHashes(of: survey)
    // Hundreds of them lie in a few directories.
    let files = stale.isEmpty ? survey.machine.files : survey.machine.files.remembering()
    var removable: [AgentSocket] = []
    var kept: [(AgentSocket, String)] = []
    for socket in stale {
      if chosen.contains(socket.real) {
        kept.append((socket, "IdentityAgent in ssh's configuration names it"))
      } else if let doubt {
        kept.append((socket, "it cannot be told whether IdentityAgent names it: \(doubt)"))
      } else if let reason = survey.reasonToKeep(socket, now: now, holders, mounts, &hosts, files) {
        kept.append((socket, reason))
      } else {
        removable.append(socket)
      }
    }
    self.removable = removable
    self.kept = kept
  }
}

extension StaleSockets {
  /// The seconds that must have passed since anything about a socket changed: between bind(2) and listen(2) it looks
  /// as if nobody were there.
  package static let grace: Int64 = 60
}

extension AgentSurvey {
  /// Why a socket on which nobody listens is to stay; `nil` where it may go.
  fileprivate func reasonToKeep(
    _ socket: AgentSocket, now: Int64, _ holders: Reading<HeldSockets>?,
    _ mounts: MountTable?, _ hosts: inout HostHashes, _ files: FileTree
  ) -> String? {
    guard let status = socket.status, status.kind == .socket, socket.path == socket.real else {
      return "a link leads to it"
    }
    guard status.owner == machine.user else { return "it belongs to another user" }
    guard socket.namedBy.isEmpty else { return "something names it still" }
    guard let directory = socket.directory, directory.owner == machine.user else {
      return "its directory is not known to be the user's"
    }
    switch pattern(of: socket.real) {
    case .temporary:
      guard directory.mode & 0o077 == 0 else { return "others may look into its directory" }
      guard let outer = (try? files.status(socket.real.parent.parent)) ?? nil, outer.keepsNames
      else { return "others may change the directory that holds its own" }
    case .home(let hash):
      guard directory.keepsNames else { return "others may change its directory" }
      do {
        guard try hosts.contain(hash, on: machine) else {
          return "another host's name is in its own"
        }
      } catch {
        return "it cannot be told whether it is this host's: \(error)"
      }
    case .own:
      guard let directory = socket.directory, directory.owner == machine.user,
        directory.mode & 0o077 == 0
      else {
        return "others may look into its directory"
      }
      if let record = record(of: socket), record.boot == machine.boot, machine.has(record) {
        return
          "process \(record.process), of which it is written down that it listens there, runs still"
      }
    case nil: return "its name is none that ssh-agent, sshd or gotools gives"
    }
    guard let mount = mounts?.mount(of: socket.real), !mount.isForeign else {
      return "it is on a network or Windows mount, or on none that is known"
    }
    guard status.changed > 0, status.changed <= now, now - status.changed >= StaleSockets.grace
    else {
      return "it is younger than a minute"
    }
    do {
      guard let holders = try holders?.get() else { return "nobody asked who holds it" }
      return holders.hold(socket.real, status) ? "somebody holds it" : nil
    } catch {
      return "it cannot be told whether somebody holds it: \(error)"
    }
  }

  private enum Pattern {
    /// $XDG_RUNTIME_DIR/gotools/project-0123456789abcdef.sock
    case own
    /// /tmp/ssh-v6rlxj5DjV/agent.1234
    case temporary
    /// ~/.ssh/agent/s.2N0me1rP8M.agent.x8Hh2LkQpT: the word made from the host's name
    case home(ByteString)
  }

  private func pattern(of path: ByteString) -> Pattern? {
    let name = path.lastComponent
    let directory = path.parent.lastComponent
    if places.isOwn(path) { return .own }
    let letters = directory.bytes.dropFirst(AgentPlaces.directoryPrefix.count)
    let digits = name.bytes.dropFirst(AgentPlaces.socketPrefix.count)
    if places.isTemporarySocket(path),
      [AgentPlaces.forwardedLetters, AgentPlaces.localLetters].contains(letters.count),
      letters.allSatisfy(isLetterOrDigit), (1...13).contains(digits.count),
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    {
      return .temporary
    }
    if let home = places.home, path.parent == home.appending(".ssh/agent"),
      AgentPlaces.tag(of: name) != nil
    {
      return .home(name.split(on: UInt8(ascii: "."))[1])
    }
    return nil
  }

}

/// The words that OpenSSH puts into the names of this host's sockets.
private struct HostHashes {
  private var known: Set<ByteString>
  private var computed: Reading<ByteString>?

  /// Whoever answers is on this host.
  init(of survey: AgentSurvey) {
    known = []
    for socket in survey.sockets where socket.keys != nil || socket.state.isSilent {
      let name = socket.real.lastComponent
      if AgentPlaces.tag(of: name) != nil { known.insert(name.split(on: UInt8(ascii: "."))[1]) }
    }
  }

  mutating func contain(_ hash: ByteString, on machine: Machine) throws -> Bool {
    if known.contains(hash) { return true }
    let own = computed ?? Reading { try machine.hostHash() }
    computed = own
    return try own.get() == hash
  }
}

extension Machine {
  /// Ten letters and digits made from the host's name: `get_agent_hostname_hash` of OpenSSH's misc-agent.c.
  ///
  /// Runs sha512sum(1).
  fileprivate func hostHash() throws -> ByteString {
    guard let text = try files.read("/proc/sys/kernel/hostname", limit: 256),
      let program = program(named: "sha512sum")
    else { throw NoHash() }
    let name = ByteString(text).trimming { $0 == UInt8(ascii: "\n") }
    let question = Invocation(
      program, words: ["sha512sum"], environment: speakingC, reading: name.bytes)
    guard let answer = try run([question], 1000).first, answer.end == .exited(0) else {
      throw NoHash()
    }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
    let digits = ByteString(answer.output.bytes[...]).text.prefix { $0.isHexDigit }
    guard digits.count == 128 else { throw NoHash() }
    var hash: [UInt8] = []
    var rest = digits.prefix(20)
    while !rest.isEmpty {
      guard let byte = Int(rest.prefix(2), radix: 16) else { throw NoHash() }
      hash.append(letters[byte % letters.count])
      rest = rest.dropFirst(2)
    }
    return ByteString(hash)
  }

  private struct NoHash: Error, CustomStringConvertible {
    let description = "sha512sum does not answer"
  }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}

extension StaleSockets {
  /// Removes what may go, each looked at and asked once more through the directory that holds it; says how many went.
  ///
  /// A directory that ssh-agent or sshd made for one of them goes with it, where it is empty.
  package func remove(as user: UInt32) -> Removal {
    var removal = Removal()
    var parents: [ByteString: Parent] = [:]
    for socket in removable {
      let directory = socket.real.parent
      let isAlone = directory.lastComponent.hasPrefix(AgentPlaces.directoryPrefix)
      let outer = isAlone ? directory.parent : directory
      do throws(Errno) {
        let parent: Parent
        if let known = parents[outer] { parent = known } else { parent = try Parent(outer) }
        parents[outer] = parent
        let isGone =
          isAlone
          ? try parent.removeWithDirectory(socket, user) : try parent.remove(socket, user)
        if isGone {
          removal.removed += 1
        } else {
          removal.left.append((socket.real, "it is another one than was seen, or somebody listens"))
        }
      } catch {
        // Somebody else was quicker, and all is well.
        if error != .noSuchFile { removal.left.append((socket.real, error.description)) }
      }
    }
    return removal
  }

  /// What became of those that may go.
  package struct Removal: Sendable {
    package internal(set) var removed = 0
    /// Those that are there still, each with the reason.
    package internal(set) var left: [(path: ByteString, reason: String)] = []
  }
}

extension FileStatus {
  /// Whether nobody but its owner, and each for himself where it is sticky, can rename what is in the directory.
  fileprivate var keepsNames: Bool { mode & 0o022 == 0 || mode & 0o1000 != 0 }
}

/// A directory held open, in which nobody else can put another name in the place of the user's.
private final class Parent {
  private let descriptor: FileDescriptor

  init(_ path: ByteString) throws(Errno) {
    descriptor = try FileDescriptor.root(path.parent.bytes).naming(path.lastComponent.bytes)
    let status = try descriptor.status()
    guard status.kind == .directory, status.keepsNames else { throw .permissionDenied }
  }

  func remove(_ socket: AgentSocket, _ user: UInt32) throws(Errno) -> Bool {
    guard try descriptor.status().owner == user else { return false }
    return try descriptor.removeStale(socket, user)
  }

  /// Removes a socket with the directory of its own.
  func removeWithDirectory(_ socket: AgentSocket, _ user: UInt32) throws(Errno) -> Bool {
    let name = socket.real.parent.lastComponent.bytes
    let inner = try descriptor.naming(name)
    let status = try inner.status()
    guard status.kind == .directory, status.owner == user, status.mode & 0o077 == 0,
      try inner.removeStale(socket, user)
    else { return false }
    // One that holds something else stays, and the socket is gone all the same.
    try? descriptor.removeDirectory(name)
    return true
  }
}

extension FileDescriptor {
  /// Removes the socket from this directory if it is still the one that was seen, and nobody listens still.
  fileprivate borrowing func removeStale(
    _ socket: AgentSocket, _ user: UInt32
  ) throws(Errno) -> Bool {
    let name = socket.real.lastComponent.bytes
    let status = try status(of: name)
    guard status.kind == .socket, status.owner == user, status == socket.status else {
      return false
    }
    do throws(Errno) {
      _ = try UnixConnection(to: name, in: self)
      return false
    } catch {
      guard error == .connectionRefused else { return false }
    }
    try remove(name)
    return true
  }
}
