internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var gorootMissing: Check {
    Check(
      "GT104", "goroot-missing", "GOROOT names no Go installation", severity: .error,
      firesOn: Example(
        ["/usr/local/go/bin/go": .goCommand("go1.27.3")],
        environment: ["PATH": "/usr/local/go/bin", "GOROOT": "/usr/local/go1.19"]),
      silentOn: Example(
        ["/opt/go": .link("/usr/local/go"), "/usr/local/go/pkg/tool/linux_amd64": .directory()],
        environment: ["GOROOT": "/opt/go/"]),
      words: Words(
        problem: """
          GOROOT is set, in the environment or in the go/env file, to a directory that is missing, not absolute, or holds no \
          pkg/tool. It is mostly a leftover of an installation that has been removed or moved, or a `~` or `$HOME` that no \
          shell has expanded.
          """,
        breaks: """
          Where nothing is there, every go command ends with "go: cannot find GOROOT directory", though the command itself and \
          its tree are in order; gopls and the editor say that Go is not installed. Where a directory is there without pkg/tool, \
          go version and go env still work, and builds fail.
          """,
        remedy: """
          Remove the setting: go finds its tree by itself. unset GOROOT, and take the line out of ~/.profile or ~/.bashrc, \
          or out of the go/env file. Undo: put the line back.
          """,
        exceptions: """
          A slash at the end and a symbolic link to a tree are fine, and so is an empty GOROOT, which counts as not set.
          """)
    ) { survey in
      guard let named = survey.namedTree else {
        _ = try survey.settings.get()
        return .ok
      }
      if case .unknown(let reason) = named.state { return .unknown("\(reason)") }
      let isDirectory: Bool
      switch named.state {
      case .none: isDirectory = false
      case .directory: isDirectory = true
      case .tree, .unknown: return .ok
      }
      let value = named.setting.value
      let reason =
        value.isAbsolute
        ? "where there is no Go tree (a directory with pkg/tool)"
        : value.hasPrefix("~") ? "with a ~ that nobody expands" : "which is not an absolute path"
      return .finding(
        Finding(
          .error, seen: "GOROOT is “\(value)” (\(named.setting.place)), \(reason)",
          so: isDirectory
            ? "builds fail: compiler, linker and standard library are not where go looks for them"
            : value.isAbsolute || value.hasPrefix("~")
              ? "every go command ends with “cannot find GOROOT directory”"
              : "every go command ends with “cannot find GOROOT directory” but in the one directory it counts from",
          because: [named.evidence], remedies: survey.remedies(for: named)))
    }
  }
}
