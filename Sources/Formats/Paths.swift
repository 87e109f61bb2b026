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
  package var lastComponent: ByteString { components.last ?? "" }

  /// The directory that holds it, `/` for the root itself.
  package var parent: ByteString {
    let names = components
    let above = names.dropLast().map(\.bytes).joined(separator: [UInt8(ascii: "/")])
    return (isAbsolute ? "/" : "") + ByteString(Array(above))
  }

  /// Whether it is `directory` or lies below it, both being cleaned absolute paths.
  package func isAtOrBelow(_ directory: ByteString) -> Bool {
    if directory == "/" { return isAbsolute }
    return hasPrefix(directory)
      && (count == directory.count || bytes[directory.count] == UInt8(ascii: "/"))
  }

  /// The shortest path of the same meaning, links aside: Go's `filepath.Clean`.
  package var cleaned: ByteString {
    var kept: [ByteString] = []
    for name in components where name != "." {
      if name != ".." {
        kept.append(name)
      } else if let last = kept.last, last != ".." {
        kept.removeLast()
      } else if !isAbsolute {
        kept.append(name)
      }
    }
    let joined = ByteString(Array(kept.map(\.bytes).joined(separator: [UInt8(ascii: "/")])))
    if isAbsolute { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }
}
