internal import Glibc

/// A moment as a file system keeps it: since 1970, in UTC.
package struct Timestamp: Hashable, Sendable {
  package var seconds: Int64
  /// 0 to 999,999,999, forwards from the second.
  package var nanoseconds: Int64

  package init(seconds: Int64, nanoseconds: Int64) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  init(_ time: timespec) {
    seconds = Int64(time.tv_sec)
    nanoseconds = Int64(time.tv_nsec)
  }

  var timespec: Glibc.timespec {
    Glibc.timespec(tv_sec: Int(seconds), tv_nsec: Int(nanoseconds))
  }
}

/// The time of day: clock_gettime(2) with CLOCK_REALTIME.
package func currentTime() -> Timestamp {
  var time = timespec()
  unsafe clock_gettime(CLOCK_REALTIME, &time)
  return Timestamp(time)
}

/// What a file that is written anew has to look like besides its bytes: fstat(2).
package struct FileAttributes: Hashable, Sendable {
  /// The low twelve bits of `st_mode`.
  package var mode: UInt32
  package var owner: UInt32
  package var group: UInt32
  /// How many names it has.
  package var links: UInt64
  package var accessed: Timestamp
  package var modified: Timestamp
}

extension FileDescriptor {
  /// Owner, mode, names and times: fstat(2).
  package borrowing func attributes() throws(Errno) -> FileAttributes {
    var status = stat()
    let number = number
    _ = try retrying { unsafe Int(fstat(number, &status)) }
    return FileAttributes(
      mode: status.st_mode & 0o7777, owner: status.st_uid, group: status.st_gid,
      links: UInt64(status.st_nlink), accessed: Timestamp(status.st_atim),
      modified: Timestamp(status.st_mtim))
  }

  /// Writes all of it where the file stands: write(2).
  package borrowing func write(_ bytes: [UInt8]) throws(Errno) {
    try Syscalls.write(bytes, to: number)
  }

  /// Waits until the disk has it: fsync(2).
  package borrowing func sync() throws(Errno) {
    let number = number
    _ = try retrying { Int(fsync(number)) }
  }

  /// Sets the low twelve bits of the mode: fchmod(2).
  package borrowing func setMode(_ mode: UInt32) throws(Errno) {
    let number = number
    _ = try retrying { Int(fchmod(number, mode)) }
  }

  /// Gives it to a user and a group: fchown(2).
  package borrowing func setOwner(_ owner: UInt32, group: UInt32) throws(Errno) {
    let number = number
    _ = try retrying { Int(fchown(number, owner, group)) }
  }

  /// Sets when it was last read and written: utimensat(2).
  package borrowing func setTimes(accessed: Timestamp, modified: Timestamp) throws(Errno) {
    let number = number
    let times = [accessed.timespec, modified.timespec]
    _ = try retrying { unsafe Int(futimens(number, times)) }
  }

  /// Locks the file against every other open one until it is closed; `false` where another holds it: flock(2).
  package borrowing func lock() throws(Errno) -> Bool {
    let number = number
    do throws(Errno) {
      _ = try retrying { Int(flock(number, LOCK_EX | LOCK_NB)) }
      return true
    } catch {
      if error == Errno(code: EWOULDBLOCK) { return false }
      throw error
    }
  }
}
