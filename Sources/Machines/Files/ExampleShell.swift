package import Formats

/// What the user's shell does in a context of an example.
package enum ExampleShell: Sendable {
  /// It comes to its command with these variables in the place of the example's own.
  case sees([ByteString: ByteString])
  /// It writes a text to standard output first.
  case prints(ByteString)
  /// It does not come to its command within its time.
  case hangs
  /// It ends before.
  case ends(Int32)
}

extension Example {
  /// Answers in the place of the programs that a survey runs.
  var run: Run {
    { programs, _ throws(CannotRun) in programs.map(execution) }
  }

  private func execution(of program: Invocation) -> Execution {
    if program.words.dropFirst().first == LookUpCost.word {
      return Execution(.exited(0), output: Captured(ByteString("\(lookUps ?? 0)\n")))
    }
    if let prints {
      let line = ByteString(Array(program.words.map(\.bytes).joined(separator: [blank])))
      guard let text = prints[line] else { return Execution(.exited(1)) }
      return Execution(.exited(0), output: Captured(text))
    }
    let command = program.words.last?.split(on: UInt8(ascii: " ")) ?? []
    guard command.count == 3, command[1] == EnvironmentMarks.word else {
      return Execution(.exited(0))
    }
    let marks = EnvironmentMarks(command[2])
    var seen = environment
    var noise: ByteString = ""
    switch shells?[program.context] {
    case .sees(let variables): seen.merge(variables) { $1 }
    case .prints(let text): noise = text
    case .hangs: return Execution(.deadline, milliseconds: ShellContext.milliseconds)
    case .ends(let status): return Execution(.exited(status))
    case nil: break
    }
    let text = ByteString(marks.text(of: Environment(seen)))
    return Execution(.exited(0), output: Captured(noise + text))
  }
}

private let blank = UInt8(ascii: " ")

extension Invocation {
  /// The context that its words are those of.
  fileprivate var context: ShellContext {
    if environment["VSCODE_RESOLVING_ENVIRONMENT"] != nil { return .editor }
    if path == "/bin/sh", words.count == 3, words[0] == "sh" { return .sh }
    if words.contains("-l") || words.first?.hasPrefix("-") ?? false { return .login }
    return words.contains("-i") ? .interactive : .ssh
  }
}
