let dash = UInt8(ascii: "-")

/// What a user typed, in quotes, so that it can neither drive a terminal nor fill it.
///
/// Control and formatting characters and bytes that are no UTF-8 become escapes; what is longer
/// than 80 characters is cut.
func quoted(_ bytes: [UInt8]) -> String {
  let most = 80
  var result = ""
  var rest = bytes[...]
  var shown = 0
  while let first = rest.first {
    guard shown < most else {
      result += "…"
      break
    }
    if let scalar = leadingScalar(of: rest) {
      result += scalar.visible
      rest = rest.dropFirst(UTF8.width(scalar))
    } else {
      result += "\\x" + hexadecimal(UInt32(first), width: 2)
      rest = rest.dropFirst()
    }
    shown += 1
  }
  return "“\(result)”"
}

/// The character that valid UTF-8 begins with, or `nil`.
func leadingScalar(of bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
  var iterator = bytes.prefix(4).makeIterator()
  var decoder = UTF8()
  guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
  return scalar
}

func hexadecimal(_ value: UInt32, width: Int) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Unicode.Scalar {
  /// Itself, or an escape where it would show nothing or move something.
  fileprivate var visible: String {
    switch self {
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    default: isVisible ? String(Character(self)) : "\\u{" + hexadecimal(value, width: 1) + "}"
    }
  }

  fileprivate var isVisible: Bool {
    if isASCII { return 0x20 <= value && value < 0x7F }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return false
    default: return true
    }
  }
}
