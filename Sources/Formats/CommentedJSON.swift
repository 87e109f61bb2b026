/// JSON with comments, as VS Code keeps its settings: with `//`, `/* */` and a comma after the last element.
///
/// VS Code makes the best of a file with mistakes; this refuses one, since what an edit would do to it cannot be told.
/// Of several properties with one name the last counts, in VS Code too.
package struct CommentedJSON: Sendable {
  /// As it was read.
  package let text: [UInt8]
  /// `nil` where there are only blanks and comments, which VS Code takes for no settings.
  package let root: Value?

  package struct Value: Hashable, Sendable {
    package let content: Content
    /// Its bytes in the text.
    package let range: Range<Int>
  }

  package enum Content: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// As it is written.
    case number(ByteString)
    /// Without escapes; half a surrogate pair alone is kept as if it were a character.
    case string(ByteString)
    case array([Value])
    case object(Object)
  }

  package struct Object: Hashable, Sendable {
    /// In the order of the file, those that a later one outdoes included.
    package let members: [Member]
    /// Where the last of members, commas and comments ends, or the opening brace.
    let end: Int
  }

  package struct Member: Hashable, Sendable {
    /// Without escapes.
    package let key: ByteString
    /// Where the key begins in the text.
    package let start: Int
    package let value: Value
    /// Where the comma behind it stands.
    let comma: Int?
  }

  /// The most that is read, and as much as is changed: far more than settings ever are.
  package static let sizeLimit = 1 << 20
  /// How deep arrays and objects may be nested.
  package static let depthLimit = 64
  /// How many values there may be.
  package static let valueLimit = 200_000

  package init(parsing text: [UInt8]) throws(Problem) {
    self.text = text
    var parser = CommentedJSONParser(text)
    root = try parser.document()
  }

  /// The value that counts at a path of keys; `nil` where there is none.
  package func value(at path: ByteString...) -> Value? { value(at: path) }

  func value(at path: [ByteString]) -> Value? {
    var value = root
    for key in path { value = value?.object?.member(key)?.value }
    return value
  }
}

extension CommentedJSON.Value {
  package var string: ByteString? {
    if case .string(let string) = content { string } else { nil }
  }

  package var object: CommentedJSON.Object? {
    if case .object(let object) = content { object } else { nil }
  }
}

extension CommentedJSON.Object {
  /// The member of that name which counts.
  func member(_ key: ByteString) -> CommentedJSON.Member? { members.last { $0.key == key } }
}

extension CommentedJSON {
  /// A place in a text as an editor shows it.
  package struct Position: Hashable, Sendable {
    /// Counted from 1.
    package let line: Int
    /// Counted from 1, in units of UTF-16.
    package let column: Int

    init(of offset: Int, in text: [UInt8]) {
      var line = 1
      var column = 1
      var before: UInt8 = 0
      for byte in text[..<min(offset, text.count)].dropFirst(
        text.starts(with: byteOrderMark) ? 3 : 0)
      {
        switch byte {
        case newline where before == carriageReturn: break
        case newline, carriageReturn:
          line += 1
          column = 1
        case 0x80...0xBF: break
        case 0xF0...: column += 2
        default: column += 1
        }
        before = byte
      }
      self.line = line
      self.column = column
    }
  }

  /// The place of an offset into the text.
  package func position(of offset: Int) -> Position { Position(of: offset, in: text) }

  /// What is wrong with a text, and where.
  package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: Reason
    package let position: Position

    package var description: String {
      "line \(position.line), column \(position.column): \(reason.sentence)"
    }
  }

  package enum Reason: Hashable, Sendable {
    case tooLarge
    case tooDeep
    case tooManyValues
    case noValue
    case noKey
    case noColon
    case noComma
    case openString
    case openComment
    case controlCharacter
    case badEscape
    case badNumber
    case moreText

    var sentence: String {
      switch self {
      case .tooLarge: "there is more than 1 MiB of it"
      case .tooDeep: "brackets are nested more than \(depthLimit) deep"
      case .tooManyValues: "there are more than \(valueLimit) values"
      case .noValue: "a value is missing here"
      case .noKey: "a name in double quotes, or }, is missing here"
      case .noColon: "a colon is missing here"
      case .noComma: "a comma, or the closing bracket, is missing here"
      case .openString: "this text has no closing quotation mark on its line"
      case .openComment: "this comment has no end"
      case .controlCharacter: "a control character in a text must be written as an escape"
      case .badEscape: "there is no such escape"
      case .badNumber: "this is no number as JSON writes it"
      case .moreText: "nothing may follow the last closing bracket"
      }
    }
  }
}

let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
