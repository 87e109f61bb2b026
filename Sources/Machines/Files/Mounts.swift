package import Formats
internal import Syscalls

extension Machine {
  /// What is mounted where: /proc/self/mountinfo; `nil` where that cannot be read.
  var mounts: MountTable? {
    (try? files.bytes(of: "/proc/self/mountinfo")).map { MountTable(parsing: $0) }
  }

  /// A walker that looks into no mount of another machine but the one that the home is on, for which every shell has
  /// waited already; into all where the user may be kept waiting.
  func walker() -> PathWalker {
    var mounts = mounts
    if let home = environment.nonEmpty("HOME")?.cleaned, home.isAbsolute {
      mounts?.mounts.removeAll { $0.isForeign && home.isAtOrBelow($0.point) }
    }
    return PathWalker(files, mounts: mounts, waits: mayWait)
  }

  /// The directory of a path without links, whatever it is on; `nil` where there is none that can be looked at.
  package func realDirectory(_ path: ByteString) -> ByteString? {
    guard case .found(let real, let status)? = try? PathWalker(files, mounts: nil).place(of: path),
      status.kind == .directory
    else { return nil }
    return real
  }

  /// A path without links, as far as it leads to a directory.
  package func realPath(_ path: ByteString) -> ByteString {
    var there = path.cleaned
    var gone: [ByteString] = []
    while there != "/" {
      if let real = realDirectory(there) {
        return gone.reversed().reduce(real) { $0.appending($1) }
      }
      gone.append(there.lastComponent)
      there = there.parent
    }
    return path.cleaned
  }

  /// Whether a path is certainly no directory of the user's: nothing is there, or another's, where he may not write.
  ///
  /// What cannot be looked at this moment may be his all the same, and nothing else is to take its place.
  func isNobodysOwn(_ path: ByteString) -> Bool {
    guard let place = try? PathWalker(files, mounts: nil).place(of: path) else { return false }
    guard case .found(_, let status) = place, status.kind == .directory else { return true }
    if status.owner == user { return false }
    return user == 0 || !files.mayWrite(path)
  }
}
