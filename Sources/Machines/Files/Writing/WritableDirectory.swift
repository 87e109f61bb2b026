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

  /// Gives a file a name that must be free, which the disk knows when this returns.
  ///
  /// A file system that cannot promise that is trusted to have it free.
  func move(_ name: ByteString, toFree other: ByteString) throws(Unwritable) {
    do throws(Errno) {
      try descriptor.rename(name.bytes, toFree: other.bytes)
    } catch {
      if error == .exists || error == .noSuchFile { throw .changing(path.appending(other)) }
      guard error.isOfFileSystem else { throw Unwritable(path.appending(other), error) }
      return try rename(name, to: other)
    }
    try sync()
  }

  /// Lets two files change places, which the disk knows when this returns; `false` where the file system cannot.
  func exchange(_ name: ByteString, with other: ByteString) throws(Unwritable) -> Bool {
    do throws(Errno) {
      try descriptor.exchange(name.bytes, with: other.bytes)
    } catch {
      if error == .noSuchFile { throw .changing(path.appending(other)) }
      guard error.isOfFileSystem else { throw Unwritable(path.appending(other), error) }
      return false
    }
    try sync()
    return true
  }

  /// Makes a symbolic link under a name that must be free.
  func makeLink(_ name: ByteString, to target: ByteString) throws(Unwritable) {
    try changing(path.appending(name)) { () throws(Errno) in
      try descriptor.makeLink(name.bytes, to: target.bytes)
    }
  }

  /// Makes a file for the user alone, without waiting for a disk: for what does not outlive the machine's uptime.
  func place(_ bytes: [UInt8], as name: ByteString) throws(Unwritable) {
    try create(name) { file throws(Unwritable) in
      try changing(self.path.appending(name)) { () throws(Errno) in try file.write(bytes) }
    }
  }

  /// Puts what bears another name in the place of this one, without waiting for a disk.
  func replace(_ name: ByteString, with other: ByteString) throws(Unwritable) {
    try changing(path.appending(name)) { () throws(Errno) in
      try descriptor.rename(other.bytes, to: name.bytes)
    }
  }

  /// Removes a file, be it that it has never been there.
  package func remove(_ name: ByteString) throws(Unwritable) {
    try drop(name)
    try sync()
  }

  /// The same without waiting for a disk.
  func drop(_ name: ByteString) throws(Unwritable) {
    try changing(path.appending(name)) { () throws(Errno) in
      do throws(Errno) {
        try descriptor.remove(name.bytes)
      } catch {
        if error != .noSuchFile { throw error }
      }
    }
  }

  /// Makes a directory for its owner alone and enters it, or the one that somebody has made there meanwhile.
  func makeDirectory(
    _ name: ByteString, as user: UInt32, lasting: Bool = true
  ) throws(Unwritable) -> WritableDirectory {
    let inner = path.appending(name)
    var isOurs = true
    do throws(Errno) {
      try descriptor.makeDirectory(name.bytes, mode: 0o700)
    } catch {
      guard error == .exists else { throw Unwritable(path, error) }
      isOurs = false
    }
    let made = try changing(inner) { () throws(Errno) in
      let opened = try descriptor.reading(name.bytes)
      guard try opened.status().kind == .directory else { throw .notDirectory }
      // What root makes in a user's own directory is the user's.
      if isOurs, user == 0, status.owner != 0 {
        try opened.setOwner(status.owner, group: status.group)
      }
      return try WritableDirectory(inner, descriptor.naming(name.bytes))
    }
    guard isOurs || made.status.owner == user || made.status.owner == status.owner else {
      throw Unwritable(inner, .foreign, because: "it belongs to another user")
    }
    try made.refuseAll()
    if lasting { try sync() }
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
    var kind: FileStatus.Kind?
    let bytes = try changing(path.appending(name)) { () throws(Errno) -> [UInt8]? in
      do throws(Errno) {
        let file = try descriptor.reading(name.bytes)
        kind = try file.status().kind
        return kind == .regular ? try file.readToEnd(limit: limit) : nil
      } catch {
        if error == .noSuchFile { return nil }
        throw error
      }
    }
    if let kind, kind != .regular {
      let other = kind == .fifo ? "a pipe" : kind == .directory ? "a directory" : "no regular file"
      throw Unwritable(path.appending(name), because: "it is \(other): move it away")
    }
    return bytes
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

extension WritableDirectory {
  /// Throws where everybody may put another file in the place of one in it.
  func refuseAll() throws(Unwritable) {
    if status.mode & 0o1002 == 0o002 {
      throw Unwritable(path, because: "everybody may change that directory: chmod o-w it first")
    }
  }
}

extension Unwritable {
  /// Somebody else writes it at this moment.
  package static func changing(_ path: ByteString) -> Unwritable {
    Unwritable(path, .changed, because: "it has changed this very moment: try again")
  }
}

extension Errno {
  /// Whether the file system, or the kernel, has no such call.
  fileprivate var isOfFileSystem: Bool { self == .invalidArgument || self == .notImplemented }
}

/// A locked file: it is free again when this value is gone, or the process.
package final class FileLock: Sendable {
  let descriptor: FileDescriptor

  init(_ descriptor: consuming FileDescriptor) {
    self.descriptor = descriptor
  }
}
