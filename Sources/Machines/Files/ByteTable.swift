internal import Formats

/// Values by byte strings, for paths met at a shell's start: a hash table without a hasher's set-up.
///
/// A `Dictionary` makes the runtime search the whole program for its key's conformances when it is first used, which
/// takes longer than all the look-ups of a run.
struct ByteTable<Value> {
  private var entries: [Entry] = []
  /// The positions in `entries` plus one, or 0; a power of two in number, at most half of them taken.
  private var slots = [Int32](repeating: 0, count: 256)

  fileprivate struct Entry {
    let key: ByteString
    var value: Value
  }

  init() { entries.reserveCapacity(128) }

  subscript(key: ByteString) -> Value? {
    get {
      let index = Int(slots[slot(of: key)]) - 1
      return index < 0 ? nil : entries[index].value
    }
    set {
      guard let newValue else { return }
      let slot = slot(of: key)
      if slots[slot] > 0 {
        entries[Int(slots[slot]) - 1].value = newValue
        return
      }
      entries.append(Entry(key: key, value: newValue))
      slots[slot] = Int32(truncatingIfNeeded: entries.count)
      if entries.count * 2 > slots.count { grow() }
    }
  }

  var isEmpty: Bool { entries.isEmpty }

  /// Where the key is, or is to be put.
  private func slot(of key: ByteString) -> Int {
    // FNV-1a, 64 bits.
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in key.bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
    while slots[slot] > 0, entries[Int(slots[slot]) - 1].key != key {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 2)
    for index in entries.indices {
      slots[slot(of: entries[index].key)] = Int32(truncatingIfNeeded: index + 1)
    }
  }
}

extension ByteTable: Sendable where Value: Sendable {}
extension ByteTable.Entry: Sendable where Value: Sendable {}
