internal import Formats
internal import Machines

extension Check<GoSurroundings> {
  static var startUpFileNeverReturns: Check {
    Check(
      "GT139", "start-up-file-never-returns", "a start-up file keeps a shell from its command",
      severity: .warning,
      firesOn: Example(
        ["/bin/bash": .file("", mode: 0o755), "/home/u/.bashrc": "exec fish\n"],
        environment: ["HOME": "/home/u", "SHELL": "/bin/bash", "PATH": "/usr/bin:/bin"],
        shells: [.interactive: .hangs]),
      silentOn: Example(
        [
          "/bin/bash": .file("", mode: 0o755),
          "/home/u/.bashrc": "if [ -t 0 ]; then exec fish; fi\n",
        ],
        environment: ["HOME": "/home/u", "SHELL": "/bin/bash", "PATH": "/usr/bin:/bin"], shells: [:]
      ),
      words: Words(
        problem: """
          Your shell was given a command and did not run it within ten seconds, or ended before: a start-up file waits \
          for something, asks a question, ends the shell, or puts another program in its place (exec fish, tmux attach).
          """,
        breaks: """
          VS Code says "Unable to resolve your shell environment" and goes on without what the files set, Go's directory \
          among it; commands by ssh, services and scripts hang or do nothing.
          """,
        remedy: """
          Do such things in a terminal only: if [ -t 0 ] && [ -t 1 ]; then ...; fi, and not where VSCODE_RESOLVING_ENVIRONMENT \
          is set. Undo: take that away.
          """,
        exceptions: """
          The shell has no terminal here and nothing to read, as with VS Code and sshd; what waits for a terminal alone is not met. What \
          takes less than ten seconds is slow and no fault.
          """)
    ) { surroundings in
      let views: [ContextView]
      do {
        views = try surroundings.contexts.get()
      } catch let error as CannotRun {
        return .skipped("\(error)")
      } catch let error as UserShell.Unfit {
        return .skipped("\(error)")
      }
      guard let shell = try? surroundings.shell.get() else { return .ok }
      let stuck = views.filter(\.isStuck)
      guard let first = stuck.first else { return .ok }
      let step = try surroundings.trace(first.context, milliseconds: 3000)?.steps.last
      let files = try surroundings.files(first.context).read
      let names = files.map { "“\($0)”" }.joined(separator: ", ")
      let titles = stuck.map { $0.context.title(shell) }.joined(separator: ", ")
      return .finding(
        Finding(
          .warning,
          seen: "\(titles): the shell \(first.fate)"
            + (step.map { "; the last it did is “\($0.command)” in \($0.place.name)" }
              ?? (names.isEmpty ? "" : "; it reads \(names)")),
          so:
            "commands given to such a shell do not run; VS Code goes on without what your files set",
          because: [
            step.map { .file($0.place.file, says: $0.command) }
              ?? .variable("SHELL", is: shell.path)
          ],
          remedies: [
            .edit(
              "do that in a terminal only (if [ -t 0 ] && [ -t 1 ])"
                + (step.map { ": \($0.place.name)" } ?? ""))
          ]))
    }
  }
}

extension ContextView {
  fileprivate var isStuck: Bool {
    switch state {
    case .late, .lost: true
    case .seen, .unknown: false
    }
  }

  fileprivate var fate: String {
    switch state {
    case .lost(.exited(let status)): "ended with status \(status) before its command"
    case .lost(.killed(let signal)): "died of signal \(signal) before its command"
    default: "had not come to its command, or to its end, after ten seconds"
    }
  }
}
