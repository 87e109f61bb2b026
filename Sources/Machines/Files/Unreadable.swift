package import Formats
package import Syscalls

/// A file that is there and cannot be read, or a path that cannot be followed.
package struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
  package let path: ByteString
  private let reason: String

  package init(path: ByteString, error: Errno) {
    self.path = path
    reason = error == .fileTooLarge ? "the file is too large" : error.description
  }

  package var description: String { "cannot read “\(path)”: \(reason)" }
}
