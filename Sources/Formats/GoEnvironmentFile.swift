/// The file that `go env -w` writes, and the `go.env` of a Go installation.
///
/// The go command reads both by the same rules: a line counts where it has a `=` and begins with `A` to `Z`. Nothing
/// is trimmed, unquoted or expanded, a carriage return at the end belongs to the value, and the last of several
/// lines for one name wins.
package struct GoEnvironmentFile: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    package let name: ByteString
    package let value: ByteString
    /// Counted from 1.
    package let line: Int
  }

  /// A line that is neither empty nor a comment and does not count.
  package struct Stray: Hashable, Sendable {
    package let text: ByteString
    /// Counted from 1.
    package let line: Int
  }

  /// In the order of the file, those that a later line outdoes included.
  package let entries: [Entry]
  /// In the order of the file.
  package let strays: [Stray]

  package init(parsing text: [UInt8]) {
    var entries: [Entry] = []
    var strays: [Stray] = []
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let first = line.first else { continue }
      if 0x41 <= first, first <= 0x5A,
        let (name, value) = ByteString(line).cut(at: UInt8(ascii: "="))
      {
        entries.append(Entry(name: name, value: value, line: index + 1))
      } else if first != UInt8(ascii: "#") {
        strays.append(Stray(text: ByteString(line), line: index + 1))
      }
    }
    self.entries = entries
    self.strays = strays
  }

  /// The line that counts for a name, which may set an empty value, or `nil` where there is none.
  package subscript(name: ByteString) -> Entry? { entries.last { $0.name == name } }

  /// Whether it is in UTF-16 with its mark in front, as older PowerShells write: none of its lines counts then.
  package var isUTF16: Bool {
    guard let first = strays.first, first.line == 1 else { return false }
    return first.text.bytes.starts(with: [0xFF, 0xFE])
      || first.text.bytes.starts(with: [0xFE, 0xFF])
  }

  /// The lines that count and end in a carriage return.
  package var carriageReturns: [Entry] {
    entries.filter { $0.value.bytes.last == 0x0D && self[$0.name] == $0 }
  }
}

extension GoEnvironmentFile {
  /// A line that was meant to set a variable of Go's, and does not.
  package struct Ignored: Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
      case byteOrderMark
      case leadingBlank
      case export
      case smallLetters
      case blankBeforeEquals
      /// The variable counts in the environment of a process alone.
      case environmentOnly
      /// A line cannot set it, and whoever exports it does harm or nothing.
      case neverSet
    }

    /// As it is written.
    package let name: ByteString
    package let line: Int
    package let reason: Reason
    /// What stands behind the `=`.
    private let value: ByteString

    fileprivate init(_ name: ByteString, _ value: ByteString, line: Int, _ reason: Reason) {
      self.name = name
      self.value = value
      self.line = line
      self.reason = reason
    }

    /// The variable of Go's and the value that the line was to set, without blanks and quotation marks around it.
    ///
    /// `nil` where only a shell can tell the value, where no line of the file sets the variable, and where a wrong value would
    /// stop every go command and only that command knows which are right.
    package var meaning: (name: ByteString, value: ByteString)? {
      if reason == .environmentOnly || reason == .neverSet
        || GoVariable.isDelicate(name.capitalized)
      {
        return nil
      }
      var meant = value.trimmingSpace
      let isQuoted = meant.bytes.first.map { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }
      if reason == .export, isQuoted == false, meant.bytes.contains(where: endsShellWord) {
        return nil
      }
      for quote in [UInt8(ascii: "'"), UInt8(ascii: "\"")]
      where meant.count > 1 && meant.bytes.first == quote && meant.bytes.last == quote {
        meant = ByteString(meant.bytes[1..<(meant.count - 1)])
        break
      }
      let needsShell = meant.bytes.contains { "$`\\\"'".utf8.contains($0) }
      return needsShell || meant.hasPrefix("~") ? nil : (name.capitalized, meant)
    }
  }

  /// The lines without effect whose meaning is plain, in the order of the file.
  package var ignored: [Ignored] {
    var ignored: [Ignored] = []
    for entry in entries { if let line = entry.ignored { ignored.append(line) } }
    for stray in strays { if let line = stray.ignored { ignored.append(line) } }
    return ignored.sorted { $0.line < $1.line }
  }
}

extension GoEnvironmentFile.Entry {
  fileprivate var ignored: GoEnvironmentFile.Ignored? {
    if GoVariable.isSettable(name) { return nil }
    let trimmed = name.trimmingSpace
    if GoVariable.isSettable(trimmed.capitalized) {
      return .init(trimmed, value, line: line, trimmed == name ? .smallLetters : .blankBeforeEquals)
    }
    guard GoVariable.isForEnvironmentOnly(name) else { return nil }
    let reason: GoEnvironmentFile.Ignored.Reason =
      GoVariable.isToBeLeftAlone(name) ? .neverSet : .environmentOnly
    return .init(trimmed, value, line: line, reason)
  }
}

extension GoEnvironmentFile.Stray {
  fileprivate var ignored: GoEnvironmentFile.Ignored? {
    var rest = text
    var reason: GoEnvironmentFile.Ignored.Reason?
    if rest.hasPrefix("\u{FEFF}") {
      rest = ByteString(rest.bytes.dropFirst(3))
      reason = .byteOrderMark
    }
    let trimmed = rest.trimmingSpace
    if trimmed != rest, trimmed.bytes.first != rest.bytes.first { reason = reason ?? .leadingBlank }
    rest = trimmed
    if rest.hasPrefix("export ") || rest.hasPrefix("export\t") {
      rest = ByteString(rest.bytes.dropFirst(7)).trimmingSpace
      reason = .export
    }
    guard let (left, value) = rest.cut(at: UInt8(ascii: "=")) else { return nil }
    let name = left.trimmingSpace
    if name.capitalized != name { reason = reason ?? .smallLetters }
    guard let reason, GoVariable.isSettable(name.capitalized) else { return nil }
    return .init(name, value, line: line, reason)
  }
}

/// Whether a shell takes a byte that is not quoted for more than itself.
private func endsShellWord(_ byte: UInt8) -> Bool { " \t;&|#()<>*?[".utf8.contains(byte) }

extension ByteString {
  /// With capitals in place of the small letters of ASCII.
  fileprivate var capitalized: ByteString {
    ByteString(bytes.map { 0x61 <= $0 && $0 <= 0x7A ? $0 - 0x20 : $0 })
  }
}
