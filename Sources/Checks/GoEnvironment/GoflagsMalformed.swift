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
          -w', not -ldflags='-s -w'. Older Go, 1.19 for one, knows no quotation marks at all.
          """,
        breaks: """
          Every command but go env and go bug ends at once: go: parsing $GOFLAGS: non-flag "vendor", or parsing $GOFLAGS: unterminated ' \
          string, or parsing $GOFLAGS: unknown flag -nope, or, of a word quoted in the middle, parsing $GOFLAGS: unknown flag -w'. Editors then find no packages.
          """,
        remedy: """
          Join each flag and its value with `=` and put quotation marks around a whole word that has a blank: \
          go env -w "GOFLAGS='-ldflags=-s -w' -mod=mod". Or take the setting out: go env -u GOFLAGS.
          """,
        exceptions: """
          A flag that no command is known to have is information: a newer Go may have it. Flags that some commands have and others have not are fine.
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
