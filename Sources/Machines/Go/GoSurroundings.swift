package import Formats
internal import Syscalls

/// Which Go is found around a shell: in it, and in the other shells that its user, his editor and his programs start.
package struct GoSurroundings: Sendable {
  package let machine: Machine
  package let here: GoSurvey
  package let shell: Reading<UserShell>
  /// What every context sees, in the order of `ShellContext.allCases`.
  package let contexts: Reading<[ContextView]>
  /// What the shells of those contexts do of which there is something to tell.
  private let traces: [ShellContext: ShellTrace]

  /// Starts the user's shell in every context, and once more where it differs to see what it does.
  ///
  /// Whatever is run on this machine value is over twelve seconds from now; what could not be is not started.
  package init(of machine: Machine) throws {
    let limit = monotonicMilliseconds() + allowance
    self.machine = machine.running(until: limit)
    let here = try GoSurvey(of: machine)
    self.here = here
    let shell = Reading { try UserShell(of: machine) }
    self.shell = shell
    let contexts = Reading {
      // An example, or a machine below another root, is nothing to start programs on.
      _ = try machine.run([], 0)
      return try ShellContext.views(by: try shell.get(), on: machine)
    }
    self.contexts = contexts
    let views = (try? contexts.get()) ?? []
    var traces: [ShellContext: ShellTrace] = [:]
    if let shell = try? shell.get() {
      let differing = views.filter { $0.isToBeTraced(besides: here) }.map(\.context)
      traces = TracedShell.traces(
        of: differing, by: shell, on: machine,
        milliseconds: min(limit - monotonicMilliseconds(), ShellContext.milliseconds))
    }
    for view in views { traces[view.context] = traces[view.context] ?? view.trace }
    self.traces = traces
  }

  package func view(_ context: ShellContext) throws -> ContextView? {
    try contexts.get().first { $0.context == context }
  }

  /// What the shell does in a context, step by step; `nil` where it cannot tell, or there is nothing to tell.
  package func trace(_ context: ShellContext) -> ShellTrace? { traces[context] }

  package func files(_ context: ShellContext) throws -> StartUpFiles {
    try StartUpFiles(of: try shell.get(), in: context, on: machine)
  }

  /// Whether anybody logs in here, or an editor's server does: in a container that is an exception.
  package var isLoggedInto: Bool {
    if Host(of: machine).kind != .container { return true }
    if environmentNamesLogin { return true }
    return Editor.known(machine.environment).contains {
      $0.isServer && ((try? machine.files.status($0.directory)) ?? nil) != nil
    }
  }

  private var environmentNamesLogin: Bool {
    ["SSH_CONNECTION", "REMOTE_CONTAINERS", "CODESPACES", "VSCODE_IPC_HOOK_CLI"].contains {
      machine.environment.nonEmpty($0) != nil
    }
  }
}

/// In milliseconds, how long all that is started may take together, less the second in which what is late is ended.
private let allowance: Int64 = 10_800

extension Machine {
  /// The same, which starts nothing that could take longer than until then.
  fileprivate func running(until limit: Int64) -> Machine {
    var machine = self
    machine.run = { programs, milliseconds throws(CannotRun) in
      if monotonicMilliseconds() + milliseconds > limit { throw .late }
      return try run(programs, milliseconds)
    }
    return machine
  }
}

extension ContextView {
  /// Whether more is to be told of it than that it is as the shell at hand; one that was late has been traced already.
  fileprivate func isToBeTraced(besides here: GoSurvey) -> Bool {
    if context == .ssh, !noise.isEmpty { return true }
    switch state {
    case .lost, .unheard: return true
    case .late, .unknown: return false
    case .seen(let survey):
      guard let directory = (try? here.firstGo())??.path.parent else { return false }
      let path = survey.environment["PATH"]?.split(on: UInt8(ascii: ":")) ?? []
      return !path.contains(directory)
    }
  }
}

extension GoSurvey {
  /// What answers to `go`, as far as it can be told; `nil` where nothing does.
  ///
  /// Throws where the first may be elsewhere.
  package func firstGo() throws -> FirstGo? {
    if let windows = search.windowsCommands.first { return .windows(windows.path) }
    if let reason = search.notExamined.first { throw reason }
    return search.commands.first.map { .linux($0) }
  }

  package enum FirstGo: Sendable {
    case linux(GoCommand)
    case windows(ByteString)

    package var path: ByteString {
      switch self {
      case .linux(let command): command.path
      case .windows(let path): path
      }
    }

    /// Whether both are one file.
    package func isSame(as other: FirstGo) -> Bool {
      switch (self, other) {
      case (.linux(let command), .linux(let other)): command.status.isSameFile(as: other.status)
      case (.windows(let path), .windows(let other)): path == other
      default: false
      }
    }
  }
}
