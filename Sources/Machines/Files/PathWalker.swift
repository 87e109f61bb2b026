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
/// Each directory on the way is looked at once, with lstat(2), however many paths lead through it.
package struct PathWalker: Sendable {
  private let files: FileTree
  private let mounts: MountTable?
  /// The foreign mounts, by their points; none where the caller may wait.
  private let points: [ByteString: Mount]
  /// Whether it looks into mounts of other machines, too.
  package let waits: Bool
  private var seen: [ByteString: FileStatus?] = [:]

  /// A walker on a machine with these mounts; without a table nothing counts as remote.
  ///
  /// One that `waits` looks into every mount.
  package init(_ files: FileTree, mounts: MountTable?, waits: Bool = false) {
    self.files = files
    self.mounts = mounts
    self.waits = waits
    var latest: [ByteString: Mount] = [:]
    if !waits {
      for mount in mounts?.mounts ?? [] { latest[mount.point] = mount }
    }
    points = latest.filter(\.value.isForeign)
  }

  /// The place of an absolute path; ELOOP after forty links.
  package mutating func place(of path: ByteString) throws(Errno) -> Place {
    var rest = path.components[...]
    var here: ByteString = "/"
    var links = 0
    while let name = rest.popFirst() {
      if name == "." { continue }
      if name == ".." {
        here = here.parent
        continue
      }
      let next = here.appending(name)
      if let mount = points[next] {
        let whole = next.appending(ByteString(Array(rest.map(\.bytes).joined(separator: [0x2F]))))
          .cleaned
        // A mount of this machine's own may lie further in, such as a tmpfs on a Windows drive.
        let inner = mounts?.mount(of: whole) ?? mount
        if inner.isForeign { return .beyond(inner, path: whole) }
        here = inner.point
        rest = whole.components.dropFirst(inner.point.components.count)
        continue
      }
      guard let status = try status(of: next) else { return .missing }
      guard status.kind == .link else {
        if status.kind != .directory, !rest.isEmpty { return .missing }
        here = next
        continue
      }
      links += 1
      if links > 40 { throw .tooManyLinks }
      guard let target = try files.link(next) else { return .missing }
      if target.isAbsolute { here = "/" }
      rest = (target.components + rest)[...]
    }
    guard let status = try status(of: here) else { return .missing }
    return .found(path: here, status: status)
  }

  /// The mount that holds a real path.
  package func mount(of path: ByteString) -> Mount? { mounts?.mount(of: path) }

  private mutating func status(of path: ByteString) throws(Errno) -> FileStatus? {
    if let known = seen[path] { return known }
    let status = try files.status(path)
    seen[path] = .some(status)
    return status
  }
}

extension Mount {
  /// Whether it is not to be looked into while a shell starts.
  ///
  /// What holds the root directory is none: everything here stands on it already.
  package var isForeign: Bool { (isRemote || isWindowsDrive) && point != "/" }
}
