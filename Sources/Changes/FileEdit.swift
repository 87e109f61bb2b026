package import Formats

/// An edit of one file, as a function of what is in it.
package struct FileEdit: Sendable {
  /// Absolute; links are followed.
  package let path: ByteString
  /// The permission bits of a file that is made.
  package let mode: UInt32
  /// The new bytes for the old ones; `nil` is a file that is not there.
  ///
  /// Given what it returned it returns the same, so that a second run changes nothing.
  package let apply: @Sendable (_ old: [UInt8]?) throws -> [UInt8]?

  package init(
    _ path: ByteString, mode: UInt32 = 0o644,
    apply: @escaping @Sendable (_ old: [UInt8]?) throws -> [UInt8]?
  ) {
    self.path = path
    self.mode = mode
    self.apply = apply
  }
}
