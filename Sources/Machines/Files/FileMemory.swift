internal import Formats
internal import Syscalls

/// What is known of paths: a hash table of this one kind.
///
/// A `Dictionary` makes the runtime search the whole program for its key's conformances when it is first used, which
/// takes longer than all the look-ups of a run.
struct FileMemory: Sendable {
  private var entries: [Entry] = []
  /// The positions in `entries` plus one, or 0; a power of two in number, at most half of them taken.
  private var slots = [Int32](repeating: 0, count: 256)

  private struct Entry: Sendable {
    let path: ByteString
    var status: FileStatus??
    var link: ByteString??
  }

  init() {}

  /// What a path names, or `nil` where that is not known yet.
  func status(_ path: ByteString) -> FileStatus?? {
    let index = Int(slots[slot(of: path)]) - 1
    return index < 0 ? nil : entries[index].status
  }

  /// Where a link leads, or `nil` where that is not known yet.
  func link(_ path: ByteString) -> ByteString?? {
    let index = Int(slots[slot(of: path)]) - 1
    return index < 0 ? nil : entries[index].link
  }

  mutating func keep(status: FileStatus?, of path: ByteString) {
    if let place = place(for: path) { entries[place].status = .some(status) }
  }

  mutating func keep(link: ByteString?, of path: ByteString) {
    if let place = place(for: path) { entries[place].link = .some(link) }
  }

  /// The position of the path's entry, which is made where there is none; `nil` where there are enough of them.
  private mutating func place(for path: ByteString) -> Int? {
    let slot = slot(of: path)
    if slots[slot] > 0 { return Int(slots[slot]) - 1 }
    if entries.count >= entryLimit { return nil }
    entries.append(Entry(path: path, status: nil, link: nil))
    slots[slot] = Int32(truncatingIfNeeded: entries.count)
    if entries.count * 2 > slots.count { grow() }
    return entries.count - 1
  }

  /// Where the path is, or is to be put.
  private func slot(of path: ByteString) -> Int {
    // FNV-1a, 64 bits.
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in path.bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    // The last byte reaches the bits below 18 and those from 40 on: between, names that are numbered would be alike.
    var slot = Int(truncatingIfNeeded: hash >> 40) & (slots.count - 1)
    while slots[slot] > 0, entries[Int(slots[slot]) - 1].path != path {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 2)
    for index in entries.indices {
      slots[slot(of: entries[index].path)] = Int32(truncatingIfNeeded: index + 1)
    }
  }
}

/// Some hundred are met at a shell start; beyond this many, paths made to share one slot would cost more than they save.
private let entryLimit = 4096
