internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var agentSocketStale: Check {
    Check(
      "GT203", "agent-socket-stale", "the agent that SSH_AUTH_SOCK names is gone",
      severity: .error,
      firesOn: Example(
        ["/run/user/1000/ssh-agent": .agent(.stale)],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/ssh-agent",
        ]),
      silentOn: Example(
        ["/run/user/1000/ssh-agent": .agent(.answers([.example]))],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/ssh-agent",
        ]),
      words: Words(
        problem: """
          The socket in SSH_AUTH_SOCK is there, and nobody listens on it: its agent has ended without taking the file along, or the \
          connection that forwarded an agent broke off. Shells, panes of tmux and an editor's server that began before still hold the path.
          """,
        breaks: """
          ssh and git go on without an agent: "Permission denied (publickey)", or a passphrase is asked for; ssh-add says "Error connecting to \
          agent: Connection refused". go get of a private module fails with that.
          """,
        remedy: """
          gotools agent-fix looks for a working agent and keeps a link to it that stays the same; eval "$(gotools agent-fix --shell bash)" lets \
          this shell use the link. The socket left behind goes too, where it is certain that nobody needs it. Removing the link takes that back.
          """,
        exceptions: """
          Only a refused connection counts. An agent that does not answer in time may be busy and is told as GT204; what is \
          no socket is told as GT207.
          """)
    ) { survey in
      guard let current = survey.current else { return .ok }
      if let other = survey.unasked { return other }
      guard current.state == .stale else { return .ok }
      return .finding(
        Finding(
          .error, seen: survey.seen(current), so: "ssh, git and go in this shell use no agent",
          because: [survey.variableEvidence, current.evidence], remedies: survey.repairs))
    }
  }
}
