import Formats
import Foundation
import Glibc
import Machines
import Testing

extension RealAgents {
  /// The agent that gotools starts, finds again, and ends.
  @Suite struct OwnAgentTests {
    @Test func `an agent is started once, found again and ended`() throws {
      try inScene { scene in
        let first = try scene.fix()
        #expect(first.status == 0 && first.output.contains("started an ssh-agent"), "\(first)")
        #expect(first.errors == "")
        #expect(target(of: scene.link) == scene.started)
        let agents = scene.agents
        #expect(agents.count == 1)
        let again = try scene.fix()
        #expect(again.status == 0 && again.output.hasPrefix("this shell does not use"), "\(again)")
        let using = try scene.fix(with: ["SSH_AUTH_SOCK": scene.link])
        #expect(using.status == 0 && using.output == "" && using.errors == "", "\(using)")
        #expect(scene.agents == agents)

        let key = try scene.key("key")
        try scene.add(key, to: scene.link)
        let used = try scene.fix("--check", with: ["SSH_AUTH_SOCK": scene.link])
        #expect(used.status == 0, "\(used)")
        let list = try scene.fix("--list", with: ["SSH_AUTH_SOCK": scene.link])
        let print = try scene.run(["/usr/bin/ssh-keygen", "-lf", key]).output.split(separator: " ")
        #expect(list.output.contains(print[1]) && list.output.contains("alive"), "\(list)")

        let end = try scene.fix("--stop")
        #expect(end.status == 0 && end.output.contains("\(agents[0])"), "\(end)")
        #expect(!isThere(agents[0]))
        #expect(!exists(scene.started) && !exists(scene.started + ".record"))
        let none = try scene.fix("--stop")
        #expect(none.status == 0 && none.output.contains("no agent"), "\(none)")
      }
    }

    @Test func `what another gotools has half done this very minute stays`() throws {
      try inScene { scene in
        try make(scene.own)
        let names = ["started.sock.record.000000000000000a", "silent.0123456789abcdef"]
        for name in names { try write("", to: scene.own + "/" + name) }
        let link = scene.own + "/agent.sock.000000000000001f"
        try FileManager.default.createSymbolicLink(
          atPath: link, withDestinationPath: scene.own + "/nothing")
        let fix = try scene.fix()
        #expect(fix.status == 0, "\(fix)")
        #expect(names.allSatisfy { exists(scene.own + "/" + $0) })
        #expect(target(of: link) == scene.own + "/nothing")
      }
    }

    @Test
    func `where somebody holds the socket and does not listen none is started, and that is said`()
      throws
    {
      try inScene { scene in
        try make(scene.own)
        let holder = try LocalSocket(at: scene.started)
        let fix = try scene.fix("--shell", "sh")
        #expect(
          fix.status == 1 && fix.errors.contains("some process holds “\(scene.started)”"), "\(fix)")
        withExtendedLifetime(holder) {}
        #expect(exists(scene.started) && scene.agents.isEmpty)
      }
    }

    @Test func `the link goes to the agent with keys, and leaves one that is gone`() throws {
      try inScene { scene in
        try scene.fix()
        let other = scene.runtime + "/ssh-agent"
        let agent = try scene.agent(at: other)
        try scene.add(scene.key("key"), to: other)
        let moved = try scene.fix("--shell", "sh")
        #expect(moved.status == 0 && target(of: scene.link) == other, "\(moved)")
        agent.end()
        let back = try scene.fix("--shell", "sh", with: ["SSH_AUTH_SOCK": scene.link])
        #expect(back.output == moved.output, "\(back)")
        #expect(target(of: scene.link) == scene.started)
        // Nobody but its owner removes what is no name of ssh-agent's own giving.
        #expect(exists(other))
        #expect(scene.agents.count == 1)
      }
    }

    @Test func `default keys are loaded where that is asked for, without a question`() throws {
      try inScene { scene in
        try make(scene.home + "/.ssh")
        try FileManager.default.copyItem(
          atPath: scene.key("key"), toPath: scene.home + "/.ssh/id_ed25519")
        // ssh-add takes the home that the system knows.
        let preload = try Preload(scene)
        let loaded = try scene.fix("--load", with: preload.variables)
        #expect(loaded.status == 0 && loaded.errors.contains("Identity added"), "\(loaded)")
        #expect(try scene.states()[scene.started] == "alive")
      }
    }

    @Test(arguments: [false, true])
    func `keys that have a passphrase are left out, and others are loaded each time`(
      isOnTerminal: Bool
    ) throws {
      try inScene { scene in
        let place = scene.home + "/.ssh"
        try make(place)
        func copy(_ key: String, to name: String) throws {
          for end in ["", ".pub"] {
            try FileManager.default.copyItem(atPath: key + end, toPath: place + "/" + name + end)
          }
        }
        try copy(scene.key("key"), to: "id_ed25519")
        let preload = try Preload(scene)
        func load() throws -> Outcome {
          if !isOnTerminal { return try scene.fix("--load", with: preload.variables) }
          // An empty line answers each question; the terminal gets all that is said.
          let line = "'\(try scene.gotools())' agent-fix --load"
          return try scene.run(
            ["/bin/sh", "-c", "(sleep 2; printf '\\n\\n\\n') | script -qec \"\(line)\" /dev/null"],
            with: preload.variables)
        }
        let protected = try scene.run(
          [
            "/usr/bin/ssh-keygen", "-q", "-t", "ecdsa", "-N", "secret", "-f", place + "/id_ecdsa",
          ])
        try #require(protected.status == 0, "\(protected)")
        for _ in 0..<2 {
          let loaded = try load()
          let said = loaded.output + loaded.errors
          #expect(loaded.status == 0 && said.contains("Identity added"), "\(loaded)")
          #expect(said.contains("left out") && said.contains("id_ecdsa"), "\(loaded)")
        }
        #expect(try scene.states()[scene.started] == "alive")
        try FileManager.default.removeItem(atPath: place + "/id_ed25519")
        try FileManager.default.removeItem(atPath: place + "/id_ed25519.pub")
        let none = try load()
        #expect(none.status == 74, "\(none)")
        #expect((none.output + none.errors).contains("loaded no key"), "\(none)")
      }
    }

    @Test func `a key that others may read is told by its permissions`() throws {
      try inScene { scene in
        try make(scene.home + "/.ssh")
        let place = scene.home + "/.ssh/id_ed25519"
        try FileManager.default.copyItem(atPath: scene.key("key"), toPath: place)
        _ = try call("chmod") { unsafe chmod(place, 0o644) }
        let load = try scene.fix("--load", with: Preload(scene).variables)
        #expect(load.status == 74 && load.errors.contains("Permissions 0644"), "\(load)")
        #expect(!load.errors.contains("@@"))
      }
    }

    @Test func `a locked agent is one without keys, and stays`() throws {
      try inScene { scene in
        try scene.fix()
        try scene.add(scene.key("key"), to: scene.link)
        let ask = scene.root + "/ask"
        try write("#!/bin/sh\necho secret\n", to: ask, mode: 0o755)
        let locked = try scene.run(
          ["/usr/bin/ssh-add", "-x"],
          with: [
            "SSH_AUTH_SOCK": scene.link, "SSH_ASKPASS": ask, "SSH_ASKPASS_REQUIRE": "force",
            "DISPLAY": ":0",
          ])
        try #require(locked.status == 0, "\(locked)")
        let agents = scene.agents
        let fix = try scene.fix(with: ["SSH_AUTH_SOCK": scene.link])
        #expect(fix.status == 0, "\(fix)")
        #expect(try scene.states()[scene.started] == "empty")
        #expect(scene.agents == agents)
        #expect(target(of: scene.link) == scene.started)
      }
    }

    @Test func `a stopped agent is silent, not gone, and another is used`() throws {
      try inScene { scene in
        try scene.fix()
        let agents = scene.agents
        try #require(agents.count == 1)
        kill(agents[0], SIGSTOP)
        let variables = ["SSH_AUTH_SOCK": scene.link]
        let alone = try scene.fix("--shell", "sh", with: variables)
        #expect(alone.status == 1 && alone.output == "" && alone.errors != "", "\(alone)")
        #expect(alone.milliseconds < 2500)
        let check = try scene.fix("--check", with: variables)
        #expect(check.status == 1 && check.output.contains("GT204"), "\(check)")
        #expect(check.milliseconds < 1300)
        for words in [["--clean"], ["--stop"]] {
          try scene.run([scene.gotools(), "agent-fix"] + words)
          #expect(exists(scene.started) && isThere(agents[0]))
        }
        let other = scene.runtime + "/openssh_agent"
        _ = try scene.agent(at: other)
        let fix = try scene.fix(with: variables)
        #expect(fix.status == 0 && target(of: scene.link) == other, "\(fix)")
        #expect(fix.milliseconds < 1300)
        #expect(exists(scene.started))
        kill(agents[0], SIGCONT)
        try waitFor("the answer of the agent that goes on") {
          try scene.states()[scene.started] == "empty"
        }
      }
    }

    @Test func `what stands in the way of a start is named with its process, and asked once`()
      throws
    {
      try inScene { scene in
        try scene.fix()
        let agents = scene.agents
        try #require(agents.count == 1)
        kill(agents[0], SIGSTOP)
        for variables in [[:], ["SSH_AUTH_SOCK": scene.link]] {
          let check = try scene.fix("--check", with: variables)
          #expect(check.output.contains("kill -CONT \(agents[0]) "), "\(check)")
          #expect(!check.output.contains("start one"))
        }
        _ = try scene.fix("--shell", "sh")
        for words in [["--shell", "sh"], ["--shell", "sh", "--prefer", "local"]] {
          let again = try scene.run([scene.gotools(), "agent-fix"] + words)
          #expect(again.status == 1 && again.output == "", "\(again)")
          #expect(again.errors.contains("does not answer"), "\(again)")
          #expect(again.milliseconds < 200, "\(again)")
        }
        kill(agents[0], SIGCONT)
      }
    }

    @Test(arguments: [false, true])
    func `where an agent's own socket lies in the link's place, all forms say so and agree`(
      isUsed: Bool
    ) throws {
      try inScene { scene in
        try make(scene.own)
        let agent = try scene.agent(at: scene.link)
        try scene.add(scene.key("key"), to: scene.link)
        for words in [[], ["--json"], ["-v"], ["--shell", "sh"]] {
          let fix = try scene.run(
            [scene.gotools(), "agent-fix"] + words,
            with: ["SSH_AUTH_SOCK": isUsed ? scene.link : nil])
          #expect(fix.status == 0 && fix.errors.contains("move it away"), "\(words): \(fix)")
        }
        #expect(agent.isRunning)
      }
    }

    @Test func `few descriptors do not keep an agent from its work`() throws {
      try inScene { scene in
        let line = "ulimit -Sn 100; exec '\(try scene.gotools())' agent-fix"
        let fix = try scene.run(["/bin/sh", "-c", line])
        #expect(fix.status == 0 && target(of: scene.link) == scene.started, "\(fix)")
        let agents = scene.agents
        try #require(agents.count == 1)
        let limits = try String(contentsOfFile: "/proc/\(agents[0])/limits", encoding: .utf8)
        let files = limits.split(separator: "\n").first { $0.hasPrefix("Max open files") }
        #expect(files?.split(separator: " ").dropFirst(3).first == "1024", "\(limits)")
      }
    }

    @Test func `an agent that can never answer is ended at once, and leaves nothing`() throws {
      try inScene { scene in
        let bin = scene.root + "/bin"
        try make(bin)
        // With so few descriptors it starts, and accepts no connection.
        try write(
          "#!/bin/bash\nulimit -n 10\nexec -a ssh-agent /usr/bin/ssh-agent \"$@\"\n",
          to: bin + "/ssh-agent", mode: 0o755)
        let fix = try scene.fix(with: ["PATH": bin + ":/usr/bin:/bin"])
        #expect(fix.status == 1 && fix.errors.contains("ulimit -n"), "\(fix)")
        #expect(scene.agents.isEmpty && !exists(scene.started))
        #expect(!exists(scene.started + ".record"))
        let next = try scene.fix()
        #expect(next.status == 0 && scene.agents.count == 1, "\(next)")
      }
    }

    @Test func `an agent that waits for its user's confirmation is left alone`() throws {
      try inScene { scene in
        let ask = scene.root + "/ask"
        let asked = scene.root + "/asked"
        try write("#!/bin/sh\ntouch '\(asked)'\nsleep 3\n", to: ask, mode: 0o755)
        let socket = scene.runtime + "/ssh-agent"
        let agent = try scene.start(
          [
            "/usr/bin/env", "SSH_ASKPASS=\(ask)", "SSH_ASKPASS_REQUIRE=force", "DISPLAY=:0",
            "/usr/bin/ssh-agent", "-D", "-a", socket,
          ])
        try waitFor("the agent") { agent.text.contains("SSH_AUTH_SOCK") }
        let key = try scene.key("key")
        try scene.add(key, to: socket, "-c")
        try write("text", to: scene.root + "/text")
        try FileManager.default.removeItem(atPath: key)
        let signing = try scene.start(
          [
            "/usr/bin/ssh-keygen", "-Y", "sign", "-n", "file", "-f", key + ".pub",
            scene.root + "/text",
          ],
          with: ["SSH_AUTH_SOCK": socket])
        try waitFor("the question") { exists(asked) }
        let variables = ["SSH_AUTH_SOCK": socket]
        let check = try scene.fix("--check", with: variables)
        #expect(check.status == 1 && check.milliseconds < 1300, "\(check)")
        try scene.fix("--clean", with: variables)
        #expect(exists(socket) && agent.isRunning)
        #expect(signing.outcome().status == 0)
        let after = try scene.fix("--check", with: variables)
        #expect(after.status == 0, "\(after)")
      }
    }

    @Test(arguments: ["none", "damaged", "number"])
    func `an agent of which nothing is written down is named and not ended, and used`(
      fault: String
    ) throws {
      try inScene { scene in
        try scene.fix()
        let agents = scene.agents
        try #require(agents.count == 1)
        let foreign = try scene.agent(at: scene.root + "/foreign.sock")
        let record = scene.started + ".record"
        switch fault {
        case "none": try FileManager.default.removeItem(atPath: record)
        case "damaged": try write("x", to: record)
        default: try write("gotools agent 1\nx\n1\n1\n", to: record)
        }
        let stop = try scene.fix("--stop")
        #expect(stop.status == 74 && stop.errors.contains("kill \(agents[0]) "), "\(stop)")
        #expect(isThere(agents[0]) && foreign.isRunning && exists(scene.started))
        let fix = try scene.fix(with: ["SSH_AUTH_SOCK": scene.link])
        #expect(fix.status == 0 && scene.agents == agents, "\(fix)")
        kill(agents[0], SIGTERM)
        try waitFor("its end") { !isThere(agents[0]) }
        let none = try scene.fix("--stop")
        #expect(none.status == 0 && !exists(record), "\(none)")
      }
    }

    @Test(arguments: ["boot", "start", "sleep", "agent"])
    func `what is not provably the agent that was started is not ended`(fault: String) throws {
      try inScene { scene in
        try scene.fix()
        let agents = scene.agents
        try #require(agents.count == 1)
        let sleeper = try scene.start(["/usr/bin/sleep", "100"])
        // The kernel tells beginnings apart by hundredths of a second.
        usleep(30_000)
        let foreign = try scene.agent(at: scene.root + "/foreign.sock")
        let record = scene.started + ".record"
        var lines = try String(contentsOfFile: record, encoding: .utf8)
          .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        switch fault {
        case "boot": lines[1] = "0fe3b2a6-8a5c-4c41-9d5c-000000000000"
        case "start": lines[3] = "\((Int(lines[3]) ?? 0) + 1)"
        case "sleep": lines[2] = "\(sleeper.process)"
        case "agent": lines[2] = "\(foreign.process)"
        default: break
        }
        try write(lines.joined(separator: "\n"), to: record)
        let stop = try scene.fix("--stop")
        #expect(stop.status == 74 && stop.errors.contains("nothing was ended"), "\(stop)")
        #expect(isThere(agents[0]))
        #expect(sleeper.isRunning)
        #expect(foreign.isRunning, "\(foreign.outcome()) \(stop) \(lines)")
        #expect(exists(scene.started))
      }
    }

    @Test func `an agent that has ended by itself is found gone, whoever has its number`() throws {
      try inScene { scene in
        try scene.fix()
        let agents = scene.agents
        try #require(agents.count == 1)
        kill(agents[0], SIGKILL)
        try waitFor("its end") { !isThere(agents[0]) }
        let stop = try scene.fix("--stop")
        #expect(stop.status == 0, "\(stop)")
        #expect(!exists(scene.started))
        let fix = try scene.fix()
        #expect(fix.status == 0 && scene.agents.count == 1, "\(fix)")
      }
    }
  }

  /// What agents leave that did not end in peace.
  @Suite struct RemainsTests {
    @Test func `the socket of a project's agent that was killed goes after a minute`() throws {
      try inScene { scene in
        try scene.fix("--project", scene.home)
        let agents = scene.agents
        try #require(agents.count == 1)
        let files = try FileManager.default.contentsOfDirectory(atPath: scene.own)
        let name = try #require(files.first { $0.hasSuffix(".sock") })
        let socket = scene.own + "/" + name
        let record = socket + ".record"
        kill(agents[0], SIGKILL)
        try waitFor("its end") { !isThere(agents[0]) }
        let plan = try scene.fix("--clean", "--plan")
        #expect(plan.output.contains("\(socket)”: it is younger than a minute"), "\(plan)")
        let machine = try Machine.live(environment: [
          "HOME": .init(scene.home), "XDG_RUNTIME_DIR": .init(scene.runtime),
        ])
        func stale() throws -> StaleSockets {
          StaleSockets(
            in: try AgentSurvey(of: machine, .everywhere), now: Int64(time(nil)) + 61)
        }
        #expect(try stale().removable.contains { $0.real.text == socket })
        // Whoever is written down there may only have lost its socket for a moment.
        let text = try String(contentsOfFile: record, encoding: .utf8)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let status = try String(contentsOfFile: "/proc/self/stat", encoding: .utf8)
        let fields = try #require(status.split(separator: ")").last).split(separator: " ")
        lines[2] = "\(getpid())"
        lines[3] = String(fields[19])
        try write(lines.joined(separator: "\n"), to: record)
        #expect(try stale().kept.contains { $0.reason.contains("runs still") })
        try FileManager.default.removeItem(atPath: socket)
        try scene.fix("--clean")
        #expect(exists(record))
        try write(text, to: record)
        try scene.fix("--clean")
        #expect(!exists(record))
      }
    }

    @Test func `a session without a runtime directory is found by one with it`() throws {
      try inScene { scene in
        let without = try scene.fix(with: ["XDG_RUNTIME_DIR": nil])
        let started = scene.home + "/.local/state/gotools/started.sock"
        #expect(without.status == 0 && exists(started), "\(without)")
        let with = try scene.fix()
        #expect(with.status == 0 && target(of: scene.link) == started, "\(with)")
        #expect(scene.agents.isEmpty)
      }
    }
  }

  /// Agents of projects.
  @Suite struct ProjectTests {
    @Test func `systemd is told of the link alone, and of no project's agent`() throws {
      try inScene { scene in
        let found = try scene.fix("--project", scene.home, "--shell", "sh")
        let socket = try #require(found.output.split(separator: "'").dropFirst().first)
        let told = try scene.fix("--export-systemd", with: ["SSH_AUTH_SOCK": String(socket)])
        #expect(
          told.status == 74 && told.errors.contains("the agent of a project, “\(socket)”"),
          "\(told)")
      }
    }

    @Test func `where no link can be made systemd is told of none`() throws {
      try inScene { scene in
        try make(scene.own, mode: 0o755)
        let socket = scene.runtime + "/ssh-agent"
        _ = try scene.agent(at: socket)
        try scene.add(scene.key("key"), to: socket)
        let told = try scene.fix("--export-systemd", with: ["SSH_AUTH_SOCK": socket])
        #expect(
          told.status == 74 && told.errors.contains("there is no link to “\(socket)”"), "\(told)")
      }
    }

    @Test func `an agent that is written down for another directory is neither used nor ended`()
      throws
    {
      try inScene { scene in
        try scene.fix("--project", scene.home, "--shell", "sh")
        let agents = scene.agents
        try #require(agents.count == 1)
        let names = try FileManager.default.contentsOfDirectory(atPath: scene.own)
        let name = try #require(names.first { $0.hasSuffix(".record") })
        let record = scene.own + "/" + name
        let text = try String(contentsOfFile: record, encoding: .utf8)
        for other in ["/elsewhere", ""] {
          try write(text.replacing(scene.home, with: other), to: record)
          let stop = try scene.fix("--project", scene.home, "--stop")
          #expect(stop.status == 74 && stop.errors.contains("has the name that"), "\(stop)")
          let use = try scene.fix("--project", scene.home)
          #expect(use.status == 74 && use.output == "", "\(use)")
        }
        #expect(scene.agents == agents && exists(record))
      }
    }

    @Test func `two projects have an agent each, with a lifetime where one is given`() throws {
      try inScene { scene in
        // Far longer than a socket's path may be.
        var deep = scene.root
        while deep.utf8.count < 3700 { deep += "/" + String(repeating: "d", count: 200) }
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        let other = scene.root + "/it's $(touch x)"
        try make(other)
        var sockets: [String] = []
        for directory in [deep, other] {
          let lines = try scene.fix("--project", directory, "--shell", "sh", "-t", "2s")
          #expect(lines.status == 0, "\(lines)")
          let again = try scene.fix("--project", directory, "--shell", "sh")
          #expect(again.output == lines.output)
          let value = try scene.run(
            ["/bin/sh", "-c", lines.output + "printf %s \"$SSH_AUTH_SOCK\""])
          #expect(value.output.utf8.count <= 107 && exists(value.output), "\(value)")
          sockets.append(value.output)
        }
        #expect(sockets[0] != sockets[1] && scene.agents.count == 2)
        try scene.add(scene.key("key"), to: sockets[0])
        // The link is for all, and never leads to the agent of a project.
        try scene.fix()
        #expect(target(of: scene.link) == scene.started)
        try waitFor("the end of the key") { try scene.states()[sockets[0]] == "empty" }
        let list = try scene.fix("--list")
        #expect(list.output.contains("for the project “\(deep)”"), "\(list)")
        let stop = try scene.fix("--project", deep, "--stop")
        #expect(stop.status == 0, "\(stop)")
        #expect(!exists(sockets[0]) && exists(sockets[1]) && scene.agents.count == 2)
        let here = try scene.fix("--project", "--stop", in: other)
        #expect(here.status == 0 && !exists(sockets[1]), "\(here)")
        let none = try scene.fix("--project", other, "--stop")
        #expect(none.status == 0 && scene.agents.count == 1, "\(none)")
      }
    }
  }
}

/// What becomes of a project's directory while its agent runs.
extension RealAgents {
  @Suite struct FormerProjectTests {
    @Test(arguments: ["gone", "moved", "moved, with a link", "below a link"])
    func `the agent of a directory that is gone is ended by its name`(fate: String) throws {
      try inScene { scene in
        let directory = scene.root + "/project"
        try make(directory)
        var name = directory
        if fate == "below a link" {
          try FileManager.default.createSymbolicLink(
            atPath: scene.home + "/link", withDestinationPath: scene.root)
          name = scene.home + "/link/project"
        }
        let start = try scene.fix("--project", name)
        try #require(start.status == 0 && scene.agents.count == 1, "\(start)")
        try FileManager.default.moveItem(atPath: directory, toPath: scene.root + "/other")
        if fate == "gone" || fate == "below a link" { removeTree(scene.root + "/other") }
        if fate == "moved, with a link" {
          try FileManager.default.createSymbolicLink(
            atPath: directory, withDestinationPath: scene.root + "/other")
        }
        let other = try scene.fix("--project", "--stop", scene.root + "/nowhere")
        #expect(other.status == 0 && other.output.contains("no agent of"), "\(other)")
        let stop = try scene.fix("--project", "--stop", name + "/")
        #expect(stop.status == 0 && stop.output.contains("ended"), "\(stop)")
        #expect(scene.agents.isEmpty)
      }
    }
  }
}

/// What makes OpenSSH's programs take the home of a scene for that of the user.
struct Preload {
  let library: String
  let variables: [String: String]

  init(_ scene: Scene) throws {
    library = scene.root + "/sshd_user.so"
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "sshd_user.c").path
    let made = try scene.run(
      ["/usr/bin/gcc", "-shared", "-fPIC", "-O1", "-o", library, source])
    try #require(made.status == 0, "\(made)")
    let empty = scene.root + "/empty"
    try make(empty, mode: 0o755)
    variables = ["LD_PRELOAD": library, "TEST_HOME": scene.home, "TEST_EMPTY": empty]
  }
}
