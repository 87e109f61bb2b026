import Formats
import Machines
import Testing

/// Values that some version of Go, the newest if none is named, refuses or takes.
private let rules: [(name: String, value: String, version: String?, isRefused: Bool)] = [
  ("GOPATH", "/a:/b:", nil, false), ("GOPATH", ":/x", nil, true), ("GOPATH", ":", nil, true),
  ("GOPATH", "~/go", nil, true), ("GOPATH", "/a:b", nil, true),
  ("GOMODCACHE", "m", nil, true), ("GOMODCACHE", "", nil, false), ("GOBIN", "~/bin", nil, true),
  ("GOCACHE", "off", nil, true), ("GOCACHE", "/c", nil, false), ("GOTMPDIR", "t", nil, true),
  ("GO111MODULE", "On", nil, true), ("GO111MODULE", "auto", nil, false),
  ("GOWORK", "go.work", nil, true), ("GOWORK", "/w/go.work", nil, false),
  ("GOFLAGS", "-mod=mod", nil, false), ("GOFLAGS", "-mod mod", nil, true),
  ("GOFLAGS", "-ldflags=-s -w", nil, true), ("GOFLAGS", "'-ldflags=-s -w'", nil, false),
  ("GOFLAGS", "'-ldflags=-s -w'", "1.19.8", true), ("GOFLAGS", "'-ldflags=-s -w'", "1.22.1", false),
  ("GOFLAGS", "-run='a", "1.22.1", false), ("GOFLAGS", "-C=/x", nil, true),
  ("GOFLAGS", "-C=/x", "1.19.8", true), ("GOFLAGS", "-changed", "1.22.1", true),
  ("GOFLAGS", "-mod=foo", nil, true), ("GOFLAGS", "-race=yes", "1.19.8", true),
  ("GOFLAGS", "-pgo=off", "1.19.8", true), ("GOFLAGS", "-pgo=off", "1.20.1", false),
  ("GOFLAGS", "-changed", "1.23.0", true), ("GOFLAGS", "-json=false", nil, false),
  ("GOFLAGS", "-json", nil, true), ("GOFLAGS", "-w=false", nil, false),
  ("GOFLAGS", "-json=maybe", nil, true), ("GOFLAGS", "-x=maybe", nil, true),
  ("GOPROXY", "https://a,direct", nil, false), ("GOPROXY", "none", nil, true),
  ("GOPROXY", "", nil, true), ("GOPROXY", "", "1.20.1", false), ("GOSUMDB", "zzz", nil, true),
  ("GOSUMDB", "", "1.19.8", false), ("GOSUMDB", "off", nil, false),
  ("GOTOOLCHAIN", "local", nil, false), ("GOTOOLCHAIN", "1.27.3", nil, true),
  ("GOTOOLCHAIN", "1.27.3", "1.20.1", false), ("GOTOOLCHAIN", "go1.24", nil, true),
  ("GOTOOLCHAIN", "go1.20", nil, false), ("GOTOOLCHAIN", "", nil, true), ("FOO", "x y", nil, false),
  ("CC", "a/b", nil, true), ("CC", " ", nil, true), ("CXX", "'a", nil, true),
  ("CC", "", nil, false), ("FC", "'a", nil, true), ("CGO_CFLAGS", "'-O2", nil, true),
  ("CGO_LDFLAGS", "\"-lm", nil, true), ("CGO_LDFLAGS", "'-L/a b' -lm", nil, false),
  ("GOCACHEPROG", "'x", nil, true), ("GOCACHEPROG", "x -y", nil, false),
  ("GOEXPERIMENT", "x", nil, true), ("GOEXPERIMENT", "none", nil, false),
  ("GOEXPERIMENT", "", nil, false), ("GOFIPS140", "x", nil, true), ("GOFIPS140", "v1", nil, true),
  ("GOFIPS140", "v1.0", nil, true), ("GOFIPS140", "v1.0.0", nil, false),
  ("GOFIPS140", "v1.0.0-c2097c7c", nil, false), ("GOFIPS140", "latest", nil, false),
  ("GOFIPS140", "off", nil, false), ("GOFIPS140", "certified", nil, false),
  ("GOFIPS140", "", nil, false), ("GOOS", "foo", nil, true), ("GOOS", "windows", nil, false),
  ("GOARCH", "x", nil, true), ("GOARCH", "arm64", nil, false), ("GOARCH", "", nil, false),
  ("GOTOOLCHAIN", "go1.27.3 ", nil, true), ("GOTOOLCHAIN", "go1.27.3-x", nil, false),
  ("CC", "gcc -m32", nil, false), ("CC", "/usr/bin/gcc", nil, false),
]

@Suite struct GoSettingRuleTests {
  @Test(arguments: rules.indices) func `a value is refused as go refuses it`(index: Int) {
    let (name, value, version, isRefused) = rules[index]
    let refusal = GoSettingRule.refusal(
      of: ByteString(value), for: ByteString(name),
      by: version.flatMap { GoVersion(ByteString($0)) })
    #expect((refusal != nil) == isRefused, "\(name)=\(value): \(refusal ?? "taken")")
    if let refusal { #expect(refusal.contains(name)) }
  }

  @Test func `a refusal drives no terminal`() throws {
    let value: ByteString = "\u{1B}[2J"
    for name: ByteString in ["GOPATH", "GOBIN", "GOFLAGS", "GOPROXY", "GOSUMDB", "GOTOOLCHAIN"] {
      let refusal = try #require(GoSettingRule.refusal(of: value, for: name))
      #expect(!refusal.contains("\u{1B}"))
    }
  }
}
