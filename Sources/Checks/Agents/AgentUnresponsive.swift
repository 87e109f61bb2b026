internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var agentUnresponsive: Check {
    Check(
      "GT204", "agent-unresponsive", "the agent that SSH_AUTH_SOCK names does not answer",
      severity: .error,
      firesOn: Example(
        ["/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT": .agent(.late(1000))],
        environment: [
          "HOME": "/home/u",
          "SSH_AUTH_SOCK": "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT",
        ]),
      silentOn: Example(
        ["/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT": .agent(.answers([.example]))],
        environment: [
          "HOME": "/home/u",
          "SSH_AUTH_SOCK": "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT",
        ]),
      words: Words(
        problem: """
          Somebody listens on the socket and says nothing: a quarter of a second is what an ssh-agent on this machine gets, a second one whose \
          answer comes from elsewhere. A forwarded agent is silent while the machine you came from sleeps or is out of reach. One here \
          is busy with a question to its user (a confirmation, a touch, a wrong passphrase), or was stopped.
          """,
        breaks: """
          ssh, git, ssh-add and go do not fail, they hang: none of them has a deadline. A connection whose other end sleeps is \
          given up after a quarter of an hour, or after hours.
          """,
        remedy: """
          Wake the other machine, answer the question, touch the key. Or use another agent: gotools agent-fix looks for one that answers and lets \
          a link lead to it that stays the same. It neither ends nor removes the silent one.
          """,
        exceptions: """
          An agent that only just takes its time is not gone, and nothing of it is ever removed. Where it cannot be asked at all (permission denied, a \
          network mount), the outcome is unknown.
          """)
    ) { survey in
      guard let current = survey.current else { return .ok }
      switch current.state {
      case .late, .silentBefore, .queueFull: break
      case .denied, .untold, .activatable: return .unknown(survey.seen(current))
      case .notExamined(let reason): return .unknown("\(reason)")
      default: return .ok
      }
      return .finding(
        Finding(
          .error,
          title: current.isFarAway ? "the forwarded agent does not answer" : nil,
          seen: survey.seen(current) + (current.isFarAway ? farReason : nearReason),
          so: "ssh, git and go in this shell do not fail, they hang",
          because: [survey.variableEvidence, current.evidence],
          remedies: [.manual(current.isFarAway ? farRemedy : nearRemedy)] + survey.repairs))
    }
  }
}

private let farReason =
  "; the machine it is forwarded from sleeps or is out of reach, or its user does not answer a question"
private let nearReason = "; it waits for its user, or was stopped"
private let farRemedy =
  "wake the machine you came from and look for a question there, or end that connection and connect anew"
private let nearRemedy =
  "answer what it asks, or touch the key; kill -CONT goes on with one that was stopped"

extension AgentSocket {
  /// Whether another machine answers.
  fileprivate var isFarAway: Bool { kind == .forwarded || kind == .relay }
}
