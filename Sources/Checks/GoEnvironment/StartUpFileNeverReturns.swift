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
          for something, asks a question, ends the shell, or puts another program in its place (exec fish, tmux attach). Or the \
          command ran, and nobody heard what it printed: a start-up file turns standard output away for all that follows \
          (exec >/dev/null, exec >>~/shell.log).
          """,
        breaks: """
          VS Code says "Unable to resolve your shell environment" and goes on without what the files set, Go's directory \
          among it; commands by ssh, services and scripts hang or do nothing.
          """,
        remedy: """
          Do such things in a terminal only: if [ -t 0 ] && [ -t 1 ]; then ...; fi, and not where VSCODE_RESOLVING_ENVIRONMENT \
          is set; and turn away the output of single commands, not of the shell. Undo: take that away.
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
      let stuck = views.filter { $0.fate != nil }
      guard let first = stuck.first else { return try surroundings.untried(views) ?? .ok }
      let files = try surroundings.files(first.context)
      if case .unheard = first.state {
        return .finding(surroundings.turnedAway(stuck, by: shell, files))
      }
      let isLate = if case .late = first.state { true } else { false }
      if isLate, let pipe = files.pipe {
        return .finding(
          Finding(
            .warning,
            seen: words(about: stuck, by: shell)
              + "; it reads “\(pipe)”, a named pipe, and waits until somebody writes into it",
            so: consequence, because: [.file(pipe, says: "a named pipe")],
            remedies: [.edit("put a file in the place of “\(pipe)”")]))
      }
      // What a shell does as it ends is not what ended it.
      let step = surroundings.trace(first.context)?.steps.last { isLate || !$0.place.isLogout }
      let names = files.read.map { "“\($0)”" }.joined(separator: ", ")
      return .finding(
        Finding(
          .warning,
          seen: words(about: stuck, by: shell)
            + (step.map { "; the last it did is “\($0.command)” in \($0.place.name)" }
              ?? (names.isEmpty ? "" : "; it reads \(names)")),
          so: consequence,
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

private let consequence =
  "commands given to such a shell do not run; VS Code goes on without what your files set"

extension GoSurroundings {
  fileprivate func turnedAway(
    _ stuck: [ContextView], by shell: UserShell, _ files: StartUpFiles
  ) -> Finding {
    let step = stuck.first.flatMap { trace($0.context) }?.steps.last {
      $0.command == "exec" || $0.command.hasPrefix("exec >")
    }
    // Read and not seen to run: such a line may as well be another command's.
    let guess =
      step == nil
      ? files.firstLine(of: files.read) {
        $0.text.contains("exec") && $0.contains(UInt8(ascii: ">"))
      } : nil
    return Finding(
      .warning, title: "a start-up file turns a shell's standard output away",
      seen: words(about: stuck, by: shell)
        + (step.map { ": \($0.place.words) turns it away" } ?? "")
        + (guess.map { ": perhaps \($0.words) turns it away" } ?? ""),
      so: (stuck.contains { $0.context == .ssh }
        ? "scp, rsync and git over ssh get no answer; "
        : "what runs a command in such a shell gets no answer; ")
        + "VS Code goes on without what your files set",
      because: [
        step.map { .file($0.place.file, says: $0.command) }
          ?? .variable("SHELL", is: shell.path)
      ],
      remedies: [
        .edit(
          "turn away the output of single commands, not of the shell"
            + (step.map { ": \($0.place.name)" } ?? "")
            + (guess.map { ", perhaps in \($0.name)" } ?? ""))
      ])
  }
}

extension StartUpFiles.Place {
  /// Whether it is in a file that a shell reads after it was told to end.
  fileprivate var isLogout: Bool {
    [".bash_logout", "bash.bash_logout", ".zlogout", "zlogout"].contains(file.lastComponent)
  }
}

/// What became of the shells, those of one fate together.
private func words(about stuck: [ContextView], by shell: UserShell) -> String {
  var fates: [(fate: String, titles: [String])] = []
  for view in stuck {
    guard let fate = view.fate else { continue }
    let title = view.context.title(shell)
    if let index = fates.firstIndex(where: { $0.fate == fate }) {
      fates[index].titles.append(title)
    } else {
      fates.append((fate, [title]))
    }
  }
  return fates.map { "\($0.titles.joined(separator: ", ")): the shell \($0.fate)" }
    .joined(separator: "; ")
}

extension ContextView {
  /// What kept it from its command, or the command from an answer, as the end of a sentence; `nil` where nothing did.
  fileprivate var fate: String? {
    switch state {
    case .seen, .unknown: nil
    case .late: "had not come to its command, or to its end, after ten seconds"
    case .lost(.exited(0)): "ended with status 0 and without an answer of its command"
    case .lost(.exited(let status)): "ended with status \(status) before its command"
    case .lost(.killed(let signal)): "died of signal \(signal) before its command"
    case .lost: "ended before its command"
    case .unheard: "ran its command, and what that printed went elsewhere"
    }
  }
}
