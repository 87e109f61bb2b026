/// The `go` and `toolchain` lines of a go.mod or go.work file, found the way the go command finds them when it starts.
///
/// It takes the first line that begins with the word and a blank, wherever it stands, blocks included, and has not
/// parsed the file by then.
package struct GoModuleLines: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    /// Without blanks around it and without a comment; may be empty.
    package let value: ByteString
    /// Counted from 1.
    package let number: Int
  }

  package let go: Line?
  package let toolchain: Line?

  package init(parsing text: [UInt8]) {
    var go: Line?
    var toolchain: Line?
    var number = 0
    var rest = text[...]
    while !rest.isEmpty, go == nil || toolchain == nil {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest.dropFirst(line.count + 1)
      number += 1
      let trimmed = trimmingSpace(line)
      // Most lines are of requirements: a look at one letter is enough.
      guard trimmed.first == UInt8(ascii: "g") || trimmed.first == UInt8(ascii: "t") else {
        continue
      }
      if go == nil, let value = value(of: "go", in: trimmed) {
        go = Line(value: value, number: number)
      }
      if toolchain == nil, let value = value(of: "toolchain", in: trimmed) {
        toolchain = Line(value: value, number: number)
      }
    }
    self.go = go
    self.toolchain = toolchain
  }
}

private func value(of key: StaticString, in line: ArraySlice<UInt8>) -> ByteString? {
  let key = Array(key.description.utf8)
  guard line.starts(with: key) else { return nil }
  let rest = line.dropFirst(key.count)
  guard rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\t") else { return nil }
  let slash = UInt8(ascii: "/")
  let comment = rest.indices.first { index in
    rest[index] == slash && index + 1 < rest.endIndex && rest[index + 1] == slash
  }
  return ByteString(trimmingSpace(rest[..<(comment ?? rest.endIndex)]))
}
