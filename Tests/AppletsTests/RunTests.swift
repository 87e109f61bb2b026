import Applets
import Foundation
import Machines
import Testing

@Suite struct RunTests {
  @Test(arguments: [
    (["gotools", "go-env-guard", "-h"], "usage: gotools go-env-guard [OPTION]... [NAME]...\n"),
    (["/bin/go-env-guard", "-h"], "usage: go-env-guard [OPTION]... [NAME]...\n"),
    (["gotools", "explain", "--help"], "usage: gotools explain [OPTION]... CODE\n"),
    (["gotools", "help", "explain"], "usage: gotools explain [OPTION]... CODE\n"),
    (["gotools", "--help"], "usage: gotools [OPTION]... APPLET [ARGUMENT]...\n"),
  ])
  func `help begins with a usage that can be typed`(words: [String], usage: String) {
    let trial = Trial(words)
    #expect(trial.status == 0)
    #expect(trial.standard.hasPrefix(usage))
    #expect(trial.error.isEmpty)
  }

  @Test(arguments: [
    (
      ["gotools", "explain"],
      """
      gotools explain: CODE is missing; write “gotools explain [OPTION]... CODE”
      try: gotools explain --help

      """
    ),
    (
      ["go-env-guard", "--quite"],
      """
      go-env-guard: unknown option “--quite”; did you mean --quiet?
      try: go-env-guard --help

      """
    ),
    (
      ["gotools", "docter"],
      """
      gotools: there is no applet “docter”; gotools list shows them all; did you mean doctor?
      try: gotools --help

      """
    ),
    (
      ["gotools", "--", "doctor"],
      """
      gotools: the applet stands before every option
      try: gotools --help

      """
    ),
  ])
  func `a command line that makes no sense is said so, with what to type`(
    words: [String], sentence: String
  ) {
    let trial = Trial(words)
    #expect(trial.status == Status.usage)
    #expect(trial.standard.isEmpty)
    #expect(trial.error == sentence)
  }

  @Test func `no link makes a helper of what serves them`() {
    #expect(Trial(["list"]).standard == Trial(["gotools"]).standard)
  }

  @Test(arguments: [
    ["gotools", "--version"], ["go-env-guard", "--nonsense", "--version"],
    ["gotools", "explain", "--version", "--help"],
  ])
  func `the version is told whatever else is wrong`(words: [String]) {
    #expect(Trial(words).standard == "gotools \(Applets.version)\n")
  }

  @Test func `two dashes make an operand of a question`() {
    for question in ["--version", "--help", "-h"] {
      let trial = Trial(["gotools", "explain", "--", question])
      #expect(trial.status == Status.usage)
      #expect(trial.error.contains("there is no check “\(question)”"))
    }
  }

  @Test func `a machine that cannot be examined is no fault, and said so`() {
    let trial = Trial(["go-env-guard"]) { _ in throw NoMachine() }
    #expect(trial.status == Status.unknown)
    #expect(trial.error == "go-env-guard: cannot examine this machine: it is on fire\n")
    let rooted = Trial(["go-env-guard", "--root", "/x"]) { _ in throw NoMachine() }
    #expect(rooted.status == Status.usage)
    #expect(rooted.error == "go-env-guard: cannot examine “/x”: it is on fire\n")
  }

  @Test(arguments: [
    ["--json", "--root", "/x"], ["--format", "json", "--root", "/x"],
    ["--print-env", "--json", "--root=/x"],
  ])
  func `what fails under --json is a document, and a sentence beside it`(options: [String]) throws {
    let trial = Trial(["gotools", "go-env-guard"] + options) { _ in throw NoMachine() }
    #expect(trial.status == Status.usage)
    #expect(trial.error == "gotools go-env-guard: cannot examine “/x”: it is on fire\n")
    let document = try JSONDecoder().decode(Document.self, from: Data(trial.standard.utf8))
    let error = Document.Error(message: "cannot examine “/x”: it is on fire", status: 64)
    let tool = Document.Tool(name: "gotools", version: Applets.version)
    #expect(document == Document(schema: 1, tool: tool, applet: "go-env-guard", error: error))
  }

  @Test func `a usage error is no document, and -q leaves none`() {
    #expect(Trial(["go-env-guard", "--json", "--fail-on=x"]).standard.isEmpty)
    let quiet = Trial(["go-env-guard", "--json", "-q"]) { _ in throw NoMachine() }
    #expect(quiet.standard.isEmpty && quiet.status == Status.unknown)
  }

  @Test func `the columns of a list stand below each other`() {
    let lines = Trial(["gotools", "checks"]).standard.split(separator: "\n")
    #expect(lines.first?.hasPrefix("GT101  error    windows-go-first  ") == true)
    #expect(lines.allSatisfy { $0.hasPrefix("GT") && $0.last != " " })
  }
}

private struct Document: Decodable, Equatable {
  var schema: Int
  var tool: Tool
  var applet: String
  var error: Error

  struct Tool: Decodable, Equatable {
    var name: String
    var version: String
  }

  struct Error: Decodable, Equatable {
    var message: String
    var status: Int32
  }
}
