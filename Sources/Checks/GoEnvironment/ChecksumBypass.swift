internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var checksumBypass: Check {
    Check(
      "GT130", "checksum-bypass", "every module is treated as a private one", severity: .warning,
      firesOn: Example(environment: ["GOPRIVATE": "*"]),
      silentOn: Example(
        environment: ["GOPRIVATE": "github.com/corp/*,*.corp.example", "GOINSECURE": "git.corp"]),
      words: Words(
        problem: """
          GOPRIVATE, GONOPROXY, GONOSUMDB and GOINSECURE list patterns of module paths, compared from the left with as many \
          elements as the pattern has. `*` is every host, so the exception holds for all modules.
          """,
        breaks: """
          GONOSUMDB: no checksum of a new module is looked up, so a changed or forged one goes into go.sum unseen. GONOPROXY: each module is \
          fetched from where it lives, with git, and what has vanished there cannot be built. GOINSECURE: modules may come over http and \
          from servers with any certificate. GOPRIVATE stands for the first two, where they are not set themselves.
          """,
        remedy: """
          Name your own hosts: go env -w GOPRIVATE=corp.example/*,github.com/corp/*. Undo: write the old value again.
          """,
        exceptions: """
          On a machine that reaches nothing but a company's own proxy, `*` may be meant: silence the code there. GOPRIVATE=* with \
          GONOPROXY=none and GONOSUMDB=none has no effect, and is left alone.
          """)
    ) { survey in
      if survey.isUntouched { return .ok }
      let settings = try survey.settings.get()
      var found: [(name: ByteString, setting: GoSettings.Setting)] = []
      let whole = settings.userSetting("GOPRIVATE")
      for name in ["GONOSUMDB", "GONOPROXY", "GOINSECURE"] as [ByteString] {
        var source = name
        var setting = settings.userSetting(name)
        if name != "GOINSECURE", setting == nil { (source, setting) = ("GOPRIVATE", whole) }
        guard let setting, GoPatterns.patternOfEverything(in: setting.value) != nil,
          !found.contains(where: { $0.name == source })
        else { continue }
        found.append((source, setting))
      }
      if found.isEmpty { return .ok }
      guard try survey.usesModules() else { return .ok }
      guard let first = found.first else { return .ok }
      return .finding(
        Finding(
          .warning,
          seen: "\(first.name) is “\(first.setting.value)” (\(first.setting.place))"
            + (found.count > 1 ? ", and \(found[1].name) “\(found[1].setting.value)”" : ""),
          so: consequence(of: first.name), because: found.map { $0.setting.evidence(for: $0.name) },
          remedies: found.flatMap {
            survey.remedies(
              for: $0.name, $0.setting, "to have modules verified again", isChoice: true)
          }))
    }
  }
}

private func consequence(of name: ByteString) -> String {
  switch name {
  case "GOPRIVATE": "no checksum is looked up and no proxy asked, for any module"
  case "GONOSUMDB": "no checksum is looked up, for any module"
  case "GONOPROXY": "every module is fetched from where it lives, and none through a proxy"
  default: "any module may come over http and from servers with any certificate"
  }
}
