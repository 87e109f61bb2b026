extension CommentedJSON {
  /// Why an edit is not made.
  package enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// What should hold the key is something else than an object.
    case noObject(ByteString, Position)
    /// A key or value is no UTF-8, so no JSON can say it.
    case noText(ByteString)

    package var description: String {
      switch self {
      case .noObject(let name, let position):
        "line \(position.line), column \(position.column): "
          + (name.isEmpty ? "the settings are" : "“\(name)” is") + " not between braces"
      case .noText(let bytes): "“\(bytes)” is no UTF-8, which a settings file cannot say"
      }
    }
  }

  /// The text in which the value at a path is that string, objects on the way made where they are missing.
  ///
  /// Of several members with one name the last is changed, since that one counts. A new member goes behind the last one,
  /// and behind the comments there, indented as its neighbours are; nothing else changes. Where the string is there
  /// already, nothing does.
  package func setting(
    _ path: ByteString..., to value: ByteString
  ) throws(Refusal) -> [UInt8] {
    for text in path + [value] where String(validating: text.bytes, as: UTF8.self) == nil {
      throw .noText(text)
    }
    let layout = CommentedJSONLayout(self)
    guard let root else {
      let lead = layout.endsInLine ? layout.lineBreak : []
      return text + lead + layout.object(path[...], value, indentation: [], onOneLine: false)
        + layout.lineBreak
    }
    var place = root
    var name: ByteString = ""
    var isOnOneLine = false
    for (index, key) in path.enumerated() {
      guard let object = place.object else {
        throw .noObject(name, position(of: place.range.lowerBound))
      }
      isOnOneLine =
        !layout.hasLineBreak(in: place.range) && (isOnOneLine || !object.members.isEmpty)
      guard let member = object.member(key) else {
        return layout.adding(path[index...], value, to: place, object, onOneLine: isOnOneLine)
      }
      place = member.value
      name = key
    }
    if place.string == value { return text }
    return text.replacing(place.range, with: CommentedJSONLayout.literal(value))
  }

  /// The text without the member at a path, and without others of its name beside it, which would count then.
  ///
  /// Comments stay. Where there is no such member, nothing changes.
  package func removing(_ path: ByteString...) -> [UInt8] {
    guard let key = path.last, let object = value(at: path.dropLast())?.object else { return text }
    let layout = CommentedJSONLayout(self)
    var ranges: [Range<Int>] = []
    for member in object.members where member.key == key {
      ranges += layout.extent(of: member)
    }
    // A comma is left over where what followed it is gone.
    if let last = object.members.last, last.key == key, last.comma == nil,
      let comma = object.members.last(where: { $0.key != key })?.comma
    {
      ranges.append(comma..<comma + 1)
    }
    var result: [UInt8] = []
    var kept = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if kept < range.lowerBound { result += text[kept..<range.lowerBound] }
      kept = max(kept, range.upperBound)
    }
    return result + text[kept...]
  }
}

extension [UInt8] {
  fileprivate func replacing(_ range: Range<Int>, with bytes: [UInt8]) -> [UInt8] {
    self[..<range.lowerBound] + bytes + self[range.upperBound...]
  }
}
