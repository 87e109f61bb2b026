import Formats

/// Settings files as people write them, made by chance: comments, commas, indentation and line ends of every sort.
struct SettingsGenerator {
  private var fuzzer: GoFuzzer
  private var lineBreak = "\n"
  private var step = "  "
  private var isDense = false

  init(seed: UInt64) {
    fuzzer = GoFuzzer(seed: seed)
  }

  /// The text of a file whose outermost value is an object, if any.
  mutating func file() -> [UInt8] {
    lineBreak = Bool.random(using: &fuzzer) ? "\n" : "\r\n"
    step = ["  ", "    ", "\t", "   "].randomElement(using: &fuzzer) ?? ""
    isDense = chance(1, of: 6)
    var text = chance(1, of: 8) ? "\u{FEFF}" : ""
    if chance(1, of: 4) { text += comment() + lineBreak }
    if !chance(1, of: 12) { text += object(depth: 0) }
    if chance(1, of: 5) { text += " " + comment() }
    return Array((text + (chance(1, of: 4) ? "" : lineBreak)).utf8)
  }

  private mutating func object(depth: Int) -> String {
    list(depth, "{", "}") { generator in
      generator.key() + (generator.chance(1, of: 9) ? " /* : */" : "") + ":"
        + (generator.isDense ? "" : " ") + generator.value(depth: depth + 1)
    }
  }

  private mutating func list(
    _ depth: Int, _ open: String, _ close: String,
    _ element: (inout SettingsGenerator) -> String
  ) -> String {
    let count = chance(1, of: 4) ? 0 : Int.random(in: 1...4, using: &fuzzer)
    let onOneLine = isDense || chance(1, of: 3)
    let margin = onOneLine ? " " : lineBreak + String(repeating: step, count: depth + 1)
    var text = open
    if chance(1, of: 6) { text += onOneLine ? " /* { */ " : margin + "// \"none\" }" }
    for index in 0..<count {
      text += (isDense ? "" : margin) + element(&self)
      if chance(1, of: 8) { text += " /* , */" }
      if index + 1 < count || chance(1, of: 4) { text += "," }
      if !onOneLine, chance(1, of: 5) { text += " " + comment() + lineBreak }
    }
    if chance(1, of: 10), !onOneLine { text += margin + comment() }
    let last = onOneLine ? (chance(1, of: 2) ? " " : "") : lineBreak
    return text + last + (onOneLine ? "" : String(repeating: step, count: depth)) + close
  }

  private mutating func key() -> String {
    [
      "\"a\"", "\"b\"", "\"editor.tabSize\"", "\"[go]\"", "\"\"", "\"go.goroot\"", "\"\\u00e9\"",
      "\"go.alternateTools\"", "\"go.toolsEnvVars\"", "\"go\"", "\"go\\u002etoolsEnvVars\"",
      "\"GOPATH\"", "\"// no comment\"",
    ].randomElement(using: &fuzzer) ?? ""
  }

  private mutating func value(depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 4 ? 6 : 10), using: &fuzzer) {
    case 0: ["true", "false", "null"].randomElement(using: &fuzzer) ?? ""
    case 1: ["0", "-1", "12.50", "1e+5", "-0.1E-2"].randomElement(using: &fuzzer) ?? ""
    case 2: "\"\\\"}\\\\\""
    case 3: "\"\\ud83d\\ude00 \\u00e9 é /* no */\""
    case 4, 5: "\"/usr/local/go\""
    case 6: list(depth, "[", "]") { $0.value(depth: depth + 1) }
    default: object(depth: depth)
    }
  }

  private mutating func comment() -> String {
    chance(1, of: 2) ? "/* \"x\": { */" : "// } \"" + lineBreak
  }

  private mutating func chance(_ share: Int, of whole: Int) -> Bool {
    Int.random(in: 0..<whole, using: &fuzzer) < share
  }
}
