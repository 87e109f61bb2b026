package import Formats
internal import Syscalls

/// The right to change files: the machine this process runs on has it, one below another root or in an example has not.
package struct FileWriter: Sendable {
  /// The effective user.
  package let user: UInt32

  /// Where a path leads, links followed, each name on the way held open.
  ///
  /// Throws where that is not provably the user's own: a link of another user, or a directory that everybody may
  /// change. Whoever owns a link on the way must be root or own what it leads to.
  package func destination(of path: ByteString) throws(Unwritable) -> Destination {
    let way = try way(to: path)
    if way.rest.isEmpty { throw Unwritable(path, Errno.isDirectory) }
    let destination = try Destination(self, way.directory, way.rest)
    try way.check(try destination.owner ?? way.directory.status.owner, for: self)
    return destination
  }

  /// A directory of the user's own, made with those above it where it is missing, for the user alone; one that is
  /// `lasting` is waited for until the disk has it.
  package func directory(
    _ path: ByteString, lasting: Bool = true
  ) throws(Unwritable) -> WritableDirectory {
    let way = try way(to: path)
    let owner = way.directory.status.owner
    try way.check(owner, for: self)
    // Root could make it in a user's directory, who could then not use it any more.
    guard owner == user || owner == 0 || owner == way.root else {
      throw Unwritable(way.directory.path, .foreign, because: "it belongs to another user")
    }
    var directory = way.directory
    for name in way.rest {
      directory = try directory.makeDirectory(name, as: user, lasting: lasting)
    }
    return try own(directory)
  }

  /// The directory of a path where it is there and the user's own, without making anything.
  package func existingDirectory(_ path: ByteString) throws(Unwritable) -> WritableDirectory? {
    let way = try way(to: path)
    guard way.rest.isEmpty else { return nil }
    try way.check(way.directory.status.owner, for: self)
    return try own(way.directory)
  }

  /// Removes a file, be it that it, or its directory, has never been there.
  package func remove(_ path: ByteString) throws(Unwritable) {
    let way = try way(to: path.parent)
    if way.rest.isEmpty { try way.directory.remove(path.lastComponent) }
  }

  /// Removes a directory that is empty; one that is not, or has gone, stays as it is.
  package func removeDirectory(_ path: ByteString) throws(Unwritable) {
    let way = try way(to: path.parent)
    if way.rest.isEmpty { try way.directory.removeDirectory(path.lastComponent) }
  }

  private func own(_ directory: WritableDirectory) throws(Unwritable) -> WritableDirectory {
    guard directory.status.owner == user else {
      throw Unwritable(directory.path, .foreign, because: "it belongs to another user")
    }
    return directory
  }

  /// How far a path leads through directories.
  private struct Way {
    let directory: WritableDirectory
    /// What is missing there, or one name that is no directory; empty where the path is a directory.
    let rest: [ByteString]
    /// Who made the links on the way.
    let linkOwners: [UInt32]
    /// Whom `/` belongs to: root, under whatever number a namespace shows it.
    let root: UInt32

    /// Throws unless what the way leads to, which belongs to `owner`, is the user's or root's, and so are the links.
    func check(_ owner: UInt32, for writer: FileWriter) throws(Unwritable) {
      let path = rest.reduce(directory.path) { $0.appending($1) }
      if linkOwners.contains(where: { $0 != 0 && $0 != root && $0 != owner }) {
        throw Unwritable(path, .foreign, because: "a link of another user leads there")
      }
      guard owner == writer.user || owner == 0 || owner == root || writer.user == 0 else {
        throw Unwritable(directory.path, .foreign, because: "it belongs to another user")
      }
    }
  }

  private func way(to path: ByteString) throws(Unwritable) -> Way {
    guard path.isAbsolute, !path.contains(0) else {
      throw Unwritable(path, because: "the path must be absolute")
    }
    let top = try top()
    var trail: [WritableDirectory] = []
    var rest = path.components[...]
    var owners: [UInt32] = []
    func ending(_ rest: [ByteString]) -> Way {
      Way(
        directory: trail.last ?? top, rest: rest, linkOwners: owners, root: top.status.owner)
    }
    while let name = rest.popFirst() {
      if name == "." { continue }
      if name == ".." {
        _ = trail.popLast()
        continue
      }
      let here = trail.last ?? top
      let inner = here.path.appending(name)
      guard let found = try named(name, in: here) else { return ending([name] + rest) }
      if let target = found.link {
        owners.append(found.status.owner)
        if owners.count > 40 { throw Unwritable(path, Errno.tooManyLinks) }
        if target.isAbsolute { trail = [] }
        rest = (target.components + rest)[...]
        continue
      }
      guard found.status.kind == .directory else {
        if !rest.isEmpty { throw Unwritable(inner, Errno.notDirectory) }
        return ending([name])
      }
      let next = try changing(inner) { () throws(Errno) in
        try WritableDirectory(inner, here.descriptor.naming(name.bytes))
      }
      try next.refuseAll()
      trail.append(next)
    }
    return ending([])
  }

  private func top() throws(Unwritable) -> WritableDirectory {
    try changing("/") { () throws(Errno) in
      try WritableDirectory("/", FileDescriptor.root([UInt8(ascii: "/")]))
    }
  }

  private func named(
    _ name: ByteString, in directory: WritableDirectory
  ) throws(Unwritable) -> (status: FileStatus, link: ByteString?)? {
    try changing(directory.path.appending(name)) { () throws(Errno) in
      do throws(Errno) {
        let found = try directory.descriptor.naming(name.bytes)
        let status = try found.status()
        return (status, status.kind == .link ? ByteString(try found.link()) : nil)
      } catch {
        if error == .noSuchFile { return nil }
        throw error
      }
    }
  }
}
