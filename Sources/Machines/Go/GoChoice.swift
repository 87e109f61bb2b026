package import Formats
internal import Syscalls

/// What the first `go` makes of the directory that the user stands in.
///
/// A class, since each check is handed a copy of the survey that has it.
package final class GoChoice: Sendable {
  package let version: GoVersion
  /// What go.work or go.mod asks for; `nil` where there is neither, or it goes without modules.
  package let demand: GoModuleDemand?
  package let toolchain: GoToolchain

  fileprivate init(version: GoVersion, demand: GoModuleDemand?, toolchain: GoToolchain) {
    self.version = version
    self.demand = demand
    self.toolchain = toolchain
  }
}

extension GoSurvey {
  static func choice(
    _ settings: GoSettings, by command: GoCommand?, _ restraint: Restraint
  ) throws -> GoChoice? {
    guard case .go(let build)? = command?.program, let version = settings.version
    else { return nil }
    return try restraint.examined {
      var demand: GoModuleDemand?
      do throws(GoRefusal) {
        guard try settings.usesModules() else {
          return GoChoice(version: version, demand: nil, toolchain: .stay)
        }
        demand = try settings.moduleLines()
        let toolchain = try GoToolchain.choose(settings, build) { () throws(GoRefusal) in demand }
        return GoChoice(version: version, demand: demand, toolchain: toolchain)
      } catch {
        return GoChoice(version: version, demand: demand, toolchain: .refused(error))
      }
    }
  }

  /// Whether it is the first `go` that does what is asked, and no toolchain that it starts instead.
  ///
  /// Throws where a file that counts was not looked at.
  package func firstGoStays() throws -> Bool {
    if try !settings.get().version.hasGoEnv { return true }
    guard let choice = try choice.get() else { return true }
    if case .stay = choice.toolchain { return true }
    return false
  }

  /// The first variable whose value stops go commands, and its setting; `nil` where there is none.
  ///
  /// Throws where a file that counts was not looked at.
  package func refusedValue() throws -> (value: GoRefusedValue, setting: GoSettings.Setting)? {
    let settings = try settings.get()
    guard let refused = try examined({ settings.refusedValue() }),
      let setting = settings.setting(refused.name)
    else { return nil }
    return (refused, setting)
  }

  /// The go.mod in the first directory of GOPATH, at which the first `go` ends; `nil` where there is none, or it only warns.
  ///
  /// Throws where that directory was not looked into.
  package func moduleInGoPath() throws -> ByteString? {
    let settings = try settings.get()
    return try examined { settings.moduleInGoPath }
  }

  /// Whether go does not find the program that GOCACHEPROG names, or cannot take its words apart.
  ///
  /// Throws where a directory of PATH was not looked into.
  package func misses(cacheProgram value: ByteString) throws -> Bool {
    guard let words = try? GoWords.split(value), let program = words.first else { return true }
    let machine = try settings.get().machine
    return try examined { machine.goLookUp(program)?.isRefused != false }
  }

  /// The C compiler that cgo wants and does not find, where CGO_ENABLED asks for cgo.
  ///
  /// `nil` as well where the maker of the first `go` may have chosen another. Throws where a directory of PATH was not
  /// looked into.
  package func missingCompiler() throws -> GoSettings.Setting? {
    guard case .go(let build)? = search.commands.first?.program else { return nil }
    let settings = try settings.get()
    guard settings.value("CGO_ENABLED") == "1" else { return nil }
    let compiler = settings.compiler
    guard let word = (try? GoWords.split(compiler.value))?.first,
      word.isAbsolute || !word.contains(UInt8(ascii: "/"))
    else { return nil }
    return try examined {
      func isFound(_ name: ByteString) -> Bool {
        settings.machine.goLookUp(name)?.isRefused == false
      }
      if isFound(word) { return nil }
      let isCertain = compiler.source != .default || build.isTrimmed
      return isCertain || !isFound("cc") && !isFound("clang")
        ? GoSettings.Setting(word, compiler.source) : nil
    }
  }

  /// The module of the directory, whether or not the go command works with modules.
  package func enclosingModule() throws -> ModuleRoot {
    try ModuleRoot(standingOn: machine, walker: restraint.walker)
  }

  /// What a path leads to that a setting names; one that is not absolute counts from the directory the user stands in.
  ///
  /// Throws where it leads to a mount that is not looked into.
  package func target(of path: ByteString) throws -> GoTarget {
    guard let path = machine.absolute(path) else { return .missing }
    let place: Place
    do throws(Errno) {
      place = try restraint.walker.place(of: path)
    } catch {
      throw Unreadable(path: path, error: error)
    }
    switch place {
    case .missing: return .missing
    case .beyond(let mount, let real): throw NotExamined(path: real, mount: mount)
    case .found(let real, let status):
      guard status.kind == .directory else { return .file }
      return .directory(on: mounts?.mount(of: real), isOpenToAll: status.mode & 0o002 != 0)
    }
  }

  /// What a look at the machine tells, unless it came to a mount that is not looked into.
  func examined<Value>(_ look: () -> Value) throws -> Value { try restraint.examined(look) }
}

extension Restraint {
  fileprivate func examined<Value>(_ look: () -> Value) throws -> Value {
    _ = takeNote()
    let value = look()
    if let note = takeNote() { throw note }
    return value
  }
}

/// What a path leads to.
package enum GoTarget: Sendable {
  case missing
  /// Something that is no directory.
  case file
  /// A directory, the mount it is on, and whether its mode lets everybody make files in it.
  case directory(on: Mount?, isOpenToAll: Bool)
}

extension GoSettings {
  /// CC, or the compiler that Go's own releases call for the system that is built for.
  var compiler: Setting {
    let systems: [ByteString] = ["darwin", "ios", "freebsd", "openbsd"]
    return setting("CC", default: systems.contains(value("GOOS")) ? "clang" : "gcc")
  }
}
