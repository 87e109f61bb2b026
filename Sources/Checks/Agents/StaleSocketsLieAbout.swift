internal import Formats
internal import Machines

extension Check<AgentComparison> {
  static var staleSocketsLieAbout: Check {
    Check(
      "GT214", "stale-sockets-lie-about", "sockets of agents that are gone lie about",
      severity: .info,
      firesOn: Example([
        "/tmp": .directory(mode: 0o1777),
        "/tmp/ssh-uAlsJLsIEPTm": .directory(mode: 0o700, owner: 1000),
        "/tmp/ssh-uAlsJLsIEPTm/agent.31115": .agent(.stale, modified: Example.now - 86_400),
      ]),
      silentOn: Example([
        "/tmp": .directory(mode: 0o1777),
        "/tmp/ssh-uAlsJLsIEPTm": .directory(mode: 0o700, owner: 1000),
        "/tmp/ssh-uAlsJLsIEPTm/agent.31115": .agent(.stale, modified: Example.now - 5),
        "/tmp/ssh-v6rlxj5DjV": .directory(mode: 0o700, owner: 1000),
        "/tmp/ssh-v6rlxj5DjV/agent.4314": .agent(.late(1000), modified: Example.now - 86_400),
      ]),
      words: Words(
        problem: """
          An ssh-agent or sshd that is killed leaves its socket behind, in /tmp/ssh-* or in ~/.ssh/agent. They are counted here where every one \
          of these holds: it is yours, bears a name that OpenSSH gives, is older than a minute, nothing names it, the connection is refused, \
          and the kernel knows nobody who has it open.
          """,
        breaks: """
          Nothing by itself. Scripts that look for an agent take one of them for alive, or try them one by one; and there are \
          more every day where sessions end with a broken connection.
          """,
        remedy: """
          gotools agent-fix --clean removes them and nothing else; with --plan it shows which and why others stay. It cannot be undone, nor \
          need it be: such a socket never works again.
          """,
        exceptions: """
          Sockets of gpg-agent, keyrings and services are never among them, nor links, nor what IdentityAgent names or may name, nor what lies on a network or Windows mount, nor another host's \
          in a shared home directory. An agent that is only busy or stopped has not gone.
          """)
    ) { comparison in
      let survey = comparison.survey
      let stale = StaleSockets(
        in: survey, now: survey.machine.now(), knowing: comparison.identityAgents
      ).removable
      guard let first = stale.first else { return .ok }
      return .finding(
        Finding(
          .info,
          seen: stale.count == 1
            ? "nobody listens on “\(first.real)” any more"
            : "nobody listens any more on \(stale.count) sockets, “\(first.real)” the first of them",
          so: "nothing by itself; what looks for an agent meets them all",
          because: stale.prefix(5).map(\.evidence),
          remedies: [
            .command(
              "remove \(stale.count == 1 ? "it" : "them"); with --plan it shows what goes",
              argv: ["gotools", "agent-fix", "--clean"])
          ]))
    }
  }
}
