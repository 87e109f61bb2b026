internal import Formats
internal import Machines

extension AgentSurvey {
  /// The line that lets the shell at hand use the best agent there is.
  func useAgent(_ summary: String) -> Remedy {
    .shell(summary, line: shellLine(""))
  }

  /// What lets the shell at hand use that agent and no other.
  func use(_ agent: AgentSocket, _ summary: String) -> Remedy {
    if usesLink {
      return .command(summary, argv: ["gotools", "agent-fix", "--socket", agent.real])
    }
    return .shell(summary, line: shellLine(" --socket " + ShellWords.line([agent.real])))
  }

  /// What to do where the agent of this shell does not work.
  var repairs: [Remedy] {
    // Whoever uses the link already needs no new variable.
    if usesLink {
      return [.command("let the link lead to a working agent", argv: ["gotools", "agent-fix"])]
    }
    return [
      useAgent("let this shell use a working agent, from now on by a link that stays the same")
    ]
  }

  private func shellLine(_ options: String) -> String {
    switch machine.shell {
    case "fish": "gotools agent-fix --shell fish\(options) | source"
    case "zsh": "eval \"$(gotools agent-fix --shell zsh\(options))\""
    case "bash": "eval \"$(gotools agent-fix --shell bash\(options))\""
    default: "eval \"$(gotools agent-fix --shell sh\(options))\""
    }
  }

  var variableEvidence: Evidence { .variable("SSH_AUTH_SOCK", is: variable ?? "") }
}

extension AgentSocket {
  /// What it answered.
  var evidence: Evidence { .probe(real, says: ByteString(state.words)) }
}

extension AgentKey {
  /// One for examples.
  static let example = AgentKey(
    blob: [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 1, 7], comment: "u@laptop")

  /// Another.
  static let secondExample = AgentKey(
    blob: [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 1, 8], comment: "u@work")
}
