internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var agentPIDStale: Check {
    Check(
      "GT216", "agent-pid-stale", "SSH_AGENT_PID names no agent of yours", severity: .warning,
      firesOn: Example(
        [
          "/proc/1/comm": "systemd\n", "/proc/31116/comm": "postgres\n",
          "/proc/31116/status": "Uid:\t999\t999\t999\t999\n",
        ], environment: ["HOME": "/home/u", "SSH_AGENT_PID": "31116"]),
      silentOn: Example(
        [
          "/proc/1/comm": "systemd\n", "/proc/31116/comm": "ssh-agent\n",
          "/proc/31116/status": "Uid:\t1000\t1000\t1000\t1000\n",
        ], environment: ["HOME": "/home/u", "SSH_AGENT_PID": "31116"]),
      words: Words(
        problem: """
          SSH_AGENT_PID is set, and the process of that number is no agent of yours, or there is none: the agent has ended, or SSH_AUTH_SOCK was set anew and \
          this variable was not. Numbers are given again to other processes, after a restart of WSL within minutes.
          """,
        breaks: """
          ssh-agent -k sends a signal to whatever process has the number, without looking at it. Scripts that take the number for a sign of life believe that \
          an agent runs.
          """,
        remedy: """
          unset SSH_AGENT_PID (set -e SSH_AGENT_PID in fish). The lines of gotools agent-fix --shell do that as well. Undo: set it again.
          """,
        exceptions: """
          A forwarded agent, gpg-agent and a keyring need no SSH_AGENT_PID: nothing is said where it is not set or empty, or names one of those. Where /proc does not \
          show other processes (hidepid) the outcome is unknown.
          """)
    ) { survey in
      let machine = survey.machine
      guard let value = machine.environment.nonEmpty("SSH_AGENT_PID") else { return .ok }
      let reason: String
      if let number = Int32(value.text), number > 0 {
        let name = machine.nameOfProcess(number)
        let user = machine.userOfProcess(number)
        if let name, agents.contains(name), user == machine.user { return .ok }
        // A process that hides is not one that is missing.
        guard name != nil || machine.nameOfProcess(1) != nil else {
          return .unknown("/proc does not show whether process \(number) is an ssh-agent")
        }
        switch name {
        case nil: reason = "no process has that number"
        case let name? where agents.contains(name):
          reason = "that \(name) is another user's" + (user.map { " (uid \($0))" } ?? "")
        case let name?: reason = "the process of that number is “\(name)”"
        }
      } else {
        reason = "that is no process number"
      }
      return .finding(
        Finding(
          .warning, seen: "SSH_AGENT_PID is “\(value)”, and \(reason)",
          so: "ssh-agent -k would end some other process, or fail",
          because: [.variable("SSH_AGENT_PID", is: value)],
          remedies: [
            .shell("take it out of this shell", line: machine.lineUnsetting("SSH_AGENT_PID"))
          ]))
    }
  }
}

/// As the kernel shortens their names.
private let agents: [ByteString] = ["ssh-agent", "gpg-agent", "gcr-ssh-agent", "gnome-keyring-d"]
