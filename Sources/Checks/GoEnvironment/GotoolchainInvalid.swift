internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var gotoolchainInvalid: Check {
    Check(
      "GT122", "gotoolchain-invalid", "GOTOOLCHAIN names no toolchain", severity: .error,
      firesOn: Example(environment: ["GOTOOLCHAIN": "1.27.3"]),
      silentOn: Example(environment: ["GOTOOLCHAIN": "go1.27.3+auto"]),
      words: Words(
        problem: """
          GOTOOLCHAIN is auto, path, local, or a name such as go1.27.3, which may have +auto or +path behind it. Case counts, and so does the `go` in front; \
          go1.24 is a version of the language, of which the first release is go1.24.0.
          """,
        breaks: """
          Every command, go version too, ends with invalid GOTOOLCHAIN "1.27.3". With a blank behind the name it is download go1.27.3 : \
          non-semver module version. A version of the language is looked for and not \
          found: "go: invalid toolchain: go1.24 is a language version but not a toolchain version (go1.24.x)".
          """,
        remedy: """
          go env -w GOTOOLCHAIN=auto, which works whatever it is now. Undo: write the old value again.
          """,
        exceptions: """
          local is a good value, and so is the name of a toolchain that is not at hand, which go downloads. Go before 1.21 does not know \
          the variable, and with GO111MODULE=off it is not read.
          """)
    ) { survey in
      guard let setting = try survey.chosen("GOTOOLCHAIN"),
        try survey.settings.get().version.hasGoEnv, try survey.usesModules()
      else { return .ok }
      var message: String?
      if let objection = GoToolchainSetting.objection(to: setting.value) {
        message = objection.message
      } else if let name = try survey.missingLanguageVersion(setting.value) {
        message = "invalid toolchain: \(name) is a language version but not a toolchain version"
      }
      guard let message else { return .ok }
      // Mostly written as for a shell.
      let bare = setting.value.trimming { " \t\"'".utf8.contains($0) }
      let isFine =
        bare != setting.value && GoSettingRule.refusal(of: bare, for: "GOTOOLCHAIN") == nil
      return .finding(
        Finding(
          .error, seen: "GOTOOLCHAIN is “\(setting.value)” (\(setting.place))",
          so: "every go command ends with “\(message)”",
          because: [setting.evidence(for: "GOTOOLCHAIN")],
          remedies: survey.remedies(for: "GOTOOLCHAIN", setting, better: isFine ? bare : "auto")))
    }
  }
}

extension GoSurvey {
  /// The version of the language that a value names, where no go.mod can raise it and no program has its name.
  fileprivate func missingLanguageVersion(_ value: ByteString) throws -> ByteString? {
    guard let setting = try? GoToolchainSetting(parsing: value), setting.isLanguageVersion,
      let name = setting.least, case .go(let information)? = search.commands.first?.program
    else { return nil }
    if information.version == name || search.commands.first?.version?.text == name.version {
      return nil
    }
    if setting.followsFiles {
      guard case .none = try module.get(), try workspaceFile() == nil else { return nil }
    }
    return try isOnPath(name) ? nil : name
  }

  /// Whether PATH may have a program of that name; a directory that was not looked into may.
  private func isOnPath(_ name: ByteString) throws -> Bool {
    let machine = try settings.get().machine
    let walker = PathWalker(machine.files, mounts: mounts, waits: machine.mayWait)
    for entry in path.entries {
      guard entry.text.isAbsolute else { return true }
      switch try walker.place(of: entry.text.appending(name)) {
      case .missing: continue
      case .found, .beyond: return true
      }
    }
    return false
  }
}

extension ByteString {
  fileprivate var version: ByteString { ByteString(bytes.dropFirst(2)) }
}
