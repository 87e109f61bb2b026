internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var goPathInvalid: Check {
    Check(
      "GT116", "go-path-invalid", "a directory of Go's is not absolute", severity: .error,
      firesOn: Example(
        ["/home/u/.config/go/env": "GOPATH=$HOME/go\n"], environment: ["HOME": "/home/u"]),
      silentOn: Example(
        ["/home/u/.config/go/env": "GOPATH=/home/u/go:/srv/go:\n"],
        environment: ["HOME": "/home/u", "GOBIN": "/home/u/bin"]),
      words: Words(
        problem: """
          GOPATH, GOMODCACHE, GOCACHE and GOBIN must be absolute directories. Only a shell expands `~` and `$HOME`, and only outside \
          quotes: in the go/env file, in /etc/environment, in a Dockerfile's quotes or in an editor's settings they stay as they are. \
          Where GOCACHE is not set it is below XDG_CACHE_HOME, which must be absolute then.
          """,
        breaks: """
          GOPATH: every command, go version too, ends with "go: GOPATH entry is relative; must be absolute path" or \
          "GOPATH entry cannot start with shell metacharacter '~'". With an empty first entry (`:/x`) there is no module cache: "module \
          cache not found: neither GOMODCACHE nor GOPATH is set". GOMODCACHE: "GOMODCACHE entry is relative; must be absolute path". GOCACHE, \
          if relative: "build cache is required, but could not be located: GOCACHE is not an absolute path"; if off: "build cache is disabled by \
          GOCACHE=off, but required as of Go 1.12"; if XDG_CACHE_HOME is relative: "GOCACHE is not defined and path in $XDG_CACHE_HOME is relative". GOBIN: go install ends with "cannot install, GOBIN must be an absolute path".
          """,
        remedy: """
          Write the directory in full, or take the setting out: the defaults lie below HOME. For the go/env file go env -u NAME does it; \
          where GOPATH is wrong go env refuses as well, and gotools go-env-guard --apply does it.
          """,
        exceptions: """
          Empty entries of GOPATH behind the first are fine. GOBIN is a warning: only go install needs it. Without modules \
          (GO111MODULE=off) the module cache is not looked for.
          """)
    ) { survey in
      let settings = try survey.settings.get()
      // Only an absolute one is among the caches.
      if survey.caches.first?.name != "GOCACHE", settings.goCache.source == .default,
        let directory = survey.environment.nonEmpty("XDG_CACHE_HOME"), !directory.isAbsolute
      {
        return .finding(survey.finding(directory))
      }
      if let home = survey.environment.nonEmpty("HOME"), home.hasPrefix("~"),
        let bad = settings.badGoPathEntry, settings.userSetting("GOPATH") == nil
      {
        return .finding(survey.finding(home: home, makes: bad))
      }
      if survey.isUntouched { return .ok }
      if let bad = settings.badGoPathEntry, let setting = settings.setting("GOPATH") {
        return .finding(
          survey.finding(
            "GOPATH", setting, has: bad, .error, so: consequence(ofGoPath: bad)))
      }
      if let path = try survey.chosen("GOPATH"), path.value.bytes.first == UInt8(ascii: ":"),
        settings.goModCache.value.isEmpty, try survey.usesModules()
      {
        return .finding(
          survey.finding(
            "GOPATH", path, has: "", .error,
            so:
              "no module can be downloaded: “module cache not found: neither GOMODCACHE nor GOPATH is set”"
          ))
      }
      for (name, severity, consequence) in others {
        guard let setting = try survey.chosen(name), !setting.value.isAbsolute else { continue }
        if name == "GOMODCACHE", try !survey.usesModules() { continue }
        return .finding(
          survey.finding(
            name, setting, has: setting.value, severity, so: consequence(setting.value)))
      }
      return .ok
    }
  }
}

private let others: [(ByteString, Severity, @Sendable (ByteString) -> String)] = [
  (
    "GOMODCACHE", .error,
    { _ in "no module can be downloaded: “GOMODCACHE entry is relative; must be absolute path”" }
  ),
  (
    "GOCACHE", .error,
    {
      $0 == "off"
        ? "nothing can be built: “build cache is disabled by GOCACHE=off, but required as of Go 1.12”"
        : "nothing can be built: “build cache is required, but could not be located: GOCACHE is not an absolute path”"
    }
  ),
  (
    "GOBIN", .warning, { _ in "go install fails: “cannot install, GOBIN must be an absolute path”" }
  ),
]

private func consequence(ofGoPath entry: ByteString) -> String {
  let message =
    entry.hasPrefix("~")
    ? "GOPATH entry cannot start with shell metacharacter '~'"
    : "GOPATH entry is relative; must be absolute path"
  return "every go command ends with “\(message): \"\(entry)\"”"
}

extension GoSurvey {
  fileprivate func finding(home: ByteString, makes entry: ByteString) -> Finding {
    Finding(
      .error,
      seen:
        "HOME is “\(home)” (in the environment), and GOPATH, which follows from it, is “\(entry)”",
      so: consequence(ofGoPath: entry), because: [.variable("HOME", is: home)],
      remedies: [.manual("set HOME to an absolute directory where this environment is made")])
  }

  fileprivate func finding(_ directory: ByteString) -> Finding {
    let setting = GoSettings.Setting(directory, .environment)
    return Finding(
      .error, seen: "XDG_CACHE_HOME is “\(directory)” (\(setting.place)), and GOCACHE is not set",
      so: "nothing can be built: “build cache is required, but could not be located”",
      because: [setting.evidence(for: "XDG_CACHE_HOME")],
      remedies: remedies(for: "XDG_CACHE_HOME", setting))
  }

  fileprivate func finding(
    _ name: ByteString, _ setting: GoSettings.Setting, has part: ByteString, _ severity: Severity,
    so consequence: String
  ) -> Finding {
    let what =
      part.isEmpty
      ? "an empty first entry" : part == setting.value ? "“\(part)”" : "the entry “\(part)”"
    return Finding(
      severity, seen: "\(name) \(part == setting.value ? "is" : "has") \(what) (\(setting.place))",
      so: consequence, because: [setting.evidence(for: name)],
      remedies: remedies(for: name, setting))
  }
}
