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

  /// Those of them that were not there before, and go.
  package var removed: [ByteString] {
    records.filter { $0.record.old == nil }.map(\.record.path)
  }
}

extension Journal {
  /// Why a file that is not as an entry left it cannot be given back, and what its owner can do: the end of a sentence.
  fileprivate func hindrance(to item: Item, of record: JournalEntry.Record) throws -> String {
    let later = try items().last { other in
      other.id > item.id && other.state != .undone
        && (try? entry(other))?.records.contains { $0.path == record.path } ?? false
    }
    if let later {
      return
        "a later change of gotools, \(later.id), is in it as well: gotools undo \(later.id) first"
    }
    let remedy =
      record.old == nil
      ? "remove it yourself, before gotools it was not there"
      : "edit it yourself, what it was before stands in “\(directory.path.appending(item.name))”"
    return
      "it has been changed again since \(item.time), when gotools did, and that would be lost; "
      + "nothing is undone: " + remedy
  }
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
  /// Throws `NothingToUndo`, or `Unwritable` where a file has been changed since. Writes nothing.
  package init(_ id: ByteString?, on machine: Machine) throws {
    guard let writer = machine.writer else { throw Journal.Trouble.notHere }
    guard let journal = try Journal(reading: machine) else {
      throw id.map(NothingToUndo.unknown) ?? .noChange
    }
    self = try Undoing(id, journal, writer)
  }

  private init(_ id: ByteString?, _ journal: Journal, _ writer: FileWriter) throws {
    let items = try journal.items()
    if let id {
      guard let item = items.last(where: { $0.id == id }) else { throw NothingToUndo.unknown(id) }
      if item.state == .undone { throw NothingToUndo.undone(id) }
      let undoing = try Undoing(item, journal.entry(item), journal, writer)
      if undoing.records.isEmpty { throw NothingToUndo.undone(id) }
      self = undoing
      return
    }
    for item in items.reversed() where item.state != .undone {
      let undoing: Undoing
      do {
        undoing = try Undoing(item, journal.entry(item), journal, writer)
      } catch  where item.isInterrupted && (error as? Unwritable)?.cause != .changed {
        // One that nobody can settle now is not in the way of the others.
        continue
      }
      // Somebody has taken it back by hand.
      if undoing.records.isEmpty { continue }
      self = undoing
      return
    }
    throw NothingToUndo.noChange
  }

  private init(
    _ item: Journal.Item, _ entry: JournalEntry, _ journal: Journal, _ writer: FileWriter
  ) throws {
    self.item = item
    self.entry = entry
    records = try entry.records.enumerated().reversed().compactMap { index, record in
      switch try record.version(writer) {
      case .old: return nil
      case .new: return (index, record)
      case .other:
        throw Unwritable(
          record.path, .changed, because: try journal.hindrance(to: item, of: record))
      }
    }
  }

  /// Does it: bytes, mode and times come back, and what was made goes.
  ///
  /// Throws where a file has been changed since, or cannot be written; nothing is then undone, or the sentence names
  /// what is. Of interrupted changes that stay so, a sentence each is told.
  package static func undo(
    _ id: ByteString?, on machine: Machine, telling tell: (String) -> Void = { _ in }
  ) throws -> Undoing {
    guard let writer = machine.writer else { throw Journal.Trouble.notHere }
    let undone = try Journal.changing(existing: writer, on: machine, telling: tell) { journal in
      let undoing = try Undoing(id, journal, writer)
      try undoing.perform(journal, writer)
      return undoing
    }
    guard let undone else { throw id.map(NothingToUndo.unknown) ?? .noChange }
    return undone
  }

  private func perform(_ journal: Journal, _ writer: FileWriter) throws {
    let exchanges = try records.map { index, record in
      let metadata = try writer.destination(of: record.path).metadata()
      return Exchange(
        path: record.path, from: record.new.map { .init(bytes: $0, metadata: metadata) },
        to: record.old.map { .init(bytes: $0.bytes, metadata: $0.metadata) },
        temporary: temporaryName(item.id, index))
    }
    let moved = try journal.move(item, to: .undoing)
    do throws(Exchange.Halted) {
      try Exchange.perform(exchanges, writer)
    } catch {
      // Whoever opens the journal next clears up what cannot be cleared up now, here as below.
      _ = try? journal.settle(moved, entry, inEffect: true, writer)
      throw error.left.isEmpty
        ? error.reason
        : error.reason.adding(
          "\(error.left.quoted) is restored all the same: gotools undo \(item.id) does the rest")
    }
    _ = try? journal.settle(moved, entry, inEffect: false, writer)
  }
}
