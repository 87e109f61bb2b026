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

  init(parsing text: [UInt8], mark: ByteString) {
    steps = parsed(text, mark: mark)
  }

  fileprivate init(steps: [Step]) {
    self.steps = steps
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

/// A shell that reads the files of a context and tells on standard error what it does: set -x, in fish fish_trace.
struct TracedShell: Sendable {
  let context: ShellContext
  let invocation: Invocation
  private let files: StartUpFiles
  /// What stands between the parts of what it tells; `nil` for fish, which does not say where it is.
  private let mark: ByteString?

  /// `nil` for a shell that cannot say in which file it is, or that reads none, and where nothing can be read of them.
  init?(
    of context: ShellContext, by shell: UserShell, on machine: Machine,
    mark: ByteString = EnvironmentMarks.random().mark
  ) {
    guard context != .sh, let files = try? StartUpFiles(of: shell, in: context, on: machine),
      let plain = try? context.invocation(of: ":", by: shell, on: machine),
      let invocation = plain.traced(reading: files.read, by: shell, in: context, mark)
    else { return nil }
    self.context = context
    self.invocation = invocation
    self.files = files
    self.mark = shell.kind == .fish ? nil : mark
  }

  /// What it has told.
  func trace(_ execution: Execution) -> ShellTrace {
    let text = execution.errors.bytes
    return mark.map { ShellTrace(parsing: text, mark: $0) }
      ?? ShellTrace(steps: fishSteps(ByteString(text), files))
  }

  /// What shells do in several contexts, started side by side; without those that were not done in time.
  static func traces(
    of contexts: [ShellContext], by shell: UserShell, on machine: Machine, milliseconds: Int64
  ) -> [ShellContext: ShellTrace] {
    let shells = contexts.compactMap { TracedShell(of: $0, by: shell, on: machine) }
    if shells.isEmpty || milliseconds <= 0 { return [:] }
    let executions = (try? machine.run(shells.map(\.invocation), milliseconds)) ?? []
    var traces: [ShellContext: ShellTrace] = [:]
    for (shell, execution) in zip(shells, executions) where execution.end != .deadline {
      traces[shell.context] = shell.trace(execution)
    }
    return traces
  }
}

extension Invocation {
  /// The command line of a shell that tells its steps.
  ///
  /// bash takes no PS4 from the environment where it runs for root, and dash does not know which file it reads: both are
  /// told to read the files one by one.
  fileprivate func traced(
    reading files: [ByteString], by shell: UserShell, in context: ShellContext, _ mark: ByteString
  ) -> Invocation? {
    var invocation = self
    let words = context.words(for: shell)
    switch shell.kind {
    case .bash:
      if files.isEmpty { return nil }
      var script: ByteString = "exec 9>&2; BASH_XTRACEFD=9; PS4='+"
      script +=
        mark + "F${BASH_SOURCE[0]-}" + mark + "L${LINENO}" + mark + "P${PATH-}" + mark
        + " '; set -x"
      for file in files { script += "\n. " + ShellWords.quoted(file) }
      invocation.words =
        [words[0], "--noprofile", "--norc"] + words.dropFirst() + ["-c", script + "\n:"]
    case .sh:
      // The name of a file stands in PS4, which the shell expands.
      let isExpanded = files.contains { file in "$`\\".utf8.contains { file.contains($0) } }
      if isExpanded || files.isEmpty { return nil }
      var script: ByteString = ""
      for file in files {
        script +=
          "PS4='+" + mark + "F'" + ShellWords.quoted(file) + "'" + mark + "L${LINENO}" + mark
        script += "P${PATH-}" + mark + " '; set -x; . " + ShellWords.quoted(file) + "\n"
      }
      invocation.words =
        [words[0]] + words.dropFirst().filter { $0 != "-l" } + ["-c", script + ":"]
    case .zsh:
      invocation.environment["PS4"] =
        "+" + mark + "F%x" + mark + "L%I" + mark + "P${PATH}" + mark + " "
      invocation.words = [words[0], "-x", "-o", "promptsubst"] + words.dropFirst() + ["-c", ":"]
    case .fish: invocation.environment["fish_trace"] = "1"
    case .tcsh: return nil
    }
    return invocation
  }
}

/// The last command that fish told, found again in the files.
private func fishSteps(_ text: ByteString, _ files: StartUpFiles) -> [ShellTrace.Step] {
  var known = files.read
  var last: ByteString?
  // The end tells where it stopped; a file is seen where it is sourced, some thousand lines before.
  for line in text.split(on: UInt8(ascii: "\n")) {
    let rest = line.bytes.drop { $0 == UInt8(ascii: "-") }
    guard rest.starts(with: "> ".utf8) else { continue }
    let command = ByteString(rest.dropFirst(2))
    if command.hasPrefix("source /") {
      known.insert(ByteString(command.bytes.dropFirst("source ".utf8.count)), at: 0)
    }
    if !command.isEmpty, command != ":" { last = command }
  }
  guard let last,
    let place = files.firstLine(
      of: known, where: { $0.hasPrefix(last) || $0.text.contains("; " + last.text) })
  else { return [] }
  return [.init(place: place, path: "", command: last)]
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
