internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var goproxyInvalid: Check {
    Check(
      "GT120", "goproxy-invalid", "GOPROXY is no list that go takes", severity: .error,
      firesOn: Example(environment: ["GOPROXY": "https://goproxy.cn direct"]),
      silentOn: Example(environment: ["GOPROXY": "https://goproxy.cn|proxy.corp:8080/go, direct"]),
      words: Words(
        problem: """
          GOPROXY lists addresses, with `,` or `|` between them, and ends with `direct` or `off`. A blank does not separate, a single \
          word such as `none` is no address, and neither is a bare path: a directory is file:///DIRECTORY.
          """,
        breaks: """
          No module can be downloaded. go says parse "https://goproxy.cn direct": invalid character " " in host name, or invalid proxy URL missing \
          scheme: none, or "GOPROXY list is not the empty string, but contains no entries". What is in the module cache already still builds, so \
          the fault shows days later.
          """,
        remedy: """
          go env -w GOPROXY=https://proxy.golang.org,direct, or whatever the mirror's own page says; go env -u GOPROXY for the default. \
          To download nothing at all, write off.
          """,
        exceptions: """
          Blanks around an entry, empty entries, and hosts without https:// are fine. An empty variable of the environment counts as not set; what \
          stands behind `direct` or `off` is never read.
          """)
    ) { survey in
      guard let setting = try survey.chosen("GOPROXY"), try survey.usesModules(),
        let objection = GoProxyList.objection(to: setting.value)
      else { return .ok }
      return .finding(
        Finding(
          .error, seen: "GOPROXY has “\(objection.part)” (\(setting.place))",
          so: "no module can be downloaded: “\(objection.message)”",
          // The rest of the list may hold a password.
          because: [
            GoSettings.Setting(objection.part, setting.source).evidence(for: "GOPROXY")
          ],
          remedies: survey.remedies(for: "GOPROXY", setting)))
    }
  }
}
