/// The difference of two texts in lines, as `diff -u` and git print it.
///
/// A text is bytes; a line ends behind its line feed, and only the last may lack one.
package struct UnifiedDiff: Sendable {
  package struct Line: Hashable, Sendable {
    package enum Kind: Sendable {
      /// `---` and `+++`.
      case file
      /// `@@`.
      case place
      case context
      case removed
      case added
      /// The line before has no line feed.
      case unended
    }

    package let kind: Kind
    /// With its sign, without the line feed.
    package let text: ByteString
  }

  /// None where the texts are equal.
  package private(set) var lines: [Line] = []

  /// The way from one text to the other; `nil` is a file that is not there.
  package init(_ path: ByteString, from old: [UInt8]?, to new: [UInt8]?) {
    if old == new { return }
    let name = quotedLikeGit(path)
    lines = [
      Line(kind: .file, text: "--- " + (old == nil ? "/dev/null" : name)),
      Line(kind: .file, text: "+++ " + (new == nil ? "/dev/null" : name)),
    ]
    let difference = LineDifference(from: textLines(old ?? []), to: textLines(new ?? []))
    for hunk in difference.hunks(context: 3) { append(hunk, of: difference) }
  }

  /// The whole of it, ready for patch(1) and `git apply`.
  package var bytes: [UInt8] { lines.flatMap { $0.text.bytes + [lineFeed] } }

  private mutating func append(_ hunk: LineDifference.Hunk, of difference: LineDifference) {
    let place = "@@ -\(span(hunk.old)) +\(span(hunk.new)) @@"
    lines.append(Line(kind: .place, text: ByteString(place)))
    var old = hunk.old.lowerBound
    var new = hunk.new.lowerBound
    while old < hunk.old.upperBound || new < hunk.new.upperBound {
      if old < hunk.old.upperBound, difference.isRemoved[old] {
        append(.removed, "-", difference.old[old])
        old += 1
      } else if new < hunk.new.upperBound, difference.isAdded[new] {
        append(.added, "+", difference.new[new])
        new += 1
      } else {
        append(.context, " ", difference.old[old])
        old += 1
        new += 1
      }
    }
  }

  private mutating func append(
    _ kind: Line.Kind, _ sign: ByteString, _ line: ArraySlice<UInt8>
  ) {
    let isEnded = line.last == lineFeed
    lines.append(Line(kind: kind, text: sign + ByteString(isEnded ? line.dropLast() : line)))
    if !isEnded { lines.append(Line(kind: .unended, text: "\\ No newline at end of file")) }
  }
}

private let lineFeed = UInt8(ascii: "\n")

/// First line and number of lines; where there are none, the line before counts as the first.
private func span(_ range: Range<Int>) -> String {
  switch range.count {
  case 0: "\(range.lowerBound),0"
  case 1: "\(range.lowerBound + 1)"
  default: "\(range.lowerBound + 1),\(range.count)"
  }
}

/// The name as git writes it: between quotes where it has characters that would end it early, else with a tab behind a blank.
private func quotedLikeGit(_ path: ByteString) -> ByteString {
  let isPlain = path.bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x5C }
  if isPlain { return path.contains(0x20) ? path + "\t" : path }
  var result: ByteString = "\""
  for byte in path.bytes {
    switch byte {
    case 0x22, 0x5C: result.bytes += [0x5C, byte]
    case 0x20..<0x7F, 0x80...: result.bytes.append(byte)
    default:
      let digits = String(byte, radix: 8)
      result += ByteString("\\" + String(repeating: "0", count: 3 - digits.count) + digits)
    }
  }
  return result + "\""
}

/// The lines of a text, each with its line feed.
func textLines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
  var lines: [ArraySlice<UInt8>] = []
  var rest = text[...]
  while !rest.isEmpty {
    let end = rest.firstIndex(of: lineFeed).map { $0 + 1 } ?? rest.endIndex
    lines.append(rest[..<end])
    rest = rest[end...]
  }
  return lines
}
