import Foundation
import Testing

/// What each module may import, besides the standard library.
private let permitted: [String: Set<String>] = [
  "gotools": ["Applets", "Commands", "Machines"],
  "Applets": ["Checks", "Changes", "Commands", "Snippets", "Machines", "Formats"],
  "Checks": ["Changes", "Machines", "Formats", "FoundationEssentials"],
  "Changes": ["Machines", "Formats"],
  "Machines": ["Syscalls", "Formats", "Synchronization"],
  "Syscalls": ["CLinux", "Glibc"],
  "Formats": [],
  "Commands": [],
  "Snippets": [],
]

/// What may be said in some places only.
private let reserved: [Reservation] = [
  Reservation(#"\bunsafe\b"#, where: "Syscalls/"),
  Reservation(#"\bCommandLine\b"#, where: "gotools/main.swift"),
  Reservation(#"(^|[^.\w`])(exit|_exit|abort)\("#, where: "Syscalls/Process.swift"),
  Reservation(#"\bendProcess\b"#, where: "Syscalls/", "Machines/ThisProcess.swift"),
  Reservation(#"\bThisProcess\.end\b"#, where: "gotools/main.swift"),
  Reservation(#"\btry!"#),
  Reservation(#"\bas!"#),
  Reservation(#"\bfatalError\b"#),
  Reservation(#"\bpreconditionFailure\b"#),
]

@Suite struct LayeringTests {
  @Test func `the sources are found`() {
    #expect(sources.count > 10)
    #expect(sources.contains { $0.path == "gotools/main.swift" })
  }

  @Test(arguments: sources) func `a file imports what its module may use`(_ source: Source) throws {
    let text = try source.text
    let allowed = try #require(permitted[source.module], "“\(source.module)” is in no layer")
    for name in imports(in: text.code) {
      #expect(allowed.contains(name), "\(source.path) imports \(name)")
    }
  }

  @Test(arguments: sources) func `a file says only what it may`(_ source: Source) throws {
    let text = try source.text
    for reservation in reserved where !reservation.isPermitted(in: source.path) {
      let match = try reservation.firstMatch(in: text.code)
      #expect(match == nil, "\(source.path) says \(match ?? "")")
    }
  }

  @Test(arguments: sources + tests) func `no comment puts work off`(_ source: Source) throws {
    let comments = try source.text.comments
    #expect(
      !comments.contains(try Regex(#"\b(TODO|FIXME|XXX)\b"#).wordBoundaryKind(.simple)),
      "\(source.path)")
  }

  @Test(arguments: [
    ("import A", ["A"]), ("internal import A\npackage import B", ["A", "B"]),
    ("@testable import A", ["A"]), ("@_spi(X) public import A", ["A"]),
    ("  import struct A.B", ["A"]), ("import A; import B", ["A", "B"]), ("// import A", []),
    ("/* import A\n import B */ let x = \"import C\"", []), ("let important = A", []),
    ("let x = \"\"\"\n  import A\n  \"\"\"\nimport B", ["B"]),
  ]) func `imports are found however they are written`(text: String, names: [String]) {
    #expect(imports(in: SourceText(text).code) == names)
  }

  @Test(arguments: [
    ("a // unsafe\nb", "a \nb"), ("a /* x /* y */ z */ b", "a  b"), ("a \"unsafe\" b", "a   b"),
    ("\"x\\\"y\" b", "  b"), ("\"x\\(try! y(\"z\"))w\" b", " (try! y( )) b"),
    ("#\"x\\(y)\"z\"# b", "  b"), ("#\"\\#(y)\"# b", " (y) b"),
    ("\"\"\"\n\"x\"\n\"\"\" b", " \n\n b"),
    ("\"//\" b", "  b"), ("// \"\nb", "\nb"), ("#if b", "#if b"), ("\"\\\\\" b", "  b"),
  ]) func `comments and literals are no code`(text: String, code: String) {
    #expect(SourceText(text).code == code)
  }

  @Test(arguments: [
    ("exit(1)", true), ("if x { exit(1) }", true), ("a.exit(1)", false), ("func `exit`(", false),
    ("Glibc.exit(1)", false), ("_exit(0)", true),
    ("onexit(1)", false), ("try! x", true),
    ("try x!", false), ("x as! Y", true), ("x as? Y", false), ("fatalError()", true),
    ("nonisolated(unsafe) var x", true), ("withUnsafeBytes", false),
    ("CommandLine.arguments", true), ("ThisProcess.end(0)", true),
  ]) func `a reserved word is seen`(code: String, isSeen: Bool) throws {
    let matches = try reserved.compactMap { try $0.firstMatch(in: code) }
    #expect(!matches.isEmpty == isSeen)
  }
}

/// A word, as a regular expression, that belongs to some places below Sources/, or to none.
private struct Reservation {
  let pattern: String
  let places: [String]

  init(_ pattern: String, where places: String...) {
    self.pattern = pattern
    self.places = places
  }

  func isPermitted(in path: String) -> Bool { places.contains(where: path.hasPrefix) }

  func firstMatch(in code: String) throws -> String? {
    let regex = try Regex(pattern).anchorsMatchLineEndings().wordBoundaryKind(.simple)
    return code.firstMatch(of: regex).map { String(code[$0.range]) }
  }
}

/// A Swift file by its path below Sources/ or Tests/.
struct Source: CustomTestStringConvertible {
  let directory: URL
  let path: String

  var module: String { String(path.prefix { $0 != "/" }) }
  var testDescription: String { path }

  var text: SourceText {
    get throws {
      SourceText(try String(contentsOf: directory.appending(path: path), encoding: .utf8))
    }
  }
}

private let sources = files(in: "Sources")
private let tests = files(in: "Tests")

private func files(in name: String) -> [Source] {
  let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let directory = package.appending(path: name)
  let paths = (try? FileManager.default.subpathsOfDirectory(atPath: directory.path)) ?? []
  return paths.filter { $0.hasSuffix(".swift") }.sorted().map {
    Source(directory: directory, path: $0)
  }
}

private func imports(in code: String) -> [String] {
  let line =
    #/
    (?:^|;)\h*
    (?:(?:@\w+(?:\([^)]*\))?|public|package|internal|fileprivate|private)\s+)*
    import\s+
    (?:(?:typealias|struct|class|actor|enum|protocol|let|var|func)\s+)?
    (\w+)
    /#.anchorsMatchLineEndings()
  return code.matches(of: line).map { String($0.output.1) }
}
