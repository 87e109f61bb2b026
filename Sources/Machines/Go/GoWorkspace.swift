package import Formats

extension GoSurvey {
  /// The go.work that counts where the user stands, found without waiting; what a relative GOWORK names is none.
  ///
  /// Throws where that cannot be told.
  package func workspaceFile() throws -> ByteString? {
    let settings = try settings.get()
    guard let directory, settings.version.isAtLeast("1.18rc1") else { return nil }
    return try examined { (try? settings.workFile(from: directory)) ?? nil }
  }
}
