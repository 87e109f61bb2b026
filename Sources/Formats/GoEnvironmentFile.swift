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
    }

    package let name: ByteString
    package let line: Int
    package let reason: Reason
  }

  /// The lines without effect whose meaning is plain, in the order of the file.
  package var ignored: [Ignored] {
    var ignored: [Ignored] = []
    for entry in entries {
      let name = entry.name.trimmingSpace
      if GoVariable.isSettable(entry.name) { continue }
      if GoVariable.isSettable(name.capitalized) {
        let reason: Ignored.Reason = name == entry.name ? .smallLetters : .blankBeforeEquals
        ignored.append(Ignored(name: name, line: entry.line, reason: reason))
      } else if GoVariable.isForEnvironmentOnly(entry.name) {
        ignored.append(Ignored(name: name, line: entry.line, reason: .environmentOnly))
      }
    }
    for stray in strays { if let line = stray.ignored { ignored.append(line) } }
    return ignored.sorted { $0.line < $1.line }
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
    guard let name = rest.cut(at: UInt8(ascii: "="))?.before.trimmingSpace else { return nil }
    if name.capitalized != name { reason = reason ?? .smallLetters }
    guard let reason, GoVariable.isSettable(name.capitalized) else { return nil }
    return .init(name: name, line: line, reason: reason)
  }
}

extension ByteString {
  /// With capitals in place of the small letters of ASCII.
  fileprivate var capitalized: ByteString {
    ByteString(bytes.map { 0x61 <= $0 && $0 <= 0x7A ? $0 - 0x20 : $0 })
  }
}
