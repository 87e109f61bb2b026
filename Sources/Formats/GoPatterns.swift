/// GOPRIVATE and its like: a list of patterns of module paths, `module.MatchPrefixPatterns`.
package enum GoPatterns {
  /// The first pattern that every module has, of which there is a host with a dot in front and more behind; `nil` where there is none.
  package static func patternOfEverything(in list: ByteString) -> ByteString? {
    for pattern in list.split(on: UInt8(ascii: ",")) {
      let bytes = pattern.bytes
      let elements = ByteString(bytes.last == slash ? bytes.dropLast() : bytes[...]).split(
        on: slash)
      guard elements.count <= 2, elements.dropFirst().allSatisfy(isStars) else { continue }
      let parts = elements[0].split(on: UInt8(ascii: "."))
      if parts.count <= 2, parts.allSatisfy(isStars) { return pattern }
    }
    return nil
  }

  private static func isStars(_ text: ByteString) -> Bool {
    !text.isEmpty && text.bytes.allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

private let slash = UInt8(ascii: "/")
