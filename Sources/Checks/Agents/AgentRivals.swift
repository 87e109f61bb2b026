internal import Formats
internal import Machines

/// A live agent with keys that the one of this shell lacks.
struct AgentRival: Sendable {
  let socket: AgentSocket
  /// The keys that the other has not.
  let keys: [AgentKey]
}

/// The agents of a shell, held against each other and against what ssh's own files say.
struct AgentComparison: Sendable {
  let survey: AgentSurvey
  let identityAgents: IdentityAgents
  /// The live agents with keys that the one of this shell lacks, the one with the most of them first.
  let rivals: [AgentRival]

  /// Reads ssh's files.
  init(of survey: AgentSurvey) {
    self.survey = survey
    identityAgents = IdentityAgents(of: survey)
    rivals = survey.rivals(besides: identityAgents.elsewhere)
  }

  /// The agent before which gpg-agent has put itself; `nil` where SSH_AUTH_SOCK is another's, or no worse.
  var shadowedByGPG: AgentRival? {
    guard let current = survey.current, current.kind == .gpg, let own = current.keys else {
      return nil
    }
    return rivals.first { rival in
      rival.socket.kind != .gpg && rival.socket.keys.map { $0.count > own.count } ?? false
    }
  }
}

extension AgentSurvey {
  /// The live agents with keys that the one of this shell lacks, the one with the most of them first.
  ///
  /// Agents of projects are kept apart on purpose, and one that IdentityAgent names is used without the variable. A keyring
  /// also offers what it could not sign with: it counts only where there is no key at all.
  fileprivate func rivals(besides settings: [IdentityAgents.Setting]) -> [AgentRival] {
    guard let current, let own = current.keys, !current.isProjects else { return [] }
    let known = Set(own.map(\.blob))
    let rivals = sockets.compactMap { socket -> AgentRival? in
      guard let keys = socket.keys, !socket.isProjects, !socket.namedBy.contains(.variable),
        socket.kind != .keyring || own.isEmpty
      else { return nil }
      let more = keys.filter { !known.contains($0.blob) }
      return more.isEmpty ? nil : AgentRival(socket: socket, keys: more)
    }
    if settings.contains(where: \.isForAll) { return [] }
    return rivals.filter { rival in !settings.contains { $0.socket == rival.socket.real } }
      .sorted { $0.keys.count > $1.keys.count }
  }
}

extension AgentRival {
  /// Such as `the forwarded agent at “/tmp/ssh-v6rlxj5DjV/agent.4314” has 2 keys that it lacks`.
  var words: String { "\(socket.kind.words) at “\(socket.real)” has \(keys.number) that it lacks" }
}
