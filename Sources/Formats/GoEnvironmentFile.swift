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

  /// In the order of the file, those that a later line outdoes included.
  package let entries: [Entry]

  package init(parsing text: [UInt8]) {
    var entries: [Entry] = []
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let first = line.first, 0x41 <= first, first <= 0x5A,
        let (name, value) = ByteString(line).cut(at: UInt8(ascii: "="))
      else { continue }
      entries.append(Entry(name: name, value: value, line: index + 1))
    }
    self.entries = entries
  }

  /// The line that counts for a name, which may set an empty value, or `nil` where there is none.
  package subscript(name: ByteString) -> Entry? { entries.last { $0.name == name } }
}
