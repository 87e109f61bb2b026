package import Formats

/// What a shell came to see in one context, and what became of it.
package struct ContextView: Sendable {
  package let context: ShellContext
  package let state: State
  /// What its start-up files wrote to standard output, as far as it was kept.
  package let noise: ByteString
  /// From the shell's start to its end.
  package let milliseconds: Int64

  package enum State: Sendable {
    /// The command ran, and saw these variables and this `go`.
    case seen(GoSurvey)
    /// It had not come to its command, or to its end, when its time was over.
    case late
    /// It came to an end without running its command.
    case lost(Execution.End)
    /// It could not be started, or what it saw could not be read.
    case unknown(String)
  }

  /// What there is to be seen, where the command ran.
  package var survey: GoSurvey? {
    if case .seen(let survey) = state { survey } else { nil }
  }

  fileprivate init(
    _ context: ShellContext, _ execution: Execution, _ marks: EnvironmentMarks,
    _ shell: UserShell, _ machine: Machine
  ) {
    self.context = context
    milliseconds = execution.milliseconds
    let answer = marks.read(execution.output.bytes)
    noise = ByteString(
      answer.map { $0.before + (execution.end == .deadline ? [] : $0.after) }
        ?? execution.output.bytes)
    switch (answer, execution.end) {
    case (_, .notStarted(let error)): state = .unknown("the shell cannot be started: \(error)")
    case (_, .deadline): state = .late
    case (nil, let end): state = .lost(end)
    case (let answer?, _):
      var seen = machine
      seen.environment = answer.environment
      seen.environment[runMark] = nil
      seen.askingShell = context == .sh ? "sh" : shell.path.lastComponent
      do {
        state = .seen(try GoSurvey(of: seen))
      } catch {
        state = .unknown("\(error)")
      }
    }
  }
}

extension ShellContext {
  /// How long VS Code waits for a shell: `application.shellEnvironmentResolutionTimeout`.
  package static let milliseconds: Int64 = 10_000

  /// Starts the shell in every context at the same time.
  package static func views(by shell: UserShell, on machine: Machine) throws -> [ContextView] {
    if machine.environment[runMark] != nil {
      throw UserShell.Unfit(
        description: "this shell is itself being tried out by gotools, and tries no others")
    }
    let marks = EnvironmentMarks.random()
    let invocations = allCases.map {
      $0.invocation(of: marks.command, by: shell, on: machine)
    }
    let executions = try machine.run(invocations, milliseconds)
    return zip(allCases, executions).map {
      ContextView($0, $1, marks, shell, machine)
    }
  }
}
