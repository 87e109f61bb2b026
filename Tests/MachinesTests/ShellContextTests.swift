import Formats
import Machines
import Testing

@Suite struct ShellContextTests {
  @Test func `an environment is found among whatever else is printed`() throws {
    let marks = EnvironmentMarks("m1")
    let text = marks.text(of: ["A": "b\nc", "D": ""])
    let found = try #require(marks.read(Array("\0m1 noise\n".utf8) + text + Array("bye".utf8)))
    #expect(found.environment["A"] == "b\nc")
    #expect(found.environment["D"] == "")
    #expect(found.before == Array("\0m1 noise\n".utf8))
    #expect(found.after == Array("bye".utf8))
  }

  @Test func `an environment that is empty is one`() throws {
    let marks = EnvironmentMarks("m1")
    let found = try #require(marks.read(marks.text(of: [:])))
    #expect(found.environment.entries.isEmpty)
    #expect(found.after.isEmpty)
  }

  @Test func `an environment that is not whole is none`() {
    let marks = EnvironmentMarks("m1")
    let text = marks.text(of: ["A": "b"])
    for count in 0..<text.count { #expect(marks.read(Array(text.prefix(count))) == nil) }
    #expect(EnvironmentMarks("m2").read(text) == nil)
  }

  @Test func `two marks are never the same, and need no quoting`() {
    let marks = (0..<50).map { _ in EnvironmentMarks.random().mark }
    #expect(Set(marks).count == marks.count)
    #expect(marks.allSatisfy { $0.bytes.allSatisfy { (0x30...0x7A).contains($0) } })
  }

  @Test(arguments: [
    ("/bin/bash", "/bin/bash", UserShell.Kind.bash), ("", "/usr/bin/zsh", .zsh),
    ("/opt/fish", "/opt/fish", .fish), ("/bin/dash", "/bin/dash", .sh),
  ])
  func `the shell is the one SHELL names, else that of the account`(
    variable: String, path: String, kind: UserShell.Kind
  ) throws {
    let shell = try UserShell(of: machine(shell: ByteString(variable)))
    #expect(shell.path == ByteString(path))
    #expect(shell.kind == kind)
  }

  @Test(arguments: ["/usr/sbin/nologin", "/bin/gone", "bash", "/usr/bin/pwsh"])
  func `a shell that cannot be asked says why`(path: String) {
    #expect(throws: UserShell.Unfit.self) { try UserShell(of: machine(shell: ByteString(path))) }
  }

  @Test func `a new session begins with what sshd gives, and a terminal with what is here`() throws
  {
    let machine = machine(
      shell: "/bin/bash", ["PATH": "/opt/go/bin:/bin", "GOPATH": "/x", "LANG": "C"])
    let shell = try UserShell(of: machine)
    let login = try ShellContext.login.invocation(of: "x", by: shell, on: machine)
    #expect(login.words == ["bash", "-l", "-c", "x"])
    #expect(login.environment["GOPATH"] == nil)
    #expect(login.environment["PATH"] == "/from/environment")
    #expect(login.environment["USER"] == "u")
    #expect(login.environment["LANG"] == "C")
    let terminal = try ShellContext.interactive.invocation(of: "x", by: shell, on: machine)
    #expect(terminal.words == ["bash", "-i", "-c", "x"])
    #expect(terminal.environment["GOPATH"] == "/x")
    let editor = try ShellContext.editor.invocation(of: "x", by: shell, on: machine)
    #expect(editor.words == ["bash", "-i", "-l", "-c", "x"])
    #expect(editor.environment["VSCODE_RESOLVING_ENVIRONMENT"] == "1")
    let ssh = try ShellContext.ssh.invocation(of: "x", by: shell, on: machine)
    #expect(ssh.words == ["bash", "-c", "x"])
    #expect(ssh.environment["SSH_CLIENT"] != nil)
  }

  @Test func `a shell that gotools itself has started tries out no others`() throws {
    let machine = machine(shell: "/bin/bash", ["GOTOOLS_RUN": "1"])
    let shell = try UserShell(of: machine)
    #expect(throws: UserShell.Unfit.self) { try ShellContext.views(by: shell, on: machine) }
  }

  @Test func `bash reads the first of three files as a login shell`() throws {
    let machine = machine(shell: "/bin/bash")
    let shell = try UserShell(of: machine)
    let files = try StartUpFiles(of: shell, in: .login, on: machine)
    #expect(files.read == ["/home/u/.bash_login"])
    #expect(files.passedOver.contains("/home/u/.profile"))
    #expect(try StartUpFiles(of: shell, in: .sh, on: machine).read.isEmpty)
    let place = files.firstLine(of: files.passedOver) { $0.text.contains("PATH") }
    #expect(place == StartUpFiles.Place(file: "/home/u/.profile", line: 2))
  }

  @Test(arguments: ["/proc/1/environ", "/etc/environment", "/etc/passwd"] as [ByteString])
  func `what a login begins with is not guessed where it cannot be read`(path: ByteString) throws {
    var machine = machine(shell: "/bin/bash", files: ["/.dockerenv": "", path: .unreadable])
    machine.run = { programs, _ throws(CannotRun) in programs.map { _ in Execution(.exited(0)) } }
    let shell = try UserShell(of: machine)
    for view in try ShellContext.views(by: shell, on: machine) {
      switch view.state {
      case .unknown(let reason):
        #expect(view.context.isFresh)
        #expect(reason == "cannot read “\(path)”: Permission denied")
      default: #expect(!view.context.isFresh)
      }
    }
  }

  @Test func `who came by ssh begins with what sshd gives, whatever the container's own is`() throws
  {
    let machine = machine(
      shell: "/bin/bash", ["SSH_CONNECTION": "1 2 3 4"],
      files: ["/.dockerenv": "", "/proc/1/environ": .unreadable])
    let shell = try UserShell(of: machine)
    let login = try ShellContext.login.invocation(of: "x", by: shell, on: machine)
    #expect(login.environment["PATH"] == "/from/environment")
  }

  @Test func `an account that cannot be read names no shell`() {
    let machine = machine(shell: "", files: ["/etc/passwd": .unreadable])
    #expect(throws: Unreadable.self) { try UserShell(of: machine) }
  }

  @Test(arguments: [(1 << 20, true), ((1 << 20) + 1, false)])
  func `an answer that was lost in too much output is no shell that never came to its command`(
    count: Int, isKept: Bool
  ) throws {
    var machine = machine(shell: "/bin/bash")
    let text = ByteString([UInt8](repeating: 0x78, count: count))
    machine.run = { programs, _ throws(CannotRun) in
      programs.map { _ in Execution(.exited(0), output: Captured(text)) }
    }
    let views = try ShellContext.views(by: try UserShell(of: machine), on: machine)
    for view in views {
      switch view.state {
      case .lost(.exited(0)): #expect(isKept)
      case .unknown(let reason):
        #expect(!isKept)
        #expect(reason == "it printed too much for its answer to be found")
      default: Issue.record("\(view.state)")
      }
    }
  }

  @Test func `what a shell left running is told`() throws {
    var machine = machine(shell: "/bin/bash")
    machine.run = { programs, _ throws(CannotRun) in
      programs.map { _ in Execution(.exited(0), trouble: "could not end it") }
    }
    for view in try ShellContext.views(by: try UserShell(of: machine), on: machine) {
      guard case .unknown("could not end it") = view.state else {
        Issue.record("\(view.state)")
        continue
      }
    }
  }

  @Test func `the command names this program, and not by its number`() throws {
    for kind in [UserShell.Kind.bash, .zsh, .fish, .sh, .tcsh] {
      let command = try EnvironmentMarks("m1").command(for: kind)
      #expect(!command.text.contains("/proc/"))
      #expect(command.hasSuffix(" --environment-between m1"))
    }
  }

  @Test func `zsh and fish read their files where they are told to`() throws {
    let files: [ByteString: ExampleFile] = [
      "/z/.zshrc": "\n", "/home/u/.zshrc": "\n", "/c/fish/config.fish": "\n",
      "/home/u/.config/fish/config.fish": "\n",
    ]
    let variables: [ByteString: ByteString] = ["ZDOTDIR": "/z", "XDG_CONFIG_HOME": "/c"]
    for (shell, told, usual) in [
      ("/usr/bin/zsh", "/z/.zshrc", "/home/u/.zshrc"),
      ("/opt/fish", "/c/fish/config.fish", "/home/u/.config/fish/config.fish"),
    ] as [(ByteString, ByteString, ByteString)] {
      let machine = machine(shell: shell, variables, files: files)
      let shell = try UserShell(of: machine)
      #expect(try StartUpFiles(of: shell, in: .interactive, on: machine).read == [told])
      #expect(try StartUpFiles(of: shell, in: .editor, on: machine).read == [usual])
    }
  }

  private func machine(
    shell: ByteString, _ variables: [ByteString: ByteString] = [:],
    files: [ByteString: ExampleFile] = [:]
  ) -> Machine {
    let program = ExampleFile.file("", mode: 0o755)
    return Machine.example(
      [
        "/bin/bash": program, "/usr/bin/zsh": program, "/opt/fish": program, "/bin/dash": program,
        "/usr/sbin/nologin": program, "/usr/bin/pwsh": program,
        "/etc/passwd": "root:x:0:0::/root:/bin/sh\nu:x:1000:1000::/home/u:/usr/bin/zsh\n",
        "/etc/environment": "# here\nexport PATH=\"/from/environment\"\n",
        "/home/u/.bash_login": "\n", "/home/u/.profile": "# PATH\nPATH=/x\n",
      ].merging(files) { $1 },
      environment: variables.merging(["SHELL": shell, "HOME": "/home/u"]) { first, _ in first })
  }
}
