package import Formats
package import Machines

/// What has been changed, an entry a file, in a directory of the user's own.
///
/// The name of an entry ends with what has become of it, so that a rename is all it takes to go on: an entry is
/// complete on the disk before the first file is touched, and whoever is killed leaves one that tells what to look at.
package struct Journal: Sendable {
  let directory: WritableDirectory

  package enum State: String, Sendable, CaseIterable {
    case applying = ".applying"
    case applied = ""
    case undoing = ".undoing"
    case undone = ".undone"
  }

  /// An entry by its name: when it was made, in UTC, and a number, so that the names are in the order of the changes.
  package struct Item: Hashable, Sendable {
    package let id: ByteString
    package let state: State

    package var isInterrupted: Bool { state == .applying || state == .undoing }

    var name: ByteString { id + ByteString(state.rawValue) }

    /// When it was made, such as `2026-01-31 23:59:59 UTC`.
    package var time: String {
      let digits = Array(id.text)
      guard digits.count > 14 else { return "" }
      let date = String(digits[0..<4]) + "-" + String(digits[4..<6]) + "-" + String(digits[6..<8])
      let clock = String(digits[9..<11]) + ":" + String(digits[11..<13]) + ":"
      return date + " " + clock + String(digits[13..<15]) + " UTC"
    }
  }

  /// Why the journal cannot be used, or what was asked of it cannot be done.
  package enum Trouble: Error, Hashable, Sendable, CustomStringConvertible {
    /// The machine is not the one this process runs on.
    case notHere
    case noPlace
    case busy(ByteString)
    case damaged(ByteString)
    case full(ByteString)
    /// More than a record may hold.
    case tooMuch

    package var description: String {
      switch self {
      case .notHere: "files below another root are not changed"
      case .noPlace:
        "there is no place to record changes: set HOME, or XDG_STATE_HOME, to an absolute path"
      case .busy(let path):
        "another gotools has been changing files for 5 seconds (“\(path)” is locked): try again when it is done"
      case .damaged(let path):
        "“\(path)” is no whole record of a change, or one of a newer gotools: remove it, if nothing of it is to be undone"
      case .full(let path):
        "“\(path)” has too many records of changes: remove the oldest of them"
      case .tooMuch:
        "these are too many or too large changes to be recorded together (64 files, 64 MiB): make them in parts"
      }
    }
  }

  /// Where the journal of a machine's user is, be it there or not.
  package static func path(on machine: Machine) throws(Trouble) -> ByteString {
    if let state = machine.environment["XDG_STATE_HOME"], state.isAbsolute {
      return state.appending("gotools/changes")
    }
    if machine.user == 0 { return "/var/lib/gotools/changes" }
    guard let home = machine.environment["HOME"], home.isAbsolute else { throw .noPlace }
    return home.appending(".local/state/gotools/changes")
  }

  /// Locks it to be written, makes it where it is missing, and clears up behind whoever was killed.
  static func changing<Value>(
    _ writer: FileWriter, on machine: Machine, telling tell: (String) -> Void,
    _ body: (Journal) throws -> Value
  ) throws -> Value {
    let directory = try writer.directory(try path(on: machine))
    return try Journal(directory).locked(writer, telling: tell, body)
  }

  /// The same where it is there; `nil` where it is not.
  static func changing<Value>(
    existing writer: FileWriter, on machine: Machine, telling tell: (String) -> Void,
    _ body: (Journal) throws -> Value
  ) throws -> Value? {
    guard let directory = try writer.existingDirectory(try path(on: machine)) else { return nil }
    return try Journal(directory).locked(writer, telling: tell, body)
  }

  private func locked<Value>(
    _ writer: FileWriter, telling tell: (String) -> Void, _ body: (Journal) throws -> Value
  ) throws -> Value {
    guard let lock = try directory.lock("lock", waiting: 5000) else {
      throw Trouble.busy(directory.path.appending("lock"))
    }
    return try withExtendedLifetime(lock) {
      try recover(writer, telling: tell)
      return try body(self)
    }
  }

  /// Opens it to be read, without a lock; `nil` where there is none.
  package init?(reading machine: Machine) throws {
    guard let writer = machine.writer else { throw Trouble.notHere }
    guard let found = try writer.existingDirectory(try Self.path(on: machine)) else { return nil }
    self.init(found)
  }

  private init(_ directory: WritableDirectory) {
    self.directory = directory
  }

  /// All entries, the oldest first.
  package func items() throws -> [Item] {
    try names().compactMap { Item($0) }
  }

  func names() throws -> [ByteString] { try directory.names(limit: 10_000) }

  /// The entry; throws `Trouble` where it is not whole, or of a newer gotools, and `Unwritable` where it cannot be read.
  package func entry(_ item: Item) throws -> JournalEntry {
    guard let text = try directory.read(item.name, limit: JournalEntry.sizeLimit),
      let entry = JournalEntry(parsing: text)
    else { throw Trouble.damaged(directory.path.appending(item.name)) }
    return entry
  }

  /// What the name of an entry ends with until all of it is on the disk.
  static let unfinished: ByteString = ".new"

  /// Records what is about to be done; throws `Trouble.tooMuch` where that could not be read again.
  func begin(_ entry: JournalEntry) throws -> Item {
    let text = entry.text
    guard text.count <= JournalEntry.sizeLimit, JournalEntry(parsing: text) != nil else {
      throw Trouble.tooMuch
    }
    let names = try names()
    let last = names.compactMap { Item($0) }.last?.id
    guard names.count < 9000, let id = Item.next(at: entry.time, after: last) else {
      throw Trouble.full(directory.path)
    }
    let item = Item(id: id, state: .applying)
    try directory.create(id + Self.unfinished, text, mode: 0o600)
    try directory.rename(id + Self.unfinished, to: item.name)
    return item
  }

  @discardableResult
  func move(_ item: Item, to state: State) throws -> Item {
    let moved = Item(id: item.id, state: state)
    try directory.rename(item.name, to: moved.name)
    return moved
  }

  func remove(_ item: Item) throws { try directory.remove(item.name) }
}

extension Journal.Item {
  init?(_ name: ByteString) {
    let parts = name.cut(at: UInt8(ascii: "."))
    let id = parts?.before ?? name
    let suffix = parts.map { "." + $0.after.text } ?? ""
    guard let state = Journal.State(rawValue: suffix), id.isIdentifier else { return nil }
    self.init(id: id, state: state)
  }

  /// The name of an entry of that time, which comes behind `last` even where a clock was set back.
  ///
  /// `nil` where all names of that second are taken.
  fileprivate static func next(at time: Int64, after last: ByteString?) -> ByteString? {
    let stamp = utcStamp(time)
    guard let last, let dash = last.bytes.lastIndex(of: UInt8(ascii: "-")),
      ByteString(last.bytes[..<dash]) >= stamp
    else { return stamp + "-0001" }
    guard let number = Int(ByteString(last.bytes[(dash + 1)...]).text), number < 9999 else {
      return nil
    }
    let digits = String(number + 1)
    let padding = String(repeating: "0", count: max(0, 4 - digits.count))
    return ByteString(last.bytes[..<dash]) + ByteString("-" + padding + digits)
  }
}

extension ByteString {
  /// Whether it has the form 20260131-235959-0001.
  fileprivate var isIdentifier: Bool {
    let parts = split(on: UInt8(ascii: "-"))
    return parts.count == 3 && parts.map(\.count) == [8, 6, 4]
      && parts.allSatisfy { $0.bytes.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
