package import Formats

extension GoSettings {
  /// The go.mod in the directory or the nearest one above it, unless that directory is the one for temporary files.
  package func moduleFile(from directory: ByteString) -> ByteString? {
    guard let root = directory.cleaned.ancestors.first(where: { machine.isFile($0 + "/go.mod") }),
      !isTemporaryDirectory(root)
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
    let tree = goRoot?.value
    for (index, directory) in directory.cleaned.ancestors.enumerated() {
      if index > 0, directory == tree { return nil }
      let file = directory.appending("go.work")
      if machine.isFile(file) { return file }
    }
    return nil
  }

  /// Whether a directory is the one for temporary files, whose go.mod the go command does not believe.
  private func isTemporaryDirectory(_ directory: ByteString) -> Bool {
    let temporary = machine.environment.nonEmpty("TMPDIR") ?? "/tmp"
    let real = machine.place(of: directory)?.path
    let realTemporary = temporary.isAbsolute ? machine.place(of: temporary)?.path : nil
    // The first pair of names of which one lies in the other decides, even where it says only that.
    for inside in [temporary, realTemporary].compactMap({ $0 }) {
      for path in [directory, real].compactMap({ $0 }) {
        if path == inside { return true }
        if path.hasPrefix(inside.hasSuffix("/") ? inside : inside + "/") { return false }
      }
    }
    return false
  }
}

extension ByteString {
  /// A cleaned path itself and all directories above it, nearest first.
  fileprivate var ancestors: [ByteString] {
    var all = [self]
    while let last = all.last, last != "/", !last.isEmpty { all.append(last.parent) }
    return all
  }
}
