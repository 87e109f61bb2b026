/// A paragraph of a command's details.
struct Paragraph {
  let lines: [String]

  /// Whether its lines stand as they are.
  var isPreformatted: Bool { lines.allSatisfy { $0.hasPrefix("  ") } }

  var text: String { lines.joined(separator: " ") }

  /// The lines as a help page shows them.
  var filled: String { isPreformatted ? lines.joined(separator: "\n") : Commands.filled(text) }
}

func paragraphs(of details: String) -> [Paragraph] {
  let lines = details.split(separator: "\n", omittingEmptySubsequences: false)
  return lines.split { $0.allSatisfy(\.isWhitespace) }.map { Paragraph(lines: $0.map(String.init)) }
}

/// The words of a text, whatever white space is between them.
func words(of text: String) -> [Substring] {
  text.split(whereSeparator: \.isWhitespace)
}

/// Fills lines of 80 columns: the first begins with `first`, or like the others with `indent` blanks.
///
/// A word that is longer than a line is left whole.
func filled(_ text: String, first: String? = nil, indent: Int = 0, hanging: Int? = nil) -> String {
  let width = 80
  let margin = String(repeating: " ", count: hanging ?? indent)
  var lines: [String] = []
  var line = first ?? String(repeating: " ", count: indent)
  var isEmpty = true
  for word in words(of: text) {
    if isEmpty {
      line += word
    } else if line.count + 1 + word.count <= width {
      line += " " + word
    } else {
      lines.append(line)
      line = margin + word
    }
    isEmpty = false
  }
  return (lines + [trimmingEnd(line)]).joined(separator: "\n")
}

private func trimmingEnd(_ line: String) -> String {
  guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
  return String(line[...last])
}
