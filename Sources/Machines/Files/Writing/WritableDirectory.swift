package import Formats
internal import Syscalls

/// A directory held open, in which names are made, exchanged and removed.
package final class WritableDirectory: Sendable {
  /// Without links.
  package let path: ByteString
  let descriptor: FileDescriptor
  let status: FileStatus

  init(_ path: ByteString, _ descriptor: consuming FileDescriptor) throws(Errno) {
    self.path = path
    status = try descriptor.status()
    self.descriptor = descriptor
  }

  /// Makes a file with these bytes, which the disk has when this returns; removes it again where that fails.
  package func create(_ name: ByteString, _ bytes: [UInt8], mode: UInt32) throws(Unwritable) {
    try create(name) { file throws(Unwritable) in
      try changing(self.path.appending(name)) { () throws(Errno) in
        try file.write(bytes)
        try file.setMode(mode)
        try file.sync()
      }
    }
    try sync()
  }

  /// Makes a file that `fill` completes, and removes it where that fails.
  func create(
    _ name: ByteString, fill: (borrowing FileDescriptor) throws(Unwritable) -> Void
  ) throws(Unwritable) {
    let file: FileDescriptor
    do throws(Errno) {
      file = try descriptor.creating(name.bytes, mode: 0o600)
    } catch {
      throw Unwritable(path, error)
    }
    do throws(Unwritable) {
      try fill(file)
    } catch {
      try? descriptor.remove(name.bytes)
      throw error
    }
  }

  /// Puts a file in the place of another name, which the disk knows when this returns.
  package func rename(_ name: ByteString, to other: ByteString) throws(Unwritable) {
    try changing(path.appending(other)) { () throws(Errno) in
      try descriptor.rename(name.bytes, to: other.bytes)
    }
    try sync()
  }

  /// Removes a file, be it that it has never been there.
  package func remove(_ name: ByteString) throws(Unwritable) {
    try changing(path.appending(name)) { () throws(Errno) in
      do throws(Errno) {
        try descriptor.remove(name.bytes)
      } catch {
        if error != .noSuchFile { throw error }
      }
    }
    try sync()
  }

  /// Makes a directory for its owner alone and enters it.
  func makeDirectory(_ name: ByteString, as user: UInt32) throws(Unwritable) -> WritableDirectory {
    let inner = path.appending(name)
    do throws(Errno) {
      try descriptor.makeDirectory(name.bytes, mode: 0o700)
    } catch {
      throw Unwritable(path, error)
    }
    let made = try changing(inner) { () throws(Errno) in
      let opened = try descriptor.reading(name.bytes)
      // What root makes in a user's own directory is the user's.
      if user == 0, status.owner != 0 {
        try opened.setOwner(status.owner, group: status.group)
      }
      return try WritableDirectory(inner, descriptor.naming(name.bytes))
    }
    try sync()
    return made
  }

  /// Removes a directory that is empty; one that is not, or has gone, stays as it is.
  package func removeDirectory(_ name: ByteString) throws(Unwritable) {
    try changing(path.appending(name)) { () throws(Errno) in
      do throws(Errno) {
        try descriptor.removeDirectory(name.bytes)
      } catch {
        let isLeft = error == .noSuchFile || error == .notEmpty || error == .exists
        if !isLeft && error != .notDirectory { throw error }
      }
    }
    try sync()
  }

  /// All of a file of this directory, or `nil` where there is none.
  package func read(_ name: ByteString, limit: Int) throws(Unwritable) -> [UInt8]? {
    try changing(path.appending(name)) { () throws(Errno) -> [UInt8]? in
      do throws(Errno) {
        let file = try descriptor.reading(name.bytes)
        guard try file.status().kind == .regular else { throw .invalidArgument }
        return try file.readToEnd(limit: limit)
      } catch {
        if error == .noSuchFile { return nil }
        throw error
      }
    }
  }

  /// The names in it, sorted; throws where there are more than `limit`.
  package func names(limit: Int) throws(Unwritable) -> [ByteString] {
    try changing(path) { () throws(Errno) in
      try descriptor.reading([UInt8(ascii: ".")]).names(limit: limit).map { ByteString($0) }
    }.sorted()
  }

  /// Waits until the disk has the names.
  package func sync() throws(Unwritable) {
    try changing(path) { () throws(Errno) in
      do throws(Errno) {
        try descriptor.reading([UInt8(ascii: ".")]).sync()
      } catch {
        // One that may not be listed, or a file system that cannot: the kernel does it in its own time.
        if error != .permissionDenied && error != .invalidArgument { throw error }
      }
    }
  }

  /// A lock that is held for as long as the value is kept; `nil` where another process has held it all the while.
  package func lock(_ name: ByteString, waiting milliseconds: Int64) throws(Unwritable) -> FileLock?
  {
    try changing(path.appending(name)) { () throws(Errno) -> FileLock? in
      let lock = FileLock(try descriptor.locking(name.bytes, mode: 0o600))
      let end = monotonicMilliseconds() + milliseconds
      while !(try lock.descriptor.lock()) {
        if monotonicMilliseconds() >= end { return nil }
        pause(milliseconds: 20)
      }
      return lock
    }
  }
}

/// A locked file: it is free again when this value is gone, or the process.
package final class FileLock: Sendable {
  let descriptor: FileDescriptor

  init(_ descriptor: consuming FileDescriptor) {
    self.descriptor = descriptor
  }
}
