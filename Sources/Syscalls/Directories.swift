internal import CLinux
internal import Glibc

/// What is done to the names in a directory that is held open, so that nobody can put another one in its place meanwhile.
extension FileDescriptor {
  /// Names what is there, without opening it and without following a link: openat(2) with O_PATH.
  package borrowing func naming(_ name: [UInt8]) throws(Errno) -> FileDescriptor {
    try opening(name, clinux_o_path | O_NOFOLLOW | O_CLOEXEC)
  }

  /// Opens a file or directory to read it, never through a link and without waiting: openat(2).
  ///
  /// Where it belongs to the user, the time of its last access stays as it was.
  package borrowing func reading(_ name: [UInt8]) throws(Errno) -> FileDescriptor {
    do throws(Errno) {
      return try opening(name, Self.readFlags | O_NOFOLLOW | clinux_o_noatime)
    } catch {
      guard error == .notPermitted else { throw error }
      return try opening(name, Self.readFlags | O_NOFOLLOW)
    }
  }

  /// Makes a file that was not there, to write and to read it; EEXIST where anything was: openat(2).
  package borrowing func creating(_ name: [UInt8], mode: UInt32) throws(Errno) -> FileDescriptor {
    try opening(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, mode)
  }

  /// Opens a file to lock it, and makes it where it is missing; never through a link: openat(2).
  package borrowing func locking(_ name: [UInt8], mode: UInt32) throws(Errno) -> FileDescriptor {
    try opening(name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode)
  }

  /// Puts one name in the place of another of the same directory: renameat(2).
  package borrowing func rename(_ name: [UInt8], to other: [UInt8]) throws(Errno) {
    if other.contains(0) { throw .invalidArgument }
    let number = number
    let target = other.map(CChar.init(bitPattern:)) + [0]
    _ = try unsafe passing(name) { unsafe renameat(number, $0, number, target) }
  }

  /// Gives a file another name of the same directory; EEXIST where that is not free: renameat2(2).
  package borrowing func rename(_ name: [UInt8], toFree other: [UInt8]) throws(Errno) {
    try rename(name, to: other, clinux_rename_free)
  }

  /// Lets two names of the same directory change places: renameat2(2).
  package borrowing func exchange(_ name: [UInt8], with other: [UInt8]) throws(Errno) {
    try rename(name, to: other, clinux_rename_exchange)
  }

  private borrowing func rename(
    _ name: [UInt8], to other: [UInt8], _ flags: UInt32
  ) throws(Errno) {
    if other.contains(0) { throw .invalidArgument }
    let number = number
    let target = other.map(CChar.init(bitPattern:)) + [0]
    _ = try unsafe passing(name) { unsafe clinux_rename(number, $0, target, flags) }
  }

  /// Removes a name that is no directory: unlinkat(2).
  package borrowing func remove(_ name: [UInt8]) throws(Errno) {
    let number = number
    _ = try unsafe passing(name) { unsafe unlinkat(number, $0, 0) }
  }

  /// Removes an empty directory; ENOTEMPTY where it is not: unlinkat(2).
  package borrowing func removeDirectory(_ name: [UInt8]) throws(Errno) {
    let number = number
    _ = try unsafe passing(name) { unsafe unlinkat(number, $0, AT_REMOVEDIR) }
  }

  /// Makes a directory: mkdirat(2).
  package borrowing func makeDirectory(_ name: [UInt8], mode: UInt32) throws(Errno) {
    let number = number
    _ = try unsafe passing(name) { unsafe mkdirat(number, $0, mode) }
  }

  /// The names in a directory opened to be read, without `.` and `..`; EFBIG for more than `limit`: getdents64(2).
  package borrowing func names(limit: Int) throws(Errno) -> [[UInt8]] {
    let number = number
    var names: [[UInt8]] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 15)
    while true {
      let count = try retrying {
        unsafe buffer.withUnsafeMutableBytes {
          unsafe clinux_directory_entries(number, $0.baseAddress, $0.count)
        }
      }
      if count == 0 { return names }
      var rest = buffer.prefix(count)
      // An entry: inode and offset of eight bytes each, its length in two, its type in one, its name and a NUL.
      while rest.count > 19 {
        let start = rest.startIndex
        let length = Int(rest[start + 16]) | Int(rest[start + 17]) << 8
        guard length > 19, length <= rest.count else { throw .invalidArgument }
        let name = Array(rest[(start + 19)..<(start + length)].prefix { $0 != 0 })
        if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
        if names.count > limit { throw .fileTooLarge }
        rest = rest.dropFirst(length)
      }
    }
  }

  private borrowing func opening(
    _ name: [UInt8], _ flags: Int32, _ mode: UInt32 = 0
  ) throws(Errno) -> FileDescriptor {
    let number = number
    return FileDescriptor(
      try unsafe passing(name) { unsafe clinux_open_at(number, $0, flags, mode) })
  }
}
