/// Lines for start-up files that put a directory first on PATH.
package enum PathLines {
  /// For a file that any POSIX shell reads, such as `~/.profile`; read twice they add nothing.
  ///
  /// `nil` for a directory that PATH cannot hold: one with a colon, or a relative one.
  package static func profile(_ directory: ByteString) -> ByteString? {
    guard canStandInPath(directory) else { return nil }
    let word = "case \":${PATH-}:\" in\n"
    guard directory.contains(UInt8(ascii: "\n")) else {
      let quoted = ShellWords.quoted(directory)
      return ByteString(word) + "*:" + quoted + ":*) ;;\n*) PATH=" + quoted
        + "${PATH:+\":${PATH}\"} ;;\nesac\nexport PATH\n"
    }
    // A line of its name could be a marker; and a command substitution would drop line feeds at its end.
    return "_gotools_go=$(printf %b " + ShellWords.quoted(octal(directory) + ".")
      + ")\n_gotools_go=${_gotools_go%.}\n" + ByteString(word)
      + "*:\"${_gotools_go}\":*) ;;\n*) PATH=${_gotools_go}${PATH:+\":${PATH}\"} ;;\nesac\n"
      + "unset _gotools_go\nexport PATH\n"
  }

  /// For a file of environment.d(5), from which systemd starts a user's services.
  ///
  /// `nil` for a directory that cannot be written there: `$`, quotes and backslashes have a meaning of their own, and
  /// it must be UTF-8 without control characters.
  package static func environmentDirectory(_ directory: ByteString) -> ByteString? {
    guard canStandInPath(directory), directory.printable == directory.text,
      String(validating: directory.bytes, as: UTF8.self) != nil,
      !directory.bytes.contains(where: { "$\\\"'`".utf8.contains($0) })
    else { return nil }
    return "PATH=" + directory + ":$PATH\n"
  }

  private static func canStandInPath(_ directory: ByteString) -> Bool {
    directory.isAbsolute && !directory.contains(UInt8(ascii: ":")) && !directory.contains(0)
  }

  /// The bytes as the %b of printf(1) reads them.
  private static func octal(_ directory: ByteString) -> ByteString {
    directory.bytes.reduce(into: "") { text, byte in
      let digits = String(byte, radix: 8)
      text += ByteString("\\0" + String(repeating: "0", count: 3 - digits.count) + digits)
    }
  }
}
