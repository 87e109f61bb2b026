package import Formats
internal import FoundationEssentials
package import Machines

extension Report {
  /// The report as one JSON document, keys sorted, with a newline at its end; `changes` are those planned or done.
  package func json(
    version: String, host: Host, milliseconds: Int64, facts: [String: Fact] = [:],
    changes: [(path: ByteString, diff: UnifiedDiff)]? = nil
  ) throws -> String {
    let document = Document(
      tool: Document.Tool(name: "gotools", version: version), applet: applet,
      host: Document.Host(kind: host.kind.rawValue, kernel: host.kernel.exact),
      durationMs: milliseconds,
      summary: Document.Summary(
        status: entries.first?.summaryWord ?? "ok", error: count("error"),
        warning: count("warning"), info: count("info"), unknown: count("unknown"),
        skipped: count("skipped"), ignored: count("ignored"), ok: count("ok")),
      checks: entries.map(Document.Check.init), facts: facts,
      changes: changes?.map { path, diff in
        Document.Change(path: path.exact, diff: ByteString(diff.bytes).exact)
      })
    return try encoded(document)
  }
}

/// A value as JSON: keys sorted, slashes as they are, nothing in it that could drive a terminal.
package func encoded(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
  let text = String(decoding: try encoder.encode(value), as: UTF8.self)
  var result = ""
  for scalar in text.unicodeScalars {
    // The encoder leaves DEL, C1 and formatting characters as they are; they stand in strings only.
    if scalar.isPlain || scalar == "\n" {
      result.unicodeScalars.append(scalar)
    } else {
      for unit in UTF16.encode(scalar) ?? .init() {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }
  return result + "\n"
}

extension ByteString {
  /// The text itself where it is UTF-8, else with `\xNN` for the bytes that are not.
  package var exact: String { String(validating: bytes, as: UTF8.self) ?? printable }
}

/// A reading of an applet's own, as `facts` of the document holds it.
package indirect enum Fact: Encodable, Sendable {
  case text(String)
  case number(Int64)
  case null
  case object([String: Fact])
  case list([Fact])

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .null: try container.encodeNil()
    case .object(let fields): try container.encode(fields)
    case .list(let elements): try container.encode(elements)
    }
  }
}

/// The texts by name that a JSON object holds; throws where it is another thing.
package func decodedTexts(_ json: [UInt8]) throws -> [String: String] {
  try JSONDecoder().decode([String: String].self, from: Data(json))
}

/// The bytes in base 64: RFC 4648.
package func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

/// The shape of the document, schema 1: fields are only ever added.
private struct Document: Encodable {
  var schema = 1
  var tool: Tool
  var applet: String
  var host: Host
  var durationMs: Int64
  var summary: Summary
  var checks: [Check]
  var facts: [String: Fact]
  /// Absent where nobody asked for them.
  var changes: [Change]?

  struct Change: Encodable {
    var path: String
    var diff: String
  }

  struct Tool: Encodable {
    var name: String
    var version: String
  }

  struct Host: Encodable {
    var kind: String
    var kernel: String
  }

  struct Summary: Encodable {
    var status: String
    var error: Int
    var warning: Int
    var info: Int
    var unknown: Int
    var skipped: Int
    var ignored: Int
    var ok: Int
  }

  struct Check: Encodable {
    var code: String
    var name: String
    var outcome: String
    var title: String
    var detail: String
    var consequence: String
    var evidence: [Evidence]
    var remedies: [Remedy]
    /// Why it is ignored; absent where it is not.
    var ignored: String?
  }

  struct Evidence: Encodable {
    var kind: String
    var source: String
    var value: String
  }

  struct Remedy: Encodable {
    var kind: String
    var summary: String
    var argv: [String]?
    var needsRoot: Bool?
    var undo: String?
  }
}

extension Document.Check {
  init(_ entry: Report.Entry) {
    self.init(
      code: entry.check.code, name: entry.check.name, outcome: entry.word,
      title: entry.check.title, detail: "", consequence: "", evidence: [], remedies: [],
      ignored: entry.ignored)
    switch entry.outcome {
    case .ok: break
    case .unknown(let reason), .skipped(let reason): detail = reason
    case .finding(let finding):
      title = finding.title ?? title
      detail = finding.seen
      consequence = finding.consequence
      evidence = finding.evidence.map {
        Document.Evidence(kind: $0.kind.rawValue, source: $0.source.exact, value: $0.value.exact)
      }
      remedies = finding.remedies.map(Document.Remedy.init)
    }
  }
}

extension Document.Remedy {
  init(_ remedy: Remedy) {
    switch remedy {
    case .command(let summary, _, let needsRoot, _), .change(let summary, _, let needsRoot, _):
      self.init(
        kind: "command", summary: summary, argv: remedy.commands?.mend.map(\.exact),
        needsRoot: needsRoot, undo: remedy.commands?.undo.map(ShellWords.line))
    case .shell(let summary, let line):
      self.init(kind: "manual", summary: "\(summary): \(line)")
    case .edit(let summary): self.init(kind: "edit", summary: summary)
    case .manual(let summary): self.init(kind: "manual", summary: summary)
    }
  }
}

extension Report.Entry {
  /// What the whole report says: its gravest entry, where an ignored one counts as fine.
  fileprivate var summaryWord: String {
    ["ignored", "skipped"].contains(word) ? "ok" : word
  }
}
