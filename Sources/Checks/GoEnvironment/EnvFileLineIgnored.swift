internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var envFileLineIgnored: Check {
    Check(
      "GT115", "env-file-line-ignored", "go passes over a line of the go/env file", severity: .info,
      firesOn: Example(
        ["/home/u/.config/go/env": "export GOPRIVATE=corp.example\n"],
        environment: ["HOME": "/home/u"]),
      silentOn: Example(
        ["/home/u/.config/go/env": "# export GOPRIVATE=x\nGOPRIVATE=corp.example\n\n"],
        environment: ["HOME": "/home/u"]),
      words: Words(
        problem: """
          The go/env file is no shell script: a line counts only where its very first character is a capital letter and the name goes right up \
          to the `=`. With `export`, a blank, a byte order mark or small letters in front go passes it over without a word. Some \
          variables count in the environment of a process alone, whatever the file says: GOMAXPROCS, GOGC, GODEBUG \
          and the proxies of HTTP. PATH and HOME are not for this file, and GOTELEMETRY is only printed by go, never read. Of a file in UTF-16, which > in Windows PowerShell writes, go passes over every line.
          """,
        breaks: """
          The setting is not in force; go env NAME prints the default, or the line of a variable that nothing then reads.
          """,
        remedy: """
          Write the line as NAME=VALUE, without anything around it, or let go env -w NAME=VALUE write it. Export \
          variables of the environment in ~/.profile. Lines of PATH, HOME and GOTELEMETRY may go. For telemetry: go telemetry off.
          """,
        exceptions: """
          Comments, empty lines and names that are none of Go's are left alone. It is information: nothing breaks but the setting.
          """)
    ) { survey in
      if survey.isUntouched { return .ok }
      guard case .read(let path, let file) = try survey.settings.get().userFile else { return .ok }
      if file.isUTF16 { return .finding(wholeFileIgnored(path)) }
      let lines = file.ignored
      guard let first = lines.first else { return .ok }
      return .finding(
        Finding(
          .info,
          seen: "“\(path)”, line \(first.line): \(first.name) \(first.reason.words)"
            + (lines.count > 1 ? "; \(lines.count - 1) more lines have no effect" : ""),
          so: "the line has no effect",
          because: lines.prefix(3).map {
            .file(path, says: ByteString("line \($0.line): ") + $0.name)
          },
          remedies: remedies(for: file, at: path)))
    }
  }
}

private func wholeFileIgnored(_ path: ByteString) -> Finding {
  Finding(
    .warning, title: "go passes over the whole go/env file",
    seen: "“\(path)” is in UTF-16", so: "no line of the file has an effect",
    because: [.file(path, says: "begins with the byte order mark of UTF-16")],
    remedies: [
      .edit("write “\(path)” anew in UTF-8, as with Set-Content -Encoding ascii in PowerShell")
    ])
}

/// One change mends all lines that can be told: an edit of one line would not know where another edit has moved it.
private func remedies(for file: GoEnvironmentFile, at path: ByteString) -> [Remedy] {
  var remedies: [Remedy] = []
  let lines = file.ignored
  let mendable = lines.filter(file.canMend)
  if let first = mendable.first {
    let what =
      mendable.count == 1
      ? "line \(first.line) of “\(path)”" : "lines of “\(path)” such as \(first.line)"
    remedies.append(
      .editingSettings(path, "writes \(what) as NAME=VALUE") { text in
        GoEnvironmentFile.mendingIgnoredLines(in: text, where: isTaken)
      })
  }
  let others = lines.filter { !mendable.contains($0) }
  let written = others.filter { $0.reason != .environmentOnly && $0.reason != .neverSet }
  for line in written.prefix(3) {
    remedies.append(
      .edit("write line \(line.line) of “\(path)” as NAME=VALUE, or take it out"))
  }
  for line in others.filter({ $0.reason == .environmentOnly }).prefix(3) {
    remedies.append(
      .edit("export \(line.name) in ~/.profile, and take line \(line.line) out of “\(path)”"))
  }
  for line in others.filter({ $0.reason == .neverSet }).prefix(3) {
    remedies.append(.edit("take line \(line.line) out of “\(path)”: it does nothing"))
  }
  return remedies
}

private func isTaken(_ name: ByteString, _ value: ByteString) -> Bool {
  GoSettingRule.refusal(of: value, for: name) == nil
}

extension GoEnvironmentFile {
  /// Whether it can be told what a line was meant to set, go takes that, and no line that is fine sets the variable.
  fileprivate func canMend(_ line: Ignored) -> Bool {
    func isFine(_ name: ByteString, _ value: ByteString) -> Bool {
      GoSetting.refusal(ofSetting: name, to: value) == nil && isTaken(name, value)
    }
    guard let (name, value) = line.meaning, isFine(name, value) else { return false }
    return self[name].map { !isFine(name, $0.value) } ?? true
  }
}

extension GoEnvironmentFile.Ignored.Reason {
  fileprivate var words: String {
    switch self {
    case .byteOrderMark: "has a byte order mark in front"
    case .leadingBlank: "has a blank in front"
    case .export: "has “export” in front"
    case .smallLetters: "is not written in capital letters"
    case .blankBeforeEquals: "has a blank before the “=”"
    case .environmentOnly: "counts in the environment alone"
    case .neverSet: "cannot be set in this file"
    }
  }
}
