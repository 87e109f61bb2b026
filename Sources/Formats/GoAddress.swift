/// As much of a URL as decides whether the go command takes it: Go's `url.Parse`.
///
/// What versions of Go see differently is let pass: several colons in a host, and what stands between brackets.
struct GoAddress {
  /// In small letters; empty where there is none.
  let scheme: ByteString
  let host: ByteString
  /// With the escapes.
  let path: ByteString
  /// Whether there is a path of two slashes, an empty host and nothing else but the scheme.
  let isPlainPath: Bool

  init(parsing text: ByteString) throws(GoObjection) {
    let (front, fragment) =
      text.cut(at: UInt8(ascii: "#")).map { ($0.before, $0.after) } ?? (text, "")
    if text.bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw GoObjection("net/url: invalid control character in URL", in: text)
    }
    guard let (scheme, afterScheme) = Self.cutScheme(front) else {
      throw GoObjection("missing protocol scheme", in: text)
    }
    self.scheme = scheme
    let question = afterScheme.cut(at: UInt8(ascii: "?"))
    let rest = question?.before ?? afterScheme
    guard rest.isAbsolute else {
      if scheme.isEmpty {
        if rest.split(on: slash)[0].contains(colon) {
          throw GoObjection("first path segment in URL cannot contain colon", in: text)
        }
        try checkEscapes(rest)
      }
      (host, path, isPlainPath) = ("", rest, false)
      try checkEscapes(fragment)
      return
    }
    var authority: ByteString = ""
    var path = rest
    let hasAuthority = rest.hasPrefix("//") && (!scheme.isEmpty || !rest.hasPrefix("///"))
    if hasAuthority {
      authority = ByteString(rest.bytes.dropFirst(2).prefix { $0 != slash })
      path = ByteString(rest.bytes.dropFirst(2 + authority.count))
    }
    host = try Self.host(of: authority)
    self.path = path
    try checkEscapes(path)
    try checkEscapes(fragment)
    isPlainPath = hasAuthority && authority.isEmpty && question == nil && fragment.isEmpty
  }

  /// The text with `xxxxx` for a password.
  static func redacting(_ text: ByteString) -> ByteString {
    let bytes = text.bytes
    var start = 0
    while start + 2 < bytes.count, bytes[start...].prefix(3) != [colon, slash, slash] { start += 1 }
    let authority = bytes.dropFirst(start + 2 < bytes.count ? start + 3 : 0)
      .prefix { $0 != slash }
    guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
      let mark = authority[..<at].firstIndex(of: colon)
    else { return text }
    return ByteString(bytes[...mark]) + "xxxxx" + ByteString(bytes[at...])
  }

  /// `nil` where there is a colon and nothing in front of it.
  private static func cutScheme(
    _ text: ByteString
  ) -> (scheme: ByteString, rest: ByteString)? {
    for (index, byte) in text.bytes.enumerated() {
      switch byte {
      case 0x41...0x5A, 0x61...0x7A: continue
      case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
        if index == 0 { return ("", text) }
      case colon:
        if index == 0 { return nil }
        let scheme = text.bytes[..<index].map { 0x41 <= $0 && $0 <= 0x5A ? $0 + 0x20 : $0 }
        return (ByteString(scheme), ByteString(text.bytes[(index + 1)...]))
      default: return ("", text)
      }
    }
    return ("", text)
  }

  private static func host(of authority: ByteString) throws(GoObjection) -> ByteString {
    var host = authority
    if let at = authority.bytes.lastIndex(of: UInt8(ascii: "@")) {
      let user = ByteString(authority.bytes[..<at])
      host = ByteString(authority.bytes[(at + 1)...])
      if !user.bytes.allSatisfy(isUserByte) {
        throw GoObjection("net/url: invalid userinfo", in: user)
      }
      try checkEscapes(user)
    }
    let bracket = UInt8(ascii: "]")
    let isLiteral = host.bytes.first == UInt8(ascii: "[")
    if isLiteral, !host.contains(bracket) {
      throw GoObjection("missing ']' in host", in: host)
    }
    let afterLiteral = isLiteral ? host.bytes.lastIndex(of: bracket).map { $0 + 1 } ?? 0 : 0
    let end = host.bytes[afterLiteral...]
    let port = isLiteral ? end : end[(end.lastIndex(of: colon) ?? end.endIndex)...]
    let isPort = port.first == colon && port.dropFirst().allSatisfy { 0x30 <= $0 && $0 <= 0x39 }
    if !port.isEmpty, !isPort {
      throw GoObjection("invalid port \"\(ByteString(port))\" after host", in: host)
    }
    try checkEscapes(host, inHost: !isLiteral)
    if let bad = host.bytes.first(where: { !isHostByte($0) }) {
      let text = ByteString([bad])
      throw GoObjection("invalid character \"\(text)\" in host name", in: host)
    }
    return host
  }
}

private let slash = UInt8(ascii: "/")
private let colon = UInt8(ascii: ":")

/// Every `%` has two hexadecimal digits behind it; in a host it stands for a byte that is not ASCII.
private func checkEscapes(_ text: ByteString, inHost: Bool = false) throws(GoObjection) {
  let bytes = text.bytes
  for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") {
    let escape = ByteString(bytes[index...].prefix(3))
    let digits = escape.bytes.dropFirst()
    let isPlain = inHost && (digits.first.map { $0 < 0x38 } ?? true) && escape != "%25"
    if digits.count < 2 || !digits.allSatisfy(isHexadecimal) || isPlain {
      throw GoObjection("invalid URL escape \"\(escape)\"", in: text)
    }
  }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
  default: false
  }
}

private func isHostByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: " "), UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"),
    UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "@"):
    false
  default: true
  }
}

private func isUserByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
  default: userMarks.contains(byte)
  }
}

private let userMarks = Array("-._:~!$&'()*+,;=%@".utf8)
