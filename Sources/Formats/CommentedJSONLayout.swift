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

  /// Other bytes for those of a range.
  typealias Replacement = (range: Range<Int>, bytes: [UInt8])

  /// What puts the members of a tree behind the last one of `object`.
  func adding(
    _ tree: CommentedJSONTree, to place: CommentedJSON.Value, _ object: CommentedJSON.Object,
    onOneLine: Bool
  ) -> [Replacement] {
    let close = place.range.upperBound - 1
    let outer = indentation(at: place.range.lowerBound)
    let inner =
      object.members.first { beginsLine($0.start) }.map { indentation(at: $0.start) } ?? outer
      + step
    var replacements: [Replacement] = []
    if let last = object.members.last, last.comma == nil {
      replacements.append((last.value.range.upperBound..<last.value.range.upperBound, [comma]))
    }
    var added: [UInt8] = []
    if !onOneLine {
      added = lineBreak + inner
    } else if object.end > place.range.lowerBound + 1 {
      added = [blank]
    }
    added += members(of: tree, indentation: inner, onOneLine: onOneLine)
    if object.members.last?.comma != nil { added.append(comma) }
    if onOneLine || hasLineBreak(in: object.end..<close) || !object.members.isEmpty {
      replacements.append((object.end..<object.end, added))
    } else {
      replacements.append((object.end..<close, added + lineBreak + outer))
    }
    return replacements
  }

  /// An object with the members of a tree, as `adding` makes them.
  func object(_ tree: CommentedJSONTree, indentation: [UInt8], onOneLine: Bool) -> [UInt8] {
    let inner = indentation + step
    let members = members(of: tree, indentation: inner, onOneLine: onOneLine)
    let open = [UInt8(ascii: "{")]
    let close = [UInt8(ascii: "}")]
    if onOneLine { return open + members + close }
    return open + lineBreak + inner + members + lineBreak + indentation + close
  }

  private func members(
    of tree: CommentedJSONTree, indentation: [UInt8], onOneLine: Bool
  ) -> [UInt8] {
    let boundary = [comma] + (onOneLine ? [blank] : lineBreak + indentation)
    let members = tree.members.map { key, content in
      let value =
        switch content {
        case .string(let string): Self.literal(string)
        case .object(let tree): object(tree, indentation: indentation, onOneLine: onOneLine)
        }
      return Self.literal(key) + Array(": ".utf8) + value
    }
    return Array(members.joined(separator: boundary))
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
