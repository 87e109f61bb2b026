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

/// Takes white space, Unicode's too, from both ends: Go's `bytes.TrimSpace`.
private func trimmingSpace(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var text = text
  while let width = leadingSpace(text) { text = text.dropFirst(width) }
  while let width = trailingSpace(text) { text = text.dropLast(width) }
  return text
}

private func leadingSpace(_ text: ArraySlice<UInt8>) -> Int? {
  guard let first = text.first else { return nil }
  if first < 0x80 { return isSpace(UInt32(first)) ? 1 : nil }
  return wideSpaces.first { text.starts(with: $0) }?.count
}

private func trailingSpace(_ text: ArraySlice<UInt8>) -> Int? {
  guard let last = text.last else { return nil }
  if last < 0x80 { return isSpace(UInt32(last)) ? 1 : nil }
  return wideSpaces.first { text.suffix($0.count).elementsEqual($0) }?.count
}

private func isSpace(_ byte: UInt32) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

/// White space that is not ASCII, in UTF-8.
private let wideSpaces: [[UInt8]] =
  ([0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000] + Array(0x2000...0x200A))
  .compactMap { (code: UInt32) in Unicode.Scalar(code).map { Array(String($0).utf8) } }
