package import Formats
internal import Syscalls

/// The module that a directory belongs to: cmd/go's `modload.findModuleRoot`, as far as it can be told without waiting.
package enum ModuleRoot: Sendable {
  /// No directory from there up to the root holds a go.mod.
  case none
  /// The directory that holds the go.mod, and the mount it is on.
  case found(ByteString, Mount?)
  /// The search came to a directory on another machine.
  case notExamined(NotExamined)

  /// The module of the directory that the user of the machine stands in.
  init(standingOn machine: Machine, walker: PathWalker) throws(Unreadable) {
    guard let directory = machine.workingDirectory else {
      self = .none
      return
    }
    let temporary = machine.environment.nonEmpty("TMPDIR") ?? "/tmp"
    try self.init(
      of: directory, temporary: temporary.cleaned, files: machine.files, walker: walker)
  }

  /// Looks for go.mod in `directory` and above; one directly in `temporary` does not count.
  ///
  /// Directories on a Windows drive are looked at: whoever stands there waits for it anyway.
  private init(
    of directory: ByteString, temporary: ByteString, files: FileTree, walker: PathWalker
  ) throws(Unreadable) {
    var directory = directory
    while true {
      let file = directory.appending("go.mod")
      let mount = walker.mount(of: directory)
      if let mount, mount.isRemote, mount.isForeign, !walker.waits {
        self = .notExamined(NotExamined(path: directory, mount: mount))
        return
      }
      do throws(Errno) {
        if directory != temporary, try walker.isFile(file, on: mount, files) {
          self = .found(directory, mount)
          return
        }
      } catch {
        // Where go may not look it takes nothing to be there.
        if error != .permissionDenied { throw Unreadable(path: file, error: error) }
      }
      if directory == "/" || directory.isEmpty { break }
      directory = directory.parent
    }
    self = .none
  }
}

extension PathWalker {
  fileprivate func isFile(
    _ path: ByteString, on mount: Mount?, _ files: FileTree
  ) throws(Errno) -> Bool {
    if mount?.isWindowsDrive ?? false {
      return try files.status(path).map { $0.kind != .directory } ?? false
    }
    guard case .found(_, let status) = try place(of: path) else { return false }
    return status.kind != .directory
  }
}
