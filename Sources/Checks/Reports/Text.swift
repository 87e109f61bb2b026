internal import Formats

/// How a report is laid out as text.
package struct TextStyle: Sendable {
  package var colored: Bool
  /// Also what is fine and what was skipped.
  package var verbose: Bool
  /// The columns of the terminal; `nil` leaves lines as long as they are.
  package var columns: Int?

  package init(colored: Bool = false, verbose: Bool = false, columns: Int? = nil) {
    self.colored = colored
    self.verbose = verbose
    self.columns = columns
  }
}

extension Report {
  /// The report as text, empty where there is nothing to say.
  package func text(_ style: TextStyle) -> String {
    var blocks = findings.map { block($0.finding, of: $0.check, style) }
    blocks += unknowns.map { codes, reason in
      head("unknown", codes, "could not be told", style) + field("why", reason, style)
    }
    blocks += entries.filter { $0.ignored != nil }.map { entry in
      head("ignored", entry.check.code, entry.title, style)
        + field("why", entry.ignored ?? "", style)
    }
    if style.verbose { blocks += quietOnes.map { head($0.word, $0.check.code, $0.line, style) } }
    if blocks.isEmpty { return "" }
    return blocks.joined() + summary(style)
  }

  /// The findings alone, without a summary: what a shell tells between two prompts.
  package func text(
    of findings: [(check: CheckDescription, finding: Finding)], _ style: TextStyle
  ) -> String {
    findings.map { block($0.finding, of: $0.check, style) }.joined()
  }

  /// "1 error, 7 ok" and where to read on.
  package func summary(_ style: TextStyle) -> String {
    let counts = Entry.words.compactMap { word in
      let count = count(word)
      return count == 0 ? nil : "\(count) \(count == 1 ? word : Self.plural[word] ?? word)"
    }
    let first = entries.first { !["ok", "skipped"].contains($0.word) }
    let more = first.map { "    more: gotools explain \($0.check.code)" } ?? ""
    return counts.joined(separator: ", ") + more + "\n"
  }

  private static let plural = ["error": "errors", "warning": "warnings"]

  /// The checks that could not be completed, those of one reason together.
  private var unknowns: [(codes: String, reason: String)] {
    var reasons: [(codes: [String], reason: String)] = []
    for entry in entries where entry.ignored == nil {
      guard case .unknown(let reason) = entry.outcome else { continue }
      if let index = reasons.firstIndex(where: { $0.reason == reason }) {
        reasons[index].codes.append(entry.check.code)
      } else {
        reasons.append(([entry.check.code], reason))
      }
    }
    return reasons.map { ($0.codes.joined(separator: " "), $0.reason) }
  }

  private var quietOnes: [Entry] { entries.filter { ["ok", "skipped"].contains($0.word) } }

  private func block(_ finding: Finding, of check: CheckDescription, _ style: TextStyle) -> String {
    head(finding.severity.rawValue, check.code, finding.title ?? check.title, style)
      + field("seen", finding.seen, style)
      + field("so", finding.consequence, style)
      + finding.remedies.map { field("do", words: $0.words, style) }.joined()
  }

  private func head(_ word: String, _ code: String, _ title: String, _ style: TextStyle) -> String {
    let shown = style.colored ? "\u{1B}[\(Self.colors[word] ?? "0")m\(word)\u{1B}[0m" : word
    let start = "\(word)  \(code)  ".count
    return shown + "  " + code + "  "
      + wrapped(words(of: title), from: start, indent: min(start, 14), style.columns) + "\n"
  }

  private static let colors = [
    "error": "1;31", "warning": "1;33", "info": "1;36", "unknown": "1;35", "ok": "32",
  ]

  private func field(_ name: String, _ text: String, _ style: TextStyle) -> String {
    field(name, words: words(of: text), style)
  }

  private func field(_ name: String, words: [String], _ style: TextStyle) -> String {
    "       \(name)\(String(repeating: " ", count: max(1, 7 - name.count)))"
      + wrapped(words, from: 14, indent: 14, style.columns) + "\n"
  }
}

extension Report.Entry {
  fileprivate var title: String {
    if case .finding(let finding) = outcome { return finding.title ?? check.title }
    return check.title
  }

  fileprivate var line: String {
    if case .skipped(let reason) = outcome { return "\(check.name): \(reason)" }
    return check.name
  }
}

extension Remedy {
  /// The command, ready to be pasted and never broken, where there is one, then in brackets what it does and how to undo it.
  fileprivate var words: [String] {
    if case .shell(let summary, let line) = self {
      return [line, " "] + Checks.words(of: "(\(summary))")
    }
    guard let commands else { return Checks.words(of: summary) }
    let undo = commands.undo.map { "; undo: \(ShellWords.line($0))" } ?? ""
    return [ShellWords.line(commands.mend), " "] + Checks.words(of: "(\(summary)\(undo))")
  }
}

private func words(of text: String) -> [String] {
  text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
}

/// The words in lines that end before the last column; a word longer than a line stays whole.
private func wrapped(
  _ words: [String], from start: Int, indent: Int, _ columns: Int?
) -> String {
  guard let columns, columns > indent + 20 else { return words.joined(separator: " ") }
  var lines: [String] = []
  var line = ""
  var room = columns - start
  for word in words {
    if !line.isEmpty, line.count + 1 + word.count > room {
      lines.append(line)
      line = word
      room = columns - indent
    } else {
      line += (line.isEmpty ? "" : " ") + word
    }
  }
  lines.append(line)
  return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
}
