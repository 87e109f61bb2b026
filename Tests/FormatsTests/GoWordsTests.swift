import Formats
import Testing

@Suite struct GoWordsTests {
  @Test(arguments: [
    ("", []), (" \t\r\n", []), ("-a", ["-a"]), (" -a\t-b\r\n-c ", ["-a", "-b", "-c"]),
    ("'-ldflags=-s -w'", ["-ldflags=-s -w"]), ("\"-x 'y'\" -z", ["-x 'y'", "-z"]),
    ("-ldflags='-s -w'", ["-ldflags='-s", "-w'"]), ("'a'b", ["a", "b"]), ("''", [""]),
    ("'\\'", ["\\"]), ("a\u{b}b", ["a\u{b}b"]), ("a\u{c}b", ["a\u{c}b"]),
  ]) func `words stand between blanks or quotation marks`(text: String, words: [String]) throws {
    #expect(try GoWords.split(ByteString(text)) == words.map { ByteString($0) })
  }

  @Test(arguments: [("'-x", "'"), ("-a \"", "\""), ("'a' '", "'")])
  func `a quotation mark without a second one is refused`(text: String, quote: String) {
    #expect(throws: GoWords.Problem.unterminated(quote: quote.utf8.first ?? 0)) {
      try GoWords.split(ByteString(text))
    }
  }

  @Test(arguments: [
    (["-O2", "-g"], "-O2 -g"), (["a b"], "'a b'"), (["it's"], "\"it's\""), (["\"a\""], "'\"a\"'"),
    ([""], ""), ([], ""), (["'\""], nil),
  ]) func `words are quoted only where they must be`(words: [String], text: String?) {
    #expect(GoWords.join(words.map { ByteString($0) }) == text.map { ByteString($0) })
  }

  @Test func `no bytes whatever trap, and what was joined is split again`() throws {
    var fuzzer = GoFuzzer(seed: 3)
    for _ in 0..<5000 {
      let text = ByteString(fuzzer.mutation(of: Array("-a 'b c' \"d\" -e=f".utf8)))
      guard let words = try? GoWords.split(text) else { continue }
      guard !words.contains(""), let joined = GoWords.join(words) else { continue }
      #expect(try GoWords.split(joined) == words)
    }
  }
}
