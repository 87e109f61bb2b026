internal import Formats
internal import Machines

extension Journal {
  /// Ends what somebody who was killed began, and tells of what it cannot: that stays as it is until it can.
  func recover(_ writer: FileWriter, telling tell: (String) -> Void) throws {
    let names = try names()
    // Only what never got its name is certain to have touched nothing.
    for name in names where name.hasSuffix(Self.unfinished) { try directory.remove(name) }
    for item in names.compactMap({ Item($0) }) where item.isInterrupted {
      do {
        let entry = try entry(item)
        try settle(item, entry, inEffect: entry.isInEffect(writer), writer)
      } catch {
        tell("the change \(item.id) was interrupted and stays so: \(error)")
      }
    }
  }

  /// Clears up behind an entry, and gives it the name of what has become of it; one that is not in effect goes.
  func settle(
    _ item: Item, _ entry: JournalEntry, inEffect: Bool, _ writer: FileWriter
  ) throws {
    try entry.removeTemporaries(item.id, writer)
    if inEffect {
      try move(item, to: .applied)
      return
    }
    for record in entry.records where record.old == nil { try record.removeDirectories(writer) }
    if item.state == .undoing {
      try move(item, to: .undone)
    } else {
      try remove(item)
    }
  }
}

extension JournalEntry {
  /// Whether a file is as the entry left it, or cannot be told to be as it was.
  func isInEffect(_ writer: FileWriter) -> Bool {
    records.contains { (try? $0.version(writer)) != .old }
  }

  /// Removes the versions that lie beside the files, and nothing that somebody else has written.
  func removeTemporaries(_ id: ByteString, _ writer: FileWriter) throws {
    for (index, record) in records.enumerated() {
      let path = record.path.parent.appending(temporaryName(id, index))
      guard let bytes = try writer.destination(of: path).bytes(limit: fileLimit) else { continue }
      let versions = [record.old?.bytes ?? [], record.new ?? []]
      guard versions.contains(where: { $0.starts(with: bytes) }) else {
        throw Unwritable(
          path, .changed,
          because: "it is no version of “\(record.path)” known here: look at both, then remove it")
      }
      try writer.remove(path)
    }
  }
}

extension JournalEntry.Record {
  enum State {
    case old
    case new
    case other
  }

  /// Which version of the file is there.
  func version(_ writer: FileWriter) throws -> State {
    let destination = try writer.destination(of: path)
    guard destination.path == path else { return .other }
    let bytes = try destination.bytes(limit: fileLimit)
    if bytes == new { return .new }
    return bytes == old?.bytes ? .old : .other
  }

  /// Removes the directories that were made for the file, as far as they are empty.
  func removeDirectories(_ writer: FileWriter) throws {
    for directory in directories.reversed() { try writer.removeDirectory(directory) }
  }
}
