internal import Changes
internal import Checks
internal import Commands
internal import Formats
internal import Machines

/// The option of go-env-guard that is about the settings of editors.
enum EditorPinning {
  static let editor = Flag(
    "editor",
    "show which Go an editor's settings pin; with --plan or --apply, pin that of this shell")

  /// Which settings are meant, as a user says it.
  enum Place: String, CaseIterable {
    case workspace
    case machine
  }
}

extension Call {
  /// Shows what editors are told about Go, or tells them.
  func answerAboutEditors() throws -> Int32 {
    let place = try place()
    if self[Repairing.plan], self[Repairing.apply] {
      throw UsageError(message: "--plan does not go with --apply")
    }
    if self[Repairing.apply] { try refuseRoot() }
    let start = surroundings.milliseconds()
    var machine = try machine(mayWait: true)
    var survey = try survey(machine)
    var plan: Plan?
    if self[Repairing.plan] || self[Repairing.apply] {
      plan = try pin(place, survey, machine.files)
    }
    if let plan, self[Repairing.apply], !plan.isEmpty {
      try apply(plan, on: machine)
      machine = try self.machine(mayWait: true)
      survey = try self.survey(machine)
    }
    let report = try examine([.editors], of: machine)
    if self[Reporting.quiet] { return status(of: report) }
    if wantsJSON {
      print(
        try report.json(
          version: version, host: Host(of: machine),
          milliseconds: surroundings.milliseconds() - start,
          changes: plan.map { $0.changes.map { ($0.path, $0.diff) } }))
    } else if let plan, !plan.isEmpty {
      show(plan, report)
    } else {
      if plan != nil { print("nothing to change: the settings say that already\n") }
      if !self[Repairing.plan] {
        show(survey, place)
        print(report.text(style(for: output.standardTerminal, environment)))
      }
    }
    return status(of: report)
  }

  private func place() throws(UsageError) -> EditorPinning.Place? {
    guard let word = arguments.operands.first else { return nil }
    guard arguments.operands.count == 1,
      let place = EditorPinning.Place(rawValue: ByteString(word).text)
    else {
      throw UsageError(message: "after --editor stands nothing, or one word: workspace or machine")
    }
    return place
  }

  private func survey(_ machine: Machine) throws(Failure) -> EditorSurvey {
    do {
      return try EditorSurvey(of: machine)
    } catch {
      throw Failure("\(error)", status: Status.unknown)
    }
  }

  /// Plans to write the Go of this shell into the settings meant: those of the folder, where there is one and nothing else is said.
  private func pin(
    _ place: EditorPinning.Place?, _ survey: EditorSurvey, _ files: FileTree
  ) throws(Failure) -> Plan {
    let isMachines = place == .machine || place == nil && survey.folder == nil
    do {
      let destination =
        try isMachines ? survey.machineDestination() : survey.workspaceDestination()
      let pin = try GoPin(for: survey, scope: destination.scope)
      let edit = FileEdit(destination.path) { old in
        do {
          return try pin.edit(old)
        } catch {
          throw UnusableSettings(path: destination.path, reason: error)
        }
      }
      let plan = try Plan("\(applet): the editor's Go", [edit], reading: files)
      tell("\(program): “\(destination.path)”: \(destination.reason)\n")
      for variable in pin.leftOut {
        tell("\(program): \(variable.name) is left out: it \(variable.reason)\n")
      }
      return plan
    } catch {
      throw Failure(
        "\(error)", status: self[Repairing.apply] ? Status.notWritten : Status.unknown)
    }
  }

  private func show(_ survey: EditorSurvey, _ place: EditorPinning.Place?) {
    let folders = place == .machine ? [] : survey.workspace.map { [$0] } ?? []
    let all = folders + (place == .workspace ? [] : survey.everywhere)
    if let folder = survey.folder, place != .machine, folders.isEmpty {
      print("no settings “\(folder.settings)”\n")
    }
    for settings in all {
      print("\(settings.title) “\(settings.path)”\n")
      for line in survey.lines(about: settings) { print("  \(line)\n") }
    }
    if all.isEmpty { print("no editor is told here which Go to take\n") }
    if let first = survey.go.search.commands.first {
      let version = first.version.map { " (\($0))" } ?? ""
      print("first go in PATH: “\(first.path)”\(version)\n")
    }
  }
}

extension EditorSettings {
  fileprivate var title: String {
    switch scope {
    case .workspace: "settings of this folder"
    case .machine: "machine settings of \(editor)"
    case .user: "user settings of \(editor)"
    }
  }
}

extension EditorSurvey {
  /// What settings say about Go, a line each.
  fileprivate func lines(about settings: EditorSettings) -> [String] {
    do {
      var lines: [String] = []
      for name in [EditorPin.Name.alternateTool, .root] {
        guard let pin = try pin(name, in: settings, of: [settings]) else { continue }
        lines.append("line \(pin.line): \(name.rawValue) is “\(pin.value)”\(verdict(on: pin))")
      }
      let document = try settings.content.get()
      let variables = document.value(at: "go.toolsEnvVars")?.object?.members ?? []
      for member in variables.prefix(variableLimit) {
        let line = document.position(of: member.start).line
        let name = ByteString(member.key.bytes.prefix(nameLimit))
        lines.append("line \(line): go.toolsEnvVars has “\(name)”")
      }
      if variables.count > variableLimit {
        lines.append("and \(variables.count - variableLimit) more in go.toolsEnvVars")
      }
      return lines.isEmpty ? ["nothing about Go"] : lines
    } catch {
      return ["\(error)"]
    }
  }

  /// What is to be said of a pin that is right.
  private func verdict(on pin: EditorPin) -> String {
    guard case .program(let command) = pin.target, let first = go.search.commands.first else {
      return ""
    }
    if first.isSameFile(as: command) { return ", the first go in PATH" }
    return command.version.map { ", which is \($0)" } ?? ""
  }
}

/// How many variables of one file are listed: settings may come from anybody's repository.
private let variableLimit = 64
/// How much of a variable's name is shown.
private let nameLimit = 64
