internal import Glibc

/// What stat(2) says about a file.
package struct FileStatus: Hashable, Sendable {
  package enum Kind: Sendable {
    case regular
    case directory
    case link
    case fifo
    case socket
    case characterDevice
    case blockDevice
    case other
  }

  package var kind: Kind
  /// The permission bits with setuid, setgid and sticky: the low twelve bits of `st_mode`.
  package var mode: UInt32
  package var owner: UInt32
  package var group: UInt32
  /// In bytes.
  package var size: Int64
  package var device: UInt64
  package var inode: UInt64
  /// When its bytes, and when anything of it, changed last: seconds since 1970.
  package var modified: Int64
  package var changed: Int64
  /// Whether it is the one at /dev/null, wherever it lies.
  package var isNullDevice: Bool

  package init(
    kind: Kind, mode: UInt32, owner: UInt32 = 0, group: UInt32 = 0, size: Int64 = 0,
    device: UInt64 = 0, inode: UInt64 = 0, modified: Int64 = 0, changed: Int64 = 0,
    isNullDevice: Bool = false
  ) {
    self.kind = kind
    self.mode = mode
    self.owner = owner
    self.group = group
    self.size = size
    self.device = device
    self.inode = inode
    self.modified = modified
    self.changed = changed
    self.isNullDevice = isNullDevice
  }

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFIFO: .fifo
      case S_IFSOCK: .socket
      case S_IFCHR: .characterDevice
      case S_IFBLK: .blockDevice
      default: .other
      }
    mode = status.st_mode & 0o7777
    owner = status.st_uid
    group = status.st_gid
    size = Int64(status.st_size)
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    modified = Int64(status.st_mtim.tv_sec)
    changed = Int64(status.st_ctim.tv_sec)
    // Major 1, minor 3: null(4).
    isNullDevice = kind == .characterDevice && status.st_rdev == 1 << 8 | 3
  }

  /// Whether both describe one and the same file.
  package func isSameFile(as other: FileStatus) -> Bool {
    inode == other.inode && device == other.device
  }
}
