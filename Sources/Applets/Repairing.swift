internal import Changes
internal import Checks
internal import Commands
internal import Formats
internal import Machines

/// The options of go-env-guard that change files, or show what would change.
enum Repairing {
  static let plan = Flag("plan", "show what --apply would change, as a diff, and change nothing")
  static let apply = Flag("apply", "mend in files what can be mended there")
  static let set = Option<[UInt8]>(
    "set", value: "NAME=VALUE", "with --plan or --apply: set a variable in the go/env file")
  static let unset = Option<[UInt8]>(
    "unset", value: "NAME", "with --plan or --apply: take a variable out of the go/env file")

  static let parameters: [Parameter] = [
    plan.parameter, apply.parameter, set.parameter, unset.parameter,
  ]
}

extension Call {
  /// Whether the call is about changes.
  var repairs: Bool { Repairing.parameters.contains { arguments.contains($0.name) } }

  /// Whether it is about lines of the go/env file, and not about findings.
  private var repairsSettings: Bool {
    arguments.contains(Repairing.set.name) || arguments.contains(Repairing.unset.name)
  }

  /// The option that makes it so.
  var repairMode: String {
    Repairing.parameters.first { arguments.contains($0.name) }?.name ?? ""
  }

  /// Plans what would mend the findings, or what --set and --unset ask for, and shows or applies it.
  func repair() throws -> Int32 {
    guard self[Repairing.plan] != self[Repairing.apply] else {
      throw UsageError(
        message: self[Repairing.plan]
          ? "--plan does not go with --apply" : "add --plan to see what would change, or --apply")
    }
    if self[Repairing.apply] { try refuseRoot() }
    let start = surroundings.milliseconds()
    var machine = try machine(mayWait: self[Reporting.everywhere])
    let settings = try settingEdits(on: machine)
    let areas: [Area] =
      self[Reporting.everywhere] ? [.goEnvironment, .goSurroundings] : [.goEnvironment]
    var report = try examine(areas, of: machine)
    let plan = try plan(settings, report, machine.files)
    if self[Repairing.apply], !plan.isEmpty {
      try apply(plan, on: machine)
      machine = try self.machine(mayWait: self[Reporting.everywhere])
      report = try examine(areas, of: machine)
    }
    if self[Reporting.quiet] { return status(of: report) }
    if wantsJSON {
      let changes = plan.changes.map { ($0.path, $0.diff) }
      print(
        try report.json(
          version: version, host: Host(of: machine),
          milliseconds: surroundings.milliseconds() - start, changes: changes))
    } else {
      show(plan, report)
    }
    return status(of: report)
  }

  func show(_ plan: Plan, _ report: Report) {
    if plan.isEmpty {
      print(
        repairsSettings
          ? "nothing to change: the go/env file says that already\n"
          : "nothing to mend by changing files\n")
    } else if self[Repairing.plan] {
      for diff in plan.diffs { print(diff) }
      return
    } else {
      for change in plan.changes { print(change.sentence) }
      print("undo: gotools undo\n")
    }
    if self[Repairing.apply] {
      print(report.text(style(for: output.standardTerminal, environment)))
    }
  }

  private func plan(_ settings: [FileEdit], _ report: Report, _ files: FileTree) throws -> Plan {
    do {
      return !repairsSettings
        ? try Plan("\(applet): what was found", report.edits(), reading: files)
        : try Plan("\(applet): go/env", settings, reading: files)
    } catch {
      throw Failure(
        "\(error)", status: self[Repairing.apply] ? Status.notWritten : Status.unknown)
    }
  }

  func apply(_ plan: Plan, on machine: Machine) throws {
    do {
      _ = try plan.apply(on: machine) { tell("\(program): \($0)\n") }
    } catch {
      throw failure(error, on: machine)
    }
  }

  /// What to say where files could not be changed.
  func failure(_ error: any Error, on machine: Machine) -> Failure {
    guard let error = error as? Unwritable else {
      return Failure("\(error)", status: Status.notWritten)
    }
    let remedy = error.remedy(on: machine, repeating: words).map { "; try: " + ShellWords.line($0) }
    return Failure(error.description + (remedy ?? ""), status: Status.notWritten)
  }

  /// The call as it can be repeated.
  private var words: [ByteString] {
    var words = program.split(separator: " ").map { ByteString(String($0)) }
    for flag in [EditorPinning.editor, Repairing.apply, Reporting.everywhere] where self[flag] {
      words.append(ByteString("--\(flag.name)"))
    }
    for option in [Repairing.set, Repairing.unset] {
      words += arguments.all(option).map { ByteString("--\(option.name)=") + ByteString($0) }
    }
    return words + arguments.operands.map { ByteString($0) }
  }

  /// Refuses to change another machine's files.
  func refuseRoot() throws(UsageError) {
    if self[Reporting.root] != nil {
      throw UsageError(message: "files below --root are not changed; --plan shows what would be")
    }
    if environment.nonEmpty("GOTOOLS_ROOT") != nil {
      throw UsageError(
        message: "GOTOOLS_ROOT is set, and files below another root are not changed; unset it")
    }
  }

  /// Adds a diff: as it is, and on a terminal with everything escaped that could drive it.
  func print(_ diff: UnifiedDiff) {
    let style = style(for: output.standardTerminal, environment)
    for line in diff.lines {
      let color = style.colored ? line.kind.color : nil
      if let color { print("\u{1B}[\(color)m") }
      if output.standardTerminal == nil {
        print(bytes: line.text.bytes)
      } else {
        let parts = line.text.split(on: UInt8(ascii: "\t")).map(\.printable)
        print(parts.joined(separator: "\t"))
      }
      print(color == nil ? "\n" : "\u{1B}[0m\n")
    }
  }
}

extension Change {
  /// What was done, in a line.
  fileprivate var sentence: String {
    switch self {
    case .file(let path, let old, let new, _):
      (old == nil ? "made" : new == nil ? "removed" : "changed") + " “\(path)”\n"
    }
  }
}

extension UnifiedDiff.Line.Kind {
  /// As git colors it.
  fileprivate var color: String? {
    switch self {
    case .file: "1"
    case .place: "36"
    case .removed: "31"
    case .added: "32"
    case .context, .unended: nil
    }
  }
}
