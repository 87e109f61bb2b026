import Applets
import Commands
import Foundation
import Testing

/// Every script in scripts/ is a test; Script.swift says how one is written.
@Suite struct ScriptTests {
  @Test func `the scripts are where they are looked for`() throws {
    #expect(throws: Never.self) {
      try FileManager.default.contentsOfDirectory(atPath: scripts.path)
    }
  }

  @Test(arguments: scriptNames) func script(name: String) throws {
    let url = scripts.appending(path: name)
    let text = try String(contentsOf: url, encoding: .utf8)
    guard let failure = try play(text, gotools: gotools, names: programNames) else { return }
    Issue.record(
      Comment(rawValue: failure.description),
      sourceLocation: SourceLocation(
        fileID: "ScriptTests/\(name)", filePath: url.path, line: failure.mistake.line, column: 1))
  }
}

/// What went wrong in a script, as the person who must mend it wants to see it.
struct ScriptFailure: CustomStringConvertible {
  var mistake: Mistake
  var line = ""
  var transcript = ""

  var description: String {
    (line.isEmpty ? "" : "> \(line)\n") + "\(mistake.message)\n\(transcript)"
  }
}

/// Performs a script to its end, or to the first line that fails.
func play(
  _ text: String, gotools: URL, names: [String] = ["gotools"],
  deadline: Duration = .seconds(20), limit: Int = 8 << 20
) throws -> ScriptFailure? {
  let script: Script
  do {
    script = try Script(parsing: text)
  } catch {
    return ScriptFailure(mistake: error)
  }
  var run = try Run(script, gotools: gotools, names: names)
  defer { run.remove() }
  run.deadline = deadline
  run.limit = limit
  for line in script.lines {
    do throws(Mistake) {
      try run.perform(line)
    } catch {
      return ScriptFailure(mistake: error, line: line.text, transcript: run.transcript)
    }
  }
  return nil
}

private let scripts = URL(filePath: #filePath).deletingLastPathComponent().appending(
  path: "scripts")

private let scriptNames: [String] =
  ((try? FileManager.default.contentsOfDirectory(atPath: scripts.path)) ?? [])
  .filter { $0.hasSuffix(".txtar") }.sorted()

/// The binary under test: the one that is asked for, or the one that `swift test` has built.
let gotools: URL =
  ProcessInfo.processInfo.environment["GOTOOLS_BINARY"].map { URL(filePath: $0).absoluteURL }
  ?? URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  .appending(path: "gotools")

/// The names under which the binary is called.
private let programNames =
  ["gotools"] + Applet.all.filter(\.isHelper).map(\.command.name)
