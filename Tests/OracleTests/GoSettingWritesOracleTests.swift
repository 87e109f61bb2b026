import Formats
import Foundation
import Machines
import Testing

@Suite(.enabled(if: isWanted), .serialized)
struct GoSettingWritesOracleTests {
  @Test func `what go env -w refuses is refused, and what is taken go can live with`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    for (number, (name, value)) in settings.enumerated() {
      let assignment = name + "=" + value
      var configuration = GoConfiguration(name: assignment.printable)
      configuration.environment["GOENV"] = "{D}/env"
      let (own, settled) = try oracle.prepared(configuration, number: number)
      let isWritten =
        try oracle.start(settled, in: own, ["env", "-w", assignment]).answer().status == 0
      let refusal =
        GoSetting.refusal(ofSetting: name, to: value) ?? GoSettingRule.refusal(of: value, for: name)
      #expect(isWritten || refusal != nil, "\(assignment): go refuses it")
      guard isWritten else { continue }
      if refusal == nil {
        let file = try FileTree.live.read(own.appending("env")) ?? []
        let mine = GoEnvironmentFile.setting(name, to: value, in: [])
        #expect(
          GoEnvironmentFile(parsing: file).entries == GoEnvironmentFile(parsing: mine).entries)
        let next = try oracle.start(settled, in: own, ["env", name]).answer()
        #expect(next.status == 0, "\(assignment): go stops at it later: \(next.errors)")
      }
    }
  }

  @Test func `every variable of the list can be set, and no other`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    let source = oracle.tree.appending("src/internal/cfg/cfg.go")
    let text = ByteString(try #require(try FileTree.live.read(source))).text
    let list = try #require(text.split(separator: "`").dropFirst().first)
    let known = list.split(whereSeparator: \.isWhitespace).map { ByteString(String($0)) }
    #expect(known.count > 40)
    for name in known {
      #expect(
        GoVariable.writable.contains(name) == (GoSetting.refusal(ofUnsetting: name) == nil),
        "\(name)")
    }
    #expect(GoVariable.writable.allSatisfy(known.contains))
    #expect(known.filter { !GoVariable.writable.contains($0) }.count == 8)
  }
}

private let settings: [(ByteString, ByteString)] = [
  ("GOPROXY", "direct"), ("GOROOT", "/go"), ("GOVERSION", "x"), ("GOWORK", "off"), ("GOENV", "off"),
  ("GODEBUG", "a=1"), ("GOMOD", "x"), ("GOTELEMETRY", "off"), ("GOMAXPROCS", "3"), ("FOO", "1"),
  ("GO111MODULE", "yes"), ("GO111MODULE", "off"), ("GO111MODULE", "ON"), ("GOPATH", "rel"),
  ("GOPATH", "~/go"), ("GOPATH", "/a:b"), ("GOPATH", "/a:/b"), ("GOMODCACHE", "x"),
  ("GOMODCACHE", "/m"), ("GOTMPDIR", "x"), ("GOTMPDIR", "/tmp"), ("CC", "a/b"), ("CC", "'x"),
  ("CC", "gcc -m32"), ("CXX", " "), ("GOFLAGS", "-mod=mod"), ("GOFLAGS", "a\nb"),
  ("GOFLAGS", "-json=false"), ("GOFLAGS", "-w=false"), ("GOFLAGS", "-x=maybe"), ("GOPATH", ":/x"),
  ("GOFLAGS", "a\rb"), ("GOFLAGS", "a\u{B}b"), ("GOFLAGS", "a\u{C}b"), ("GOPRIVATE", "é"),
  ("GOPRIVATE", ByteString([0xFF])), ("GOCACHE", "/c"), ("GOBIN", "/b"), ("GOSUMDB", "off"),
  ("GOTOOLCHAIN", "local"), ("goproxy", "direct"), ("GOTOOLCHAIN", "go1.27.3 "),
  ("GOEXPERIMENT", "x"), ("GOEXPERIMENT", "none"), ("GOFIPS140", "x"), ("GOFIPS140", "inprocess"),
  ("GOFIPS140", "v1"), ("GOFIPS140", "v1.0.0"), ("GOOS", "foo"), ("GOARCH", "x"), ("FC", "'a"),
  ("FC", "a/b"), ("CGO_CFLAGS", "'a"), ("GOFLAGS", "-ldflags='-s -w'"), ("GOARCH", "arm64"),
]
