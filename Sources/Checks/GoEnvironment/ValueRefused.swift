internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var valueRefused: Check {
    Check(
      "GT141", "value-refused", "go refuses the value of a variable", severity: .error,
      firesOn: Example(environment: ["HOME": "/home/u", "CC": "./gcc"]),
      silentOn: Example(
        environment: [
          "HOME": "/home/u", "CC": "ccache gcc", "CGO_CFLAGS": "-O2 '-DNAME=a b'",
          "GOMEMLIMIT": "2GiB", "GOAMD64": "v3",
        ]),
      words: Words(
        problem: """
          A variable that go reads at every start has a value that it does not take: a name in GOEXPERIMENT that this Go does not have, \
          a GOFIPS140, GOAMD64, GOARM, GOMIPS or the like that is none of those there are, a GOMEMLIMIT that is no number with a unit such as GiB. Or CC, \
          CXX or FC name a compiler by a relative path, or they or CGO_CFLAGS and the like have a quotation mark that does not end.
          """,
        breaks: """
          Every go command, go version and go env too, ends with "unknown GOEXPERIMENT x", "invalid GOFIPS140: must be off, latest, …", \
          "invalid GOMIPS: must be hardfloat, softfloat", or, as any program written in Go, "malformed GOMEMLIMIT". go build, go list and gopls end with \
          "unknown GOFIPS140 version "v1.9.9"", "cannot use GOFIPS140 with GOEXPERIMENT=boringcrypto", "CC environment variable is relative; must be absolute path: ./gcc" or \
          "CC environment variable could not be parsed". go env panics and cgo fails with "could not parse environment variable CGO_CFLAGS".
          """,
        remedy: """
          Take the variable out, or write a value that go knows: go help environment lists them. A compiler is a name to be found in PATH or an absolute \
          path. Undo: write the old value again.
          """,
        exceptions: """
          Nothing is said of a value that only some Go in between may know, or where another toolchain will answer. GOAMD64 and GOARM \
          are passed over since Go 1.23, which takes any value for the default.
          """)
    ) { survey in
      let settings = try survey.settings.get()
      guard settings.mayHaveRefusedValue,
        let (refused, setting) = try survey.refusedValue(), try survey.firstGoStays()
      else { return .ok }
      return .finding(
        Finding(
          .error, seen: "\(refused.name) is “\(setting.value)” (\(setting.place))",
          so: "\(refused.victims.words) with “\(refused.message)”",
          because: [setting.evidence(for: refused.name)],
          remedies: survey.remedies(for: refused.name, setting)))
    }
  }
}

extension GoRefusedValue.Victims {
  fileprivate var words: String {
    switch self {
    case .programs: "every program written in Go, go too, ends"
    case .commands: "every go command ends"
    case .builds: "go build, go list and gopls end"
    case .cgo: "go env and what uses cgo end"
    }
  }
}
