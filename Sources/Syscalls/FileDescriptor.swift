internal import CLinux
internal import Glibc

/// An open file that closes itself.
///
/// Paths are the kernel's: bytes without a NUL, which would end them early and is refused (EINVAL).
package struct FileDescriptor: ~Copyable, Sendable {
  let number: Int32

  init(_ number: Int) {
    self.number = Int32(truncatingIfNeeded: number)
  }

  /// Opens a directory to be the `/` of later calls: open(2) with O_PATH.
  package static func root(_ path: [UInt8]) throws(Errno) -> FileDescriptor {
    try unsafe opening(path) { unsafe clinux_open($0, clinux_o_path | O_DIRECTORY | O_CLOEXEC) }
  }

  /// Opens a file to read it, without ever waiting for it: a FIFO or a terminal cannot hang the caller.
  package static func reading(_ path: [UInt8]) throws(Errno) -> FileDescriptor {
    try unsafe opening(path) { unsafe clinux_open($0, readFlags) }
  }

  /// Opens a file to read it as if `root` were `/`: openat2(2) with RESOLVE_IN_ROOT.
  package static func reading(
    _ path: [UInt8], in root: borrowing FileDescriptor
  ) throws(Errno) -> FileDescriptor {
    let root = root.number
    return try unsafe opening(path) { unsafe clinux_open_in_root(root, $0, readFlags) }
  }

  /// Names a file, without opening it and without following a link at its end.
  package static func naming(
    _ path: [UInt8], in root: borrowing FileDescriptor
  ) throws(Errno) -> FileDescriptor {
    let root = root.number
    return try unsafe opening(path) {
      unsafe clinux_open_in_root(root, $0, clinux_o_path | O_NOFOLLOW | O_CLOEXEC)
    }
  }

  /// Finds a file, links followed, without opening it: neither permission to read it is needed nor a device woken.
  package static func locating(
    _ path: [UInt8], in root: borrowing FileDescriptor
  ) throws(Errno) -> FileDescriptor {
    let root = root.number
    return try unsafe opening(path) {
      unsafe clinux_open_in_root(root, $0, clinux_o_path | O_CLOEXEC)
    }
  }

  /// What the file is: fstat(2).
  package borrowing func status() throws(Errno) -> FileStatus {
    var status = stat()
    let number = number
    _ = try retrying { unsafe Int(fstat(number, &status)) }
    return FileStatus(status)
  }

  /// Where the link that this descriptor names leads: readlinkat(2).
  package borrowing func link() throws(Errno) -> [UInt8] {
    let number = number
    return try unsafe filling { unsafe readlinkat(number, "", $0, $1) }
  }

  /// Up to `count` bytes from `offset` on, fewer only at the end of the file: pread(2).
  ///
  /// More than a gibibyte is refused (EINVAL): no reader of ours means that.
  package borrowing func read(_ count: Int, at offset: Int64) throws(Errno) -> [UInt8] {
    guard (0...1 << 30).contains(count) else { throw .invalidArgument }
    let number = number
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = try retrying {
        unsafe bytes.withUnsafeMutableBytes {
          unsafe pread(
            number, $0.baseAddress?.advanced(by: filled), count - filled, Int(offset) + filled)
        }
      }
      if got == 0 { break }
      filled += got
    }
    bytes.removeLast(count - filled)
    return bytes
  }

  /// All of the file; EFBIG where that is more than `limit` bytes: pread(2).
  ///
  /// One that turns out to be as large as the `size` fstat(2) told is not asked for more; the kernel's own files tell 0.
  package borrowing func readToEnd(limit: Int, size: Int64 = 0) throws(Errno) -> [UInt8] {
    let number = number
    var bytes = [UInt8](repeating: 0, count: min(4096, limit + 1))
    var filled = 0
    while true {
      let got = try retrying {
        unsafe bytes.withUnsafeMutableBytes {
          unsafe pread(
            number, $0.baseAddress?.advanced(by: filled), $0.count - filled, filled)
        }
      }
      filled += got
      if filled > limit { throw .fileTooLarge }
      if got == 0 || Int64(filled) == size { break }
      if filled == bytes.count {
        bytes += [UInt8](repeating: 0, count: min(filled * 3, limit + 1 - filled))
      }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  deinit { _ = close(number) }

  static var readFlags: Int32 { O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY }

  private static func opening(
    _ path: [UInt8], _ call: (UnsafePointer<CChar>) -> Int32
  ) throws(Errno) -> FileDescriptor {
    FileDescriptor(try unsafe passing(path, to: call))
  }
}

/// Calls with `path` as a C string and returns the result, or throws errno.
func passing(_ path: [UInt8], to call: (UnsafePointer<CChar>) -> Int32) throws(Errno) -> Int {
  if path.contains(0) { throw .invalidArgument }
  let terminated = path + [0]
  return try retrying {
    unsafe terminated.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return -1 }
      return unsafe Int(call(start.assumingMemoryBound(to: CChar.self)))
    }
  }
}

/// The bytes a call such as readlink(2) writes, however long they are.
func filling(_ call: (UnsafeMutablePointer<CChar>, Int) -> Int) throws(Errno) -> [UInt8] {
  var capacity = 256
  while true {
    var bytes = [UInt8](repeating: 0, count: capacity)
    let count = try retrying {
      unsafe bytes.withUnsafeMutableBytes { bytes in
        guard let start = bytes.baseAddress else { return -1 }
        return unsafe call(start.assumingMemoryBound(to: CChar.self), capacity)
      }
    }
    // A full buffer may have cut the answer short.
    if count < capacity { return Array(bytes.prefix(count)) }
    if capacity > 1 << 20 { throw .fileTooLarge }
    capacity *= 4
  }
}
