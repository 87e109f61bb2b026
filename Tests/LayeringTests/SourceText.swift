/// A Swift file taken apart into what is compiled and what is only said.
struct SourceText {
  /// The program text; comments and the text of string literals are blanks, interpolations stay.
  private(set) var code = ""
  private(set) var comments = ""

  init(_ text: String) {
    var rest = text[...]
    scan(&rest, untilParenthesis: false)
  }

  private mutating func scan(_ rest: inout Substring, untilParenthesis: Bool) {
    var depth = 0
    while let character = rest.first {
      if rest.hasPrefix("//") {
        let comment = rest.prefix { !$0.isNewline }
        comments += comment + "\n"
        rest = rest[comment.endIndex...]
      } else if rest.hasPrefix("/*") {
        skipBlockComment(&rest)
      } else if let hashes = openingQuote(rest) {
        skipString(&rest, hashes: hashes)
      } else {
        rest.removeFirst()
        code.append(character)
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        if untilParenthesis, depth == 0 { return }
      }
    }
  }

  private mutating func skipBlockComment(_ rest: inout Substring) {
    var depth = 0
    while let character = rest.first {
      comments.append(character)
      if character.isNewline { code.append(character) }
      if rest.hasPrefix("/*") { depth += 1 }
      let ends = rest.hasPrefix("*/")
      rest.removeFirst(ends || rest.hasPrefix("/*") ? 2 : 1)
      if ends { depth -= 1 }
      if depth == 0 { break }
    }
    comments.append("\n")
  }

  private mutating func skipString(_ rest: inout Substring, hashes: String) {
    rest.removeFirst(hashes.count)
    let quotes = rest.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
    rest.removeFirst(quotes.count)
    code.append(" ")
    while let character = rest.first {
      if rest.hasPrefix(quotes + hashes) {
        rest.removeFirst(quotes.count + hashes.count)
        return
      }
      if rest.hasPrefix("\\" + hashes) {
        rest.removeFirst(1 + hashes.count)
        if rest.first == "(" {
          scan(&rest, untilParenthesis: true)
        } else if !rest.isEmpty {
          rest.removeFirst()
        }
        continue
      }
      if character.isNewline { code.append(character) }
      rest.removeFirst()
    }
  }

  /// The number signs before a quote that opens a literal, or `nil` where none does.
  private func openingQuote(_ rest: Substring) -> String? {
    let hashes = rest.prefix { $0 == "#" }
    return rest[hashes.endIndex...].first == "\"" ? String(hashes) : nil
  }
}
