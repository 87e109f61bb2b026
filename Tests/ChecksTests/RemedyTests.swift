import Checks
import Formats
import Machines
import Testing

@Suite struct RemedyTests {
  @Test(arguments: ["off", "direct"])
  func `a toolchain at hand that cannot be checked is not said to be missing`(
    proxy: String
  ) throws {
    let release: ByteString = "v0.0.1-go1.99.0.linux-amd64"
    let cache: ByteString = "/home/u/go/pkg/mod/"
    let finding = try finding(
      "GT123",
      linux(
        [
          "/home/u/app/go.mod": "module app\n\ngo 1.99\n",
          cache + "golang.org/toolchain@" + release + "/bin/go": .file("", mode: 0o755),
          cache + "cache/download/golang.org/toolchain/@v/" + release + ".ziphash": "h1:",
        ], ["GOPROXY": ByteString(proxy), "GOSUMDB": "off"], in: "/home/u/app"))
    #expect(finding.seen.contains("GOSUMDB is “off”"))
    #expect(finding.consequence.contains("has go1.99.0 in the module cache and refuses it"))
    #expect(!finding.remedies.contains { $0.summary.contains("GOPROXY") })
  }

  @Test(arguments: [
    "GOPROXY=off\n", "GOTOOLCHAIN=path\n", "GOSUMDB=off\n", "GOTOOLCHAIN=local\n",
  ])
  func `no remedy starts a go that does not start`(file: String) throws {
    let finding = try finding(
      "GT123",
      linux(
        [
          "/home/u/.config/go/env": .file(ByteString(file)),
          "/home/u/app/go.mod": "module app\n\ngo 1.99\n",
        ], in: "/home/u/app"))
    let commands = finding.remedies.compactMap { remedy -> [ByteString]? in
      guard case .command(_, let words, _, _) = remedy else { return nil }
      return words
    }
    let name = ByteString(file).cut(at: UInt8(ascii: "="))?.before ?? ""
    let words: [ByteString] =
      name == "GOTOOLCHAIN" ? ["--set", "GOTOOLCHAIN=auto"] : ["--unset", name]
    #expect(commands == [["gotools", "go-env-guard"] + words + ["--apply"]])
  }

  @Test(arguments: [
    ("export GOPRIVATE=corp\n", true), ("export GOOS=plan9\n", false),
    ("goflags=-mod foo\n", false), ("export GOPRIVATE=$CORP\n", false),
    ("GOPRIVATE=a\nexport GOPRIVATE=b\n", false), ("GOPROXY=\nexport GOPROXY=direct\n", true),
    ("GODEBUG=x\n", false),
    ("GODEBUG=x\nexport GOOS=js\n goprivate=corp\n", true),
  ]) func `--apply is offered for lines that can be told`(file: String, isOffered: Bool) throws {
    let finding = try finding("GT115", linux(["/home/u/.config/go/env": .file(ByteString(file))]))
    let changes = finding.remedies.filter { if case .change = $0 { true } else { false } }
    #expect(!changes.isEmpty == isOffered, "\(file)")
    #expect(!finding.remedies.isEmpty)
  }

  @Test(arguments: [
    ("GOPROXY=https://a\nGOPROXY=\"direct\"\n", "GT120", "line 2; then line 1 counts"),
    ("GOPROXY=https://a\nGOPROXY=\n", "GT114", "line 2; then line 1 counts"),
    ("GOFLAGS=-v\r\nGOFLAGS=-mod=foo\r\n", "GT117", "line 2; then line 1 counts"),
    ("GOPROXY=none\nGOPROXY=\n", "GT114", "lines 1, 2"), ("A=1\nGOPROXY=none\n", "GT120", "line 2"),
    ("GOPROXY=\nGOPROXY=a\nGOPROXY=\nGOPROXY=\nGOPROXY=\n", "GT114", "lines 1, 2, 3 and 2 more"),
  ]) func `every line of the go/env file that goes is named`(
    file: String, code: String, lines: String
  ) throws {
    let finding = try finding(code, linux(["/home/u/.config/go/env": .file(ByteString(file))]))
    #expect(finding.remedies.map(\.summary).contains { $0.hasSuffix("env”, " + lines) })
  }

  @Test(arguments: [
    ("PATH=/x", false), ("HOME=/y", false), ("GOTELEMETRY=off", false), ("GODEBUG=x", true),
    ("HTTPS_PROXY=http://a", true),
  ]) func `what would ruin the login, or do nothing, is not to be exported`(
    line: String, isToBeExported: Bool
  ) throws {
    let finding = try finding("GT115", linux(["/home/u/.config/go/env": .file(ByteString(line))]))
    #expect(finding.remedies.contains { $0.summary.contains("export ") } == isToBeExported)
    #expect(finding.remedies.contains { $0.summary.contains("take line 1 out") })
  }

  private func finding(_ code: String, _ example: Example) throws -> Finding {
    for answer in Area.goEnvironment.answers(on: example.machine) where answer.check.code == code {
      if case .finding(let finding) = answer.outcome { return finding }
    }
    throw Missing(code: code)
  }

  private struct Missing: Error { let code: String }
}
