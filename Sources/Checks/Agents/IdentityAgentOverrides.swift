internal import Formats
internal import Machines

extension Check<AgentComparison> {
  static var identityAgentOverrides: Check {
    Check(
      "GT212", "identity-agent-overrides", "ssh is told to use another agent than SSH_AUTH_SOCK",
      severity: .info,
      firesOn: Example(
        [
          "/home/u/.ssh/config": "Host *.example.com\n  IdentityAgent ~/.1password/agent.sock\n",
          "/run/user/1000/ssh-agent": .agent(.answers([.example])),
        ],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/ssh-agent",
        ]),
      silentOn: Example(
        [
          "/home/u/.ssh/config": "Include work\nHost *\n  IdentityAgent SSH_AUTH_SOCK\n",
          "/home/u/.ssh/work": "IdentityAgent /run/user/1000/ssh-agent\n",
          "/run/user/1000/ssh-agent": .agent(.answers([.example])),
        ],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/ssh-agent",
        ]),
      words: Words(
        problem: """
          A line IdentityAgent in ~/.ssh/config, /etc/ssh/ssh_config or a file that these include names an agent, or none. For the hosts it is for, ssh \
          uses that one, whatever SSH_AUTH_SOCK says. Password managers have such a line written.
          """,
        breaks: """
          Nothing by itself. But ssh-add shows the keys of one agent and ssh uses those of another, a forwarded agent is passed over, \
          and mending SSH_AUTH_SOCK does not help with those hosts.
          """,
        remedy: """
          If it is not meant: take the line out, or write IdentityAgent SSH_AUTH_SOCK for those hosts before it; the first line that fits counts. \
          ssh -G HOST prints the agent for a host as identityagent. Undo: write the line again.
          """,
        exceptions: """
          Nothing is said of a line that names SSH_AUTH_SOCK or its socket. What ssh decides by Match, a variable in an Include, or a pattern with \
          brackets there is not followed; where nothing else is found the outcome is unknown then.
          """)
    ) { comparison in
      let agents = comparison.identityAgents
      guard let first = agents.elsewhere.first else {
        return agents.passedOver.first.map { .unknown($0) } ?? .ok
      }
      let scope = first.scope.map { " (below “\($0)”)" } ?? ""
      let count = agents.elsewhere.count - 1
      let others = count == 0 ? "" : " (and \(count) more \(count == 1 ? "line" : "lines"))"
      return .finding(
        Finding(
          .info,
          seen:
            "“\(first.file)”, line \(first.line.line)\(scope), says IdentityAgent “\(first.line.value)”\(others)",
          so: "ssh and git do not use the agent in SSH_AUTH_SOCK for "
            + (first.isForAll ? "any host" : "those hosts") + ", while ssh-add does",
          because: agents.elsewhere.prefix(5).map {
            .file($0.file, says: "IdentityAgent " + $0.line.value)
          },
          remedies: [
            .edit(
              "if it is not meant, take the line out or write IdentityAgent SSH_AUTH_SOCK in its place; ssh -G HOST "
                + "prints what counts for a host")
          ]))
    }
  }
}
