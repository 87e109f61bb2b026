package import Formats
internal import Syscalls

/// What decides which Go runs in a shell and with which settings, read from a machine once.
///
/// No process is started. Unless the machine's `mayWait` says otherwise, no file on another machine or on a Windows
/// drive is touched, with two exceptions: a directory on a Windows drive that stands in PATH before every Linux `go` is
/// asked for a `go`, and where the user stands on such a drive its directories are searched for a go.mod and a go.work.
package struct GoSurvey: Sendable {
  package let environment: Environment
  /// The effective user.
  package let user: UInt32
  /// Whether this is the machine, and the shell, of whoever asks, and not one below another root.
  package let isAskersOwn: Bool
  /// The directory the user stands in.
  package let directory: ByteString?
  /// The shell that asks, such as `bash`.
  package let shell: ByteString?
  /// Whether that shell expands a `~` at the head of an entry of PATH as it searches.
  package let expandsTilde: Bool
  package let mounts: MountTable?
  package let path: SearchPath
  package let search: GoSearch
  /// What the environment, the go/env file and go.env say to the first `go`, or to the newest where there is none.
  ///
  /// Fails where a file that counts was not looked at.
  package let settings: Reading<GoSettings>
  /// Which toolchain answers where the user stands; `nil` where the first `go` is none whose making is known.
  ///
  /// Fails where a file that counts was not looked at.
  package let choice: Reading<GoChoice?>
  /// Whether no user has set a variable of Go's, so that only the defaults count.
  package let isUntouched: Bool
  /// The Go tree that the first `go` stands in.
  package let ownTree: GoTree?
  /// What GOROOT names, where it is set.
  package let namedTree: NamedTree?
  /// GOCACHE, GOMODCACHE and every directory of GOPATH, as far as they can be told.
  package let caches: [GoCache]
  /// The module of the directory the user stands in.
  package let module: Reading<ModuleRoot>
  /// A go command in one of the usual places, looked for where PATH has none.
  package let installedOutsidePath: ByteString?
  package let isContainer: Bool
  /// The machine, with files that keep off foreign mounts, for what only some machines need to be asked.
  let machine: Machine
  let restraint: Restraint

  /// Reads the machine.
  ///
  /// Throws where its mount table cannot be read.
  package init(of machine: Machine) throws {
    var machine = machine
    machine.files = machine.files.remembering()
    environment = machine.environment
    user = machine.user
    isAskersOwn = machine.parent != nil
    directory = machine.workingDirectory
    let table = "/proc/self/mountinfo" as ByteString
    do throws(Errno) {
      let text = try machine.files.read(table, limit: 4 << 20) ?? []
      let table = MountTable(parsing: text)
      mounts = table.isComplete && !table.mounts.isEmpty ? table : nil
      // Without it, nobody could say where looking means waiting.
      if mounts == nil, machine.parent != nil, !machine.mayWait { throw .noSuchFile }
    } catch {
      throw Unreadable(path: table, error: error)
    }
    let walker = PathWalker(machine.files, mounts: mounts, waits: machine.mayWait)
    // Who stands on a Windows drive waits for it anyway.
    restraint = Restraint(
      walker.isFree ? walker : PathWalker(machine.files, mounts: mounts, standingIn: directory))
    machine.restraint = restraint
    self.machine = machine
    path = SearchPath(machine.environment["PATH"], walker: walker)
    // Who asks matters only to a ~ in PATH, and to the words of a remedy.
    let asksFromPath = path.entries.contains {
      $0.isRelative || $0.isUnexpanded || $0.isOnWindowsDrive
    }
    let knownShell = asksFromPath ? machine.shell : nil
    expandsTilde = knownShell == "bash" && machine.environment["POSIXLY_CORRECT"] == nil
    search = GoSearch(
      path, in: directory, home: expandsTilde ? machine.environment.nonEmpty("HOME") : nil,
      files: machine.files, walker: walker)
    shell = knownShell ?? (search.commands.isEmpty ? machine.shell : nil)
    let first = search.commands.first
    settings = Self.settings(machine, of: first, walker: walker)
    let (known, restraint) = (settings, restraint)
    choice = Reading { try Self.choice(known.get(), by: first, restraint) }
    if case .value(let known) = settings {
      isUntouched = known.isUntouched
    } else {
      isUntouched = false
    }
    ownTree = first?.tree.flatMap { GoTree(at: $0, machine.files, walker: walker) }
    namedTree = Self.namedTree(machine, try? settings.get(), walker: walker)
    caches = Self.caches(machine, try? settings.get(), walker: walker)
    // Only the golang image's way with $GOPATH/bin asks for it.
    isContainer =
      path.entries.contains(where: \.isSharedLikeTemporary)
      && (Host(of: machine).kind == .container || mounts?.mount(of: "/")?.type == "overlay")
    let usesModules = machine.environment["GO111MODULE"] != "off"
    module = Reading { usesModules ? try ModuleRoot(standingOn: machine, walker: walker) : .none }
    installedOutsidePath =
      search.commands.isEmpty
      ? Self.usualPlaces.first { walker.isFile($0) } : nil
  }

  private static func settings(
    _ machine: Machine, of command: GoCommand?, walker: PathWalker
  ) -> Reading<GoSettings> {
    var information: BuildInformation?
    if case .go(let known)? = command?.program { information = known }
    var notExamined: NotExamined?
    return Reading {
      let settings = try GoSettings(
        machine, executable: command?.real ?? "/", build: information,
        mayRead: { path in
          guard case .beyond(let mount, let real)? = try? walker.place(of: path) else {
            return true
          }
          notExamined = notExamined ?? NotExamined(path: real, mount: mount)
          return false
        })
      if let notExamined { throw notExamined }
      return settings
    }
  }

  private static func namedTree(
    _ machine: Machine, _ settings: GoSettings?, walker: PathWalker
  ) -> NamedTree? {
    guard let settings, let setting = settings.goRoot, setting.source != .default else {
      return nil
    }
    let path = setting.value
    guard path.isAbsolute else { return NamedTree(setting: setting, state: .none) }
    let state: NamedTree.State
    do throws(Errno) {
      switch try walker.place(of: path) {
      case .beyond(let mount, let real): state = .unknown(NotExamined(path: real, mount: mount))
      case .missing: state = .none
      case .found(let real, let status):
        let tree = GoTree(at: path, machine.files, walker: walker)
        state =
          tree.map { .tree($0, real: real) } ?? (status.kind == .directory ? .directory : .none)
      }
    } catch {
      state = .unknown(Unreadable(path: path, error: error))
    }
    return NamedTree(setting: setting, state: state)
  }

  /// Without settings, since a file was not read, only what the environment says is certain.
  private static func caches(
    _ machine: Machine, _ settings: GoSettings?, walker: PathWalker
  ) -> [GoCache] {
    var caches: [GoCache] = []
    for name in ["GOCACHE", "GOMODCACHE", "GOPATH"] as [ByteString] {
      let certain = machine.environment.nonEmpty(name).map { GoSettings.Setting($0, .environment) }
      let known =
        switch name {
        case "GOCACHE": settings?.goCache
        case "GOMODCACHE": settings?.goModCache
        default: settings?.goPath
        }
      guard let setting = known ?? certain else { continue }
      for path in setting.value.split(on: UInt8(ascii: ":")) where path.isAbsolute {
        var isDirectory = false
        let mount: Mount?
        switch (try? walker.place(of: path)) ?? .missing {
        case .found(let real, let status):
          mount = walker.mount(of: real)
          isDirectory = status.kind == .directory
        case .beyond(let foreign, _): mount = foreign
        case .missing: mount = walker.mount(of: path.cleaned)
        }
        caches.append(
          GoCache(
            name: name, setting: setting, path: path, mount: mount, isDirectory: isDirectory))
      }
    }
    return caches
  }

  private static let usualPlaces: [ByteString] = [
    "/usr/local/go/bin/go", "/usr/lib/go/bin/go", "/usr/lib/golang/bin/go",
  ]
}

/// The directory that GOROOT names.
package struct NamedTree: Sendable {
  package let setting: GoSettings.Setting
  package let state: State

  package enum State: Sendable {
    /// There is nothing, or no directory.
    case none
    /// There is a directory, and no Go tree in it.
    case directory
    /// There is one; its path without links.
    case tree(GoTree, real: ByteString)
    /// It was not looked at, or could not be.
    case unknown(any Error)
  }
}

/// A directory in which the go command keeps what it has downloaded or built.
package struct GoCache: Sendable {
  /// The variable that names it.
  package let name: ByteString
  package let setting: GoSettings.Setting
  package let path: ByteString
  /// The mount it is on.
  package let mount: Mount?
  /// Whether it is there, as far as it was looked at.
  package let isDirectory: Bool
}
