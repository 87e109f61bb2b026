internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var agentSocketUnsafe: Check {
    Check(
      "GT208", "agent-socket-unsafe", "the agent's socket is in other hands", severity: .error,
      firesOn: Example(
        [
          "/srv/shared": .directory(mode: 0o777),
          "/srv/shared/agent.sock": .agent(.answers([.example])),
        ], environment: ["HOME": "/home/u", "SSH_AUTH_SOCK": "/srv/shared/agent.sock"]),
      silentOn: Example(
        ["/srv/agents/agent.sock": .agent(.answers([.example]))],
        environment: ["HOME": "/home/u", "SSH_AUTH_SOCK": "/srv/agents/agent.sock"]),
      words: Words(
        problem: """
          The socket in SSH_AUTH_SOCK belongs to another user, or somebody else may put another one in its place: a directory on the way to it \
          is another user's, or others may write there. After su or sudo -E the variable still names the socket of whoever called.
          """,
        breaks: """
          Whoever holds the socket sees which keys and hosts you use and may refuse, or show another agent's keys to you. With a socket of \
          another user's, ssh and git mostly fail: "Permission denied", "communication with agent failed". As root they work, and use keys that are not root's.
          """,
        remedy: """
          Use an agent of your own: eval "$(gotools agent-fix --shell bash)". Or take the right to write from others (chmod go-w DIRECTORY; \
          chmod with its old mode gives it back). gotools never adopts such a socket.
          """,
        exceptions: """
          Directories of root's are trusted, and so are sticky ones such as /tmp, where others can make files and not move yours. A socket of \
          root's is used where you name it: gotools agent-fix --socket PATH.
          """)
    ) { survey in
      guard let current = survey.current else { return .ok }
      if let other = survey.unasked { return other }
      let closing: [Remedy]
      let consequence: String
      switch current.state {
      case .foreign:
        closing = []
        consequence =
          "ssh, git and go in this shell fail, or use keys of somebody else through his agent"
      case .exposed(_, let directory):
        closing = directory.flatMap { survey.machine.closing($0) }.map { [$0] } ?? []
        consequence = "somebody else could listen in the agent's place"
      default: return .ok
      }
      return .finding(
        Finding(
          .error, seen: survey.seen(current), so: consequence,
          because: [survey.variableEvidence, current.evidence], remedies: survey.repairs + closing))
    }
  }
}

extension Machine {
  /// What takes the right to write in a directory from others; `nil` for one that is neither the user's nor root's, and for
  /// a sticky one, which is meant for all.
  fileprivate func closing(_ directory: ByteString) -> Remedy? {
    guard let rights = rights(of: directory), rights.owner == user || rights.owner == 0,
      rights.mode & 0o1000 == 0
    else { return nil }
    return .command(
      "take the right to write there from others", argv: ["chmod", "go-w", directory],
      needsRoot: rights.owner != user,
      undo: ["chmod", ByteString(String(rights.mode, radix: 8)), directory])
  }
}
