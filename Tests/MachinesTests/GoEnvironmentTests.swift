import Formats
import Machines
import Testing

@Suite struct GoEnvironmentTests {
  @Test func `the plain environment has every variable once, in order`() throws {
    let environment = try goMachine(["/w/go.mod": "go 1.20\n"]).goEnvironment()
    let names = environment.variables.map(\.name)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
    #expect(names.count == 46)
    let expected: [ByteString: ByteString] = [
      "GOMOD": "/w/go.mod", "GOWORK": "", "GOROOT": "/go", "GOTOOLDIR": "/go/pkg/tool/linux_amd64",
      "GOVERSION": "go1.27.3", "GOPATH": "/h/go", "GOAMD64": "v1", "GOHOSTARCH": "amd64",
      "CGO_ENABLED": "1", "GOTELEMETRY": "local", "GOTELEMETRYDIR": "/h/.config/go/telemetry",
      "GOENV": "/h/.config/go/env", "GOPROXY": "https://proxy", "CGO_CFLAGS": "-O2 -g",
    ]
    for (name, value) in expected { #expect(environment[name]?.value == value, "\(name)") }
    #expect(environment["GOPROXY"]?.source == .goEnv("/go/go.env", line: 2))
    #expect(environment["GOGCCFLAGS"] == nil)
  }

  @Test func `an old go has defaults of its own and fewer variables`() throws {
    let environment = try goMachine(version: "go1.19.8").goEnvironment()
    #expect(environment["GOPROXY"]?.value == "https://proxy.golang.org,direct")
    #expect(environment["GOPROXY"]?.source == .default)
    #expect(environment["GOSUMDB"]?.value == "sum.golang.org")
    #expect(environment["GOBIN"]?.value == "")
    #expect(environment["CGO_CFLAGS"]?.value == "-g -O2")
    for name: ByteString in ["GOTOOLCHAIN", "GOTELEMETRY", "GOAUTH", "GOFIPS140", "GODEBUG"] {
      #expect(environment[name] == nil)
    }
  }

  @Test(
    arguments: [
      ("go1.19.8", "x", true), ("go1.19.8", "unified,nofieldtrack", false),
      ("go1.19.8", "jsonv2", true), ("go1.22.1", "x", true), ("go1.22.1", "rangefunc", false),
      ("go1.27.3", "rangefunc", true), ("go1.27.3", "noregabi,,none", false),
      ("go1.28.0", "x", false),
    ] as [(ByteString, ByteString, Bool)])
  func `an experiment that this go does not have is refused`(
    version: ByteString, value: ByteString, isRefused: Bool
  ) {
    let machine = goMachine(environment: ["GOEXPERIMENT": value], version: version)
    #expect(((try? machine.goEnvironment()) == nil) == isRefused, "\(version) \(value)")
  }

  @Test(
    arguments: [
      ("GO111MODULE", "yes", .unknownModuleMode("yes")),
      ("GOWORK", "go.work", .relativeGoWork("go.work")),
      ("GOPATH", "/a:~/go", .goPathEntry("~/go")), ("GOPATH", "a", .goPathEntry("a")),
      ("GOFLAGS", "-mod=mod -w", .flag("-w")), ("GOFLAGS", "-C", .flag("-C")),
      ("GOROOT", "/none", .missingTree(.init("/none", .environment))),
      ("GOEXPERIMENT", "banana", .unknownValue(name: "GOEXPERIMENT", value: "banana")),
      ("GOMEMLIMIT", "1GB", .unknownValue(name: "GOMEMLIMIT", value: "1GB")),
      ("GOARM64", "v7", .unknownValue(name: "GOARM64", value: "v7")),
      ("GOFIPS140", "certified", .unknownFips("certified")),
      ("GOTOOLCHAIN", "x", .invalidToolchain("x")),
    ] as [(ByteString, ByteString, GoRefusal)])
  func `what would make go fail is refused, and said in a sentence`(
    name: ByteString, value: ByteString, refusal: GoRefusal
  ) {
    #expect(throws: refusal) { try goMachine(environment: [name: value]).goEnvironment() }
    #expect(refusal.description.contains(value.text.split { $0 == " " || $0 == ":" }.last ?? ""))
  }

  @Test func `a removed working directory is refused`() {
    #expect(throws: GoRefusal.missingWorkingDirectory) {
      try goMachine(environment: ["GOTOOLCHAIN": "local"], in: nil).goEnvironment()
    }
  }

  @Test func `what another toolchain would answer is refused, and it is named`() throws {
    let machine = goMachine([
      "/w/go.mod": "go 1.99\n", "/usr/bin/go1.99.0": .file("", mode: 0o755),
    ])
    do {
      _ = try machine.goEnvironment()
      Issue.record("not refused")
    } catch GoRefusal.anotherToolchain(let demand, let path) {
      #expect(demand.name == "go1.99.0")
      #expect(path == "/usr/bin/go1.99.0")
    }
  }

  @Test(
    arguments: [
      ([:], ["/w/go.mod": ""], "/w/go.mod"), ([:], ["/w/a/go.mod": .directory()], "/dev/null"),
      (["GO111MODULE": "off"], ["/w/go.mod": ""], ""), (["GO111MODULE": "auto"], [:], ""),
      (["TMPDIR": "/w/"], ["/w/go.mod": ""], "/dev/null"),
      (["TMPDIR": "/t"], ["/w/go.mod": "", "/t": .link("w")], "/dev/null"),
      (["TMPDIR": "/"], ["/w/go.mod": ""], "/w/go.mod"),
      (["PWD": "/l/a"], ["/w/go.mod": "", "/l": .link("w")], "/l/go.mod"),
      (["PWD": "/h"], ["/w/go.mod": ""], "/w/go.mod"),
    ] as [([ByteString: ByteString], [ByteString: ExampleFile], ByteString)])
  func `GOMOD is the nearest module`(
    environment: [ByteString: ByteString], files: [ByteString: ExampleFile], file: ByteString
  ) throws {
    let found = try goMachine(files, environment: environment).goEnvironment()
    #expect(found["GOMOD"]?.value == file)
  }

  @Test(
    arguments: [
      ("/usr/bin", [:], "1"), ("/none", [:], "0"), ("", [:], "0"), ("/none", ["CC": "cc"], "1"),
      ("/usr/bin", ["GOARCH": "arm64"], "0"), ("/none", ["CGO_ENABLED": "1"], "1"),
      ("/usr/bin", ["CGO_ENABLED": "yes"], "1"), ("../../usr/bin", [:], "0"),
      ("../../usr/bin", ["GODEBUG": "execerrdot=0"], "1"),
    ] as [(ByteString, [ByteString: ByteString], ByteString)])
  func `cgo needs a compiler, unless it is told otherwise`(
    path: ByteString, environment: [ByteString: ByteString], value: ByteString
  ) throws {
    let all = environment.merging(["PATH": path]) { first, _ in first }
    let found = try goMachine(environment: all).goEnvironment()
    #expect(found["CGO_ENABLED"]?.value == value)
  }

  @Test func `flags whose words cannot be told apart are left out`() throws {
    let machine = goMachine(environment: ["CGO_CFLAGS": "'-x", "PKG_CONFIG": " "])
    let found = try machine.goEnvironment()
    #expect(found["CGO_CFLAGS"] == nil)
    #expect(found["PKG_CONFIG"] == nil)
  }

  @Test func `the mode of telemetry is the first word of its file`() throws {
    let file: ByteString = "/h/.config/go/telemetry/mode"
    for (text, mode) in [("on 2024-01-01\n", "on"), (" off", "off"), ("", "")] {
      let found = try goMachine([file: .init(stringLiteral: text)]).goEnvironment()
      #expect(found["GOTELEMETRY"]?.value == ByteString(mode))
    }
    let found = try goMachine(environment: ["HOME": ""]).goEnvironment()
    #expect(found["GOTELEMETRY"]?.value == "off")
    #expect(found["GOTELEMETRYDIR"]?.value == "")
  }
}
