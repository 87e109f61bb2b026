/// A line of ssh_config(5) that names the agent ssh is to use instead of SSH_AUTH_SOCK.
package struct IdentityAgentLine: Hashable, Sendable {
  /// Counted from 1.
  package let line: Int
  /// The Host or Match line it stands under, as written, `nil` at the top.
  package let scope: ByteString?
  /// Without quotation marks, not expanded: a path, `none`, `SSH_AUTH_SOCK`, or `$NAME` of another variable.
  package let value: ByteString

  package init(line: Int, scope: ByteString?, value: ByteString) {
    self.line = line
    self.scope = scope
    self.value = value
  }
}

/// Where a file of ssh_config(5) sets IdentityAgent and where it includes others, as ssh's own reader sees it.
///
/// A line that ssh refuses says nothing here. At most 10,000 lines in a mebibyte are read.
package struct SSHConfiguration: Sendable {
  /// What bears on the agent that ssh uses.
  package enum Entry: Hashable, Sendable {
    case identityAgent(IdentityAgentLine)
    /// An argument of an Include line, without quotation marks, not expanded, and the Host or Match line it stands under.
    case include(ByteString, scope: ByteString?)
  }

  /// In the order of the file: what an Include names ssh reads before the next line, and for a host it takes the first
  /// agent whose scope fits.
  package let entries: [Entry]

  package init(parsing text: [UInt8]) {
    var entries: [Entry] = []
    var scope: ByteString?
    var lines = text.prefix(textLimit).split(
      separator: lineFeed, maxSplits: lineLimit, omittingEmptySubsequences: false)
    // The last one may be cut off, or be all that is beyond the limit.
    if text.count > textLimit || lines.count > lineLimit { lines.removeLast() }
    for (index, line) in lines.enumerated() {
      guard let line = Line(line) else { continue }
      switch line.keyword {
      case "host", "match": scope = line.text
      case "include":
        entries += line.arguments.filter { !$0.isEmpty }.map { .include($0, scope: scope) }
      case "identityagent":
        guard line.arguments.count == 1, !line.arguments[0].isEmpty else { continue }
        entries.append(
          .identityAgent(
            IdentityAgentLine(line: index + 1, scope: scope, value: line.arguments[0])))
      default: break
      }
    }
    self.entries = entries
  }
}

/// A keyword and what follows it, at least one argument.
private struct Line {
  /// In small letters.
  let keyword: ByteString
  let arguments: [ByteString]
  /// As written, without blanks around it.
  let text: ByteString

  init?(_ line: ArraySlice<UInt8>) {
    // In C a text ends there.
    var rest = line.prefix { $0 != 0 }
    while let last = rest.last, isSpace(last) || last == formFeed { rest = rest.dropLast() }
    let whole = rest
    guard var keyword = takeKeyword(from: &rest) else { return nil }
    if keyword.isEmpty {
      guard let second = takeKeyword(from: &rest) else { return nil }
      keyword = second
    }
    guard let first = keyword.first, first != UInt8(ascii: "#"),
      let arguments = words(of: rest.drop(while: isSpace)), !arguments.isEmpty
    else { return nil }
    self.keyword = ByteString(keyword.map { 0x41 <= $0 && $0 <= 0x5A ? $0 + 0x20 : $0 })
    self.arguments = arguments
    text = ByteString(whole.drop(while: isSpace))
  }
}

/// Takes what stands before white space or one `=`, and those; `nil` where a quotation mark has no second one.
///
/// A quotation mark may begin a part of the word, which ends with the second one: OpenSSH's `strdelim`.
private func takeKeyword(from rest: inout ArraySlice<UInt8>) -> [UInt8]? {
  let word = rest.prefix { !isSpace($0) && $0 != doubleQuote && $0 != equals }
  rest = rest.dropFirst(word.count)
  guard let delimiter = rest.popFirst() else { return Array(word) }
  if delimiter == doubleQuote {
    guard let end = rest.firstIndex(of: doubleQuote) else { return nil }
    let quoted = rest[..<end]
    rest = rest[(end + 1)...].drop(while: isSpace)
    return Array(word) + quoted
  }
  rest = rest.drop(while: isSpace)
  if delimiter != equals, rest.first == equals { rest = rest.dropFirst().drop(while: isSpace) }
  return Array(word)
}

/// The words of a line up to a comment, or `nil` where a quotation mark has no second one: OpenSSH's `argv_split`.
///
/// A backslash takes the meaning from a quotation mark, another backslash and, outside of quotation marks, a blank.
private func words(of text: ArraySlice<UInt8>) -> [ByteString]? {
  var words: [ByteString] = []
  var rest = text.drop(while: isBlank)
  while let first = rest.first, first != UInt8(ascii: "#") {
    var word: [UInt8] = []
    var quote: UInt8?
    while let byte = rest.first, quote != nil || !isBlank(byte) {
      rest = rest.dropFirst()
      if byte == backslash, let next = rest.first,
        isQuote(next) || next == backslash || quote == nil && next == UInt8(ascii: " ")
      {
        word.append(next)
        rest = rest.dropFirst()
      } else if let open = quote, byte == open {
        quote = nil
      } else if quote == nil, isQuote(byte) {
        quote = byte
      } else {
        word.append(byte)
      }
    }
    if quote != nil { return nil }
    words.append(ByteString(word))
    rest = rest.drop(while: isBlank)
  }
  return words
}

private let textLimit = 1 << 20
private let lineLimit = 10_000

private let lineFeed = UInt8(ascii: "\n")
private let formFeed: UInt8 = 0x0C
private let doubleQuote = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")
private let equals = UInt8(ascii: "=")

private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == 0x09 }
private func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0x0D || byte == lineFeed }
private func isQuote(_ byte: UInt8) -> Bool { byte == doubleQuote || byte == UInt8(ascii: "'") }
