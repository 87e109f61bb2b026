internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var noCCompiler: Check {
    Check(
      "GT133", "no-c-compiler", "cgo is asked for, and there is no C compiler", severity: .warning,
      firesOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ],
        environment: ["PATH": "/usr/local/go/bin", "HOME": "/home/u", "CGO_ENABLED": "1"]),
      silentOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
          "/usr/bin/gcc": .file("", mode: 0o755),
        ],
        environment: ["PATH": "/usr/local/go/bin:/usr/bin", "HOME": "/home/u", "CGO_ENABLED": "1"]),
      words: Words(
        problem: """
          CGO_ENABLED is 1, in the environment or in the go/env file, and the C compiler is not found: the first word of CC, or gcc \
          where CC is not set. go looks for it in PATH, and takes none from the current directory.
          """,
        breaks: """
          What uses cgo does not build, and that includes net and os/user: "cgo: C compiler "gcc" not found: exec: "gcc": \
          executable file not found in $PATH". go test -race fails likewise.
          """,
        remedy: """
          Install a compiler (sudo apt install gcc libc6-dev; apk add gcc musl-dev), name one in CC, or set CGO_ENABLED=0 where cgo \
          is not needed. Undo: remove the package, or set the variable back.
          """,
        exceptions: """
          Where CGO_ENABLED is not set go turns cgo off by itself when there is no compiler, and nothing is said. A compiler \
          that a maker has built into a go of its own is not known; then cc and clang count as well.
          """)
    ) { survey in
      let settings = try survey.settings.get()
      let asked = settings.setting("CGO_ENABLED", default: "")
      guard asked.value == "1" else { return .ok }
      if let other = survey.search.unseen ?? survey.search.stranger { return other }
      guard let missing = try survey.missingCompiler() else { return .ok }
      return .finding(
        Finding(
          .warning,
          seen: "CGO_ENABLED is “1” (\(asked.place)), and the compiler “\(missing.value)” "
            + (missing.source == .default ? "" : "that CC names (\(missing.place)) ")
            + "is not found",
          so:
            "what uses cgo, net and os/user among it, ends with “C compiler \"\(missing.value)\" not found”",
          because: [asked.evidence(for: "CGO_ENABLED"), survey.pathEvidence]
            + (missing.source == .default ? [] : [missing.evidence(for: "CC")]),
          remedies: [.manual("install a C compiler, or name one in CC")]
            + survey.remedies(
              for: "CGO_ENABLED", asked, better: "0", "do without cgo", isChoice: true)))
    }
  }
}
