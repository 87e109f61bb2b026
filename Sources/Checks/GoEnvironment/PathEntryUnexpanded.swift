internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var pathEntryUnexpanded: Check {
    Check(
      "GT112", "path-entry-unexpanded", "PATH has an entry that nobody expands", severity: .error,
      firesOn: Example(environment: ["PATH": "/usr/bin:$HOME/go/bin", "HOME": "/home/u"]),
      silentOn: Example(environment: ["PATH": "/usr/bin:/home/u/go/bin", "HOME": "/home/u"]),
      words: Words(
        problem: """
          PATH holds a literal `~`, `$NAME`, a quotation mark or a carriage return. Quotes in the wrong place kept the \
          shell from expanding it when PATH was set: PATH="$PATH:~/go/bin", PATH='$HOME/go/bin', a line in /etc/environment \
          or a file with Windows line endings.
          """,
        breaks: """
          The directory is not searched, so tools that `go install` put there are "command not found". A `~` is worse: bash \
          expands it when it looks for a command and sh, dash, zsh, fish, make, VS Code and go itself do not, so a tool \
          works when typed and is missing everywhere else.
          """,
        remedy: """
          Write it without quotes around the part to expand: PATH=$PATH:$HOME/go/bin, or PATH=$PATH:~/go/bin. In \
          /etc/environment write the path in full: nothing is expanded there. A carriage return goes with: sed -i 's/\\r$//' FILE.
          """,
        exceptions: """
          A directory that is really named that way is left alone. Where only the shell at hand expands the entry it is \
          a warning.
          """)
    ) { survey in
      let unexpanded = survey.path.entries.filter(\.isUnexpanded)
      // bash alone expands a leading ~ as it searches, and only outside POSIX mode.
      let dead = unexpanded.filter { !($0.startsWithTilde && survey.expandsTilde) }
      guard let first = dead.first ?? unexpanded.first else { return .ok }
      let isError = !dead.isEmpty
      return .finding(
        Finding(
          isError ? .error : .warning,
          title: isError ? nil : "PATH has an entry that only bash expands",
          seen: "PATH has \(survey.list(isError ? dead : unexpanded))",
          so: isError
            ? "programs in the directory that was meant are not found"
            : "programs there are found when you type them, and by nothing else: not by sh, make, editors or go",
          because: [survey.pathEvidence],
          remedies: survey.pathRemedies(
            first.startsWithTilde
              ? "write $HOME in place of ~ in the file that sets PATH"
              : "mend the quotes or line endings in the file that sets PATH",
            condemning: dead.map(\.index)),
          condemned: dead.map(\.index)))
    }
  }
}
