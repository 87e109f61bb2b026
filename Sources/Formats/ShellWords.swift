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

  /// The line that sets and exports PATH in a shell: `fish`, or one that reads sh.
  package static func settingPath(to entries: [ByteString], in shell: String) -> ByteString {
    if shell == "fish" {
      let words = entries.map { fishQuoted($0).bytes }.joined(separator: [UInt8(ascii: " ")])
      return "set -gx PATH " + ByteString(Array(words)) + "\n"
    }
    let path = entries.map(\.bytes).joined(separator: [UInt8(ascii: ":")])
    return "PATH=" + quoted(ByteString(Array(path))) + "; export PATH\n"
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
