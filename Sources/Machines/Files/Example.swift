package import Formats
internal import Syscalls

/// The files of a machine written down in an example or a test.
package enum ExampleFile: Sendable, ExpressibleByStringLiteral {
  case file(ByteString, mode: UInt32 = 0o644)
  case directory(mode: UInt32 = 0o755, owner: UInt32 = 0)
  case link(ByteString)
  /// The go command of a version, such as `go1.27.3`.
  case goCommand(ByteString)
  /// A file that is there and cannot be read.
  case unreadable
  /// The socket of an agent that is in such a state.
  case agent(AgentState, owner: UInt32 = 1000, modified: Int64 = 0)

  package init(stringLiteral text: String) {
    self = .file(ByteString(text))
  }
}

extension FileTree {
  /// A tree of these files and the directories above them, and nothing else.
  package static func only(_ files: [ByteString: ExampleFile]) -> FileTree {
    let tree = ExampleTree(files)
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
      names: { path, limit throws(Errno) in
        guard let real = try tree.real(path, followingLast: true) else { return nil }
        guard case .directory? = tree.entry(real) else { return nil }
        let names = tree.entries.keys.filter { $0.parent == real && $0 != "/" }.map(\.lastComponent)
        if names.count > limit { throw .fileTooLarge }
        return names.sorted()
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

  init(_ files: [ByteString: ExampleFile]) {
    var entries = files
    for path in files.keys {
      var directory = path.parent
      while directory != "/", entries[directory] == nil {
        entries[directory] = .directory()
        directory = directory.parent
      }
    }
    if entries["/"] == nil { entries["/"] = .directory() }
    self.entries = entries
    inodes = Dictionary(
      uniqueKeysWithValues: entries.keys.sorted().enumerated().map { ($1, UInt64($0) + 1) })
  }

  /// What the agent at a path answers.
  func agent(at path: ByteString) -> AgentState {
    let real = try? real(path, followingLast: true)
    guard case .agent(let state, _, _)? = entry(real) else { return .stale }
    return state
  }

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
    case .directory(let mode, let owner):
      return FileStatus(kind: .directory, mode: mode, owner: owner, inode: inode)
    case .link: return FileStatus(kind: .link, mode: 0o777, inode: inode)
    case .agent(_, let owner, let modified):
      return FileStatus(
        kind: .socket, mode: 0o600, owner: owner, inode: inode, modified: modified,
        changed: modified)
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
  /// What programs print, by their words with blanks between; `nil` where none can be run.
  ///
  /// Any other program ends with status 1.
  package var prints: [ByteString: ByteString]?
  /// The sockets that somebody listens on or has bound to a file, as far as the kernel would tell.
  package var bound: [BoundSocket]

  /// The time of day on it, in seconds since 1970.
  package static let now: Int64 = 1_750_000_000

  package init(
    _ files: [ByteString: ExampleFile] = [:], environment: [ByteString: ByteString] = [:],
    mounts: [Mount] = [], in directory: ByteString? = "/",
    shells: [ShellContext: ExampleShell]? = nil, lookUps: Int? = nil,
    prints: [ByteString: ByteString]? = nil, bound: [BoundSocket] = []
  ) {
    self.files = files
    self.environment = environment
    self.mounts = mounts
    self.directory = directory
    self.shells = shells
    self.lookUps = lookUps
    self.prints = prints
    self.bound = bound
  }

  package var machine: Machine {
    var files = files
    if files["/proc/self/mountinfo"] == nil {
      files["/proc/self/mountinfo"] = .file(mountInformation(of: mounts))
    }
    if files["/proc/net/unix"] == nil {
      files["/proc/net/unix"] = .file(unixSocketTable(of: bound))
    }
    var machine = Machine(
      files: .only(files), environment: Environment(environment), workingDirectory: directory)
    if shells != nil || lookUps != nil || prints != nil { machine.run = run }
    let tree = ExampleTree(files)
    machine.askAgents = { inquiries in inquiries.map { tree.agent(at: $0.path) } }
    let bound = bound
    machine.boundSockets = { bound }
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

private func unixSocketTable(of sockets: [BoundSocket]) -> ByteString {
  var lines: ByteString = "Num       RefCount Protocol Flags    Type St Inode Path\n"
  for (index, socket) in sockets.enumerated() {
    // __SO_ACCEPTCON is the flag of one that listens.
    let flags = socket.isListening ? "00010000" : "00000000"
    lines += ByteString("0000000000000000: 00000002 00000000 \(flags) 0001 01 \(index + 1)")
    lines += socket.name.map { " " + $0 + "\n" } ?? "\n"
  }
  return lines
}
