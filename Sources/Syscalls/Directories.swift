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

  /// Makes a symbolic link that was not there; EEXIST where anything was: symlinkat(2).
  package borrowing func makeLink(_ name: [UInt8], to target: [UInt8]) throws(Errno) {
    if target.contains(0) { throw .invalidArgument }
    let number = number
    let target = target.map(CChar.init(bitPattern:)) + [0]
    _ = try unsafe passing(name) { unsafe symlinkat(target, number, $0) }
  }

  /// What a name of the directory is, a link at its end not followed: fstatat(2).
  package borrowing func status(of name: [UInt8]) throws(Errno) -> FileStatus {
    var result = stat()
    let number = number
    _ = try unsafe passing(name) { unsafe fstatat(number, $0, &result, AT_SYMLINK_NOFOLLOW) }
    return FileStatus(result)
  }

  /// The names in a directory opened to be read, without `.` and `..`; EFBIG for more than `limit`: getdents64(2).
  package borrowing func names(limit: Int) throws(Errno) -> [[UInt8]] {
    let number = number
    var names: [[UInt8]] = []
    let size = 1 << 15
    // Not an array, whose 32 KiB would be set to zero first, a thousand times in a directory of directories.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
    defer { unsafe buffer.deallocate() }
    while true {
      let count = try retrying { unsafe clinux_directory_entries(number, buffer.baseAddress, size) }
      if count == 0 { return names }
      var start = 0
      // An entry: inode and offset of eight bytes each, its length in two, its type in one, its name and a NUL.
      while count - start > 19 {
        let length = unsafe Int(buffer[start + 16]) | Int(buffer[start + 17]) << 8
        guard length > 19, length <= count - start else { throw .invalidArgument }
        let rest = unsafe buffer[(start + 19)..<(start + length)]
        let name = unsafe Array(rest.prefix { $0 != 0 })
        start += length
        if name == [dot] || name == [dot, dot] { continue }
        names.append(name)
        if names.count > limit { throw .fileTooLarge }
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

private let dot = UInt8(ascii: ".")
