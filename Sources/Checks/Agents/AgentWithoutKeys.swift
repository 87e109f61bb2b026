internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var agentWithoutKeys: Check {
    Check(
      "GT206", "agent-without-keys", "the agent has no keys", severity: .warning,
      firesOn: Example(
        ["/run/user/1000/ssh-agent": .agent(.answers([]))],
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
          The agent in SSH_AUTH_SOCK lives and offers no key. It is empty, or it is locked: a locked ssh-agent says the same, and nothing that could \
          be asked without changing something would tell the two apart.
          """,
        breaks: """
          "Permission denied (publickey)" wherever a key with a passphrase is needed: ssh asks for the passphrase, and \
          what cannot ask (go get, an editor, a job) fails.
          """,
        remedy: """
          ssh-add gives an ssh-agent the default keys, and ssh-add -X unlocks it; ssh-add -d takes them out again. Keys of a forwarded agent are \
          added on the machine you came from; gpg-agent has those in its file sshcontrol, a keyring and a password manager those that \
          you give them in their own windows.
          """,
        exceptions: """
          Whoever has keys without a passphrase in ~/.ssh, or uses https, needs none in the agent. gotools never loads keys \
          unasked, and never into a forwarded agent, gpg-agent or a keyring.
          """)
    ) { survey in
      guard let current = survey.current else { return .ok }
      if let other = survey.unasked { return other }
      guard let keys = current.keys, keys.isEmpty else { return .ok }
      return .finding(
        Finding(
          .warning,
          seen:
            "\(current.kind.words) at “\(current.real)” answers and has no key: it is empty, or locked",
          so: "ssh, git and go in this shell get no key from it",
          because: [survey.variableEvidence, current.evidence],
          remedies: current.waysToAddKeys))
    }
  }
}

extension AgentSocket {
  fileprivate var waysToAddKeys: [Remedy] {
    switch kind {
    case .local, .own, .other:
      [
        .command(
          "add your keys; it asks for their passphrases", argv: ["ssh-add"],
          undo: ["ssh-add", "-d"]), .manual("where it is locked: ssh-add -X asks for its password"),
      ]
    case .forwarded: [.manual("add your keys on the machine you came from: ssh-add there")]
    case .relay: [.manual("add your keys to the agent at the other end, or unlock it there")]
    case .gpg:
      [
        .manual(
          "plug in your card, or write the keygrip of a key of yours (gpg --list-keys --with-keygrip) into "
            + "~/.gnupg/sshcontrol")
      ]
    case .keyring: [.manual("unlock the keyring, which offers the keys of ~/.ssh then")]
    case .vault: [.manual("unlock the program, and let it offer your keys to ssh in its settings")]
    case .hardware: [.manual("plug the key in")]
    }
  }
}
