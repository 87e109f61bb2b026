import Changes
import Checks
import Formats
import Foundation
import Machines
import Testing

@Suite(.enabled(if: isWanted), .serialized)
struct GoRepairOracleTests {
  @Test(arguments: broken.indices)
  func `go stops at a go/env file, and works with what is planned for it`(index: Int) throws {
    let (text, question, message) = broken[index]
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    let setting = GoFault.Setting.file(text)
    let configuration = setting.configuration(
      "repair of \(text.printable)", text.contains("GOPROXY") ? [:] : alone)
    let (own, settled) = try oracle.prepared(configuration, number: index)
    let words = question.split(on: UInt8(ascii: " "))
    let before = try oracle.start(settled, in: own, words).answer()
    #expect(
      before.status != 0 && before.errors.contains(message), "\(settled.report)\(before.errors)")

    let plan = try plan(for: settled, own)
    #expect(!plan.isEmpty, "\(settled.report)")
    for case .file(let path, _, let new, _) in plan.changes {
      try Data(new ?? []).write(to: URL(fileURLWithPath: path.text))
    }
    let after = try oracle.start(settled, in: own, words).answer()
    #expect(after.status == 0, "\(settled.report)\(after.errors)")
    #expect(try self.plan(for: settled, own).isEmpty, "\(settled.report)")
  }

  @Test func `a line that go passes over without harm does none once others are mended`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    for (number, line) in harmless.enumerated() {
      let setting = GoFault.Setting.file(line + "\nexport GOPRIVATE=corp\n")
      let configuration = setting.configuration("mending beside \(line.printable)", alone)
      let (own, settled) = try oracle.prepared(configuration, number: number)
      for case .file(let path, _, let new, _) in try plan(for: settled, own).changes {
        #expect(ByteString(new ?? []).contains("\nGOPRIVATE=corp"), "\(settled.report)")
        try Data(new ?? []).write(to: URL(fileURLWithPath: path.text))
      }
      let answer = try oracle.start(settled, in: own, ["build", "."]).answer()
      #expect(answer.status == 0, "\(settled.report)\(answer.errors)")
    }
  }

  /// What --apply would do.
  private func plan(for configuration: GoConfiguration, _ own: ByteString) throws -> Plan {
    let machine = try configuration.machine(own)
    let report = Report(applet: "repair", of: Area.goEnvironment.answers(on: machine))
    return try Plan("repair", report.edits(), reading: machine.files)
  }
}

/// Texts of the go/env file, a question, and what go says to it.
private let broken: [(text: ByteString, question: ByteString, message: String)] = [
  ("GOTOOLCHAIN=local\r\n", "version", "invalid GOTOOLCHAIN"),
  ("GO111MODULE=on\r\n", "list", "unknown environment setting"),
  ("GOPROXY=\nexport GOPROXY=file://{D}/p\n", "mod graph", "contains no entries"),
  ("GOPROXY=none\n GOPROXY = 'file://{D}/p' \n", "mod graph", "missing scheme: none"),
  (
    "GOPROXY=file://{D}/p\nGOPROXY=\"direct\"\n", "mod graph",
    "invalid proxy URL missing scheme: %22direct%22"
  ),
  ("GOPROXY=file://{D}/p\nGOPROXY=none\r\nGOPROXY=\n", "mod graph", "contains no entries"),
  ("GOFLAGS=-v\nGOFLAGS=-mod=foo\n", "list", "-mod=foo not supported"),
  ("GOFLAGS=-mod mod\n", "list", "non-flag"), ("GOFLAGS=-u\n", "env", "requires an argument"),
  ("GOPATH=~/go\n", "list", "cannot start with shell metacharacter"),
  ("GOPATH=go\nGOBIN=/b\n", "list", "GOPATH entry is relative"),
  ("GOTOOLCHAIN=Auto\n", "version", "invalid GOTOOLCHAIN"),
  ("GO111MODULE=bogus\n", "list", "unknown environment setting"),
  ("GOWORK=/nowhere/go.work\n", "list", "reading go.work"),
  ("GOROOT=/nowhere\n", "version", "cannot find GOROOT directory"),
]

/// Lines of which go would stop at what they say, or of which a shell would make something else.
private let harmless: [ByteString] = [
  "export GOEXPERIMENT=x", "export GOOS=foo", "export GOARCH=x", "gofips140=x", " FC = a/b",
  "export GOPROXY=direct GOSUMDB=off", "export GOPROXY=a;b", "export GOFLAGS=-x&",
]

private let alone: [ByteString: GoConfiguration.Entry] = [
  "w/a/b/go.mod": .file("module m\n\ngo 1.18\n")
]

extension ByteString {
  fileprivate func contains(_ word: String) -> Bool { text.contains(word) }
}
