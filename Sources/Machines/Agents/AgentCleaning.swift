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
    let machine = survey.machine
    let names = survey.places.own.flatMap { (try? machine.files.names($0, 1 << 16)) ?? nil } ?? []
    if stale.removable.isEmpty, names.recordsWithoutSocket.isEmpty { return StaleSockets.Removal() }
    let home = try AgentDirectory(on: survey.machine, as: writer)
    guard let lock = try home.directory.lock(AgentDirectory.lockName, waiting: 2000) else {
      throw Busy()
    }
    defer { withExtendedLifetime(lock) {} }
    let removal = stale.remove(as: machine.user)
    try? home.clearRecords(on: machine)
    return removal
  }

  private struct Busy: Error, CustomStringConvertible {
    let description = "another gotools is at work on the agents: try again"
  }
}
