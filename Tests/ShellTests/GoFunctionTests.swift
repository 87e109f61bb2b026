import Foundation
import Testing

extension RealShells {
  /// The function `go` that GOTOOLS_GUARD_GO=1 asks for, with the program the build made.
  @Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: builtProgram.path)))
  struct GoFunctionTests {
    @Test(arguments: Shell.allCases, Loading.allCases)
    func `go does not run in a module on a Windows drive`(shell: Shell, loading: Loading) throws {
      let session = try session(shell, loading: loading)
      for directory in ["app", "app/cmd"] {
        try session.enter("cd ~/root/mnt/c/\(directory)")
        let said = try session.shown("go build")
        #expect(session.status == 1)
        #expect(said.hasPrefix("go: “/mnt/c/app” is on the Windows drive “/mnt/c”"))
        #expect(said.filter { $0 == "\n" }.count == 1)
        #expect(try session.shown("go build 2>/dev/null") == "", "it is said on standard error")
        #expect(try session.shown("cd /; cd ~/root/mnt/c/\(directory); go x").contains("Windows"))
      }
      #expect(try session.shown("command go build") == "go ran\n")
      try session.enter("cd ~/root/home")
      #expect(try session.shown("go build") == "go ran\n")
    }

    @Test(arguments: Shell.allCases)
    func `GOTOOLS_ALLOW_WINDOWS_DRIVE=1 lets it run`(shell: Shell) throws {
      let session = try session(shell)
      try session.enter("cd ~/root/mnt/c/app")
      #expect(try session.shown("GOTOOLS_ALLOW_WINDOWS_DRIVE=1 go build") == "go ran\n")
      #expect(try session.shown("go build").contains("Windows"))
      try session.enter(shell.exporting("GOTOOLS_ALLOW_WINDOWS_DRIVE", "0"))
      #expect(try session.shown("go build").contains("Windows"))
      try session.enter(shell.exporting("GOTOOLS_ALLOW_WINDOWS_DRIVE", "1"))
      #expect(try session.shown("go build") == "go ran\n")
    }

    @Test(arguments: Shell.allCases)
    func `a module made where there was none is seen`(shell: Shell) throws {
      let session = try session(shell)
      try session.enter("cd ~/root/mnt/c")
      #expect(try session.shown("go mod init app") == "go ran\n")
      try session.enter("touch go.mod")
      #expect(try session.shown("go build").contains("Windows"))
    }

    @Test(arguments: Shell.allCases)
    func `without GOTOOLS_GUARD_GO=1 there is no function go`(shell: Shell) throws {
      for value in [nil, "", "0", "yes"] {
        let session = try session(shell, asking: value)
        try session.enter("cd ~/root/mnt/c/app")
        #expect(try session.shown("go build") == "go ran\n")
        let names = shell == .fish ? "functions --all --names" : "declare -f go"
        let listed = try session.output(of: names).split { "\n, ".contains($0) }
        #expect(!listed.contains("go"))
      }
    }

    @Test(arguments: Shell.allCases)
    func `a function or alias of the user's stays, also after gotools_off`(shell: Shell) throws {
      let function =
        shell == .fish ? "function go; echo mine $argv; end" : "function go { echo mine \"$@\"; }"
      for mine in [function] + (shell == .fish ? [] : ["alias go='echo mine'"]) {
        let session = try session(shell, before: mine)
        try session.enter("cd ~/root/mnt/c/app")
        #expect(try session.shown("go a") == "mine a\n")
        try session.enter("gotools_off")
        #expect(try session.shown("go a") == "mine a\n")
      }
    }

    @Test(arguments: Shell.allCases)
    func `gotools_off takes the function away`(shell: Shell) throws {
      let session = try session(shell)
      try session.enter("cd ~/root/mnt/c/app")
      try session.enter("gotools_off")
      #expect(try session.shown("go build") == "go ran\n")
    }

    @Test(arguments: Shell.allCases)
    func `a program that is gone or fails keeps nobody from running go`(shell: Shell) throws {
      let session = try session(shell)
      try session.enter("cd ~/root/mnt/c/app")
      let link = session.home.appending(path: "bin/gotools")
      for text in ["#!/bin/sh\necho bad; exit 64\n", "#!/bin/sh\nkill -9 $$\n", nil] {
        try FileManager.default.removeItem(at: link)
        try text?.write(to: link, executable: true)
        let shown = try session.shown("go build")
        #expect(shown == "go ran\n", "after \(text ?? "its removal")")
      }
    }

    @Test(arguments: Shell.allCases)
    func `arguments, status, input and pipelines are those of go`(shell: Shell) throws {
      let session = try session(shell)
      for directory in ["one", "root/mnt/c"] {
        try session.enter("cd ~/\(directory)")
        let script = session.home.appending(path: "script")
        try "go args '' 'a b' '*' '~' '$HOME' '\"' '\n' '-n' '--' 'c\\d'\n".write(to: script)
        #expect(
          try session.shown(". ~/script") == "<><a b><*><~><$HOME><\"><\n><-n><--><c\\d>\n")
        for status: Int32 in [0, 1, 2, 42, 255] {
          try session.shown("go status \(status)")
          #expect(session.status == status)
        }
        for (signal, status) in [("TERM", 143), ("KILL", 137)] as [(String, Int32)] {
          try session.shown("go die \(signal)")
          #expect(session.status == status)
        }
        #expect(try session.shown("echo line | go read").contains("read line\n"))
        try FileManager.default.removeItem(at: session.home.appending(path: "reading"))
        try session.type("go read\r")
        let isReading = session.home.appending(path: "reading").path
        for _ in 0..<800 where !FileManager.default.fileExists(atPath: isReading) { usleep(10_000) }
        #expect(try session.enter("typed").contains("read typed from a terminal\n"))
        #expect(try session.shown("go args x | cat") == "<x>\n")
      }
    }

    @Test(arguments: Shell.allCases)
    func `Ctrl-C ends go, Ctrl-Z stops it and fg goes on`(shell: Shell) throws {
      let session = try session(shell)
      for directory in ["one", "root/mnt/c"] {
        try session.enter("cd ~/\(directory)")
        try session.type("go sleep\r")
        let first = try number(of: "S", in: session)
        try session.type("\u{3}")
        try session.awaitPrompt()
        #expect(session.status == 130)
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(first)"))

        try session.type("go sleep\r")
        _ = try number(of: "S", in: session)
        try session.type("\u{1A}")
        try session.awaitPrompt()
        let stopped = try number(of: "T", in: session)
        #expect(try session.output(of: "echo alive") == "alive\n")
        try session.type("fg\r")
        #expect(try number(of: "S", in: session) == stopped)
        try session.type("\u{3}")
        try session.awaitPrompt()
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(stopped)"))
      }
    }

    @Test(arguments: Shell.allCases)
    func `go in the background leaves the prompt free and is a job`(shell: Shell) throws {
      let session = try session(shell)
      try session.enter("cd ~/one")
      try session.shown("go sleep &")
      let process = try number(of: "S", in: session)
      #expect(try session.output(of: "jobs").contains("go"))
      try session.enter("kill %1")
      for _ in 0..<400 where FileManager.default.fileExists(atPath: "/proc/\(process)") {
        usleep(10_000)
      }
      #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)"))
    }

    @Test(
      arguments: [
        (Shell.bash, "set -u"), (.bash, "set -eu"), (.bash, "shopt -s nocasematch"),
        (.bash, "IFS=go"), (.posix, "set -eu"), (.sh, "set -u"), (.zsh, "setopt no_unset"),
        (.zsh, "setopt err_return"), (.zsh, "setopt ksh_arrays sh_word_split"),
        (.zsh, "emulate sh"), (.zsh, "setopt warn_create_global"),
      ])
    func `the options a user has set are borne`(shell: Shell, option: String) throws {
      let session = try session(shell, before: option)
      #expect(try session.shown("go args 'a b'") == "<a b>\n")
      try session.enter("cd ~/root/mnt/c/app")
      #expect(try session.shown("go build || echo refused").hasSuffix("\nrefused\n"))
    }

    private func session(
      _ shell: Shell, loading: Loading = .source, asking value: String? = "1", before: String = ""
    ) throws -> Session {
      let lines = [
        shell.exporting("GOTOOLS_ROOT", "X").replacing("'X'", with: "\"$HOME/root\""),
        value.map { shell.exporting("GOTOOLS_GUARD_GO", $0) } ?? "",
        "mkdir -p $HOME/root/proc/self $HOME/root/mnt/c/app/cmd $HOME/root/home",
        "echo module app | tee $HOME/root/mnt/c/app/go.mod >$HOME/root/home/go.mod",
        "printf '\(mounts)' >$HOME/root/proc/self/mountinfo", before,
      ]
      return try Session(
        shell,
        Session.Plan(
          before: lines.joined(separator: "\n"), loading: loading,
          environment: ["GOTOOLS_IGNORE": "GT102,GT127"], files: ["bin/go": goStandIn],
          program: builtProgram))
    }

    /// The number of the process that `go sleep` is, once it is in that state.
    private func number(of state: Character, in session: Session) throws -> String {
      let note = session.home.appending(path: "number")
      for _ in 0..<800 {
        if let number = try? String(contentsOf: note, encoding: .utf8).split(separator: "\n").first,
          let stat = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8),
          stat.contains("(sleep) \(state) ")
        {
          return String(number)
        }
        usleep(10_000)
      }
      throw TerminalError(description: "go never came to state \(state)")
    }
  }
}

extension Session {
  /// What a command prints; by way of a file in fish, which draws the line itself first.
  @discardableResult
  fileprivate func shown(_ command: String) throws -> String {
    shell == .fish ? try output(of: command) : try enter(command)
  }
}

/// A machine under WSL 2.
private let mounts = #"""
  30 1 8:32 / / rw,relatime - ext4 /dev/sdc rw\n98 30 0:64 / /mnt/c rw,noatime - 9p C:\\134 rw,aname=drvfs;path=C:,trans=fd\n
  """#

/// Says what came to it.
private let goStandIn = #"""
  #!/bin/sh
  action=$1
  shift
  case $action in
    args) for word; do printf '<%s>' "$word"; done; echo ;;
    status) exit "$1" ;;
    die) kill -"$1" $$ ;;
    read) : >"$HOME/reading"; read -r line; if [ -t 0 ]; then from=" from a terminal"; fi; echo "read $line$from" ;;
    sleep) echo $$ >"$HOME/number"; exec sleep 60 ;;
    *) echo "go ran" ;;
  esac

  """#
