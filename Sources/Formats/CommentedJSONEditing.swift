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

  /// A string to be set, behind the keys that lead to it.
  package struct Setting: Sendable {
    let path: [ByteString]
    let value: ByteString

    package init(_ path: [ByteString], to value: ByteString) {
      self.path = path
      self.value = value
    }
  }

  /// The text in which each path leads to its string, objects on the way made where they are missing.
  ///
  /// Of several members with one name the last is changed, since that one counts. A new member goes behind the last one,
  /// and behind the comments there, indented as its neighbours are; nothing else changes. Where the strings are there
  /// already, nothing does.
  package func setting(_ settings: [Setting]) throws(Refusal) -> [UInt8] {
    var tree = CommentedJSONTree()
    for setting in settings {
      for text in setting.path + [setting.value]
      where String(validating: text.bytes, as: UTF8.self) == nil {
        throw .noText(text)
      }
      tree.set(setting.path[...], to: setting.value)
    }
    let layout = CommentedJSONLayout(self)
    guard let root else {
      let lead = layout.endsInLine ? layout.lineBreak : []
      return text + lead + layout.object(tree, indentation: [], onOneLine: false) + layout.lineBreak
    }
    return text.replacing(try replacements(putting: tree, into: root, "", layout))
  }

  /// The same for one string.
  package func setting(_ path: ByteString..., to value: ByteString) throws(Refusal) -> [UInt8] {
    try setting([Setting(path, to: value)])
  }

  /// What makes the object at `place`, which has that name, hold all that is in the tree.
  private func replacements(
    putting tree: CommentedJSONTree, into place: Value, _ name: ByteString,
    _ layout: CommentedJSONLayout, withinOneLine: Bool = false
  ) throws(Refusal) -> [CommentedJSONLayout.Replacement] {
    guard let object = place.object else {
      throw .noObject(name, position(of: place.range.lowerBound))
    }
    let isOnOneLine =
      !layout.hasLineBreak(in: place.range) && (withinOneLine || !object.members.isEmpty)
    var replacements: [CommentedJSONLayout.Replacement] = []
    var missing = CommentedJSONTree()
    for (key, content) in tree.members {
      guard let member = object.member(key) else {
        missing.members.append((key, content))
        continue
      }
      switch content {
      case .string(let value):
        if member.value.string == value { continue }
        replacements.append((member.value.range, CommentedJSONLayout.literal(value)))
      case .object(let inner):
        replacements += try self.replacements(
          putting: inner, into: member.value, key, layout, withinOneLine: isOnOneLine)
      }
    }
    if missing.members.isEmpty { return replacements }
    return replacements + layout.adding(missing, to: place, object, onOneLine: isOnOneLine)
  }
}

/// Members to be put into an object, of each name one, in their order.
struct CommentedJSONTree {
  enum Content {
    case string(ByteString)
    case object(CommentedJSONTree)
  }

  var members: [(key: ByteString, content: Content)] = []

  mutating func set(_ path: ArraySlice<ByteString>, to value: ByteString) {
    guard let key = path.first else { return }
    let index = members.firstIndex { $0.key == key }
    var content = Content.string(value)
    if path.count > 1 {
      var inner = CommentedJSONTree()
      if let index, case .object(let known) = members[index].content { inner = known }
      inner.set(path.dropFirst(), to: value)
      content = .object(inner)
    }
    if let index { members[index].content = content } else { members.append((key, content)) }
  }
}

extension [UInt8] {
  /// With other bytes in some places, none of which reaches into another; of those at one place the first comes first.
  fileprivate func replacing(_ replacements: [CommentedJSONLayout.Replacement]) -> [UInt8] {
    var result: [UInt8] = []
    var end = 0
    let inOrder = replacements.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for (_, replacement) in inOrder {
      result += self[end..<replacement.range.lowerBound] + replacement.bytes
      end = replacement.range.upperBound
    }
    return result + self[end...]
  }
}
