import Commands
import Foundation
import Testing

/// What is offered at the end of a line, in every shell.
private let offers: [(line: String, words: [String])] = [
  ("demo ", ["list", "probe"]),
  ("demo p", ["probe"]),
  ("demo -", ["--help", "--in", "--version", "-I", "-h"]),
  ("demo nonsense ", []),
  ("demo list -", ["--help", "-h"]),
  ("demo --in x pro", ["probe"]),
  ("demo --in=x pro", ["probe"]),
  ("demo -I x probe m", ["memory"]),
  ("demo -Ix probe m", ["memory"]),
  ("demo probe ", ["files", "memory"]),
  ("demo probe --color ", ["always", "auto", "never"]),
  ("demo probe --color=", ["always", "auto", "never"]),
  ("probe ", ["files", "memory"]),
  ("/opt/bin/probe m", ["memory"]),
  ("probe --c", ["--color", "--count"]),
  ("probe --color=al", ["always"]),
  ("probe --color al", ["always"]),
  ("probe --color auto f", ["files"]),
  ("probe --color=auto f", ["files"]),
  ("probe -c 3 f", ["files"]),
  ("probe -qc 3 f", ["files"]),
  ("probe -q f", ["files"]),
  ("probe -- f", ["files"]),
  ("probe -- -", []),
  ("probe --count ", []),
  ("probe --ignore ", ["GT101", "GT102", "GT501"]),
  ("probe --ignore GT101,GT5", ["GT101,GT501"]),
  ("probe --ignore=GT102,GT10", ["GT102,GT101", "GT102,GT102"]),
  ("probe -qi GT5", ["GT501"]),
]

@Suite(.enabled(if: ProcessInfo.processInfo.environment["GOTOOLS_TEST_ALL"] == "1"))
struct ShellCompletionTests {
  @Test(arguments: [Sample.program, Sample.hostile])
  func `a strict shell reads its script without a word`(program: Program) throws {
    let room = try Room()
    let bash = try room.write(program.bashCompletions, to: "it.bash")
    let zsh = try room.write(program.zshCompletions, to: "it.zsh")
    let fish = try room.write(program.fishCompletions, to: "it.fish")
    #expect(try room.run("bash", "--norc", "-euc", ". \"$1\"", "-", bash) == "")
    #expect(try room.run("zsh", "-feuc", ". \"$1\"", "-", zsh) == "")
    #expect(try room.run("zsh", "-feuc", "eval \"$(<$1)\"", "-", zsh) == "")
    #expect(try room.run("fish", "--no-config", fish) == "")
  }

  @Test func `shellcheck has nothing to say about the script for bash`() throws {
    let room = try Room()
    let script = try room.write(Sample.program.bashCompletions, to: "it.bash")
    #expect(try room.run("shellcheck", "-s", "bash", script) == "")
  }

  @Test func `bash offers what may follow`() throws {
    let room = try Room()
    let offered = try room.bash(Sample.program, offers.map(\.line))
    expectOffers(offered)
  }

  @Test func `bash leaves files and directories to readline`() throws {
    let lines = ["probe -o ", "probe --output=", "probe --root ", "probe memory ", "probe -i "]
    let offered = try Room().bash(Sample.program, lines, reportingOptions: true).map(\.first)
    #expect(
      offered == [
        "compopt -o default", "compopt -o default", "compopt -o dirnames", "compopt -o default",
        "GT101",
      ])
  }

  @Test func `fish offers what may follow`() throws {
    let room = try Room()
    let offered = try room.fish(Sample.program, offers.map(\.line))
    expectOffers(offered)
  }

  @Test func `fish offers files and directories`() throws {
    let room = try Room()
    try room.populate()
    let offered = try room.fish(Sample.program, ["probe -o ", "probe --root=", "probe files "])
    #expect(offered == [["a b.txt", "sub/"], ["sub/"], ["a b.txt", "sub/"]])
  }

  @Test func `fish shows summaries`() throws {
    let room = try Room()
    let script = try room.write(Sample.program.fishCompletions, to: "../it.fish")
    let shown = try room.run(
      "fish", "--no-config", "-c", "source $argv[1]; complete -C 'demo l'", script)
    #expect(shown == "list\tsay what there is\n")
  }

  @Test(arguments: [false, true])
  func `zsh offers what may follow, whether the script is evaluated or autoloaded`(
    autoloads: Bool
  ) throws {
    let room = try Room()
    let offered = try room.zsh(Sample.program, offers.map(\.line), autoloads: autoloads)
    expectOffers(offered)
  }

  @Test func `zsh offers files and directories`() throws {
    let room = try Room()
    try room.populate()
    let offered = try room.zsh(Sample.program, ["probe -o ", "probe --root=", "probe files "])
    #expect(offered == [["a\\ b.txt", "sub"], ["sub"], ["a\\ b.txt", "sub"]])
  }

  @Test func `strange words are offered as words, and nothing in them runs`() throws {
    let room = try Room()
    let lines = [#"demo it\'s --word "#, #"demo it\'s --list x,"#, #"demo it\'s "#]
    let plain = Sample.words.sorted()
    let expected = [plain, plain.map { "x," + $0 }, plain]
    #expect(try room.fish(Sample.hostile, lines) == expected)
    let quoted = Sample.words.map(backslashed).sorted()
    let quotedExpected = [quoted, quoted.map { "x," + $0 }, quoted]
    #expect(try room.bash(Sample.hostile, lines) == quotedExpected)
    #expect(try room.zsh(Sample.hostile, lines) == quotedExpected)
  }
}

@Suite(.enabled(if: ProcessInfo.processInfo.environment["GOTOOLS_TEST_ALL"] == "1"))
struct FormatterTests {
  @Test(arguments: [Sample.program, Sample.hostile])
  func `mandoc and groff read every page without complaint`(program: Program) throws {
    let room = try Room()
    for page in pages(of: program) {
      let path = try room.write(page, to: "page.1")
      #expect(try room.run("mandoc", "-T", "lint", "-W", "warning", path) == "")
      #expect(try room.run("sh", "-c", "groff -ww -mdoc -Tutf8 \"$1\" >/dev/null", "-", path) == "")
    }
  }

  @Test func `a reader sees every character that was declared`() throws {
    let room = try Room()
    let words = Sample.nasty.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let path = try room.write(Sample.hostile.manual(date: "2026-01-31", version: "1"), to: "page.1")
    for command in ["mandoc -T utf8 \"$1\" | col -bx", "groff -P-cbou -mdoc -Tutf8 \"$1\""] {
      let text = try room.run("sh", "-c", command, "-", path)
      #expect(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words))
    }
  }
}

private func expectOffers(_ offered: [[String]]) {
  #expect(offered.count == offers.count)
  for (offer, words) in zip(offers, offered) { #expect(words == offer.words, "\(offer.line)") }
}

private func pages(of program: Program) -> [String] {
  [program.manual(date: "2026-01-31", version: "1.2.3")]
    + program.subcommands.map {
      $0.manual(date: "2026-01-31", version: "1.2.3", partOf: program)
    }
}

/// A word with a backslash before all that is special to a shell.
private func backslashed(_ word: String) -> String {
  word.map { " '\"$()>&`\\*[]".contains($0) ? "\\\($0)" : String($0) }.joined()
}
