/// The variables that /etc/environment gives to every session, as pam_env(8) reads them.
package enum SessionVariables {
  /// The lines `NAME=VALUE`, in order; quotes around a value, `export` before a name and comments are dropped.
  package static func parse(_ text: [UInt8]) -> [(name: ByteString, value: ByteString)] {
    ByteString(text).split(on: UInt8(ascii: "\n")).compactMap { line in
      var line = line.trimming { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if line.hasPrefix("export ") { line = ByteString(line.bytes.dropFirst("export ".utf8.count)) }
      guard !line.hasPrefix("#"), let (name, value) = line.cut(at: UInt8(ascii: "=")),
        !name.isEmpty
      else { return nil }
      return (name, value.trimming { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") })
    }
  }
}
