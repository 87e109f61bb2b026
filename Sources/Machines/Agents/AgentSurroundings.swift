package import Formats
internal import Syscalls

/// Which agent is known to what starts programs besides this shell: tmux, and the user's systemd.
package struct AgentSurroundings: Sendable {
  package let here: AgentSurvey
  /// Those that hold an SSH_AUTH_SOCK which leads elsewhere than this shell's, or keep it from what they start.
  package let dissenters: [Dissenter]
  /// Whether tmux could be asked, where this shell runs in it.
  package let tmux: Reading<Void>
  /// Whether the user's systemd could be asked; a `NoSessionManager` where there is none.
  package let sessionManager: Reading<Void>

  package struct Dissenter: Sendable {
    package enum Kind: Sendable {
      case tmux
      case sessionManager
    }

    package let kind: Kind
    /// What it holds; `nil` where it takes the variable from what it starts.
    package let path: ByteString?
    /// Whether nothing is there.
    package let isMissing: Bool
  }

  /// Why the user's systemd was not asked.
  package struct NoSessionManager: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// Runs tmux(1) inside of tmux, and systemctl(1) where systemd runs; each has half a second.
  package init(of machine: Machine) throws {
    let here = try AgentSurvey(of: machine, .named)
    self.here = here
    let inspector = AgentInspector(of: machine, here.places)
    func dissenter(_ kind: Dissenter.Kind, _ path: ByteString?) -> Dissenter? {
      guard let path, !path.isEmpty, let current = here.current, path != here.variable else {
        return nil
      }
      let other = inspector.socket(at: path).socket
      if other.real == current.real { return nil }
      if let status = other.status, let own = current.status, status.isSameFile(as: own) {
        return nil
      }
      return Dissenter(kind: kind, path: path, isMissing: other.state.isMissing)
    }
    var dissenters: [Dissenter] = []
    let asked = Reading { try machine.askTmux("SSH_AUTH_SOCK") }
    tmux = Reading { _ = try asked.get() }
    switch try? asked.get() {
    case .value(let path): dissenters += [dissenter(.tmux, path)].compactMap(\.self)
    case .removed where here.current != nil:
      dissenters.append(Dissenter(kind: .tmux, path: nil, isMissing: false))
    case .removed, .unset, nil: break
    }
    let held = Reading { try machine.sessionManagerVariable("SSH_AUTH_SOCK") }
    sessionManager = Reading { _ = try held.get() }
    if case .value(let path) = held, let manager = dissenter(.sessionManager, path) {
      dissenters.append(manager)
    }
    self.dissenters = dissenters
  }
}

extension Machine {
  /// What the user's systemd gives to what it starts; `nil` where it holds no such variable.
  fileprivate func sessionManagerVariable(_ name: ByteString) throws -> ByteString? {
    typealias Absence = AgentSurroundings.NoSessionManager
    // sd_booted(3).
    guard (try files.status("/run/systemd/system")) != nil else {
      throw Absence(description: "systemd does not run here")
    }
    guard let program = program(named: "systemctl") else {
      throw Absence(description: "there is no systemctl in PATH")
    }
    let question = Invocation(
      program, words: ["systemctl", "--user", "show-environment"], environment: speakingC)
    guard let answer = try run([question], 500).first, answer.end != .deadline else {
      throw Silence()
    }
    guard answer.end == .exited(0) else {
      let said = answer.firstError
      throw Absence(
        description: "systemctl --user does not answer" + (said.isEmpty ? "" : ": “\(said)”"))
    }
    return SessionManagerVariables.value(of: name, in: answer.output.bytes)
  }

  private struct Silence: Error, CustomStringConvertible {
    let description = "systemctl --user did not answer within half a second"
  }
}
