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
  /// `better` is the value to write, where there is one, and `why` says what that is good for. A choice is a value that
  /// go works with and somebody may want: it keeps to commands, so that a plain --apply does not take it back.
  func remedies(
    for name: ByteString, _ setting: GoSettings.Setting, better: ByteString? = nil,
    _ why: String? = nil, isChoice: Bool = false
  ) -> [Remedy] {
    let front = why.map { $0 + ": " } ?? ""
    let written = name + "=" + (better ?? "")
    switch setting.source {
    case .environment:
      let edit = better.map { "write \(name)=\(ShellWords.line([$0]))" } ?? "take it out"
      return [.edit("\(front)in the file that exports \(name), \(edit)")]
        + (isAskersOwn ? [.shell("for this shell now", line: unsetting(name))] : [])
    case .file(let file, let line):
      if isChoice, GoSetting.refusal(ofUnsetting: name) == nil {
        let summary = why ?? "take \(name) out of “\(file)”"
        return [
          .settingVariables(summary, better == nil ? ["--unset", name] : ["--set", written])
        ]
      }
      guard let better else { return [takingOut(name, setting, of: file, front)] }
      return [
        .editingSettings(file, "\(front)writes \(written) into “\(file)”, line \(line)") { text in
          // Another edit may have left a line that is fine.
          GoEnvironmentFile(parsing: text)[name]?.value.withoutCarriageReturns == setting.value
            ? GoEnvironmentFile.setting(name, to: better, in: text) : text
        }
      ]
    case .goEnv, .default:
      guard better == nil else {
        let summary = why ?? "write \(written)"
        // Without a go/env file only the environment is left.
        return (try? settings.get())?.userFilePath == nil
          ? [.edit("\(summary): export \(written)")]
          : [.settingVariables(summary, ["--set", written])]
      }
      guard case .goEnv(let file, let line) = setting.source else {
        return [.manual("\(front)give \(name) another value")]
      }
      return [.edit("\(front)mend or remove line \(line) of “\(file)”")]
    }
  }

  /// Takes out the line that counts, and those that would count then and be no better; one that is fine stays.
  private func takingOut(
    _ name: ByteString, _ setting: GoSettings.Setting, of file: ByteString, _ front: String
  ) -> Remedy {
    let settings = try? settings.get()
    let version = settings?.version
    let isFaulty = { @Sendable (value: ByteString) in
      value.withoutCarriageReturns == setting.value.withoutCarriageReturns
        || GoSettingRule.refusal(of: value, for: name, by: version) != nil
    }
    var lines: [Int] = []
    var next = ""
    if case .read(_, let known)? = settings?.userFile {
      lines = known.lines(of: name, while: isFaulty)
      let left = known.entries.last { $0.name == name && !lines.contains($0.line) }
      next = left.map { "; then line \($0.line) counts" } ?? ""
    }
    let named = lines.prefix(3).map(String.init).joined(separator: ", ")
    let more = lines.count > 3 ? " and \(lines.count - 3) more" : ""
    return .editingSettings(
      file,
      "\(front)takes \(name) out of “\(file)”, \(lines.count > 1 ? "lines" : "line") \(named)\(more)\(next)"
    ) { GoEnvironmentFile.unsetting(name, in: $0, while: isFaulty) }
  }

  /// What to do about a GOROOT that names another tree than go would come to, or none.
  func remedies(for named: NamedTree) -> [Remedy] {
    remedies(for: "GOROOT", named.setting, "let go find its tree by itself")
  }

  private func unsetting(_ name: ByteString) -> String {
    (try? settings.get())?.machine.lineUnsetting(name) ?? "unset \(name)"
  }
}

extension ByteString {
  fileprivate var withoutCarriageReturns: ByteString {
    ByteString(Array(bytes.reversed().drop { $0 == 0x0D }.reversed()))
  }
}

extension Remedy {
  /// Single lines of the go/env file, written or taken out by us: where go does not start, neither does go env -w.
  static func settingVariables(_ summary: String, _ words: [ByteString]) -> Remedy {
    .command(
      summary, argv: ["gotools", "go-env-guard"] + words + ["--apply"], undo: ["gotools", "undo"])
  }

  /// An edit of the go/env file, which is only made where the file is still there.
  static func editingSettings(
    _ file: ByteString, _ summary: String, edit: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) -> Remedy {
    .change(summary, by: ["go-env-guard"]) { [FileEdit(file) { $0.map(edit) }] }
  }
}
