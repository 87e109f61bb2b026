import Formats

extension GoConfiguration {
  /// So many configurations, the same in every run.
  static func atRandom(_ count: Int, seed: UInt64) -> [GoConfiguration] {
    var dice = Dice(state: seed)
    return (0..<count).map { .init(number: $0, &dice) }
  }

  private init(number: Int, _ dice: inout Dice) {
    self.init(name: "number \(number)")
    for (name, values) in variables where dice.happens(1, of: 14) {
      environment[name] = dice.pick(values)
    }
    var lines: ByteString = ""
    for (name, values) in variables where dice.happens(1, of: 14) {
      lines += name + "=" + dice.pick(values) + dice.pick(["\n", "\n", "\n", "\r\n", " \n"])
      if dice.happens(1, of: 5) {
        lines += dice.pick(["# c\n", "export X=1\n", " GOBIN=/n\n", "\n"])
      }
    }
    var configuration: ByteString = "h/.config"
    if dice.happens(1, of: 5) {
      environment["XDG_CONFIG_HOME"] = dice.pick(["{D}/c", "{D}/c/", "c", ""])
      if dice.happens(1, of: 2) { configuration = "c" }
    }
    if !lines.isEmpty { files[configuration + "/go/env"] = .file(lines) }
    for name: ByteString in ["w", "w/a", "w/a/b"] {
      if dice.happens(1, of: 5) { files[name + "/go.mod"] = .file(dice.pick(moduleTexts)) }
      if dice.happens(1, of: 9) { files[name + "/go.work"] = .file(dice.pick(moduleTexts)) }
    }
    files["l"] = .link("w")
    if dice.happens(1, of: 3) {
      environment["PWD"] = dice.pick(["{D}/w/a/b", "{D}/l/a/b", "{D}/l/a/b/", "{D}/h", "l"])
    }
    if dice.happens(1, of: 4) {
      files["bin/go1.99.0"] = .file("#!/bin/sh\necho another \"$0\"\nexit 9\n", mode: 0o755)
    }
    if dice.happens(1, of: 6) {
      files["t/bin/go"] = .program
      files["t/pkg/tool"] = .directory
      if dice.happens(2, of: 3) { files["t/go.env"] = .file(dice.pick(treeTexts)) }
      program = "{D}/t/bin/go"
    }
  }
}

private let variables: [(ByteString, [ByteString])] = [
  ("GO111MODULE", ["", "on", "off", "auto"]),
  ("GOPATH", ["{D}/p", "{D}/p:{D}/q", ":{D}/q", "", "{D}/p/", "{D}/a b", "p", "{D}/w"]),
  ("GOMODCACHE", ["{D}/m", "", "{D}/m//"]), ("GOBIN", ["{D}/b", "", "b", "{D}/b b"]),
  ("GOCACHE", ["{D}/k", "off", "", "k"]), ("GOTMPDIR", ["{D}/t", ""]),
  ("GOFLAGS", ["", "-mod=mod", "-x", "-tags=a,b -v", "'-ldflags=-s -w'", "-w"]),
  ("GOPROXY", ["off", "", "direct", "https://a|b", " "]), ("GOSUMDB", ["off", "", "x y"]),
  ("GOPRIVATE", ["", "a.b/*", "\u{e4},b"]), ("GONOPROXY", ["", "none"]), ("GONOSUMDB", ["x", ""]),
  ("GOINSECURE", ["*", "\"q\""]), ("GOVCS", ["x:git", "'"]), ("GOAUTH", ["off", ""]),
  ("GOWORK", ["", "auto", "off", "{D}/w/go.work", "{D}/x"]),
  (
    "GOTOOLCHAIN",
    ["", "auto", "local", "path", "local+auto", "go1.27.3", "go1.99.0", "go1.20+path"]
  ),
  ("GOROOT", ["", "{R}", "{R}/", "{D}/t"]), ("GOOS", ["linux", "windows", "darwin", ""]),
  ("GOARCH", ["amd64", "arm64", "", "386"]), ("GOAMD64", ["v1", "v3", ""]),
  ("CGO_ENABLED", ["0", "1", "x", ""]), ("CC", ["gcc", "", "cc -x"]), ("GCCGO", ["sh", ""]),
  ("GODEBUG", ["", "madvdontneed=1"]), ("GOEXPERIMENT", ["", "arenas", "none"]),
  ("HOME", ["{D}/h", "{D}/h/", "{D}/h h", "{D}/h", ""]), ("XDG_CACHE_HOME", ["{D}/k", "k", ""]),
  ("TMPDIR", ["", "{D}/w", "{D}/l", "{D}"]), ("GOFIPS140", ["off", "latest", ""]),
]

private let moduleTexts: [ByteString] = [
  "module m\n", "module m\n\ngo 1.20\n", "module m\r\n\r\ngo 1.27.3\r\n", "go 1.99\n",
  "toolchain go1.99.0\n", "go 1.99.0\ntoolchain default\n", "go 1.27 // c\n", "",
]

private let treeTexts: [ByteString] = [
  "", "GOPROXY=off\n", "GOTOOLCHAIN=local\nGOPROXY=x\n", "GOTOOLCHAIN=auto\nGOBIN=/t\nGOFLAGS=-v\n",
]

/// Numbers that look random: splitmix64.
struct Dice {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func happens(_ times: UInt64, of all: UInt64) -> Bool { next() % all < times }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int(next() % UInt64(values.count))]
  }
}
