internal import Changes
internal import Commands
internal import Formats
internal import Machines

extension Call {
  /// The edits of the go/env file that --set and --unset ask for.
  func settingEdits(on machine: Machine) throws -> [FileEdit] {
    let assignments = try arguments.all(Repairing.set).map(assignment)
    let names = arguments.all(Repairing.unset).map { ByteString($0) }
    if assignments.isEmpty && names.isEmpty { return [] }
    if let name = names.first(where: { name in assignments.contains { $0.name == name } }) {
      throw UsageError(message: "--set and --unset are both about \(name)")
    }
    let (settings, path, file) = try goEnvironmentFile(machine)
    try checkPlatform(assignments, unset: names, settings)
    for name in names where file?[name] == nil {
      // One that is there can go, even where it should never have come in.
      if let refusal = GoSetting.refusal(ofUnsetting: name) { throw UsageError(message: refusal) }
    }
    for name in assignments.map(\.name) + names where machine.environment.nonEmpty(name) != nil {
      tell("\(program): \(name) is set in the environment too, which counts before the file\n")
    }
    // What go writes there itself, others may read; a proxy's password may stand there.
    return assignments.map { name, value in
      FileEdit(path, mode: 0o600) {
        GoEnvironmentFile.setting(name, to: value, in: $0 ?? [])
      }
    }
      + names.map { name in
        FileEdit(path, mode: 0o600) { old in
          old.map { GoEnvironmentFile.unsetting(name, in: $0) }
        }
      }
  }

  private func assignment(
    _ word: [UInt8]
  ) throws(UsageError) -> (name: ByteString, value: ByteString) {
    guard let (name, value) = ByteString(word).cut(at: UInt8(ascii: "=")) else {
      throw UsageError(message: "--set takes NAME=VALUE, not “\(ByteString(word))”")
    }
    if let refusal = GoSetting.refusal(ofSetting: name, to: value)
      ?? GoSettingRule.refusal(of: value, for: name)
    {
      throw UsageError(message: refusal)
    }
    return (name, value)
  }

  /// Refuses a GOOS or GOARCH that makes no pair with the other one that will be in force.
  private func checkPlatform(
    _ assignments: [(name: ByteString, value: ByteString)], unset: [ByteString],
    _ settings: GoSettings
  ) throws(UsageError) {
    let isAsked = assignments.contains { $0.name == "GOOS" || $0.name == "GOARCH" }
    guard isAsked else { return }
    func value(_ name: ByteString, default value: ByteString) -> ByteString {
      if let last = assignments.last(where: { $0.name == name }) {
        return last.value.isEmpty ? value : last.value
      }
      let setting = settings.setting(name, default: value)
      return unset.contains(name) && setting.source != .environment ? value : setting.value
    }
    let system = value("GOOS", default: "linux")
    let processor = value("GOARCH", default: settings.architecture ?? "amd64")
    if !GoPlatform.isSupported(system: system, processor: processor) {
      throw UsageError(
        message: "no Go builds for GOOS=\(system) with GOARCH=\(processor): set both in one go")
    }
  }

  /// The file that the first go would read, and what is in it.
  private func goEnvironmentFile(
    _ machine: Machine
  ) throws -> (settings: GoSettings, path: ByteString, file: GoEnvironmentFile?) {
    let settings: GoSettings
    do {
      settings = try GoSurvey(of: machine).settings.get()
    } catch {
      throw Failure("\(error)", status: Status.unknown)
    }
    guard let named = settings.userFilePath, !named.isEmpty, named != "off",
      let path = machine.absolute(named)
    else {
      throw Failure(
        "go has no go/env file here: GOENV is off, or there is no home directory",
        status: Status.unknown)
    }
    switch settings.userFile {
    case .read(_, let file) where file.isUTF16:
      throw Failure(
        "“\(path)” is in UTF-16, of which go reads no line: write it anew in UTF-8, or remove it",
        status: Status.unknown)
    case .read(_, let file): return (settings, path, file)
    case .none, .missing: return (settings, path, nil)
    case .unreadable(let path, let error):
      throw Failure(
        "\(Unreadable(path: path, error: error)); let yourself read it, or name another file in GOENV",
        status: Status.unknown)
    case .notExamined(let path):
      throw Failure(
        "“\(path)” is on a network or Windows mount: add --all to look there",
        status: Status.unknown)
    }
  }
}
