import Formats
import Testing

@Suite struct MarkedBlockTests {
  static let block = "# >>> gotools >>>\nnew\n# <<< gotools <<<\n"
  static let old = "# >>> gotools >>>\nold\nlines\n# <<< gotools <<<"

  @Test(
    arguments: [
      ("", block), ("a\n", "a\n" + block), ("a", "a\n" + block),
      (old, String(block.dropLast())), ("a\n" + old + "\nb\n", "a\n" + block + "b\n"),
      ("a\r\n  " + old + "\r\nb", "a\r\n" + block + "b"),
    ] as [(String, String)])
  func `the block is replaced in place, or added at the end`(text: String, result: String) throws {
    let once = try MarkedBlock.setting("new\n", in: Array(text.utf8))
    #expect(ByteString(once) == ByteString(result))
    #expect(try MarkedBlock.setting("new\n", in: once) == once)
  }

  @Test(arguments: [
    "# >>> gotools >>>\n", "# <<< gotools <<<", "# <<< gotools <<<\n# >>> gotools >>>\n",
    old + "\n" + old, "# >>> gotools >>>\n" + old,
  ]) func `markers that are no pair are refused`(text: String) {
    #expect(throws: MarkedBlock.Unbalanced.self) {
      try MarkedBlock.setting("new\n", in: Array(text.utf8))
    }
  }

  @Test func `a body with a marker in it is refused`() {
    #expect(throws: MarkedBlock.Unbalanced.self) {
      try MarkedBlock.setting("a\n# <<< gotools <<<\n", in: [])
    }
  }
}
