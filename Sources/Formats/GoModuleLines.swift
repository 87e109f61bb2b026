/// The `go` and `toolchain` lines of a go.mod or go.work file, found the way the go command finds them when it starts.
///
/// It takes the first line that begins with the word and a blank, wherever it stands, blocks included, and has not
/// parsed the file by then.
package struct GoModuleLines: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    /// Without blanks around it and without a comment; may be empty.
    package let value: ByteString
    /// Counted from 1.
    package let number: Int
  }

  package let go: Line?
  package let toolchain: Line?

  package init(parsing text: [UInt8]) {
    var go: Line?
    var toolchain: Line?
    var number = 0
    var rest = text[...]
    while !rest.isEmpty, go == nil || toolchain == nil {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest.dropFirst(line.count + 1)
      number += 1
      let trimmed = trimmingSpace(line)
      // Most lines are of requirements: a look at one letter is enough.
      guard trimmed.first == UInt8(ascii: "g") || trimmed.first == UInt8(ascii: "t") else {
        continue
      }
      if go == nil, let value = value(of: "go", in: trimmed) {
        go = Line(value: value, number: number)
      }
      if toolchain == nil, let value = value(of: "toolchain", in: trimmed) {
        toolchain = Line(value: value, number: number)
      }
    }
    self.go = go
    self.toolchain = toolchain
  }

  /// A go.mod of a megabyte is unheard of; even 4 MiB of one are read.
  package static var fileLimit: Int { 4 << 20 }

  /// The first line of a go.mod or go.work with a directive that a Go before 1.21 does not know, and what it says to it.
  package static func newDirective(_ text: [UInt8]) -> (line: Int, message: String)? {
    let names: [ByteString] = ["godebug", "ignore", "tool", "toolchain"]
    return statements(text).first { names.contains($0.word) }?.objection
  }

  /// The first line that is none of a go.work, and what go says to it.
  package static func foreignDirective(inWork text: [UInt8]) -> (line: Int, message: String)? {
    let names: [ByteString] = ["go", "godebug", "replace", "toolchain", "use"]
    return statements(text).first { !names.contains($0.word) }?.objection
  }

  /// What ends every build at a go.work, whatever its directories hold.
  package enum WorkspaceFault: Hashable, Sendable {
    /// A line that is none of a go.work, and what go says to it.
    case foreignLine(Int, message: String)
    /// No directory is used.
    case noUse
  }

  /// The fault of a go.work; `nil` where nothing is seen in its lines alone.
  package static func fault(ofWork text: [UInt8]) -> WorkspaceFault? {
    if let (line, message) = foreignDirective(inWork: text) {
      return .foreignLine(line, message: message)
    }
    let usesAny = statements(text).contains {
      $0.word == "use" && !$0.opensBlock && ByteString(trimmingSpace($0.rest)) != "()"
    }
    return usesAny ? nil : .noUse
  }

  /// The directories that a go.work uses, as it names them; those written with escapes are left out.
  package static func uses(inWork text: [UInt8]) -> [ByteString] {
    statements(text).filter { $0.word == "use" }.compactMap { statement in
      let path = ByteString(trimmingSpace(statement.rest))
      guard let quote = path.bytes.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "`")
      else { return path.isEmpty || path == "(" || path == "()" ? nil : path }
      guard path.count > 2, path.bytes.last == quote, !path.contains(UInt8(ascii: "\\")) else {
        return nil
      }
      return ByteString(path.bytes[1..<(path.count - 1)])
    }
  }

  /// A line of a block, or one that stands by itself.
  private struct Statement {
    let word: ByteString
    /// What follows the word.
    let rest: ArraySlice<UInt8>
    let line: Int
    let opensBlock: Bool

    var objection: (line: Int, message: String) {
      (line, "\(opensBlock ? "unknown block type" : "unknown directive"): \(word)")
    }
  }

  private static func statements(_ text: [UInt8]) -> [Statement] {
    var statements: [Statement] = []
    var block: ByteString?
    for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      let rest = trimmingSpace(withoutComment(line))
      if rest.isEmpty { continue }
      if let word = block {
        if rest.first == UInt8(ascii: ")") {
          block = nil
        } else {
          statements.append(Statement(word: word, rest: rest, line: index + 1, opensBlock: false))
        }
        continue
      }
      let word = ByteString(rest.prefix { $0 != 0x20 && $0 != 0x09 && $0 != UInt8(ascii: "(") })
      let opensBlock = rest.last == UInt8(ascii: "(")
      if opensBlock { block = word }
      statements.append(
        Statement(
          word: word, rest: rest.dropFirst(word.count), line: index + 1, opensBlock: opensBlock))
    }
    return statements
  }

  /// Whether a go.mod requires another module: an empty block requires none.
  package static func hasRequirements(_ text: [UInt8]) -> Bool {
    var isInBlock = false
    for line in text.split(separator: UInt8(ascii: "\n")) {
      var rest = withoutComment(trimmingSpace(line))
      if !isInBlock {
        guard rest.starts(with: requirement) else { continue }
        rest = rest.dropFirst(requirement.count)
        guard let next = rest.first, [0x20, 0x09, UInt8(ascii: "(")].contains(next) else {
          continue
        }
        rest = trimmingSpace(rest)
        guard rest.first == UInt8(ascii: "(") else { return !rest.isEmpty }
        isInBlock = true
        rest = trimmingSpace(rest.dropFirst())
      }
      if rest.isEmpty { continue }
      if rest.first != UInt8(ascii: ")") { return true }
      isInBlock = false
    }
    return false
  }
}

private let requirement = Array("require".utf8)

private func value(of key: StaticString, in line: ArraySlice<UInt8>) -> ByteString? {
  let key = Array(key.description.utf8)
  guard line.starts(with: key) else { return nil }
  let rest = line.dropFirst(key.count)
  guard rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\t") else { return nil }
  return ByteString(trimmingSpace(withoutComment(rest)))
}

private func withoutComment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let slash = UInt8(ascii: "/")
  let comment = line.indices.first { index in
    line[index] == slash && index + 1 < line.endIndex && line[index + 1] == slash
  }
  return line[..<(comment ?? line.endIndex)]
}
