import Formats
import Testing

@Suite struct CommentedJSONEditingTests {
  @Test(arguments: [
    ("", "{\n    \"o\": {\n        \"k\": \"v\"\n    }\n}\n"),
    ("\u{FEFF}", "\u{FEFF}{\n    \"o\": {\n        \"k\": \"v\"\n    }\n}\n"),
    ("\r\n", "\r\n{\r\n    \"o\": {\r\n        \"k\": \"v\"\r\n    }\r\n}\r\n"),
    ("// mine", "// mine\n{\n    \"o\": {\n        \"k\": \"v\"\n    }\n}\n"),
    ("{}", "{\n    \"o\": {\n        \"k\": \"v\"\n    }\n}"),
    ("{ }\n", "{\n    \"o\": {\n        \"k\": \"v\"\n    }\n}\n"),
    ("{\n}\n", "{\n    \"o\": {\n        \"k\": \"v\"\n    }\n}\n"),
    ("{\n\n}", "{\n    \"o\": {\n        \"k\": \"v\"\n    }\n\n}"),
    ("{ /* none */ }", "{ /* none */\n    \"o\": {\n        \"k\": \"v\"\n    }\n}"),
    (
      "{\r\n  // none\r\n}",
      "{\r\n  // none\r\n    \"o\": {\r\n        \"k\": \"v\"\r\n    }\r\n}"
    ),
    (
      "{\n\t\"a\": 1\n}\n", "{\n\t\"a\": 1,\n\t\"o\": {\n\t\t\"k\": \"v\"\n\t}\n}\n"
    ),
    (
      "{\n  \"a\": 1,\n}\n", "{\n  \"a\": 1,\n  \"o\": {\n    \"k\": \"v\"\n  },\n}\n"
    ),
    (
      "{\n  \"a\": 1 // one\n  // two\n\n}\n",
      "{\n  \"a\": 1, // one\n  // two\n  \"o\": {\n    \"k\": \"v\"\n  }\n\n}\n"
    ),
    (
      "{\n  \"a\": 1 /* c */ , // d\n}\n",
      "{\n  \"a\": 1 /* c */ , // d\n  \"o\": {\n    \"k\": \"v\"\n  },\n}\n"
    ),
    ("{\"a\": 1}", "{\"a\": 1, \"o\": {\"k\": \"v\"}}"),
    ("{ \"a\": 1 }", "{ \"a\": 1, \"o\": {\"k\": \"v\"} }"),
    ("{ \"a\": 1, /* c */ }", "{ \"a\": 1, /* c */ \"o\": {\"k\": \"v\"}, }"),
    ("{ \"a\": 1,\n \"b\": 2 }", "{ \"a\": 1,\n \"b\": 2,\n \"o\": {\n  \"k\": \"v\"\n } }"),
    (
      "{\n  \"a\": 1,\n  \"o\": {}\n}", "{\n  \"a\": 1,\n  \"o\": {\n    \"k\": \"v\"\n  }\n}"
    ),
    ("{\"a\": 1, \"o\": {}}", "{\"a\": 1, \"o\": {\"k\": \"v\"}}"),
    ("{\"a\": 1, \"o\": { }}", "{\"a\": 1, \"o\": {\"k\": \"v\" }}"),
    (
      "{\n  \"o\": { \"x\": \"y\" }\n}", "{\n  \"o\": { \"x\": \"y\", \"k\": \"v\" }\n}"
    ),
    (
      "{\n  \"o\": {\n      \"x\": \"y\"\n  }\n}",
      "{\n  \"o\": {\n      \"x\": \"y\",\n      \"k\": \"v\"\n  }\n}"
    ),
    ("{ \"o\": {\"k\": null}, // k\n}", "{ \"o\": {\"k\": \"v\"}, // k\n}"),
    ("{\"o\": {\"k\": {\"k\": [1]}}}", "{\"o\": {\"k\": \"v\"}}"),
    ("{\"o\": {\"\\u006b\": \"v\"}}", "{\"o\": {\"\\u006b\": \"v\"}}"),
    (
      "{\"o\": {\"k\": \"1\"}, \"\\u006f\": {\"k\": 2, \"k\": \"\\u0076w\"}}",
      "{\"o\": {\"k\": \"1\"}, \"\\u006f\": {\"k\": 2, \"k\": \"v\"}}"
    ),
  ]) func `a string is put where a person would put it`(text: String, expected: String) throws {
    let document = try CommentedJSON(parsing: Array(text.utf8))
    let edited = try document.setting("o", "k", to: "v")
    #expect(String(decoding: edited, as: UTF8.self) == expected)
    let again = try CommentedJSON(parsing: edited)
    #expect(again.value(at: "o", "k")?.string == "v")
    #expect(try again.setting("o", "k", to: "v") == edited)
  }

  @Test(arguments: [
    ("[1]", "line 1, column 1: the settings are not between braces"),
    ("{\"x\": 1,\n\"o\": \"text\"}", "line 2, column 6: “o” is not between braces"),
    ("{\"o\": null}", "line 1, column 7: “o” is not between braces"),
  ]) func `what is no object is not written into`(text: String, sentence: String) throws {
    let document = try CommentedJSON(parsing: Array(text.utf8))
    let refusal = #expect(throws: CommentedJSON.Refusal.self) {
      try document.setting("o", "k", to: "v")
    }
    #expect(refusal?.description == sentence)
  }

  @Test(arguments: [
    "", "plain", "a\"b\\c", "\n\r\t\u{0}\u{1F}\u{7F}", "é\u{1F600}\u{2028}", "// no /* comment */",
    "${env:PATH}", "'; rm -rf ~ #", "\u{202E}",
  ]) func `any text is written so that it is read back`(value: String) throws {
    let document = try CommentedJSON(parsing: [])
    let edited = try document.setting(ByteString(value), "k", to: ByteString(value))
    let again = try CommentedJSON(parsing: edited)
    #expect(again.value(at: ByteString(value), "k")?.string == ByteString(value))
    #expect(!edited.contains { $0 < 0x20 && $0 != 0x0A })
  }

  @Test func `bytes that are no UTF-8 are refused`() throws {
    let document = try CommentedJSON(parsing: [])
    let bad = ByteString([0x2F, 0xFF])
    for path: [ByteString] in [["k", bad], [bad, "k"]] {
      let refusal = #expect(throws: CommentedJSON.Refusal.self) {
        try document.setting(path[0], "k", to: path[1])
      }
      #expect(refusal == .noText(bad))
    }
  }

  @Test func `strings set together come out as one after the other`() throws {
    let paths: [[ByteString]] = [
      ["go.alternateTools", "go"], ["go.toolsEnvVars", "GOPATH"], ["go.toolsEnvVars", "CC"],
      ["go.toolsEnvVars", "GOFLAGS"], ["other"], ["deep", "er", "a"], ["deep", "er", "b"],
    ]
    var generator = SettingsGenerator(seed: 8)
    var edited = 0
    for text in (0..<600).map({ _ in generator.file() }) + [[], Array("{}".utf8)] {
      let document = try CommentedJSON(parsing: text)
      // Where a value of several lines goes, what is left may stand on one: only then an order shows.
      let old = [
        document.value(at: "go.alternateTools", "go"), document.value(at: "other"),
        document.value(at: "go.toolsEnvVars", "GOPATH"),
        document.value(at: "go.toolsEnvVars", "CC"),
        document.value(at: "go.toolsEnvVars", "GOFLAGS"),
      ]
      if old.contains(where: { $0.map { text[$0.range].contains(0x0A) } ?? false }) { continue }
      let settings = paths.map { CommentedJSON.Setting($0, to: "/x\n") }
      var expected: [UInt8]? = text
      for setting in settings {
        expected = expected.flatMap { try? CommentedJSON(parsing: $0).setting([setting]) }
      }
      #expect((try? document.setting(settings)) == expected, "\(ByteString(text))")
      edited += expected == nil ? 0 : 1
    }
    #expect(edited > 200)
  }

  @Test func `an edit changes its own value and no byte of anything else`() throws {
    var generator = SettingsGenerator(seed: 21)
    var edited = 0
    for _ in 0..<600 {
      let text = generator.file()
      let document = try CommentedJSON(parsing: text)
      guard let result = try? document.setting("go.toolsEnvVars", "GOPATH", to: "/go\n") else {
        #expect(document.value(at: "go.toolsEnvVars") != nil)
        continue
      }
      edited += 1
      let after = try CommentedJSON(parsing: result)
      #expect(after.value(at: "go.toolsEnvVars", "GOPATH")?.string == "/go\n")
      #expect(try after.setting("go.toolsEnvVars", "GOPATH", to: "/go\n") == result)
      if let old = document.value(at: "go.toolsEnvVars", "GOPATH") {
        let whole = text[..<old.range.lowerBound] + Array("\"/go\\n\"".utf8)
        #expect(Array(whole + text[old.range.upperBound...]) == result)
        continue
      }
      #expect(isSubsequence(text.filter { $0 != 0x20 }, of: result))
    }
    #expect(edited > 300)
  }
}

/// Whether the bytes are found in another text in the same order.
private func isSubsequence(_ bytes: [UInt8], of other: [UInt8]) -> Bool {
  var rest = other[...]
  for byte in bytes {
    guard let index = rest.firstIndex(of: byte) else { return false }
    rest = rest[(index + 1)...]
  }
  return true
}
