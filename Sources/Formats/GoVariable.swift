/// The variables of Go by the places where they can be set: cmd/go's `envcmd` and `go help environment`.
package enum GoVariable {
  /// Whether a line of the go/env file sets it.
  package static func isSettable(_ name: ByteString) -> Bool { isSettable(name.bytes[...]) }

  /// Whether a line of the go/env file sets it.
  package static func isSettable(_ name: ArraySlice<UInt8>) -> Bool {
    settable.contains { $0.count == name.count && $0.bytes.starts(with: name) }
  }

  /// Whether it counts in the environment of a process, or nowhere, and a line of the go/env file is without effect.
  package static func isForEnvironmentOnly(_ name: ByteString) -> Bool {
    environmentOnly.contains(name)
  }
}

private let settable: [ByteString] = [
  "AR", "CC", "CGO_CFLAGS", "CGO_CFLAGS_ALLOW", "CGO_CFLAGS_DISALLOW", "CGO_CPPFLAGS",
  "CGO_CXXFLAGS", "CGO_ENABLED", "CGO_FFLAGS", "CGO_LDFLAGS", "CXX", "FC", "GCCGO", "GO111MODULE",
  "GO386", "GOAMD64", "GOARCH", "GOARM", "GOARM64", "GOAUTH", "GOBIN", "GOCACHE", "GOCACHEPROG",
  "GOEXPERIMENT", "GOFIPS140", "GOFLAGS", "GOINSECURE", "GOMIPS", "GOMIPS64", "GOMODCACHE",
  "GONOPROXY", "GONOSUMDB", "GOOS", "GOPATH", "GOPPC64", "GOPRIVATE", "GOPROXY", "GORISCV64",
  "GOROOT", "GOSUMDB", "GOTMPDIR", "GOTOOLCHAIN", "GOVCS", "GOWASM", "GOWORK", "PKG_CONFIG",
]

private let environmentOnly: [ByteString] = [
  "GOCOVERDIR", "GODEBUG", "GOENV", "GOGC", "GOMAXPROCS", "GOMEMLIMIT", "GORACE", "GOTELEMETRY",
  "GOTELEMETRYDIR", "GOTRACEBACK", "HOME", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "PATH",
  "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
]
