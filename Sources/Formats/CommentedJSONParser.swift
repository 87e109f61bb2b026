/// Reads JSON with comments once, from its first byte to its last.
struct CommentedJSONParser {
  private let text: [UInt8]
  private var position = 0
  /// Where the last thing that is no blank ends.
  private var end = 0
  private var depth = 0
  private var count = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  mutating func document() throws(CommentedJSON.Problem) -> CommentedJSON.Value? {
    if text.count > CommentedJSON.sizeLimit {
      position = CommentedJSON.sizeLimit
      throw problem(.tooLarge)
    }
    if text.starts(with: byteOrderMark) { position = byteOrderMark.count }
    try skipBlanks()
    if next == nil { return nil }
    let root = try value()
    try skipBlanks()
    if next != nil { throw problem(.moreText) }
    return root
  }

  private mutating func value() throws(CommentedJSON.Problem) -> CommentedJSON.Value {
    let start = position
    count += 1
    if count > CommentedJSON.valueLimit { throw problem(.tooManyValues) }
    let content: CommentedJSON.Content =
      switch next ?? 0 {
      case UInt8(ascii: "{"), UInt8(ascii: "["): try nested()
      case quote: .string(try string())
      case UInt8(ascii: "-"), 0x30...0x39: .number(try number())
      default: try word()
      }
    return CommentedJSON.Value(content: content, range: start..<position)
  }

  private mutating func nested() throws(CommentedJSON.Problem) -> CommentedJSON.Content {
    if depth == CommentedJSON.depthLimit { throw problem(.tooDeep) }
    depth += 1
    defer { depth -= 1 }
    return took(UInt8(ascii: "{")) ? .object(try object()) : .array(try array())
  }

  /// Reads what follows an opening brace.
  private mutating func object() throws(CommentedJSON.Problem) -> CommentedJSON.Object {
    var members: [CommentedJSON.Member] = []
    while true {
      try skipBlanks()
      let last = end
      if took(UInt8(ascii: "}")) { return CommentedJSON.Object(members: members, end: last) }
      if let member = members.last, member.comma == nil { throw problem(.noComma) }
      let start = position
      guard next == quote else { throw problem(.noKey) }
      let key = try string()
      try skipBlanks()
      guard took(UInt8(ascii: ":")) else { throw problem(.noColon) }
      try skipBlanks()
      let value = try value()
      try skipBlanks()
      let comma = position
      members.append(
        CommentedJSON.Member(
          key: key, start: start, value: value, comma: took(UInt8(ascii: ",")) ? comma : nil))
    }
  }

  private mutating func array() throws(CommentedJSON.Problem) -> [CommentedJSON.Value] {
    take()
    var values: [CommentedJSON.Value] = []
    var mayGoOn = true
    while true {
      try skipBlanks()
      if took(UInt8(ascii: "]")) { return values }
      if !mayGoOn { throw problem(.noComma) }
      values.append(try value())
      try skipBlanks()
      mayGoOn = took(UInt8(ascii: ","))
    }
  }

  private mutating func word() throws(CommentedJSON.Problem) -> CommentedJSON.Content {
    let letters = ByteString(text[position...].prefix(while: isLetter))
    let content: CommentedJSON.Content
    switch letters {
    case "true": content = .boolean(true)
    case "false": content = .boolean(false)
    case "null": content = .null
    default: throw problem(.noValue)
    }
    position += letters.count
    end = position
    return content
  }

  private mutating func number() throws(CommentedJSON.Problem) -> ByteString {
    let start = position
    _ = took(UInt8(ascii: "-"))
    if !took(UInt8(ascii: "0")) { try digits(from: start) }
    if took(UInt8(ascii: ".")) { try digits(from: start) }
    if took(UInt8(ascii: "e")) || took(UInt8(ascii: "E")) {
      if !took(UInt8(ascii: "+")) { _ = took(UInt8(ascii: "-")) }
      try digits(from: start)
    }
    if let next, isDigit(next) || isLetter(next) { throw problem(.badNumber, at: start) }
    return ByteString(text[start..<position])
  }

  private mutating func digits(from start: Int) throws(CommentedJSON.Problem) {
    guard let first = next, isDigit(first) else { throw problem(.badNumber, at: start) }
    while let next, isDigit(next) { take() }
  }

  private mutating func string() throws(CommentedJSON.Problem) -> ByteString {
    let start = position
    take()
    var bytes: [UInt8] = []
    while let byte = next {
      switch byte {
      case quote:
        take()
        return ByteString(bytes)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): throw problem(.openString, at: start)
      case 0..<0x20: throw problem(.controlCharacter)
      case UInt8(ascii: "\\"): try escape(into: &bytes)
      default:
        bytes.append(byte)
        take()
      }
    }
    throw problem(.openString, at: start)
  }

  private mutating func escape(into bytes: inout [UInt8]) throws(CommentedJSON.Problem) {
    let start = position
    take()
    guard let letter = next else { throw problem(.badEscape, at: start) }
    take()
    switch letter {
    case quote, UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      guard let high = hexadecimal(at: position) else { throw problem(.badEscape, at: start) }
      position += 4
      if (0xD800..<0xDC00).contains(high), text[position...].starts(with: "\\u".utf8),
        let low = hexadecimal(at: position + 2), (0xDC00..<0xE000).contains(low)
      {
        position += 6
        bytes.append(code: 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      } else {
        bytes.append(code: high)
      }
      end = position
    default: throw problem(.badEscape, at: start)
    }
  }

  /// The number of four hexadecimal digits.
  private func hexadecimal(at start: Int) -> UInt32? {
    let digits = text[min(start, text.count)...].prefix(4)
    guard digits.count == 4 else { return nil }
    var number: UInt32 = 0
    for digit in digits {
      switch digit {
      case 0x30...0x39: number = number << 4 | UInt32(digit - 0x30)
      case 0x41...0x46: number = number << 4 | UInt32(digit - 0x41 + 10)
      case 0x61...0x66: number = number << 4 | UInt32(digit - 0x61 + 10)
      default: return nil
      }
    }
    return number
  }

  private mutating func skipBlanks() throws(CommentedJSON.Problem) {
    while let byte = next {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "/"): try skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() throws(CommentedJSON.Problem) {
    let start = position
    position += 1
    if next == UInt8(ascii: "/") {
      while let next, next != UInt8(ascii: "\n"), next != UInt8(ascii: "\r") { position += 1 }
      end = position
      return
    }
    guard next == UInt8(ascii: "*") else { throw problem(.noValue, at: start) }
    position += 1
    while let byte = next {
      position += 1
      guard byte == UInt8(ascii: "*"), next == UInt8(ascii: "/") else { continue }
      take()
      return
    }
    throw problem(.openComment, at: start)
  }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  /// Goes on behind a byte that is no blank.
  private mutating func take() {
    position += 1
    end = position
  }

  private mutating func took(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    take()
    return true
  }

  private func problem(
    _ reason: CommentedJSON.Reason, at offset: Int? = nil
  ) -> CommentedJSON.Problem {
    CommentedJSON.Problem(
      reason: reason, position: CommentedJSON.Position(of: offset ?? position, in: text))
  }
}

extension [UInt8] {
  /// Appends the UTF-8 of a number that may be half a surrogate pair.
  fileprivate mutating func append(code: UInt32) {
    func rest(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: code >> shift & 0x3F | 0x80) }
    switch code {
    case 0..<0x80: append(UInt8(truncatingIfNeeded: code))
    case 0x80..<0x800: self += [UInt8(truncatingIfNeeded: code >> 6 | 0xC0), rest(0)]
    case 0x800..<0x10000:
      self += [UInt8(truncatingIfNeeded: code >> 12 | 0xE0), rest(6), rest(0)]
    default:
      self += [UInt8(truncatingIfNeeded: code >> 18 | 0xF0), rest(12), rest(6), rest(0)]
    }
  }
}

private let quote = UInt8(ascii: "\"")

private func isDigit(_ byte: UInt8) -> Bool { 0x30 <= byte && byte <= 0x39 }

private func isLetter(_ byte: UInt8) -> Bool {
  (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}
