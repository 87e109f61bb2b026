internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var agentSocketMissing: Check {
    Check(
      "GT202", "agent-socket-missing", "SSH_AUTH_SOCK names nothing",
      severity: .error,
      firesOn: Example(environment: [
        "HOME": "/home/u", "SSH_AUTH_SOCK": "/tmp/ssh-uAlsJLsIEPTm/agent.31115",
      ]),
      silentOn: Example(
        [
          "/tmp/ssh-uAlsJLsIEPTm": .directory(mode: 0o700),
          "/tmp/ssh-uAlsJLsIEPTm/agent.31115": .agent(.answers([.example])),
        ],
        environment: ["HOME": "/home/u", "SSH_AUTH_SOCK": "/tmp/ssh-uAlsJLsIEPTm/agent.31115"]),
      words: Words(
        problem: """
          The path in SSH_AUTH_SOCK leads nowhere: nothing is there, or a link whose end is gone. That is what a connection \
          leaves behind in shells that outlive it, in tmux and in an editor's server above all.
          """,
        breaks: """
          ssh and git go on without an agent: "Permission denied (publickey)", or a passphrase is asked for. go get of a \
          private module fails with that.
          """,
        remedy: """
          gotools agent-fix looks for a working agent and keeps a link to it that stays the same; eval "$(gotools agent-fix --shell bash)" lets \
          this shell use the link. Removing the link takes that back.
          """,
        exceptions: """
          A program that knows it has no agent may be left alone; nothing else uses a path that leads nowhere.
          """)
    ) { survey in
      guard let current = survey.current else { return .ok }
      switch current.state {
      case .missing, .dangling, .circle:
        return .finding(
          Finding(
            .error,
            seen: survey.seen(current),
            so: "ssh, git and go in this shell use no agent", because: [survey.variableEvidence],
            remedies: survey.repairs))
      default: return .ok
      }
    }
  }
}
