import Checks
import Formats
import Foundation
import Machines
import Testing

private let windowsFirst = CheckDescription.all[0]

/// A machine with an error, a warning and checks that are fine.
private let faulty = Machine.example(
  [
    "/usr/bin/go": .link("../lib/go-1.19/bin/go"),
    "/usr/lib/go-1.19/bin/go": .goCommand("go1.19.8"),
    "/usr/lib/go-1.19/pkg/tool/linux_amd64": .directory(),
    "/usr/local/go/pkg/tool/linux_amd64": .directory(),
    "/usr/local/go/bin/go": .goCommand("go1.27.3"),
  ], environment: ["PATH": ":/usr/bin:/usr/local/go/bin", "HOME": "/home/u"])
private let healthy = Machine.example(
  [
    "/usr/local/go/bin/go": .goCommand("go1.27.3"), "/usr/local/go/VERSION": "go1.27.3\n",
    "/usr/local/go/go.env": "GOPROXY=https://proxy\n",
    "/usr/local/go/pkg/tool/linux_amd64": .directory(),
  ], environment: ["PATH": "/usr/local/go/bin:/usr/bin", "HOME": "/home/u"])

private func report(
  _ machine: Machine, ignoring: [Ignored] = []
) -> Report {
  Report(
    applet: "go-env-guard", of: Area.goEnvironment.answers(on: machine), ignoring: ignoring)
}

@Suite struct ReportTests {
  @Test
  func `a change of files is told as the command that makes it, and asked for its edits late`()
    throws
  {
    let finding = Finding(
      .warning, seen: "x", so: "y", because: [],
      remedies: [
        .change("rewrites “/f”", by: ["go-env-guard"]) { throw Unasked() }, .manual("or by hand"),
      ])
    let report = Report(
      applet: "go-env-guard", of: [Answer(check: windowsFirst, outcome: .finding(finding))])
    #expect(
      report.text(TextStyle()).contains(
        "do     gotools go-env-guard --apply   (rewrites “/f”; undo: gotools undo)\n"))
    let host = Host(of: healthy)
    let text = try report.json(version: "0", host: host, milliseconds: 0)
    #expect(text.contains(#""kind" : "command""#) && text.contains(#""undo" : "gotools undo""#))
    #expect(!text.contains(#""changes""#))
    #expect(throws: Unasked.self) { try report.edits() }
    let ignored = Report(
      applet: "go-env-guard", of: [Answer(check: windowsFirst, outcome: .finding(finding))],
      ignoring: [Ignored(code: windowsFirst.code, because: "so")])
    #expect(try ignored.edits().isEmpty)
  }

  @Test func `changes stand in the document with their diffs`() throws {
    let diff = UnifiedDiff("/f", from: nil, to: Array("\u{1B}\n".utf8))
    let text = try report(healthy).json(
      version: "0", host: Host(of: healthy), milliseconds: 0, changes: [("/f", diff)])
    #expect(text.contains(#""diff" : "--- /dev/null\n+++ /f\n@@ -0,0 +1 @@\n+\u001b\n""#))
  }

  @Test func `a healthy machine has nothing to tell`() {
    #expect(report(healthy).text(TextStyle()) == "")
    #expect(report(healthy).status(failingOn: .info) == 0)
  }

  @Test func `errors come before warnings`() throws {
    let codes = report(faulty).findings.map(\.check.code)
    #expect(codes == ["GT110", "GT103"])
    let text = report(faulty).text(TextStyle())
    let error = try #require(text.range(of: "error  GT110"))
    let warning = try #require(text.range(of: "warning  GT103"))
    #expect(error.lowerBound < warning.lowerBound)
    #expect(text.contains("\n1 error, 1 warning, "))
    #expect(text.hasSuffix("more: gotools explain GT110\n"))
  }

  @Test(arguments: [
    (Severity.error, Int32(1)), (.warning, 1), (.info, 1),
  ]) func `an error fails at every threshold`(threshold: Severity, status: Int32) {
    #expect(report(faulty).status(failingOn: threshold) == status)
  }

  @Test func `a warning alone fails only where warnings are asked for`() {
    let ignoring = [Ignored(code: "GT110", because: "asked for")]
    #expect(report(faulty, ignoring: ignoring).status(failingOn: .error) == 0)
    #expect(report(faulty, ignoring: ignoring).status(failingOn: .warning) == 1)
  }

  @Test func `an ignored finding is listed with its reason`() {
    let text = report(faulty, ignoring: [Ignored(code: "GT110", because: "asked for")]).text(
      TextStyle())
    #expect(text.contains("ignored  GT110"))
    #expect(text.contains("why    asked for"))
  }

  @Test func `what cannot be told is neither fine nor a finding`() {
    let machine = Machine.example(["/proc/self/mountinfo": .unreadable])
    let report = report(machine)
    #expect(report.count("unknown") == Area.goEnvironment.checks.count)
    #expect(report.status(failingOn: .error) == 2)
    let text = report.text(TextStyle())
    // One reason, told once.
    #expect(text.components(separatedBy: "Permission denied").count == 2)
  }

  @Test func `colour is added around words only`() {
    let plain = report(faulty).text(TextStyle())
    let colored = report(faulty).text(TextStyle(colored: true))
    #expect(colored.contains("\u{1B}[1;31merror"))
    #expect(!plain.contains("\u{1B}"))
    let stripped = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(stripped == plain)
  }

  @Test func `lines end before the terminal does`() {
    let text = report(faulty).text(TextStyle(columns: 80))
    for line in text.split(separator: "\n") {
      #expect(line.count <= 80 || !line.dropFirst(14).contains(" "))
    }
  }

  @Test func `a hostile name cannot drive the terminal`() throws {
    let evil = Machine.example(environment: ["PATH": "\u{1B}]0;owned\u{7}:/usr/bin"])
    let text = report(evil).text(TextStyle())
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    let json = try report(evil).json(
      version: "1", host: Host(kind: .bare, kernel: "6.1"), milliseconds: 1)
    #expect(!json.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  @Test func `the JSON document has the fields of schema 1`() throws {
    let text = try report(faulty, ignoring: [Ignored(code: "GT103", because: "asked for")]).json(
      version: "9.9", host: Host(kind: .wsl2, kernel: "6.6.1-microsoft-standard-WSL2"),
      milliseconds: 3)
    let any = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let document = try #require(any as? [String: Any])
    #expect(
      Set(document.keys) == [
        "schema", "tool", "applet", "host", "duration_ms", "summary", "checks", "facts",
      ])
    #expect(document["schema"] as? Int == 1)
    let summary = try #require(document["summary"] as? [String: Any])
    #expect(summary["status"] as? String == "error")
    #expect(summary["error"] as? Int == 1)
    #expect(summary["ignored"] as? Int == 1)
    let checks = try #require(document["checks"] as? [[String: Any]])
    #expect(checks.count == Area.goEnvironment.checks.count)
    let first = try #require(checks.first)
    #expect(first["code"] as? String == "GT110")
    for key in ["name", "outcome", "title", "detail", "consequence", "evidence", "remedies"] {
      #expect(first[key] != nil)
    }
    let ignored = try #require(checks.first { $0["code"] as? String == "GT103" })
    #expect(ignored["outcome"] as? String == "ignored")
    #expect(ignored["ignored"] as? String == "asked for")
  }

  @Test func `bytes that are no text survive as escapes`() throws {
    let path = ByteString([0xFF, 0x2F] + Array(":/usr/bin".utf8))
    let json = try report(Machine.example(environment: ["PATH": path])).json(
      version: "1", host: Host(kind: .bare, kernel: "6.1"), milliseconds: 1)
    #expect(json.contains(#"\\xFF/:/usr/bin"#))
  }
}

private struct Unasked: Error {}
