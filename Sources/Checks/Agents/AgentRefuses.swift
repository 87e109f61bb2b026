internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var agentRefuses: Check {
    Check(
      "GT205", "agent-refuses", "the agent that SSH_AUTH_SOCK names refuses",
      severity: .warning,
      firesOn: Example(
        ["/home/u/.ssh/wsl2-ssh-agent.sock": .agent(.hangsUp)],
        environment: [
          "HOME": "/home/u", "SSH_AUTH_SOCK": "/home/u/.ssh/wsl2-ssh-agent.sock",
        ]),
      silentOn: Example(
        ["/home/u/.ssh/wsl2-ssh-agent.sock": .agent(.answers([.example]))],
        environment: [
          "HOME": "/home/u", "SSH_AUTH_SOCK": "/home/u/.ssh/wsl2-ssh-agent.sock",
        ]),
      words: Words(
        problem: """
          Somebody takes the connection and then hangs up, or says that the question failed. The first is what a relay does whose agent is gone: in \
          WSL when the one in Windows does not run, in a development container, behind sshd when the agent of the machine you came from has ended. \
          The second is an agent without its card or token, or one that is locked.
          """,
        breaks: """
          ssh and git go on without an agent: "Permission denied (publickey)", ssh-add says "error fetching identities: communication \
          with agent failed" or "agent refused operation".
          """,
        remedy: """
          Start the agent at the other end, unlock it or plug in the key. Or use another: gotools agent-fix looks for one that answers and lets a link lead \
          to it that stays the same. Removing the link takes that back.
          """,
        exceptions: """
          An agent that answers and has no key is told as GT206, one that says nothing as GT204.
          """)
    ) { survey in
      guard let current = survey.current else { return .ok }
      if let other = survey.unasked { return other }
      guard current.state == .refuses || current.state == .hangsUp else { return .ok }
      return .finding(
        Finding(
          .warning,
          title: current.state == .hangsUp ? "there is no agent behind SSH_AUTH_SOCK" : nil,
          seen: survey.seen(current), so: "ssh, git and go in this shell get no key from it",
          because: [survey.variableEvidence, current.evidence],
          remedies: [.manual(current.repairByHand)] + survey.repairs))
    }
  }
}

extension AgentSocket {
  fileprivate var repairByHand: String {
    switch kind {
    case .forwarded: "see that an agent runs on the machine you came from, and connect anew"
    case .relay: "see that an agent runs at the other end, and start the relay anew"
    case .hardware: "plug the key in"
    case .gpg: "start it anew: gpgconf --kill gpg-agent"
    case .keyring, .vault: "unlock it"
    case .local, .own, .other:
      if state == .hangsUp {
        "see that what listens there still has an agent behind it, or start it anew"
      } else {
        // A locked ssh-agent answers, without keys.
        kind == .other ? "unlock it, or start it anew" : "start it anew"
      }
    }
  }
}
