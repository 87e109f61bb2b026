package import Formats

extension Execution {
  /// The line of what a program wrote to its errors that tells most, for a person to read; empty where none does.
  ///
  /// ssh(1) and its like draw boxes of `@` around a warning, and say below it what is wrong.
  package var firstError: ByteString { errors.bytes.tellingLine }
}

extension [UInt8] {
  /// The line that tells most: what is said of permissions, else the first that is no frame, else what the frame says.
  package var tellingLine: ByteString {
    let isBlank = { (byte: UInt8) in byte <= 0x20 }
    let lines = ByteString(self).split(on: 0x0A).map { $0.trimming(isBlank) }
    let sentences = lines.filter { !$0.isEmpty && !$0.hasPrefix("@") }
    let framed = lines.map { $0.trimming { isBlank($0) || $0 == UInt8(ascii: "@") } }
    return sentences.first { $0.text.contains("ermissions ") } ?? sentences.first
      ?? framed.first { !$0.isEmpty } ?? ""
  }
}
