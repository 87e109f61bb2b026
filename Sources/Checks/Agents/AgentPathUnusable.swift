internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var agentPathUnusable: Check {
    Check(
      "GT209", "agent-path-unusable", "SSH_AUTH_SOCK is a path that not all programs can use",
      severity: .warning,
      firesOn: Example(environment: ["HOME": "/home/u", "SSH_AUTH_SOCK": "@/u/agent"]),
      silentOn: Example(
        ["/home/u/.ssh/agent.sock": .agent(.answers([.example]))],
        environment: ["HOME": "/home/u", "SSH_AUTH_SOCK": "/home/u/.ssh/agent.sock"]),
      words: Words(
        problem: """
          SSH_AUTH_SOCK begins with an @ (an abstract socket for programs written in Go, a file's name for ssh), is relative and so means \
          another file in every directory, is longer than the 107 bytes that a socket's path may have, or holds a control character.
          """,
        breaks: """
          ssh and git find no agent where a program written in Go finds one, or the other way round; or it works in one directory alone. "File name \
          too long", "No such file or directory", "Permission denied (publickey)".
          """,
        remedy: """
          Name the socket by a whole, short path; eval "$(gotools agent-fix --shell bash)" lets this shell use a link that has one. Undo: set \
          the variable as it was.
          """,
        exceptions: """
          The agent behind such a path is not asked, and nothing is said about whether it lives.
          """)
    ) { survey in
      guard let current = survey.current, case .unusable(let fault) = current.state else {
        return .ok
      }
      return .finding(
        Finding(
          .warning, seen: survey.seen(current), so: fault.consequence,
          because: [survey.variableEvidence],
          remedies: survey.repairs + [
            .manual("in the file that sets SSH_AUTH_SOCK, write a whole path of at most 107 bytes")
          ]))
    }
  }
}

extension AgentPathFault {
  fileprivate var consequence: String {
    switch self {
    case .abstract: "ssh and git find no agent, while programs written in Go may find one"
    case .relative: "ssh, git and go find the agent in one directory and in no other"
    case .tooLong: "ssh, git and go use no agent"
    case .control: "programs that read or print the variable may take it for another path"
    }
  }
}
