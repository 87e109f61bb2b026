package import Formats
package import Syscalls

/// Everything outside the process that an answer may depend on.
package struct Machine: Sendable {
  package var files: FileTree
  package var environment: Environment
  /// The directory the user stands in; `nil` where it has been removed.
  package var workingDirectory: ByteString?
  /// The effective user.
  package var user: UInt32

  package init(
    files: FileTree, environment: Environment, workingDirectory: ByteString? = "/",
    user: UInt32 = 1000
  ) {
    self.files = files
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.user = user
  }

  /// The machine this process runs on, or the one whose root file system is the directory `root`.
  ///
  /// A working directory outside `root` is its `/`. Throws where `root` cannot be opened.
  package static func live(root: ByteString? = nil) throws(Errno) -> Machine {
    var directory = try Syscalls.workingDirectory().map { ByteString($0) }
    var files = FileTree.live
    if let root {
      files = try .rooted(at: root)
      let top = root.isAbsolute ? root.cleaned : (directory ?? "/").appending(root).cleaned
      directory = directory.map { path in
        guard path.isAtOrBelow(top) else { return "/" }
        return top == "/" ? path : "/" + ByteString(path.bytes.dropFirst(top.count + 1))
      }
    }
    return Machine(
      files: files, environment: Environment(processEnvironment()), workingDirectory: directory,
      user: effectiveUser())
  }
}
