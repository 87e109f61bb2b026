package import Formats
internal import Syscalls

extension GoSurvey {
  /// The go.work that counts where the user stands, found without waiting; what a relative GOWORK names is none.
  ///
  /// Throws where that cannot be told.
  package func workspaceFile() throws -> ByteString? {
    let settings = try settings.get()
    guard let directory, settings.version.isAtLeast("1.18rc1") else { return nil }
    return try examined { (try? settings.workFile(from: directory)) ?? nil }
  }

  /// The first directory that the go.work in force uses in vain: one without a go.mod, or one that it uses twice.
  ///
  /// As many are looked at as for their modules; none on a mount that is not looked into.
  package func vainUse(
    of demand: GoModuleDemand
  ) -> (use: ByteString, directory: ByteString, isRepeated: Bool)? {
    var directories: Set<ByteString> = []
    for use in demand.uses.prefix(machine.mayWait ? 1024 : 16) {
      let directory = (use.isAbsolute ? use : demand.file.parent.appending(use)).cleaned
      if !directories.insert(directory).inserted { return (use, directory, true) }
      if case .missing? = try? target(of: directory.appending("go.mod")) {
        return (use, directory, false)
      }
    }
    return nil
  }

  /// The modules that the go.work in force uses and that are there; none where a go.mod counts.
  ///
  /// Unless the machine may be waited for these are the first sixteen, so that a shell starts as fast in a large
  /// workspace. Throws where one is on a mount that is not looked into.
  package func workspaceModules(of demand: GoModuleDemand) throws -> [GoWorkspaceModule] {
    var modules: [GoWorkspaceModule] = []
    for use in demand.uses.prefix(machine.mayWait ? 1024 : 16) {
      let directory = use.isAbsolute ? use : demand.file.parent.appending(use).cleaned
      let file = directory.appending("go.mod")
      guard let place = try examined({ machine.place(of: file) }), place.status.kind == .regular,
        let text = try machine.files.read(place.path, limit: GoModuleLines.fileLimit)
      else { continue }
      modules.append(GoWorkspaceModule(file: file, text: text))
    }
    return modules
  }
}
