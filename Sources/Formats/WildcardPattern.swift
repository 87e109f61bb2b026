/// A name with `*` for any characters and `?` for any one: glob(7) without brackets.
package struct WildcardPattern: Hashable, Sendable {
  private let pattern: [UInt8]

  /// `nil` for a pattern with a bracket or a backslash.
  package init?(_ pattern: ByteString) {
    guard !pattern.bytes.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "\\") })
    else { return nil }
    self.pattern = pattern.bytes
  }

  /// Whether anything in it stands for something else.
  package var hasWildcards: Bool { pattern.contains { $0 == star || $0 == mark } }

  /// Whether a name fits; one that begins with a dot only where the pattern does.
  package func matches(_ name: ByteString) -> Bool {
    let name = name.bytes
    if name.first == dot, pattern.first != dot { return false }
    var position = 0
    var here = 0
    // Behind the last star, and the first byte of the name that it does not cover yet.
    var retry: (position: Int, here: Int)?
    while here < name.count {
      if position < pattern.count, pattern[position] == star {
        position += 1
        retry = (position, here)
      } else if position < pattern.count,
        pattern[position] == mark || pattern[position] == name[here]
      {
        position += 1
        here += 1
      } else if let last = retry {
        position = last.position
        here = last.here + 1
        retry = (position, here)
      } else {
        return false
      }
    }
    return pattern[position...].allSatisfy { $0 == star }
  }
}

private let star = UInt8(ascii: "*")
private let mark = UInt8(ascii: "?")
private let dot = UInt8(ascii: ".")
