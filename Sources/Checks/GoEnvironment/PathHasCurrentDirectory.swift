internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var pathHasCurrentDirectory: Check {
    Check(
      "GT110", "path-has-current-directory", "PATH leads into whatever directory you stand in",
      severity: .error,
      firesOn: Example(environment: ["PATH": "/usr/local/go/bin::/usr/bin:/bin"]),
      silentOn: Example(environment: ["PATH": "/usr/local/go/bin:/usr/bin:/bin"]),
      words: Words(
        problem: """
          An entry of PATH that is empty, `.` or any other relative path means “the directory I stand in, whichever that \
          is”. It usually comes from an rc file that writes PATH="$PATH:$GOROOT/bin:" or PATH="$UNSET:$PATH".
          """,
        breaks: """
          A file named `go`, `ls` or `git` in a repository you have just cloned is run instead of the real one, as you. \
          Go itself refuses such programs ("cannot run executable found relative to current directory"), so cgo and \
          toolchain look-ups fail where the shell's own succeed.
          """,
        remedy: """
          Find the line that adds the entry (grep PATH ~/.profile ~/.bashrc ~/.zshrc /etc/profile /etc/environment) and \
          take the surplus colon or the relative path out. For the shell at hand: eval "$(gotools go-env-guard --shell bash)". \
          It costs nothing: a program in the current directory is still run as ./NAME.
          """,
        exceptions: """
          It is an error where a system directory comes later, so that a planted file wins; a warning where none does.
          """)
    ) { survey in
      let entries = survey.path.entries
      let relative = entries.filter { $0.isRelative && !$0.isUnexpanded }
      guard let first = relative.first else { return .ok }
      let isBeforeSystem = entries[first.index...].contains(where: \.isSystemDirectory)
      return .finding(
        Finding(
          isBeforeSystem ? .error : .warning,
          seen: "PATH has \(survey.list(relative))",
          so:
            "a file named “go” or “git” in any directory you enter may run in place of the real one",
          because: [survey.pathEvidence],
          remedies: survey.pathRemedies(
            "take the entry out of PATH in the file that sets it", condemning: relative.map(\.index)
          ),
          condemned: relative.map(\.index)))
    }
  }
}
