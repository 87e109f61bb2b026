internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var notAnAgent: Check {
    Check(
      "GT207", "not-an-agent", "what SSH_AUTH_SOCK names is no ssh agent", severity: .error,
      firesOn: Example(
        [
          "/run/user/1000/gnupg/S.gpg-agent": .agent(.stranger(.gpg)),
          "/run/user/1000/gnupg/S.gpg-agent.ssh": .agent(.answers([.example])),
        ],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/gnupg/S.gpg-agent",
        ]),
      silentOn: Example(
        [
          "/run/user/1000/gnupg/S.gpg-agent": .agent(.stranger(.gpg)),
          "/run/user/1000/gnupg/S.gpg-agent.ssh": .agent(.answers([.example])),
        ],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/gnupg/S.gpg-agent.ssh",
        ]),
      words: Words(
        problem: """
          The path in SSH_AUTH_SOCK is no socket, or who listens there speaks another protocol. Often it is one of gpg-agent's own sockets, \
          S.gpg-agent, S.gpg-agent.extra or S.gpg-agent.browser: the one for ssh is S.gpg-agent.ssh beside them.
          """,
        breaks: """
          ssh and git go on without an agent, or hang: "Permission denied (publickey)", "error fetching identities: communication with agent failed".
          """,
        remedy: """
          Set SSH_AUTH_SOCK to S.gpg-agent.ssh (gpgconf --list-dirs agent-ssh-socket names it). Else \
          eval "$(gotools agent-fix --shell bash)" lets this shell use a working agent. Undo: set the variable as it was.
          """,
        exceptions: """
          Only an answer counts that no ssh agent gives. Silence is told as GT204, a path that leads nowhere as GT202.
          """)
    ) { survey in
      guard let current = survey.current else { return .ok }
      if let other = survey.unasked { return other }
      switch current.state {
      case .notSocket, .wrongType, .stranger: break
      default: return .ok
      }
      return .finding(
        Finding(
          .error, seen: survey.seen(current), so: "ssh, git and go in this shell use no agent",
          because: [survey.variableEvidence, current.evidence],
          remedies: survey.gpgRemedies(current) + survey.repairs))
    }
  }
}

extension AgentSurvey {
  /// Names gpg-agent's socket for ssh to whoever took another of its sockets.
  fileprivate func gpgRemedies(_ current: AgentSocket) -> [Remedy] {
    let names: [ByteString] = ["S.gpg-agent", "S.gpg-agent.extra", "S.gpg-agent.browser"]
    guard names.contains(current.real.lastComponent) else { return [] }
    let path = current.real.parent.appending("S.gpg-agent.ssh")
    guard ((try? machine.files.status(path)) ?? nil) != nil else {
      return [
        .manual(
          "gpg-agent's socket for ssh is “\(path)” and not there: write enable-ssh-support into ~/.gnupg/gpg-agent.conf "
            + "and run gpgconf --kill gpg-agent, gpgconf --launch gpg-agent")
      ]
    }
    guard let line = machine.lineSetting("SSH_AUTH_SOCK", to: path) else {
      return [.manual("use gpg-agent's socket for ssh: set SSH_AUTH_SOCK to “\(path)”")]
    }
    return [.shell("use gpg-agent's socket for ssh", line: line)]
  }
}
