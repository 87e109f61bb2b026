internal import Formats
internal import Machines

extension Check<AgentComparison> {
  static var agentsCompete: Check {
    Check(
      "GT210", "agents-compete", "another agent has keys that this shell's agent lacks",
      severity: .warning,
      firesOn: Example(
        [
          "/run/user/1000/ssh-agent": .agent(.answers([.example])),
          "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT": .agent(.answers([.secondExample])),
        ],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/ssh-agent",
        ]),
      silentOn: Example(
        [
          "/run/user/1000/ssh-agent": .agent(.answers([])),
          "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT": .agent(.answers([.secondExample])),
        ],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT",
        ]),
      words: Words(
        problem: """
          Several agents of yours live, and the one in SSH_AUTH_SOCK lacks keys that another has. ssh uses the one in SSH_AUTH_SOCK alone, git \
          uses ssh, and the go command uses git for modules that it gets over ssh.
          """,
        breaks: """
          "Permission denied (publickey)" for what only the other keys open, in one terminal and not in the next, as each has \
          its own agent.
          """,
        remedy: """
          \(otherAgentRemedy); gotools \
          agent-fix --list shows all with their keys. Or add the keys to the agent at hand with ssh-add, if it is one of this machine. Undo: the same \
          with the path you had.
          """,
        exceptions: """
          Nothing is said where this shell's agent has all the keys that others have, of an agent without keys, of one that gotools keeps for a \
          project, or of one that IdentityAgent names for ssh. A keyring counts only where this shell's agent has no key, since it offers keys that it may not \
          be able to use. Whoever keeps keys apart on purpose may ignore it.
          """)
    ) { comparison in
      let survey = comparison.survey
      let rivals = comparison.rivals
      guard let current = survey.current, let first = rivals.first,
        comparison.shadowedByGPG == nil
      else { return .ok }
      var seen =
        "ssh, git and go (through git) use \(current.kind.words) at “\(current.real)”, which \(current.state.words); "
        + first.words
      if rivals.count > 1 {
        seen += ", and \(rivals.count - 1) more \(rivals.count == 2 ? "has" : "have") others"
      }
      return .finding(
        Finding(
          .warning, seen: seen, so: "what only those keys open is refused to this shell",
          because: [survey.variableEvidence, current.evidence]
            + rivals.prefix(4).map(\.socket.evidence),
          remedies: [survey.use(first.socket, "use \(first.socket.kind.words) instead")]))
    }
  }
}
