import Applets
import Commands
import Foundation
import Snippets
import Testing

@Suite struct DocumentationTests {
  @Test func `an applet is listed under the name of its command`() throws {
    #expect(Applet.names == Applet.all.map(\.command.name))
    #expect(Set(Applet.names).count == Applet.names.count)
    for name in Applet.names {
      #expect(try Applet.named(Array(name.utf8)).command.name == name)
    }
  }

  @Test(arguments: Applet.names)
  func `help, manual and completions name every option`(name: String) throws {
    let command = try Applet.named(Array(name.utf8)).command
    let help = command.help(of: "gotools \(name)")
    let short = command.shortHelp(of: "gotools \(name)")
    let manual = command.manual(date: "2026-01-31", version: "1", partOf: program)
    for parameter in command.parameters {
      let option = "--\(parameter.name)"
      #expect(help.contains(option) && short.contains(option))
      #expect(manual.contains("Fl \\-" + parameter.name.replacing("-", with: "\\-")))
      #expect(program.bashCompletions.contains("'\(option)'"))
      #expect(program.zshCompletions.contains(option))
      #expect(program.fishCompletions.contains("-l '\(parameter.name)'"))
    }
  }

  @Test(arguments: Applet.names)
  func `the statuses that are common to all are told once, in order`(name: String) throws {
    let exits = try Applet.named(Array(name.utf8)).command.exits.map(\.status)
    #expect(exits == Set(exits).sorted())
    #expect(exits.contains(0))
    #expect(Set(exits).isSuperset(of: [Status.usage, Status.fault, Status.notWritten]))
  }

  @Test(arguments: Applet.all.map(\.command) + [program.command])
  func `examples call applets that exist`(command: Command) {
    for example in command.examples {
      #expect(!calls(in: example.line).isEmpty)
      #expect(calls(in: example.line).allSatisfy(Applet.names.contains), "\(example.line)")
    }
  }

  @Test func `the README calls applets that exist`() throws {
    let called = calls(in: try readmeCode())
    #expect(Set(called).count > 5)
    for name in called { #expect(Applet.names.contains(name)) }
  }

  @Test func `the README's lines for start-up files are those of gotools init`() throws {
    let lines = try readmeCode().split(separator: "\n").map(String.init)
    for snippet in Snippet.allCases {
      #expect(lines.contains(snippet.rcLine))
    }
    #expect(lines.count { $0.contains("gotools init ") } == Snippet.allCases.count)
  }
}

/// What stands in code in README.md: its blocks, and what is between backticks, a line each.
private func readmeCode() throws -> String {
  let readme = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../README.md")
  let parts = try String(contentsOf: readme, encoding: .utf8).components(separatedBy: "```")
  return parts.enumerated().map { index, part in
    if index % 2 == 1 { return part }
    return part.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }
      .map(\.element).joined(separator: "\n")
  }.joined(separator: "\n")
}

/// The words behind the name of the program that are no options.
private func calls(in text: String) -> [String] {
  text.matches(of: /(?:^|[^\w.\/-])gotools ([a-z][\w-]*)/.anchorsMatchLineEndings())
    .map { String($0.1) }
}
