extension ByteString {
  /// The text without white space, Unicode's too, at its ends: Go's `bytes.TrimSpace`.
  package var trimmingSpace: ByteString { ByteString(Formats.trimmingSpace(bytes[...])) }

  /// The words between white space, Unicode's too: Go's `strings.Fields`.
  package var fields: [ByteString] {
    var fields: [ByteString] = []
    var field: [UInt8] = []
    var rest = bytes[...]
    while let first = rest.first {
      let width = leadingSpace(rest)
      if width == nil { field.append(first) }
      rest = rest.dropFirst(width ?? 1)
      guard width != nil || rest.isEmpty, !field.isEmpty else { continue }
      fields.append(ByteString(field))
      field = []
    }
    return fields
  }
}

/// Takes white space, Unicode's too, from both ends: Go's `bytes.TrimSpace`.
func trimmingSpace(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
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
