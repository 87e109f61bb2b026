package import Machines

extension Area {
  /// The ssh agents that a shell can reach: GT2xx.
  package static let agents = agents { try AgentSurvey(of: $0, .everywhere) }

  /// The same of agents that have been asked already.
  package static func agents(_ known: AgentSurvey) -> Area { agents { _ in known } }

  private static func agents(
    _ survey: @escaping @Sendable (Machine) throws -> AgentSurvey
  ) -> Area {
    Area(
      [
        Check<AgentSurvey>.agentVariableUnset, .agentSocketMissing, .agentSocketStale,
        .agentUnresponsive, .agentRefuses, .agentWithoutKeys, .notAnAgent, .agentSocketUnsafe,
        .agentPathUnusable,
      ].map { $0.about(\.survey) }
        + [
          Check<AgentComparison>.agentsCompete, .identityAgentOverrides, .gpgAgentTakeover,
          .staleSocketsLieAbout,
        ]
        + [Check<AgentSurvey>.orphanAgents, .agentPIDStale, .stableLinkUnused].map {
          $0.about(\.survey)
        }, surveying: { AgentComparison(of: try survey($0)) })
  }
}
