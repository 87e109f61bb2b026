package import Formats
internal import Syscalls

/// A name in a directory held open, where a file is to be written or removed.
package struct Destination: Sendable {
  /// Without links.
  package let path: ByteString
  package let directory: WritableDirectory
  /// The directories between that one and the file that are not there yet, outermost first.
  package let missing: [ByteString]
  private let name: ByteString
  private let writer: FileWriter

  /// The place of the last of `names`, the others being directories that are missing.
  init(
    _ writer: FileWriter, _ directory: WritableDirectory, _ names: [ByteString]
  ) throws(Unwritable) {
    path = names.reduce(directory.path) { $0.appending($1) }
    guard let name = names.last, !names.contains(".."), !names.contains(".") else {
      throw Unwritable(path, Errno.noSuchFile)
    }
    // The kernel would say so only after the directories are made.
    if names.contains(where: { $0.count > 255 }) { throw Unwritable(path, Errno.nameTooLong) }
    self.writer = writer
    self.directory = directory
    self.name = name
    missing = names.dropLast()
  }

  /// The bytes that are there, or `nil` where there is no file; throws where it is none that may be replaced.
  package func bytes(limit: Int) throws(Unwritable) -> [UInt8]? {
    guard let file = try file() else { return nil }
    return try changing(path) { () throws(Errno) in try file.descriptor.readToEnd(limit: limit) }
  }

  /// Mode, owner and times of the file that is there.
  package func metadata() throws(Unwritable) -> FileMetadata? {
    try file().map { FileMetadata($0.attributes) }
  }

  /// Makes the directories that are missing.
  package func makingDirectories() throws(Unwritable) -> Destination {
    var inner = directory
    for name in missing { inner = try inner.makeDirectory(name, as: writer.user) }
    return try Destination(writer, inner, [name])
  }

  /// Writes what is to take the file's place under another name beside it, with the mode, owner and attributes of the file.
  ///
  /// Where there is no file yet, those of `origin` count, else the mode `mode` and the owner whose directory it is.
  package func stage(
    _ bytes: [UInt8], as temporary: ByteString, mode: UInt32, like origin: FileMetadata? = nil,
    restoringTimes: Bool = false
  ) throws(Unwritable) {
    let old = try file()
    try directory.create(temporary) { file throws(Unwritable) in
      try changing(self.path) { () throws(Errno) in try file.write(bytes) }
      let own = FileMetadata(
        try changing(self.path) { () throws(Errno) in try file.attributes() })
      let wanted = old.map { FileMetadata($0.attributes) } ?? origin
      try file.take(owner(of: wanted, own), path)
      if let old { try file.takeExtendedAttributes(of: old.descriptor, path) }
      try changing(self.path) { () throws(Errno) in
        try file.setMode(wanted?.mode ?? mode)
        if restoringTimes, let origin {
          try file.setTimes(
            accessed: origin.accessed.timestamp, modified: origin.modified.timestamp)
        }
        try file.sync()
      }
    }
  }

  /// Puts what was staged in the place of the file, which then lies where that was, or at a name that is free.
  ///
  /// Throws where the file turns out to be another than `old`, and has then put that back.
  package func replace(with temporary: ByteString, from old: [UInt8]?) throws(Unwritable) {
    guard let old else { return try directory.move(temporary, toFree: name) }
    guard try directory.exchange(temporary, with: name) else {
      return try directory.rename(temporary, to: name)
    }
    try expect(old, at: temporary) { () throws(Unwritable) in
      _ = try directory.exchange(temporary, with: name)
    }
  }

  /// Takes the file away, which then lies under the other name; throws as `replace` does.
  package func remove(to temporary: ByteString, from old: [UInt8]) throws(Unwritable) {
    try directory.move(name, toFree: temporary)
    try expect(old, at: temporary) { () throws(Unwritable) in
      try directory.move(temporary, toFree: name)
    }
  }

  /// What lies beside the file under another name.
  package func bytes(at temporary: ByteString, limit: Int) throws(Unwritable) -> [UInt8]? {
    try directory.read(temporary, limit: limit)
  }

  private func expect(
    _ old: [UInt8], at temporary: ByteString, else goBack: () throws(Unwritable) -> Void
  ) throws(Unwritable) {
    do throws(Unwritable) {
      guard try directory.read(temporary, limit: 1 << 26) == old else { throw .changing(path) }
    } catch {
      try goBack()
      throw error
    }
  }

  /// Whom the file belongs to, `nil` where there is none.
  var owner: UInt32? {
    get throws(Unwritable) { try file()?.attributes.owner }
  }

  /// The file that is there, open to be read, or `nil`.
  private func file() throws(Unwritable) -> ExistingFile? {
    guard missing.isEmpty else { return nil }
    let opened: ExistingFile
    do throws(Errno) {
      guard try directory.descriptor.naming(name.bytes).status().kind == .regular else {
        throw .invalidArgument
      }
      opened = try ExistingFile(directory.descriptor.reading(name.bytes))
      // Another may bear the name by now.
      guard try opened.descriptor.status().kind == .regular else { throw .invalidArgument }
    } catch {
      if error == .noSuchFile { return nil }
      if error == .invalidArgument { throw Unwritable(path, because: "it is no regular file") }
      throw Unwritable(path, error)
    }
    guard opened.attributes.owner == writer.user || writer.user == 0 else {
      throw Unwritable(path, .foreign, because: "it belongs to another user")
    }
    guard opened.attributes.links == 1 else {
      throw Unwritable(
        path, because: "it has \(opened.attributes.links) names, of which one would change")
    }
    return opened
  }

  private func owner(
    of wanted: FileMetadata?, _ own: FileMetadata
  ) -> (user: UInt32, group: UInt32)? {
    if let wanted {
      let differs = wanted.owner != own.owner || wanted.group != own.group
      return differs ? (wanted.owner, wanted.group) : nil
    }
    guard writer.user == 0, directory.status.owner != 0 else { return nil }
    return (directory.status.owner, directory.status.group)
  }
}

/// A file that is there, held open.
private final class ExistingFile: Sendable {
  let descriptor: FileDescriptor
  let attributes: FileAttributes

  init(_ descriptor: consuming FileDescriptor) throws(Errno) {
    attributes = try descriptor.attributes()
    self.descriptor = descriptor
  }
}

extension FileDescriptor {
  fileprivate borrowing func take(
    _ owner: (user: UInt32, group: UInt32)?, _ path: ByteString
  ) throws(Unwritable) {
    guard let owner else { return }
    do throws(Errno) {
      try setOwner(owner.user, group: owner.group)
    } catch {
      throw Unwritable(
        path, because: "its owner \(owner.user) or group \(owner.group) could not be kept: \(error)"
      )
    }
  }

  /// Gives it the access control lists, labels and other attributes of `old`, and no others.
  fileprivate borrowing func takeExtendedAttributes(
    of old: borrowing FileDescriptor, _ path: ByteString
  ) throws(Unwritable) {
    var failing: [UInt8] = []
    do throws(Errno) {
      let wanted = try old.extendedAttributes().filter { !computed.contains($0) }
      for name in wanted {
        failing = name
        guard let value = try old.extendedAttribute(name),
          try extendedAttribute(name) != value
        else { continue }
        try setExtendedAttribute(name, to: value)
      }
      // A directory may hand an access control list of its own to what is made in it.
      for name in try extendedAttributes()
      where name == accessList && !wanted.contains(name) {
        failing = name
        try removeExtendedAttribute(name)
      }
    } catch {
      throw Unwritable(
        path, because: "its attribute “\(ByteString(failing))” could not be kept: \(error)")
    }
  }
}

private let accessList = Array("system.posix_acl_access".utf8)

/// What the kernel makes of a file's content by itself.
private let computed = ["security.ima", "security.evm"].map { Array($0.utf8) }
