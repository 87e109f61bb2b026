import Foundation
import Testing

extension RealShells {
  /// When the snippet takes effect, and where it finds its program.
  @Suite struct LoadingTests {
    @Test(arguments: Shell.allCases)
    func `a shell that is not interactive is left alone`(shell: Shell) throws {
      let flag = shell == .posix ? ["--posix"] : []
      let names = shell == .fish ? "functions --all --names; set --names" : "set"
      let result = try run(
        [shell.program] + flag
          + [
            "-c",
            "\(shell.loading(.source)); echo \"<$\(shell == .fish ? "status" : "?")>\"; \(names)",
          ])
      #expect(result.hasPrefix("<0>"))
      #expect(!result.replacing(shell.snippet.path, with: "").contains("gotools_"))
    }

    @Test(arguments: Shell.allCases, Loading.allCases)
    func `while an editor reads the environment nothing happens`(shell: Shell, loading: Loading)
      throws
    {
      let session = try Session(
        shell, Session.Plan(loading: loading, environment: ["VSCODE_RESOLVING_ENVIRONMENT": "1"]))
      try session.enter("cd one")
      #expect(try session.calls.isEmpty)
      let names = shell == .fish ? "set --names; functions --all --names" : "set"
      #expect(!(try session.output(of: names)).contains("__gotools"))
    }

    @Test(arguments: Shell.allCases, Loading.allCases)
    func `the status after it is 0, in a shell that wants it and in one that does not`(
      shell: Shell, loading: Loading
    ) throws {
      for environment in [[:], ["VSCODE_RESOLVING_ENVIRONMENT": "1"]] {
        let note = shell == .fish ? "set loaded $status" : "loaded=$?"
        let session = try Session(
          shell, Session.Plan(after: note, loading: loading, environment: environment))
        #expect(try session.output(of: "echo $loaded") == "0\n")
      }
    }

    @Test(arguments: Shell.allCases)
    func `the program found first stays, whatever becomes of PATH`(shell: Shell) throws {
      let session = try Session(shell)
      try session.enter(shell.exporting("PATH", "/nowhere"))
      try session.enter("cd one")
      try session.enter(shell == .fish ? "set -e PATH" : "unset PATH")
      #expect(try session.calls.count == 4)
      #expect(!session.screen.contains("gotools"))
    }

    @Test(arguments: Shell.allCases)
    func `a program that is gone is not missed, and welcome when it is back`(shell: Shell) throws {
      let session = try Session(shell)
      let program = session.home.appending(path: "bin/gotools")
      let aside = session.home.appending(path: "aside")
      try FileManager.default.moveItem(at: program, to: aside)
      #expect(!(try session.enter("cd one")).contains("gotools"))
      #expect(session.status == 0)
      #expect(!(try session.enter(shell.exporting("PATH", "/bin:/usr/bin"))).contains("gotools"))
      #expect(try session.calls.count == 1)
      try FileManager.default.moveItem(at: aside, to: program)
      try session.enter("cd /")
      #expect(try session.calls.count == 2)
    }

    @Test(arguments: Shell.allCases)
    func `a program that is not there yet is found once PATH leads to it`(shell: Shell) throws {
      let session = try Session(shell, Session.Plan(isInstalled: false))
      try session.enter("cd one")
      #expect(try session.calls.isEmpty)
      #expect(!session.screen.contains("gotools"))
      try session.enter(shell.exporting("PATH", "/nowhere:\(session.home.path):/usr/bin:/bin"))
      #expect(try session.calls.count == 1)
    }

    @Test(arguments: Shell.allCases, ["", ".", "bin", "./bin"])
    func `a program in a relative entry of PATH is not run`(shell: Shell, entry: String) throws {
      let session = try Session(
        shell,
        Session.Plan(
          environment: ["PATH": "\(entry):/usr/bin:/bin"], isInstalled: entry.hasSuffix("bin")))
      #expect(try session.calls.isEmpty)
      try session.enter("cd /")
      #expect(try session.calls.isEmpty)
    }

    @Test(arguments: Shell.allCases)
    func `a directory of the program's name is not the program`(shell: Shell) throws {
      let plan = Session.Plan(before: "mkdir -p \"$HOME/first/gotools\"", loading: .source)
      let session = try Session(shell, plan)
      let home = session.home.path
      try session.enter("gotools_off")
      try session.enter(shell.exporting("PATH", "\(home)/first:\(home)/bin:/usr/bin:/bin"))
      try session.enter(shell.loading(.source))
      #expect(try session.calls.count == 2)
      #expect(!session.screen.contains("irectory"))
    }

    @Test(arguments: ["/usr/bin/dash", "/usr/bin/busybox"], ["bash", "zsh", "fish"])
    func `the line for the start-up file does no harm in another shell`(
      program: String, name: String
    ) throws {
      guard name != "fish" else { return }
      let line = try rcLine(name)
      let words = program.hasSuffix("busybox") ? [program, "sh"] : [program]
      let result = try run(words + ["-euc", "\(line)\necho \"<$?>\""])
      #expect(result == "<0>\n")
      let other = name == "bash" ? Shell.zsh : .bash
      #expect(try run([other.program, "-c", "set -eu\n\(line)\necho \"<$?>\""]) == "<0>\n")
    }

    @Test(arguments: ["/usr/bin/dash", "/usr/bin/busybox"], [Shell.bash, .zsh])
    func `a sh that reads the file itself goes on unharmed`(program: String, shell: Shell) throws {
      let words = program.hasSuffix("busybox") ? [program, "sh"] : [program]
      let result = try run(words + ["-euc", ". '\(shell.snippet.path)'; echo \"<$?>\"; set"])
      #expect(result.hasPrefix("<0>\n"))
      #expect(!result.contains("__gotools"))
    }

    @Test(arguments: [Shell.bash, .zsh, .fish])
    func `the line for the start-up file loads it, or leaves status 0 without the program`(
      shell: Shell
    ) throws {
      let line = try rcLine(shell.snippetName)
      let note = shell == .fish ? "set loaded $status" : "loaded=$?"
      let session = try Session(shell, Session.Plan(after: "\(line)\n\(note)", loading: nil))
      #expect(try session.calls.count == 1)
      #expect(try session.output(of: "echo $loaded") == "0\n")
      let without = try Session(
        shell, Session.Plan(after: "\(line)\n\(note)", loading: nil, isInstalled: false))
      #expect(without.screen.contains("<<1:0>>"))
      #expect(!without.screen.contains("gotools"))
      #expect(try without.output(of: "echo $loaded") == "0\n")
    }

    @Test(arguments: [
      ["/usr/bin/shellcheck", "-s", "bash", Shell.bash.snippet.path],
      ["/usr/bin/dash", "-n", Shell.bash.snippet.path],
      ["/usr/bin/dash", "-n", Shell.zsh.snippet.path],
      ["/bin/bash", "-n", Shell.bash.snippet.path], ["/usr/bin/zsh", "-n", Shell.zsh.snippet.path],
      ["/usr/bin/fish", "-n", Shell.fish.snippet.path],
      ["/usr/bin/fish_indent", "--check", Shell.fish.snippet.path],
    ])
    func `the checkers have nothing to say`(command: [String]) throws {
      #expect(try run(command) == "")
    }

    /// With the program the build made, and a GOROOT that names nothing.
    @Test(
      .enabled(if: FileManager.default.isExecutableFile(atPath: builtProgram.path)),
      arguments: [Shell.bash, .zsh, .fish])
    func `the real program tells a new finding once and a healthy shell nothing`(shell: Shell)
      throws
    {
      let plan = Session.Plan(
        after: try rcLine(shell.snippetName), loading: nil, program: builtProgram)
      let session = try Session(shell, plan)
      #expect(!session.screen.contains("GT104"))
      let first = try session.enter(shell.exporting("GOROOT", "/nonexistent"))
      #expect(first.contains("GT104"))
      #expect(session.status == 0)
      #expect(!(try session.enter("cd one")).contains("GT104"), "it has been told")
      try session.enter(shell.exporting("GOROOT", ""))
      let again = try session.enter(shell.exporting("GOROOT", "/nonexistent"))
      #expect(again.contains("GT104"), "it had gone and is back")
    }

    /// The line that stands at the head of a snippet, which must be the one that `Snippet` gives.
    private func rcLine(_ name: String) throws -> String {
      let text = try String(
        contentsOf: project.appending(path: "shell/gotools.\(name)"), encoding: .utf8)
      return String(try #require(text.firstMatch(of: /\n#   (if .*)/)).output.1)
    }

    /// Runs a command in an empty home and returns all it printed, of both kinds.
    private func run(_ command: [String]) throws -> String {
      // fish makes its home where there is none.
      let home = URL.temporaryDirectory.appending(path: "gotools-home-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: home, withIntermediateDirectories: false)
      defer { try? FileManager.default.removeItem(at: home) }
      let terminal = try Terminal(
        command,
        environment: [
          "PATH": "/usr/bin:/bin", "HOME": home.path, "XDG_RUNTIME_DIR": home.path,
          "LC_ALL": "C.UTF-8",
        ],
        directory: "/")
      defer { terminal.end() }
      return try terminal.finish()
    }
  }
}

@Suite struct StartUpLineTests {
  @Test(arguments: ["bash", "zsh", "fish"])
  func `the head of a snippet gives the line that the program gives`(name: String) throws {
    let text = try String(
      contentsOf: project.appending(path: "shell/gotools.\(name)"), encoding: .utf8)
    let line = try #require(text.firstMatch(of: /\n#   (if .*)/)).output.1
    let source = try String(
      contentsOf: project.appending(path: "Sources/Snippets/Snippet.swift"), encoding: .utf8)
    let joined = source.replacing(/\s*"#\s+\+ #"/, with: " ")
    #expect(joined.contains(line))
  }
}
