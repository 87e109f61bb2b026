internal import Formats
internal import Machines

extension Journal {
  /// Ends what somebody who was killed began: nothing is left waiting, and what is in effect can be undone.
  func recover(_ writer: FileWriter) throws {
    for item in try items() where item.state == .applying || item.state == .undoing {
      guard let entry = try wholeEntry(item) else {
        // It was killed while it wrote this, and so before it touched anything.
        if item.state == .applying { try remove(item) }
        continue
      }
      try entry.removeTemporaries(item.id, writer)
      if entry.isInEffect(writer) {
        try move(item, to: .applied)
        continue
      }
      for record in entry.records where record.old == nil { try record.removeDirectories(writer) }
      if item.state == .undoing {
        try move(item, to: .undone)
      } else {
        try remove(item)
      }
    }
  }

  /// Takes back what was done of an entry until `error` came, and throws that.
  func giveUp(
    _ item: Item, _ entry: JournalEntry, _ writer: FileWriter, because error: any Error
  ) throws -> Never {
    do {
      try entry.removeTemporaries(item.id, writer)
      let undoing = try Undoing(item, entry, writer)
      try undoing.restore(writer)
      for record in entry.records where record.old == nil { try record.removeDirectories(writer) }
      try remove(item)
    } catch {
      // What cannot be taken back now stays recorded, for the next run and for undo.
    }
    throw error
  }
}

extension JournalEntry {
  /// Whether a file is as the entry left it, or cannot be told to be as it was.
  func isInEffect(_ writer: FileWriter) -> Bool {
    records.contains { (try? $0.version(writer)) != .old }
  }

  /// Removes the next versions that somebody who was killed, or failed, has left beside the files.
  func removeTemporaries(_ id: ByteString, _ writer: FileWriter) throws {
    for (index, record) in records.enumerated() {
      try writer.remove(record.path.parent.appending(temporaryName(id, index)))
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
