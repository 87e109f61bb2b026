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
          could be used runs all the same, or none that answers with its keys.
          """,
        breaks: """
          go get and go mod download of a private module end with "Permission denied (publickey)" or, where a key has a \
          passphrase, ask for it in places where nobody can answer.
          """,
        remedy: """
          eval "$(gotools agent-fix --shell bash)" lets this shell use the best agent there is; GOTOOLS_AGENT=1 before the line of \
          gotools init in the shell's start-up file does that for every shell. Undo: take that out, and in a shell: unset SSH_AUTH_SOCK \
          (set -e SSH_AUTH_SOCK in fish).
          """,
        exceptions: """
          Whoever uses https and tokens needs no agent; without any that can be used the finding is but an information, and where a \
          directory of sockets cannot be listed the outcome is unknown then. A job or a container \
          that is not to have keys is right not to have the variable.
          """)
    ) { survey in
      guard survey.variable == nil else { return .ok }
      if let best = survey.best() {
        return .finding(
          Finding(
            .warning,
            seen:
              "SSH_AUTH_SOCK is not set, while \(best.kind.words) at “\(best.real)” \(best.state.words)",
            so: "ssh, git and go in this shell use no agent",
            because: [.variable("SSH_AUTH_SOCK", is: ""), best.evidence],
            remedies: [survey.useAgent("let this shell use it")]))
      }
      let others = survey.sockets.filter(\.mayBeAnAgent)
      var sentences = others.prefix(4).map {
        "\($0.kind.words) at “\($0.real)” \($0.state.words)"
          + ($0.isProjects ? ", for one project" : "")
      }
      if others.count > 4 { sentences.append("\(others.count - 4) more are no better") }
      let seen = (["SSH_AUTH_SOCK is not set"] + sentences).joined(separator: "; ")
      if let reason = survey.unlisted.first { return .unknown("\(seen); \(reason)") }
      let sleepers = others.filter { $0.state == .activatable }
      return .finding(
        Finding(
          .info,
          title: others.isEmpty ? "there is no ssh agent" : "no ssh agent is ready to be used",
          seen: others.isEmpty ? "\(seen), and no agent of yours was found" : seen,
          so:
            "ssh asks for passphrases itself, and what cannot ask cannot use a key that has one",
          because: [.variable("SSH_AUTH_SOCK", is: "")] + others.prefix(4).map(\.evidence),
          remedies: sleepers.prefix(1).map {
            survey.use($0, "wake \($0.kind.words), and let this shell use it")
          } + [survey.revival].compactMap(\.self) + [
            survey.useAgent(
              survey.revival == nil
                ? "start one, and let this shell use it" : "then let this shell use it")
          ]))
    }
  }
}

extension AgentSocket {
  /// Whether there may be an agent of the user's that only cannot be used, or not now.
  fileprivate var mayBeAnAgent: Bool {
    switch state {
    case .answers, .refuses, .hangsUp, .late, .silentBefore, .queueFull, .denied, .exposed,
      .activatable,
      .notExamined, .untold:
      true
    case .stale, .missing, .dangling, .circle, .notSocket, .wrongType, .stranger, .foreign,
      .unusable:
      false
    }
  }
}
