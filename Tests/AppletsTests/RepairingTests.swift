import Applets
import Formats
import Machines
import Testing

@Suite struct RepairingTests {
  @Test(arguments: [
    ["--plan", "--shell=sh"], ["--apply", "--known="], ["--plan", "--print-env"],
    ["--set=GOBIN=/x", "--shell=sh"], ["--plan", "--apply"], ["--set=GOBIN=/x"],
    ["--unset=GOBIN"], ["--plan", "--set=GOBIN"], ["--plan", "--set=FOO=1"],
    ["--plan", "--unset=FOO"], ["--plan", "--unset=GOBIN", "--set=GOBIN=/x"], ["--plan", "NAME"],
    ["--apply", "--root=/x"],
  ])
  func `what makes no sense together is refused`(options: [String]) {
    let trial = Trial(["go-env-guard"] + options, on: machine(""))
    #expect(trial.status == Status.usage)
    #expect(trial.standard.isEmpty && !trial.error.isEmpty)
  }

  @Test func `a plan is the diff of all edits together`() {
    let trial = Trial(
      [
        "go-env-guard", "--plan", "--set=GOBIN=/x", "--unset", "GOFLAGS", "--set",
        "GOPROXY=https://a=b",
      ], on: machine("GOFLAGS=-x\nGOBIN=/y\n"))
    #expect(
      trial.standard
        == "--- /h/.config/go/env\n+++ /h/.config/go/env\n@@ -1,2 +1,2 @@\n-GOFLAGS=-x\n-GOBIN=/y\n"
        + "+GOBIN=/x\n+GOPROXY=https://a=b\n")
    #expect(trial.error.isEmpty)
  }

  @Test func `a line that should never have come into the file can go`() {
    let trial = Trial(["go-env-guard", "--plan", "--unset=GOROOT"], on: machine("GOROOT=/go\n"))
    #expect(trial.standard.contains("-GOROOT=/go\n"))
  }

  @Test(arguments: [["--plan"], ["--plan", "--set=GOBIN=/y"], ["--plan", "--unset=GOFLAGS"]])
  func `where nothing is to be changed, that is said`(options: [String]) {
    let trial = Trial(["go-env-guard"] + options, on: machine("GOBIN=/y\n"))
    #expect(trial.standard.hasPrefix("nothing to "))
    #expect(trial.status == Trial(["go-env-guard"], on: machine("GOBIN=/y\n")).status)
  }

  @Test func `quiet is quiet, and colored is colored`() {
    let words = ["go-env-guard", "--plan", "--set=GOBIN=/x"]
    #expect(Trial(words + ["-q"], on: machine("")).standard.isEmpty)
    #expect(
      Trial(words + ["--color=always"], on: machine("")).standard
        .contains("\u{1B}[32m+GOBIN=/x\u{1B}[0m\n"))
  }

  @Test func `on a terminal a diff drives nothing`() {
    let machine = machine("GOFLAGS=\u{1B}[31m\r\nGOBIN=/y\n")
    let output = Output(standardTerminal: Output.Terminal(columns: 80), errorTerminal: nil)
    let surroundings = Surroundings(
      environment: machine.environment, milliseconds: { 0 }, machine: { _ in machine })
    let words = ["go-env-guard", "--plan", "--color=never", "--set=GOBIN=/a\tb"]
    #expect(
      run(words.map { Array($0.utf8) }, in: surroundings, output: output) < Status.usage)
    let text = String(decoding: output.standard, as: UTF8.self)
    #expect(text.contains("\n GOFLAGS=\\u{1B}[31m\\r\n-GOBIN=/y\n+GOBIN=/a\tb\n"))
  }

  @Test func `a machine that is only written down is not changed`() {
    for words in [["go-env-guard", "--apply", "--set=GOBIN=/x"], ["gotools", "undo"]] {
      let trial = Trial(words, on: machine(""))
      #expect(trial.status == Status.notWritten)
      #expect(trial.error.contains("not changed"))
    }
  }

  @Test func `a go/env file that cannot be read is told with the reason and a next step`() {
    let trial = Trial(
      ["go-env-guard", "--plan", "--set=GOBIN=/x"],
      on: .example(["/h/.config/go/env": .unreadable], environment: ["HOME": "/h"]))
    #expect(trial.status == Status.unknown)
    #expect(
      trial.error == "go-env-guard: cannot read “/h/.config/go/env”: Permission denied; "
        + "let yourself read it, or name another file in GOENV\n")
  }

  @Test(arguments: [
    "GOPATH=:/x", "GOPATH=:", "GOFLAGS=-json", "GOFLAGS=-w", "GOOS=js", "GOOS=foo", "GOARCH=wasm",
  ])
  func `a value that later commands would stop at is refused`(assignment: String) {
    let trial = Trial(["go-env-guard", "--plan", "--set", assignment], on: machine(""))
    #expect(trial.status == Status.usage)
  }

  @Test func `a system and a processor that go together are taken together`() {
    let words = ["go-env-guard", "--plan", "--set=GOOS=js"]
    let together = Trial(words + ["--set=GOARCH=wasm"], on: machine(""))
    #expect(together.standard.hasSuffix("+GOOS=js\n+GOARCH=wasm\n"))
    let after = Trial(words, on: machine("GOARCH=wasm\n"))
    #expect(after.standard.hasSuffix(" GOARCH=wasm\n+GOOS=js\n"))
    let others = words + ["--unset=GOARCH"]
    #expect(Trial(others, on: machine("GOARCH=wasm\n")).status == Status.usage)
  }

  @Test func `a file of which go reads no line is not added to`() {
    let file = ByteString([0xFF, 0xFE, 0x47, 0, 0x0A, 0])
    let trial = Trial(["go-env-guard", "--plan", "--set=GOBIN=/x"], on: machine(file))
    #expect(trial.status == Status.unknown)
    #expect(trial.error.contains("UTF-16"))
  }

  private func machine(_ file: ByteString) -> Machine {
    .example(
      [
        "/go/bin/go": .goCommand("go1.27.3"), "/go/pkg/tool": .directory(), "/go/go.env": "",
        "/go/VERSION": "go1.27.3\n", "/h/.config/go/env": .file(file),
      ], environment: ["PATH": "/go/bin", "HOME": "/h"])
  }
}
