internal import Formats
internal import Machines

extension Check<AgentSurroundings> {
  static var sessionManagerDisagrees: Check {
    Check(
      "GT211", "session-manager-disagrees",
      "tmux or systemd hands on another agent than this shell's",
      severity: .warning,
      firesOn: Example(
        [
          "/usr/bin/tmux": .file("", mode: 0o755),
          "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT": .agent(.answers([.example])),
        ],
        environment: [
          "HOME": "/home/u", "PATH": "/usr/bin", "TMUX": "/tmp/tmux-1000/default,4000,0",
          "SSH_AUTH_SOCK": "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT",
        ],
        prints: [
          "tmux -u show-environment SSH_AUTH_SOCK":
            "SSH_AUTH_SOCK=/home/u/.ssh/agent/s.2N0me1rP8M.sshd.b7TqLw3ZkC\n"
        ]),
      silentOn: Example(
        [
          "/run/systemd/system": .directory(), "/usr/bin/systemctl": .file("", mode: 0o755),
          "/run/user/1000/gotools/agent.sock": .link("/run/user/1000/ssh-agent"),
          "/run/user/1000/ssh-agent": .agent(.answers([.example])),
        ],
        environment: [
          "HOME": "/home/u", "PATH": "/usr/bin", "XDG_RUNTIME_DIR": "/run/user/1000",
          "SSH_AUTH_SOCK": "/run/user/1000/gotools/agent.sock",
        ],
        prints: [
          "systemctl --user show-environment":
            "HOME=/home/u\nSSH_AUTH_SOCK=/run/user/1000/ssh-agent\n"
        ]),
      words: Words(
        problem: """
          What tmux or the user's systemd holds as SSH_AUTH_SOCK leads to another socket than this shell's. tmux gives its own to new panes, systemd to \
          services, timers and what a desktop starts; or tmux was told to take it from new panes (set-environment -r). Each was told at another time, or by another program (a keyring's service tells systemd of its own).
          """,
        breaks: """
          A new pane, an editor or a job has another agent than this shell, often one that is gone: "Permission denied (publickey)" there \
          and not here.
          """,
        remedy: """
          tmux set-environment SSH_AUTH_SOCK PATH, systemctl --user set-environment SSH_AUTH_SOCK=PATH, or gotools agent-fix --export-systemd, which also \
          tells D-Bus. What runs already keeps what it has, unless that is the link of gotools. Undo: the same with the old path.
          """,
        exceptions: """
          Nothing is said where they hold none, where both lead to one socket, or where SSH_AUTH_SOCK is not set here or does not work: that comes first. \
          On a desktop the session's own agent may well be another than the one forwarded to a shell: ignore it there.
          """)
    ) { surroundings in
      let here = surroundings.here
      guard let current = here.current, let variable = here.variable else { return .ok }
      guard current.keys != nil else {
        return .skipped("the agent of this shell does not answer itself: see GT202 to GT209")
      }
      guard let first = surroundings.dissenters.first else {
        do {
          try surroundings.tmux.get()
        } catch let error as CannotRun {
          return .skipped("\(error)")
        } catch {
          return .unknown("\(error)")
        }
        do {
          try surroundings.sessionManager.get()
        } catch let absence as AgentSurroundings.NoSessionManager {
          return here.machine.environment.nonEmpty("TMUX") == nil ? .skipped("\(absence)") : .ok
        } catch let error as CannotRun {
          return .skipped("\(error)")
        }
        return .ok
      }
      let holders = surroundings.dissenters
      let words = holders.map { holder -> String in
        guard let path = holder.path else { return "\(holder.kind.name) takes it from new panes" }
        return "\(holder.kind.name) holds “\(path)”"
          + (holder.isMissing ? ", where nothing is" : "")
      }
      return .finding(
        Finding(
          .warning,
          title: holders.count == 1
            ? "\(first.kind.name) hands on another agent than this shell's" : nil,
          seen: "SSH_AUTH_SOCK is “\(variable)” here, and " + words.joined(separator: "; "),
          so:
            "\(holders.map(\.kind.heirs).joined(separator: " and ")) from now on use another agent, or none",
          because: [here.variableEvidence] + holders.map(\.evidence),
          remedies: holders.map { $0.remedy(variable) }))
    }
  }
}

extension AgentSurroundings.Dissenter {
  fileprivate var evidence: Evidence {
    switch kind {
    case .tmux: .probe("tmux show-environment", says: said)
    case .sessionManager: .probe("systemctl --user show-environment", says: said)
    }
  }

  private var said: ByteString { path.map { "SSH_AUTH_SOCK=" + $0 } ?? "-SSH_AUTH_SOCK" }

  fileprivate func remedy(_ variable: ByteString) -> Remedy {
    let words: [ByteString]
    let old: [ByteString]
    switch kind {
    case .tmux:
      words = ["tmux", "set-environment", "SSH_AUTH_SOCK", variable]
      old =
        path.map { ["tmux", "set-environment", "SSH_AUTH_SOCK", $0] }
        ?? ["tmux", "set-environment", "-r", "SSH_AUTH_SOCK"]
    case .sessionManager:
      words = ["systemctl", "--user", "set-environment", "SSH_AUTH_SOCK=" + variable]
      old = ["systemctl", "--user", "set-environment", said]
    }
    return .command("tell \(kind.name) of this shell's agent", argv: words, undo: old)
  }
}

extension AgentSurroundings.Dissenter.Kind {
  fileprivate var name: String {
    switch self {
    case .tmux: "tmux"
    case .sessionManager: "the user's systemd"
    }
  }

  /// Who is given what it holds.
  fileprivate var heirs: String {
    switch self {
    case .tmux: "new panes"
    case .sessionManager: "services and what a desktop starts"
    }
  }
}
