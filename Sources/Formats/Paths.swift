extension ByteString {
  /// Whether it begins at the root.
  package var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }

  /// The path of `name` inside this directory.
  package func appending(_ name: ByteString) -> ByteString {
    if isEmpty { return name }
    return bytes.last == UInt8(ascii: "/") ? self + name : self + "/" + name
  }

  /// The names between the slashes, without empty ones.
  package var components: [ByteString] {
    bytes.split(separator: UInt8(ascii: "/")).map { ByteString($0) }
  }

  /// The name after the last slash; of `/` and of an empty path, an empty one.
  package var lastComponent: ByteString {
    var end = bytes.count
    while end > 0, bytes[end - 1] == slash { end -= 1 }
    var start = end
    while start > 0, bytes[start - 1] != slash { start -= 1 }
    return ByteString(bytes[start..<end])
  }

  /// The directory that holds it, `/` for the root itself.
  package var parent: ByteString {
    var end = bytes.count
    while end > 0, bytes[end - 1] == slash { end -= 1 }
    while end > 0, bytes[end - 1] != slash { end -= 1 }
    while end > 0, bytes[end - 1] == slash { end -= 1 }
    return end == 0 ? (isAbsolute ? "/" : "") : ByteString(bytes[..<end])
  }

  /// Whether it is `directory` or lies below it, both being cleaned absolute paths.
  package func isAtOrBelow(_ directory: ByteString) -> Bool {
    let end = directory.bytes.count
    if end == 1, directory.bytes[0] == slash { return isAbsolute }
    guard bytes.count == end || bytes.count > end && bytes[end] == slash else { return false }
    // Most directories that are asked about are told apart by their last byte.
    if end > 0, bytes[end - 1] != directory.bytes[end - 1] { return false }
    return hasPrefix(directory)
  }

  /// The shortest path of the same meaning, links aside: Go's `filepath.Clean`.
  package var cleaned: ByteString {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    let root = isAbsolute ? 1 : 0
    if isAbsolute { result.append(slash) }
    // Where the names begin that a “..” may not take away: the root, or the “..” of a relative path.
    var fixed = root
    var position = 0
    while position < bytes.count {
      let start = position
      while position < bytes.count, bytes[position] != slash { position += 1 }
      let name = bytes[start..<position]
      position += 1
      if name.isEmpty || name.elementsEqual([dot]) { continue }
      if name.elementsEqual([dot, dot]) {
        if result.count > fixed {
          while result.count > fixed, result.last != slash { result.removeLast() }
          if result.count > fixed { result.removeLast() }
          continue
        }
        if isAbsolute { continue }
        if !result.isEmpty { result.append(slash) }
        result += name
        fixed = result.count
        continue
      }
      if result.count > root { result.append(slash) }
      result += name
    }
    return result.isEmpty ? "." : ByteString(result)
  }
}

private let slash = UInt8(ascii: "/")
private let dot = UInt8(ascii: ".")
