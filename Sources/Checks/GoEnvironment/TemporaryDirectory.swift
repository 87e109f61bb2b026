internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var temporaryDirectory: Check {
    Check(
      "GT128", "temporary-directory", "go cannot use its directory for temporary files",
      severity: .error,
      firesOn: Example(environment: ["HOME": "/home/u", "GOTMPDIR": "/home/u/gone"]),
      silentOn: Example(
        ["/home/u/tmp": .directory()], environment: ["HOME": "/home/u", "GOTMPDIR": "/home/u/tmp"]),
      words: Words(
        problem: """
          go builds in GOTMPDIR, else in TMPDIR, else in /tmp. The one that counts is not there, is no directory or may not be written, or it \
          is on a mount from which no program may be started (noexec). From Go 1.24 on that goes for GOCACHE as well.
          """,
        breaks: """
          Where you may not write it every build ends with "go: creating work dir: mkdir …: permission denied", where it is missing \
          with "go: creating work dir: stat …: no such file or directory". On a noexec mount \
          go run and go test compile and then end with "fork/exec …: permission denied"; with a GOCACHE there, the second go run.
          """,
        remedy: """
          Make the directory, or set GOTMPDIR to one of your own on an ordinary disk: mkdir -p ~/.cache/go-tmp, then go env -w \
          GOTMPDIR=DIRECTORY; undo: go env -u GOTMPDIR. A variable that is exported wins over go env -w.
          """,
        exceptions: """
          A TMPDIR that is missing does not matter to go build where GOTMPDIR is set. Where only go build and go vet are used, \
          noexec does no harm. A directory on a network mount is not looked at.
          """)
    ) { survey in
      let settings = try survey.settings.get()
      let (name, setting) = settings.temporary
      let mount: Mount?
      switch try survey.target(of: setting.value) {
      case .directory(let found, let isOpenToAll):
        // Of the directory that all share its mode tells enough, for one look less.
        let isOpen =
          setting.source == .default && isOpenToAll && found?.isReadOnly != true
          || !setting.value.isAbsolute || survey.mayWrite(in: setting.value)
        if !isOpen { return .finding(survey.finding(name, setting, .closed)) }
        mount = found
      case .file: return .finding(survey.finding(name, setting, .noDirectory))
      case .missing where setting.source == .default && !survey.isAskersOwn:
        // A copy of a machine may be without it.
        mount = survey.mounts?.mounts.last { $0.point == setting.value }
      case .missing:
        let isOpen = try survey.barrier(to: setting.value) == nil
        return .finding(survey.finding(name, setting, .missing, canBeMade: isOpen))
      }
      if let mount, mount.isNoexec {
        return .finding(
          mount.finding(
            name, setting, path: setting.value,
            so: "go run and go test end with “permission denied”")
        )
      }
      guard let cache = survey.caches.first(where: { $0.name == "GOCACHE" }),
        let mount = cache.mount,
        mount.isNoexec, settings.version?.runsFromCache ?? false
      else { return .ok }
      return .finding(
        mount.finding(
          cache.name, cache.setting, path: cache.path,
          so: "go run and go tool, which start programs from there, end with “permission denied”"))
    }
  }
}

extension GoSettings {
  /// The directory that go builds in, and the variable that names it.
  fileprivate var temporary: (name: ByteString, setting: Setting) {
    let own = setting("GOTMPDIR", default: "")
    if !own.value.isEmpty { return ("GOTMPDIR", own) }
    guard let general = machine.environment.nonEmpty("TMPDIR") else {
      return ("GOTMPDIR", Setting("/tmp", .default))
    }
    return ("TMPDIR", Setting(general, .environment))
  }
}

extension GoSurvey {
  fileprivate func finding(
    _ name: ByteString, _ setting: GoSettings.Setting, _ fault: DirectoryFault,
    canBeMade: Bool = false
  ) -> Finding {
    let path = setting.value
    if setting.source == .default { return findingOfDefault(path, fault) }
    return Finding(
      .error, seen: "\(name) is “\(path)” (\(setting.place)), which \(fault.words)",
      so: "every build ends with “creating work dir: …”", because: [setting.evidence(for: name)],
      remedies: [
        canBeMade && path.isAbsolute
          ? .command("make the directory", argv: ["mkdir", "-p", path], undo: ["rmdir", path])
          : .manual("name an absolute directory that is there and that you may write")
      ]
        // Where the directory comes back, a mount say, the setting is right again.
        + remedies(
          for: name, setting, "use the directory that go uses by default", isChoice: true))
  }
}

extension GoSurvey {
  /// The finding where no variable names another directory than the one that all share.
  private func findingOfDefault(_ path: ByteString, _ fault: DirectoryFault) -> Finding {
    let command: [ByteString]? =
      switch fault {
      case .missing: ["install", "-d", "-m", "1777", path]
      case .closed where mounts?.mount(of: path)?.isReadOnly != true: ["chmod", "1777", path]
      case .closed, .noDirectory: nil
      }
    return Finding(
      .error,
      seen: "GOTMPDIR and TMPDIR are not set, so go builds in “\(path)”, which \(fault.words)",
      so: "every build ends with “creating work dir: …”",
      because: [.file(path, says: ByteString(fault.words))],
      remedies: (command.map { [.command("make it as it should be", argv: $0, needsRoot: true)] }
        ?? [])
        + [.manual("set TMPDIR to a directory that is there and that you may write")])
  }
}

/// Why go cannot build in a directory.
private enum DirectoryFault {
  case missing
  case closed
  case noDirectory

  /// As a sentence goes on behind “which”.
  var words: String {
    switch self {
    case .missing: "is not there"
    case .closed: "you may not write"
    case .noDirectory: "is no directory"
    }
  }
}

extension Mount {
  fileprivate func finding(
    _ name: ByteString, _ setting: GoSettings.Setting, path: ByteString, so consequence: String
  ) -> Finding {
    Finding(
      .warning, title: "programs cannot be started where go puts them",
      seen: "\(name) is “\(path)” (\(setting.place)), on “\(point)”, which is mounted noexec",
      so: consequence,
      because: [
        setting.evidence(for: name), .file("/proc/self/mountinfo", says: point + " noexec"),
      ],
      remedies: [
        .manual("make a directory of your own on an ordinary disk and set \(name) to it")
      ])
  }
}

extension GoVersion {
  /// Whether programs are started from the build cache: since Go 1.24.
  fileprivate var runsFromCache: Bool { GoVersion("1.24").map { self >= $0 } ?? false }
}
