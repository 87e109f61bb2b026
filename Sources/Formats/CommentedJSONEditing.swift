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
}

extension [UInt8] {
  fileprivate func replacing(_ range: Range<Int>, with bytes: [UInt8]) -> [UInt8] {
    self[..<range.lowerBound] + bytes + self[range.upperBound...]
  }
}
