package import Formats
package import Syscalls

/// The programs that answer to `go`, in the order in which PATH finds them.
package struct GoSearch: Sendable {
  /// Those on file systems of this machine, each once, however many names it has.
  package let commands: [GoCommand]
  /// Those on Windows drives that stand before the first of `commands`.
  package let windowsCommands: [WindowsCommand]
  /// Why entries before the first of `commands` were not, or could not be, looked into.
  package let notExamined: [any Error]

  package struct WindowsCommand: Sendable {
    package let path: ByteString
    /// The position in PATH, counted from 0.
    package let entry: Int
    package let mount: Mount
  }

  /// Looks for `go` as a shell standing in `directory` does: directories, broken links and what is not executable are passed over.
  ///
  /// A directory on a Windows drive is looked into only where it stands before every Linux `go`; one on another
  /// machine only by a walker that waits.
  package init(
    _ path: SearchPath, in directory: ByteString?, home: ByteString?, files: FileTree,
    walker: PathWalker
  ) {
    var commands: [GoCommand] = []
    var windowsCommands: [WindowsCommand] = []
    var notExamined: [any Error] = []
    for entry in path.entries {
      guard let candidate = entry.text.appendingGo(in: directory, home: home) else { continue }
      if let failure = entry.failure, commands.isEmpty { notExamined.append(failure) }
      let place: Place
      do throws(Errno) {
        place = try walker.place(of: candidate, in: entry)
      } catch {
        if !error.letsShellsPass, commands.isEmpty {
          notExamined.append(Unreadable(path: candidate, error: error))
        }
        continue
      }
      switch place {
      case .found(let real, let status) where walker.mount(of: place)?.isWindowsDrive ?? false:
        guard commands.isEmpty, status.kind == .regular, files.mayExecute(real),
          let mount = walker.mount(of: place)
        else { continue }
        windowsCommands.append(WindowsCommand(path: candidate, entry: entry.index, mount: mount))
      case .found(let real, let status):
        guard status.kind == .regular, status.mode & 0o111 != 0,
          !commands.contains(where: { $0.status.isSameFile(as: status) }), files.mayExecute(real)
        else { continue }
        commands.append(
          GoCommand(
            path: candidate, entry: entry.index, real: real, status: status, files: files,
            walker: walker))
      case .beyond(let mount, let real) where mount.isWindowsDrive:
        guard commands.isEmpty, let status = try? files.status(real),
          status.kind == .regular || status.kind == .link, files.mayExecute(real)
        else { continue }
        windowsCommands.append(
          WindowsCommand(path: candidate, entry: entry.index, mount: mount))
      case .beyond(let mount, let real):
        if commands.isEmpty { notExamined.append(NotExamined(path: real.parent, mount: mount)) }
      case .missing: continue
      }
    }
    self.commands = commands
    self.windowsCommands = windowsCommands
    self.notExamined = notExamined
  }
}

extension ByteString {
  /// The `go` in a directory that is an entry of PATH; `nil` where that depends on an unknown directory.
  ///
  /// `home` is given where the shell expands a leading `~`.
  fileprivate func appendingGo(in directory: ByteString?, home: ByteString?) -> ByteString? {
    if isAbsolute { return appending("go") }
    if let home, self == "~" || hasPrefix("~/") {
      return (home + ByteString(bytes.dropFirst())).appending("go")
    }
    return directory.map { $0.appending(self).appending("go") }
  }
}

/// A program that answers to `go`.
package struct GoCommand: Sendable {
  /// As PATH finds it.
  package let path: ByteString
  /// The position in PATH, counted from 0.
  package let entry: Int
  /// Its path without links.
  package let real: ByteString
  package let status: FileStatus
  package let program: Program
  /// The Go tree it is the command of: cmd/go's `findGOROOT` for its own file, when no variable says otherwise.
  package let tree: ByteString?

  package enum Program: Sendable {
    /// The go command itself.
    case go(BuildInformation)
    /// A script, a version manager's stand-in, or any other program: what it will run cannot be told.
    case other
    case unreadable(Unreadable)
  }

  init(
    path: ByteString, entry: Int, real: ByteString, status: FileStatus, files: FileTree,
    walker: PathWalker
  ) {
    self.path = path
    self.entry = entry
    self.real = real
    self.status = status
    do throws(Errno) {
      let file = try files.open(real)
      let information = try file.flatMap { file throws(Errno) in
        try BuildInformation(fileSize: file.status.size, read: file.read)
      }
      if let information, information.mainPackage == "cmd/go" {
        program = .go(information)
      } else {
        program = .other
      }
    } catch {
      program = .unreadable(Unreadable(path: real, error: error))
    }
    tree = GoTree.candidates(for: real).first {
      walker.isDirectory($0.appending(GoTree.tools))
    }
  }

  /// Whether both are one file, whatever they are called.
  package func isSameFile(as other: GoCommand) -> Bool { status.isSameFile(as: other.status) }

  /// Its version, where it is the go command and says a version that can be compared.
  package var version: GoVersion? {
    guard case .go(let information) = program else { return nil }
    return GoVersion(builtWith: information.version)
  }
}

extension PathWalker {
  /// The place of `go` in a directory of PATH, whose own place is known unless it is relative.
  fileprivate func place(
    of path: ByteString, in entry: SearchPath.Entry
  ) throws(Errno) -> Place {
    switch entry.place {
    case .found(let real, let status):
      return status.kind == .directory ? try place(of: "go", inReal: real) : .missing
    case .beyond(let mount, let real): return .beyond(mount, path: real.appending("go"))
    case .missing: return entry.text.isAbsolute ? .missing : try place(of: path)
    }
  }

  /// Whether the path leads to a directory on a file system of this machine.
  package func isDirectory(_ path: ByteString) -> Bool {
    guard case .found(_, let status) = try? place(of: path) else { return false }
    return status.kind == .directory
  }

  /// Whether the path leads to a file on a file system of this machine.
  package func isFile(_ path: ByteString) -> Bool {
    guard case .found(_, let status) = try? place(of: path) else { return false }
    return status.kind == .regular
  }
}
