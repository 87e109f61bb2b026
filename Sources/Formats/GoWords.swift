/// The way GOFLAGS, CGO_CFLAGS and their like list words: Go's `cmd/internal/quoted`.
package enum GoWords {
  package enum Problem: Error, Hashable, Sendable {
    /// A word begins with this quotation mark, and there is no second one.
    case unterminated(quote: UInt8)
  }

  /// The words between blanks.
  ///
  /// A word that begins with `'` or `"` goes to the next one of the same kind, and nothing in it is special. In the
  /// middle of a word quotation marks are ordinary characters.
  package static func split(_ text: ByteString) throws(Problem) -> [ByteString] {
    var words: [ByteString] = []
    var rest = text.bytes.drop(while: isBlank)
    while let first = rest.first {
      if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
        rest = rest.dropFirst()
        guard let end = rest.firstIndex(of: first) else { throw .unterminated(quote: first) }
        words.append(ByteString(rest[..<end]))
        rest = rest[(end + 1)...]
      } else {
        let word = rest.prefix { !isBlank($0) }
        words.append(ByteString(word))
        rest = rest.dropFirst(word.count)
      }
      rest = rest.drop(while: isBlank)
    }
    return words
  }

  /// The text that lists these words, or `nil` where one of them has a blank or quotation mark and both kinds of the latter.
  package static func join(_ words: [ByteString]) -> ByteString? {
    var text: [UInt8] = []
    for (index, word) in words.enumerated() {
      if index > 0 { text.append(UInt8(ascii: " ")) }
      let hasSingle = word.contains(UInt8(ascii: "'"))
      let hasDouble = word.contains(UInt8(ascii: "\""))
      if hasSingle && hasDouble { return nil }
      if hasSingle {
        text += [UInt8(ascii: "\"")] + word.bytes + [UInt8(ascii: "\"")]
      } else if hasDouble || word.bytes.contains(where: isBlank) {
        text += [UInt8(ascii: "'")] + word.bytes + [UInt8(ascii: "'")]
      } else {
        text += word.bytes
      }
    }
    return ByteString(text)
  }
}

private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || (0x09...0x0A).contains(byte) || byte == 0x0D
}
