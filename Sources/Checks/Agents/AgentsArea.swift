internal import Machines

extension Area {
  /// The ssh agents that a shell can reach: GT2xx.
  package static let agents = Area(
    [
      Check<AgentSurvey>.agentVariableUnset, .agentSocketMissing, .agentSocketStale,
      .agentUnresponsive, .agentRefuses, .agentWithoutKeys, .notAnAgent, .agentSocketUnsafe,
      .agentPathUnusable, .agentsCompete, .identityAgentOverrides, .gpgAgentTakeover,
      .staleSocketsLieAbout, .orphanAgents, .agentPIDStale, .stableLinkUnused,
    ], surveying: { try AgentSurvey(of: $0, .everywhere) })
}
