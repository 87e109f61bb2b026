extension AgentKey {
  /// The key of a line as ssh-keygen(1) writes it into a `.pub` file: its type, the key in base64, a comment; `nil` for what
  /// is none.
  package init?(publicLine text: [UInt8]) {
    let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
    let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
    guard words.count >= 2, let blob = decode(base64: ByteString(words[1])) else { return nil }
    self.init(blob: blob, comment: words.count > 2 ? ByteString(words[2]) : "")
    guard type == ByteString(words[0]) else { return nil }
  }
}
