internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var pathEntryWritableByAll: Check {
    Check(
      "GT111", "path-entry-writable-by-all", "everybody may put programs into your PATH",
      severity: .error,
      firesOn: Example(
        ["/opt/tools": .directory(mode: 0o777), "/usr/bin": .directory()],
        environment: ["PATH": "/opt/tools:/usr/bin"]),
      silentOn: Example(
        ["/opt/tools": .directory(mode: 0o775), "/usr/bin": .directory()],
        environment: ["PATH": "/opt/tools:/usr/bin"]),
      words: Words(
        problem: """
          A directory in PATH, before or among the system's own, may be written by every user (mode 0777).
          """,
        breaks: """
          Any user or service on the machine can place a `go`, `gcc` or `ssh` there that runs as you at your next command. \
          With the sticky bit (mode 1777) nobody can replace a file that is there, but everybody can add one that is missing.
          """,
        remedy: """
          chmod o-w DIRECTORY, with sudo where it is not yours; undo: chmod o+w DIRECTORY. A directory that must stay open, as \
          /tmp must, has no place in PATH: take it out, or put it behind the system's directories.
          """,
        exceptions: """
          Windows drives show every file as 0777 and are left out; so are group-writable directories, such as Debian's \
          /usr/local/bin (2775), and $GOPATH/bin with mode 1777 inside a container, as the golang image makes it.
          """)
    ) { survey in
      guard let lastSystem = survey.path.entries.last(where: \.isSystemDirectory)?.index else {
        return .ok
      }
      let open = survey.path.entries[...lastSystem].filter { entry in
        guard let mode = entry.mode, mode & 0o002 != 0 else { return false }
        return !survey.isContainersGoPath(entry)
      }
      guard let worst = open.first(where: { ($0.mode ?? 0) & 0o1000 == 0 }) ?? open.first else {
        return .ok
      }
      guard survey.mounts != nil else { return .unknown(noMountTable) }
      let isError = (worst.mode ?? 0) & 0o1000 == 0
      let condemned = isError ? open.filter { ($0.mode ?? 0) & 0o1000 == 0 } : []
      return .finding(
        Finding(
          isError ? .error : .warning,
          seen: "PATH has \(survey.list(open)), which everybody may write to",
          so: "any user of this machine can add a program that you then run"
            + (isError ? ", or replace one" : ""),
          because: open.map { entry in
            .file(entry.directory, says: ByteString("mode \(octal(entry.mode ?? 0))"))
          },
          remedies: isError
            ? [
              .command(
                "let others no longer write there",
                argv: ["chmod", "o-w"] + condemned.map(\.directory),
                needsRoot: !condemned.allSatisfy(survey.owns),
                undo: ["chmod", "o+w"] + condemned.map(\.directory))
            ]
            : survey.pathRemedies(
              "take \(survey.list(open)) out of PATH, or put it behind the system's directories",
              condemning: []),
          // Without the system's own directories a shell would be of no use at all.
          condemned: condemned.filter { !$0.isSystemDirectory }.map(\.index)))
    }
  }
}

private func octal(_ mode: UInt32) -> String {
  let digits = String(mode, radix: 8)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

extension GoSurvey {
  /// Whether it is $GOPATH/bin in a container, shared like /tmp so that any user may install there.
  fileprivate func isContainersGoPath(_ entry: SearchPath.Entry) -> Bool {
    guard isContainer, entry.isSharedLikeTemporary, let settings = try? settings.get() else {
      return false
    }
    return settings.goPath.value.split(on: UInt8(ascii: ":")).contains {
      $0.appending("bin").cleaned == entry.text.cleaned
    }
  }

  fileprivate func owns(_ entry: SearchPath.Entry) -> Bool {
    user == 0 || entry.owner == user
  }
}
