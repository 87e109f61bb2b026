package import Formats
package import Machines

extension Plan {
  /// Does all of it, or nothing, and returns the name under which it can be undone.
  ///
  /// What is to be written stands beside its file, and what it takes to undo it in the journal, both on the disk, before
  /// the first file is exchanged. Throws `Unwritable` or `Journal.Trouble`; the files are then as they were.
  @discardableResult
  package func apply(on machine: Machine) throws -> ByteString {
    guard let writer = machine.writer else { throw Journal.Trouble.notHere }
    let journal = try Journal(writer, on: machine)
    let steps = try changes.map { try Step($0, writer) }
    for (index, step) in steps.enumerated()
    where steps[..<index].contains(where: { $0.record.path == step.record.path }) {
      throw Unwritable(step.record.path, because: "two paths of the plan lead to it")
    }
    let entry = JournalEntry(
      title: ByteString(title), time: writer.now, records: steps.map(\.record))
    let item = try journal.begin(entry)
    do {
      for (index, step) in steps.enumerated() {
        try step.stage(as: temporaryName(item.id, index), writer)
      }
      for (index, step) in steps.enumerated() {
        try step.finish(temporaryName(item.id, index), writer)
      }
    } catch {
      try journal.giveUp(item, entry, writer, because: error)
    }
    // Whoever opens the journal next finds the change done and ends it as this would have.
    _ = try? journal.move(item, to: .applied)
    return item.id
  }
}

/// The name beside a file under which its next version waits.
func temporaryName(_ id: ByteString, _ index: Int) -> ByteString {
  ".gotools-" + id + ByteString("-\(index)")
}

/// A change with all that is known of its file.
private struct Step {
  let record: JournalEntry.Record
  let mode: UInt32

  init(_ change: Change, _ writer: FileWriter) throws {
    switch change {
    case .file(let path, let old, let new, let mode):
      let destination = try writer.destination(of: path)
      guard try destination.bytes(limit: fileLimit) == old else {
        throw Unwritable(
          path, .changed, because: "it is not what the plan was made from: run the command again")
      }
      let metadata = try destination.metadata()
      var directory = destination.directory.path
      var directories: [ByteString] = []
      for name in destination.missing {
        directory = directory.appending(name)
        directories.append(directory)
      }
      record = JournalEntry.Record(
        path: destination.path, directories: directories,
        old: old.flatMap { bytes in metadata.map { .init(bytes: bytes, metadata: $0) } }, new: new)
      self.mode = mode
    }
  }

  func stage(as temporary: ByteString, _ writer: FileWriter) throws {
    guard let new = record.new else { return }
    try writer.destination(of: record.path).makingDirectories()
      .stage(new, as: temporary, mode: mode)
  }

  func finish(_ temporary: ByteString, _ writer: FileWriter) throws {
    try exchange(record.path, from: record.old?.bytes, to: record.new, temporary, writer)
  }
}

/// Puts what was staged in the place of a file, or removes that, and reads it back.
func exchange(
  _ path: ByteString, from old: [UInt8]?, to new: [UInt8]?, _ temporary: ByteString,
  _ writer: FileWriter
) throws {
  let destination = try writer.destination(of: path)
  guard destination.path == path, try destination.bytes(limit: fileLimit) == old else {
    throw Unwritable(path, .changed, because: "it has changed this very moment: try again")
  }
  if new == nil { try destination.remove() } else { try destination.replace(with: temporary) }
  guard try destination.bytes(limit: fileLimit) == new else {
    throw Unwritable(path, because: "it does not read back as it was written")
  }
}
