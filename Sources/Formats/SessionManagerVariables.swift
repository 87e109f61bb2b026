/// What `systemctl show-environment` prints: systemctl(1).
package enum SessionManagerVariables {
  /// The value of a variable; `nil` where it is not there, or holds what cannot be shown in a line.
  package static func value(of name: ByteString, in text: [UInt8]) -> ByteString? {
    let start = name + "="
    for line in ByteString(text).split(on: UInt8(ascii: "\n")) where line.hasPrefix(start) {
      return unquoted(line.bytes.dropFirst(start.count))
    }
    return nil
  }

  /// Values that a shell would read otherwise stand as `$'…'`, with older systemd as `"…"`.
  private static func unquoted(_ value: ArraySlice<UInt8>) -> ByteString? {
    var value = value
    if value.starts(with: "$'".utf8) { value = value.dropFirst() }
    guard let quote = value.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      return ByteString(value)
    }
    guard value.count > 1, value.last == quote else { return nil }
    var rest = value.dropFirst().dropLast()
    var result: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      // A letter or a digit stands for a control character.
      guard let next = rest.popFirst(), !isLetterOrDigit(next) else { return nil }
      result.append(next)
    }
    return ByteString(result)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }
}
