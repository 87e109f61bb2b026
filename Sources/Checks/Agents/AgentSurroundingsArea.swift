internal import Machines

extension Area {
  /// Which agent is known to what starts programs besides the shell, for which programs are started: the rest of GT2xx.
  package static let agentSurroundings = Area(
    [Check<AgentSurroundings>.sessionManagerDisagrees],
    surveying: { try AgentSurroundings(of: $0) })
}
