import Foundation
import Glibc
import Testing

extension RealShells {
  /// `go-env-guard --contexts` with real shells and homes made for the test.
  @Suite(.serialized) struct ContextTests {
    /// A start-up file, and what must be said of it; `nil` where nothing may be.
    struct Trial: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let shell: String
      let files: [String: String]
      let expected: String?

      init(_ description: String, _ shell: String, _ files: [String: String], _ expected: String?) {
        testDescription = "\(shell): \(description)"
        self.shell = shell
        self.files = files
        self.expected = expected
      }
    }

    static let trials: [Trial] = [
      Trial(
        "Debian's own files, go in .profile", "bash",
        [
          ".profile": "PATH=\"GO:$PATH\"\n. ~/.bashrc\n",
          ".bashrc": "case $- in *i*) ;; *) return;; esac\n",
        ], nil),
      Trial(
        ".bash_profile that reads .profile", "bash",
        [".bash_profile": ". ~/.profile\n", ".profile": "PATH=GO:$PATH\n"], nil),
      Trial("go in .zshenv", "zsh", [".zshenv": "path=(GO $path)\n"], nil),
      Trial("go in .zprofile", "zsh", [".zprofile": "path=(GO $path)\n"], nil),
      Trial(
        "go in config.fish", "fish", [".config/fish/config.fish": "fish_add_path --path GO\n"], nil),
      Trial("go in .profile", "dash", [".profile": "PATH=GO:$PATH\n"], nil),
      Trial(
        "a .bash_profile that hides .profile", "bash",
        [".bash_profile": "\n", ".profile": "PATH=GO:$PATH\n"],
        "HOME/.profile”, line 1, adds it, and “HOME/.bash_profile” hides that file"),
      Trial(
        "a file that sets PATH anew", "bash", [".profile": "PATH=GO:$PATH\nexport PATH=/bin\n"],
        "“HOME/.profile”, line 2, takes “GO” out of PATH"),
      Trial(
        "a file that sets PATH anew", "zsh",
        [".zshenv": "path=(GO $path)\n", ".zprofile": "\nexport PATH=/bin\n"],
        "“HOME/.zprofile”, line 2, takes “GO” out of PATH"),
      Trial(
        "a file that sets PATH anew", "dash", [".profile": "PATH=GO:$PATH\n:\nPATH=/bin\n"],
        "“HOME/.profile” takes “GO” out of PATH"),
      Trial(
        "go in .bashrc alone", "bash", [".bashrc": "PATH=GO:$PATH\n", ".bash_profile": "\n"],
        "“HOME/.bashrc”, line 1, adds it, which such a shell does not read"),
      Trial(
        "standard output turned away", "bash",
        [".bashrc": ":\nexec >/dev/null\n", ".profile": "PATH=GO:$PATH\n. ~/.bashrc\n"],
        "ssh HOST, bash -ic, VS Code: the shell ran its command, and what that printed went elsewhere: "
          + "“HOME/.bashrc”, line 2, turns it away"),
      Trial(
        "both outputs turned away", "zsh", [".zshenv": "\nexec >>HOME/log 2>&1\n"],
        "“HOME/.zshenv”, line 2, turns it away"),
      Trial(
        "standard output closed", "dash", [".profile": "exec >&-\n"],
        "“HOME/.profile” turns it away"),
      Trial(
        "standard output through a program that keeps a copy", "bash",
        [".bashrc": "PATH=GO:$PATH\nexec > >(tee HOME/log)\n", ".profile": ". ~/.bashrc\n"], nil),
      Trial(
        "exit", "bash", [".bashrc": ":\nexit 3\n"],
        "the last it did is “exit 3” in “HOME/.bashrc”, line 2"),
      Trial(
        "exit before Debian's own .bash_logout", "bash",
        [
          ".profile": "PATH=GO:$PATH\nexit 0\n",
          ".bash_logout":
            "if [ \"$SHLVL\" = 1 ]; then\n    [ -x /usr/bin/clear_console ] && /usr/bin/clear_console -q\nfi\n",
        ], "the last it did is “exit 0” in “HOME/.profile”, line 2"),
      Trial(
        "standard output turned to standard error", "bash",
        [".bashrc": "exec 1>&2\n", ".profile": "PATH=GO:$PATH\n. ~/.bashrc\n:\n"],
        "the shell ran its command, and what that printed went elsewhere: “HOME/.bashrc”, line 1, turns it away"
      ),
      Trial(
        "standard output turned to standard error", "zsh", [".zshenv": "\nexec >&2\n"],
        "“HOME/.zshenv”, line 2, turns it away"),
      Trial(
        "exec", "zsh", [".zshenv": "[[ -n $SSH_CLIENT ]] && exec sleep 0\n"],
        "“HOME/.zshenv”, line 1"),
      Trial(
        "noise", "bash", [".bashrc": "echo hello   world\n"],
        "“HOME/.bashrc”, line 1, prints “hello world”"),
      Trial(
        "noise", "zsh", [".zshenv": "\nprint hello\n"], "“HOME/.zshenv”, line 2, prints “hello”"),
      Trial(
        "noise", "fish", [".config/fish/config.fish": "echo hello\n"],
        "config.fish”, line 1, prints “hello”"),
      Trial(
        "an empty line as noise", "bash",
        [".bashrc": "echo\n# Debian's\ncase $- in\n  *i*) ;;\n  *) return;;\nesac\n"],
        "“HOME/.bashrc”, line 1, prints an empty line when"),
      Trial(
        "PATH set anew", "fish",
        [".config/fish/config.fish": "\nset -gx PATH /bin /usr/bin\n"],
        "edit “HOME/.config/fish/config.fish”, line 2: it sets PATH anew"),
      Trial(
        "noise without end", "bash", [".bashrc": "yes noise | head -c 10000000\n"], "prints “noise”"
      ),
      Trial(
        "a file that reads", "bash", [".bashrc": "read x; cat\n", ".profile": "PATH=GO:$PATH\n"],
        nil),
      Trial(
        "a job that keeps standard output", "bash",
        [".bashrc": "sleep SECONDS &\n", ".profile": "PATH=GO:$PATH\n. ~/.bashrc\n"], nil),
      Trial(
        "a daemon that remembers nothing", "bash",
        [
          ".profile": "PATH=GO:$PATH\n. ~/.bashrc\n",
          ".bashrc": "(env -i setsid sleep SECONDS &)\n",
        ],
        nil),
      Trial("a daemon", "zsh", [".zshenv": "path=(GO $path); setsid sleep SECONDS &!\n"], nil),
    ]

    @Test(arguments: trials) func `what start-up files do is told, with file and line`(trial: Trial)
      throws
    {
      let home = try Home(trial.shell, trial.files)
      defer { home.remove() }
      let (output, status) = try home.run(["--contexts"])
      if let expected = trial.expected {
        #expect(output.contains(home.filled(expected)), "\(output)")
      } else {
        #expect(!output.contains("GT1"), "\(output)")
        #expect(status == 0)
      }
      #expect(try home.leftovers.isEmpty)
    }

    /// Each takes the ten seconds that VS Code waits as well, and a few more to find the line.
    @Test(arguments: [
      ("bash", ".bashrc", "sleep SECONDS", "sleep SECONDS"),
      ("zsh", ".zshenv", "trap '' TERM HUP INT; while :; do sleep SECONDS; done", "sleep SECONDS"),
      ("fish", ".config/fish/config.fish", "sleep SECONDS", "sleep SECONDS"),
      ("bash", ".bashrc", "kill -STOP $$; sleep SECONDS", "kill -STOP"),
    ]) func `a file that never returns is named, and nothing is left running`(
      shell: String, file: String, line: String, last: String
    ) throws {
      let home = try Home(shell, [file: "\n" + line + "\n"])
      defer { home.remove() }
      let (output, _) = try home.run(["--contexts"])
      #expect(output.contains("GT139"))
      #expect(output.contains(home.filled("the last it did is “\(last)")), "\(output)")
      #expect(output.contains(home.filled("in “HOME/\(file)”, line 2")), "\(output)")
      #expect(try home.leftovers.isEmpty)
    }

    @Test(arguments: [
      ("bash", ".bashrc", "printf 'first\\nsecond\\n'\n", 13),
      ("zsh", ".zshenv", "print -n first\n", 5),
      ("fish", ".config/fish/config.fish", "echo first; echo second\n", 13),
    ])
    func `GT138 is told by file, line and what is printed, and ignored where that is asked`(
      shell: String, file: String, text: String, count: Int
    ) throws {
      let home = try Home(shell, [file: "\n" + text])
      defer { home.remove() }
      for mode in ["--contexts", "--all"] {
        let (output, status) = try home.run([mode, "--fail-on=warning"])
        #expect(output.contains("warning  GT138  a start-up file prints"), "\(output)")
        #expect(output.contains(home.filled("“HOME/\(file)”, line 2, prints “first”")), "\(output)")
        #expect(output.contains("and more (\(count) bytes in all)") == (count > 7), "\(output)")
        #expect(status == 1)
      }
      let (output, status) = try home.run(
        ["--contexts", "--fail-on=warning", "--ignore=GT134,GT135,GT138"])
      #expect(output.contains("ignored  GT138") && status == 0, "\(output)")
    }

    @Test(arguments: [("bash", ".profile"), ("zsh", ".zshenv"), ("dash", ".profile")])
    func `a named pipe in the place of a start-up file is named, and not the file before it`(
      shell: String, file: String
    ) throws {
      let home = try Home(shell, ["target": ""])
      defer { home.remove() }
      let pipe = home.directory + "/pipe"
      try #require(unsafe mkfifo(pipe, 0o600) == 0)
      let path = home.directory + "/" + file
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: pipe)
      let (output, _) = try home.run(["--contexts"])
      #expect(output.contains("it reads “\(path)”, a named pipe, and waits"), "\(output)")
      #expect(!output.contains("the last it did"))
    }

    /// Where one shell takes all its time, little is left for the others' lines.
    @Test func `what differs is found in the time that a hanging file has left`() throws {
      let files = [".profile": "sleep SECONDS\n", ".bashrc": "\nexport PATH=/usr/bin:/bin\n"]
      let home = try Home("bash", files)
      defer { home.remove() }
      let (output, _) = try home.run(["--contexts"])
      #expect(output.contains(home.filled("in “HOME/.profile”, line 1")), "\(output)")
      #expect(output.contains(home.filled("“HOME/.bashrc”, line 2, takes “GO” out of PATH")))
      #expect(try home.leftovers.isEmpty)
    }

    /// Its environment and its session tell an ordinary user nothing.
    @Test func `a setgid program that an ordinary user's files start is ended`() throws {
      let files = [".profile": "eval $(ssh-agent -a ~/agent-SECONDS)\n"]
      let home = try Home("dash", files)
      defer { home.remove() }
      let (output, _) = try home.run(["--contexts"], asNobody: true)
      #expect(output.contains("agent-"), "\(output)")
      #expect(try home.leftovers.isEmpty)
    }

    @Test func `a home with a hostile name is a home`() throws {
      let home = try Home("bash", [".bashrc": "exit 4\n"], named: "it's $(touch pwned) `x` é\"\n;")
      defer { home.remove() }
      let (output, _) = try home.run(["--contexts"])
      #expect(output.contains("the last it did is “exit 4”"), "\(output)")
    }

    /// With a cleaned environment as well: then the shell above it tells.
    @Test(arguments: [
      "", "unset GOTOOLS_RUN\n", "exec env -i HOME=HOME PATH=/bin SHELL=/bin/bash ",
    ])
    func `a start-up file that asks for contexts starts no shells without end`(
      before: String
    ) throws {
      let command = "\(builtProgram.path) go-env-guard --contexts >>HOME/$$ 2>&1\n"
      let home = try Home("bash", [".bashrc": before + command])
      defer { home.remove() }
      let (output, _) = try home.run(["--contexts"])
      #expect(output.contains("VS Code"))
      let answers = try FileManager.default.contentsOfDirectory(atPath: home.directory)
        .filter { Int($0) != nil }
      #expect(!answers.isEmpty && answers.count <= 5)
      for answer in answers {
        let text = try String(contentsOfFile: home.directory + "/" + answer, encoding: .utf8)
        #expect(text.contains("is itself being tried out"), "\(text)")
      }
    }
  }
}

/// A home directory of a test, with a Go beside it.
private struct Home {
  let scratch: URL
  let directory: String
  let go: String
  let shell: String
  let seconds = "\(Int.random(in: 100_000_000...999_999_999))"

  init(_ shell: String, _ files: [String: String], named name: String = "home") throws {
    self.shell = shell
    scratch = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "gotools-contexts-\(UUID().uuidString)")
    directory = scratch.path + "/" + name
    go = scratch.path + "/go/bin"
    let manager = FileManager.default
    try manager.createDirectory(atPath: go, withIntermediateDirectories: true)
    try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try "#!/bin/sh\n".write(toFile: go + "/go", atomically: true, encoding: .utf8)
    try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: go + "/go")
    for (name, text) in files {
      let path = directory + "/" + name
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
      try manager.createDirectory(at: parent, withIntermediateDirectories: true)
      try filled(text).write(toFile: path, atomically: true, encoding: .utf8)
    }
  }

  func filled(_ text: String) -> String {
    text.replacing("HOME/", with: directory + "/").replacing("GO", with: go)
      .replacing("SECONDS", with: seconds)
  }

  func run(
    _ options: [String], asNobody: Bool = false
  ) throws -> (output: String, status: Int32) {
    let process = Process()
    process.executableURL = builtProgram
    process.arguments = ["go-env-guard"] + options
    // Whoever is an ordinary user already stays the one he is.
    if asNobody, getuid() == 0 {
      let copy = scratch.path + "/gotools"
      try FileManager.default.copyItem(atPath: builtProgram.path, toPath: copy)
      for path in [scratch.path, directory] {
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
      }
      process.executableURL = URL(filePath: "/usr/bin/setpriv")
      process.arguments =
        ["--reuid=65534", "--regid=65534", "--clear-groups", copy, "go-env-guard"] + options
    }
    process.environment = [
      "HOME": directory, "SHELL": "/usr/bin/\(shell)", "PATH": "\(go):/usr/bin:/bin",
      "SSH_CONNECTION": "127.0.0.1 50000 127.0.0.1 22", "XDG_RUNTIME_DIR": directory,
      "TERM": "dumb",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (String(decoding: output, as: UTF8.self), process.terminationStatus)
  }

  /// What a start-up file has started and is still there.
  var leftovers: [String] {
    get throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: "/proc")
      return names.filter { name in
        guard Int(name) != nil,
          let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
        else { return false }
        return String(decoding: line, as: UTF8.self).split(separator: "\0").contains {
          $0.contains(seconds)
        }
      }
    }
  }

  func remove() { try? FileManager.default.removeItem(at: scratch) }
}
