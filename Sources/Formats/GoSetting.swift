/// What may stand in a go/env file.
package enum GoSetting {
  /// Why a variable is not to be set to a value there, in a sentence; `nil` where it may.
  ///
  /// These are the rules of `go env -w` in Go 1.27 (cmd/go/internal/envcmd), and besides them the values that it takes
  /// and that every later go command stops at.
  package static func refusal(ofSetting name: ByteString, to value: ByteString) -> String? {
    if let refusal = refusal(ofUnsetting: name) { return refusal }
    if value.contains(0) { return "the value of \(name) has a NUL" }
    if value.bytes.contains(where: { 0x0A...0x0D ~= $0 && $0 != 0x0C }) {
      return "the value of \(name) has a line break"
    }
    if String(validating: value.bytes, as: UTF8.self) == nil {
      return "the value of \(name) is not UTF-8"
    }
    if value.isEmpty {
      let isNeeded = ["GOPROXY", "GOSUMDB", "GOTOOLCHAIN"].contains(name)
      return isNeeded
        ? "an empty \(name) would take the default away: use --unset \(name.text)" : nil
    }
    return refusal(ofValue: value, of: name)
  }

  /// Why a variable is not one of that file; `nil` where it is.
  package static func refusal(ofUnsetting name: ByteString) -> String? {
    if fixed.contains(name) { return "\(name) cannot be set in the go/env file" }
    if name == "GOENV" || name == "GODEBUG" {
      return "\(name) counts in the environment only, not in the go/env file"
    }
    return names.contains(name) ? nil : "“\(name)” is no variable of the go command"
  }

  private static func refusal(ofValue value: ByteString, of name: ByteString) -> String? {
    switch name {
    case "GO111MODULE":
      return ["auto", "on", "off"].contains(value)
        ? nil : "GO111MODULE is “on”, “off” or “auto”, not “\(value)”"
    case "GOPATH":
      let wrong = value.split(on: UInt8(ascii: ":")).first { !$0.isAbsolute }
      return wrong.map { "every directory of GOPATH must be absolute, and “\($0)” is not" }
    case "GOMODCACHE", "GOTMPDIR", "GOBIN":
      return value.isAbsolute ? nil : "\(name) must be an absolute path, and “\(value)” is not"
    case "GOCACHE":
      return value.isAbsolute || value == "off"
        ? nil : "GOCACHE must be an absolute path, and “\(value)” is not"
    case "CC", "CXX":
      guard let words = try? GoWords.split(value) else {
        return "\(name) has a quote that does not end: “\(value)”"
      }
      guard let program = words.first else { return "\(name) has blanks only" }
      return program.isAbsolute || !program.contains(UInt8(ascii: "/"))
        ? nil
        : "the program in \(name) must be a name or an absolute path, and “\(program)” is neither"
    default: return nil
    }
  }

  private static let fixed: [ByteString] = [
    "GOEXE", "GOGCCFLAGS", "GOHOSTARCH", "GOHOSTOS", "GOMOD", "GOROOT", "GOTELEMETRY",
    "GOTELEMETRYDIR", "GOTOOLDIR", "GOVERSION", "GOWORK",
  ]

  /// The variables that it can set: internal/cfg of Go 1.27, less those that are refused.
  package static let names: [ByteString] = [
    "AR", "CC", "CGO_CFLAGS", "CGO_CFLAGS_ALLOW", "CGO_CFLAGS_DISALLOW", "CGO_CPPFLAGS",
    "CGO_CPPFLAGS_ALLOW", "CGO_CPPFLAGS_DISALLOW", "CGO_CXXFLAGS", "CGO_CXXFLAGS_ALLOW",
    "CGO_CXXFLAGS_DISALLOW", "CGO_ENABLED", "CGO_FFLAGS", "CGO_FFLAGS_ALLOW",
    "CGO_FFLAGS_DISALLOW", "CGO_LDFLAGS", "CGO_LDFLAGS_ALLOW", "CGO_LDFLAGS_DISALLOW", "CXX",
    "FC", "GCCGO", "GO111MODULE", "GO386", "GOAMD64", "GOARCH", "GOARM", "GOARM64", "GOAUTH",
    "GOBIN", "GOCACHE", "GOCACHEPROG", "GOEXPERIMENT", "GOFIPS140", "GOFLAGS", "GOINSECURE",
    "GOMIPS", "GOMIPS64", "GOMODCACHE", "GONOPROXY", "GONOSUMDB", "GOOS", "GOPATH", "GOPPC64",
    "GOPRIVATE", "GOPROXY", "GORISCV64", "GOSUMDB", "GOTMPDIR", "GOTOOLCHAIN", "GOVCS", "GOWASM",
    "GO_EXTLINK_ENABLED", "PKG_CONFIG",
  ]
}
