package import Formats

/// What a shell came to see in one context, and what became of it.
package struct ContextView: Sendable {
  package let context: ShellContext
  package let state: State
  /// What its start-up files wrote to standard output until the shell had ended, as far as it was kept.
  package let noise: ByteString
  /// How many bytes that was.
  package let noiseCount: Int
  /// What one that was late did, as far as it came.
  let trace: ShellTrace?
  /// From the shell's start to its end.
  package let milliseconds: Int64

  package enum State: Sendable {
    /// The command ran, and saw these variables and this `go`.
    case seen(GoSurvey)
    /// It had not come to its command, or to its end, when its time was over.
    case late
    /// It came to an end without running its command.
    case lost(Execution.End)
    /// The command ran, and what it printed went elsewhere.
    case unheard
    /// It could not be started, or what it saw could not be read.
    case unknown(String)
  }

  /// What there is to be seen, where the command ran.
  package var survey: GoSurvey? {
    if case .seen(let survey) = state { survey } else { nil }
  }

  fileprivate init(
    _ context: ShellContext, _ execution: Execution, _ marks: EnvironmentMarks,
    _ shell: UserShell, _ machine: Machine, trace: ShellTrace?
  ) {
    self.context = context
    self.trace = trace
    milliseconds = execution.milliseconds
    let answer = marks.read(execution.output.bytes)
    noise = ByteString(
      answer.map { $0.before + (execution.end == .deadline ? [] : $0.after) }
        ?? execution.output.bytes)
    noiseCount = noise.count + execution.output.count - execution.output.bytes.count
    if let trouble = execution.trouble {
      state = .unknown(trouble)
      return
    }
    switch (answer, execution.end) {
    case (_, .notStarted(let error)): state = .unknown("the shell cannot be started: \(error)")
    case (_, .untold(let error)): state = .unknown("how the shell ended cannot be told: \(error)")
    case (_, .deadline): state = .late
    // The answer may be where the shell's standard output was led to.
    case (nil, _) where marks.read(execution.errors.bytes) != nil: state = .unheard
    case (nil, _) where !execution.output.isComplete:
      state = .unknown("it printed too much for its answer to be found")
    case (nil, .exited(EnvironmentMarks.unheard)): state = .unheard
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

extension ContextView {
  /// A context in which no shell could be started.
  fileprivate init(_ context: ShellContext, unknown reason: String) {
    self.context = context
    state = .unknown(reason)
    noise = ""
    noiseCount = 0
    trace = nil
    milliseconds = 0
  }
}

extension ShellContext {
  /// How long VS Code waits for a shell: `application.shellEnvironmentResolutionTimeout`.
  package static let milliseconds: Int64 = 10_000

  /// How long a shell may take before another is started beside it, which tells what keeps it.
  private static let patience: Int64 = 7000

  /// Starts the shell in every context at the same time.
  package static func views(by shell: UserShell, on machine: Machine) throws -> [ContextView] {
    if machine.environment[runMark] != nil || machine.isBelowContext {
      throw UserShell.Unfit(
        description: "this shell is itself being tried out by gotools, and tries no others")
    }
    let marks = EnvironmentMarks.random()
    let invocations = allCases.map { context in
      Reading { () throws -> Invocation in
        let command = try marks.command(for: context == .sh ? .sh : shell.kind)
        return try context.invocation(of: command, by: shell, on: machine)
      }
    }
    let shells = invocations.compactMap { try? $0.get() }
    let startable = zip(allCases, invocations).filter { (try? $1.get()) != nil }.map(\.0)
    let tracing = EnvironmentMarks.random().mark
    let followers = startable.enumerated().map { index, context in
      var follower = shells[index]
      follower.following = .init(index: index, milliseconds: patience) {
        TracedShell(of: context, by: shell, on: machine, mark: tracing)?.invocation
      }
      return follower
    }
    let executions = try machine.run(shells + followers, milliseconds)
    return zip(allCases, invocations).map { context, invocation in
      if case .failure(let error) = invocation { return ContextView(context, unknown: "\(error)") }
      guard let index = startable.firstIndex(of: context), index < executions.count else {
        return ContextView(context, unknown: "the shell was not started")
      }
      var trace: ShellTrace?
      if executions[index].end == .deadline, executions.count == 2 * shells.count {
        trace = TracedShell(of: context, by: shell, on: machine, mark: tracing)?
          .trace(executions[shells.count + index])
      }
      return ContextView(context, executions[index], marks, shell, machine, trace: trace)
    }
  }
}
