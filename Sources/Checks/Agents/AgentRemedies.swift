internal import Formats
package import Machines

extension Machine {
  /// The line by which the shell at hand uses the best agent there is; `nil` for a shell that agent-fix writes no lines for.
  package var lineThatUsesAgent: String? { lineThatUsesAgent(with: "") }

  /// The same with options of agent-fix, each behind a blank.
  fileprivate func lineThatUsesAgent(with options: String) -> String? {
    switch shellGrammar {
    case .fish: "gotools agent-fix --shell fish\(options) | source"
    case .sh where shell == "bash" || shell == "zsh":
      "eval \"$(gotools agent-fix --shell \(shell ?? "sh")\(options))\""
    case .sh: "eval \"$(gotools agent-fix --shell sh\(options))\""
    case .csh, .other: nil
    }
  }
}

/// How another agent than that of the shell at hand is used, as a sentence begins.
let otherAgentRemedy = """
  gotools agent-fix --socket PATH lets the link lead to the other agent, and with --shell prints the lines by which this \
  shell uses it
  """

extension AgentSurvey {
  /// What lets the shell at hand use the best agent there is.
  func useAgent(_ summary: String) -> Remedy {
    guard let line = machine.lineThatUsesAgent else {
      return useByHand(summary, "gotools agent-fix")
    }
    return .shell(summary, line: line)
  }

  /// What lets the shell at hand use that agent and no other.
  func use(_ agent: AgentSocket, _ summary: String) -> Remedy {
    if usesLink {
      return .command(summary, argv: ["gotools", "agent-fix", "--socket", agent.real])
    }
    guard let word = machine.shellWord(agent.real) else {
      return useByHand(summary, "gotools agent-fix --socket PATH (“\(agent.real)”)")
    }
    guard let line = machine.lineThatUsesAgent(with: " --socket " + word) else {
      return useByHand(summary, "gotools agent-fix --socket " + word)
    }
    return .shell(summary, line: line)
  }

  private func useByHand(_ summary: String, _ command: String) -> Remedy {
    let setting = places.link.flatMap { machine.lineSetting("SSH_AUTH_SOCK", to: $0) }
    return .manual(
      "\(summary): run \(command), then \(setting ?? "set SSH_AUTH_SOCK to the path it prints")")
  }

  /// What to do where the agent of this shell does not work.
  var repairs: [Remedy] {
    if let revival { return [revival] }
    // Whoever uses the link already needs no new variable.
    if usesLink {
      return [.command("let the link lead to a working agent", argv: ["gotools", "agent-fix"])]
    }
    return [
      useAgent("let this shell use a working agent, from now on by a link that stays the same")
    ]
  }

  /// What to do where the agent that gotools has started is silent, and stands in the way of another; `nil` where none does.
  var revival: Remedy? {
    guard let obstacle else { return nil }
    guard let process = process(of: obstacle) else {
      return .manual(
        "find the ssh-agent of “\(obstacle.real)” with ps: kill -CONT lets a stopped one go on, and kill -KILL ends it with its keys, after which gotools agent-fix starts another"
      )
    }
    return .manual(
      "kill -CONT \(process) lets the agent go on where it was stopped; kill -KILL \(process) ends it with its keys, and then gotools agent-fix starts another"
    )
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
