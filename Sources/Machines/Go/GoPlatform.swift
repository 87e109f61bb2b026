package import Formats

/// The pairs of GOOS and GOARCH that go builds for: `go tool dist list -broken` of Go 1.19 and 1.27.
package enum GoPlatform {
  package static func isSupported(system: ByteString, processor: ByteString) -> Bool {
    platforms.contains { $0.system == system && $0.processors.contains(processor) }
  }

  /// Whether there is a pair with a value in it of GOOS or GOARCH; an empty one stands for this machine's.
  package static func isKnown(_ value: ByteString, as name: ByteString) -> Bool {
    value.isEmpty
      || platforms.contains {
        name == "GOOS" ? $0.system == value : $0.processors.contains(value)
      }
  }
}

private let platforms: [(system: ByteString, processors: [ByteString])] = [
  ("aix", ["ppc64"]), ("android", ["386", "amd64", "arm", "arm64"]),
  ("darwin", ["amd64", "arm64"]),
  ("dragonfly", ["amd64"]), ("freebsd", ["386", "amd64", "arm", "arm64", "riscv64"]),
  ("illumos", ["amd64"]), ("ios", ["amd64", "arm64"]), ("js", ["wasm"]),
  (
    "linux",
    [
      "386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64",
      "ppc64le", "riscv64", "s390x", "sparc64",
    ]
  ), ("netbsd", ["386", "amd64", "arm", "arm64"]),
  ("openbsd", ["386", "amd64", "arm", "arm64", "mips64", "ppc64", "riscv64"]),
  ("plan9", ["386", "amd64", "arm"]), ("solaris", ["amd64"]), ("wasip1", ["wasm"]),
  ("windows", ["386", "amd64", "arm", "arm64"]),
]
