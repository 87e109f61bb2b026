import Formats
import Foundation
import Testing

@Suite struct TmuxVariableTests {
  @Test(
    arguments: [
      ("A=v w\n", .value("v w")), ("A=\n", .value("")), ("A=a\nb\n", .value("a\nb")),
      ("A=\n\n", .value("\n")), ("A==\n", .value("=")), ("-A\n", .removed), ("", .unset),
      ("\n", .unset), ("A\n", .unset), ("A=v", .unset), ("-A", .unset), ("-A=v\n", .unset),
      ("AB=v\n", .unset), ("-AB\n", .unset), ("a=v\n", .unset), (" A=v\n", .unset),
      ("no server running on /tmp/tmux-1000/default\n", .unset), ("-A\n\n", .unset),
    ] as [(String, TmuxVariable)])
  func `a variable has a value, is removed, or is not there`(
    output: String, expected: TmuxVariable
  ) {
    #expect(TmuxVariable("A", parsing: Array(output.utf8)) == expected)
  }

  @Test func `a value may be any bytes`() {
    let value: [UInt8] = [0xFF, 0x1B, 0x0D, 0x3D]
    #expect(
      TmuxVariable("A", parsing: Array("A=".utf8) + value + [10]) == .value(ByteString(value)))
  }

  @Test func `damaged answers are read without harm`() {
    var generator = GoFuzzer(seed: 45)
    for _ in 0..<2_000 {
      let output = generator.mutation(of: Array("AB=/tmp/agent\n".utf8))
      if case .value(let value) = TmuxVariable("AB", parsing: output) {
        #expect(output == Array("AB=".utf8) + value.bytes + [10])
      }
    }
  }
}

@Suite(.enabled(if: isTestingAll)) struct TmuxVariableOracleTests {
  @Test func `the real tmux's answers are read`() throws {
    let values: [String: TmuxVariable] = [
      "A": .value("/tmp/ssh-ann/agent.7"), "B": .value("a b  "), "C": .value(""), "D": .removed,
      "E": .value("a\nb\n"), "F": .value("='\"$x"), "G": .unset, "H": .unset, "I": .value("é"),
    ]
    try withDirectory { directory in
      func tmux(_ words: String...) throws -> (status: Int32, output: [UInt8]) {
        // Without -u, and with no locale of UTF-8, tmux prints “_” for what is not ASCII and for a line feed.
        try run(["tmux", "-u", "-L", "test", "-f", "/dev/null", "-N"] + words, in: directory)
      }
      #expect(try tmux("show-environment", "A").output.isEmpty)
      // One that stays in the foreground ends with the test, and what it was given is closed then.
      let server = try start(["tmux", "-L", "test", "-f", "/dev/null", "-D"], in: directory)
      defer {
        server.terminate()
        server.waitUntilExit()
      }
      let isThere = try (0..<500).contains { _ in
        try tmux("new-session", "-d", "-s", "test", "exec sleep 600").status == 0
      }
      try #require(isThere)
      for (name, variable) in values {
        switch variable {
        case .value(let value):
          #expect(try tmux("set-environment", "-t", "test", name, value.text).status == 0)
        case .removed: #expect(try tmux("set-environment", "-t", "test", "-r", name).status == 0)
        case .unset: #expect(try tmux("set-environment", "-g", name, "global").status == 0)
        }
      }
      for (name, variable) in values {
        let output = try tmux("show-environment", "-t", "test", name).output
        #expect(TmuxVariable(ByteString(name), parsing: output) == variable)
      }
      let output = try tmux("show-environment", "-g", "G").output
      #expect(TmuxVariable("G", parsing: output) == .value("global"))
    }
  }
}
