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

  private func machine(
    shell: ByteString, _ variables: [ByteString: ByteString] = [:]
  ) -> Machine {
    let program = ExampleFile.file("", mode: 0o755)
    return Machine.example(
      [
        "/bin/bash": program, "/usr/bin/zsh": program, "/opt/fish": program, "/bin/dash": program,
        "/usr/sbin/nologin": program, "/usr/bin/pwsh": program,
        "/etc/passwd": "root:x:0:0::/root:/bin/sh\nu:x:1000:1000::/home/u:/usr/bin/zsh\n",
        "/etc/environment": "# here\nexport PATH=\"/from/environment\"\n",
        "/home/u/.bash_login": "\n", "/home/u/.profile": "# PATH\nPATH=/x\n",
      ],
      environment: variables.merging(["SHELL": shell, "HOME": "/home/u"]) { first, _ in first })
  }
}
