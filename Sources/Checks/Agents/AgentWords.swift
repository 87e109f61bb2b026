internal import Formats
internal import Machines

extension AgentState {
  /// What became of it, as a sentence goes on behind “the agent”.
  package var words: String {
    switch self {
    case .answers(let keys): keys.isEmpty ? "answers and has no key" : "answers with \(keys.number)"
    case .refuses: "refuses to say which keys it has"
    case .hangsUp: "hangs up without an answer"
    case .silentBefore: "has just been silent and was not asked again"
    case .late(let milliseconds): "does not answer within \(milliseconds) ms"
    case .queueFull: "has more waiting for it than the kernel allows"
    case .stale: "is gone: nobody listens any more"
    case .missing: "has no socket: nothing is there"
    case .dangling(let target): "has no socket: the link leads to “\(target)”, where nothing is"
    case .circle: "has no socket: the links lead in a circle"
    case .notSocket(let kind): "has no socket: \(kind) lies there"
    case .wrongType: "is none: the socket is not one for streams"
    case .stranger(.gpg): "is none: gpg-agent's own protocol is spoken there"
    case .stranger(.http): "is none: a web server answers"
    case .stranger(.other): "is none: what answers speaks another protocol"
    case .denied: "may not be asked: permission denied"
    case .foreign(let user): "belongs to another user (uid \(user))"
    case .exposed(let reason, _): "is not safe to use: \(reason)"
    case .unusable(.abstract): "cannot be reached by ssh: an abstract socket"
    case .unusable(.relative): "is another one in every directory: a relative path"
    case .unusable(.tooLong): "cannot be reached: the path has more than 107 bytes"
    case .unusable(.control): "is not asked: there is a control character in the path"
    case .activatable: "is started by whoever asks it first"
    case .notExamined(let reason): "was not asked: \(reason)"
    case .untold(let reason): "could not be asked: \(reason)"
    }
  }
}

extension [AgentKey] {
  /// Such as `1 key`.
  package var number: String { count == 1 ? "1 key" : "\(count) keys" }
}

extension AgentKind {
  /// What kind of agent it is, in words with an article where one is due.
  package var words: String {
    switch self {
    case .forwarded: "the forwarded agent"
    case .local: "an ssh-agent"
    case .own: "the ssh-agent of gotools"
    case .gpg: "gpg-agent"
    case .keyring: "the keyring's agent"
    case .vault: "a password manager's agent"
    case .hardware: "the agent of a hardware key"
    case .relay: "a relay to an agent elsewhere"
    case .other: "an agent"
    }
  }
}

extension AgentSurvey {
  /// What became of the agent that SSH_AUTH_SOCK names, in a sentence.
  func seen(_ current: AgentSocket) -> String {
    let end = current.real == current.path ? "" : " (a link to “\(current.real)”)"
    return "SSH_AUTH_SOCK is “\(current.path)”\(end), and the agent \(current.state.words)"
  }

  /// The outcome where the agent that SSH_AUTH_SOCK names was not asked: one check alone says why.
  var unasked: Outcome? {
    switch current?.state {
    case .denied, .untold, .notExamined, .activatable:
      .skipped("the agent that SSH_AUTH_SOCK names was not asked: see GT204")
    default: nil
    }
  }
}
