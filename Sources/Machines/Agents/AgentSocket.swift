package import Formats
package import Syscalls

/// A socket behind which an ssh agent may be, and what it answered.
package struct AgentSocket: Sendable {
  /// As it is named where it was found first.
  package let path: ByteString
  /// Where that leads, links followed; the path itself where it leads nowhere.
  package let real: ByteString
  package let kind: AgentKind
  /// Where it is named besides its usual place.
  package internal(set) var namedBy: [AgentNaming]
  /// What lies at the end of the path; `nil` where nothing does.
  package let status: FileStatus?
  package internal(set) var state: AgentState

  /// The keys, where it lives and may be used.
  package var keys: [AgentKey]? { state.keys }

  /// Seconds since 1970 at which somebody began to listen; 0 where that is not known.
  package var since: Int64 { status?.modified ?? 0 }
}

/// What names the socket of an agent.
package enum AgentNaming: Hashable, Sendable {
  /// SSH_AUTH_SOCK.
  case variable
  /// The link that gotools keeps.
  case link
  /// `--socket`.
  case user
  case tmux
  case sessionManager
}

/// Finds out what may be said of a socket before it is asked.
struct AgentInspector {
  private let machine: Machine
  private let places: AgentPlaces
  private let walker: PathWalker
  /// Whom `/` belongs to: root, under whatever number a namespace shows it.
  private let root: UInt32

  init(of machine: Machine, _ places: AgentPlaces) throws {
    self.machine = machine
    self.places = places
    var table = (try? machine.files.bytes(of: "/proc/self/mountinfo")).map {
      MountTable(parsing: $0)
    }
    // Where the home itself is on a network, every shell has waited for that already.
    if let home = places.home {
      table?.mounts.removeAll { $0.isForeign && home.isAtOrBelow($0.point) }
    }
    walker = PathWalker(machine.files, mounts: table, waits: machine.mayWait)
    root = ((try? machine.files.status("/")) ?? nil)?.owner ?? 0
  }

  /// The socket of that path; where its state is `nil`, it is to be asked.
  func socket(
    at path: ByteString, namedBy naming: [AgentNaming] = []
  ) -> (socket: AgentSocket, isToBeAsked: Bool) {
    func found(
      _ state: AgentState, _ real: ByteString? = nil, _ status: FileStatus? = nil,
      isToBeAsked: Bool = false
    ) -> (AgentSocket, Bool) {
      let socket = AgentSocket(
        path: path, real: real ?? path, kind: places.kind(of: real ?? path), namedBy: naming,
        status: status, state: state)
      return (socket, isToBeAsked)
    }
    if let fault = AgentPathFault(of: path) { return found(.unusable(fault)) }
    let place: Place
    do throws(Errno) {
      place = try walker.place(of: path)
    } catch {
      if error == .tooManyLinks { return found(.circle) }
      return found(error == .permissionDenied ? .denied : .untold(error.description))
    }
    switch place {
    case .beyond(let mount, let real):
      return found(.notExamined(NotExamined(path: real, mount: mount)), real)
    case .missing:
      guard let target = try? machine.files.link(path) else { return found(.missing) }
      return found(.dangling(target))
    case .found(let real, let status):
      guard status.kind == .socket else {
        return found(.notSocket(status.kind.words), real, status)
      }
      guard isOurs(status.owner, namedBy: naming) else {
        return found(.foreign(status.owner), real, status)
      }
      if let reason = reasonUnsafe(real) { return found(.exposed(reason), real, status) }
      return found(.untold("it was not asked"), real, status, isToBeAsked: true)
    }
  }

  /// Whether a socket of that owner may be used: one's own, and root's where the user, or a container's maker, names it.
  private func isOurs(_ owner: UInt32, namedBy naming: [AgentNaming]) -> Bool {
    if owner == machine.user { return true }
    return owner == root && naming.contains { $0 == .user || $0 == .variable }
  }

  /// Why somebody else could put another socket in the place of that one; `nil` where nobody could.
  private func reasonUnsafe(_ real: ByteString) -> String? {
    var directory = real.parent
    while true {
      guard let status = (try? machine.files.status(directory)) ?? nil else {
        return "“\(directory)” cannot be looked at"
      }
      guard status.owner == machine.user || status.owner == root || status.owner == 0 else {
        return "“\(directory)” belongs to another user (uid \(status.owner))"
      }
      // In a sticky directory others may make files, but not move ours; and a group that bears the number of its user is
      // his alone.
      let others: UInt32 = status.group == status.owner ? 0o002 : 0o022
      if status.mode & others != 0, status.mode & 0o1000 == 0 {
        let who = status.mode & 0o002 != 0 ? "everybody" : "its group"
        return "\(who) may change “\(directory)” (mode \(String(status.mode, radix: 8)))"
      }
      if directory == "/" { return nil }
      directory = directory.parent
    }
  }
}

extension FileStatus.Kind {
  /// With its article.
  fileprivate var words: String {
    switch self {
    case .regular: "a file"
    case .directory: "a directory"
    case .link: "a link"
    case .fifo: "a FIFO"
    case .socket: "a socket"
    case .characterDevice, .blockDevice: "a device"
    case .other: "something else"
    }
  }
}
