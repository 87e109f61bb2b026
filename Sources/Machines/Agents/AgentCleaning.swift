internal import Formats

/// Removes the sockets that agents have left behind, under the lock that is held while an agent is started or ended.
package struct AgentCleaning: Sendable {
  package let stale: StaleSockets
  private let survey: AgentSurvey
  private let writer: FileWriter

  /// Throws where this is not the machine whose files may be changed.
  package init(of survey: AgentSurvey) throws {
    guard let writer = survey.machine.writer else { throw CannotRun.elsewhere }
    self.writer = writer
    self.survey = survey
    stale = StaleSockets(in: survey, now: writer.now)
  }

  /// Says how many went, and why others did not; throws where somebody else is about to change something all the while.
  package func run() throws -> StaleSockets.Removal {
    if stale.removable.isEmpty { return StaleSockets.Removal() }
    let home = try AgentDirectory(on: survey.machine, as: writer)
    guard let lock = try home.directory.lock(AgentDirectory.lockName, waiting: 2000) else {
      throw Busy()
    }
    defer { withExtendedLifetime(lock) {} }
    return stale.remove(as: survey.machine.user)
  }

  private struct Busy: Error, CustomStringConvertible {
    let description = "another gotools is at work on the agents: try again"
  }
}
