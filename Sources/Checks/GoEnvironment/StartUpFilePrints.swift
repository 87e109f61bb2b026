internal import Formats
internal import Machines

extension Check<GoSurroundings> {
  static var startUpFilePrints: Check {
    Check(
      "GT138", "start-up-file-prints", "a start-up file prints where programs read the answer",
      severity: .warning,
      firesOn: Example(
        ["/bin/bash": .file("", mode: 0o755), "/home/u/.bashrc": "echo Welcome back\n"],
        environment: ["HOME": "/home/u", "SHELL": "/bin/bash", "PATH": "/usr/bin:/bin"],
        shells: [.ssh: .prints("Welcome back\n")]),
      silentOn: Example(
        [
          "/bin/bash": .file("", mode: 0o755),
          "/home/u/.bashrc": "case $- in *i*) echo Welcome back ;; esac\n",
        ],
        environment: ["HOME": "/home/u", "SHELL": "/bin/bash", "PATH": "/usr/bin:/bin"],
        shells: [.login: .prints("Welcome back\n")]),
      words: Words(
        problem: """
          Your shell, started by sshd for one command, writes something to standard output before it comes to the command. bash reads \
          ~/.bashrc then, zsh ~/.zshenv, fish config.fish.
          """,
        breaks: """
          scp, sftp, rsync and git over ssh take the text for the other side's answer ("Received message too long", "protocol \
          version mismatch -- is your shell clean?"), and an editor that connects by ssh cannot read what it asked for.
          """,
        remedy: """
          Print in interactive shells only: case $- in *i*) ... ;; esac in bash, [[ -o interactive ]] && ... in zsh (or move it \
          to ~/.zshrc), if status is-interactive in fish. Undo: take that away.
          """,
        exceptions: """
          What is printed in a terminal or in a login shell alone disturbs nobody. What goes to standard error is not looked at, \
          nor what a job in the background prints after the shell has ended.
          """)
    ) { surroundings in
      let view: ContextView?
      do {
        view = try surroundings.view(.ssh)
      } catch let error as CannotRun {
        return .skipped("\(error)")
      } catch let error as UserShell.Unfit {
        return .skipped("\(error)")
      }
      guard let view else { return .ok }
      if view.noise.isEmpty { return try surroundings.untried([view]) ?? .ok }
      if !surroundings.isLoggedInto {
        return .skipped("this is a container that nobody logs into")
      }
      let line = view.noise.firstLine
      let step = surroundings.trace(.ssh)?.steps.last { $0.command.mayPrint(line) }
      let files = try surroundings.files(.ssh)
      let place =
        step?.place
        ?? files.firstLine(of: files.read) { text in
          text.split(on: UInt8(ascii: ";")).contains { $0.mayPrint(line) }
        }
      let names = files.read.map { "“\($0)”" }.joined(separator: ", ")
      return .finding(
        Finding(
          .warning,
          seen: (place.map { "\($0.words) prints" } ?? "one of the files it reads (\(names)) prints")
            + (line.isEmpty ? " an empty line" : " “\(line)”") + " when ssh runs a single command"
            + (view.noiseCount > line.count + 2
              ? ", and more (\(view.noiseCount) bytes in all)" : ""),
          so: "scp, sftp, rsync and git over ssh fail, since they take it for an answer",
          because: [
            place.map { .file($0.file, says: line.isEmpty ? "an empty line" : line) }
              ?? .variable("SHELL", is: "prints " + (line.isEmpty ? "an empty line" : line))
          ],
          remedies: [
            .edit(
              "print in interactive shells only"
                + (place.map { ": \($0.name)" } ?? ""))
          ]))
    }
  }
}

extension ByteString {
  /// Whether it is a command that may have printed the line: it has the words in it, or has none to print.
  fileprivate func mayPrint(_ line: ByteString) -> Bool {
    if !line.isEmpty { return text.contains(line.text) }
    let command = trimming { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return ["echo", "echo ''", "echo \"\"", "print", "printf '\\n'"].contains(command)
  }

  /// The first line that is not blank, of at most 120 bytes.
  fileprivate var firstLine: ByteString {
    let lines = split(on: UInt8(ascii: "\n")).map { line in
      line.trimming { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") || $0 == 0 }
    }
    return ByteString(Array((lines.first { !$0.isEmpty } ?? "").bytes.prefix(120)))
  }
}
