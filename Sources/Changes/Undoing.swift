package import Formats
package import Machines

/// What there is to undo of an entry.
package struct Undoing: Sendable {
  package let item: Journal.Item
  package let entry: JournalEntry
  /// The files that are as the entry left them, the last one changed first.
  let records: [(index: Int, record: JournalEntry.Record)]

  /// What it comes to, file by file.
  package var diffs: [UnifiedDiff] {
    records.map { UnifiedDiff($0.record.path, from: $0.record.new, to: $0.record.old?.bytes) }
  }

  package var paths: [ByteString] { records.map(\.record.path) }
}

/// Why there is nothing to undo.
package enum NothingToUndo: Error, Hashable, Sendable, CustomStringConvertible {
  case noChange
  case unknown(ByteString)
  case undone(ByteString)

  package var description: String {
    switch self {
    case .noChange: "there is nothing to undo"
    case .unknown(let id):
      "there is no change “\(id)”; gotools undo --list shows them all"
    case .undone(let id): "the change \(id) is undone already"
    }
  }
}

extension Undoing {
  /// Looks at what undoing the change of that name, or the last one that is in effect, would do.
  ///
  /// Throws `NothingToUndo`, or `Unwritable` where a file has been changed since.
  package init(_ id: ByteString?, on machine: Machine) throws {
    guard let writer = machine.writer else { throw Journal.Trouble.notHere }
    guard let journal = try Journal(existing: writer, on: machine) else {
      throw id.map(NothingToUndo.unknown) ?? .noChange
    }
    self = try Undoing(id, journal, writer)
  }

  private init(_ id: ByteString?, _ journal: Journal, _ writer: FileWriter) throws {
    let items = try journal.items()
    if let id {
      guard let item = items.last(where: { $0.id == id }) else { throw NothingToUndo.unknown(id) }
      if item.state == .undone { throw NothingToUndo.undone(id) }
      let undoing = try Undoing(item, journal.entry(item), writer)
      if undoing.records.isEmpty { throw NothingToUndo.undone(id) }
      self = undoing
      return
    }
    for item in items.reversed() where item.state != .undone {
      let undoing = try Undoing(item, journal.entry(item), writer)
      // Somebody has taken it back by hand.
      if undoing.records.isEmpty { continue }
      self = undoing
      return
    }
    throw NothingToUndo.noChange
  }

  init(_ item: Journal.Item, _ entry: JournalEntry, _ writer: FileWriter) throws {
    self.item = item
    self.entry = entry
    records = try entry.records.enumerated().reversed().compactMap { index, record in
      switch try record.version(writer) {
      case .old: return nil
      case .new: return (index, record)
      case .other:
        throw Unwritable(
          record.path, .changed,
          because:
            "it has been changed since; gotools undo --plan \(item.id) shows nothing that could "
            + "be taken back without losing that")
      }
    }
  }

  /// Does it: bytes, mode and times come back, and what was made goes.
  ///
  /// Throws where a file has been changed since; nothing is then undone.
  package static func undo(_ id: ByteString?, on machine: Machine) throws -> Undoing {
    guard let writer = machine.writer else { throw Journal.Trouble.notHere }
    guard let journal = try Journal(existing: writer, on: machine) else {
      throw id.map(NothingToUndo.unknown) ?? .noChange
    }
    let undoing = try Undoing(id, journal, writer)
    let item = try journal.move(undoing.item, to: .undoing)
    do {
      try undoing.restore(writer)
    } catch {
      // Where only a directory could not go, all the rest is done.
      try? journal.recover(writer)
      let isUndone = try? journal.items().contains(Journal.Item(id: item.id, state: .undone))
      if isUndone != true { throw error }
      return undoing
    }
    _ = try? journal.move(item, to: .undone)
    return undoing
  }

  func restore(_ writer: FileWriter) throws {
    for (index, record) in records {
      guard let old = record.old else { continue }
      try writer.destination(of: record.path).stage(
        old.bytes, as: temporaryName(item.id, index), mode: old.metadata.mode, like: old.metadata,
        restoringTimes: true)
    }
    for (index, record) in records {
      try exchange(
        record.path, from: record.new, to: record.old?.bytes, temporaryName(item.id, index), writer)
      if record.old == nil { try record.removeDirectories(writer) }
    }
  }
}
