package import Formats

extension GoSettings {
  /// The go.mod in the directory or the nearest one above it, unless that directory is the one for temporary files.
  package func moduleFile(from directory: ByteString) -> ByteString? {
    guard let root = nearest("go.mod", from: directory, below: nil), !isTemporaryDirectory(root)
    else { return nil }
    return root.appending("go.mod")
  }

  /// The go.work that counts in a directory: what GOWORK names, which may be missing, or the nearest one, never from above a tree.
  package func workFile(from directory: ByteString) throws(GoRefusal) -> ByteString? {
    let value = value("GOWORK")
    if value == "off" { return nil }
    if !value.isEmpty, value != "auto" {
      guard value.isAbsolute else { throw .relativeGoWork(value) }
      return value
    }
    return nearest("go.work", from: directory, below: goRoot?.value)?.appending("go.work")
  }

  /// The directory, or the nearest one above it, that holds a file of the name; `tree` ends the search above it.
  private func nearest(
    _ name: ByteString, from directory: ByteString, below tree: ByteString?
  ) -> ByteString? {
    let start = directory.cleaned
    // Above a path without links there are none: a look at each name is enough then.
    let isReal = machine.place(of: start)?.path == start
    var here = start
    while true {
      if here != start, here == tree { return nil }
      if machine.isFile(here.appending(name), inRealDirectory: isReal) { return here }
      if here == "/" || here.isEmpty { return nil }
      here = here.parent
    }
  }

  /// Whether a directory is the one for temporary files, whose go.mod the go command does not believe.
  private func isTemporaryDirectory(_ directory: ByteString) -> Bool {
    let temporary = machine.environment.nonEmpty("TMPDIR") ?? "/tmp"
    // The first pair of names of which one lies in the other decides, even where it says only that.
    if let verdict = directory.isSame(as: temporary) { return verdict }
    let real = machine.place(of: directory)?.path
    if let real, real != directory, let verdict = real.isSame(as: temporary) { return verdict }
    guard temporary.isAbsolute, let realTemporary = machine.place(of: temporary)?.path,
      realTemporary != temporary
    else { return false }
    if let verdict = directory.isSame(as: realTemporary) { return verdict }
    if let real, let verdict = real.isSame(as: realTemporary) { return verdict }
    return false
  }
}

extension ByteString {
  /// Whether it is that directory; false where it lies in it, and `nil` where it lies elsewhere.
  fileprivate func isSame(as directory: ByteString) -> Bool? {
    if self == directory { return true }
    return hasPrefix(directory) && (directory.hasSuffix("/") || bytes[directory.count] == 0x2F)
      ? false : nil
  }
}
