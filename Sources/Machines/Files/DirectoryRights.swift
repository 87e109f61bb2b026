package import Formats
internal import Syscalls

/// Who owns a directory, and who may do what in it.
package struct DirectoryRights: Sendable {
  package let owner: UInt32
  /// The bits that chmod(1) sets, the sticky one and the two for other identities included.
  package let mode: UInt32
}

extension Machine {
  /// The rights of what lies at a path; `nil` where nothing does, or where that cannot be told.
  package func rights(of directory: ByteString) -> DirectoryRights? {
    guard let status = (try? files.status(directory)) ?? nil else { return nil }
    return DirectoryRights(owner: status.owner, mode: status.mode & 0o7777)
  }
}
