package import Formats

/// A file that somebody has to mend before lines of ours can stand in it.
package struct Uneditable: Error, Sendable, CustomStringConvertible {
  package let path: ByteString
  let reason: MarkedBlock.Unbalanced

  package var description: String { "cannot edit “\(path)”: \(reason)" }
}

/// Edits of files that put a directory first on PATH when a session begins.
extension FileEdit {
  /// For login shells that read a file such as `~/.profile`: a block of ours in it.
  ///
  /// `nil` for a directory that PATH cannot hold. The edit throws where somebody has broken the markers of the block.
  package static func profile(_ path: ByteString, adding directory: ByteString) -> FileEdit? {
    guard let lines = PathLines.profile(directory) else { return nil }
    return FileEdit(path) { old in
      do throws(MarkedBlock.Unbalanced) {
        return try MarkedBlock.setting(lines, in: old ?? [])
      } catch {
        throw Uneditable(path: path, reason: error)
      }
    }
  }

  /// For what systemd starts for a user: a file of ours in his directory of configuration, such as `~/.config`.
  ///
  /// `nil` for a directory that cannot be written there.
  package static func environmentDirectory(
    in configuration: ByteString, adding directory: ByteString
  ) -> FileEdit? {
    guard let line = PathLines.environmentDirectory(directory) else { return nil }
    return FileEdit(configuration.appending("environment.d/50-gotools-go.conf")) { _ in line.bytes }
  }
}
