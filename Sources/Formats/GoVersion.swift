/// A version of Go, such as `1.27.3`, `1.21rc1` or `1.22`: Go's `internal/gover`.
///
/// A release without its last number means the language from Go 1.21 on, and comes before all of its releases:
/// 1.21 < 1.21rc1 < 1.21.0. Before that it means the release: 1.20 = 1.20.0.
package struct GoVersion: Sendable {
  /// The version as it was written, without `go` in front.
  package let text: ByteString
  private let parts: Parts

  /// Reads `1`, `1.27`, `1.27.3` or `1.21rc1`; anything else is `nil`.
  package init?(_ text: ByteString) {
    guard let parts = Parts(parsing: text.bytes[...]) else { return nil }
    self.text = text
    self.parts = parts
  }

  /// Reads the name of a toolchain, `go1.27.3` or `go1.27.3-maker`, leaving the maker's suffix out.
  package init?(toolchain name: ByteString) {
    guard name.hasPrefix("go"), !name.contains(UInt8(ascii: "/")),
      !name.contains(UInt8(ascii: "\\"))
    else { return nil }
    let version = name.bytes.dropFirst(2).prefix { byte in
      byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t") && byte != UInt8(ascii: "-")
    }
    self.init(ByteString(version))
  }

  /// Reads what a Go program says it was built with.
  ///
  /// That is the name of a toolchain, perhaps with experiments (`go1.22.5 X:boringcrypto`), or the name of a
  /// development version (`devel go1.28-abcdef Mon …`), which counts as the language version.
  package init?(builtWith name: ByteString) {
    let development: ByteString = "devel "
    if name.hasPrefix(development) {
      self.init(toolchain: ByteString(name.bytes.dropFirst(development.count)))
    } else {
      self.init(toolchain: name)
    }
  }

  /// Whether it is a version of the language, such as 1.22, and of no release.
  package var isLanguageVersion: Bool {
    parts.patch.isEmpty && parts.kind.isEmpty && parts.prerelease.isEmpty
  }

  /// The version of the language it implements: `1.27` of `1.27.3`, and `1` of `1.0.2`.
  package var language: ByteString {
    if parts.major == "1" && parts.minor == "0" { return "1" }
    return parts.major + "." + parts.minor
  }
}

extension GoVersion: Comparable {
  package static func < (left: GoVersion, right: GoVersion) -> Bool { left.parts < right.parts }

  package static func == (left: GoVersion, right: GoVersion) -> Bool { left.parts == right.parts }
}

extension GoVersion: Hashable {
  package func hash(into hasher: inout Hasher) {
    hasher.combine(parts)
  }
}

extension GoVersion: CustomStringConvertible {
  /// The version with `go` in front.
  package var description: String { "go\(text)" }
}

/// Numbers stay text, so that none is too large.
private struct Parts: Hashable, Comparable {
  let major: ByteString
  let minor: ByteString
  /// Empty in a language version and in a prerelease.
  var patch: ByteString = ""
  /// `alpha`, `beta`, `rc` or empty.
  var kind: ByteString = ""
  var prerelease: ByteString = ""

  init?(parsing text: ArraySlice<UInt8>) {
    var rest = text
    guard let major = takeNumber(from: &rest) else { return nil }
    self.major = major
    if rest.isEmpty {
      minor = "0"
      patch = "0"
      return
    }
    guard rest.popFirst() == UInt8(ascii: "."), let minor = takeNumber(from: &rest) else {
      return nil
    }
    self.minor = minor
    if rest.isEmpty {
      if isLess(minor, "21") { patch = "0" }
      return
    }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard let patch = takeNumber(from: &rest), rest.isEmpty else { return nil }
      self.patch = patch
      return
    }
    kind = ByteString(rest.prefix { !isDigit($0) })
    rest = rest.dropFirst(kind.count)
    guard !kind.isEmpty, kind.bytes.allSatisfy({ 0x61 <= $0 && $0 <= 0x7A }) else { return nil }
    if rest.isEmpty { return }
    guard let number = takeNumber(from: &rest), rest.isEmpty else { return nil }
    prerelease = number
  }

  static func < (left: Parts, right: Parts) -> Bool {
    if left.major != right.major { return isLess(left.major, right.major) }
    if left.minor != right.minor { return isLess(left.minor, right.minor) }
    if left.patch != right.patch { return isLess(left.patch, right.patch) }
    if left.kind != right.kind { return left.kind < right.kind }
    return isLess(left.prerelease, right.prerelease)
  }
}

private func isDigit(_ byte: UInt8) -> Bool { 0x30 <= byte && byte <= 0x39 }

/// Takes a decimal number without a leading zero.
private func takeNumber(from rest: inout ArraySlice<UInt8>) -> ByteString? {
  let digits = rest.prefix(while: isDigit)
  guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else {
    return nil
  }
  rest = rest.dropFirst(digits.count)
  return ByteString(digits)
}

/// Compares decimal numbers; an empty one is less than any other.
private func isLess(_ left: ByteString, _ right: ByteString) -> Bool {
  left.count == right.count ? left < right : left.count < right.count
}
