package import Formats

/// Every variable that `go env` prints, found without starting a process.
///
/// GOGCCFLAGS is left out: for it the go command tries the C compiler. So are, where their words cannot be told
/// apart, the CGO flags and PKG_CONFIG, at which the go command crashes. What a maker can build into a go command is
/// taken to be what it is in Go's own releases: the C compilers, GOAMD64 and its like, GOEXPERIMENT.
package struct GoEnvironment: Sendable {
  package struct Variable: Hashable, Sendable {
    package let name: ByteString
    package let value: ByteString
    package let source: GoSettings.Source
  }

  /// Sorted by name.
  package let variables: [Variable]

  /// The answer of the go command that was made as `build` says and stands in the machine's working directory.
  ///
  /// Throws where that would fail, or another toolchain would answer.
  package init(_ settings: GoSettings, build: BuildInformation) throws(GoRefusal) {
    switch GoToolchain(settings, build: build) {
    case .stay: break
    case .another(let demand, let path): throw .anotherToolchain(demand, path: path)
    case .check(let demand, _), .download(let demand): throw .download(demand)
    case .refused(let refusal): throw refusal
    }
    try settings.checkStart()
    let directory = try settings.workingDirectory()
    var list = VariableList(settings, build)
    try list.addModules(directory)
    list.addGeneral(build)
    list.addPlatform()
    list.addCompilers()
    variables = list.variables.sorted { $0.name < $1.name }
  }

  package subscript(name: ByteString) -> Variable? { variables.first { $0.name == name } }
}

/// The variables, as they are collected.
private struct VariableList {
  private(set) var variables: [GoEnvironment.Variable] = []
  private let settings: GoSettings
  private let machine: Machine
  private let host: ByteString
  private let system: ByteString
  private let processor: ByteString

  init(_ settings: GoSettings, _ build: BuildInformation) {
    self.settings = settings
    machine = settings.machine
    host = build.architecture ?? ""
    system = settings.setting("GOOS", default: "linux").value
    processor = settings.setting("GOARCH", default: host).value
  }

  /// Adds a variable where this version of Go, or the newest if that is not known, prints it.
  private mutating func add(
    _ name: ByteString, _ setting: GoSettings.Setting, since version: ByteString = "1"
  ) {
    guard settings.version.isAtLeast(version) else { return }
    variables.append(.init(name: name, value: setting.value, source: setting.source))
  }

  private mutating func add(
    _ name: ByteString, default value: ByteString = "", since version: ByteString = "1"
  ) {
    add(name, settings.setting(name, default: value), since: version)
  }

  private mutating func addFixed(
    _ name: ByteString, _ value: ByteString, since version: ByteString = "1"
  ) {
    add(name, .init(value, .default), since: version)
  }

  /// Adds a variable that no file can set.
  private mutating func addEnvironment(_ name: ByteString, since version: ByteString) {
    let value = machine.environment.nonEmpty(name)
    add(name, value.map { .init($0, .environment) } ?? .init("", .default), since: version)
  }

  mutating func addModules(_ directory: ByteString) throws(GoRefusal) {
    let mode = settings.value("GO111MODULE")
    let file = mode == "off" ? nil : settings.moduleFile(from: directory)
    let usesModules = mode != "off" && (mode != "auto" || file != nil)
    addFixed("GOMOD", file ?? (usesModules ? "/dev/null" : ""))
    let work = try settings.workFile(from: directory)
    if let setting = settings.setting("GOWORK"), setting.value == work || setting.value == "off" {
      add("GOWORK", setting)
    } else {
      addFixed("GOWORK", work ?? "")
    }
    if !settings.version.isAtLeast("1.27rc1") || !settings.value("GOBIN").isEmpty {
      add("GOBIN")
    } else if usesModules {
      add("GOBIN", settings.goBin)
    } else {
      addFixed("GOBIN", binaryDirectory(directory))
    }
    add("GO111MODULE")
    add("GOPATH", settings.goPath)
    add("GOMODCACHE", settings.goModCache)
    add("GOPROXY", default: settings.version.hasGoEnv ? "" : "https://proxy.golang.org,direct")
    add("GOSUMDB", default: settings.version.hasGoEnv ? "" : "sum.golang.org")
    add("GOPRIVATE")
    let isPrivate = settings.setting("GOPRIVATE", default: "")
    for name: ByteString in ["GONOPROXY", "GONOSUMDB"] {
      add(name, settings.value(name).isEmpty ? isPrivate : settings.setting(name, default: ""))
    }
    add("GOINSECURE")
    add("GOVCS")
    add("GOAUTH", default: "netrc", since: "1.24rc1")
  }

  /// Where `go install` puts programs without modules: below the entry of GOPATH that the directory begins with, or the first.
  private func binaryDirectory(_ directory: ByteString) -> ByteString {
    let path = settings.goPath.value
    if path.isEmpty { return "" }
    let entries = path.split(on: UInt8(ascii: ":"))
    return (entries.first { directory.hasPrefix($0) } ?? entries[0]).appending("bin").cleaned
  }

  mutating func addGeneral(_ build: BuildInformation) {
    addFixed("GOVERSION", build.version)
    if let root = settings.goRoot {
      add("GOROOT", root)
      addFixed("GOTOOLDIR", root.value.appending("pkg/tool/linux_" + host).cleaned)
    }
    let isNamed = machine.environment.nonEmpty("GOENV") != nil
    add("GOENV", .init(settings.userFilePath ?? "", isNamed ? .environment : .default))
    add("GOTOOLCHAIN", since: "1.21rc1")
    add("GOFLAGS")
    add("GOCACHE", settings.goCache)
    add("GOCACHEPROG", since: "1.24rc1")
    add("GOTMPDIR")
    add("GOEXPERIMENT")
    add("GOFIPS140", default: "off", since: "1.24rc1")
    addEnvironment("GODEBUG", since: "1.21rc1")
    addEnvironment("GOPACKAGESDRIVER", since: "1.27rc1")
    let telemetry = settings.configuration?
      .appending("go/telemetry").cleaned
    addFixed("GOTELEMETRYDIR", telemetry ?? "", since: "1.23rc1")
    addFixed("GOTELEMETRY", telemetryMode(telemetry), since: "1.23rc1")
  }

  /// The first word of the mode file.
  private func telemetryMode(_ directory: ByteString?) -> ByteString {
    guard let directory else { return "off" }
    guard let path = machine.absolute(directory.appending("mode")),
      let text = try? machine.files.read(path, limit: 1 << 12)
    else { return "local" }
    let mode = ByteString(text).trimmingSpace
    return mode.cut(at: UInt8(ascii: " "))?.before ?? mode
  }

  mutating func addPlatform() {
    add("GOOS", settings.setting("GOOS", default: "linux"))
    add("GOARCH", settings.setting("GOARCH", default: host))
    addFixed("GOHOSTOS", "linux")
    addFixed("GOHOSTARCH", host)
    addFixed("GOEXE", system == "windows" ? ".exe" : "")
    switch processor {
    case "386": add("GO386", default: "sse2")
    case "amd64": add("GOAMD64", default: "v1")
    case "arm": add("GOARM", default: "7")
    case "arm64": add("GOARM64", default: "v8.0", since: "1.23rc1")
    case "mips", "mipsle": add("GOMIPS", default: "hardfloat")
    case "mips64", "mips64le": add("GOMIPS64", default: "hardfloat")
    case "ppc64", "ppc64le": add("GOPPC64", default: "power8")
    case "riscv64": add("GORISCV64", default: "rva20u64", since: "1.23rc1")
    case "wasm": add("GOWASM")
    default: break
    }
  }

  mutating func addCompilers() {
    let usesClang = ["darwin", "ios", "freebsd", "openbsd"].contains(system)
    let compiler: ByteString = usesClang ? "clang" : "gcc"
    add("CC", default: compiler)
    add("CXX", default: usesClang ? "clang++" : "g++")
    add("AR", default: "ar")
    let other = settings.setting("GCCGO", default: "gccgo")
    add("GCCGO", .init(machine.goLookUp(other.value)?.path ?? other.value, other.source))
    let chosen = settings.setting("CGO_ENABLED", default: "")
    if chosen.value == "0" || chosen.value == "1" {
      add("CGO_ENABLED", chosen)
    } else {
      addFixed("CGO_ENABLED", hasCompiler(compiler) ? "1" : "0")
    }
    let flags: ByteString = settings.version.isAtLeast("1.20rc1") ? "-O2 -g" : "-g -O2"
    addWords("CGO_CPPFLAGS", default: "")
    for language: ByteString in ["C", "CXX", "F", "LD"] {
      addWords("CGO_" + language + "FLAGS", default: flags)
    }
    let tool = settings.setting("PKG_CONFIG", default: "pkg-config")
    if let word = (try? GoWords.split(tool.value))?.first {
      add("PKG_CONFIG", .init(word, tool.source))
    }
  }

  /// Whether cgo is on where CGO_ENABLED leaves it open: when compiling for this machine, with a compiler at hand.
  private func hasCompiler(_ name: ByteString) -> Bool {
    guard system == "linux", processor == host, host != "ppc64" else { return false }
    if !settings.version.isAtLeast("1.20rc1") || machine.environment.nonEmpty("CC") != nil {
      return true
    }
    return machine.goLookUp(name)?.isRefused == false
  }

  /// Adds a list of words the way the go command writes it: quoted anew.
  private mutating func addWords(_ name: ByteString, default value: ByteString) {
    let setting = settings.setting(name, default: value)
    guard let words = try? GoWords.split(setting.value) else { return }
    let plain = ByteString(Array(words.map(\.bytes).joined(separator: [UInt8(ascii: " ")])))
    add(name, .init(GoWords.join(words) ?? plain, setting.source))
  }
}
