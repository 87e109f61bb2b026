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
  /// Whether it is the agent that gotools has started for one project.
  package var isProjects: Bool {
    kind == .own && real.lastComponent != AgentPlaces.ownSocket
  }
}

extension AgentSurvey {
  /// The agent that is best used, of those that live and may be; `nil` where there is none.
  ///
  /// One with keys goes before one without, then one that is preferred, then a forwarded one, of these the latest, then
  /// the one that the link leads to, which others use as well, and the one of SSH_AUTH_SOCK. Where the user names one, no
  /// other will do.
  package func best(preferring preference: AgentPreference? = nil) -> AgentSocket? {
    let named = sockets.filter { $0.namedBy.contains(.user) }
    return (named.isEmpty ? sockets : named).filter { $0.keys != nil && !isProject($0) }
      .min { rank($0, preference).lexicographicallyPrecedes(rank($1, preference)) }
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
