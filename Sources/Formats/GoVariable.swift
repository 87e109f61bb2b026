/// The variables of Go by the places where they can be set: cmd/go's `envcmd` and `go help environment`.
package enum GoVariable {
  /// Whether a line of the go/env file sets it.
  package static func isSettable(_ name: ByteString) -> Bool { isSettable(name.bytes[...]) }

  /// Whether a line of the go/env file sets it.
  package static func isSettable(_ name: ArraySlice<UInt8>) -> Bool {
    func isNamed(_ other: ByteString) -> Bool {
      other.count == name.count && other.bytes.starts(with: name)
    }
    return writable.contains(where: isNamed) || unwritable.contains(where: isNamed)
  }

  /// Whether it counts in the environment of a process, or nowhere, and a line of the go/env file is without effect.
  package static func isForEnvironmentOnly(_ name: ByteString) -> Bool {
    environmentOnly.contains(name)
  }

  /// Whether to export what a line of the go/env file says would ruin the login, or do nothing either.
  static func isToBeLeftAlone(_ name: ByteString) -> Bool {
    ["GOTELEMETRY", "GOTELEMETRYDIR", "HOME", "PATH"].contains(name)
  }

  /// Whether a wrong value stops every go command, or every build, and which are right depends on the Go and the machine.
  static func isDelicate(_ name: ByteString) -> Bool {
    name.hasPrefix("CGO_")
      || ["CC", "CXX", "FC", "GOARCH", "GOCACHEPROG", "GOEXPERIMENT", "GOFIPS140", "GOOS"].contains(
        name)
  }

  /// The variables that `go env -w` writes: internal/cfg of Go 1.27, less those that it refuses.
  package static let writable: [ByteString] = [
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

/// A line of the file sets them, though `go env -w` refuses to write one.
private let unwritable: [ByteString] = ["GOROOT", "GOWORK"]

private let environmentOnly: [ByteString] = [
  "GOCOVERDIR", "GODEBUG", "GOENV", "GOGC", "GOMAXPROCS", "GOMEMLIMIT", "GORACE", "GOTELEMETRY",
  "GOTELEMETRYDIR", "GOTRACEBACK", "HOME", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "PATH",
  "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
]
