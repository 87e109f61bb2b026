internal import Syscalls

/// What belongs to a file besides its bytes.
package struct FileMetadata: Hashable, Sendable {
  /// The permission bits with setuid, setgid and sticky.
  package let mode: UInt32
  package let owner: UInt32
  package let group: UInt32
  /// When it was last read.
  package let accessed: FileTime
  /// When it was last written.
  package let modified: FileTime

  package init(
    mode: UInt32, owner: UInt32, group: UInt32, accessed: FileTime, modified: FileTime
  ) {
    self.mode = mode
    self.owner = owner
    self.group = group
    self.accessed = accessed
    self.modified = modified
  }

  init(_ attributes: FileAttributes) {
    self.init(
      mode: attributes.mode, owner: attributes.owner, group: attributes.group,
      accessed: FileTime(attributes.accessed), modified: FileTime(attributes.modified))
  }
}

/// A moment since 1970, in UTC.
package struct FileTime: Hashable, Sendable {
  package let seconds: Int64
  /// Forwards from the second.
  package let nanoseconds: Int64

  package init(seconds: Int64, nanoseconds: Int64) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  init(_ time: Timestamp) {
    self.init(seconds: time.seconds, nanoseconds: time.nanoseconds)
  }

  var timestamp: Timestamp { Timestamp(seconds: seconds, nanoseconds: nanoseconds) }
}
