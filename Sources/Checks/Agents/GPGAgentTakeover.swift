internal import Formats
internal import Machines

extension Check<AgentComparison> {
  static var gpgAgentTakeover: Check {
    Check(
      "GT213", "gpg-agent-takeover", "gpg-agent stands in front of an agent with more keys",
      severity: .warning,
      firesOn: Example(
        [
          "/run/user/1000/gnupg/S.gpg-agent.ssh": .agent(.answers([])),
          "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT": .agent(.answers([.example])),
        ],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/gnupg/S.gpg-agent.ssh",
        ]),
      silentOn: Example(
        [
          "/run/user/1000/gnupg/S.gpg-agent.ssh": .agent(.answers([.example])),
          "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT": .agent(.answers([])),
        ],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/gnupg/S.gpg-agent.ssh",
        ]),
      words: Words(
        problem: """
          SSH_AUTH_SOCK is gpg-agent's socket, while another agent of yours lives that has more keys: often the one forwarded from the machine you came \
          from. A start-up file (or systemd's generator, a plugin of the shell) has set the variable over the one that sshd had given.
          """,
        breaks: """
          "Permission denied (publickey)" though the key is loaded where you came from; git and go get fail with that. A card that gpg-agent looks \
          for on this machine is plugged into the other.
          """,
        remedy: """
          \(otherAgentRemedy). For good: set the variable to gpg-agent's socket only where it is not \
          set, or not in a session with SSH_CONNECTION; or take enable-ssh-support out of ~/.gnupg/gpg-agent.conf. Undo: the other way round.
          """,
        exceptions: """
          Nothing is said where gpg-agent has as many keys as the others, nor of a keyring that offers keys of ~/.ssh while gpg-agent has some, nor where \
          IdentityAgent names the agent that ssh uses.
          """)
    ) { comparison in
      let survey = comparison.survey
      guard let current = survey.current, let own = current.keys,
        let shadowed = comparison.shadowedByGPG
      else { return .ok }
      return .finding(
        Finding(
          .warning,
          seen: "SSH_AUTH_SOCK is gpg-agent's “\(current.real)” with "
            + (own.isEmpty ? "no key" : own.number) + ", while " + shadowed.words,
          so: "ssh, git and go in this shell do not get those keys",
          because: [survey.variableEvidence, current.evidence, shadowed.socket.evidence],
          remedies: [
            survey.use(shadowed.socket, "use \(shadowed.socket.kind.words) instead"),
            .edit(
              "in the start-up file that sets SSH_AUTH_SOCK to gpg-agent's socket, do so only where SSH_CONNECTION is not "
                + "set"),
          ]))
    }
  }
}
