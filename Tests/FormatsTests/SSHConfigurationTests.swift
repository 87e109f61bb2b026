import Formats
import Foundation
import Testing

extension SSHConfiguration {
  fileprivate var identityAgents: [IdentityAgentLine] {
    entries.compactMap { if case .identityAgent(let line) = $0 { line } else { nil } }
  }
}

@Suite struct SSHConfigurationTests {
  /// Lines, and the value they give IdentityAgent, if any.
  static let lines: [(line: String, value: ByteString?)] = [
    ("IdentityAgent /a", "/a"), ("identityagent /a", "/a"), ("IDENTITYAGENT\t/a", "/a"),
    ("  \t IdentityAgent   /a  ", "/a"), ("IdentityAgent=/a", "/a"), ("IdentityAgent = /a", "/a"),
    ("IdentityAgent =/a", "/a"), ("IdentityAgent= /a", "/a"), ("=IdentityAgent /a", "/a"),
    (" =IdentityAgent /a", "/a"), ("IdentityAgent==/a", "=/a"), ("IdentityAgent = =/a", "=/a"),
    ("IdentityAgent == /a", nil), ("IdentityAgent none", "none"), ("IdentityAgent NONE", "NONE"),
    ("IdentityAgent SSH_AUTH_SOCK", "SSH_AUTH_SOCK"), ("IdentityAgent $OTHER", "$OTHER"),
    ("IdentityAgent \"/a b\"", "/a b"), ("IdentityAgent '/a b'", "/a b"),
    ("IdentityAgent=\"/a b\"", "/a b"), ("IdentityAgent /a\" \"b", "/a b"),
    ("IdentityAgent \"/a'b\"", "/a'b"), (#"IdentityAgent /a\ b"#, "/a b"),
    (#"IdentityAgent "/a\ b""#, #"/a\ b"#), (#"IdentityAgent /a\"b"#, #"/a"b"#),
    (#"IdentityAgent /a\\b"#, #"/a\b"#), (#"IdentityAgent /a\nb"#, #"/a\nb"#),
    (#"IdentityAgent /a\"#, #"/a\"#), (#"IdentityAgent "/a\"""#, #"/a""#),
    ("IdentityAgent /a # why", "/a"), ("IdentityAgent /a#b", "/a#b"), ("IdentityAgent # /a", nil),
    ("IdentityAgent \"# /a\"", "# /a"), ("# IdentityAgent /a", nil), ("#IdentityAgent /a", nil),
    ("IdentityAgent", nil), ("IdentityAgent ", nil), ("IdentityAgent \"\"", nil),
    ("IdentityAgent =", nil), ("IdentityAgent /a /b", nil), ("IdentityAgent /a ''", nil),
    ("IdentityAgent \"/a", nil), ("IdentityAgent /a'", nil), ("\"IdentityAgent\" /a", "/a"),
    ("\"IdentityAgent\"=/a", "=/a"), ("Identity\"Agent\" /a", "/a"),
    ("\"\" IdentityAgent /a", "/a"),
    ("\"IdentityAgent /a", nil), ("IdentityAgent \r/a", "/a"), ("IdentityAgent /a\r", "/a"),
    ("IdentityAgent /a \r \u{C}", "/a"), ("IdentityAgent /a\rb", "/a\rb"),
    ("\u{C}IdentityAgent /a", nil),
    ("IdentityAgent /a\0 /b", "/a"), ("IdentityAgent \0/a", nil), ("IdentityAgents /a", nil),
    ("IdentityFile /a", nil), ("\u{FEFF}IdentityAgent /a", nil), ("", nil), (" ", nil), ("=", nil),
  ]

  @Test(arguments: lines) func `a line is read as ssh reads it`(line: String, value: ByteString?) {
    let found = SSHConfiguration(parsing: Array("User ann\n\(line)\n".utf8)).identityAgents
    let expected = value.map { IdentityAgentLine(line: 2, scope: nil, value: $0) }
    #expect(found == (expected.map { [$0] } ?? []))
  }

  @Test func `a line stands under the last Host or Match line above it`() {
    let text = """
      IdentityAgent /top
      Host a b*  !c # some
        IdentityAgent /host
        User ann
        identityagent /again
      host
      \t MATCH host="x y" exec "test -e z"\r
      IdentityAgent /match

      Host=*
      IdentityAgent /last
      """
    #expect(
      SSHConfiguration(parsing: Array(text.utf8)).identityAgents == [
        IdentityAgentLine(line: 1, scope: nil, value: "/top"),
        IdentityAgentLine(line: 3, scope: "Host a b*  !c # some", value: "/host"),
        IdentityAgentLine(line: 5, scope: "Host a b*  !c # some", value: "/again"),
        IdentityAgentLine(line: 8, scope: #"MATCH host="x y" exec "test -e z""#, value: "/match"),
        IdentityAgentLine(line: 11, scope: "Host=*", value: "/last"),
      ])
  }

  @Test func `included files stand where they are read`() {
    let text = """
      Include conf.d/* "my file" ~/x
      IdentityAgent /a
      Host a
      include=/etc/y # z
      Include
      IdentityAgent /b
      Include "" \\"q
      """
    #expect(
      SSHConfiguration(parsing: Array(text.utf8)).entries == [
        .include("conf.d/*", scope: nil), .include("my file", scope: nil),
        .include("~/x", scope: nil),
        .identityAgent(IdentityAgentLine(line: 2, scope: nil, value: "/a")),
        .include("/etc/y", scope: "Host a"),
        .identityAgent(IdentityAgentLine(line: 6, scope: "Host a", value: "/b")),
        .include("\"q", scope: "Host a"),
      ])
  }

  @Test func `ten thousand lines are read and no more`() {
    let text = Array((String(repeating: "\n", count: 9_999) + "IdentityAgent /a").utf8)
    for end in ["", "\n", "\n\n", "\nUser ann\n"] {
      let found = SSHConfiguration(parsing: text + Array(end.utf8)).identityAgents
      #expect(found.map(\.line) == [10_000])
    }
    #expect(SSHConfiguration(parsing: [10] + text).identityAgents.isEmpty)
  }

  @Test func `a mebibyte is read and no more`() {
    let line = "\nIdentityAgent /a"
    let text = [UInt8](repeating: 0x23, count: 1 << 20 - line.utf8.count) + Array(line.utf8)
    #expect(SSHConfiguration(parsing: text).identityAgents.map(\.value) == ["/a"])
    #expect(SSHConfiguration(parsing: text + Array("bc\n".utf8)).identityAgents.isEmpty)
    let ended = Array(text.dropFirst()) + [10]
    #expect(SSHConfiguration(parsing: ended).identityAgents.map(\.value) == ["/a"])
    #expect(SSHConfiguration(parsing: ended + [35]).identityAgents.map(\.value) == ["/a"])
  }

  @Test func `damaged files are read without harm`() {
    var generator = GoFuzzer(seed: 44)
    let sample = Array(Self.lines.map(\.line).joined(separator: "\n").utf8)
    for number in 0..<5_000 {
      let start = Int.random(in: 0..<sample.count, using: &generator)
      let text = generator.mutation(of: Array(sample[start...].prefix(200)))
      let found = SSHConfiguration(parsing: text).identityAgents
      let count = text.split(separator: 10, omittingEmptySubsequences: false).count
      #expect(found.allSatisfy { (1...count).contains($0.line) && !$0.value.isEmpty }, "\(number)")
      #expect(found.map(\.line) == found.map(\.line).sorted())
    }
  }
}

@Suite(.enabled(if: isTestingAll)) struct SSHConfigurationOracleTests {
  @Test func `lines by hand are read as the real ssh reads them`() throws {
    try withDirectory { directory in
      for (line, value) in SSHConfigurationTests.lines {
        let answer = try answer(of: directory, to: "User ann\n\(line)\n")
        #expect(answer.value == value, "\(line)")
      }
    }
  }

  @Test func `generated lines are read as the real ssh reads them`() throws {
    var generator = GoFuzzer(seed: 46)
    var accepted = 0
    var refused = 0
    try withDirectory { directory in
      for _ in 0..<400 {
        let line = self.line(&generator)
        let scope = ["", "Host *\n", "Match all\n", "Host h \"x y\"\n"]
          .randomElement(using: &generator)
        let text = (scope ?? "") + line + "\n"
        let found = SSHConfiguration(parsing: Array(text.utf8)).identityAgents
        let answer = try answer(of: directory, to: text)
        #expect(found.first?.value == answer.value, "\(text)")
        if answer.isRefused { refused += 1 } else if !found.isEmpty { accepted += 1 }
      }
    }
    #expect(accepted > 100 && refused > 50, "\(accepted) accepted, \(refused) refused")
  }

  /// Whether ssh refuses the file, or else the agent it takes.
  private func answer(
    of directory: URL, to text: String
  ) throws -> (isRefused: Bool, value: ByteString?) {
    try Data(text.utf8).write(to: directory.appending(path: "config"))
    let (status, output) = try run(["ssh", "-G", "-F", "config", "h"], in: directory)
    let key = Array("identityagent ".utf8)
    let line = output.split(separator: 10).first { $0.starts(with: key) }
    return (status != 0, line.map { ByteString($0.dropFirst(key.count)) })
  }

  private func line(_ generator: inout GoFuzzer) -> String {
    let parts = [
      ["", "", "", " ", "\t", "=", "\"\"", " ="],
      ["IdentityAgent", "identityAGENT", "\"IdentityAgent\"", "Identity\"Agent\""],
      [" ", " ", "\t", "=", " = ", " =", "= ", "\r ", ""],
    ]
    let pieces = [
      "/a", "/a", "b", "none", "SSH_AUTH_SOCK", "\"", "'", "\\", " ", "#", "=", "\t", "\r", "\u{C}",
      "\"c d\"", "'c d'", "\\ ", "\\\"", "é",
    ]
    let start = parts.compactMap { $0.randomElement(using: &generator) }.joined()
    let value = (0..<Int.random(in: 1...4, using: &generator)).compactMap { _ in
      pieces.randomElement(using: &generator)
    }
    let end = ["", "", "", " ", " # e", "\r", "\u{C}"].randomElement(using: &generator)
    return start + value.joined() + (end ?? "")
  }
}
