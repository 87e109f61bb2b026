internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var agentVariableUnset: Check {
    Check(
      "GT201", "agent-variable-unset", "this shell does not know the ssh agent",
      severity: .warning,
      firesOn: Example(
        ["/run/user/1000/ssh-agent": .agent(.answers([.example]))],
        environment: ["HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000"]),
      silentOn: Example(
        ["/run/user/1000/ssh-agent": .agent(.answers([.example]))],
        environment: [
          "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/ssh-agent",
        ]),
      words: Words(
        problem: """
          ssh, git and the go command find the agent through SSH_AUTH_SOCK, which is not set here or empty. An agent that \
          could be used runs all the same, or there is none at all.
          """,
        breaks: """
          go get and go mod download of a private module end with "Permission denied (publickey)" or, where a key has a \
          passphrase, ask for it in places where nobody can answer.
          """,
        remedy: """
          eval "$(gotools agent-fix --shell bash)" lets this shell use the best agent there is; GOTOOLS_AGENT=1 before the line of \
          gotools init in the shell's start-up file does that for every shell. gotools_off undoes it in a shell.
          """,
        exceptions: """
          Whoever uses https and tokens needs no agent; without any the finding is but an information. A job or a container \
          that is not to have keys is right not to have the variable.
          """)
    ) { survey in
      guard survey.variable == nil else { return .ok }
      guard let best = survey.best() else {
        return .finding(
          Finding(
            .info, title: "there is no ssh agent",
            seen: "SSH_AUTH_SOCK is not set, and no agent of yours was found",
            so:
              "ssh asks for passphrases itself, and what cannot ask cannot use a key that has one",
            because: [.variable("SSH_AUTH_SOCK", is: "")],
            remedies: [survey.useAgent("start one, and let this shell use it")]))
      }
      return .finding(
        Finding(
          .warning,
          seen:
            "SSH_AUTH_SOCK is not set, while \(best.kind.words) at “\(best.real)” \(best.state.words)",
          so: "ssh, git and go in this shell use no agent",
          because: [.variable("SSH_AUTH_SOCK", is: ""), best.evidence],
          remedies: [survey.useAgent("let this shell use it")]))
    }
  }
}
