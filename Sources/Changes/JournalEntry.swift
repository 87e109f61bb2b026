package import Formats
package import Machines

/// What was done at one time, and all that it takes to undo it.
package struct JournalEntry: Hashable, Sendable {
  package var title: ByteString
  /// Seconds since 1970.
  package var time: Int64
  /// In the order in which they were done.
  package var records: [Record]

  /// A file that was changed; a version that is `nil` is a file that was not there.
  package struct Record: Hashable, Sendable {
    /// Without links, as they led when it was changed.
    package var path: ByteString
    /// The directories that were made for it, outermost first.
    package var directories: [ByteString]
    package var old: Version?
    package var new: [UInt8]?

    package init(path: ByteString, directories: [ByteString], old: Version?, new: [UInt8]?) {
      self.path = path
      self.directories = directories
      self.old = old
      self.new = new
    }
  }

  package struct Version: Hashable, Sendable {
    package var bytes: [UInt8]
    package var metadata: FileMetadata

    package init(bytes: [UInt8], metadata: FileMetadata) {
      self.bytes = bytes
      self.metadata = metadata
    }
  }

  package init(title: ByteString, time: Int64, records: [Record]) {
    self.title = title
    self.time = time
    self.records = records
  }
}

extension JournalEntry {
  /// The entry as it stands in the journal: lines of a word and numbers, and whatever is foreign behind its length.
  package var text: [UInt8] {
    var text: ByteString = ""
    func line(_ words: String) { text += ByteString(words + "\n") }
    func block(_ words: String, _ bytes: [UInt8]) {
      line("\(words) \(bytes.count)")
      text.bytes += bytes
      line("")
    }
    line(Self.firstLine)
    line("time \(time)")
    block("title", title.bytes)
    line("files \(records.count)")
    for record in records {
      block("path", record.path.bytes)
      line("directories \(record.directories.count)")
      for directory in record.directories { block("directory", directory.bytes) }
      if let old = record.old {
        let metadata = old.metadata
        line("old \(metadata.mode) \(metadata.owner) \(metadata.group)")
        line("read \(metadata.accessed.seconds) \(metadata.accessed.nanoseconds)")
        line("written \(metadata.modified.seconds) \(metadata.modified.nanoseconds)")
        block("bytes", old.bytes)
      } else {
        line("old")
      }
      if let new = record.new { block("new", new) } else { line("new") }
    }
    line("end")
    return text.bytes
  }

  /// Reads what `text` wrote; `nil` where that is not whole, or beyond the limits.
  package init?(parsing text: [UInt8]) {
    var reader = Reader(rest: text[...])
    guard reader.line() == ByteString(Self.firstLine),
      let time = reader.numbers("time", 1)?[0],
      let title = reader.block("title", limit: 1 << 12),
      let files = reader.numbers("files", 1)?[0], (1...64).contains(files)
    else { return nil }
    var records: [Record] = []
    for _ in 0..<files {
      guard let record = reader.record() else { return nil }
      records.append(record)
    }
    guard reader.line() == "end", reader.rest.isEmpty else { return nil }
    self.init(title: ByteString(title), time: time, records: records)
  }

  /// The most that an entry may have, in bytes.
  static let sizeLimit = 1 << 26

  private static let firstLine = "gotools change 1"
}

/// What is left of an entry that is being read.
private struct Reader {
  var rest: ArraySlice<UInt8>

  mutating func line() -> ByteString? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return ByteString(rest[..<end])
  }

  /// The numbers behind the word that the next line begins with, which must be so many.
  mutating func numbers(_ word: ByteString, _ count: Int) -> [Int64]? {
    guard let words = line()?.split(on: UInt8(ascii: " ")), words[0] == word else { return nil }
    let numbers = words.dropFirst().compactMap { Int64($0.text) }
    return numbers.count == count && words.count == count + 1 ? numbers : nil
  }

  /// The bytes whose number stands behind the word.
  mutating func block(_ word: ByteString, limit: Int) -> [UInt8]? {
    guard let length = numbers(word, 1)?[0], (0...Int64(limit)).contains(length) else { return nil }
    return bytes(Int(length))
  }

  private mutating func bytes(_ count: Int) -> [UInt8]? {
    guard rest.count > count, rest[rest.startIndex + count] == UInt8(ascii: "\n") else {
      return nil
    }
    defer { rest = rest.dropFirst(count + 1) }
    return Array(rest.prefix(count))
  }

  mutating func record() -> JournalEntry.Record? {
    guard let path = block("path", limit: pathLimit),
      let count = numbers("directories", 1)?[0], (0...64).contains(count)
    else { return nil }
    var directories: [ByteString] = []
    for _ in 0..<count {
      guard let directory = block("directory", limit: pathLimit) else { return nil }
      directories.append(ByteString(directory))
    }
    guard let old = old(), let new = new() else { return nil }
    return JournalEntry.Record(
      path: ByteString(path), directories: directories, old: old, new: new)
  }

  /// The version that was there; `nil` within where there was none.
  private mutating func old() -> JournalEntry.Version?? {
    if isNext("old\n") {
      _ = line()
      return .some(nil)
    }
    guard let owner = numbers("old", 3), let mode = UInt32(exactly: owner[0]), mode <= 0o7777,
      let user = UInt32(exactly: owner[1]), let group = UInt32(exactly: owner[2]),
      let accessed = time("read"), let modified = time("written"),
      let bytes = block("bytes", limit: fileLimit)
    else { return nil }
    let metadata = FileMetadata(
      mode: mode, owner: user, group: group, accessed: accessed, modified: modified)
    return JournalEntry.Version(bytes: bytes, metadata: metadata)
  }

  private mutating func time(_ word: ByteString) -> FileTime? {
    guard let numbers = numbers(word, 2), (0..<1_000_000_000).contains(numbers[1]) else {
      return nil
    }
    return FileTime(seconds: numbers[0], nanoseconds: numbers[1])
  }

  /// The bytes that came; `nil` within where the file went.
  private mutating func new() -> [UInt8]?? {
    if isNext("new\n") {
      _ = line()
      return .some(nil)
    }
    return block("new", limit: fileLimit).map { $0 }
  }

  private func isNext(_ text: String) -> Bool { rest.starts(with: text.utf8) }
}

private let pathLimit = 1 << 12
