import Formats
import Testing

@Suite struct UnixSocketTableTests {
  static let header = "Num       RefCount Protocol Flags    Type St Inode Path\n"
  static let row = "00000000381751be: 00000002 00000000 00010000 0001 01 4436974"

  /// As a machine had it.
  static let recorded =
    header + """
      00000000381751be: 00000002 00000000 00010000 0001 01 4436974 /tmp/ssh-ann/agent.7
      00000000c6ff05a0: 00000002 00000000 00010000 0001 01 4436975 a b
      000000006f3844f6: 00000002 00000000 00010000 0001 01 4436976 a
      b
      00000000c2dfb0aa: 00000002 00000000 00010000 0001 01 4436977 @at
      00000000f9ff3e83: 00000003 00000000 00000000 0001 03   580
      00000000f9ff3e84: 00000003 00000000 00000000 0001 03   582 /run/connected
      00000000cdb4d843: 00000002 00000000 00010000 0005 01 4436980 seq
      0000000004a92c90: 00000003 00000000 00000000 0001 03   581
      000000005c3d35bf: 00000002 00000000 00010000 0001 01 4436978 @abstract@x

      """

  @Test func `the paths of sockets are read, listening or connected`() throws {
    let table = try #require(UnixSocketTable(parsing: Array(Self.recorded.utf8)))
    #expect(table.paths == ["/tmp/ssh-ann/agent.7", "a b", "a\nb", "seq", "/run/connected"])
  }

  @Test func `a table may have no rows`() throws {
    #expect(try #require(UnixSocketTable(parsing: Array(Self.header.utf8))).paths.isEmpty)
  }

  @Test(arguments: [
    "", "\n", "Num", String(header.dropLast()), "x\n" + header, " " + header,
    "sl  local_address rem_address\n", header + row + " /a", recorded + "x",
  ]) func `what is no table, or is cut off, is nil`(text: String) {
    #expect(UnixSocketTable(parsing: Array(text.utf8)) == nil)
  }

  @Test(
    arguments: [
      ("/a", ["/a"]), (" /a ", [" /a "]), ("", [""]), ("\n", ["\n"]), ("/a\n", ["/a\n"]),
      ("/a\n/b\n\nc", ["/a\n/b\n\nc"]), ("@a\n/b", []), ("/a\n@b", ["/a\n@b"]),
      // A name that spells a row cannot be told from one: it adds a path, and takes none away.
      ("/a\n\(row) /b\nc", ["/a", "/b\nc"]), ("/a\n\(row)\nc", ["/a"]),
    ] as [(String, Set<ByteString>)])
  func `a name is read as it was given`(name: String, paths: Set<ByteString>) throws {
    let text = Self.header + "\(Self.row) \(name)\n\(Self.row) /last\n"
    let table = try #require(UnixSocketTable(parsing: Array(text.utf8)))
    #expect(table.paths == paths.union(["/last"]))
  }

  @Test func `what a name goes on with belongs to it, whether it listens or not`() throws {
    let other = Self.row.replacing("00010000", with: "00000000")
    let text = Self.header + "\(other) /a\nb\n\(other)\nc\n\(Self.row) /d\ne\n\(other) /f\n"
    let table = try #require(UnixSocketTable(parsing: Array(text.utf8)))
    #expect(table.paths == ["/a\nb", "/d\ne", "/f"])
  }

  @Test func `bytes that are no UTF-8 stay as they are`() throws {
    let text = Array("\(Self.header)\(Self.row) ".utf8) + [0xFF, 0xFE, 10]
    let table = try #require(UnixSocketTable(parsing: text))
    #expect(table.paths == [ByteString([0xFF, 0xFE])])
  }

  @Test(arguments: [
    "1: 00000002 00000000 00010000 0001 01 x /a", "1: 00000002 00000000 00010000 0001 01  /a",
    "1: 00000002 00000000 0001000g 0001 01 1 /a", "1: 00000002 00000000 10000 0001 01 1 /a",
    "1: 2 0 00010000 0001 01 1 /a", "00000002 00000000 00010000 0001 01 1 /a",
    ": 00000002 00000000 00010000 0001 01 1 /a", "x: 00000002 00000000 00010000 0001 01 1 /a",
    "1: 00000002 00000000 00010000 0001 01 1/a", "1: 00000002 00000000 00010000 0001 01 1",
    "1: 00000002 00000000 00010000 0001 01", "1: 00000002 00000000 00010000 0001 0", "1:", "/a",
    "11111111111111111: 00000002 00000000 00010000 0001 01 1 /a",
    "1:  0000002 00000000 00010000 0001 01 1 /a", "1: +0000002 00000000 00010000 0001 01 1 /a",
  ]) func `what is no row adds nothing`(line: String) throws {
    let text = Self.header + line + "\n\(Self.row) /last\n"
    #expect(try #require(UnixSocketTable(parsing: Array(text.utf8))).paths == ["/last"])
  }

  @Test func `ten thousand sockets are read`() throws {
    let rows = (0..<10_000).map { "\(Self.row) /run/\($0)\n" }
    let table = try #require(UnixSocketTable(parsing: Array((Self.header + rows.joined()).utf8)))
    #expect(table.paths.count == 10_000)
  }

  @Test func `damaged tables are read without harm`() {
    var generator = GoFuzzer(seed: 42)
    let sample = Array(Self.recorded.utf8)
    var count = 0
    for _ in 0..<5_000 {
      var bytes = generator.mutation(of: sample)
      if Bool.random(using: &generator) { bytes = Array(sample.prefix(200)) + bytes + [10] }
      guard let table = UnixSocketTable(parsing: bytes) else { continue }
      count += 1
      for path in table.paths { #expect(bytes.firstRange(of: path.bytes) != nil) }
    }
    #expect(count > 1_000)
  }
}
