internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var stableLinkUnused: Check {
    Check(
      "GT217", "stable-link-unused", "SSH_AUTH_SOCK is not the link that stays the same",
      severity: .info,
      firesOn: Example(
        [
          "/home/u/.bashrc": "eval \"$(gotools init bash)\"\n",
          "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT": .agent(.answers([.example])),
        ],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000", "SHELL": "/bin/bash",
          "SSH_AUTH_SOCK": "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT",
        ]),
      silentOn: Example(
        [
          "/home/u/.bashrc": "GOTOOLS_AGENT=1\neval \"$(gotools init bash)\"\n",
          "/run/user/1000/gotools/agent.sock": .link(
            "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT"),
          "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT": .agent(.answers([.example])),
        ],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000", "SHELL": "/bin/bash",
          "SSH_AUTH_SOCK": "/run/user/1000/gotools/agent.sock",
        ]),
      words: Words(
        problem: """
          SSH_AUTH_SOCK works and is the socket of one agent or of one connection. When that ends, this shell, the panes of tmux and an editor's server that got \
          the path from it have no agent. gotools keeps a link that stays the same and leads to a working agent, and its lines are in your start-up file; \
          they set SSH_AUTH_SOCK to the link where GOTOOLS_AGENT=1 says that they may.
          """,
        breaks: """
          Nothing now. After a new connection: "Permission denied (publickey)" in whatever runs since before.
          """,
        remedy: """
          Write GOTOOLS_AGENT=1 (in fish: set -g GOTOOLS_AGENT 1) before the line of gotools init. Undo: take it out, and in shells \
          that run: unset SSH_AUTH_SOCK (set -e SSH_AUTH_SOCK in fish).
          """,
        exceptions: """
          Nothing is said without the line of gotools init in the start-up file of the shell at hand, nor where GOTOOLS_AGENT is set to \
          something there or in the environment: that is a choice.
          """)
    ) { survey in
      let machine = survey.machine
      guard let current = survey.current, current.keys != nil, !survey.usesLink,
        !current.isProjects, survey.places.link != nil,
        machine.environment.nonEmpty("GOTOOLS_AGENT") == nil,
        let name = machine.shell, let kind = UserShell.Kind(rawValue: name.text)
      else { return .ok }
      let files = try StartUpFiles(
        of: UserShell(path: "/bin/" + name, kind: kind), in: .interactive, on: machine)
      guard
        let place = files.firstLine(of: files.read, where: { $0.text.contains("gotools init") }),
        files.firstLine(of: files.read, where: { $0.text.contains("GOTOOLS_AGENT") }) == nil
      else { return .ok }
      let setting = kind == .fish ? "set -g GOTOOLS_AGENT 1" : "GOTOOLS_AGENT=1"
      return .finding(
        Finding(
          .info,
          seen:
            "SSH_AUTH_SOCK is “\(current.path)” and not the link of gotools, which “\(place.file)”, line \(place.line), "
            + "would have it use",
          so: "once \(current.kind.words) ends, this shell and what it started have none",
          because: [
            survey.variableEvidence,
            .file(place.file, says: "gotools init without GOTOOLS_AGENT=1"),
          ],
          remedies: [
            .edit("write \(setting) before line \(place.line) of “\(place.file)”"),
            survey.useAgent("for this shell now"),
          ]))
    }
  }
}
