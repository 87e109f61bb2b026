package import Formats
package import Syscalls

/// What stands at the end of a path: its path without links, and what it is.
package struct FoundFile: Sendable {
  package let path: ByteString
  package let status: FileStatus
}

extension Machine {
  /// What a path leads to, links followed, or `nil` where nothing is there or it cannot be told.
  ///
  /// A path that is not absolute counts from the working directory.
  package func place(of path: ByteString) -> FoundFile? {
    guard let absolute = absolute(path) else { return nil }
    let place =
      if let restraint { restraint.place(of: absolute) } else {
        try? PathWalker(files, mounts: nil).place(of: absolute)
      }
    guard case .found(let path, let status)? = place else { return nil }
    return FoundFile(path: path, status: status)
  }

  func isDirectory(_ path: ByteString) -> Bool { place(of: path)?.status.kind == .directory }

  /// Whether something other than a directory is there.
  func isFile(_ path: ByteString) -> Bool {
    guard let place = place(of: path) else { return false }
    return place.status.kind != .directory
  }

  /// The same of a path right below a directory that is known to be led to by no link.
  func isFile(_ path: ByteString, inRealDirectory isRealDirectory: Bool) -> Bool {
    guard isRealDirectory, restraint?.walker.isFree ?? true,
      let status = try? .some(files.status(path)),
      status?.kind != .link
    else { return isFile(path) }
    return status.map { $0.kind != .directory } ?? false
  }

  /// The path seen from the root, or `nil` where it counts from a directory that has been removed.
  package func absolute(_ path: ByteString) -> ByteString? {
    path.isAbsolute ? path : workingDirectory?.appending(path)
  }

  /// The name a Go program has for the directory it stands in: Go's `os.Getwd`.
  ///
  /// That is the value of PWD, links and all, where it names that directory.
  var goWorkingDirectory: ByteString? {
    guard let workingDirectory else { return nil }
    if environment["PWD"] == workingDirectory { return workingDirectory }
    // A directory that may not be looked at is there all the same.
    guard let here = place(of: workingDirectory) else { return workingDirectory }
    if let name = environment["PWD"], name.isAbsolute, let place = place(of: name),
      place.status.isSameFile(as: here.status)
    {
      return name
    }
    return workingDirectory
  }

  /// The file that a Go program starts for a command's name: Go's `exec.LookPath`.
  ///
  /// The search ends at the first file; where an entry of PATH that is not absolute led to it, Go refuses to start
  /// it unless `GODEBUG=execerrdot=0`.
  func goLookUp(_ name: ByteString) -> GoLookUp? {
    if name.isEmpty || name == "." || name == ".." { return nil }
    if name.contains(UInt8(ascii: "/")) {
      return isProgram(name) ? GoLookUp(path: name, isRefused: false) : nil
    }
    for entry in environment.nonEmpty("PATH")?.split(on: UInt8(ascii: ":")) ?? [] {
      let path = (entry.isEmpty ? "." : entry).appending(name).cleaned
      guard isProgram(path) else { continue }
      return GoLookUp(path: path, isRefused: !path.isAbsolute && !allowsRelativePrograms)
    }
    return nil
  }

  private func isProgram(_ path: ByteString) -> Bool {
    // A program of the name that Linux asks for is not what a Windows drive holds: there it ends in ".exe".
    if let restraint, path.isAbsolute,
      case .beyond(let mount, _)? = try? restraint.walker.place(of: path), mount.isWindowsDrive
    {
      return false
    }
    return isFile(path) && absolute(path).map { files.mayExecute($0) } == true
  }

  private var allowsRelativePrograms: Bool {
    let key: ByteString = "execerrdot="
    let settings = environment["GODEBUG"]?.split(on: UInt8(ascii: ",")) ?? []
    return settings.last { $0.hasPrefix(key) } == key + "0"
  }
}

/// What `goLookUp` finds.
struct GoLookUp {
  let path: ByteString
  /// Whether Go finds it and will not start it.
  let isRefused: Bool
}
