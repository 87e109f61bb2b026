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

  /// Takes out the lines that count for a variable one after the other, until one does whose value is not `faulty`.
  package static func unsetting(
    _ name: ByteString, in text: [UInt8], while faulty: (_ value: ByteString) -> Bool
  ) -> [UInt8] {
    let lines = GoEnvironmentFile(parsing: text).lines(of: name, while: faulty)
    return numberedLines(text).flatMap { lines.contains($0.number) ? [] : Array($0.line) }
  }

  /// The lines of a variable behind the last one whose value is not `faulty`, in the order of the file.
  package func lines(of name: ByteString, while faulty: (_ value: ByteString) -> Bool) -> [Int] {
    let own = entries.filter { $0.name == name }
    return own.reversed().prefix { faulty($0.value) }.map(\.line).reversed()
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

  /// Makes the lines that the go command passes over say what they were meant to, each where it stands.
  ///
  /// A line loses a byte order mark, blanks around it and around the `=`, `export` and quotation marks around the value;
  /// the name becomes upper case. Left alone is one that would make no setting that go takes, whose value only a shell
  /// can tell or is not `fine` for the variable, and one whose variable another line sets, or a later one of these.
  package static func mendingIgnoredLines(
    in text: [UInt8], where fine: (_ name: ByteString, _ value: ByteString) -> Bool
  ) -> [UInt8] {
    let file = GoEnvironmentFile(parsing: text)
    var set = file.entries.map(\.name)
    var mended = textLines(text).map(Array.init)
    // In a shell the last one would count.
    for line in file.ignored.reversed() {
      guard let (name, value) = line.meaning, !set.contains(name),
        GoSetting.refusal(ofSetting: name, to: value) == nil, fine(name, value)
      else { continue }
      set.append(name)
      let isEnded = mended[line.line - 1].last == lineFeed
      mended[line.line - 1] = name.bytes + [equals] + value.bytes + (isEnded ? [lineFeed] : [])
    }
    return mended.flatMap(\.self)
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
