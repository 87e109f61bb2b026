import Formats
import Testing

@Suite struct GoModuleLinesTests {
  @Test(arguments: [
    ("module m\n\ngo 1.22\n\ntoolchain go1.22.3\n", "1.22", "go1.22.3"),
    ("go 1.21rc1", "1.21rc1", nil),
    ("\u{a0} go\t1.22 // newest\r\n", "1.22", nil),
    ("go 1.22\u{2003}\u{85}\n", "1.22", nil),
    ("go 1.22\ngo 1.25\n", "1.22", nil),
    ("toolchain default\n", nil, "default"),
    ("require (\n\tgo 1.25 // indirect\n)\n", "1.25", nil),
    ("/* go 1.25 */\n// go 1.26\n\tgo 1.27\n", "1.27", nil),
    ("go1.22\ngodebug x=y\ngo\ngo\u{b}1\ntoolchains x\n", nil, nil),
    ("go // none\ngo 1.22\n", "", nil),
    ("go https://x\n", "https:", nil),
    ("go \"1.22\"\n", "\"1.22\"", nil),
    ("", nil, nil),
  ]) func `the first line with the word and a blank counts`(
    text: String, go: String?, toolchain: String?
  ) {
    let lines = GoModuleLines(parsing: Array(text.utf8))
    #expect(lines.go?.value == go.map { ByteString($0) })
    #expect(lines.toolchain?.value == toolchain.map { ByteString($0) })
  }

  @Test(
    arguments: [
      ("module m\n\nrequire a.b/c v1.0.0\n", true), ("require (\n\ta.b/c v1.0.0 // x\n)\n", true),
      ("require(\n\n\t// none\n\ta.b/c v1.0.0\n)", true),
      ("require ( // all\n)\nrequire a v1\n", true),
      ("require ()\n", false), ("require (\n\t// a.b/c v1.0.0\n\n)\n", false),
      ("require (\n", false),
      ("// require a.b/c v1.0.0\nmodule require\n", false), ("requires a v1\n", false), ("", false),
    ] as [(String, Bool)])
  func `a module requires others where a line or a block says so`(text: String, expected: Bool) {
    #expect(GoModuleLines.hasRequirements(Array(text.utf8)) == expected)
  }

  @Test func `lines know their numbers`() {
    let lines = GoModuleLines(parsing: Array("module m\n\ntoolchain go1.2\ngo 1.1".utf8))
    #expect(lines.toolchain?.number == 3)
    #expect(lines.go?.number == 4)
  }

  @Test func `half a character is no white space`() {
    let lines = GoModuleLines(parsing: [0xA0] + Array("go 1.2\ngo 1.3".utf8) + [0x85])
    #expect(lines.go?.value.bytes == Array("1.3".utf8) + [0x85])
  }

  @Test func `no bytes whatever trap`() {
    var fuzzer = GoFuzzer(seed: 4)
    let sample = Array("module m\n\ngo 1.22 // x\u{2003}\ntoolchain go1.22.3\u{85}\n".utf8)
    for _ in 0..<3000 { _ = GoModuleLines(parsing: fuzzer.mutation(of: sample)) }
  }
}
