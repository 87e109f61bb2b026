internal import Changes
internal import Formats
internal import Machines

extension GoSurvey {
  /// The setting of a variable that a user has made and that is in force; an empty one is none.
  ///
  /// A carriage return at the end of a line of the go/env file is left out: that is a fault of the file, not of the value.
  func chosen(_ name: ByteString) throws -> GoSettings.Setting? {
    if isUntouched { return nil }
    guard let setting = try settings.get().userSetting(name) else { return nil }
    switch setting.source {
    case .environment: return setting
    case .file:
      guard setting.value.bytes.last == 0x0D else { return setting }
      let value = ByteString(setting.value.bytes.dropLast())
      return value.isEmpty ? nil : .init(value, setting.source)
    case .goEnv, .default: return nil
    }
  }

  /// Whether the go command works with modules at all.
  func usesModules() throws -> Bool { try settings.get().value("GO111MODULE") != "off" }

  /// What to do about a setting, by its source; every check of a variable's value has its remedies from here.
  ///
  /// `better` is the value to write, where there is one.
  func remedies(
    for name: ByteString, _ setting: GoSettings.Setting, better: ByteString? = nil
  ) -> [Remedy] {
    switch setting.source {
    case .environment, .default:
      let edit = better.map { "write \(name)=\(ShellWords.line([$0]))" } ?? "take it out"
      return [.edit("in the file that exports \(name), \(edit)")]
        + (isAskersOwn ? [.shell("for this shell now", line: unsetting(name))] : [])
    case .goEnv(let file, let line):
      let edit = better.map { "write \(name)=\($0) in" } ?? "mend or remove"
      return [.edit("\(edit) line \(line) of “\(file)”")]
    case .file(let file, let line):
      let summary =
        better.map { "writes \(name)=\($0) into" } ?? "takes \(name) out of"
      return [
        Remedy.editingSettings(file, "\(summary) “\(file)”, line \(line)") { text in
          better.map { GoEnvironmentFile.setting(name, to: $0, in: text) }
            ?? GoEnvironmentFile.unsetting(name, in: text)
        }
      ]
    }
  }

  private func unsetting(_ name: ByteString) -> String {
    switch (try? settings.get())?.machine.shell {
    case "fish": "set -e \(name)"
    case "tcsh": "unsetenv \(name)"
    default: "unset \(name)"
    }
  }
}

extension Remedy {
  /// An edit of the go/env file, which is only made where the file is still there.
  static func editingSettings(
    _ file: ByteString, _ summary: String, edit: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) -> Remedy {
    .change(summary, by: ["go-env-guard"]) { [FileEdit(file) { $0.map(edit) }] }
  }
}
