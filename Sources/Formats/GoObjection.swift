/// What the go command has against a value, in its own words.
package struct GoObjection: Error, Hashable, Sendable {
  /// As go prints it, without “go: ” in front and without the value around what is wrong.
  package let message: String
  /// The part of the value that is meant, or all of it; a password is not in it.
  package let part: ByteString

  package init(_ message: String, in part: ByteString) {
    self.message = message
    self.part = part
  }
}
