internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var gosumdbInvalid: Check {
    Check(
      "GT121", "gosumdb-invalid", "GOSUMDB names no checksum database", severity: .error,
      firesOn: Example(environment: ["GOSUMDB": "https://sum.golang.org"]),
      silentOn: Example(environment: ["GOSUMDB": "sum.golang.org https://sum.golang.google.cn"]),
      words: Words(
        problem: """
          GOSUMDB is sum.golang.org, sum.golang.google.cn, off, or the key of another database (NAME+HASH+KEY), perhaps with a blank and an address \
          behind it. An address alone is not enough: go must know the key that signs.
          """,
        breaks: """
          As soon as a module is not in go.sum yet, go ends with "verifying go.mod: invalid GOSUMDB: malformed verifier id", \
          "invalid GOSUMDB: too many fields" or "missing GOSUMDB".
          """,
        remedy: """
          go env -u GOSUMDB for the default. For modules of your own that no public database knows, name them: go env -w GOPRIVATE=corp.example/*
          """,
        exceptions: """
          off is information: what go.sum does not name yet is then taken as it comes, which a machine without the internet may need. It is not \
          told where the makers of the installation wrote it into go.env.
          """)
    ) { survey in
      guard let setting = try survey.chosen("GOSUMDB"), try survey.usesModules() else { return .ok }
      if setting.value == "off" {
        return .finding(
          Finding(
            .info, title: "the checksum database is switched off",
            seen: "GOSUMDB is “off” (\(setting.place))",
            so: "a module that is not in go.sum yet is taken as it comes",
            because: [setting.evidence(for: "GOSUMDB")],
            remedies: survey.remedies(
              for: "GOSUMDB", setting, "to have them verified", isChoice: true)))
      }
      guard let objection = GoSumDatabase.objection(to: setting.value) else { return .ok }
      return .finding(
        Finding(
          .error, seen: "GOSUMDB is “\(setting.value)” (\(setting.place))",
          so: "a module that is not in go.sum yet cannot be verified: “\(objection.message)”",
          because: [setting.evidence(for: "GOSUMDB")],
          remedies: survey.remedies(for: "GOSUMDB", setting)))
    }
  }
}
