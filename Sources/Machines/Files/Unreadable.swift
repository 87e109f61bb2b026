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

extension FileTree {
  /// All of a file of at most 1 MiB, or `nil` where there is none.
  package func bytes(of path: ByteString) throws(Unreadable) -> [UInt8]? {
    do throws(Errno) {
      return try read(path)
    } catch {
      throw Unreadable(path: path, error: error)
    }
  }
}
