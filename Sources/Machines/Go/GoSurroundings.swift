package import Formats
internal import Syscalls

/// Which Go is found around a shell: in it, and in the other shells that its user, his editor and his programs start.
package struct GoSurroundings: Sendable {
  package let machine: Machine
  package let here: GoSurvey
  package let shell: Reading<UserShell>
  /// What every context sees, in the order of `ShellContext.allCases`.
  package let contexts: Reading<[ContextView]>

  /// Starts the user's shell in every context, and waits for ten seconds at most.
  package init(of machine: Machine) throws {
    self.machine = machine
    here = try GoSurvey(of: machine)
    let shell = Reading { try UserShell(of: machine) }
    self.shell = shell
    contexts = Reading {
      // An example, or a machine below another root, is nothing to start programs on.
      _ = try machine.run([], 0)
      return try ShellContext.views(by: try shell.get(), on: machine)
    }
  }

  package func view(_ context: ShellContext) throws -> ContextView? {
    try contexts.get().first { $0.context == context }
  }

  /// What the shell does in a context, step by step; `nil` where it cannot tell.
  package func trace(_ context: ShellContext, milliseconds: Int64 = 10_000) throws -> ShellTrace? {
    try ShellTrace(of: context, by: try shell.get(), on: machine, milliseconds: milliseconds)
  }

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
