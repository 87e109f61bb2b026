import Checks
import Formats
import Machines
import Testing

/// What a shell's start-up files do to Go's directory, and what is said of it.
@Suite struct SurroundingsTests {
  @Test func `a login that nobody types into is worth no warning`() throws {
    let machine = machine([.login: .sees(["PATH": "/bin"])])
    let finding = try #require(found("GT134", on: machine))
    #expect(finding.severity == .info)
    #expect(finding.seen.contains("“/home/u/.bashrc”, line 1,"))
  }

  @Test func `where no login finds go that is a warning`() throws {
    let machine = machine([.login: .sees(["PATH": "/bin"]), .editor: .sees(["PATH": "/bin"])])
    #expect(try #require(found("GT134", on: machine)).severity == .warning)
    #expect(try #require(found("GT135", on: machine)).title == "VS Code's server finds no go")
  }

  @Test func `a link to the same go is the same go`() {
    let machine = machine([.editor: .sees(["PATH": "/home/u/bin"])])
    #expect(isQuiet("GT135", on: machine))
  }

  @Test(
    arguments: [
      (
        "/bin/bash",
        "add to “/home/u/.profile”: export PATH='/opt/$(touch pwned)`x`'\\''\"/bin':\"$PATH\""
      ),
      (
        "/bin/zsh",
        "add to “/home/u/.zprofile”: export PATH='/opt/$(touch pwned)`x`'\\''\"/bin':\"$PATH\""
      ),
      ("/bin/tcsh", nil),
      (
        "/bin/fish",
        "run once in fish: fish_add_path --move --prepend '/opt/$(touch pwned)`x`\\'\"/bin'"
      ),
    ] as [(ByteString, String?)]) func `no remedy runs what a directory is called`(
      shell: ByteString, expected: String?
    ) throws
  {
    let directory: ByteString = "/opt/$(touch pwned)`x`'\"/bin"
    let machine = machine(
      [.editor: .sees(["PATH": "/usr/bin"])],
      ["PATH": directory + ":/usr/bin", "SHELL": shell],
      files: [
        directory.appending("go"): .goCommand("go1.27.3"), shell: .file("", mode: 0o755),
      ])
    let remedies = try #require(found("GT135", on: machine)).remedies.map {
      if case .edit(let text) = $0 { text } else { "" }
    }
    let edits = remedies.filter { $0.contains("pwned") }
    if let expected {
      #expect(edits.contains { $0.contains(expected) }, "\(remedies)")
    } else {
      #expect(edits.isEmpty, "\(remedies)")
    }
  }

  @Test(arguments: [
    ([".vscode-server": "/usr/local/go/bin/go"], true),
    ([".vscode-server": "/home/u/bin/go"], true),
    ([".vscode-server": "/usr/bin/go"], false), ([".vscode-server": "/gone/go"], false),
    ([".vscode-server": ""], false),
    ([".vscode-server": "/usr/local/go/bin/go", ".cursor-server": ""], true),
    ([".vscodium-server": "/usr/local/go/bin/go", ".cursor-server": ""], false),
    ([".config/Code": "/usr/local/go/bin/go"], true),
    ([".vscode-server": "", ".config/Code": "/usr/local/go/bin/go"], false),
  ]) func `where settings give the editor this shell's go, what its shell finds is no matter`(
    pins: [String: String], isSettled: Bool
  ) {
    var files: [ByteString: ExampleFile] = [:]
    for (directory, go) in pins {
      let file = directory.hasPrefix(".config") ? "User" : "data/Machine"
      let text = "{\"go.alternateTools\": {\"go\": \"\(go)\"}}"
      files[ByteString("/home/u/\(directory)/\(file)/settings.json")] = .file(ByteString(text))
    }
    for path: ByteString in ["/usr/bin", "/bin"] {
      let machine = machine([.editor: .sees(["PATH": path])], files: files)
      #expect(isQuiet("GT135", on: machine) == isSettled)
    }
  }

  @Test func `a folder's settings come before the machine's`() {
    let pin = { (go: String) in
      ExampleFile.file(ByteString("{\"go.alternateTools\": {\"go\": \"\(go)\"}}"))
    }
    let files: [ByteString: ExampleFile] = [
      "/home/u/.vscode-server/data/Machine/settings.json": pin("/usr/local/go/bin/go"),
      "/w/.vscode/settings.json": pin("/usr/bin/go"), "/w/below": .directory(),
    ]
    for (directory, isSettled) in [("/w/below", false), ("/home/u", true)] as [(ByteString, Bool)] {
      let machine = Example(
        self.files.merging(files) { $1 }, environment: environment, in: directory,
        shells: [.editor: .sees(["PATH": "/bin"])]
      ).machine
      #expect(isQuiet("GT135", on: machine) == isSettled)
    }
  }

  @Test func `a go that stands behind another in the editor is said to`() throws {
    let machine = machine([.editor: .sees(["PATH": "/usr/bin:/usr/local/go/bin"])])
    let finding = try #require(found("GT135", on: machine))
    #expect(finding.seen.contains("stands further behind in its PATH"))
  }

  @Test(arguments: [ExampleShell.hangs, .ends(0), .ends(3)])
  func `a shell that never came to its command tells nothing of go`(shell: ExampleShell) throws {
    let machine = machine([.login: shell, .editor: shell])
    for code in ["GT134", "GT135"] {
      guard case .unknown? = outcome(of: code, on: machine) else {
        Issue.record("\(code) \(String(describing: outcome(of: code, on: machine)))")
        continue
      }
    }
    #expect(found("GT139", on: machine)?.severity == .warning)
  }

  @Test func `a greeting in a terminal disturbs nobody`() {
    let greeting = ExampleShell.prints("Welcome\n")
    #expect(
      isQuiet("GT138", on: machine([.login: greeting, .interactive: greeting, .editor: greeting])))
  }

  @Test func `what is printed is shown escaped, and not all of it`() throws {
    let text = ByteString("\u{1B}[31m" + String(repeating: "x", count: 5000))
    let finding = try #require(found("GT138", on: machine([.ssh: .prints(text)])))
    #expect(!finding.seen.contains("\u{1B}"))
    #expect(finding.seen.count < 500)
    #expect(finding.seen.contains("5005 bytes in all"))
    let much = ByteString([UInt8](repeating: 0x78, count: 1 << 21))
    var machine = machine([:])
    let run = machine.run
    machine.run = { programs, milliseconds throws(CannotRun) in
      try run(programs, milliseconds).map {
        Execution($0.end, output: Captured(much + ByteString($0.output.bytes)))
      }
    }
    #expect(found("GT138", on: machine)?.seen.contains("2097152 bytes in all") == true)
  }

  @Test func `shells that part in several ways are told one by one`() throws {
    let machine = machine([.login: .ends(3), .ssh: .hangs, .interactive: .ends(3)])
    let finding = try #require(found("GT139", on: machine))
    #expect(
      finding.seen.hasPrefix(
        "bash -lc, bash -ic: the shell ended with status 3 before its command; "
          + "ssh HOST: the shell had not come to its command"))
  }

  @Test func `a line that no shell was seen to run is no proof`() throws {
    let machine = machine(
      [.ssh: .ends(113)], files: ["/home/u/.bashrc": "exec foo 2>/dev/null\n"])
    let finding = try #require(found("GT139", on: machine))
    #expect(finding.seen.hasSuffix(": perhaps “/home/u/.bashrc”, line 1, turns it away"))
    #expect(finding.evidence.map(\.source) == ["SHELL"])
  }

  @Test func `in a container that nobody logs into nothing is wrong with a login shell`() {
    let lost: [ShellContext: ExampleShell] = [
      .login: .sees(["PATH": "/bin"]), .editor: .sees(["PATH": "/bin"]), .ssh: .prints("x\n"),
    ]
    let codes = ["GT134", "GT135", "GT138"]
    for code in codes {
      #expect(isQuiet(code, on: machine(lost, files: ["/.dockerenv": ""])))
      let server: [ByteString: ExampleFile] = [
        "/.dockerenv": "", "/home/u/.vscode-server": .directory(),
      ]
      #expect(found(code, on: machine(lost, files: server)) != nil)
    }
  }

  @Test func `what could not be tried is not said to be fine`() {
    for (server, isUnknown) in [("/home/u/elsewhere", false), ("/home/u/.vscode-server", true)]
      as [(ByteString, Bool)]
    {
      let machine = machine(
        [:],
        files: ["/.dockerenv": "", "/proc/1/environ": .unreadable, server: .directory()])
      for code in ["GT138", "GT139"] {
        switch outcome(of: code, on: machine) {
        case .unknown(let reason)? where isUnknown, .skipped(let reason)? where !isUnknown:
          #expect(reason.contains("ssh HOST") && reason.contains("/proc/1/environ"), "\(reason)")
        case let other: Issue.record("\(code) \(String(describing: other))")
        }
      }
    }
  }

  @Test func `without go, without a shell and from outside nothing is said`() {
    let nowhere = machine([.editor: .sees(["PATH": "/x"])], ["PATH": "/bin"])
    let shellless = machine([:], ["SHELL": "/usr/sbin/nologin"])
    let outside = Example(files, environment: environment).machine
    for machine in [nowhere, shellless, outside] {
      for code in ["GT134", "GT135", "GT137", "GT138", "GT139"] {
        #expect(isQuiet(code, on: machine), "\(code)")
      }
    }
  }

  private let environment: [ByteString: ByteString] = [
    "HOME": "/home/u", "SHELL": "/bin/bash", "PATH": "/usr/local/go/bin:/usr/bin:/bin",
  ]
  private let files: [ByteString: ExampleFile] = [
    "/bin/bash": .file("", mode: 0o755), "/usr/local/go/bin/go": .goCommand("go1.27.3"),
    "/usr/bin/go": .goCommand("go1.19.8"), "/home/u/bin/go": .link("/usr/local/go/bin/go"),
    "/home/u/.bashrc": "PATH=/usr/local/go/bin:$PATH\n",
  ]

  private func machine(
    _ shells: [ShellContext: ExampleShell], _ variables: [ByteString: ByteString] = [:],
    files more: [ByteString: ExampleFile] = [:]
  ) -> Machine {
    Example(
      files.merging(more) { $1 }, environment: environment.merging(variables) { $1 }, shells: shells
    ).machine
  }

  private func found(_ code: String, on machine: Machine) -> Finding? {
    guard case .finding(let finding)? = outcome(of: code, on: machine) else { return nil }
    return finding
  }

  private func isQuiet(_ code: String, on machine: Machine) -> Bool {
    switch outcome(of: code, on: machine) {
    case .ok?, .skipped?: true
    default: false
    }
  }
}
