package import Formats
package import Syscalls

/// Where a path leads when nobody may be kept waiting.
package enum Place: Sendable {
  /// It is there: its path without links, and what it is.
  case found(path: ByteString, status: FileStatus)
  /// Nothing is there.
  case missing
  /// It lies on a file system that another machine answers for, which was not asked; the path as far as it is known.
  case beyond(Mount, path: ByteString)
}

/// Follows paths link by link, so that none leads onto a network or Windows mount unnoticed.
///
/// Every name on the way is looked at with lstat(2); with files that remember, once however many paths lead through it.
package struct PathWalker: Sendable {
  private let files: FileTree
  private let mounts: MountTable?
  /// The foreign mounts, mostly none; none where the caller may wait.
  private let foreign: [Mount]
  /// Whether it looks into mounts of other machines, too.
  package let waits: Bool

  /// A walker on a machine with these mounts; without a table nothing counts as remote.
  ///
  /// One that `waits` looks into every mount; with a directory that somebody stands in, the Windows drives above that
  /// are looked into as well.
  package init(
    _ files: FileTree, mounts: MountTable?, waits: Bool = false,
    standingIn directory: ByteString? = nil
  ) {
    self.files = files
    self.mounts = mounts
    self.waits = waits
    var foreign = waits ? [] : mounts?.mounts.filter(\.isForeign) ?? []
    if let directory {
      foreign.removeAll { $0.isWindowsDrive && directory.isAtOrBelow($0.point) }
    }
    self.foreign = foreign
  }

  /// Whether there is no mount that it keeps off.
  var isFree: Bool { foreign.isEmpty }

  /// The place of an absolute path; ELOOP after forty links.
  package func place(of path: ByteString) throws(Errno) -> Place {
    var links: [ByteString] = []
    return try place(of: path, passing: &links)
  }

  /// The same, with the links that lead there, in their order; the path of each has no links but itself.
  func place(
    of path: ByteString, passing links: inout [ByteString]
  ) throws(Errno) -> Place {
    var path = path.bytes
    var position = 0
    var here = top
    while let name = nextName(in: path, from: &position) {
      if name.first == dot, name.count < 3, name.last == dot {
        if name.count == 1 { continue }
        here = here.parent
        continue
      }
      var next = ByteString([])
      next.bytes.reserveCapacity(here.count + 1 + name.count)
      next.bytes += here.bytes
      if next.count > 1 { next.bytes.append(slash) }
      next.bytes += name
      if let mount = foreign.last(where: { $0.point == next }) {
        let whole = next.appending(ByteString(path[position...])).cleaned
        // A mount of this machine's own may lie further in, such as a tmpfs on a Windows drive.
        let inner = mounts?.mount(of: whole) ?? mount
        if inner.isForeign { return .beyond(inner, path: whole) }
        here = inner.point
        path = whole.bytes
        position = here.count
        continue
      }
      guard let status = try files.status(next) else { return .missing }
      guard status.kind == .link else {
        if status.kind != .directory, position < path.count { return .missing }
        here = next
        continue
      }
      links.append(next)
      if links.count > 40 { throw .tooManyLinks }
      guard let target = try files.link(next) else { return .missing }
      if target.isAbsolute { here = top }
      path = target.bytes + [slash] + path[position...]
      position = 0
    }
    guard let status = try files.status(here) else { return .missing }
    return .found(path: here, status: status)
  }

  /// The place of a name in a directory whose real path is known.
  package func place(
    of name: ByteString, inReal directory: ByteString
  ) throws(Errno) -> Place {
    var links: [ByteString] = []
    return try place(of: name, inReal: directory, passing: &links)
  }

  /// The same, with the links that lead there.
  func place(
    of name: ByteString, inReal directory: ByteString, passing links: inout [ByteString]
  ) throws(Errno) -> Place {
    let path = directory.appending(name)
    if foreign.contains(where: { $0.point == path }) {
      return try place(of: path, passing: &links)
    }
    guard let status = try files.status(path) else { return .missing }
    if status.kind == .link { return try place(of: path, passing: &links) }
    return .found(path: path, status: status)
  }

  /// What a name is in a directory whose real path is known, a link not followed; `nil` where nothing is, and for the
  /// point of a mount that it keeps off.
  func status(
    of name: ByteString, inReal directory: ByteString
  ) throws(Errno) -> FileStatus? {
    let path = directory.appending(name)
    return foreign.contains { $0.point == path } ? nil : try files.status(path)
  }

  /// The mount that a place is on, as far as it matters: a walker that does not wait finds nothing on foreign ones.
  package func mount(of place: Place) -> Mount? {
    switch place {
    case .beyond(let mount, _): mount
    case .found(let path, _): waits ? mount(of: path) : nil
    case .missing: nil
    }
  }

  /// The mount that holds a real path.
  package func mount(of path: ByteString) -> Mount? { mounts?.mount(of: path) }

}

extension Mount {
  /// Whether it is not to be looked into while a shell starts.
  ///
  /// What holds the root directory is none: everything here stands on it already.
  package var isForeign: Bool { (isRemote || isWindowsDrive) && point != "/" }
}

private let top: ByteString = "/"
private let slash = UInt8(ascii: "/")
private let dot = UInt8(ascii: ".")

/// The next name between slashes, or `nil` at the end; `position` moves behind it and the slashes that follow.
private func nextName(in path: [UInt8], from position: inout Int) -> ArraySlice<UInt8>? {
  while position < path.count, path[position] == slash { position += 1 }
  let start = position
  while position < path.count, path[position] != slash { position += 1 }
  let end = position
  while position < path.count, path[position] == slash { position += 1 }
  return start == end ? nil : path[start..<end]
}
