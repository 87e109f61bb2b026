package import Formats

/// The environment variables of a process: environ(7).
///
/// The entries stay as they are: a shell start asks for some thirty of some fifty variables, and to look through the
/// list for each is faster than to take all of them apart.
package struct Environment: Sendable {
  /// `NAME=VALUE`, byte for byte.
  package private(set) var entries: [[UInt8]] = []

  package init(_ values: [ByteString: ByteString] = [:]) {
    entries = values.sorted { $0.key < $1.key }.map { $0.key.bytes + [equals] + $0.value.bytes }
  }

  /// Takes `NAME=VALUE` entries; the first of two with one name counts, as for getenv(3).
  package init(_ entries: [[UInt8]]) {
    self.entries = entries
  }

  /// The value, empty included, or `nil` where the variable is not set.
  package subscript(name: ByteString) -> ByteString? {
    get {
      let name = name.bytes
      for entry in entries where entry.count > name.count && entry[name.count] == equals {
        if entry.starts(with: name) { return ByteString(entry[(name.count + 1)...]) }
      }
      return nil
    }
    set {
      let start = name.bytes + [equals]
      entries.removeAll { $0.starts(with: start) }
      if let newValue { entries.append(start + newValue.bytes) }
    }
  }

  /// Whether one of the names is such.
  func hasName(_ isSought: (ArraySlice<UInt8>) -> Bool) -> Bool {
    for entry in entries {
      if let end = entry.firstIndex(of: equals), isSought(entry[..<end]) { return true }
    }
    return false
  }

  /// The value where it is set and not empty: many programs, go among them, do not tell the two apart.
  package func nonEmpty(_ name: ByteString) -> ByteString? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

private let equals = UInt8(ascii: "=")

extension Environment: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral entries: (ByteString, ByteString)...) {
    self.init(Dictionary(entries) { first, _ in first })
  }
}
