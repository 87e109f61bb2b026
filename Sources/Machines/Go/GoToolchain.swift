package import Formats
internal import Syscalls

/// Which toolchain answers when the go command is started: cmd/go's `toolchain.Select`.
///
/// From Go 1.21 on GOTOOLCHAIN, and the `go` and `toolchain` lines of go.work or go.mod, may want another than the
/// one that was started. It is looked for on PATH, then in the module cache, and then downloaded.
package enum GoToolchain: Hashable, Sendable {
  /// The go command that was started answers.
  case stay
  /// Another one answers, found on PATH or in the module cache.
  case another(Demand, path: ByteString)
  /// Another one is in the module cache, and the checksum database would be asked about it.
  case check(Demand, path: ByteString)
  /// Another one is wanted and would have to be downloaded.
  case download(Demand)
  case refused(GoRefusal)

  /// The toolchain that is wanted, and what wants it.
  package struct Demand: Hashable, Sendable {
    /// Such as `go1.27.3`.
    package let name: ByteString
    package let origin: Origin
  }

  package enum Origin: Hashable, Sendable {
    case setting(GoSettings.Setting)
    case goLine(file: ByteString, line: Int)
    case toolchainLine(file: ByteString, line: Int)
  }

  /// The choice a go command makes that was made as `build` says and stands in the machine's working directory.
  package init(_ settings: GoSettings, build: BuildInformation) {
    do throws(GoRefusal) {
      guard try settings.usesModules() else {
        self = .stay
        return
      }
      self = try Self.choose(settings, build) { () throws(GoRefusal) in
        try settings.moduleLines()
      }
    } catch {
      self = .refused(error)
    }
  }

  /// The same where the go command works with modules, and what go.work or go.mod says may have been read already.
  static func choose(
    _ settings: GoSettings, _ build: BuildInformation,
    _ moduleLines: () throws(GoRefusal) -> GoModuleDemand?
  ) throws(GoRefusal) -> GoToolchain {
    guard settings.version.hasGoEnv, let setting = settings.setting("GOTOOLCHAIN"),
      !setting.value.isEmpty
    else { return .stay }
    let local = LocalToolchain(build, settings.version)
    var policy = try Policy(setting.value, local)
    var origin = Origin.setting(setting)
    if policy.followsFiles, let demand = try moduleLines() {
      try policy.follow(demand.lines, of: demand.file, &origin)
    }
    if let wanted = settings.machine.environment.nonEmpty("GOTOOLCHAIN_INTERNAL_SWITCH_VERSION") {
      if wanted != local.name { throw .wrongToolchain(wanted: wanted) }
      return .stay
    }
    if policy.name == local.name { return .stay }
    // Neither `bash` nor the like is to be found on PATH.
    guard policy.name.hasPrefix("go1") else { throw .invalidToolchain(setting.value) }
    let count = settings.machine.environment.nonEmpty("GOTOOLCHAIN_INTERNAL_SWITCH_COUNT")
    if let count, Int(count.text) ?? 0 >= 100 { throw .tooManySwitches }
    return try find(Demand(name: policy.name, origin: origin), settings, build)
  }

  private static func find(
    _ demand: Demand, _ settings: GoSettings, _ build: BuildInformation
  ) throws(GoRefusal) -> GoToolchain {
    if let found = settings.machine.goLookUp(demand.name), !found.isRefused {
      return .another(demand, path: found.path)
    }
    let setting = try? GoToolchainSetting(parsing: settings.value("GOTOOLCHAIN"))
    if setting?.staysOnPath == true { throw .toolchainNotOnPath(demand) }
    let cache = settings.goModCache.value
    guard cache.isAbsolute else { throw .unusableModuleCache(cache) }
    if let place = settings.machine.place(of: cache), place.status.kind != .directory {
      throw .unusableModuleCache(cache)
    }
    let release = "v0.0.1-" + demand.name + ".linux-" + (build.architecture ?? "")
    guard release.isModuleVersion else { throw .invalidToolchain(demand.name) }
    let escaped = release.escapedVersion
    let tree = cache.appending("golang.org/toolchain@" + escaped)
    let record = cache.appending("cache/download/golang.org/toolchain/@v/" + escaped)
    let machine = settings.machine
    if machine.isDirectory(tree), machine.place(of: record + ".partial") == nil,
      machine.place(of: record + ".ziphash") != nil
    {
      let program = tree.appending("bin/go")
      guard machine.place(of: program) != nil else { throw .unreadable(program) }
      return try isChecked(demand, cache, escaped, settings)
        ? .another(demand, path: program) : .check(demand, path: program)
    }
    return .download(demand)
  }

  /// Whether the answer of the checksum database, which each start asks for again, is at hand.
  private static func isChecked(
    _ demand: Demand, _ cache: ByteString, _ release: ByteString, _ settings: GoSettings
  ) throws(GoRefusal) -> Bool {
    let database = settings.value("GOSUMDB")
    if database == "off", settings.hasLocalProxy { return true }
    guard let word = database.split(on: UInt8(ascii: " ")).first(where: { !$0.isEmpty }),
      word != "off"
    else {
      throw .uncheckedToolchain(demand)
    }
    let name =
      word == "sum.golang.google.cn" ? "sum.golang.org" : word.cut(at: 0x2B)?.before ?? word
    let answers = cache.appending("cache/download/sumdb").appending(name)
    let answer = answers.appending("lookup/golang.org/toolchain@" + release)
    return settings.machine.place(of: answer) != nil
  }
}

/// The toolchain that was started.
private struct LocalToolchain {
  let name: ByteString
  let version: GoVersion?

  init(_ build: BuildInformation, _ version: GoVersion?) {
    self.version = version
    let isRelease = version != nil && !build.version.hasPrefix("devel ")
    // A development version goes by the version of the language that it will be.
    name = isRelease ? build.version : "go" + (version?.text ?? "")
  }
}

/// What GOTOOLCHAIN says: the least toolchain, and whether files may want a newer one.
private struct Policy {
  var name: ByteString
  var version: GoVersion?
  let followsFiles: Bool

  init(_ value: ByteString, _ local: LocalToolchain) throws(GoRefusal) {
    let setting: GoToolchainSetting
    do throws(GoObjection) {
      setting = try GoToolchainSetting(parsing: value)
    } catch {
      throw .invalidToolchain(value)
    }
    name = setting.least ?? local.name
    version = setting.least.map { GoVersion(toolchain: $0) } ?? local.version
    followsFiles = setting.followsFiles
  }

  mutating func follow(
    _ lines: GoModuleLines, of file: ByteString, _ origin: inout GoToolchain.Origin
  ) throws(GoRefusal) {
    if let line = lines.toolchain, !line.value.isEmpty {
      if line.value == "default" { return }
      guard let wanted = GoVersion(toolchain: line.value) else {
        throw .invalidToolchainLine(line.value, file: file)
      }
      if version.isBefore(wanted) {
        name = line.value
        version = wanted
        origin = .toolchainLine(file: file, line: line.number)
      }
    }
    if let line = lines.go, let wanted = GoVersion(line.value), version.isBefore(wanted) {
      // The first release of a language is called 1.21.0, and 1.20 before that.
      name = "go" + line.value + (wanted.isLanguageVersion ? ".0" : "")
      version = wanted
      origin = .goLine(file: file, line: line.number)
    }
  }
}

extension GoVersion? {
  fileprivate func isBefore(_ other: GoVersion) -> Bool { self.map { $0 < other } ?? true }
}

extension GoSettings {
  func workingDirectory() throws(GoRefusal) -> ByteString {
    guard let directory = machine.goWorkingDirectory else { throw .missingWorkingDirectory }
    return directory
  }
}

extension ByteString {
  /// Whether it is a canonical version of a module with a prerelease: Go's `semver`.
  fileprivate var isModuleVersion: Bool {
    guard let (release, prerelease) = cut(at: UInt8(ascii: "-")), release == "v0.0.1" else {
      return false
    }
    return prerelease.split(on: UInt8(ascii: ".")).allSatisfy { part in
      let isNumber = part.bytes.allSatisfy { 0x30 <= $0 && $0 <= 0x39 }
      return !part.isEmpty && part.bytes.allSatisfy(isPlain)
        && !(isNumber && part.count > 1 && part.bytes.first == 0x30)
    }
  }

  /// The version as it stands in a file name: capitals become `!` and the small letter.
  fileprivate var escapedVersion: ByteString {
    ByteString(
      bytes.flatMap { 0x41 <= $0 && $0 <= 0x5A ? [UInt8(ascii: "!"), $0 + 0x20] : [$0] })
  }
}

private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): true
  default: false
  }
}
