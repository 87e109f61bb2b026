import Formats
import Testing

@Suite struct ByteStringTests {
  @Test(arguments: [
    ("plain text ~!", "plain text ~!"), ("", ""), ("a\nb\tc\rd", #"a\nb\tc\rd"#),
    ("\0", #"\u{0}"#), ("\u{1B}[31mred", #"\u{1B}[31mred"#), ("\u{7}\u{8}", #"\u{7}\u{8}"#),
    ("\u{7F}", #"\u{7F}"#), ("\u{80}\u{85}\u{9B}", #"\u{80}\u{85}\u{9B}"#),
    ("\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}", #"\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}"#),
    ("\u{2066}\u{2067}\u{2068}\u{2069}", #"\u{2066}\u{2067}\u{2068}\u{2069}"#),
    ("\u{200B}\u{200E}\u{200F}\u{61C}", #"\u{200B}\u{200E}\u{200F}\u{61C}"#),
    ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#), ("\u{FEFF}", #"\u{FEFF}"#),
    ("\u{AD}", #"\u{AD}"#), ("\u{E0041}", #"\u{E0041}"#), ("\u{E000}", #"\u{E000}"#),
    ("\u{FFFE}", #"\u{FFFE}"#), ("\u{10FFFF}", #"\u{10FFFF}"#), ("\u{378}", #"\u{378}"#),
    ("größe", "größe"), ("日本語", "日本語"), ("🚀", "🚀"), ("👍🏽", "👍🏽"),
    ("👩\u{200D}💻", #"👩\u{200D}💻"#), ("e\u{301}", "e\u{301}"), (#"C:\new"#, #"C:\new"#),
    ("\u{FFFD}", "\u{FFFD}"),
  ]) func `what could drive a terminal or mislead a reader is escaped`(
    text: String, printable: String
  ) {
    #expect(Array(ByteString(text).printable.utf8) == Array(printable.utf8))
    #expect(ByteString(text).description == ByteString(text).printable)
  }

  @Test(
    arguments: [
      ([0xFF], #"\xFF"#), ([0x80], #"\x80"#), ([0x61, 0xC3], #"a\xC3"#), ([0xC3, 0x28], #"\xC3("#),
      ([0xC0, 0xAF], #"\xC0\xAF"#), ([0xC1, 0x81], #"\xC1\x81"#),
      ([0xE0, 0x80, 0xAF], #"\xE0\x80\xAF"#),
      ([0xE2, 0x82], #"\xE2\x82"#), ([0xE2, 0x82, 0x41], #"\xE2\x82A"#),
      ([0xF0, 0x9F, 0x9A], #"\xF0\x9F\x9A"#),
      ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#), ([0xF4, 0x90, 0x80, 0x80], #"\xF4\x90\x80\x80"#),
      ([0xF8, 0x88, 0x80, 0x80, 0x80], #"\xF8\x88\x80\x80\x80"#),
      ([0xFF, 0xC3, 0xA4, 0x80], #"\xFFä\x80"#),
      ([0x9B, 0x33, 0x31, 0x6D], #"\x9B31m"#),
    ] as [([UInt8], String)])
  func `a byte that is no UTF-8 is written as a number`(bytes: [UInt8], printable: String) {
    #expect(ByteString(bytes).printable == printable)
  }

  @Test func `random bytes become text that moves nothing`() {
    var generator = GoFuzzer(seed: 2)
    for _ in 0..<5_000 {
      let count = Int.random(in: 0...40, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let printable = ByteString(bytes).printable
      #expect(!printable.unicodeScalars.contains { !$0.isPlain })
      #expect(ByteString(printable).printable == printable)
    }
  }

  @Test(
    arguments: [
      ("a=b", "a", "b"), ("=b", "", "b"), ("a=", "a", ""), ("a=b=c", "a", "b=c"), ("=", "", ""),
    ] as [(ByteString, ByteString, ByteString)])
  func `a text is cut at the first separator`(
    text: ByteString, before: ByteString, after: ByteString
  ) throws {
    let parts = try #require(text.cut(at: UInt8(ascii: "=")))
    #expect(parts.before == before)
    #expect(parts.after == after)
  }

  @Test func `a text without the separator is not cut`() {
    #expect(ByteString("abc").cut(at: UInt8(ascii: "=")) == nil)
    #expect(ByteString("").cut(at: UInt8(ascii: "=")) == nil)
  }

  @Test(
    arguments: [
      ("a:b", ["a", "b"]), ("", [""]), (":", ["", ""]), ("a::b:", ["a", "", "b", ""]),
    ] as [(ByteString, [ByteString])])
  func `splitting keeps empty parts`(text: ByteString, parts: [ByteString]) {
    #expect(text.split(on: UInt8(ascii: ":")) == parts)
  }

  @Test(
    arguments: [
      ("  a b ", "a b"), ("", ""), ("   ", ""), ("a", "a"), (" a", "a"), ("a ", "a"),
    ] as [(ByteString, ByteString)])
  func `trimming drops from both ends`(text: ByteString, trimmed: ByteString) {
    #expect(text.trimming { $0 == UInt8(ascii: " ") } == trimmed)
  }

  @Test func `prefixes and suffixes are compared byte by byte`() {
    let text: ByteString = "abc"
    #expect(text.hasPrefix("") && text.hasPrefix("ab") && text.hasPrefix("abc"))
    #expect(!text.hasPrefix("b") && !text.hasPrefix("abcd"))
    #expect(text.hasSuffix("") && text.hasSuffix("bc") && text.hasSuffix("abc"))
    #expect(!text.hasSuffix("b") && !text.hasSuffix("xabc"))
    #expect(ByteString("e\u{301}") != ByteString("\u{e9}"))
    #expect(!ByteString("e\u{301}").hasPrefix("\u{e9}"))
  }

  @Test func `texts come in the order of their bytes`() {
    let texts: [ByteString] = ["", "A", "a", "aa", "b", "\u{e4}", ByteString([0xFF])]
    #expect(texts.shuffled().sorted() == texts)
  }
}
