import Foundation
import Testing

extension RealShells {
  @Suite struct PromptTests {
    @Test(arguments: Shell.allCases, Loading.allCases)
    func `the first prompt runs it and tells what it finds`(shell: Shell, loading: Loading) throws {
      let session = try Session(shell, Session.Plan(loading: loading))
      #expect(try session.calls.count == 1)
      #expect(session.screen.contains("a finding\n"))
    }

    @Test(arguments: Shell.allCases)
    func `a prompt where nothing changed does not run it`(shell: Shell) throws {
      let session = try Session(shell)
      for command in ["", "true", "false", "cd .", "X=1 true"] { try session.enter(command) }
      #expect(try session.calls.count == 1)
    }

    @Test(arguments: Shell.allCases)
    func `a prompt where nothing changed starts no process`(shell: Shell) throws {
      let trace = URL.temporaryDirectory.appending(path: "gotools-trace-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: trace) }
      let plan = Session.Plan(tracer: { _ in
        [
          "/usr/bin/strace", "-f", "-qq", "-o", trace.path,
          "-e", "trace=clone,clone3,fork,vfork,execve",
        ]
      })
      let session = try Session(shell, plan)
      // A thread is no process; fish starts some for its line editor.
      func processes() throws -> Int {
        try String(contentsOf: trace, encoding: .utf8).split(separator: "\n")
          .filter { $0.contains("(") && !$0.contains("CLONE_THREAD") }.count
      }
      try session.enter("true")
      let before = try processes()
      #expect(before > 1, "strace has seen nothing")
      for command in ["true", "", "false", "true"] { try session.enter(command) }
      #expect(try processes() == before)
      try session.enter("cd /")
      #expect(try processes() > before)
    }

    @Test(arguments: Shell.allCases)
    func `a change of the directory or of any variable runs it once`(shell: Shell) throws {
      let session = try Session(shell)
      let changes =
        ["cd one", "cd ../two"]
        + watched.filter { $0 != "PWD" && $0 != "PATH" }.map { shell.exporting($0, "/x") }
        + [
          shell.exporting("PATH", "/usr/bin:/bin"),
          shell == .fish ? "set -e GOROOT" : "unset GOROOT",
        ]
      for (index, change) in changes.enumerated() {
        try session.enter(change)
        #expect(try session.calls.count == index + 2, "\(change)")
        try session.enter("")
        #expect(try session.calls.count == index + 2, "after \(change)")
      }
    }

    @Test(arguments: Shell.allCases, ["GOFLAGS", "CC", "GOWORK", "TMPDIR"])
    func `a variable that is set runs it, and again when it is exported`(shell: Shell, name: String)
      throws
    {
      let session = try Session(shell)
      let steps = [
        (shell == .fish ? "set -g \(name) /x" : "\(name)=/x", 2), ("true", 2), ("true", 2),
        (shell == .fish ? "set -gx \(name) $\(name)" : "export \(name)", 3), ("true", 3),
        (shell == .fish ? "set -g --unexport \(name) /y" : "unset \(name); \(name)=/y", 4),
        ("true", 4),
        (shell.exporting(name, "/y^"), 5), ("true", 5),
        (shell == .fish ? "set -e \(name)" : "unset \(name)", 6),
        (shell == .fish ? "set -g \(name) a^" : "\(name)=a^", 7), ("true", 7),
        (shell == .fish ? "set -gx \(name) $\(name)" : "export \(name)", 8), ("true", 8),
      ]
      for (command, calls) in steps {
        try session.enter(command)
        #expect(try session.calls.count == calls, "after \(command)")
      }
    }

    @Test(arguments: Shell.allCases)
    func `other variables, and an empty one for one that is not set, are no change`(shell: Shell)
      throws
    {
      let session = try Session(shell)
      for name in ["EDITOR", "GOOGLE_CLOUD_PROJECT", "LANG"] {
        try session.enter(shell.exporting(name, "x"))
      }
      try session.enter(shell.exporting("GOFLAGS", ""))
      #expect(try session.calls.count == 1)
    }

    @Test(arguments: Shell.allCases, ["^", "|", ":", " ", "\n", "'", "\\", "\u{1}", "é"])
    func `two values are never taken for two others`(shell: Shell, separator: String) throws {
      // GOFLAGS and GOINSECURE are neighbours in the list.
      let session = try Session(shell)
      func assign(_ flags: String, _ insecure: String) throws {
        let script = session.home.appending(path: "assignment")
        let lines = [("GOFLAGS", flags), ("GOINSECURE", insecure)].map {
          shell.exporting($0, quoted($1, for: shell))
        }
        try lines.joined(separator: "\n").write(to: script)
        try session.enter(". \(script.path)")
      }
      try assign("a\(separator)", "b")
      #expect(try session.calls.count == 2)
      try assign("a", "\(separator)b")
      #expect(try session.calls.count == 3)
      try session.enter("")
      #expect(try session.calls.count == 3)
    }

    @Test(arguments: Shell.allCases)
    func `a mark inside a value starts no process at every prompt`(shell: Shell) throws {
      let session = try Session(shell)
      try session.enter(shell.exporting("GOFLAGS", "a^b"))
      try session.enter("")
      try session.enter("")
      #expect(try session.calls.count == 2)
    }

    @Test(arguments: Shell.allCases)
    func `the list that it prints is what it is told the next time`(shell: Shell) throws {
      let session = try Session(shell)
      try session.behave("echo 'GT101:ab GT102:cd.e'; exit 2")
      try session.enter("cd one")
      try session.behave("echo; exit 0")
      try session.enter("cd ../two")
      try session.enter("cd ..")
      #expect(
        try session.calls == [
          "go-env-guard --known ", "go-env-guard --known GT101:ab",
          "go-env-guard --known GT101:ab GT102:cd.e", "go-env-guard --known ",
        ])
    }

    @Test(
      arguments: Shell.allCases,
      [
        "echo GT103:x; exit 3", "echo GT103:x; exit 70", "kill -SEGV $$", "exit 127",
        "echo 'GT103;x'; exit 1", #"echo 'GT103$(x)'; exit 1"#, "echo GT103:x; echo y; exit 1",
        #"printf 'GT103\tx'; exit 1"#, #"printf 'GT103\033x'; exit 1"#, "echo 'GT103-x'; exit 0",
        "head -c 65537 /dev/zero | tr '\\0' a; exit 0",
      ])
    func `any other answer leaves the list as it was`(shell: Shell, behaviour: String) throws {
      let session = try Session(shell)
      try session.behave(behaviour)
      try session.enter("cd one")
      try session.behave(healthy)
      try session.enter("cd ../two")
      #expect(try session.calls.last == "go-env-guard --known GT101:ab")
      #expect(session.status == 0)
    }

    @Test(arguments: Shell.allCases)
    func `a list of 65536 characters is kept`(shell: Shell) throws {
      let session = try Session(shell)
      try session.behave("head -c 65536 /dev/zero | tr '\\0' a; exit 0")
      try session.enter("cd one")
      try session.behave(healthy)
      try session.enter("cd ../two")
      #expect(try session.calls.last?.count == "go-env-guard --known ".count + 65536)
    }

    @Test(arguments: Shell.allCases, Loading.allCases)
    func `a healthy environment is not mentioned`(shell: Shell, loading: Loading) throws {
      let plan = Session.Plan(loading: loading, behaviour: healthy)
      let session = try Session(shell, plan)
      if shell != .fish {
        #expect(session.screen == "<<1:0>>")
      }
      for word in ["gotools", "rror", "nknown", "arning"] {
        #expect(!session.screen.contains(word))
      }
    }

    @Test(arguments: Shell.allCases)
    func `with GOTOOLS_GUARD=off it never runs, until that is taken away`(shell: Shell) throws {
      let session = try Session(shell, Session.Plan(environment: ["GOTOOLS_GUARD": "off"]))
      try session.enter("cd one")
      #expect(try session.calls.isEmpty)
      try session.enter(shell == .fish ? "set -e GOTOOLS_GUARD" : "unset GOTOOLS_GUARD")
      #expect(try session.calls.count == 1)
    }

    @Test(arguments: Shell.allCases)
    func `Ctrl-C during a run that hangs brings the prompt back, and no second run`(shell: Shell)
      throws
    {
      let session = try Session(shell)
      let note = session.home.appending(path: "number")
      try session.behave("echo $$ >'\(note.path)'; exec sleep 60")
      try session.type("cd one\r")
      // Not before it sleeps: a sh that is about to exec may lose the signal.
      let hasHung = {
        guard
          let number = try? String(contentsOf: note, encoding: .utf8).split(separator: "\n").first,
          let name = try? String(contentsOfFile: "/proc/\(number)/comm", encoding: .utf8)
        else { return false }
        return name == "sleep\n"
      }
      for _ in 0..<400 where !hasHung() { usleep(50_000) }
      try session.type("\u{3}")
      try session.awaitPrompt()
      #expect(try session.output(of: "echo alive") == "alive\n")
      #expect(try session.calls.count == 2)
    }
  }

}

/// What stands between single quotes for a text.
private func quoted(_ text: String, for shell: Shell) -> String {
  shell == .fish
    ? text.replacing(#"\"#, with: #"\\"#).replacing("'", with: #"\'"#)
    : text.replacing("'", with: #"'\''"#)
}

/// The variables that the snippets compare, as gotools.fish lists them.
private var watched: [String] {
  let text = (try? String(contentsOf: Shell.fish.snippet, encoding: .utf8)) ?? ""
  guard let list = text.firstMatch(of: /string escape -- (?<list>[^)]*)\)/) else { return [] }
  return list.list.matches(of: /"\$(?<name>\w+)"/).map { String($0.name) }
}

@Suite struct WatchedVariableTests {
  @Test func `the three snippets watch the same variables`() throws {
    #expect(watched.count == 27)
    let zsh = try String(contentsOf: Shell.zsh.snippet, encoding: .utf8)
    let values = try #require(zsh.firstMatch(of: /set -- (?<list>[^)]*?"\n)/))
    #expect(values.list.matches(of: /"\$(?<name>\w+)"/).map { String($0.name) } == watched)

    let bash = try String(contentsOf: Shell.bash.snippet, encoding: .utf8)
    let now = try #require(bash.firstMatch(of: /__gotools_now=(?<list>(?:\\\n|[^\n])*)/))
    let plain = now.list.replacing("\\\n", with: "")
    #expect(plain == watched.map { "$" + $0 }.joined(separator: "^"))
    let exportable = Array(watched.dropFirst(3))
    #expect(names(in: bash, /for __gotools_name in (?<list>[^;]*);/) == [exportable, watched])
    #expect(names(in: zsh, /for __gotools_name in (?<list>[^;]*);/) == [exportable])
    let fish = try String(contentsOf: Shell.fish.snippet, encoding: .utf8)
    #expect(names(in: fish, /set -l names (?<list>(?:\\\n|[^\n])*)/) == [exportable])
    #expect(bash.contains("!= \(watched.count - 1)))"))
  }

  private func names(
    in text: String, _ pattern: Regex<(Substring, list: Substring)>
  ) -> [[String]] {
    text.matches(of: pattern).map { $0.list.split { " \\\n".contains($0) }.map(String.init) }
  }
}
