package import Formats

/// The environment variables of a process: environ(7).
package struct Environment: Sendable {
  private var values: [ByteString: ByteString] = [:]

  package init(_ values: [ByteString: ByteString] = [:]) {
    self.values = values
  }

  /// Takes `NAME=VALUE` entries; the first of two with one name counts, as for getenv(3).
  package init(_ entries: [[UInt8]]) {
    for entry in entries {
      guard let (name, value) = ByteString(entry).cut(at: UInt8(ascii: "=")) else { continue }
      if values[name] == nil { values[name] = value }
    }
  }

  /// The value, empty included, or `nil` where the variable is not set.
  package subscript(name: ByteString) -> ByteString? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// The value where it is set and not empty: many programs, go among them, do not tell the two apart.
  package func nonEmpty(_ name: ByteString) -> ByteString? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  package var names: [ByteString] { values.keys.sorted() }
}

extension Environment: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral entries: (ByteString, ByteString)...) {
    self.init(Dictionary(entries) { first, _ in first })
  }
}
