import Foundation
import Glibc
import Testing

extension RealAgents {
  /// Agents of others, and what is none.
  @Suite struct OtherAgentTests {
    @Test(arguments: [
      ("ok0", "empty"), ("ok2", "alive"), ("eof", "hangs-up"), ("fail", "refuses"),
      ("huge", "no-agent"), ("http", "no-agent"), ("assuan", "no-agent"), ("short", "no-agent"),
      ("drip", "silent"), ("hang", "silent"), ("backlog", "silent"), ("zero", "no-agent"),
      ("wrongtype", "no-agent"),
    ]) func `whatever answers has a state of its own, in time`(mode: String, state: String) throws {
      try inScene { scene in
        let socket = scene.temporary + "/ssh-ABCDEFGHIJKL/agent.123"
        try make(scene.temporary + "/ssh-ABCDEFGHIJKL")
        let agent = try scene.fakeAgent(mode, at: socket)
        let list = try scene.states(with: ["SSH_AUTH_SOCK": socket])
        #expect(list[socket] == state)
        let check = try scene.fix("--check", with: ["SSH_AUTH_SOCK": socket])
        #expect(check.milliseconds < 1300, "\(check)")
        let errors = [
          "huge", "http", "assuan", "short", "drip", "hang", "backlog", "zero", "wrongtype",
        ]
        #expect(check.status == (errors.contains(mode) ? 1 : 0), "\(check)")
        let fix = try scene.fix("--shell", "sh", with: ["SSH_AUTH_SOCK": socket])
        let expected = ["ok0", "ok2"].contains(mode) ? socket : scene.started
        #expect(fix.status == 0 && target(of: scene.link) == expected, "\(fix)")
        try scene.fix("--clean")
        #expect(exists(socket) && agent.isRunning)
      }
    }

    @Test func `gpg-agent is used as an ssh agent, and its own socket is none`() throws {
      try inScene { scene in
        let home = scene.root + "/gnupg"
        try make(home)
        let variables = ["GNUPGHOME": home]
        let start = try scene.run(
          ["/usr/bin/gpg-agent", "--homedir", home, "--daemon", "--enable-ssh-support"],
          with: variables)
        defer {
          _ = try? scene.run(["/usr/bin/gpgconf", "--kill", "gpg-agent"], with: variables)
          _ = try? scene.run(["/usr/bin/gpgconf", "--remove-socketdir"], with: variables)
        }
        try #require(start.status == 0, "\(start)")
        func place(_ name: String) throws -> String {
          try scene.run(["/usr/bin/gpgconf", "--list-dirs", name], with: variables).output
            .trimmingCharacters(in: .newlines)
        }
        let socket = try place("agent-ssh-socket")
        let inner = try place("agent-socket")
        var named = variables
        named["SSH_AUTH_SOCK"] = socket
        #expect(try scene.states(with: named)[socket] == "empty")
        let fix = try scene.fix("--prefer", "gpg", with: named)
        #expect(fix.status == 0 && target(of: scene.link) == socket, "\(fix)")
        // Keys are never put there: gpg-agent would keep them on the disk.
        let load = try scene.fix("--load", "--prefer", "gpg", with: named)
        #expect(load.status == 74 && load.errors.contains("no key was loaded"), "\(load)")

        named["SSH_AUTH_SOCK"] = inner
        let check = try scene.fix("--check", with: named)
        #expect(check.status == 1 && check.output.contains("GT207"), "\(check)")
        #expect(check.output.contains(socket), "\(check)")
        #expect(try scene.states(with: named)[inner] == "no-agent")
        let clean = try scene.fix("--clean", with: named)
        #expect(clean.status == 0 && exists(inner) && exists(socket), "\(clean)")
      }
    }

    @Test func `the keyring's agent is found and used`() throws {
      try inScene { scene in
        let program = try foreignProgram("usr/bin/gnome-keyring-daemon")
        _ = try scene.start(
          [
            program, "--foreground", "--components=ssh",
            "--control-directory=\(scene.runtime)/keyring",
          ], with: try foreignLibraries(scene))
        let socket = scene.runtime + "/keyring/ssh"
        try waitFor("the keyring's socket") { exists(socket) }
        try waitFor("its answer") { try scene.states()[socket] == "empty" }
        let fix = try scene.fix()
        #expect(fix.status == 0 && target(of: scene.link) == socket, "\(fix)")
        let load = try scene.fix("--load")
        #expect(load.status == 74 && load.errors.contains("no key was loaded"), "\(load)")
      }
    }

    @Test func `what tmux holds is looked at, and a pane is mended through the link`() throws {
      try inScene { scene in
        let tmux = ["/usr/bin/tmux", "-L", "t", "-f", "/dev/null"]
        scene.environment["TMUX_TMPDIR"] = scene.root
        let place = scene.root + "/agents"
        try make(place)
        let agent = try scene.agent(at: place + "/one")
        try scene.add(scene.key("key"), to: place + "/one")
        let created = try scene.run(
          tmux + ["new-session", "-d", "-x", "80", "-y", "24", "/bin/sh"],
          with: ["SSH_AUTH_SOCK": scene.link])
        try #require(created.status == 0, "\(created)")
        defer { _ = try? scene.run(tmux + ["kill-server"]) }
        let server = try scene.run(
          tmux + ["display-message", "-p", "#{socket_path},#{pid},0"]
        ).output.trimmingCharacters(in: .newlines)
        let inside: [String: String?] = ["TMUX": server]

        // Only tmux knows where it is.
        try scene.run(tmux + ["set-environment", "SSH_AUTH_SOCK", place + "/one"])
        let fix = try scene.fix(with: inside)
        #expect(fix.status == 0 && target(of: scene.link) == place + "/one", "\(fix)")
        agent.end()
        _ = try scene.agent(at: place + "/two")
        try scene.add(scene.key("other"), to: place + "/two")
        try scene.run(tmux + ["set-environment", "SSH_AUTH_SOCK", place + "/two"])
        try scene.fix("--shell", "sh", with: inside)
        #expect(target(of: scene.link) == place + "/two")
        let answer = scene.root + "/answer"
        try scene.run(
          tmux + ["send-keys", "ssh-add -l >'\(answer)'; touch '\(answer).done'", "Enter"])
        try waitFor("what the pane says") { exists(answer + ".done") }
        #expect(try String(contentsOfFile: answer, encoding: .utf8).contains("other"))

        for words in [
          ["-r", "SSH_AUTH_SOCK"], ["-u", "SSH_AUTH_SOCK"], ["-gu", "SSH_AUTH_SOCK"],
        ] {
          try scene.run(tmux + ["set-environment"] + words)
          let list = try scene.fix("--list", with: inside)
          #expect(list.status == 0 && list.output.contains(place + "/two"), "\(list)")
          let outside = scene.runtime + "/nothing"
          #expect(!list.output.contains(outside))
        }
      }
    }

    @Test func `a tmux that does not answer keeps nobody waiting`() throws {
      try inScene { scene in
        let bin = scene.root + "/bin"
        try make(bin)
        try write("#!/bin/sh\nexec sleep 30\n", to: bin + "/tmux", mode: 0o755)
        let fix = try scene.fix(
          "--shell", "sh", with: ["TMUX": "/x,1,0", "PATH": bin + ":/usr/bin:/bin"])
        #expect(fix.status == 0 && fix.milliseconds < 2000, "\(fix)")
      }
    }
  }
}
