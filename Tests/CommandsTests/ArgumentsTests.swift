import Commands
import Testing

@Suite struct ArgumentsTests {
  @Test func `flags and options are found wherever they stand`() throws {
    let arguments = try parse("memory", "-q", "a.txt", "--count", "3", "b.txt", "--verbose")
    #expect(arguments[Sample.quiet])
    #expect(arguments[Sample.verbose])
    #expect(arguments[Sample.count] == 3)
    #expect(arguments.operands == ["memory", "a.txt", "b.txt"].map(bytes))
  }

  @Test func `what is not given is false or nil`() throws {
    let arguments = try parse("memory")
    #expect(!arguments[Sample.quiet])
    #expect(arguments[Sample.count] == nil)
    #expect(arguments.all(Sample.ignore).isEmpty)
  }

  @Test(arguments: [
    ["--count=3"], ["--count", "3"], ["-c3"], ["-c", "3"], ["-qc3"], ["-qvc", "3"],
    ["--count=9", "-c", "3"],
  ])
  func `a value may be attached or follow, and the last one counts`(words: [String]) throws {
    let arguments = try parse(["memory"] + words)
    #expect(arguments[Sample.count] == 3)
    #expect(arguments.operands == [bytes("memory")])
  }

  @Test func `an option given often keeps every value in order`() throws {
    let arguments = try parse("memory", "-i", "a", "--ignore=b,c", "-id")
    #expect(arguments.all(Sample.ignore) == ["a", "b,c", "d"])
    #expect(arguments[Sample.ignore] == "d")
  }

  @Test func `a cluster sets each of its flags`() throws {
    let arguments = try parse("-qv", "memory")
    #expect(arguments[Sample.quiet] && arguments[Sample.verbose])
  }

  @Test func `two dashes end the options`() throws {
    let arguments = try parse("--", "memory", "--quiet", "--", "-")
    #expect(!arguments[Sample.quiet])
    #expect(arguments.operands == ["memory", "--quiet", "--", "-"].map(bytes))
  }

  @Test func `a dash alone is an operand and a value`() throws {
    #expect(try parse("memory", "-").operands.last == bytes("-"))
    #expect(try parse("memory", "-o", "-")[Sample.output] == bytes("-"))
  }

  @Test func `a value may look like an option, an assignment or the end of options`() throws {
    #expect(try parse("memory", "--output", "--quiet")[Sample.output] == bytes("--quiet"))
    #expect(try parse("memory", "--output=a=b")[Sample.output] == bytes("a=b"))
    #expect(try parse("memory", "-o", "--")[Sample.output] == bytes("--"))
    #expect(try parse("memory", "-c", "-3")[Sample.count] == -3)
  }

  @Test func `an empty value is legal where its type can hold it`() throws {
    #expect(try parse("memory", "--output=")[Sample.output] == [])
    #expect(try parse("memory", "--root", "")[Sample.root] == "")
    #expect(message("memory", "--count=") != nil)
    #expect(message("memory", "--color=") != nil)
  }

  @Test func `bytes that are no text reach operands and byte values as they are`() throws {
    let strange: [UInt8] = [0xFF, 0x1B, 0x0A]
    let arguments = try Arguments(
      parsing: [bytes("memory"), strange, bytes("-o"), strange], for: Sample.probe,
      called: "demo probe")
    #expect(arguments.operands == [bytes("memory"), strange])
    #expect(arguments[Sample.output] == strange)
    #expect(message(of: [bytes("memory"), bytes("--root"), strange]) != nil)
  }

  @Test(
    arguments: [
      (["--quite"], "unknown option “--quite”", "did you mean --quiet?"),
      (["--quite=1"], "unknown option “--quite”", "did you mean --quiet?"),
      (["--QUIET"], "unknown option “--QUIET”", "did you mean --quiet?"),
      (["--ver"], "unknown option “--ver”", "did you mean --verbose?"),
      (["--zzz"], "unknown option “--zzz”", nil),
      (["-x"], "unknown option “-x”", nil),
      (["-qx"], "unknown option “-x” in “-qx”", nil),
      (["-Q"], "unknown option “-Q”", "did you mean -q?"),
      (["-verbose"], "unknown option “-e” in “-verbose”", "did you mean --verbose?"),
      (["-é"], "unknown option “-é”", nil),
      (["--quiet=1"], "option “--quiet” takes no value; write --quiet alone", nil),
      (["--quiet="], "option “--quiet” takes no value; write --quiet alone", nil),
      (["--count"], "option “--count” needs a value; write --count=N", nil),
      (["-qc"], "option “--count” needs a value; write --count=N", nil),
      (
        ["-c", "many"],
        "option “--count” does not take “many”; write a whole number, as in --count=N", nil
      ),
      (
        ["--count="],
        "option “--count” does not take an empty value; write a whole number, as in --count=N", nil
      ),
      (
        ["--color=alway"], "option “--color” does not take “alway”; write auto, always or never",
        "did you mean always?"
      ),
      (
        ["--color", ""],
        "option “--color” does not take an empty value; write auto, always or never",
        nil
      ),
      (
        ["--color=Auto"], "option “--color” does not take “Auto”; write auto, always or never",
        "did you mean auto?"
      ),
      ([], "SUBJECT is missing; write “demo probe [OPTION]... SUBJECT [FILE]...”", nil),
      (["memry"], "SUBJECT does not take “memry”; write memory or files", "did you mean memory?"),
    ] as [([String], String, String?)])
  func `what is wrong is said in one sentence that says what to write`(
    words: [String], message: String, suggestion: String?
  ) {
    #expect(throws: UsageError(message: message, suggestion: suggestion)) { try parse(words) }
  }

  @Test func `an operand too many is refused`() {
    #expect(
      throws: UsageError(
        message: "unexpected “x”: list takes no operands; write “demo list [OPTION]...”")
    ) {
      try Arguments(parsing: [bytes("x")], for: Sample.list, called: "demo list")
    }
    let command = Command(
      "explain", "say more", operands: [Operand("CODE", .one, "which")], exits: [:], details: "")
    #expect(
      throws: UsageError(
        message: "unexpected “b”: explain takes no more operands; write “explain CODE”")
    ) {
      try Arguments(parsing: [bytes("a"), bytes("b")], for: command, called: "explain")
    }
  }

  @Test func `operands that must stand there are served before those that may`() {
    let command = Command(
      "copy", "copy files",
      operands: [
        Operand("MODE", .optional, ""), Operand("FROM", .any, ""),
        Operand("TO", .one, values: .words(["last"]), ""),
      ], exits: [:], details: "")
    for words in [["last"], ["a", "last"], ["a", "b", "c", "last"]] {
      #expect(throws: Never.self) {
        try Arguments(parsing: words.map(bytes), for: command, called: "copy")
      }
    }
    #expect(throws: UsageError.self) {
      try Arguments(parsing: ["last", "a"].map(bytes), for: command, called: "copy")
    }
    #expect(throws: UsageError.self) { try Arguments(parsing: [], for: command, called: "copy") }
  }

  @Test func `lists are not held to the words known`() throws {
    #expect(try parse("memory", "--ignore=GT999,x")[Sample.ignore] == "GT999,x")
  }

  @Test func `a message shows neither control characters nor bytes that are no text`() {
    let typed: [UInt8] = bytes("--a\u{1B}[31m\n\r\t\u{7F}\u{202E}é") + [0xFF, 0xC3]
    #expect(
      message(of: [typed]) == #"unknown option “--a\u{1B}[31m\n\r\t\u{7F}\u{202E}é\xFF\xC3”"#)
    #expect(message(of: [[0x2D, 0xFF]]) == #"unknown option “-\xFF”"#)
  }

  @Test func `a message shows eighty characters of what was typed and no more`() {
    let most = String(repeating: "x", count: 78)
    #expect(message("--\(most)") == "unknown option “--\(most)”")
    #expect(message("--\(most)y") == "unknown option “--\(most)…”")
  }

  @Test func `a choice of more than thirty-two words is cut short`() {
    func message(of count: Int) -> String? {
      let values = Values.words((1...count).map { "w\($0)" })
      let command = Command(
        "x", "x", operands: [Operand("W", .one, values: values, "")], exits: [:], details: "")
      do throws(UsageError) {
        _ = try Arguments(parsing: [[0x21]], for: command, called: "copy")
        return nil
      } catch {
        return error.message
      }
    }
    #expect(message(of: 1) == "W does not take “!”; write w1")
    #expect(message(of: 32)?.hasSuffix("w31 or w32") == true)
    #expect(message(of: 33) == "W does not take “!”; write one of 33 words, such as w1, w2, w3")
  }

  @Test func `ten thousand words are read`() throws {
    let many = Array(repeating: ["-qv", "f", "--ignore=a"].map(bytes), count: 3333)
    let arguments = try Arguments(
      parsing: [bytes("memory")] + many.joined(), for: Sample.probe, called: "demo probe")
    #expect(arguments.operands.count == 3334)
    #expect(arguments.all(Sample.ignore).count == 3333)
  }

  @Test func `a word of a megabyte is read, and refused in a short message`() throws {
    let long = [UInt8](repeating: UInt8(ascii: "q"), count: 1 << 20)
    let arguments = try Arguments(
      parsing: [bytes("memory"), long, bytes("-o"), long, [0x2D] + long.prefix(1 << 16)],
      for: Sample.probe, called: "demo probe")
    #expect(arguments.operands.last == long)
    #expect(arguments[Sample.output] == long)
    #expect(arguments[Sample.quiet])
    for beginning in ["--", "-c", "--color=", "-Z", "--quiet="] {
      let said = try #require(message(of: [bytes("memory"), bytes(beginning) + long]))
      #expect(said.utf8.count < 400)
    }
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("007", 7), ("9223372036854775807", Int.max),
      ("-9223372036854775808", Int.min), ("9223372036854775808", nil), ("+1", nil), ("", nil),
      ("-", nil), ("1 ", nil), ("0x1", nil), ("1e3", nil), ("٣", nil),
    ] as [(String, Int?)])
  func `a whole number is decimal digits that fit`(text: String, number: Int?) {
    #expect(Int(argument: bytes(text)) == number)
  }

  @Test func `text is only what is valid UTF-8`() {
    #expect(String(argument: bytes("é")) == "é")
    #expect(String(argument: [0xC3]) == nil)
    #expect([UInt8](argument: [0xC3]) == [0xC3])
  }
}

@Suite struct QuestionTests {
  @Test(
    arguments: [
      ([], nil), (["-h"], .shortHelp), (["--help"], .fullHelp), (["-qh"], .shortHelp),
      (["--nonsense", "--help"], .fullHelp), (["--count=many", "-h"], .shortHelp), (["-xh"], nil),
      (["a", "b", "c", "--help"], .fullHelp), (["-h", "--count"], .shortHelp),
      (["--", "--help"], nil),
      (["--output", "--help"], nil), (["-o", "-h"], nil), (["-oh"], nil),
      (["--output=--help"], nil),
      (["--output", "--", "--help"], .fullHelp), (["--help=x"], nil),
      (["-h", "--help"], .shortHelp),
      (["--version"], .version), (["--nonsense", "--version"], .version),
      (["--", "--version"], nil), (["--output", "--version"], nil), (["--version=1"], nil),
      (["--help", "--version"], .fullHelp), (["--version", "-h"], .version),
    ] as [([String], Question?)])
  func `a question wins over what is wrong, but not over the end of options or a value`(
    words: [String], wanted: Question?
  ) {
    #expect(question(in: words.map(bytes), for: Sample.probe) == wanted)
  }
}

@discardableResult
private func parse(_ words: [String]) throws(UsageError) -> Arguments {
  try Arguments(parsing: words.map(bytes), for: Sample.probe, called: "demo probe")
}

private func parse(_ words: String...) throws(UsageError) -> Arguments { try parse(words) }

private func message(_ words: String...) -> String? { message(of: words.map(bytes)) }

private func message(of words: [[UInt8]]) -> String? {
  do throws(UsageError) {
    _ = try Arguments(parsing: words, for: Sample.probe, called: "demo probe")
    return nil
  } catch {
    return error.message
  }
}

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
