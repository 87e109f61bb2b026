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
  /// What the directory is in which it lies; `nil` where that was not looked at.
  let directory: FileStatus?
  package internal(set) var state: AgentState

  /// The keys, where it lives and may be used.
  package var keys: [AgentKey]? { state.keys }

  /// Seconds since 1970 at which somebody began to listen; 0 where that is not known.
  package var since: Int64 { max(status?.modified ?? 0, 0) }
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

extension AgentNaming {
  /// Whether somebody has chosen what it names, by hand or by letting the link lead there.
  var isChoice: Bool { self == .user || self == .variable || self == .link }
}

/// Finds out what may be said of a socket before it is asked.
struct AgentInspector {
  private let machine: Machine
  private let places: AgentPlaces
  let walker: PathWalker
  /// Whom `/` belongs to: root, under whatever number a namespace shows it.
  let root: UInt32
  private let lastSafe = SafeDirectory()

  init(of machine: Machine, _ places: AgentPlaces) {
    self.machine = machine
    self.places = places
    walker = machine.walker()
    root = ((try? machine.files.status("/")) ?? nil)?.owner ?? 0
  }

  /// The socket of that path, and whether it is still to be asked; `directory` is the one that holds it, where it is
  /// known that no link is on the way there.
  func socket(
    at path: ByteString, in directory: ByteString? = nil, namedBy naming: [AgentNaming] = []
  ) -> (socket: AgentSocket, isToBeAsked: Bool) {
    func found(
      _ state: AgentState, _ real: ByteString? = nil, _ status: FileStatus? = nil,
      isToBeAsked: Bool = false
    ) -> (AgentSocket, Bool) {
      let socket = AgentSocket(
        path: path, real: real ?? path, kind: places.kind(of: real ?? path), namedBy: naming,
        status: status,
        // Of what lies beyond a mount of another machine nothing is looked at.
        directory: status == nil
          ? nil : real.flatMap { (try? machine.files.status($0.parent)) ?? nil },
        state: state)
      return (socket, isToBeAsked)
    }
    if let fault = AgentPathFault(of: path) { return found(.unusable(fault)) }
    let place: Place
    var links: [ByteString] = []
    do throws(Errno) {
      place =
        if let directory {
          try walker.place(of: path.lastComponent, inReal: directory, passing: &links)
        } else {
          try walker.place(of: path, passing: &links)
        }
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
      // The link of gotools would lead there, and a line break in it would make two lines of one.
      if real.contains(0x0A) || real.contains(0x0D) {
        return found(.unusable(.control), real, status)
      }
      if let (reason, directory) = reasonReplaceable(links) ?? reasonUnsafe(real) {
        return found(.exposed(reason, directory: directory), real, status)
      }
      return found(.untold("it was not asked"), real, status, isToBeAsked: true)
    }
  }

  /// Whether a socket of that owner may be used: one's own, and root's where the user, or a container's maker, has chosen it.
  private func isOurs(_ owner: UInt32, namedBy naming: [AgentNaming]) -> Bool {
    owner == machine.user || owner == root && naming.contains(where: \.isChoice)
  }

  /// Why somebody else could let one of the links on the way lead elsewhere; `nil` where nobody could.
  private func reasonReplaceable(
    _ links: [ByteString]
  ) -> (reason: String, directory: ByteString?)? {
    for link in links {
      guard let status = (try? machine.files.status(link)) ?? nil else { continue }
      guard status.owner == machine.user || status.owner == root || status.owner == 0 else {
        return ("the link “\(link)” belongs to another user (uid \(status.owner))", nil)
      }
      if let reason = reasonUnsafe(link) { return reason }
    }
    return nil
  }

  /// Why somebody else could put another socket in the place of that one, and the directory that lets him; `nil` where
  /// nobody could.
  func reasonUnsafe(
    _ real: ByteString
  ) -> (reason: String, directory: ByteString?)? {
    var directory = real.parent
    while true {
      if directory == lastSafe.path { return nil }
      guard let status = (try? machine.files.status(directory)) ?? nil else {
        return ("“\(directory)” cannot be looked at", directory)
      }
      guard status.owner == machine.user || status.owner == root || status.owner == 0 else {
        return ("“\(directory)” belongs to another user (uid \(status.owner))", directory)
      }
      if status.kind == .link {
        // Where it leads is looked at as well; what matters here is who may put another in its place.
        directory = directory.parent
        continue
      }
      // In a sticky directory others may make files, but not move ours; and a group that bears the number of its user is
      // his alone.
      let others: UInt32 = status.group == status.owner ? 0o002 : 0o022
      if status.mode & others != 0, status.mode & 0o1000 == 0 {
        let who = status.mode & 0o002 != 0 ? "everybody" : "its group"
        return (
          "\(who) may change “\(directory)” (mode \(String(status.mode, radix: 8)))", directory
        )
      }
      if directory == "/" {
        lastSafe.path = real.parent.parent
        return nil
      }
      directory = directory.parent
    }
  }
}

/// The directory that was last found to be one in which nobody else can do harm, and those above it.
///
/// Five hundred sockets in /tmp have the same. A class, since to remember it changes nothing that an inspector says.
private final class SafeDirectory {
  var path: ByteString?
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
