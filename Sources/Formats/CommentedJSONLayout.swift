/// How a text of JSON with comments is laid out: what a person has typed, an edit goes on with.
struct CommentedJSONLayout {
  private let text: [UInt8]
  /// What ends its lines: that of the first one.
  let lineBreak: [UInt8]
  /// One step of indentation.
  private var step = [UInt8](repeating: blank, count: 4)

  init(_ document: CommentedJSON) {
    text = document.text
    let first = text.firstIndex(of: newline) ?? 0
    lineBreak =
      first > 0 && text[first - 1] == carriageReturn ? [carriageReturn, newline] : [newline]
    if let found = document.root.flatMap(firstStep) { step = found }
  }

  /// Whether the last line has something in it.
  var endsInLine: Bool { text != byteOrderMark && text.last.map { !isLineBreak($0) } ?? false }

  func hasLineBreak(in range: Range<Int>) -> Bool { text[range].contains(where: isLineBreak) }

  /// The text with a member, which holds the others of `path` and in the end `value`, as the last one of `object`.
  func adding(
    _ path: ArraySlice<ByteString>, _ value: ByteString, to place: CommentedJSON.Value,
    _ object: CommentedJSON.Object, onOneLine: Bool
  ) -> [UInt8] {
    let close = place.range.upperBound - 1
    let outer = indentation(at: place.range.lowerBound)
    let inner =
      object.members.first { beginsLine($0.start) }.map { indentation(at: $0.start) } ?? outer
      + step
    var result = text[..<object.end]
    if let last = object.members.last, last.comma == nil {
      result.insert(comma, at: last.value.range.upperBound)
    }
    if !onOneLine {
      result += lineBreak + inner
    } else if object.end > place.range.lowerBound + 1 {
      result.append(blank)
    }
    result += member(path, value, indentation: inner, onOneLine: onOneLine)
    if object.members.last?.comma != nil { result.append(comma) }
    if onOneLine || hasLineBreak(in: object.end..<close) || !object.members.isEmpty {
      result += text[object.end..<close]
    } else {
      result += lineBreak + outer
    }
    return Array(result + text[close...])
  }

  /// An object with one member, as `adding` makes them.
  func object(
    _ path: ArraySlice<ByteString>, _ value: ByteString, indentation: [UInt8], onOneLine: Bool
  ) -> [UInt8] {
    let inner = indentation + step
    let member = member(path, value, indentation: inner, onOneLine: onOneLine)
    let open = [UInt8(ascii: "{")]
    let close = [UInt8(ascii: "}")]
    if onOneLine { return open + member + close }
    return open + lineBreak + inner + member + lineBreak + indentation + close
  }

  private func member(
    _ path: ArraySlice<ByteString>, _ value: ByteString, indentation: [UInt8], onOneLine: Bool
  ) -> [UInt8] {
    let name = path.first.map { Self.literal($0) } ?? []
    let rest = path.dropFirst()
    return name + Array(": ".utf8)
      + (rest.isEmpty
        ? Self.literal(value)
        : object(rest, value, indentation: indentation, onOneLine: onOneLine))
  }

  /// The step by which the first member that begins a line stands further in than the line of its object.
  private func firstStep(in value: CommentedJSON.Value) -> [UInt8]? {
    switch value.content {
    case .null, .boolean, .number, .string: return nil
    case .array(let values):
      for value in values {
        if let step = firstStep(in: value) { return step }
      }
    case .object(let object):
      if let member = object.members.first(where: { beginsLine($0.start) }) {
        let inner = indentation(at: member.start)
        let outer = indentation(at: value.range.lowerBound)
        if inner.count > outer.count, inner.starts(with: outer) {
          return Array(inner[outer.count...])
        }
      }
      for member in object.members {
        if let step = firstStep(in: member.value) { return step }
      }
    }
    return nil
  }

  /// Whether only blanks stand before it on its line.
  private func beginsLine(_ offset: Int) -> Bool {
    var start = offset
    while start > 0, text[start - 1] == blank || text[start - 1] == tab { start -= 1 }
    return start == 0 || isLineBreak(text[start - 1])
  }

  /// The blanks at the head of its line.
  private func indentation(at offset: Int) -> [UInt8] {
    Array(text[lineStart(of: offset)..<offset].prefix { $0 == blank || $0 == tab })
  }

  private func lineStart(of offset: Int) -> Int {
    var start = offset
    while start > 0, !isLineBreak(text[start - 1]) { start -= 1 }
    return start
  }

  /// A string as JSON writes it.
  static func literal(_ string: ByteString) -> [UInt8] {
    var result = [UInt8(ascii: "\"")]
    for byte in string.bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      case newline: result += "\\n".utf8
      case carriageReturn: result += "\\r".utf8
      case tab: result += "\\t".utf8
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        result += (digits.count == 1 ? "\\u000" : "\\u00").utf8
        result += digits.utf8
      default: result.append(byte)
      }
    }
    return result + [UInt8(ascii: "\"")]
  }
}

private let blank = UInt8(ascii: " ")
private let tab = UInt8(ascii: "\t")
private let comma = UInt8(ascii: ",")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

private func isLineBreak(_ byte: UInt8) -> Bool { byte == newline || byte == carriageReturn }
