package import Formats
internal import Synchronization
package import Syscalls

/// The files of a machine: the real ones, those below a directory, or some written down in an example.
///
/// Paths are absolute. What is not there is `nil`; what is there and cannot be read throws.
package struct FileTree: Sendable {
  /// What a path names; a link at its end is not followed.
  package let status: @Sendable (_ path: ByteString) throws(Errno) -> FileStatus?
  /// Where a symbolic link leads, as it is written there.
  package let link: @Sendable (_ path: ByteString) throws(Errno) -> ByteString?
  /// Whether the user may execute a file.
  package let mayExecute: @Sendable (_ path: ByteString) -> Bool
  /// Whether the user may make files in a directory.
  package let mayWrite: @Sendable (_ path: ByteString) -> Bool
  /// The names in a directory, a link to one followed; throws EFBIG for more than `limit`.
  package let names:
    @Sendable (_ directory: ByteString, _ limit: Int) throws(Errno) -> [ByteString]?
  /// A file opened for reading, links followed.
  package let open: @Sendable (_ path: ByteString) throws(Errno) -> File?

  package init(
    status: @escaping @Sendable (ByteString) throws(Errno) -> FileStatus?,
    link: @escaping @Sendable (ByteString) throws(Errno) -> ByteString?,
    mayExecute: @escaping @Sendable (ByteString) -> Bool,
    mayWrite: @escaping @Sendable (ByteString) -> Bool = { _ in true },
    names: @escaping @Sendable (ByteString, Int) throws(Errno) -> [ByteString]? = { _, _ in nil },
    open: @escaping @Sendable (ByteString) throws(Errno) -> File?
  ) {
    self.status = status
    self.link = link
    self.mayExecute = mayExecute
    self.mayWrite = mayWrite
    self.names = names
    self.open = open
  }

  /// All of a file, or `nil` where there is none.
  ///
  /// Throws EFBIG for one of more than `limit` bytes, EINVAL for what is neither a file nor the null device.
  package func read(_ path: ByteString, limit: Int = 1 << 20) throws(Errno) -> [UInt8]? {
    try open(path)?.readAll(limit)
  }
}

extension FileTree {
  /// The same files, where a path asked for again has the answer it had, for as long as this value is kept.
  package func remembering() -> FileTree {
    let memory = Memory()
    return FileTree(
      status: { path throws(Errno) in
        if let known = memory.value.withLock({ $0.status(path) }) { return known }
        let status = try status(path)
        memory.value.withLock { $0.keep(status: status, of: path) }
        return status
      },
      link: { path throws(Errno) in
        if let known = memory.value.withLock({ $0.link(path) }) { return known }
        let link = try link(path)
        memory.value.withLock { $0.keep(link: link, of: path) }
        return link
      }, mayExecute: mayExecute, mayWrite: mayWrite, names: names,
      open: { path throws(Errno) in
        if let known = memory.value.withLock({ $0.status(path) }), known == nil { return nil }
        return try open(path)
      })
  }

  private final class Memory: Sendable {
    let value = Mutex(FileMemory())
  }
}

/// A file of a `FileTree`, open for reading.
package struct File: Sendable {
  package let status: FileStatus
  /// Up to `count` bytes from `offset` on, fewer only at the end.
  package let read: @Sendable (_ count: Int, _ offset: Int64) throws(Errno) -> [UInt8]
  /// All of it; EFBIG where that is more than `limit` bytes.
  package let readAll: @Sendable (_ limit: Int) throws(Errno) -> [UInt8]
}

extension FileTree {
  /// The files of this machine.
  package static let live = FileTree(
    status: { path throws(Errno) in
      try unlessMissing { () throws(Errno) in try Syscalls.status(of: path.bytes) }
    },
    link: { path throws(Errno) in
      try unlessMissing { () throws(Errno) in ByteString(try Syscalls.link(at: path.bytes)) }
    },
    mayExecute: { Syscalls.mayExecute($0.bytes) },
    mayWrite: { Syscalls.mayWrite(inDirectory: $0.bytes) },
    names: { path, limit throws(Errno) in
      try unlessMissing { () throws(Errno) in
        try FileDescriptor.reading(path.bytes).names(limit: limit).map { ByteString($0) }
      }
    },
    open: { path throws(Errno) in
      try unlessMissing { () throws(Errno) in try File(.reading(path.bytes)) }
    })

  /// The files below `directory`, whose own links, absolute ones too, stay inside it.
  ///
  /// Throws where the directory cannot be opened.
  package static func rooted(at directory: ByteString) throws(Errno) -> FileTree {
    let root = Shared(try FileDescriptor.root(directory.bytes))
    return FileTree(
      status: { path throws(Errno) in
        try unlessMissing { () throws(Errno) in
          try FileDescriptor.naming(path.bytes, in: root.descriptor).status()
        }
      },
      link: { path throws(Errno) in
        try unlessMissing { () throws(Errno) in
          ByteString(try FileDescriptor.naming(path.bytes, in: root.descriptor).link())
        }
      },
      // Whose permissions count is that machine's matter: any execute bit will do.
      mayExecute: { path in
        let file = try? FileDescriptor.locating(path.bytes, in: root.descriptor)
        return ((try? file?.status())?.mode ?? 0) & 0o111 != 0
      },
      mayWrite: { path in
        let file = try? FileDescriptor.locating(path.bytes, in: root.descriptor)
        let mode = (try? file?.status())?.mode ?? 0
        return mode & 0o222 != 0 && mode & 0o111 != 0
      },
      names: { path, limit throws(Errno) in
        try unlessMissing { () throws(Errno) in
          try FileDescriptor.reading(path.bytes, in: root.descriptor).names(limit: limit)
            .map { ByteString($0) }
        }
      },
      open: { path throws(Errno) in
        try unlessMissing { () throws(Errno) in
          try File(.reading(path.bytes, in: root.descriptor))
        }
      })
  }
}

extension File {
  fileprivate init(_ descriptor: consuming FileDescriptor) throws(Errno) {
    status = try descriptor.status()
    guard status.kind == .regular || status.isNullDevice else {
      throw status.kind == .directory ? .isDirectory : .invalidArgument
    }
    let file = Shared(descriptor)
    read = { count, offset throws(Errno) in try file.descriptor.read(count, at: offset) }
    let size = status.size
    readAll = { limit throws(Errno) in try file.descriptor.readToEnd(limit: limit, size: size) }
  }
}

/// A descriptor that several closures hold.
private final class Shared: Sendable {
  let descriptor: FileDescriptor

  init(_ descriptor: consuming FileDescriptor) {
    self.descriptor = descriptor
  }
}

private func unlessMissing<Value>(
  _ read: () throws(Errno) -> Value
) throws(Errno) -> Value? {
  do throws(Errno) {
    return try read()
  } catch {
    // A component that is a file, or a name too long to exist, means the same: nothing is there.
    if error == .noSuchFile || error == .notDirectory || error == .nameTooLong { return nil }
    throw error
  }
}
