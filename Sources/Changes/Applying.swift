package import Formats
package import Machines

extension Plan {
  /// Does all of it, or nothing, and returns the name under which it can be undone.
  ///
  /// What is to be written stands beside its file, and what it takes to undo it in the journal, both on the disk, before
  /// the first file is exchanged. Throws `Unwritable` or `Journal.Trouble`; the files are then as they were, or the
  /// sentence names those that are not. Of interrupted changes that stay so, a sentence each is told.
  @discardableResult
  package func apply(
    on machine: Machine, telling tell: (String) -> Void = { _ in }
  ) throws -> ByteString {
    guard let writer = machine.writer else { throw Journal.Trouble.notHere }
    return try Journal.changing(writer, on: machine, telling: tell) { journal in
      try apply(writer, journal)
    }
  }

  private func apply(_ writer: FileWriter, _ journal: Journal) throws -> ByteString {
    let steps = try changes.map { try Step($0, writer) }
    for (index, step) in steps.enumerated()
    where steps[..<index].contains(where: { $0.record.path == step.record.path }) {
      throw Unwritable(step.record.path, because: "two paths of the plan lead to it")
    }
    let entry = JournalEntry(
      title: ByteString(title), time: writer.now, records: steps.map(\.record))
    let item = try journal.begin(entry)
    let exchanges = steps.enumerated().map { $1.exchange(temporaryName(item.id, $0)) }
    do throws(Exchange.Halted) {
      try Exchange.perform(exchanges, writer)
    } catch {
      // Whoever opens the journal next clears up what cannot be cleared up now, here as below.
      _ = try? journal.settle(item, entry, inEffect: !error.left.isEmpty, writer)
      throw error.left.isEmpty
        ? error.reason
        : error.reason.adding("\(error.left.quoted) stays changed: gotools undo \(item.id)")
    }
    _ = try? journal.settle(item, entry, inEffect: true, writer)
    return item.id
  }
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

  func exchange(_ temporary: ByteString) -> Exchange {
    Exchange(
      path: record.path,
      from: record.old.map { .init(bytes: $0.bytes, metadata: $0.metadata) },
      to: record.new.map { .init(bytes: $0, mode: mode, metadata: nil) }, temporary: temporary)
  }
}
