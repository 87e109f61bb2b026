import Formats
import Testing

@Suite struct CommentedJSONTests {
  @Test(arguments: [
    ("{}", "{}"),
    (" \n\t\r\n", nil),
    ("", nil),
    ("\u{FEFF}", nil),
    ("// nothing", nil),
    ("/* nothing */ // at all\r\n", nil),
    ("\u{FEFF}{\"a\":1}", "{a:1}"),
    ("{\"a\":1,}", "{a:1}"),
    ("[1,2,]", "[1,2]"),
    ("{ // }\n\"a\" /* : */ : /**/ \"//\" /***/ , }", "{a:'//'}"),
    ("{\"a\": \"/* no */\"}", "{a:'/* no */'}"),
    ("{\"go\\u002etoolsEnvVars\": {\"\\u0047\": null}}", "{go.toolsEnvVars:{G:null}}"),
    ("{\"a\":1,\"a\":[true,false]}", "{a:1,a:[true,false]}"),
    ("\"\\b\\f\\n\\r\\t\\/\\\\\\\"\"", "'\u{8}\u{C}\n\r\t/\\\"'"),
    ("\"\\ud83d\\uDE00é\"", "'\u{1F600}é'"),
    ("[-0, 0.50, 12e+3, -1E-2, 7e1]", "[-0,0.50,12e+3,-1E-2,7e1]"),
    ("// a lone carriage return ends a comment\r{}", "{}"),
  ]) func `a text is read as VS Code reads it`(text: String, expected: String?) throws {
    let document = try CommentedJSON(parsing: Array(text.utf8))
    #expect(document.root?.plain == expected)
  }

  @Test(arguments: [
    ("{", 1, 2, "missing"), ("{]", 1, 2, "name in double quotes"),
    ("{\"a\" 1}", 1, 6, "colon"), ("{\"a\": }", 1, 7, "value"),
    ("{\"a\": 1 \"b\": 2}", 1, 9, "comma"), ("{,}", 1, 2, "name in double quotes"),
    ("[,]", 1, 2, "value"), ("[1,,2]", 1, 4, "value"), ("[1 2]", 1, 4, "comma"),
    ("{\"a\": 1,,}", 1, 9, "name in double quotes"), ("{a: 1}", 1, 2, "name in double quotes"),
    ("{'a': 1}", 1, 2, "name in double quotes"), ("{} {}", 1, 4, "nothing may follow"),
    ("{\r\n\"a\": \"b\r\n\"}", 2, 6, "closing quotation mark"), ("\"é\\x\"", 1, 3, "escape"),
    ("[\"\u{1F600}\", x]", 1, 8, "value"), ("\"\\u12\"", 1, 2, "escape"), ("\"\\", 1, 2, "escape"),
    ("\"a\tb\"", 1, 3, "control character"), ("{} /* {", 1, 4, "comment"), ("/", 1, 1, "value"),
    ("{} /", 1, 4, "value"), ("[01]", 1, 2, "number"), ("[1.]", 1, 2, "number"),
    ("[-]", 1, 2, "number"), ("[1e]", 1, 2, "number"), ("[+1]", 1, 2, "value"),
    ("[1x]", 1, 2, "number"), ("nul", 1, 1, "value"), ("nulls", 1, 1, "value"),
    ("[NaN]", 1, 2, "value"), ("\n\r\n\r\u{FEFF}", 4, 1, "value"), ("\u{FEFF}x", 1, 1, "value"),
    ("<<<<<<< HEAD\n{}", 1, 1, "value"),
  ]) func `a mistake is refused with its place`(
    text: String, line: Int, column: Int, words: String
  ) {
    let problem = #expect(throws: CommentedJSON.Problem.self) {
      try CommentedJSON(parsing: Array(text.utf8))
    }
    #expect(problem?.position.line == line)
    #expect(problem?.position.column == column)
    let sentence = problem?.description ?? ""
    #expect(sentence.hasPrefix("line \(line), column \(column): ") && sentence.contains(words))
  }

  @Test func `as deep as the limit is read, one deeper is not`() throws {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      let limit = CommentedJSON.depthLimit
      func nested(_ depth: Int) -> [UInt8] {
        let inner = open == "[" ? "" : "1"
        let text = String(repeating: open, count: depth) + inner
        return Array((text + String(repeating: close, count: depth)).utf8)
      }
      #expect(try CommentedJSON(parsing: nested(limit)).root != nil)
      let problem = #expect(throws: CommentedJSON.Problem.self) {
        try CommentedJSON(parsing: nested(limit + 1))
      }
      #expect(problem?.reason == .tooDeep)
    }
  }

  @Test func `as large as the limit is read, one byte more is not`() throws {
    let limit = CommentedJSON.sizeLimit
    var text = Array("{}".utf8) + [UInt8](repeating: 0x20, count: limit - 2)
    #expect(try CommentedJSON(parsing: text).root != nil)
    text.append(0x20)
    let problem = #expect(throws: CommentedJSON.Problem.self) { try CommentedJSON(parsing: text) }
    #expect(problem?.reason == .tooLarge)
  }

  @Test func `as many values as the limit are read, one more is not`() throws {
    let limit = CommentedJSON.valueLimit
    var text = Array("[".utf8)
    for _ in 1..<limit { text += Array("1,".utf8) }
    #expect(try CommentedJSON(parsing: text + Array("]".utf8)).root != nil)
    let problem = #expect(throws: CommentedJSON.Problem.self) {
      try CommentedJSON(parsing: text + Array("1]".utf8))
    }
    #expect(problem?.reason == .tooManyValues)
  }

  @Test func `a value knows where it stands, and of two with one name the last counts`() throws {
    let text =
      "{\n  \"a\": 1,\n  \"o\": {\"x\": \"é\", \"a\": \"old\"},\n\t\"o\": {\"a\": \"new\"}\n}"
    let document = try CommentedJSON(parsing: Array(text.utf8))
    let value = try #require(document.value(at: "o", "a"))
    #expect(value.string == "new")
    let position = document.position(of: value.range.lowerBound)
    #expect(position.line == 4 && position.column == 13)
    #expect(document.value(at: "o", "x") == nil)
    #expect(document.value(at: "a", "x") == nil)
    #expect(document.value(at: "a")?.object == nil && document.value(at: "a")?.string == nil)
  }

  @Test func `bytes that are no UTF-8 are kept`() throws {
    let document = try CommentedJSON(parsing: [0x22, 0xFF, 0xC3, 0x22])
    #expect(document.root?.string?.bytes == [0xFF, 0xC3])
  }

  @Test func `no bytes whatever trap`() {
    var generator = SettingsGenerator(seed: 11)
    var fuzzer = GoFuzzer(seed: 12)
    var parsed = 0
    for _ in 0..<3000 {
      let text = fuzzer.mutation(of: generator.file())
      guard let document = try? CommentedJSON(parsing: text) else { continue }
      parsed += 1
      let edited = try? document.setting("go.alternateTools", "go", to: "/usr/bin/go")
      if let edited { #expect((try? CommentedJSON(parsing: edited)) != nil) }
    }
    #expect(parsed > 100)
  }
}

extension CommentedJSON.Value {
  /// The value without its places, for comparing.
  var plain: String {
    switch content {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let digits): digits.text
    case .string(let string): "'" + string.text + "'"
    case .array(let values): "[" + values.map(\.plain).joined(separator: ",") + "]"
    case .object(let object):
      "{" + object.members.map { $0.key.text + ":" + $0.value.plain }.joined(separator: ",") + "}"
    }
  }
}
