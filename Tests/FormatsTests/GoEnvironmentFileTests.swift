import Formats
import Testing

/// Lines, and why they have no effect where somebody meant them to have one.
private let strays: [(String, GoEnvironmentFile.Ignored.Reason?)] = [
  ("export GOPROXY=a", .export), ("export\tGOPROXY=a", .export), (" GOPROXY=a", .leadingBlank),
  ("\tGOPROXY=a", .leadingBlank), ("\u{FEFF}GOPROXY=a", .byteOrderMark),
  ("goproxy=a", .smallLetters), ("Goproxy=a", .smallLetters), ("GOPROXY =a", .blankBeforeEquals),
  ("GOMAXPROCS=2", .environmentOnly), ("GODEBUG=x=1", .environmentOnly),
  ("  export gobin = /b", .export), ("GOPROXY=a", nil), ("# goproxy=a", nil), ("", nil),
  ("\r", nil), ("[go]", nil), ("export FOO=a", nil), ("foo=a", nil), ("FOO=a", nil),
  ("GOPROXY", nil), ("exportGOPROXY=a", nil), (" # GOPROXY=a", nil), ("=", nil),
]

@Suite struct GoEnvironmentFileTests {
  @Test(arguments: [
    ("A=1", ["A": "1"]),
    ("GOFLAGS=-mod=mod\n", ["GOFLAGS": "-mod=mod"]),
    ("GOPROXY=a\r\nGOSUMDB=b", ["GOPROXY": "a\r", "GOSUMDB": "b"]),
    ("GOPROXY=\n", ["GOPROXY": ""]),
    ("GOPROXY=a\nGOPROXY=b\n", ["GOPROXY": "b"]),
    ("GOPROXY=a\nGOPROXY=\n", ["GOPROXY": ""]),
    ("GOPROXY =a\n", ["GOPROXY ": "a"]),
    ("GOPROXY=\"a b\" # c\n", ["GOPROXY": "\"a b\" # c"]),
    ("GOPATH=$HOME/go\n", ["GOPATH": "$HOME/go"]),
    ("Goproxy=a\n", ["Goproxy": "a"]),
    (
      "export GOPROXY=a\n GOPROXY=b\n\u{FEFF}GOPROXY=c\ngoproxy=d\n# GOPROXY=e\n=f\n\nGOPROXY\n",
      [:]
    ),
  ]) func `a line counts where it has a sign of equality and begins with a capital`(
    text: String, expected: [String: String]
  ) {
    let file = GoEnvironmentFile(parsing: Array(text.utf8))
    for (name, value) in expected {
      #expect(file[ByteString(name)]?.value == ByteString(value))
    }
    #expect(Set(file.entries.map(\.name)) == Set(expected.keys.map { ByteString($0) }))
  }

  @Test func `entries know their lines`() {
    let file = GoEnvironmentFile(parsing: Array("# x\n\nA=1\nB=2\nA=3".utf8))
    #expect(file.entries.map(\.line) == [3, 4, 5])
    #expect(file["A"]?.line == 5)
    #expect(file["C"] == nil)
  }

  @Test func `bytes that are no UTF-8 are kept`() {
    let file = GoEnvironmentFile(parsing: Array("GOBIN=/".utf8) + [0xFF, 0x00, 0x0A])
    #expect(file["GOBIN"]?.value.bytes == [0x2F, 0xFF, 0x00])
  }

  @Test(arguments: strays)
  func `a line without effect says why`(
    text: String, reason: GoEnvironmentFile.Ignored.Reason?
  ) {
    let file = GoEnvironmentFile(parsing: Array("GOBIN=/b\n\(text)\n".utf8))
    #expect(file.ignored.map(\.reason) == (reason.map { [$0] } ?? []))
    #expect(file.ignored.allSatisfy { $0.line == 2 })
  }

  @Test func `carriage returns are found where a line counts`() {
    let text = "# a\r\nGOBIN=/a\r\nGOBIN=/b\nGOPROXY=\r\ngoflags=\r\nGOFLAGS=a\rb\n"
    let file = GoEnvironmentFile(parsing: Array(text.utf8))
    #expect(file.carriageReturns.map(\.line) == [4])
  }

  @Test func `no bytes whatever trap`() {
    var fuzzer = GoFuzzer(seed: 2)
    let sample = Array("GOPROXY=https://a,direct\r\n# b\nexport GOFLAGS=-x\n".utf8)
    for _ in 0..<3000 {
      let file = GoEnvironmentFile(parsing: fuzzer.mutation(of: sample))
      #expect(file.ignored.count <= file.entries.count + file.strays.count)
      for entry in file.entries { #expect(file[entry.name] != nil) }
      for line in file.ignored { #expect(line.meaning?.name.isEmpty != true) }
    }
  }
}
