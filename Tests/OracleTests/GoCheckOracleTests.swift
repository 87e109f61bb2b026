import Checks
import Formats
import Foundation
import Machines
import Testing

/// A setting that a check finds bad, what go says to it, and a twin that both are content with.
private struct Case: Sendable {
  let code: String
  let bad: GoConfiguration
  let good: GoConfiguration
  /// What go is asked, and a part of its answer to the bad one.
  var question: [ByteString] = ["build", "."]
  let message: String

  init(
    _ code: String, _ name: String, _ bad: [ByteString: ByteString],
    good: [ByteString: ByteString] = [:], go: ByteString = "go 1.19\n", goodGo: ByteString? = nil,
    userFile: ByteString? = nil, unset: [ByteString] = [],
    files: [ByteString: GoConfiguration.Entry] = [:], asking question: [ByteString]? = nil,
    says message: String
  ) {
    self.code = code
    self.bad = .program(name, bad, go: go, userFile: userFile, unset: unset, files: files)
    self.good = .program(name + ", twin", good, go: goodGo ?? go, files: files)
    if let question { self.question = question }
    self.message = message
  }
}

extension GoConfiguration {
  /// A module with a package, the go command first in PATH, and one build cache for all.
  fileprivate static func program(
    _ name: String, _ environment: [ByteString: ByteString], go: ByteString,
    userFile: ByteString? = nil, unset: [ByteString] = [], files: [ByteString: Entry] = [:]
  ) -> GoConfiguration {
    let source: [ByteString: Entry] = [
      "w/m.go": .file("package m\n"), "t": .directory,
    ]
    var configuration = GoConfiguration(
      name, ["PATH": "{R}/bin:{D}/bin:/usr/bin:/bin", "GOCACHE": "{D}/../cache"],
      files: source.merging(files) { $1 },
      userFile: userFile, go: go, in: "{D}/w")
    configuration.environment.merge(environment) { $1 }
    for name in unset { configuration.environment[name] = nil }
    return configuration
  }
}

private let program: [ByteString: GoConfiguration.Entry] = [
  "w/m.go": .file("package main\n\nfunc main() {}\n")
]

private let cgo: [ByteString: GoConfiguration.Entry] = [
  "w/m.go": .file("package m\n\nimport \"C\"\n"),
  "bin/mycc": .file("#!/bin/sh\nexec gcc \"$@\"\n", mode: 0o755),
]

/// What every go says.
private let common: [Case] = [
  Case(
    "GT125", "a mode that is none", ["GO111MODULE": "yes"], good: ["GO111MODULE": "on"],
    says: "go: unknown environment setting GO111MODULE=yes"),
  Case(
    "GT125", "a mode with a capital", ["GO111MODULE": "On"], good: ["GO111MODULE": "auto"],
    asking: ["env", "GOMOD"], says: "go: unknown environment setting GO111MODULE=On"),
  Case(
    "GT125", "a mode with a carriage return", [:], userFile: "GO111MODULE=on\r\n",
    says: "unknown environment setting GO111MODULE=on"),
  Case(
    "GT125", "no modules inside one", ["GO111MODULE": "off"], asking: ["list", "-m"],
    says: "GO111MODULE=off"),
  Case(
    "GT128", "GOTMPDIR that is gone", ["GOTMPDIR": "{D}/gone"], good: ["GOTMPDIR": "{D}/t"],
    says: "creating work dir: stat {D}/gone: no such file or directory"),
  Case(
    "GT128", "GOTMPDIR in the file", [:], userFile: "GOTMPDIR={D}/gone\n",
    says: "creating work dir: stat {D}/gone: no such file or directory"),
  Case(
    "GT128", "TMPDIR that is gone", ["TMPDIR": "{D}/gone"],
    good: ["TMPDIR": "{D}/gone", "GOTMPDIR": "{D}/t"], says: "creating work dir: stat {D}/gone"),
  Case(
    "GT128", "GOTMPDIR that is a file", ["GOTMPDIR": "{D}/w/m.go"], says: "creating work dir: "),
  Case(
    "GT128", "GOTMPDIR with a tilde", ["GOTMPDIR": "~/t"], says: "creating work dir: stat ~/t"),
  Case(
    "GT140", "a build cache below a device", ["GOCACHE": "/dev/null/x"],
    says: "failed to initialize build cache at /dev/null/x"),
  Case(
    "GT140", "a build cache that is a file", ["GOCACHE": "{D}/w/m.go"],
    says: "failed to initialize build cache at {D}/w/m.go"),
  Case(
    "GT140", "a build cache among the kernel's files", ["GOCACHE": "/proc/x"],
    says: "failed to initialize build cache at /proc/x"),
  Case(
    "GT129", "another system", ["GOOS": "windows"], good: ["GOOS": "linux"], files: program,
    asking: ["run", "."],
    says: "exec format error"),
  Case(
    "GT129", "another system in the file", [:], userFile: "GOOS=windows\n", files: program,
    asking: ["run", "."],
    says: "exec format error"),
  Case(
    "GT129", "a system that is none", ["GOOS": "Linux"],
    says: "go: unsupported GOOS/GOARCH pair Linux/"),
  Case(
    "GT129", "a processor that is none", ["GOARCH": "x"],
    says: "go: unsupported GOOS/GOARCH pair linux/x"),
  Case(
    "GT129", "a system that this processor has not", ["GOOS": "js"],
    says: "go: unsupported GOOS/GOARCH pair js/"),
  Case(
    "GT131", "a relative workspace", ["GOWORK": "go.work"], good: ["GOWORK": "off"],
    asking: ["env", "GOMOD"], says: "an absolute path"),
  Case(
    "GT131", "a workspace that is gone", ["GOWORK": "{D}/gone/go.work"],
    good: ["GOWORK": "{D}/w/go.work"], files: ["w/go.work": .file("go 1.19\n\nuse .\n")],
    says: "gone/go.work: no such file or directory"),
  Case(
    "GT131", "a workspace that is a directory", ["GOWORK": "{D}/t"], good: ["GOWORK": "auto"],
    says: "is a directory"),
  Case(
    "GT131", "a workspace that is a go.mod", ["GOWORK": "{D}/w/go.mod"],
    good: ["GOWORK": "{D}/w/go.work"], files: ["w/go.work": .file("// ours\nuse (\n\t.\n)\n")],
    says: "go.mod:1: unknown directive: module"),
  Case(
    "GT131", "a workspace that is a script", ["GOWORK": "{D}/bin/x"], good: ["GOWORK": ""],
    files: ["bin/x": .file("#!/bin/sh\n")], says: "x:1: unknown directive: #!/bin/sh"),
  Case(
    "GT131", "a workspace with requirements", ["GOWORK": "{D}/w/x.work"],
    files: ["w/x.work": .file("go 1.18\nuse .\nrequire (\n)\n")],
    says: "x.work:3: unknown block type: require"),
  Case(
    "GT131", "a workspace with a directory that is gone", [:], good: ["GOWORK": "off"],
    files: ["w/go.work": .file("go 1.18\nuse .\nuse ./zz\n")],
    says: "zz/go.mod: no such file or directory"),
  Case(
    "GT131", "a workspace that uses nothing", [:], good: ["GOWORK": "off"],
    files: ["w/go.work": .file("go 1.18\n")], says: "no modules were found in the current workspace"
  ),
  Case(
    "GT131", "an empty workspace", [:], good: ["GOWORK": "off"],
    files: ["w/go.work": .file("")], says: "no modules were found in the current workspace"),
  Case(
    "GT131", "a workspace that uses a directory twice", [:], good: ["GOWORK": "off"],
    files: ["w/go.work": .file("go 1.18\nuse (\n\t.\n\t../w/\n)\n")],
    says: "appears multiple times in workspace"),
  Case(
    "GT131", "a workspace with a line of another file", [:], good: ["GOWORK": "off"],
    files: ["w/go.work": .file("use .\nfoo ./b\n")], says: "go.work:2: unknown directive: foo"),
  Case(
    "GT119", "-mod=mod in a workspace", ["GOFLAGS": "-mod=mod"],
    good: ["GOFLAGS": "-mod=readonly"], files: ["w/go.work": .file("go 1.18\nuse .\n")],
    says: "-mod may only be set to readonly"),
  Case(
    "GT141", "an experiment that is none", ["GOEXPERIMENT": "x"], good: ["GOEXPERIMENT": "none"],
    asking: ["version"], says: "unknown GOEXPERIMENT x"),
  Case(
    "GT141", "an experiment without the first letters", ["GOEXPERIMENT": "fieldtrack,nox"],
    good: ["GOEXPERIMENT": ",nofieldtrack,"], asking: ["env", "GOOS"],
    says: "unknown GOEXPERIMENT x"),
  Case(
    "GT141", "an experiment in the file", [:], userFile: "GOEXPERIMENT=x\n",
    says: "unknown GOEXPERIMENT x"),
  Case(
    "GT141", "a limit of memory", ["GOMEMLIMIT": "2G"], good: ["GOMEMLIMIT": "2GiB"],
    asking: ["version"], says: "malformed GOMEMLIMIT"),
  Case(
    "GT141", "a processor of MIPS", ["GOMIPS": "x"], good: ["GOMIPS": "softfloat"],
    asking: ["env", "GOOS"], says: "invalid GOMIPS"),
  Case(
    "GT141", "a relative compiler", ["CC": "./gcc"], good: ["CC": "gcc -O2"],
    says: "go: CC environment variable is relative; must be absolute path: ./gcc"),
  Case(
    "GT141", "a relative compiler of Fortran", [:], userFile: "FC=bin/gfortran -x\n",
    says: "go: FC environment variable is relative; must be absolute path: bin/gfortran"),
  Case(
    "GT141", "a compiler with half a quotation", ["CXX": "'g++"], good: ["CXX": "'g++'"],
    says: "go: CXX environment variable could not be parsed"),
  Case(
    "GT141", "flags with half a quotation", ["CGO_ENABLED": "1", "CGO_CFLAGS": "'-O2"],
    good: ["CGO_ENABLED": "1", "CGO_CFLAGS": "'-O2'"], files: cgo,
    says: "could not parse environment variable CGO_CFLAGS"),
  Case(
    "GT116", "a home that no shell has expanded", ["HOME": "~"],
    good: ["HOME": "~", "GOPATH": "{D}/p"], asking: ["env", "GOOS"],
    says: "GOPATH entry cannot start with shell metacharacter '~': \"~/go\""),
  Case(
    "GT132", "no home", [:], good: ["GOPATH": "{D}/p"], unset: ["HOME", "GOCACHE"],
    says: "build cache is required, but could not be located: GOCACHE is not defined and "
      + "neither $XDG_CACHE_HOME nor $HOME are defined"),
  Case(
    "GT132", "an empty home", ["HOME": "", "GOPATH": "{D}/p", "GOCACHE": ""],
    good: ["HOME": "", "GOPATH": "{D}/p"],
    says: "build cache is required, but could not be located"),
  Case(
    "GT132", "a home for the cache alone",
    ["HOME": "", "GOPROXY": "file://{D}/p", "GOSUMDB": "off"],
    good: ["HOME": "", "GOPROXY": "file://{D}/p", "GOSUMDB": "off", "GOMODCACHE": "{D}/m"],
    files: [
      "p/example.com/none/@v/v1.0.0.info": .file("{\"Version\":\"v1.0.0\"}\n"),
      "p/example.com/none/@v/v1.0.0.mod": .file("module example.com/none\n"),
    ], asking: ["mod", "download", "example.com/none@v1.0.0"],
    says: "module cache not found: neither GOMODCACHE nor GOPATH is set"),
  Case(
    "GT133", "no compiler of that name", ["CGO_ENABLED": "1", "CC": "nocc -x"],
    good: ["CGO_ENABLED": "1", "CC": "\"mycc\""], files: cgo,
    says: "cgo: C compiler \"nocc\" not found: exec: \"nocc\": executable file not found in $PATH"),
  Case(
    "GT133", "no compiler at all", ["CGO_ENABLED": "1", "PATH": "{R}/bin"],
    good: ["CGO_ENABLED": "1"], files: cgo,
    says: "cgo: C compiler \"gcc\" not found"),
]

/// What a go that knows toolchains says.
private let newer: [Case] = [
  Case(
    "GT116", "a relative directory for caches", ["XDG_CACHE_HOME": "c"],
    good: ["XDG_CACHE_HOME": "{D}/../xdg"], unset: ["GOCACHE"],
    says: "GOCACHE is not defined and path in $XDG_CACHE_HOME is relative"),
  Case(
    "GT119", "-modfile in a workspace", ["GOFLAGS": "-modfile={D}/w/x.mod"],
    good: ["GOFLAGS": "-modfile="],
    files: ["w/go.work": .file("go 1.18\nuse .\n"), "w/x.mod": .file("module w\n")],
    says: "-modfile cannot be used in workspace mode"),
  Case(
    "GT124", "a module newer than its workspace", [:], good: ["GOWORK": "off"],
    go: "go 1.25.1\n", files: ["w/go.work": .file("go 1.25\nuse .\n")],
    says: "listed in go.work file requires go >= 1.25.1, but go.work lists go 1.25"),
  Case(
    "GT124", "a workspace without a go line", [:], good: ["GOWORK": "off"], go: "go 1.21\n",
    files: ["w/go.work": .file("use .\n")],
    says: "requires go >= 1.21, but go.work implicitly requires go 1.18"),
  Case(
    "GT124", "another module newer than its workspace", ["GOWORK": "{D}/w/n.work"],
    good: ["GOWORK": "{D}/w/o.work"],
    files: [
      "w/n.work": .file("go 1.20\nuse (\n\t.\n\t\"./b\"\n)\n"),
      "w/o.work": .file("go 1.24.0\nuse (\n\t.\n\t{D}/w/b // there\n)\n"),
      "w/b/go.mod": .file("module b\n\ngo 1.24.0\n"),
    ], says: "module b listed in go.work file requires go >= 1.24.0"),
  Case(
    "GT140", "a program for the cache that is gone", ["GOCACHEPROG": "/none -x"],
    says: "error starting GOCACHEPROG program"),
  Case(
    "GT140", "no program for the cache", ["GOCACHEPROG": " "],
    says: "error starting GOCACHEPROG program"),
  Case(
    "GT140", "a program for the cache with half a quotation", [:], userFile: "GOCACHEPROG='x\n",
    says: "GOCACHEPROG args: unterminated"),
  Case(
    "GT141", "a module of FIPS", ["GOFIPS140": "x"], good: ["GOFIPS140": "off"],
    asking: ["version"], says: "invalid GOFIPS140: must be off, latest"),
  Case(
    "GT141", "a module of FIPS that is not there", ["GOFIPS140": "v1.9.9"],
    good: ["GOFIPS140": "latest"], says: "unknown GOFIPS140 version \"v1.9.9\""),
  Case(
    "GT141", "a module of FIPS in the file", [:], userFile: "GOFIPS140=x\n",
    says: "unknown GOFIPS140 version \"x\""),
  Case(
    "GT141", "two modules of cryptography",
    ["GOFIPS140": "latest", "GOEXPERIMENT": "boringcrypto"],
    says: "cannot use GOFIPS140 with GOEXPERIMENT=boringcrypto"),
  Case(
    "GT141", "an experiment of an older go", ["GOEXPERIMENT": "unified"], asking: ["version"],
    says: "unknown GOEXPERIMENT unified"),
  Case(
    "GT123", "local, and a newer module", ["GOTOOLCHAIN": "local"], good: ["GOTOOLCHAIN": "local"],
    go: "go 1.99\n", goodGo: "go 1.27\n",
    says: "go: go.mod requires go >= 1.99 (running go 1.27.3; GOTOOLCHAIN=local)"),
  Case(
    "GT123", "a newer workspace", ["GOTOOLCHAIN": "local", "GOWORK": "{D}/w/n.work"],
    good: ["GOTOOLCHAIN": "local", "GOWORK": "{D}/w/o.work"],
    files: [
      "w/n.work": .file("go 1.99\nuse .\n"), "w/o.work": .file("go 1.27\nuse .\n"),
    ], says: "requires go >= 1.99"),
  Case(
    "GT123", "the default toolchain", [:], good: ["GOFLAGS": "-mod=mod"],
    go: "go 1.99\ntoolchain default\n",
    goodGo: "go 1.27\ntoolchain default\n", says: "go: go.mod requires go >= 1.99"),
  Case(
    "GT123", "no proxy", ["GOPROXY": "off"], good: ["GOPROXY": "off"], go: "go 1.99\n",
    goodGo: "go 1.27.3\n", asking: ["version"], says: "toolchain not available"),
  Case(
    "GT123", "no proxy, and a toolchain line", ["GOPROXY": " ,off,direct"],
    good: ["GOPROXY": "off"], go: "go 1.21\ntoolchain go1.99.1\n", goodGo: "go 1.21\n",
    asking: ["env", "GOPATH"], says: "go: download go1.99.1 for linux/"),
  Case(
    "GT123", "not in PATH", ["GOTOOLCHAIN": "path"], good: ["GOTOOLCHAIN": "path"], go: "go 1.99\n",
    goodGo: "go 1.27\n", asking: ["version"], says: "go: cannot find \"go1.99.0\" in PATH"),
  Case(
    "GT123", "a toolchain by name", ["GOTOOLCHAIN": "go1.99.0+path"],
    good: ["GOTOOLCHAIN": "go1.27.3+path"], asking: ["version"],
    says: "go: cannot find \"go1.99.0\" in PATH"),
  Case(
    "GT123", "a toolchain line without go in front", [:],
    go: "go 1.21\ntoolchain 1.27.3\n", goodGo: "go 1.21\ntoolchain go1.27.3\n",
    asking: ["version"], says: "go: invalid toolchain \"1.27.3\" in go.mod"),
  Case(
    "GT123", "a toolchain line of a workspace", ["GOWORK": "{D}/w/n.work"],
    good: ["GOWORK": "{D}/w/o.work"],
    files: [
      "w/n.work": .file("go 1.21\ntoolchain 1.2\nuse .\n"), "w/o.work": .file("go 1.21\nuse .\n"),
    ], asking: ["version"], says: "go: invalid toolchain \"1.2\" in n.work"),
]

/// What a go that does not know toolchains says.
private let older: [Case] = [
  Case(
    "GT119", "-mod=vendor in a workspace", ["GOFLAGS": "-mod=vendor"],
    good: ["GOFLAGS": "-modfile={D}/w/x.mod"],
    files: ["w/go.work": .file("go 1.18\nuse .\n"), "w/x.mod": .file("module w\n")],
    says: "-mod may only be set to readonly when in workspace mode, but it is set to \"vendor\""),
  Case(
    "GT124", "another module of a workspace", ["GOWORK": "{D}/w/n.work"],
    good: ["GOWORK": "{D}/w/o.work"],
    files: [
      "w/n.work": .file("go 1.18\nuse .\nuse b\n"), "w/o.work": .file("go 1.18\nuse .\nuse ./c\n"),
      "w/b/go.mod": .file("module b\n\ngo 1.21.0\n"), "w/c/go.mod": .file("module c\n\ngo 1.21\n"),
    ], says: "b/go.mod:3: invalid go version '1.21.0': must match format 1.23"),
  Case(
    "GT141", "an experiment of a newer go", ["GOEXPERIMENT": "jsonv2"],
    good: ["GOEXPERIMENT": "unified"], asking: ["version"], says: "unknown GOEXPERIMENT jsonv2"),
  Case(
    "GT141", "a processor of amd64", ["GOAMD64": "v9"], good: ["GOAMD64": "v1"],
    asking: ["version"], says: "invalid GOAMD64"),
  Case(
    "GT142", "a module in GOPATH", ["GOPATH": "{D}/p:{D}/q"], good: ["GOPATH": "{D}/q:{D}/p"],
    files: ["p/go.mod": .file("module p\n")], says: "$GOPATH/go.mod exists but should not"),
  Case(
    "GT142", "a module in GOPATH, and modules always", ["GO111MODULE": "on", "GOPATH": "{D}/p"],
    good: ["GO111MODULE": "on"], files: ["p/go.mod": .directory], asking: ["env", "GOOS"],
    says: "$GOPATH/go.mod exists but should not"),
  Case(
    "GT124", "a release", [:], go: "go 1.21.0\n", goodGo: "go 1.21\n",
    says: "invalid go version '1.21.0': must match format 1.23"),
  Case(
    "GT124", "a toolchain", [:], go: "go 1.21\ntoolchain go1.21.1\n", goodGo: "go 1.21\n",
    says: "unknown directive: toolchain"),
  Case(
    "GT124", "any toolchain", [:], go: "go 1.19\ntoolchain x\n", goodGo: "go 1.19\n",
    says: "unknown directive: toolchain"),
  Case(
    "GT124", "a prerelease", [:], go: "go 1.21rc1\n", goodGo: "go 1.21\n",
    says: "invalid go version '1.21rc1': must match format 1.23"),
  Case(
    "GT124", "an old release", [:], go: "go 1.9.9\n", goodGo: "go 1.9\n",
    says: "invalid go version '1.9.9': must match format 1.23"),
  Case(
    "GT124", "a tool", [:], go: "go 1.19\ntool m/x\n", goodGo: "go 1.19\n",
    says: "unknown directive: tool"),
  Case(
    "GT124", "a block of settings", [:], go: "go 1.19\ngodebug (\ndefault=go1.21\n)\n",
    goodGo: "go 1.19\n", says: "unknown block type: godebug"),
  Case(
    "GT124", "an ignore line", [:], go: "go 1.19\nignore ./x\n", goodGo: "go 1.19\n",
    says: "unknown directive: ignore"),
  Case(
    "GT124", "a workspace for a release", [:], good: ["GOWORK": "off"],
    files: ["w/go.work": .file("go 1.21.0\n\nuse .\n")],
    says: "invalid go version '1.21.0': must match format 1.23"),
]

@Suite(.enabled(if: isWanted), .serialized)
struct GoCheckOracleTests {
  @Test func `go fails as the checks say, and works on the twins`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    try compare(common + newer, with: oracle)
  }

  @Test func `the old go of a distribution fails as the checks say, and works on the twins`() throws
  {
    guard let oracle = try GoOracle(tree: "/usr/lib/go-1.19") else { return }
    defer { oracle.finish() }
    try compare(common + older, with: oracle)
  }

  @Test func `which toolchain answers, and whether one can, is what go finds`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    let configurations = GoConfiguration.toolchainsAtRandom(240, seed: 123)
    var kinds: [String: Int] = [:]
    for start in stride(from: 0, to: configurations.count, by: 2) {
      let pair = try configurations[start...].prefix(2).enumerated().map {
        try Choice($0.element, number: start + $0.offset, oracle)
      }
      for choice in pair { kinds[try choice.finish(), default: 0] += 1 }
    }
    print("toolchains: \(kinds.sorted { $0.key < $1.key })")
    for kind in ["stays", "another", "download", "finding"] {
      #expect(kinds[kind, default: 0] >= 15, "\(kind)")
    }
  }
}

/// One choice of a toolchain, predicted here and made by the go command.
private struct Choice {
  private let configuration: GoConfiguration
  private let toolchain: GoToolchain
  private let outcome: Outcome?
  private let question: GoOracle.Question

  init(_ configuration: GoConfiguration, number: Int, _ oracle: GoOracle) throws {
    let own: ByteString
    (own, self.configuration) = try oracle.prepared(configuration, number: number)
    let machine = try self.configuration.machine(own)
    let settings = try GoSettings(machine, executable: oracle.program, build: oracle.build)
    toolchain = GoToolchain(settings, build: oracle.build)
    outcome = answer(of: "GT123", on: machine)
    question = try oracle.start(self.configuration, in: own, ["list", "-m"])
  }

  /// Compares the two; says what was predicted.
  func finish() throws -> String {
    let answer = try question.answer()
    let errors = answer.errors.text
    var problems: [String] = []
    var kind = "stays"
    func expect(_ isTrue: Bool, _ problem: String) { if !isTrue { problems.append(problem) } }
    switch toolchain {
    case .stay:
      expect(answer.status != 9 && !errors.contains("downloading go1"), "go does not stay")
    case .another(_, let path):
      kind = "another"
      expect(answer.status == 9 && answer.output == "another " + path + "\n", "\(path) is to run")
    case .check(let demand, _), .download(let demand):
      kind = "download"
      let isTried = errors.contains("\(demand.name)")
      expect(answer.status != 0 && answer.status != 9 && isTried, "\(demand.name) is to be fetched")
    case .refused(let refusal):
      kind = "refused"
      expect(answer.status != 0 && answer.status != 9, "not refused: \(refusal)")
    }
    let lacks =
      errors.contains("toolchain not available") || errors.contains("in PATH")
      || errors.contains("requires go >=") && !errors.contains("listed in go.work")
    // Where a directory or golang.org itself is asked, it may well be that it has none.
    let mayBeGone =
      configuration.environment["GOPROXY"]?.hasPrefix("file:") ?? false
      || ["*", "golang.org"].contains(configuration.environment["GOPRIVATE"])
    // What GOSUMDB forbids shows only after a download.
    let isSealed = configuration.environment["GOSUMDB"] == "off" && kind != "stays"
    switch outcome {
    case .finding:
      kind = "finding"
      expect(answer.status != 0 && answer.status != 9 && (lacks || isSealed), "go does not fail so")
    case .ok, .skipped: expect(!lacks || mayBeGone, "go lacks a toolchain, and nothing is said")
    case .unknown, nil: problems.append("GT123 says \(String(describing: outcome))")
    }
    if !problems.isEmpty {
      Issue.record(
        "\(configuration.report)\(problems)\n\(String(describing: outcome))\nstatus \(answer.status): \(answer.output)\(errors)"
      )
    }
    return kind
  }
}

private func compare(_ rows: [Case], with oracle: GoOracle) throws {
  try warm(oracle)
  for (number, row) in rows.enumerated() { try compare(row, number: number * 2, with: oracle) }
}

/// Fills the build cache: what is built there for the first time may take longer than a question has.
private func warm(_ oracle: GoOracle) throws {
  let source: [ByteString: GoConfiguration.Entry] = [
    "w/m.go": .file("package main\n\nimport \"C\"\n\nfunc main() {}\n")
  ]
  for (number, system) in (["linux", "windows"] as [ByteString]).enumerated() {
    let environment: [ByteString: ByteString] = [
      "GOOS": system, "CGO_ENABLED": system == "linux" ? "1" : "0",
    ]
    let (own, settled) = try oracle.prepared(
      .program("warm", environment, go: "go 1.19\n", files: number == 0 ? source : program),
      number: 1000 + number)
    for _ in 0..<10 {
      let answer = try oracle.start(settled, in: own, ["build", "-o", "/dev/null", "."]).answer()
      if answer.status != 124 { break }
    }
  }
}

private func compare(_ row: Case, number: Int, with oracle: GoOracle) throws {
  let (own, bad) = try oracle.prepared(row.bad, number: number)
  let answer = try oracle.start(bad, in: own, row.question).answer()
  let message = ByteString(row.message).replacing("{D}", with: own).text
  #expect(answer.status != 0, "\(bad.report)")
  #expect((answer.errors + answer.output).text.contains(message), "\(answer.errors)\(bad.report)")
  let found = try outcomeOf(row.code, bad, own)
  if case .finding? = found {} else { Issue.record("\(String(describing: found))\n\(bad.report)") }

  let (place, good) = try oracle.prepared(row.good, number: number + 1)
  let twin = try oracle.start(good, in: place, row.question).answer()
  // A module that one asks for is not there, but looked for.
  let isWell = twin.status == 0 || row.question[0] == "mod" && !twin.errors.text.contains(message)
  #expect(isWell, "\(twin.errors)\(good.report)")
  let silent = try outcomeOf(row.code, good, place)
  if case .ok? = silent {} else { Issue.record("\(String(describing: silent))\n\(good.report)") }
}

private func outcomeOf(
  _ code: String, _ configuration: GoConfiguration, _ own: ByteString
) throws -> Outcome? {
  answer(of: code, on: try configuration.machine(own))
}

/// What the check of that code says about a machine.
private func answer(of code: String, on machine: Machine) -> Outcome? {
  for area in Area.all {
    for answer in area.answers(on: machine) where answer.check.code == code {
      return answer.outcome
    }
  }
  return nil
}
