internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var olderGoFirst: Check {
    Check(
      "GT103", "older-go-first", "an older go hides a newer one", severity: .warning,
      firesOn: Example(
        [
          "/usr/bin/go": .goCommand("go1.19.8"), "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/bin:/usr/local/go/bin"]),
      silentOn: Example(
        [
          "/usr/bin/go": .goCommand("go1.19.8"), "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/local/go/bin:/usr/bin"]),
      words: Words(
        problem: """
          PATH finds one `go` and a newer one further on. Mostly a package of the distribution in /usr/bin comes before the \
          release that was unpacked into /usr/local/go.
          """,
        breaks: """
          The new installation is never used. A Go before 1.21 refuses modules that name a release ("invalid go version \
          '1.22.1': must match format 1.23") and cannot fetch another toolchain by itself.
          """,
        remedy: """
          Put the newer one first: PATH=/usr/local/go/bin:$PATH in ~/.profile. Or remove the package (sudo apt remove \
          golang-go), which also takes what depends on it. Undo: take the line out, or install the package again.
          """,
        exceptions: """
          Several links to one file count once. Programs whose version cannot be read without running them, such as version \
          managers' shims, are not compared. Nothing is condemned: the directory holds other programs too.
          """)
    ) { survey in
      if let other = survey.search.unseen ?? survey.search.stranger { return other }
      guard let first = survey.search.commands.first, let version = first.version else {
        return .ok
      }
      var newest: GoCommand?
      var newestVersion = version
      for command in survey.search.commands.dropFirst() {
        // A copy that cannot run, or a program of the current directory, is no go to prefer.
        guard let other = command.version, other > newestVersion, command.tree != nil,
          !survey.path.entries[command.entry].isRelative
        else { continue }
        newest = command
        newestVersion = other
      }
      guard let newest else { return .ok }
      return .finding(
        Finding(
          .warning,
          seen: "“\(first.path)” is \(version), “\(newest.path)” "
            + "(\(ordinal(newest.entry + 1)) in PATH) is \(newestVersion)",
          so: "\(newestVersion) is never used"
            + (!version.hasGoEnv
              ? "; \(version) refuses modules that ask for a newer release" : ""),
          because: [survey.pathEvidence, first.evidence, newest.evidence],
          remedies: [
            .edit(
              "put “\(newest.path.parent)” before “\(first.path.parent)” in the file that sets PATH"
            )
          ]))
    }
  }
}
