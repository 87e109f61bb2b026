package import Formats
package import Syscalls

/// What is set for the go command, in the environment and in its two files: the first half of `go env`.
///
/// Each file is read once at most. From Go 1.21 on the environment comes first, unless it is empty there, then the
/// user's file, then the tree's go.env. An empty value in the user's file hides that of go.env.
package struct GoSettings: Sendable {
  package struct Setting: Hashable, Sendable {
    package let value: ByteString
    package let source: Source

    package init(_ value: ByteString, _ source: Source) {
      self.value = value
      self.source = source
    }
  }

  package enum Source: Hashable, Sendable {
    case environment
    /// The user's file, written by `go env -w`.
    case file(ByteString, line: Int)
    /// The go.env of the tree.
    case goEnv(ByteString, line: Int)
    /// The go command's own, or follows from other settings and from the directory.
    case `default`
  }

  /// What became of one of the two files.
  package enum FileState: Hashable, Sendable {
    /// There is no such file: `GOENV=off`, no home directory, no tree, or a Go before go.env.
    case none
    case missing(ByteString)
    /// The go command goes on as if it were missing.
    case unreadable(ByteString, Errno)
    /// The caller did not want it looked at.
    case notExamined(ByteString)
    case read(ByteString, GoEnvironmentFile)
  }

  /// A file that is not read, since it is larger than 1 MiB, or one that go would wait for: a pipe, say.
  package enum Unfit: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLarge(ByteString)
    case noFile(ByteString)

    package var description: String {
      switch self {
      case .tooLarge(let path): "“\(path)” is larger than 1 MiB: is it a go/env file?"
      case .noFile(let path): "“\(path)” is a pipe or device, which go would try to read to its end"
      }
    }
  }

  package let machine: Machine
  package let version: GoVersion?
  /// What the go command was built to run on, such as `amd64`; `nil` where that is not known.
  package let architecture: ByteString?
  /// The file that `go env -w` writes, as `go env GOENV` says; `nil` where there is none, or it is switched off.
  package let userFilePath: ByteString?
  package let userFile: FileState
  package let treeFile: FileState
  /// The tree whose go.env counts: cmd/go's `findGOROOT`.
  package let tree: Setting?
  /// Where a tree was looked for and the caller did not want it examined.
  package let treeNotExamined: ByteString?

  /// Reads the files of the go command `executable`, a real path, made as `build` says.
  ///
  /// `mayRead` is asked before a file, or the directory pkg/tool of a tree, is touched.
  package init(
    _ machine: Machine, executable: ByteString, build: BuildInformation?,
    mayRead: (ByteString) -> Bool = { _ in true }
  ) throws(Unfit) {
    self.machine = machine
    version = build.flatMap { GoVersion(builtWith: $0.version) }
    architecture = build?.architecture
    let environment = machine.environment
    userFilePath = Self.userFilePath(environment, version)
    let userFile = try FileState(userFilePath, machine, mayRead)
    self.userFile = userFile
    var notExamined: ByteString?
    if let named = Self.namedTree(environment, userFile, hasGoEnv: version.hasGoEnv) {
      tree = named
    } else {
      let path = GoTree.candidates(for: executable).first { path in
        let tools = path.appending(GoTree.tools)
        guard mayRead(tools) else {
          notExamined = notExamined ?? path
          return false
        }
        return machine.isDirectory(tools)
      }
      tree = path.map { Setting($0, .default) }
    }
    treeNotExamined = tree == nil ? notExamined : nil
    let goEnv = version.hasGoEnv ? tree?.value.appending("go.env") : nil
    treeFile = try FileState(goEnv, machine, mayRead)
  }

  /// The setting of a variable, which may be an empty value of the user's file, or `nil` where nothing sets it.
  package func setting(_ name: ByteString) -> Setting? {
    if name == "GOROOT" { return goRoot }
    if let value = machine.environment.nonEmpty(name) { return Setting(value, .environment) }
    if case .read(let path, let file) = userFile, let entry = file[name] {
      return Setting(entry.value, .file(path, line: entry.line))
    }
    if case .read(let path, let file) = treeFile, let entry = file[name] {
      return Setting(entry.value, .goEnv(path, line: entry.line))
    }
    return nil
  }

  /// The setting of a variable that a user has made, in the environment or the go/env file; an empty one is none.
  package func userSetting(_ name: ByteString) -> Setting? {
    if let value = machine.environment.nonEmpty(name) { return Setting(value, .environment) }
    guard case .read(let path, let file) = userFile, let entry = file[name], !entry.value.isEmpty
    else { return nil }
    return Setting(entry.value, .file(path, line: entry.line))
  }

  /// Whether there is no go/env file, and the environment sets no variable that could stand in it and begins with GO.
  package var isUntouched: Bool {
    if case .read = userFile { return false }
    return !machine.environment.hasName { $0.starts(with: goPrefix) && GoVariable.isSettable($0) }
  }

  /// The value of a variable, empty where nothing sets it: cmd/go's `cfg.Getenv`.
  package func value(_ name: ByteString) -> ByteString { setting(name)?.value ?? "" }

  /// The setting of a variable, or the go command's own value where there is none or an empty one.
  package func setting(_ name: ByteString, default value: ByteString) -> Setting {
    guard let setting = setting(name), !setting.value.isEmpty || value.isEmpty else {
      return Setting(value, .default)
    }
    return setting
  }

  /// The files and directories that the answers depend on and that were not looked at.
  package var notExamined: [ByteString] {
    var paths: [ByteString] = []
    if case .notExamined(let path) = userFile { paths.append(path) }
    if case .notExamined(let path) = treeFile { paths.append(path) }
    if let treeNotExamined { paths.append(treeNotExamined) }
    return paths
  }
}

extension GoSettings {
  /// GOROOT as `go env` prints it: the environment's word for word, else the tree.
  package var goRoot: Setting? {
    guard version.hasGoEnv, let value = machine.environment.nonEmpty("GOROOT") else { return tree }
    return Setting(value, .environment)
  }

  /// GOPATH: a list of directories, `$HOME/go` by default; empty where HOME is not set, not absolute, or the tree is there.
  package var goPath: Setting {
    let inferred = inferredGoPath
    return inferred.source == .default && !inferred.value.isAbsolute
      ? Setting("", .default) : inferred
  }

  /// GOPATH before the go command takes back what it made of a HOME that is not absolute.
  var inferredGoPath: Setting {
    if let setting = setting("GOPATH"), !setting.value.isEmpty { return setting }
    guard let home = machine.environment.nonEmpty("HOME") else { return Setting("", .default) }
    let path = home.appending("go").cleaned
    if path == machine.environment.nonEmpty("GOROOT")?.cleaned { return Setting("", .default) }
    return Setting(path, .default)
  }

  /// GOMODCACHE: below the first directory of GOPATH by default.
  package var goModCache: Setting {
    let first = inferredGoPath.value.split(on: UInt8(ascii: ":"))[0]
    return setting("GOMODCACHE", default: first.isEmpty ? "" : first.appending("pkg/mod").cleaned)
  }

  /// GOBIN, or the directory where `go install` puts programs in module mode; empty where GOPATH is.
  package var goBin: Setting {
    let first = goPath.value.split(on: UInt8(ascii: ":"))[0]
    return setting("GOBIN", default: first.isEmpty ? "" : first.appending("bin").cleaned)
  }

  /// GOCACHE; `off` where it is not absolute, or no directory can be told.
  package var goCache: Setting {
    if let setting = setting("GOCACHE"), !setting.value.isEmpty {
      return setting.value.isAbsolute ? setting : Setting("off", setting.source)
    }
    let directory = Self.userDirectory("XDG_CACHE_HOME", "/.cache", machine.environment, version)
    return Setting(directory.map { $0.appending("go-build").cleaned } ?? "off", .default)
  }

  /// GOFLAGS as it is set; `GoWords` takes it apart.
  package var goFlags: Setting { setting("GOFLAGS", default: "") }

  /// The user's directory of configuration: Go's `os.UserConfigDir`.
  var configuration: ByteString? {
    Self.userDirectory("XDG_CONFIG_HOME", "/.config", machine.environment, version)
  }

  private static func userFilePath(
    _ environment: Environment, _ version: GoVersion?
  ) -> ByteString? {
    if let path = environment.nonEmpty("GOENV") { return path == "off" ? nil : path }
    let directory = userDirectory("XDG_CONFIG_HOME", "/.config", environment, version)
    return directory.map { $0.appending("go/env").cleaned }
  }

  private static func userDirectory(
    _ name: ByteString, _ belowHome: ByteString, _ environment: Environment, _ version: GoVersion?
  ) -> ByteString? {
    if let directory = environment.nonEmpty(name) {
      return directory.isAbsolute || !version.isAtLeast("1.24rc1") ? directory : nil
    }
    return environment.nonEmpty("HOME").map { $0 + belowHome }
  }

  private static func namedTree(
    _ environment: Environment, _ userFile: FileState, hasGoEnv: Bool
  ) -> Setting? {
    var settings: [Setting] = []
    if case .read(let path, let file) = userFile, let entry = file["GOROOT"], !entry.value.isEmpty {
      settings.append(Setting(entry.value.cleaned, .file(path, line: entry.line)))
    }
    if let value = environment.nonEmpty("GOROOT") {
      settings.append(Setting(value.cleaned, .environment))
    }
    // To find go.env the file comes first; before there was one, the environment did as for any other variable.
    return hasGoEnv ? settings.first : settings.last
  }
}

extension GoSettings.FileState {
  fileprivate init(
    _ path: ByteString?, _ machine: Machine, _ mayRead: (ByteString) -> Bool
  ) throws(GoSettings.Unfit) {
    guard let path else {
      self = .none
      return
    }
    guard let absolute = machine.absolute(path) else {
      self = .missing(path)
      return
    }
    guard mayRead(absolute) else {
      self = .notExamined(absolute)
      return
    }
    // To open a device can set it going; the null device is nothing to read.
    if let place = machine.place(of: absolute), place.status.kind != .regular,
      place.status.kind != .directory
    {
      if place.path != "/dev/null" { throw .noFile(absolute) }
      self = .missing(absolute)
      return
    }
    do throws(Errno) {
      let text = try machine.files.read(absolute, limit: fileLimit)
      self = text.map { .read(absolute, GoEnvironmentFile(parsing: $0)) } ?? .missing(absolute)
    } catch {
      if error == .fileTooLarge { throw .tooLarge(absolute) }
      self = .unreadable(absolute, error)
    }
  }
}

private let fileLimit = 1 << 20
private let goPrefix = Array("GO".utf8)
