import Formats
import Foundation
import Testing

/// Files of the kernel and of the system that say something about processes and users.
@Suite struct ProcessFileTests {
  @Test(arguments: ["sh", "a b", "a) S 1 (b", ")", "", "\n"]) func `a process may have any name`(
    name: String
  ) throws {
    let fields = "S 7 42 43 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 3 0 55"
    let stat = try #require(ProcessStat(parsing: Array("42 (\(name)) \(fields)\n".utf8)))
    #expect(stat.parent == 7)
    #expect(stat.session == 43)
    #expect(stat.threads == 3)
    #expect(stat.startTime == 55)
    #expect(!stat.hasEnded)
  }

  @Test(arguments: [("Z", true), ("X", true), ("T", false), ("R", false), ("D", false)])
  func `who waits to be reaped has ended`(state: String, hasEnded: Bool) throws {
    let text = "1 (a) \(state) 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5"
    #expect(try #require(ProcessStat(parsing: Array(text.utf8))).hasEnded == hasEnded)
  }

  @Test(arguments: [
    "", "1 (a)", "1 (a) S", "1 a S 1 1 1", "1 (a) S 99999999999 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1",
    "1 (a) SS 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1", "1 (a) S 0 1 x 0 -1 0 0 0 0 0 0 0 0 0 20 0 1",
    "1 (a) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0", "1 (a) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0",
    "1 (a) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 -5",
    "1 (a) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 18446744073709551616",
  ]) func `what is none is nil`(text: String) {
    #expect(ProcessStat(parsing: Array(text.utf8)) == nil)
  }

  @Test func `a process may start at any time`() throws {
    let text = "1 (a) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 18446744073709551615"
    #expect(try #require(ProcessStat(parsing: Array(text.utf8))).startTime == .max)
  }

  @Test func `a process says when it started, and does not start again`() throws {
    let file = URL(filePath: "/proc/\(ProcessInfo.processInfo.processIdentifier)/stat")
    let own = try #require(ProcessStat(parsing: Array(Data(contentsOf: file))))
    let again = try #require(ProcessStat(parsing: Array(Data(contentsOf: file))))
    #expect(own.startTime > 0 && own.startTime == again.startTime)
    let child = try withDirectory { try run(["cat", "/proc/self/stat"], in: $0) }
    #expect(try #require(ProcessStat(parsing: child.output)).startTime >= own.startTime)
  }

  @Test func `an account is found by its number, and has a shell`() throws {
    let text = Array("x:1\nroot:x:0:0:r:/root:/bin/zsh\nu:x:7:7::/home/u:\nv:x:7:7::/v:/v\n".utf8)
    #expect(try #require(AccountLine(of: 0, in: text)).shell == "/bin/zsh")
    let account = try #require(AccountLine(of: 7, in: text))
    #expect(account.name == "u" && account.home == "/home/u" && account.shell == "/bin/sh")
    #expect(AccountLine(of: 1, in: text) == nil)
    #expect(AccountLine(of: 0, in: []) == nil)
  }

  @Test func `sessions have the variables of lines, without quotes, export and comments`() {
    let text = "# A=0\n\tA=1 \nexport B=\"2 3\"\n=4\nC\nD='5'\nE=\n#\n"
    let variables = SessionVariables.parse(Array(text.utf8))
    #expect(variables.map(\.name) == ["A", "B", "D", "E"])
    #expect(variables.map(\.value) == ["1", "2 3", "5", ""])
    #expect(SessionVariables.parse([]).isEmpty)
  }
}
