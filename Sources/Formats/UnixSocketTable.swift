/// The Unix sockets of a network namespace: /proc/net/unix, unix(7).
package struct UnixSocketTable: Sendable {
  /// The paths of all sockets, as they were given to bind(2): of those that listen, of those that do not yet, and of
  /// connections of those that do; abstract names are left out.
  ///
  /// A path that begins with `@` cannot be told from an abstract name, and is left out too.
  package let paths: Set<ByteString>

  /// `nil` for a text that is no such table, or is cut off.
  package init?(parsing text: [UInt8]) {
    let lines = text.split(separator: lineFeed, omittingEmptySubsequences: false)
    guard lines.count > 1, lines.last?.isEmpty == true, lines[0].elementsEqual(header) else {
      return nil
    }
    var paths: Set<ByteString> = []
    var name: [UInt8]?
    func end() {
      guard let name, name.first != UInt8(ascii: "@") else { return }
      paths.insert(ByteString(name))
    }
    for line in lines.dropFirst().dropLast() {
      if let row = Row(line) {
        end()
        name = row.name.map(Array.init)
      } else {
        // The kernel writes a line feed in a path as it is. What follows belongs to the path above, if to anything.
        name?.append(lineFeed)
        name? += line
      }
    }
    end()
    self.paths = paths
  }
}

/// A row, such as `00000000ef89652d: 00000002 00000000 00010000 0001 01 16662 /tmp/ssh-ann/agent.7`.
private struct Row {
  /// `nil` where the socket has none.
  let name: ArraySlice<UInt8>?

  init?(_ line: ArraySlice<UInt8>) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
      hexadecimal(line[..<colon]) != nil
    else { return nil }
    var rest = line[(colon + 1)...]
    for width in [8, 8, 8, 4, 2] {
      guard rest.popFirst() == blank, hexadecimal(rest.prefix(width)) != nil, rest.count >= width
      else { return nil }
      rest = rest.dropFirst(width)
    }
    guard rest.popFirst() == blank else { return nil }
    // The number of the inode stands to the right of five columns.
    rest = rest.drop { $0 == blank }
    let inode = rest.prefix { isDigit($0) }
    guard !inode.isEmpty else { return nil }
    rest = rest.dropFirst(inode.count)
    guard rest.isEmpty || rest.first == blank else { return nil }
    name = rest.isEmpty ? nil : rest.dropFirst()
  }
}

private let header = Array("Num       RefCount Protocol Flags    Type St Inode Path".utf8)
private let lineFeed = UInt8(ascii: "\n")
private let blank = UInt8(ascii: " ")

private func isDigit(_ byte: UInt8) -> Bool { 0x30 <= byte && byte <= 0x39 }

/// The number of up to sixteen digits; `nil` where there is none or something else among them.
private func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt64? {
  guard digits.allSatisfy({ isDigit($0) || 0x61 <= $0 | 0x20 && $0 | 0x20 <= 0x66 }) else {
    return nil
  }
  return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
}
