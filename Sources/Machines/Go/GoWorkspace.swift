package import Formats

extension GoSurvey {
  /// The go.work that counts where the user stands, found without waiting; what a relative GOWORK names is none.
  ///
  /// Throws where that cannot be told.
  package func workspaceFile() throws -> ByteString? {
    let settings = try settings.get()
    guard let directory, settings.version.isAtLeast("1.18rc1") else { return nil }
    let value = settings.value("GOWORK")
    if !value.isEmpty, value != "auto" { return value.isAbsolute ? value : nil }
    let machine = settings.machine
    let walker = PathWalker(machine.files, mounts: mounts, waits: machine.mayWait)
    switch try ModuleRoot(
      of: directory, holding: "go.work", temporary: nil, files: machine.files, walker: walker)
    {
    case .none: return nil
    case .notExamined(let place): throw place
    case .found(let root, _):
      // The search ends at a Go tree above the directory.
      if let tree = settings.goRoot?.value, directory != tree, directory.isAtOrBelow(tree),
        tree.isAtOrBelow(root)
      {
        return nil
      }
      return root.appending("go.work")
    }
  }
}
