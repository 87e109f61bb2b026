import Applets
import Checks
import Formats
import Machines
import Testing

@Suite struct GoEnvGuardTests {
  @Test(arguments: [
    ["--shell=bash", "--json"], ["--shell=bash", "--format=text"], ["--known=", "--json"],
    ["--known=", "--format", "json"], ["--known=", "-q"], ["--shell=sh", "--known="],
    ["--print-env", "--shell=zsh"], ["--print-env", "--known="], ["--may-go", "--known="],
    ["--may-go", "--shell=sh"],
    ["--contexts", "--verify"],
    ["--contexts", "--shell=sh"], ["--contexts", "--known="], ["--verify", "--shell=sh"],
    ["--verify", "--known="], ["--print-env", "--contexts"], ["--print-env", "--verify"],
  ])
  func `an option that would have no effect is refused`(options: [String]) {
    let trial = Trial(["go-env-guard"] + options)
    #expect(trial.status == Status.usage)
    #expect(trial.error.contains(" does not go with --"))
    #expect(trial.standard.isEmpty)
  }

  @Test(arguments: [
    ("bash", "/usr/bin:/bin", "PATH='/usr/bin:/bin'; export PATH\n"),
    ("sh", ":/usr/bin", "PATH='/usr/bin'; export PATH\n"),
    ("fish", "/usr/bin:.:/bin", "set -gx PATH '/usr/bin' '/bin'\n"),
  ])
  func `a shell is told its PATH, less what a finding condemns`(
    shell: String, path: String, line: String
  ) {
    let machine = Machine.example(environment: ["PATH": ByteString(path)])
    #expect(Trial(["go-env-guard", "--shell", shell], on: machine).standard == line)
  }

  @Test(arguments: ["", ":", ".:."])
  func `a PATH of which nothing would be left stays as it is`(path: String) {
    let machine = Machine.example(environment: ["PATH": ByteString(path)])
    let trial = Trial(["gotools", "go-env-guard", "--shell=fish"], on: machine)
    #expect(trial.standard.isEmpty)
    #expect(trial.error.hasPrefix("gotools go-env-guard: PATH stays as it is"))
    let quiet = Trial(["go-env-guard", "--shell=fish", "-q"], on: machine)
    #expect(quiet.standard.isEmpty && quiet.error.isEmpty)
  }

  @Test(arguments: [
    (["doctor"], true), (["go-env-guard", "--all"], true), (["go-env-guard", "--editor"], true),
    (["go-env-guard"], false), (["go-env-guard", "--known="], false),
  ])
  func `editors are looked at where somebody asks, and not while a shell starts`(
    words: [String], isTold: Bool
  ) throws {
    let check = try #require(CheckDescription.all.first { $0.code == "GT136" })
    let trial = Trial(["gotools"] + words, on: check.firesOn.machine)
    #expect((trial.standard + trial.error).contains("GT136") == isTold)
  }

  @Test func `where PATH is not set there is nothing to tell a shell`() {
    let trial = Trial(["go-env-guard", "--shell", "bash"])
    #expect(trial.standard.isEmpty && trial.error.isEmpty)
  }

  @Test(arguments: [["--shell=sh"], ["--known="], []])
  func `--all looks at mounts that make wait, in every mode`(mode: [String]) {
    let machine = Machine.example(
      environment: ["PATH": "/net/bin:/usr/bin", "GOROOT": "/net/go"],
      mounts: [Mount(point: "/net", type: "nfs")])
    #expect(Trial(["go-env-guard"] + mode, on: machine).status == Status.unknown)
    #expect(Trial(["go-env-guard", "--all"] + mode, on: machine).status == Status.findings)
  }

  @Test func `a strange GOTOOLS_IGNORE is told of in plain runs alone`() {
    let machine = Machine.example(environment: ["PATH": "/bin", "GOTOOLS_IGNORE": "GT110,GTX"])
    for words in [["gotools", "go-env-guard"], ["gotools", "doctor"]] {
      #expect(Trial(words, on: machine).error.contains("GOTOOLS_IGNORE names “GTX”"))
    }
    for option in ["-q", "--known=", "--shell=sh"] {
      #expect(Trial(["go-env-guard", option], on: machine).error.isEmpty)
    }
  }

  @Test func `a mount table that cannot be read is no fault of ours`() {
    let machine = Machine.example(["/proc/self/mountinfo": .unreadable])
    let trial = Trial(["go-env-guard", "--print-env"], on: machine)
    #expect(trial.status == Status.unknown)
    #expect(trial.error.contains("/proc/self/mountinfo"))
    #expect(!trial.error.contains("fault"))
  }

  @Test(
    arguments: [
      ("/mnt/c/app", 1), ("/mnt/c/app/cmd", 1), ("/mnt/c", 2), ("/mnt/c/disk/app", 0),
      ("/home/app", 0),
    ] as [(ByteString, Int32)])
  func `--may-go is a matter of the module's mount`(directory: ByteString, status: Int32) {
    let machine = Machine.example(
      [
        "/mnt/c/app/go.mod": "module app\n", "/mnt/c/disk/app/go.mod": "module app\n",
        "/home/app/go.mod": "module app\n",
      ],
      mounts: [
        Mount(point: "/mnt/c", type: "drvfs"), Mount(point: "/mnt/c/disk", type: "ext4"),
      ], in: directory)
    let trial = Trial(["go-env-guard", "--may-go"], on: machine)
    #expect(trial.status == status)
    #expect(trial.error.isEmpty)
    #expect(trial.standard.isEmpty == (status != 1))
  }

  @Test func `--may-go escapes what it prints and says nothing where it cannot be told`() {
    let named = Machine.example(
      ["/mnt/c/a\u{1B}b/go.mod": "module app\n"], mounts: [Mount(point: "/mnt/c", type: "drvfs")],
      in: "/mnt/c/a\u{1B}b")
    let trial = Trial(["go-env-guard", "--may-go"], on: named)
    #expect(trial.status == 1 && !trial.standard.contains("\u{1B}"))
    for machine in [
      Machine.example(["/proc/self/mountinfo": .unreadable]), .example(in: nil),
    ] {
      let trial = Trial(["go-env-guard", "--may-go"], on: machine)
      #expect(trial.status == Status.unknown)
      #expect(trial.standard.isEmpty && trial.error.isEmpty)
    }
    let none = Trial(["go-env-guard", "--may-go"], environment: Environment()) { _ in
      throw NoMachine()
    }
    #expect(none.status == Status.unknown && none.error.isEmpty)
  }

  @Test(
    arguments: [
      ("a b", "'a b'"), ("it's", #"'it'\''s'"#), (#"C:\n"#, #"'C:\n'"#), ("é", "'é'"),
      ("a\nb", #"$'a\nb'"#), ("it's\\\t\r", #"$'it\'s\\\t\r'"#),
      ("\u{1B}[31m7", #"$'\033[31m7'"#), ("\u{202E}", #"$'\342\200\256'"#),
      ("\u{7F}", #"$'\177'"#),
    ] as [(ByteString, String)])
  func `--print-env quotes a value so that it reads back`(value: ByteString, word: String) {
    #expect(printed(value) == "GOPRIVATE=\(word)  # environment\n")
  }

  @Test func `bytes that are no UTF-8 are printed by number`() {
    #expect(printed(ByteString([0x61, 0xFF, 0x37])) == "GOPRIVATE=$'a\\3777'  # environment\n")
  }

  private func printed(_ value: ByteString) -> String {
    let machine = Machine.example(
      [
        "/go/bin/go": .goCommand("go1.27.3"), "/go/pkg/tool": .directory(), "/go/go.env": "",
        "/go/VERSION": "go1.27.3\n", "/h": .directory(),
      ], environment: ["PATH": "/go/bin", "HOME": "/h", "GOPRIVATE": value])
    return Trial(["go-env-guard", "--print-env", "GOPRIVATE"], on: machine).standard
  }
}
