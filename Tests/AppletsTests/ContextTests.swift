import Applets
import Formats
import Machines
import Testing

@Suite struct ContextTests {
  @Test func `a table shows what each shell sees, and what is the same`() {
    let trial = Trial(
      ["go-env-guard", "--contexts"],
      on: machine([
        .editor: .sees(["PATH": "/bin", "GOPROXY": "direct"]), .interactive: .ends(3), .sh: .hangs,
      ]))
    let lines = trial.standard.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    #expect(
      lines.prefix(7) == [
        "go GOROOT GOPATH GOPROXY SSH_AUTH_SOCK", "this shell /usr/local/go/bin/go - /go - -",
        "bash -lc same - same - -", "ssh HOST same - same - -",
        "bash -ic ended before its command", "sh -c not at its command after ten seconds",
        "VS Code - - same direct -",
      ])
    #expect(trial.standard.contains("warning  GT135  VS Code's server finds no go"))
    #expect(trial.standard.contains("warning  GT139"))
    #expect(trial.status == Status.fine)
    #expect(
      Trial(
        ["go-env-guard", "--contexts", "--fail-on=warning"],
        on: machine([.editor: .sees(["PATH": "/bin"])])
      ).status == Status.findings)
  }

  @Test func `JSON holds the table among its facts`() {
    let trial = Trial(
      ["go-env-guard", "--contexts", "--json"],
      on: machine([.login: .sees(["GOPATH": "/other"]), .ssh: .prints("hello\u{1B}")]))
    #expect(trial.standard.contains(#""GOPATH" : "/other""#))
    #expect(trial.standard.contains(#""GOROOT" : null"#))
    #expect(trial.standard.contains(#""prints" : "hello\u001b""#))
    #expect(trial.standard.contains(#""editor" : {"#))
  }

  @Test func `where all agree there is a table and no finding`() {
    let trial = Trial(["go-env-guard", "--contexts"], on: machine([:]))
    #expect(trial.status == Status.fine)
    #expect(trial.standard.split(separator: "\n").count == 7)
    #expect(Trial(["go-env-guard", "--contexts", "-q"], on: machine([:])).standard.isEmpty)
  }

  @Test func `a file that sets a variable elsewhere is named with its line`() {
    let trial = Trial(
      ["go-env-guard", "--contexts"], on: machine([.interactive: .sees(["GOPROXY": "direct"])]))
    #expect(trial.standard.contains("GOPROXY differs (bash -ic): /home/u/.bashrc:2 sets it\n"))
  }

  @Test func `where another go begins is told even where nobody logs in`() {
    let trial = Trial(
      ["go-env-guard", "--contexts"],
      on: Example(
        files.merging([
          "/.dockerenv": "", "/home/u/.profile": "\nPATH=/usr/local/go/bin:$PATH\n",
          "/home/u/.bash_profile": "\n",
        ]) { $1 }, environment: environment, shells: [.login: .sees(["PATH": "/bin"])]
      ).machine)
    #expect(!trial.standard.contains("warning  GT134"))
    #expect(
      trial.standard.contains(
        "go differs (bash -lc): “/home/u/.profile”, line 2, adds it, and “/home/u/.bash_profile” hides that file\n"
      ), "\(trial.standard)")
  }

  @Test(arguments: ["--contexts", "--verify"])
  func `a machine that is looked at from outside runs nothing`(mode: String) {
    let example = Example(files, environment: environment)
    let trial = Trial(["go-env-guard", mode], on: example.machine)
    #expect(trial.status == Status.unknown)
    #expect(trial.error.contains("programs of another machine than this one cannot be run"))
    #expect(trial.standard.isEmpty)
  }

  @Test func `a plain run and a shell's prompt run nothing, and --all and doctor do`() {
    let machine = machine([.editor: .sees(["PATH": "/bin"])])
    for words in [["go-env-guard"], ["go-env-guard", "--known="], ["go-env-guard", "--shell=sh"]] {
      let trial = Trial(words, on: machine)
      #expect(!trial.standard.contains("GT135") && !trial.error.contains("GT135"))
    }
    for words in [["go-env-guard", "--all"], ["gotools", "doctor"]] {
      #expect(Trial(words, on: machine).standard.contains("GT135"))
    }
  }

  @Test(
    arguments: [("pipe:[7]", 0), ("/dev/null", 113), ("/home/u/log", 113)] as [(ByteString, Int32)])
  func `who asks is told where nobody hears the answer`(output: ByteString, status: Int32) {
    let trial = Trial(
      ["exe", "--environment-between", "m1"], on: .example(["/proc/self/fd/1": .link(output)]))
    #expect(trial.status == status)
    let shells: [ShellContext: ExampleShell] = [.ssh: .ends(status), .editor: .ends(status)]
    let table = Trial(["go-env-guard", "--contexts"], on: machine(shells)).standard
    let isHeard = status == Status.fine
    #expect(table.contains("what it prints goes elsewhere") != isHeard)
    #expect(
      table.contains(
        isHeard
          ? "ssh HOST, VS Code: the shell ended with status 0 and without an answer of its command"
          : "a start-up file turns a shell's standard output away"), "\(table)")
  }

  @Test func `what gotools asks of itself is answered byte for byte`() {
    let trial = Trial(
      ["exe", "--environment-between", "m1"], on: .example(environment: ["A": "b\nc"]))
    #expect(trial.standard == "\0m1\0A=b\nc\0m1\0")
    #expect(trial.status == Status.fine)
    let cost = Trial(["exe", "--time-look-ups", "/gone", "/usr/bin"]).standard
    #expect(cost.last == "\n" && Int(cost.dropLast()) ?? -1 >= 0)
    #expect(Trial(["exe", "--environment-between"]).status == Status.usage)
  }

  private let environment: [ByteString: ByteString] = [
    "HOME": "/home/u", "SHELL": "/bin/bash", "PATH": "/usr/local/go/bin:/bin", "GOPATH": "/go",
  ]
  private let files: [ByteString: ExampleFile] = [
    "/bin/bash": .file("", mode: 0o755), "/usr/local/go/bin/go": .goCommand("go1.27.3"),
    "/home/u/.bashrc": "# GOPROXY=x\nexport GOPROXY=direct\n",
  ]

  private func machine(_ shells: [ShellContext: ExampleShell]) -> Machine {
    Example(files, environment: environment, shells: shells).machine
  }
}
