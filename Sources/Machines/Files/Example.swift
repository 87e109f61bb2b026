package import Formats
internal import Syscalls

/// The files of a machine written down in an example or a test.
package enum ExampleFile: Sendable, ExpressibleByStringLiteral {
  case file(ByteString, mode: UInt32 = 0o644)
  case directory(mode: UInt32 = 0o755)
  case link(ByteString)
  /// The go command of a version, such as `go1.27.3`.
  case goCommand(ByteString)
  /// A file that is there and cannot be read.
  case unreadable

  package init(stringLiteral text: String) {
    self = .file(ByteString(text))
  }
}

extension FileTree {
  /// A tree of these files and the directories above them, and nothing else.
  package static func only(_ files: [ByteString: ExampleFile]) -> FileTree {
    var entries = files
    for path in files.keys {
      var directory = path.parent
      while directory != "/", entries[directory] == nil {
        entries[directory] = .directory()
        directory = directory.parent
      }
    }
    if entries["/"] == nil { entries["/"] = .directory() }
    let inodes = Dictionary(
      uniqueKeysWithValues: entries.keys.sorted().enumerated().map { ($1, UInt64($0) + 1) })
    let tree = ExampleTree(entries: entries, inodes: inodes)
    return FileTree(
      status: { path throws(Errno) in try tree.status(tree.real(path, followingLast: false)) },
      link: { path throws(Errno) in
        guard case .link(let target)? = try tree.entry(tree.real(path, followingLast: false)) else {
          return nil
        }
        return target
      },
      mayExecute: { path in
        let real = try? tree.real(path, followingLast: true)
        return (tree.status(real)?.mode ?? 0) & 0o111 != 0
      },
      mayWrite: { path in
        let real = try? tree.real(path, followingLast: true)
        return (tree.status(real)?.mode ?? 0) & 0o300 == 0o300
      },
      open: { path throws(Errno) in
        guard let real = try tree.real(path, followingLast: true), let status = tree.status(real)
        else { return nil }
        switch tree.entry(real) {
        case .file(let text, _)?: return File(text.bytes, status: status)
        case .goCommand(let version)?: return File(goProgram(version), status: status)
        case .unreadable?: throw .permissionDenied
        default: throw .isDirectory
        }
      })
  }
}

private struct ExampleTree: Sendable {
  let entries: [ByteString: ExampleFile]
  let inodes: [ByteString: UInt64]

  func entry(_ path: ByteString?) -> ExampleFile? { path.flatMap { entries[$0] } }

  /// The path without links, or `nil` where it leads through what is no directory; ELOOP for a circle.
  func real(_ path: ByteString, followingLast: Bool) throws(Errno) -> ByteString? {
    // A slash at the end asks for a directory, as the name "." would.
    var rest = path.components + (path.bytes.last == UInt8(ascii: "/") ? ["."] : [])
    var real: ByteString = "/"
    var links = 0
    while !rest.isEmpty {
      guard case .directory? = entries[real] else { return nil }
      let name = rest.removeFirst()
      if name == "." { continue }
      if name == ".." {
        real = real.parent
        continue
      }
      let next = real.appending(name)
      if case .link(let target)? = entries[next], followingLast || !rest.isEmpty {
        links += 1
        if links > 40 { throw .tooManyLinks }
        if target.isAbsolute { real = "/" }
        rest = target.components + rest
        continue
      }
      real = next
    }
    return real
  }

  func status(_ path: ByteString?) -> FileStatus? {
    guard let path, let entry = entries[path] else { return nil }
    let inode = inodes[path] ?? 0
    switch entry {
    case .file(let text, let mode):
      return FileStatus(kind: .regular, mode: mode, size: Int64(text.count), inode: inode)
    case .goCommand(let version):
      let size = Int64(goProgram(version).count)
      return FileStatus(kind: .regular, mode: 0o755, size: size, inode: inode)
    case .unreadable: return FileStatus(kind: .regular, mode: 0, inode: inode)
    case .directory(let mode): return FileStatus(kind: .directory, mode: mode, inode: inode)
    case .link: return FileStatus(kind: .link, mode: 0o777, inode: inode)
    }
  }
}

extension File {
  fileprivate init(_ bytes: [UInt8], status: FileStatus) {
    self.status = status
    read = { count, offset throws(Errno) in
      guard offset >= 0, offset < bytes.count else { return [] }
      return Array(bytes.dropFirst(Int(offset)).prefix(count))
    }
    readAll = { limit throws(Errno) in
      if bytes.count > limit { throw .fileTooLarge }
      return bytes
    }
  }
}

/// A machine written down: what differs from a plain one with an ext4 root.
package struct Example: Sendable {
  package var files: [ByteString: ExampleFile]
  package var environment: [ByteString: ByteString]
  package var mounts: [Mount]
  package var directory: ByteString?
  /// What the user's shell does in each context where it differs; `nil` where no program can be run.
  package var shells: [ShellContext: ExampleShell]?
  /// What it costs to look into the directories of Windows in PATH, in milliseconds.
  package var lookUps: Int?

  package init(
    _ files: [ByteString: ExampleFile] = [:], environment: [ByteString: ByteString] = [:],
    mounts: [Mount] = [], in directory: ByteString? = "/",
    shells: [ShellContext: ExampleShell]? = nil, lookUps: Int? = nil
  ) {
    self.files = files
    self.environment = environment
    self.mounts = mounts
    self.directory = directory
    self.shells = shells
    self.lookUps = lookUps
  }

  package var machine: Machine {
    var files = files
    if files["/proc/self/mountinfo"] == nil {
      files["/proc/self/mountinfo"] = .file(mountInformation(of: mounts))
    }
    var machine = Machine(
      files: .only(files), environment: Environment(environment), workingDirectory: directory)
    if shells != nil || lookUps != nil { machine.run = run }
    return machine
  }
}

extension Machine {
  /// A machine with just these files, variables and mounts; besides `mounts` there is an ext4 root.
  package static func example(
    _ files: [ByteString: ExampleFile] = [:], environment: [ByteString: ByteString] = [:],
    mounts: [Mount] = [], in directory: ByteString? = "/"
  ) -> Machine {
    Example(files, environment: environment, mounts: mounts, in: directory).machine
  }
}

private func mountInformation(of mounts: [Mount]) -> ByteString {
  var lines: ByteString = ""
  for (index, mount) in ([Mount(point: "/", type: "ext4")] + mounts).enumerated() {
    lines += ByteString("\(index + 30) 29 0:\(index + 40) / ")
    lines +=
      mount.point + " " + mount.options + " - " + mount.type + " " + mount.source + " rw\n"
  }
  return lines
}
