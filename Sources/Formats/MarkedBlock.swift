/// The lines of ours in a file that belongs to the user, such as `~/.profile`: one block between two marker lines.
package enum MarkedBlock {
  /// The markers do not stand in the file as one pair, so that nobody can say which lines are ours.
  package struct Unbalanced: Error, Hashable, Sendable, CustomStringConvertible {
    package let description =
      "the lines “# >>> gotools >>>” and “# <<< gotools <<<” do not stand in it once each, in "
      + "that order: remove those left over"
  }

  /// The text with `body` between the markers, where they stand, else at the end; every other byte stays.
  ///
  /// `body` ends with a line feed and has no marker among its lines.
  package static func setting(_ body: ByteString, in text: [UInt8]) throws(Unbalanced) -> [UInt8] {
    let block = opening.bytes + [lineFeed] + ended(body.bytes) + closing.bytes
    guard !ended(body.bytes).isMarked else { throw Unbalanced() }
    guard let place = try place(in: text) else {
      return ended(text) + block + [lineFeed]
    }
    return text[..<place.lowerBound] + block + text[place.upperBound...]
  }

  /// From the first byte of the opening marker to the last of the closing one, line feed not included.
  private static func place(in text: [UInt8]) throws(Unbalanced) -> Range<Int>? {
    var starts: [Int] = []
    var ends: [Int] = []
    for line in textLines(text) {
      switch trimmed(line) {
      case opening: starts.append(line.startIndex)
      case closing: ends.append(line.last == lineFeed ? line.endIndex - 1 : line.endIndex)
      default: break
      }
    }
    if starts.isEmpty && ends.isEmpty { return nil }
    guard starts.count == 1, ends.count == 1, starts[0] < ends[0] else { throw Unbalanced() }
    return starts[0]..<ends[0]
  }

  fileprivate static func trimmed(_ line: ArraySlice<UInt8>) -> ByteString {
    ByteString(line).trimming { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == lineFeed }
  }

  fileprivate static let opening: ByteString = "# >>> gotools >>>"
  fileprivate static let closing: ByteString = "# <<< gotools <<<"
}

private let lineFeed = UInt8(ascii: "\n")

extension [UInt8] {
  fileprivate var isMarked: Bool {
    textLines(self).contains {
      [MarkedBlock.opening, MarkedBlock.closing].contains(MarkedBlock.trimmed($0))
    }
  }
}
