import Formats
import Testing

@Suite struct AgentLifetimeTests {
  static let accepted = [
    "8h", "1h30m", "90", "90s", "1W2D3H4M5S", "1h30", "0", "2147483647", "3550w", "007", "1s1s",
  ]
  static let refused = [
    "", "h", "8x", "8hh", "1h-", "-1", "2147483648", "3551w", "2147483647s1", "1.5h", "1:30",
    "8h\n",
    "99999999999999999999", "8 h", "\u{13}", "1\u{13}",
  ]

  @Test(arguments: accepted) func `a time is kept as it was written`(text: String) {
    #expect(AgentLifetime(parsing: Array(text.utf8))?.text == ByteString(text))
  }

  @Test(arguments: refused) func `what is no time is nil`(text: String) {
    #expect(AgentLifetime(parsing: Array(text.utf8)) == nil)
  }

  @Test func `a million digits are no time`() {
    #expect(AgentLifetime(parsing: [UInt8](repeating: 0x39, count: 1_000_000)) == nil)
  }

  @Test(.enabled(if: isTestingAll), arguments: [(accepted, true), (refused, false)])
  func `ssh-agent is of the same opinion`(texts: [String], isAccepted: Bool) throws {
    try withDirectory { directory in
      for text in texts {
        let status = try run(["ssh-agent", "-t", text, "true"], in: directory).status
        #expect((status == 0) == isAccepted, "\(text)")
      }
    }
  }
}
