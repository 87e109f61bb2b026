package import Formats
internal import Syscalls

/// Agents of the user's that live and that nothing can reach: the files of their sockets are gone.
package struct OrphanAgents: Sendable {
  /// As their sockets were named while they were there, none twice.
  package let paths: [ByteString]

  /// Throws where the kernel does not tell who listens.
  package init(of survey: AgentSurvey) throws {
    let machine = survey.machine
    let walker = machine.walker()
    var paths: Set<ByteString> = []
    for socket in try machine.boundSockets() {
      guard socket.isListening, socket.user == machine.user, let path = socket.name,
        survey.places.mayNameAgent(path),
        machine.hasLost(socket, at: path, walker)
      else { continue }
      paths.insert(path)
    }
    // An agent with mounts of its own, as with a private /tmp, may have its file where nobody sees it from here.
    self.paths = paths.isEmpty || machine.hasAgentAmongOtherMounts ? [] : paths.sorted()
  }

  /// Whether the kernel here has no way to tell who listens, and so will never say.
  package static func isUntold(_ error: any Error) -> Bool {
    if error is CannotRun { return true }
    let reasons: [Errno] = [
      .noSuchFile, .notPermitted, .permissionDenied, .notImplemented, .notSupported, .noProtocol,
      .noAddressFamily,
    ]
    return (error as? Errno).map { reasons.contains($0) } ?? false
  }
}

extension AgentPlaces {
  /// Whether a path is one that OpenSSH, gpg-agent or gotools gives to an agent's socket.
  fileprivate func mayNameAgent(_ path: ByteString) -> Bool {
    guard path.isAbsolute else { return false }
    let name = path.lastComponent
    if isTemporarySocket(path) { return true }
    if let home, path.parent == home.appending(".ssh/agent") { return Self.tag(of: name) != nil }
    if let own, path.parent == own { return name.hasSuffix(".sock") }
    return name == "S.gpg-agent.ssh"
  }
}

extension Machine {
  /// Whether an agent of the user's, or what forwards one, is in another mount namespace than this process.
  fileprivate var hasAgentAmongOtherMounts: Bool {
    processNumbers().contains { number in
      nameOfProcess(number).map(holders.contains) ?? false && userOfProcess(number) == user
        && hasOtherMounts(number)
    }
  }

  /// Whether a process is provably in another mount namespace than this one.
  ///
  /// That of an ssh-agent is shown to root alone: /proc/PID/mountinfo, which anybody may read, numbers the mounts of each
  /// namespace differently.
  private func hasOtherMounts(_ process: Int32) -> Bool {
    func answer<Value: Equatable>(_ read: (ByteString) -> Value?) -> Bool? {
      guard let own = read("/proc/self"), let other = read(ByteString("/proc/\(process)")) else {
        return nil
      }
      return own != other
    }
    return answer { (try? files.link($0.appending("ns/mnt"))) ?? nil }
      ?? answer { try? files.bytes(of: $0.appending("mountinfo")) } ?? false
  }

  /// Whether the file of a socket that lives is not at its path any more.
  ///
  /// A path may mean another file to whoever gave it: nothing is lost where the file would be on another file system.
  fileprivate func hasLost(
    _ socket: BoundSocket, at path: ByteString, _ walker: PathWalker
  ) -> Bool {
    guard let place = try? walker.place(of: path), let inode = socket.inode,
      let device = socket.device
    else { return false }
    switch place {
    case .beyond: return false
    case .found(_, let status):
      return status.kernelDevice == device && UInt32(truncatingIfNeeded: status.inode) != inode
    case .missing:
      var directory = path.parent
      while directory != "/" {
        if case .found(_, let status)? = try? walker.place(of: directory) {
          return status.kernelDevice == device
        }
        directory = directory.parent
      }
      return ((try? files.status("/")) ?? nil)?.kernelDevice == device
    }
  }
}

/// The programs that make such sockets, as the kernel shortens their names.
private let holders: Set<ByteString> = [
  "ssh-agent", "gpg-agent", "sshd", "sshd-session", "sshd-auth",
]

extension FileStatus {
  /// The device as the kernel itself writes it: twelve bits and twenty, makedev(3) taken apart.
  fileprivate var kernelDevice: UInt32 {
    let major = (device >> 8) & 0xFFF | (device >> 32) & 0xFFFF_F000
    let minor = device & 0xFF | (device >> 12) & 0xFFFF_FF00
    return UInt32(truncatingIfNeeded: major << 20 | minor)
  }
}
