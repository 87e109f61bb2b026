// Edits of a go/env file. Every byte that an edit is not about stays as it is.

extension GoEnvironmentFile {
  /// Sets a variable: the line that counts for it is replaced where it stands, else a line is added at the end.
  ///
  /// Lines that it outdoes stay: they have no effect, before as after.
  package static func setting(
    _ name: ByteString, to value: ByteString, in text: [UInt8]
  ) -> [UInt8] {
    let assignment = name.bytes + [equals] + value.bytes
    guard let entry = GoEnvironmentFile(parsing: text)[name] else {
      return ended(text) + assignment + [lineFeed]
    }
    if entry.value == value { return text }
    return replacing(entry.line, in: text) { line in
      assignment + (line.last == lineFeed ? [lineFeed] : [])
    }
  }

  /// Takes a variable out: every line that sets it, since the one before the last would count else.
  package static func unsetting(_ name: ByteString, in text: [UInt8]) -> [UInt8] {
    let lines = GoEnvironmentFile(parsing: text).entries.filter { $0.name == name }.map(\.line)
    return numberedLines(text).flatMap { lines.contains($0.number) ? [] : Array($0.line) }
  }

  /// Takes away the carriage returns at the ends of lines.
  package static func droppingCarriageReturns(in text: [UInt8]) -> [UInt8] {
    textLines(text).flatMap { line in
      let isEnded = line.last == lineFeed
      var kept = isEnded ? line.dropLast() : line
      while kept.last == carriageReturn { kept = kept.dropLast() }
      return Array(kept) + (isEnded ? [lineFeed] : [])
    }
  }

  /// Takes a line away, counted from 1.
  package static func deletingLine(_ number: Int, in text: [UInt8]) -> [UInt8] {
    replacing(number, in: text) { _ in [] }
  }

  /// Makes a line that the go command passes over, counted from 1, say what it was meant to.
  ///
  /// It loses a byte order mark, blanks around it and around the `=`, `export` and quotes around the value; the name
  /// of a Go variable in lower case becomes upper case. `nil` where that would make no setting that go takes, where
  /// only a shell can tell the value, where another line sets the variable already, or where the value is not `fine` for
  /// the variable.
  package static func mendingLine(
    _ number: Int, in text: [UInt8], where fine: (_ name: ByteString, _ value: ByteString) -> Bool
  ) -> [UInt8]? {
    guard let line = numberedLines(text).first(where: { $0.number == number })?.line,
      let (name, value) = meant(line),
      GoSetting.refusal(ofSetting: name, to: value) == nil, fine(name, value)
    else { return nil }
    let file = GoEnvironmentFile(parsing: text)
    guard !file.entries.contains(where: { $0.name == name || $0.line == number }) else {
      return nil
    }
    return replacing(number, in: text) { line in
      name.bytes + [equals] + value.bytes + (line.last == lineFeed ? [lineFeed] : [])
    }
  }

  /// The variable and the value that a line was to set.
  private static func meant(
    _ line: ArraySlice<UInt8>
  ) -> (name: ByteString, value: ByteString)? {
    var line = ByteString(line)
    let mark = ByteString([0xEF, 0xBB, 0xBF])
    if line.hasPrefix(mark) { line = ByteString(line.bytes.dropFirst(mark.count)) }
    line = line.trimmingBlanks
    if line.hasPrefix("export ") || line.hasPrefix("export\t") {
      line = ByteString(line.bytes.dropFirst(7)).trimmingBlanks
    }
    guard let (left, right) = line.cut(at: equals) else { return nil }
    var name = left.trimmingBlanks
    let upper = ByteString(name.text.uppercased())
    if GoVariable.isSettable(upper) { name = upper }
    var value = right.trimmingBlanks
    for quote in [UInt8(ascii: "'"), UInt8(ascii: "\"")]
    where value.count > 1 && value.bytes.first == quote && value.bytes.last == quote {
      value = ByteString(value.bytes[1..<(value.count - 1)])
      break
    }
    let needsShell = value.bytes.contains { "$`\\\"'".utf8.contains($0) }
    return needsShell || value.hasPrefix("~") ? nil : (name, value)
  }

  private static func replacing(
    _ number: Int, in text: [UInt8], by replacement: (ArraySlice<UInt8>) -> [UInt8]
  ) -> [UInt8] {
    numberedLines(text).flatMap { $0.number == number ? replacement($0.line) : Array($0.line) }
  }

  private static func numberedLines(
    _ text: [UInt8]
  ) -> [(number: Int, line: ArraySlice<UInt8>)] {
    textLines(text).enumerated().map { ($0.offset + 1, $0.element) }
  }
}

/// The text with a line feed at its end, unless it is empty.
func ended(_ text: [UInt8]) -> [UInt8] {
  text.isEmpty || text.last == lineFeed ? text : text + [lineFeed]
}

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let equals = UInt8(ascii: "=")

extension ByteString {
  fileprivate var trimmingBlanks: ByteString {
    trimming { $0 == 0x20 || $0 == 0x09 || $0 == carriageReturn || $0 == lineFeed }
  }
}
