package import Formats

/// What became of the one question that an ssh agent is asked: which keys it has.
package enum AgentState: Hashable, Sendable {
  /// It lives and offers these; none may mean that it is locked.
  case answers([AgentKey])
  /// It lives and will not say: the answer FAILURE.
  case refuses
  /// Whoever listens hangs up: a relay without the agent behind it.
  case hangsUp
  /// It has not answered within its time, in milliseconds.
  case late(Int64)
  /// It has not answered a moment ago and was not asked again.
  case silentBefore
  /// So many wait for it already that the kernel lets nobody else.
  case queueFull
  /// A socket on which nobody listens any more.
  case stale
  case missing
  /// A link that leads to what is not there; where it leads.
  case dangling(ByteString)
  /// A circle of links.
  case circle
  /// What lies there instead, in words.
  case notSocket(String)
  /// A socket of another type than streams.
  case wrongType
  /// Who listens speaks another protocol.
  case stranger(AgentStranger)
  /// The user may not connect to it.
  case denied
  /// It belongs to another user, or another user's process listens.
  case foreign(UInt32)
  /// Others could put another socket in its place: why, as the end of a sentence, and the directory that lets them, where
  /// that is one.
  case exposed(String, directory: ByteString?)
  /// A path that ssh and Go do not understand alike.
  case unusable(AgentPathFault)
  /// Nobody has asked it yet: the session manager would start its agent for that.
  case activatable
  /// It lies on a file system that was not looked into.
  case notExamined(NotExamined)
  /// It could not be told: why.
  case untold(String)

  /// The keys of an agent that lives and says so.
  package var keys: [AgentKey]? {
    if case .answers(let keys) = self { return keys }
    return nil
  }

  /// Whether the path leads nowhere.
  package var isMissing: Bool {
    switch self {
    case .missing, .dangling, .circle: true
    default: false
    }
  }

  /// Whether somebody who may be an agent listens, but has not answered in time.
  package var isSilent: Bool {
    switch self {
    case .late, .silentBefore, .queueFull: true
    default: false
    }
  }
}

/// What is wrong with a path as such.
package enum AgentPathFault: Hashable, Sendable {
  /// It begins with `@`, which Go takes for an abstract socket and ssh for a file's name.
  case abstract
  /// It means another file in every directory.
  case relative
  /// It is longer than the 107 bytes that connect(2) takes.
  case tooLong
  /// It holds a newline or another control character.
  case control
}

extension AgentPathFault {
  /// The most bytes a path may have: `sun_path` less the NUL at its end, unix(7).
  package static let mostBytes = 107

  /// What is wrong with the path of a socket, `nil` where nothing is.
  package init?(of path: ByteString) {
    if path.bytes.first == UInt8(ascii: "@") {
      self = .abstract
    } else if !path.isAbsolute {
      self = .relative
    } else if path.bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      self = .control
    } else if path.count > Self.mostBytes {
      self = .tooLong
    } else {
      return nil
    }
  }
}
