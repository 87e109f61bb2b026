/// Words as a shell reads them back, byte for byte.
package enum ShellWords {
  /// The word between single quotes, for sh, bash, dash and zsh.
  package static func quoted(_ word: ByteString) -> ByteString {
    escaped(word, [UInt8(ascii: "'"): Array("'\\''".utf8)])
  }

  /// The word between single quotes, for fish, where a backslash escapes inside them.
  package static func fishQuoted(_ word: ByteString) -> ByteString {
    escaped(word, [UInt8(ascii: "'"): Array("\\'".utf8), UInt8(ascii: "\\"): Array("\\\\".utf8)])
  }

  /// The words of a command as a line to paste into bash, zsh or fish: quoted where they must be, and printable.
  ///
  /// Control characters and bytes that are no UTF-8 are written as escapes in `$'…'`, which fish does not read.
  package static func line(_ words: [ByteString]) -> String {
    words.map { word in
      if !word.isEmpty, word.bytes.allSatisfy(isHarmless) { return word.text }
      let shown = word.printable
      if shown == word.text { return quoted(word).text }
      return "$'" + word.bytes.map(escape).joined() + "'"
    }.joined(separator: " ")
  }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || "-_./=:,+@%".utf8.contains(byte)
  }

  private static func escape(_ byte: UInt8) -> String {
    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") {
      return "\\" + String(UnicodeScalar(byte))
    }
    if 0x20 <= byte, byte < 0x7F { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 16)
    return "\\x" + (digits.count == 1 ? "0" : "") + digits
  }

  /// The line that sets and exports PATH in a shell: `fish`, or one that reads sh.
  package static func settingPath(to entries: [ByteString], in shell: String) -> ByteString {
    if shell == "fish" {
      let words = entries.map { fishQuoted($0).bytes }.joined(separator: [UInt8(ascii: " ")])
      return "set -gx PATH " + ByteString(Array(words)) + "\n"
    }
    let path = entries.map(\.bytes).joined(separator: [UInt8(ascii: ":")])
    return "PATH=" + quoted(ByteString(Array(path))) + "; export PATH\n"
  }

  /// The lines that set and export a variable and unset another: for `fish`, or a shell that reads sh.
  package static func setting(
    _ name: ByteString, to value: ByteString, unsetting other: ByteString, in shell: String
  ) -> ByteString {
    if shell == "fish" {
      return "set -gx " + name + " " + fishQuoted(value) + "; set -e " + other + "\n"
    }
    return name + "=" + quoted(value) + "; export " + name + "; unset " + other + "\n"
  }

  private static func escaped(_ word: ByteString, _ escapes: [UInt8: [UInt8]]) -> ByteString {
    var result = [UInt8(ascii: "'")]
    for byte in word.bytes {
      if let escape = escapes[byte] {
        result += escape
      } else {
        result.append(byte)
      }
    }
    return ByteString(result + [UInt8(ascii: "'")])
  }
}
