/// A name or value as the kernel knows it: bytes, mostly UTF-8, not always.
package struct ByteString: Hashable, Sendable {
  package var bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = Array(bytes)
  }

  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  package var isEmpty: Bool { bytes.isEmpty }
  package var count: Int { bytes.count }

  /// The text it spells, bytes that are no UTF-8 replaced: for numbers and words of ours, never for a path.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package func hasPrefix(_ prefix: ByteString) -> Bool { bytes.starts(with: prefix.bytes) }

  package func hasSuffix(_ suffix: ByteString) -> Bool {
    bytes.count >= suffix.count
      && bytes[(bytes.count - suffix.count)...].elementsEqual(suffix.bytes)
  }

  package func contains(_ byte: UInt8) -> Bool { bytes.contains(byte) }

  /// The parts between every two separators, empty ones too; an empty text has one empty part.
  package func split(on separator: UInt8) -> [ByteString] {
    bytes.split(separator: separator, omittingEmptySubsequences: false).map { ByteString($0) }
  }

  /// What stands before and after the first `separator`, or `nil` where there is none.
  package func cut(at separator: UInt8) -> (before: ByteString, after: ByteString)? {
    guard let index = bytes.firstIndex(of: separator) else { return nil }
    return (ByteString(bytes[..<index]), ByteString(bytes[(index + 1)...]))
  }

  package func trimming(_ isDropped: (UInt8) -> Bool) -> ByteString {
    guard let first = bytes.firstIndex(where: { !isDropped($0) }),
      let last = bytes.lastIndex(where: { !isDropped($0) })
    else { return "" }
    return ByteString(bytes[first...last])
  }

  package static func + (left: ByteString, right: ByteString) -> ByteString {
    ByteString(left.bytes + right.bytes)
  }

  package static func += (left: inout ByteString, right: ByteString) {
    left.bytes += right.bytes
  }
}

extension ByteString: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) {
    self.init(text)
  }
}

extension ByteString: Comparable {
  package static func < (left: ByteString, right: ByteString) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension ByteString: CustomStringConvertible {
  /// The text as it may be shown on a terminal: see `printable`.
  package var description: String { printable }

  /// The text with everything that could drive a terminal or mislead a reader written out as an escape.
  ///
  /// Control characters become `\n`, `\t`, `\r` or `\u{1B}`, formatting characters such as bidirectional overrides
  /// likewise, and a byte that is no UTF-8 becomes `\xNN`.
  package var printable: String {
    if bytes.allSatisfy({ 0x20 <= $0 && $0 < 0x7F }) { return text }
    var result = ""
    var rest = bytes[...]
    while let first = rest.first {
      if let scalar = leadingScalar(of: rest) {
        if scalar.isPlain {
          result.unicodeScalars.append(scalar)
        } else {
          result += scalar.escape
        }
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        result += "\\x" + hexadecimal(UInt32(first), width: 2)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

/// The character that valid UTF-8 begins with, or `nil`.
private func leadingScalar(of bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
  var iterator = bytes.prefix(4).makeIterator()
  var decoder = UTF8()
  guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
  return scalar
}

extension Unicode.Scalar {
  /// Whether it shows as itself and moves nothing.
  package var isPlain: Bool {
    if isASCII { return 0x20 <= value && value < 0x7F }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return false
    default: return true
    }
  }

  fileprivate var escape: String {
    switch self {
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    default: "\\u{" + hexadecimal(value, width: 1) + "}"
    }
  }
}

private func hexadecimal(_ value: UInt32, width: Int) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
