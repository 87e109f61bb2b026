internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var noHome: Check {
    Check(
      "GT132", "no-home", "HOME is not set, and go has nowhere to keep its files", severity: .error,
      firesOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/local/go/bin"]),
      silentOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/local/go/bin", "GOCACHE": "/var/cache/go", "GOPATH": "/go"]),
      words: Words(
        problem: """
          HOME is not set or empty, as in services, cron jobs, some containers and under env -i, and GOCACHE or GOPATH, which \
          are below it by default, is not set either.
          """,
        breaks: """
          Without GOCACHE every build ends with "build cache is required, but could not be located: GOCACHE is not defined and \
          neither $XDG_CACHE_HOME nor $HOME are defined". Without GOPATH and GOMODCACHE a module that requires others ends with \
          "module cache not found: neither GOMODCACHE nor GOPATH is set".
          """,
        remedy: """
          Set HOME, in a service by User= or Environment=, in a container by ENV HOME=/root. Or set GOCACHE and GOPATH to \
          directories of your own. Undo: unset them.
          """,
        exceptions: """
          Nothing is said where GOCACHE (or XDG_CACHE_HOME) and GOPATH (or GOMODCACHE) are set, and where no go is in PATH.
          """)
    ) { survey in
      guard survey.environment.nonEmpty("HOME") == nil else { return .ok }
      guard case .go? = survey.search.commands.first?.program else {
        return survey.search.unseen ?? .skipped("there is no go in PATH that would need a home")
      }
      let settings = try survey.settings.get()
      let lacksCache = settings.goCache == .init("off", .default)
      guard lacksCache || settings.goModCache.value.isEmpty else { return .ok }
      return .finding(
        Finding(
          lacksCache ? .error : .warning,
          seen: "HOME is not set, and nor is "
            + (lacksCache ? "GOCACHE" : "GOPATH or GOMODCACHE"),
          so: lacksCache
            ? "every build ends with “build cache is required, but could not be located”"
            : "modules that require others end with “module cache not found”",
          because: [.variable("HOME", is: "")],
          remedies: [.manual("set HOME, or GOCACHE and GOPATH, where this environment is made")]))
    }
  }
}
