package import Formats
package import Syscalls

/// Everything outside the process that an answer may depend on.
package struct Machine: Sendable {
  package var files: FileTree
  package var environment: Environment
  /// The directory the user stands in; `nil` where it has been removed.
  package var workingDirectory: ByteString?
  /// The effective user.
  package var user: UInt32
  /// The process that started this one; `nil` where that runs on another machine than the one examined.
  package var parent: UInt32?
  /// The shell that asks, where that has been said.
  package var askingShell: ByteString?
  /// The right to change files; `nil` where this is not the machine that the process runs on.
  package private(set) var writer: FileWriter?
  /// Whether files on network and Windows mounts may be looked at too, which can take any time.
  package var mayWait = false
  /// What keeps the go command's own ways of finding files away from other machines; `nil` where they may go anywhere.
  var restraint: Restraint?
  /// Runs programs, where this is the machine they would run on.
  package var run: Run = { _, _ throws(CannotRun) in throw .elsewhere }
  /// Starts a program that leaves another running, and waits so many milliseconds for its own end.
  private(set) var launch: @Sendable (Invocation, Int64) throws(CannotRun) -> Execution = {
    _, _ throws(CannotRun) in throw .elsewhere
  }
  /// Runs a program on the terminal of this process until it ends, and answers with its exit status.
  private(set) var runOnTerminal: @Sendable (Invocation) throws -> Int32 = { _ in
    throw CannotRun.elsewhere
  }
  /// Asks agents for their keys, where this is the machine they run on.
  package var askAgents: AskAgents = { inquiries in
    inquiries.map { _ in .untold("the agents of another machine than this one cannot be asked") }
  }

  /// The Unix sockets that somebody listens on or has bound to a file, as the kernel knows them, where this is its
  /// machine: sock_diag(7).
  package var boundSockets: @Sendable () throws -> [BoundSocket] = {
    throw CannotRun.elsewhere
  }
  /// The time of day, in seconds since 1970; always the same on a machine that is written down in an example.
  package var now: @Sendable () -> Int64 = { Example.now }

  package init(
    files: FileTree, environment: Environment, workingDirectory: ByteString? = "/",
    user: UInt32 = 1000, parent: UInt32? = nil
  ) {
    self.files = files
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.user = user
    self.parent = parent
  }

  /// The shell that asks, such as `bash`: the program that started this one, else the one SHELL names.
  ///
  /// Reads /proc/PID/comm.
  package var shell: ByteString? {
    if let askingShell { return askingShell }
    if let parent, let name = nameOfProcess(Int32(clamping: parent)), Self.shells.contains(name) {
      return name
    }
    return environment.nonEmpty("SHELL")?.lastComponent
  }

  private static let shells: [ByteString] = [
    "ash", "bash", "busybox", "dash", "fish", "ksh", "mksh", "sh", "tcsh", "zsh",
  ]

  /// The machine this process runs on, or the one whose root file system is the directory `root`.
  ///
  /// A working directory outside `root` is its `/`. Throws where `root` cannot be opened.
  package static func live(
    root: ByteString? = nil, environment: Environment = ThisProcess.environment
  ) throws(Errno) -> Machine {
    var directory = try Syscalls.workingDirectory().map { ByteString($0) }
    var files = FileTree.live
    var environment = environment
    if let root {
      // A session sets these for its own machine, and nobody for another.
      for name: ByteString in ["TMPDIR", "SSH_AUTH_SOCK", "SSH_AGENT_PID", "TMUX"] {
        environment[name] = nil
      }
      files = try .rooted(at: root)
      let top = root.isAbsolute ? root.cleaned : (directory ?? "/").appending(root).cleaned
      directory = directory.map { path in
        guard path.isAtOrBelow(top) else { return "/" }
        return top == "/" ? path : "/" + ByteString(path.bytes.dropFirst(top.count + 1))
      }
    }
    var machine = Machine(
      files: files, environment: environment, workingDirectory: directory,
      user: effectiveUser(), parent: root == nil ? parentProcess() : nil)
    machine.now = { currentTime().seconds }
    if root == nil {
      machine.writer = FileWriter(user: machine.user)
      machine.run = { programs, milliseconds throws(CannotRun) in
        Machines.run(programs, milliseconds: milliseconds)
      }
      machine.launch = { program, milliseconds throws(CannotRun) in
        Machines.launch(program, milliseconds: milliseconds)
      }
      machine.runOnTerminal = { program in
        try runInForeground(
          program.path.bytes, words: program.words.map(\.bytes),
          environment: program.environment.entries)
      }
      let user = machine.user
      machine.askAgents = { Machines.ask($0, as: user) }
      machine.boundSockets = { try diagnosedSockets() }
    }
    return machine
  }
}
