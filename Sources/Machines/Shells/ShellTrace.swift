package import Formats

/// What a shell did, command by command, on its way through its start-up files.
package struct ShellTrace: Sendable {
  /// In their order; those of no file are left out.
  package let steps: [Step]

  package struct Step: Sendable {
    package let place: StartUpFiles.Place
    /// PATH before the command.
    package let path: ByteString
    /// The command as the shell tells it, expanded.
    package let command: ByteString
  }

  /// Runs the shell once more and lets it tell every step: set -x.
  ///
  /// `nil` for a shell that cannot say in which file it is.
  package init?(
    of context: ShellContext, by shell: UserShell, on machine: Machine, milliseconds: Int64
  ) throws {
    if shell.kind == .fish {
      steps = try fishSteps(context, shell, machine, milliseconds)
      return
    }
    let mark = EnvironmentMarks.random().mark
    guard let invocation = try tracedInvocation(context, shell, machine, mark: mark) else {
      return nil
    }
    guard let execution = try machine.run([invocation], milliseconds).first else { return nil }
    steps = parsed(execution.errors.bytes, mark: mark)
  }

  init(parsing text: [UInt8], mark: ByteString) {
    steps = parsed(text, mark: mark)
  }

  /// The step with which a directory goes out of PATH for good, where it was in it before.
  package func loss(of directory: ByteString, from initial: ByteString?) -> Step? {
    var loss: Step?
    var previous: Step?
    var had = initial.map { $0.split(on: colon).contains(directory) } ?? false
    for step in steps {
      let has = step.path.split(on: colon).contains(directory)
      // dash, which knows no line, tells PATH after an assignment.
      if had, !has { loss = step.place.line == 0 ? step : previous }
      had = has
      previous = step
    }
    // PATH is told before each command: what the last one did shows nowhere.
    return had ? previous : loss
  }
}

private let colon = UInt8(ascii: ":")

/// The command line of a shell that reads the files of the context and tells on standard error what it does.
///
/// bash takes no PS4 from the environment where it runs for root, and dash does not know which file it reads: both are
/// told to read the files one by one.
private func tracedInvocation(
  _ context: ShellContext, _ shell: UserShell, _ machine: Machine, mark: ByteString
) throws -> Invocation? {
  var invocation = try context.invocation(of: ":", by: shell, on: machine)
  let files = try StartUpFiles(of: shell, in: context, on: machine).read
  let words = context.words(for: shell)
  switch shell.kind {
  case .bash:
    var script: ByteString = "exec 9>&2; BASH_XTRACEFD=9; PS4='+"
    script +=
      mark + "F${BASH_SOURCE[0]-}" + mark + "L${LINENO}" + mark + "P${PATH-}" + mark + " '; set -x"
    for file in files { script += "\n. " + ShellWords.quoted(file) }
    invocation.words =
      [words[0], "--noprofile", "--norc"] + words.dropFirst() + ["-c", script + "\n:"]
  case .sh:
    // The name of a file stands in PS4, which the shell expands.
    let isExpanded = files.contains { file in "$`\\".utf8.contains { file.contains($0) } }
    if isExpanded { return nil }
    var script: ByteString = ""
    for file in files {
      script += "PS4='+" + mark + "F'" + ShellWords.quoted(file) + "'" + mark + "L${LINENO}" + mark
      script += "P${PATH-}" + mark + " '; set -x; . " + ShellWords.quoted(file) + "\n"
    }
    invocation.words = [words[0]] + words.dropFirst().filter { $0 != "-l" } + ["-c", script + ":"]
  case .zsh:
    invocation.environment["PS4"] =
      "+" + mark + "F%x" + mark + "L%I" + mark + "P${PATH}" + mark + " "
    invocation.words = [words[0], "-x", "-o", "promptsubst"] + words.dropFirst() + ["-c", ":"]
  case .fish, .tcsh: return nil
  }
  return invocation
}

/// What fish tells where fish_trace is set, each command found again in the files: it does not say where it is.
private func fishSteps(
  _ context: ShellContext, _ shell: UserShell, _ machine: Machine, _ milliseconds: Int64
) throws -> [ShellTrace.Step] {
  var invocation = try context.invocation(of: ":", by: shell, on: machine)
  invocation.environment["fish_trace"] = "1"
  guard let execution = try machine.run([invocation], milliseconds).first else { return [] }
  let files = try StartUpFiles(of: shell, in: context, on: machine)
  var known = files.read
  var steps: [ShellTrace.Step] = []
  // Those at the end tell where it stopped; a file is seen where it is sourced, some thousand lines before.
  for line in ByteString(execution.errors.bytes).split(on: UInt8(ascii: "\n")) {
    let rest = line.bytes.drop { $0 == UInt8(ascii: "-") }
    guard rest.starts(with: "> ".utf8) else { continue }
    let command = ByteString(rest.dropFirst(2))
    if command.hasPrefix("source /") {
      known.insert(ByteString(command.bytes.dropFirst("source ".utf8.count)), at: 0)
    }
    steps.append(.init(place: .init(file: "", line: 0), path: "", command: command))
  }
  guard let last = steps.last(where: { !$0.command.isEmpty && $0.command != ":" }),
    let place = files.firstLine(
      of: known, where: { $0.hasPrefix(last.command) || $0.text.contains("; " + last.command.text) }
    )
  else { return [] }
  return [.init(place: place, path: "", command: last.command)]
}

private func parsed(_ text: [UInt8], mark: ByteString) -> [ShellTrace.Step] {
  var steps: [ShellTrace.Step] = []
  var file: ByteString?
  var line: Int?
  var path: ByteString?
  for part in parts(of: text, between: mark.bytes) {
    let rest = ByteString(part.dropFirst())
    switch part.first {
    case UInt8(ascii: "F"): (file, line, path) = (rest, nil, nil)
    case UInt8(ascii: "L"): line = Int(rest.text) ?? 0
    case UInt8(ascii: "P"): path = rest
    case UInt8(ascii: " "):
      if let file, let line, let path, file.isAbsolute {
        steps.append(
          .init(
            place: .init(file: file.cleaned, line: line), path: path,
            command: rest.cut(at: UInt8(ascii: "\n"))?.before ?? rest))
      }
      (file, line, path) = (nil, nil, nil)
    default: (file, line, path) = (nil, nil, nil)
    }
  }
  return steps
}

/// What stands between every two marks.
private func parts(of text: [UInt8], between mark: [UInt8]) -> [ArraySlice<UInt8>] {
  var parts: [ArraySlice<UInt8>] = []
  var start = 0
  var index = 0
  while index < text.count {
    if text[index] == mark[0], text[index...].starts(with: mark) {
      parts.append(text[start..<index])
      index += mark.count
      start = index
    } else {
      index += 1
    }
  }
  return parts + [text[start...]]
}
