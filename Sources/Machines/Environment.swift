package import Formats

/// The environment variables of a process: environ(7).
///
/// A shell start asks for some thirty of some fifty, so they stay a list: that is faster than to hash them all.
package struct Environment: Sendable {
  private var variables: [(name: ByteString, value: ByteString)] = []

  package init(_ values: [ByteString: ByteString] = [:]) {
    variables = values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Takes `NAME=VALUE` entries; the first of two with one name counts, as for getenv(3).
  package init(_ entries: [[UInt8]]) {
    variables.reserveCapacity(entries.count)
    for entry in entries {
      guard let index = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
      variables.append((ByteString(entry[..<index]), ByteString(entry[(index + 1)...])))
    }
  }

  /// The value, empty included, or `nil` where the variable is not set.
  package subscript(name: ByteString) -> ByteString? {
    get { variables.first { $0.name == name }?.value }
    set {
      variables.removeAll { $0.name == name }
      if let newValue { variables.append((name, newValue)) }
    }
  }

  /// The value where it is set and not empty: many programs, go among them, do not tell the two apart.
  package func nonEmpty(_ name: ByteString) -> ByteString? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension Environment: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral entries: (ByteString, ByteString)...) {
    self.init(Dictionary(entries) { first, _ in first })
  }
}
