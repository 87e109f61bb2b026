internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var envFileEmptyValue: Check {
    Check(
      "GT114", "env-file-empty-value", "the go/env file takes a default of Go's away",
      severity: .error,
      firesOn: Example(
        ["/home/u/.config/go/env": "GOPROXY=\n"], environment: ["HOME": "/home/u"]),
      silentOn: Example(
        ["/home/u/.config/go/env": "GOFLAGS=\nGOPRIVATE=\n"],
        environment: ["HOME": "/home/u", "GOPROXY": ""]),
      words: Words(
        problem: """
          Since Go 1.21 GOPROXY, GOSUMDB and GOTOOLCHAIN have their defaults in the go.env of the installation. A line of the go/env \
          file comes before that, an empty one too: GOPROXY= does not mean the default, as it does in the environment, but nothing.
          """,
        breaks: """
          Without GOPROXY every download ends with "GOPROXY list is not the empty string, but contains no entries"; without GOSUMDB with \
          "missing GOSUMDB". Without GOTOOLCHAIN go no longer switches to the toolchain that a module asks for, and \
          says "go.mod requires go >= 1.99 (running go 1.27.3)".
          """,
        remedy: """
          go env -u GOPROXY (or GOSUMDB, GOTOOLCHAIN) takes the line out. Undo: go env -w GOPROXY=
          """,
        exceptions: """
          An empty variable in the environment is not set, and harmless. A line that the environment outdoes is harmless where it does, and so \
          is one read by a Go before 1.21, which has its defaults built in.
          """)
    ) { survey in
      if survey.isUntouched { return .ok }
      let settings = try survey.settings.get()
      guard case .read = settings.userFile, settings.version.hasGoEnv, try survey.usesModules()
      else { return .ok }
      var empty: [(name: ByteString, setting: GoSettings.Setting)] = []
      for name in ["GOPROXY", "GOSUMDB", "GOTOOLCHAIN"] as [ByteString] {
        guard let setting = settings.setting(name), setting.value.isEmpty,
          case .file = setting.source, settings.hasDefault(name)
        else { continue }
        empty.append((name, setting))
      }
      guard let first = empty.first else { return .ok }
      let isError = first.name != "GOTOOLCHAIN"
      return .finding(
        Finding(
          isError ? .error : .warning,
          seen: "\(first.name) is set to nothing (\(first.setting.place))"
            + (empty.count > 1 ? ", and so is \(empty[1].name)" : ""),
          so: consequence(of: first.name), because: empty.map { $0.setting.evidence(for: $0.name) },
          remedies: empty.flatMap { survey.remedies(for: $0.name, $0.setting) }))
    }
  }
}

private func consequence(of name: ByteString) -> String {
  switch name {
  case "GOPROXY":
    "no module can be downloaded: “GOPROXY list is not the empty string, but contains no entries”"
  case "GOSUMDB": "no module can be verified: “missing GOSUMDB”"
  default: "go never switches to the toolchain that a module asks for"
  }
}

extension GoSettings {
  /// Whether go.env, as far as it was read, has a value that the empty line hides.
  fileprivate func hasDefault(_ name: ByteString) -> Bool {
    guard case .read(_, let file) = treeFile else { return true }
    return file[name]?.value.isEmpty == false
  }
}
