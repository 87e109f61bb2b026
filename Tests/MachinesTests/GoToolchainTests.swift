import Formats
import Machines
import Testing

@Suite struct GoToolchainTests {
  private func choice(
    _ setting: ByteString = "auto", _ module: ByteString, files: [ByteString: ExampleFile] = [:],
    environment: [ByteString: ByteString] = [:], version: ByteString = "go1.27.3"
  ) throws -> GoToolchain {
    let machine = goMachine(
      ["/w/go.mod": .file(module)].merging(files) { $1 },
      environment: ["GOTOOLCHAIN": setting].merging(environment) { $1 }, version: version)
    let (settings, build) = try goSettings(of: machine)
    return GoToolchain(settings, build: build)
  }

  @Test(arguments: [
    ("auto", "go 1.27"), ("auto", "go 1.27.3"), ("auto", "go 1.21rc1"), ("auto", ""),
    ("auto", "go banana"), ("local", "go 1.99.0"), ("go1.27.3", "go 1.99.0"),
    ("auto", "toolchain default\ngo 1.99.0"), ("auto", "toolchain go1.2"), ("path", "go 1.27.2"),
    ("local+auto", "toolchain go1.27.3-maker"),
  ]) func `what is new enough stays`(setting: String, module: String) throws {
    #expect(try choice(ByteString(setting), ByteString(module)) == .stay)
  }

  @Test(
    arguments: [
      ("auto", "go 1.28", "go1.28.0", .goLine(file: "/w/go.mod", line: 1)),
      ("auto", "\ngo 1.28rc1", "go1.28rc1", .goLine(file: "/w/go.mod", line: 2)),
      (
        "auto", "go 1.20\ntoolchain go1.28.1", "go1.28.1",
        .toolchainLine(file: "/w/go.mod", line: 2)
      ),
      ("auto", "go 1.29\ntoolchain go1.28.1", "go1.29.0", .goLine(file: "/w/go.mod", line: 1)),
      ("go1.20+auto", "go 1.19", "go1.20", .setting(.init("go1.20+auto", .environment))),
      ("go1.28.2", "go 1.99", "go1.28.2", .setting(.init("go1.28.2", .environment))),
    ] as [(ByteString, ByteString, ByteString, GoToolchain.Origin)])
  func `what is too old is to be replaced, and by whose wish`(
    setting: ByteString, module: ByteString, name: ByteString, origin: GoToolchain.Origin
  ) throws {
    guard case .download(let demand) = try choice(setting, module) else {
      Issue.record("stays")
      return
    }
    #expect(demand.name == name)
    #expect(demand.origin == origin)
  }

  @Test(arguments: [
    "banana", "1.27.3", "Auto", "path+auto", "local+", "local+x", "go2", "go1.28/x", "local\r",
    "go1.28.0-..", "go1.28.0 x",
  ]) func `a value that is none is refused`(setting: String) throws {
    let value = ByteString(setting)
    guard case .refused(.invalidToolchain(let found)) = try choice(value, "go 1.20") else {
      Issue.record("not refused")
      return
    }
    #expect(found == value)
  }

  @Test func `a toolchain line that names none is refused`() throws {
    #expect(
      try choice("auto", "toolchain local")
        == .refused(.invalidToolchainLine("local", file: "/w/go.mod")))
  }

  @Test func `a toolchain on the path is found before one in the cache`() throws {
    let release: ByteString = "v0.0.1-go1.99.0.linux-amd64"
    let tree = "/h/go/pkg/mod/golang.org/toolchain@" + release
    let record = "/h/go/pkg/mod/cache/download/golang.org/toolchain/@v/" + release
    let answer =
      "/h/go/pkg/mod/cache/download/sumdb/sum/lookup/golang.org/toolchain@" + release
    var files: [ByteString: ExampleFile] = [
      tree + "/bin/go": "", record + ".ziphash": "h1:", answer: "",
      "/usr/bin/go1.99.0": .file("", mode: 0o755),
    ]
    func path() throws -> ByteString? {
      guard case .another(_, let path) = try choice("auto", "go 1.99", files: files) else {
        return nil
      }
      return path
    }
    #expect(try path() == "/usr/bin/go1.99.0")
    files["/usr/bin/go1.99.0"] = ""
    #expect(try path() == tree + "/bin/go")
    files[answer] = nil
    #expect(try path() == nil)
    files[answer] = ""
    files[record + ".partial"] = ""
    #expect(try path() == nil)
    files[record + ".partial"] = nil
    files[record + ".ziphash"] = nil
    #expect(try path() == nil)
  }

  @Test func `a cached toolchain whose checksum is not at hand is to be asked about`() throws {
    let release: ByteString = "v0.0.1-go1.99.0.linux-amd64"
    let tree = "/h/go/pkg/mod/golang.org/toolchain@" + release
    let files: [ByteString: ExampleFile] = [
      tree + "/bin/go": "",
      "/h/go/pkg/mod/cache/download/golang.org/toolchain/@v/" + release + ".ziphash": "h1:",
    ]
    guard case .check(let demand, let path) = try choice("auto", "go 1.99", files: files) else {
      Issue.record("not to be checked")
      return
    }
    #expect(demand.name == "go1.99.0")
    #expect(path == tree + "/bin/go")
  }

  @Test func `without a checksum database a cached toolchain is refused`() throws {
    let release: ByteString = "v0.0.1-go1.99.0.linux-amd64"
    let files: [ByteString: ExampleFile] = [
      "/h/go/pkg/mod/golang.org/toolchain@" + release + "/bin/go": "",
      "/h/go/pkg/mod/cache/download/golang.org/toolchain/@v/" + release + ".ziphash": "h1:",
    ]
    let off = try choice("auto", "go 1.99", files: files, environment: ["GOSUMDB": "off"])
    guard case .refused(.uncheckedToolchain) = off else {
      Issue.record("\(off)")
      return
    }
    let local = try choice(
      "auto", "go 1.99", files: files, environment: ["GOSUMDB": "off", "GOPROXY": "file:///p"])
    guard case .another = local else {
      Issue.record("\(local)")
      return
    }
  }

  @Test func `path alone forbids to download`() throws {
    guard case .refused(.toolchainNotOnPath(let demand)) = try choice("path", "go 1.99") else {
      Issue.record("not refused")
      return
    }
    #expect(demand.name == "go1.99.0")
  }

  @Test func `a go before toolchains stays what it is`() throws {
    #expect(try choice("banana", "go 1.99", version: "go1.20.1") == .stay)
  }

  @Test func `a development version has the name of its language`() throws {
    let version: ByteString = "devel go1.28-abcdef Mon"
    #expect(try choice("go1.28", "", version: version) == .stay)
    #expect(try choice("auto", "go 1.28", version: version) == .stay)
    guard case .download = try choice("auto", "go 1.28.1", version: version) else {
      Issue.record("stays")
      return
    }
  }

  @Test func `the workspace comes before the module`() throws {
    let files: [ByteString: ExampleFile] = ["/w/a/go.work": "go 1.20\n"]
    #expect(try choice("auto", "go 1.99", files: files) == .stay)
    let off = try choice("auto", "go 1.99", files: files, environment: ["GOWORK": "off"])
    #expect(off != .stay)
  }

  @Test func `a module of up to 4 MiB is read, a larger one is refused`() throws {
    let line: ByteString = "go 1.20\n"
    let padding = ByteString([UInt8](repeating: 0x23, count: (1 << 22) - line.count))
    #expect(try choice("auto", line + padding) == .stay)
    #expect(try choice("auto", line + padding + "#") == .refused(.unreadable("/w/go.mod")))
  }
}
