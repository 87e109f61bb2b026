package import Formats
internal import Syscalls

/// A tmux of which nothing is heard.
private struct SilentTmux: Error, CustomStringConvertible {
  let description = "tmux show-environment did not answer within half a second"
}

extension Machine {
  /// What the tmux that this shell runs in holds for a variable, the session's before the global one.
  ///
  /// `nil` outside of tmux, and where it cannot be asked. Runs tmux(1), which has half a second.
  func tmuxVariable(_ name: ByteString) -> TmuxVariable? { (try? askTmux(name)) ?? nil }

  /// The same; throws where there is a tmux that cannot be asked or does not answer in time.
  func askTmux(_ name: ByteString) throws -> TmuxVariable? {
    guard environment.nonEmpty("TMUX") != nil, let program = program(named: "tmux") else {
      return nil
    }
    // With -u, since tmux writes _ for what is no ASCII in the C locale.
    let questions = [["show-environment", name], ["show-environment", "-g", name]].map { words in
      Invocation(program, words: ["tmux", "-u"] + words, environment: speakingC)
    }
    let answers = try run(questions, 500)
    guard answers.allSatisfy({ if case .exited = $0.end { true } else { false } }) else {
      throw SilentTmux()
    }
    for answer in answers where answer.end == .exited(0) {
      let variable = TmuxVariable(name, parsing: answer.output.bytes)
      if variable != .unset { return variable }
    }
    return .unset
  }

  /// The variables for a program whose words are to be read: those of this process, in the C locale.
  package var speakingC: Environment {
    var environment = environment
    environment["LC_ALL"] = "C"
    return environment
  }

  /// The file that PATH has for a program; entries that are no absolute paths do not count.
  package func program(named name: ByteString) -> ByteString? {
    let walker = walker()
    for entry in (environment["PATH"] ?? "/usr/bin:/bin").split(on: UInt8(ascii: ":"))
    where entry.isAbsolute {
      let path = entry.appending(name)
      guard case .found(let real, let status)? = try? walker.place(of: path),
        status.kind == .regular, files.mayExecute(real)
      else { continue }
      return path
    }
    return nil
  }
}
