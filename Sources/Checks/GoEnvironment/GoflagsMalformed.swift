internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var goflagsMalformed: Check {
    Check(
      "GT117", "goflags-malformed", "GOFLAGS is more than a list of flags", severity: .error,
      firesOn: Example(environment: ["GOFLAGS": "-mod vendor"]),
      silentOn: Example(environment: ["GOFLAGS": "-mod=vendor '-ldflags=-s -w' --race"]),
      words: Words(
        problem: """
          Every word of GOFLAGS must be a flag with its value, as -mod=mod or -trimpath. A value that stands apart (-mod vendor) is \
          no flag, and neither is what a missing quotation mark leaves. A word in quotation marks must begin with them: '-ldflags=-s \
          -w', not -ldflags='-s -w'. Older Go, 1.19 for one, knows no quotation marks at all. The value must be one that the flag takes, and \
          the first go in PATH must be new enough to know the flag.
          """,
        breaks: """
          Every command but go env and go bug ends at once: go: parsing $GOFLAGS: non-flag "vendor", or parsing $GOFLAGS: unterminated ' \
          string, or parsing $GOFLAGS: unknown flag -nope, or, of a word quoted in the middle, parsing $GOFLAGS: unknown flag -w'. \
          So it is with a flag that this go is too old for. A wrong value ends every command that has the flag, most often go build, go test, go list and gopls: flag needs an argument: \
          -tags (from $GOFLAGS), or invalid boolean value "yes" for flag -race, invalid value "x" for flag -p, -mod=foo not supported. \
          go env and go version do not mind. Editors then find no packages.
          """,
        remedy: """
          Join each flag and its value with `=` and put quotation marks around a whole word that has a blank: \
          go env -w "GOFLAGS='-ldflags=-s -w' -mod=mod". Or take the setting out: go env -u GOFLAGS.
          """,
        exceptions: """
          A flag that no command is known to have is information: a newer Go may have it. Flags that some commands have and others have not are fine. \
          A value that only go test refuses is a warning. Where another toolchain will answer nothing is said of new flags.
          """)
    ) { survey in
      guard let setting = try survey.chosen("GOFLAGS") else { return .ok }
      let settings = try survey.settings.get()
      if let objection = GoFlags.objection(to: setting.value, settings.flagQuoting) {
        return .finding(
          Finding(
            .error,
            seen: objection.part == setting.value
              ? "GOFLAGS is “\(setting.value)” (\(setting.place))"
              : "GOFLAGS has the word “\(objection.part)”, which is no flag (\(setting.place))",
            so: "every command but go env ends with “\(objection.message)”",
            because: [setting.evidence(for: "GOFLAGS")],
            remedies: survey.remedies(for: "GOFLAGS", setting)))
      }
      if let (flag, release) = settings.flagTooNew, try survey.firstGoStays() {
        return .finding(
          Finding(
            .error, title: "GOFLAGS has a flag that this go is too old for",
            seen: "GOFLAGS has “\(flag.word)” (\(setting.place)), which came with Go \(release), "
              + "and the first go in PATH is \(settings.version?.text ?? "older")",
            so: "every command but go env ends with “parsing $GOFLAGS: unknown flag -\(flag.name)”",
            because: [setting.evidence(for: "GOFLAGS")],
            remedies: survey.remedies(
              for: "GOFLAGS", setting, better: settings.flags(without: flag))))
      }
      if let objection = settings.flagValueObjection {
        return .finding(
          Finding(
            objection.users == .test ? .warning : .error,
            title: "a flag in GOFLAGS has a value that go refuses",
            seen: "GOFLAGS has “\(objection.flag.word)” (\(setting.place))",
            so: "\(objection.users.words) with “\(objection.message)”",
            because: [setting.evidence(for: "GOFLAGS")],
            remedies: survey.remedies(
              for: "GOFLAGS", setting, better: settings.flags(without: objection.flag))))
      }
      guard let flag = settings.flags.first(where: { !GoFlags.isKnown($0.name) }) else {
        return .ok
      }
      return .finding(
        Finding(
          .info, title: "GOFLAGS has a flag that is not known",
          seen: "GOFLAGS has “\(flag.word)” (\(setting.place))",
          so:
            "where go does not know it, every command ends with “parsing $GOFLAGS: unknown flag -\(flag.name)”",
          because: [setting.evidence(for: "GOFLAGS")],
          remedies: [.edit("mend or remove “\(flag.word)” in GOFLAGS (\(setting.place))")]))
    }
  }
}

extension GoSettings {
  /// GOFLAGS without one of its words; `nil` where nothing is left, or no quotation marks can hold the rest.
  fileprivate func flags(without flag: GoFlags.Flag) -> ByteString? {
    let words = flags.map(\.word).filter { $0 != flag.word }
    if words.isEmpty { return nil }
    guard case .none = flagQuoting else { return GoWords.join(words) }
    return ByteString(Array(words.map(\.bytes).joined(separator: [UInt8(ascii: " ")])))
  }
}

extension GoFlags.Users {
  fileprivate var words: String {
    switch self {
    case .builds: "go build, go test, go list and gopls end"
    case .list: "go list and gopls end"
    case .test: "go test ends"
    }
  }
}
