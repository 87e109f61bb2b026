import Formats

extension GoConfiguration {
  /// So many configurations about toolchains, the same in every run.
  static func toolchainsAtRandom(_ count: Int, seed: UInt64) -> [GoConfiguration] {
    var dice = Dice(state: seed)
    return (0..<count).map { .init(toolchains: $0, &dice) }
  }

  private init(toolchains number: Int, _ dice: inout Dice) {
    self.init(name: "toolchains \(number)")
    environment["PATH"] = "{R}/bin:{D}/bin:/usr/bin:/bin"
    directory = dice.pick(["{D}/w", "{D}/w/a"])
    let policy = dice.pick(policies)
    if dice.happens(1, of: 3) {
      files["h/.config/go/env"] = .file("GOTOOLCHAIN=" + policy + "\n")
    } else {
      environment["GOTOOLCHAIN"] = policy
    }
    files["w/go.mod"] = .file("module m\n\n" + dice.pick(goLines) + dice.pick(toolchainLines))
    if dice.happens(1, of: 4) {
      files["w/go.work"] = .file(dice.pick(goLines) + dice.pick(toolchainLines) + "use .\n")
      if dice.happens(1, of: 3) { environment["GOWORK"] = dice.pick(["off", "", "auto"]) }
    }
    for name: ByteString in ["go1.98.0", "go1.99.0"] {
      if dice.happens(1, of: 5) {
        files["bin/" + name] = .file(
          "#!/bin/sh\necho another \"$0\"\nexit 9\n", mode: dice.pick([0o755, 0o755, 0o644]))
      }
      if dice.happens(1, of: 4) { addCached(name, &dice) }
    }
    if dice.happens(1, of: 2) {
      environment["GOPROXY"] = dice.pick(["off", "off,direct", "https://a,off", "file:///none", ""])
    }
    if dice.happens(1, of: 4) { environment["GOSUMDB"] = "off" }
    if dice.happens(1, of: 8) {
      environment["GOPRIVATE"] = dice.pick(["*", "corp.example/*", "golang.org"])
    }
    if dice.happens(1, of: 10) { environment["GO111MODULE"] = dice.pick(["off", "auto", "on"]) }
  }

  /// Puts a toolchain into the module cache, mostly with all that belongs to it.
  private mutating func addCached(_ name: ByteString, _ dice: inout Dice) {
    let cache: ByteString = "h/go/pkg/mod/"
    let release = "v0.0.1-" + name + ".linux-amd64"
    let tree = cache + "golang.org/toolchain@" + release
    files[tree + "/bin/go"] = .file("#!/bin/sh\necho another \"$0\"\nexit 9\n", mode: 0o755)
    files[tree + "/src/go.mod"] = .file("x")
    files[tree + "/src/_go.mod"] = .file("x")
    guard dice.happens(3, of: 4) else { return }
    files[cache + "cache/download/golang.org/toolchain/@v/" + release + ".ziphash"] = .file(
      "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
  }
}

private let policies: [ByteString] = [
  "auto", "auto", "auto", "local", "path", "local+auto", "local+path", "go1.27.3", "go1.98.0",
  "go1.98.0+auto", "go1.99.0+path", "go1.20+auto",
]

private let goLines: [ByteString] = [
  "", "go 1.20\n", "go 1.27\n", "go 1.27.3\n", "go 1.98\n", "go 1.99.0\n", "go 1.98.0 // new\n",
]

private let toolchainLines: [ByteString] = [
  "", "", "", "toolchain go1.27.1\n", "toolchain go1.99.0\n", "toolchain default\n",
]
