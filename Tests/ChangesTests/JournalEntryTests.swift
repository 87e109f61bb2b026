import Changes
import Formats
import Machines
import Testing

@Suite struct JournalEntryTests {
  static let entry = JournalEntry(
    title: "a title\nin two lines", time: 1_763_747_602,
    records: [
      .init(
        path: "/a b\n/c", directories: ["/a b\n", "/d"],
        old: .init(
          bytes: Array("end\nold 3\n".utf8) + [0, 0xFF],
          metadata: FileMetadata(
            mode: 0o7777, owner: .max, group: 0,
            accessed: FileTime(seconds: -1, nanoseconds: 999_999_999),
            modified: FileTime(seconds: .max, nanoseconds: 0))), new: nil),
      .init(path: "/e", directories: [], old: nil, new: []),
    ])

  @Test func `an entry reads back as it was written`() {
    #expect(JournalEntry(parsing: Self.entry.text) == Self.entry)
  }

  @Test func `an entry that is not whole is none`() {
    let text = Self.entry.text
    for count in 0..<text.count {
      #expect(JournalEntry(parsing: Array(text.prefix(count))) == nil, "\(count)")
    }
    #expect(JournalEntry(parsing: text + [10]) == nil)
  }

  @Test(
    arguments: [
      ("change 1", "change 2"), ("files 2", "files 3"), ("files 2", "files 0"),
      ("files 2", "files 65"), ("files 2", "files 9223372036854775808"), ("title 20", "title -1"),
      ("title 20", "title 4097"), ("old 4095", "old 4096"),
      ("old 4095 4294967295", "old 4095 4294967296"),
      ("999999999", "1000000000"), ("directories 2", "directories 65"), ("new 0", "new 1048577"),
      ("old 4095 4294967295 0", "old 4095 4294967295"), ("new 0", "new 0 0"),
    ] as [(ByteString, ByteString)])
  func `an entry beyond the limits is none`(part: ByteString, other: ByteString) throws {
    let text = Self.entry.text
    let place = try #require(
      text.indices.first { text[$0...].starts(with: part.bytes) }, "“\(part)” is not there")
    let changed = text[..<place] + other.bytes + text[(place + part.count)...]
    #expect(JournalEntry(parsing: Array(changed)) == nil)
  }
}
