internal import Formats

/// Which kind of agent the user would rather have.
package enum AgentPreference: String, Sendable, CaseIterable {
  case forwarded
  case local
  case gpg
  case keyring

  /// Whether an agent is of that kind.
  func covers(_ kind: AgentKind) -> Bool {
    switch self {
    case .forwarded: kind == .forwarded || kind == .relay
    case .local: [.local, .own, .vault, .hardware].contains(kind)
    case .gpg: kind == .gpg
    case .keyring: kind == .keyring
    }
  }
}

extension AgentSocket {
  /// Whether somebody else than an agent of this machine answers, or may.
  var isElsewheres: Bool { [.forwarded, .relay, .other].contains(kind) }

  /// Whether both answer, and it has each key that the other has, which may have been told fewer.
  func hasKeys(of other: AgentSocket) -> Bool {
    guard let keys, let others = other.keys else { return false }
    return Set(keys.map(\.blob)).isSuperset(of: others.map(\.blob))
  }

  /// Whether it is the agent that gotools has started for one project.
  package var isProjects: Bool {
    kind == .own && real.lastComponent != AgentPlaces.ownSocket
  }
}

extension AgentSurvey {
  /// The agent that is best used, of those that live and may be; `nil` where there is none.
  ///
  /// One with keys goes before one without, then one that is preferred, then a forwarded one with keys that the link's has
  /// not, of these the latest, then the one that the link leads to, which others use as well, and the one of SSH_AUTH_SOCK. Where the user names one, no
  /// other will do.
  package func best(preferring preference: AgentPreference? = nil) -> AgentSocket? {
    let named = sockets.filter { $0.namedBy.contains(.user) }
    let best = (named.isEmpty ? sockets : named).filter { $0.keys != nil && !isProject($0) }
      .min { rank($0, preference).lexicographicallyPrecedes(rank($1, preference)) }
    if let best, named.isEmpty, let linked = linked(insteadOf: best) { return linked }
    return best
  }

  /// The agent that the link leads to, where it answers and is for all.
  var linked: AgentSocket? {
    sockets.first { $0.namedBy.contains(.link) && $0.keys != nil && !isProject($0) }
  }

  /// The agent that the link leads to, where that has each key of another which may come from it; `nil` where it is not to
  /// be kept for that.
  ///
  /// What `ssh -A` brings back to the machine it came from opens the link for each question: led there, the link would lead
  /// to itself, and ssh would wait for its own answer.
  func linked(insteadOf other: AgentSocket) -> AgentSocket? {
    guard other.isElsewheres, let linked, linked.real != other.real, linked.hasKeys(of: other)
    else {
      return nil
    }
    return linked
  }

  /// Whether it is the agent of one project, which no other is to use unasked.
  func isProject(_ socket: AgentSocket) -> Bool {
    socket.isProjects && !socket.namedBy.contains(.user)
  }

  /// Numbers to compare one by one: the smaller, the better.
  private func rank(_ socket: AgentSocket, _ preference: AgentPreference?) -> [Int64] {
    func first(_ isSo: Bool) -> Int64 { isSo ? 0 : 1 }
    let isForwarded = socket.kind == .forwarded
    return [
      first(socket.keys?.isEmpty == false),
      first(preference?.covers(socket.kind) ?? true),
      first(isForwarded),
      isForwarded ? -socket.since : 0,
      first(socket.namedBy.contains(.link)),
      first(socket.namedBy.contains(.variable)),
      Int64(AgentKind.allCases.firstIndex(of: socket.kind) ?? 0),
      -socket.since,
    ]
  }
}
