internal import Formats
internal import Machines

extension Check<AgentSurvey> {
  static var orphanAgents: Check {
    Check(
      "GT215", "orphan-agents", "agents live that nothing can reach", severity: .info,
      firesOn: Example(
        bound: [
          BoundSocket(
            name: "/tmp/ssh-uAlsJLsIEPTm/agent.31115", inode: 42, device: 0, user: 1000)
        ]),
      silentOn: Example(
        bound: [
          BoundSocket(name: "/run/user/1000/bus", inode: 42, device: 0, user: 1000),
          BoundSocket(
            name: "/tmp/ssh-uAlsJLsIEPTm/agent.31115", inode: 43, device: 0, user: 1001),
        ]),
      words: Words(
        problem: """
          The kernel knows sockets that somebody of yours listens on under the name of an agent's, while their files are gone or others lie in \
          their place. Something has tidied up /tmp or ~/.ssh/agent, or an agent was started over another's socket.
          """,
        breaks: """
          No program can reach these agents any more. Their keys stay in memory, and the processes stay until the machine is \
          restarted; a start-up file that starts an agent in every shell leaves thousands.
          """,
        remedy: """
          Find the process of each as root with ss -xlp, and end it: kill NUMBER. The keys in it are lost, which cannot be undone: they \
          are loaded into another agent with ssh-add. For gpg-agent: gpgconf --kill gpg-agent, which starts anew by itself.
          """,
        exceptions: """
          It is told from the kernel's list of sockets alone, without connecting. Where that cannot be had, or a path may mean another file system \
          (a container's, or one whose device numbers differ from the kernel's, as with btrfs), nothing is said; nor where an agent of yours is seen to have mounts of \
          its own. A program that has a private /tmp on the same file system, a service's or a sandbox's, and is none of ssh-agent, gpg-agent and sshd, may be taken for an orphan. gotools ends none of them: the kernel does not tell \
          which process is whose.
          """)
    ) { survey in
      let orphans: OrphanAgents
      do {
        orphans = try OrphanAgents(of: survey)
      } catch {
        if OrphanAgents.isUntold(error) {
          return .skipped("the kernel here does not tell who listens: \(error)")
        }
        throw error
      }
      guard let first = orphans.paths.first else { return .ok }
      let isOne = orphans.paths.count == 1
      return .finding(
        Finding(
          .info,
          seen: isOne
            ? "somebody of yours listens on “\(first)”, whose file is gone"
            : "somebody of yours listens on \(orphans.paths.count) sockets whose files are gone, “\(first)” the first of them",
          so:
            "the keys of \(isOne ? "that agent" : "those agents") are in memory, and nothing can use them",
          because: orphans.paths.prefix(5).map { .probe($0, says: "listened on, and not there") },
          remedies: [
            .manual(
              "find the process of each as root with ss -xlp and end it with kill; its keys are lost then"
            )
          ]))
    }
  }
}
