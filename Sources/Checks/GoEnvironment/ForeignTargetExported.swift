internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static let foreignTargetExported = Check(
    "GT129", "foreign-target-exported", "GOOS or GOARCH builds for another machine",
    severity: .warning,
    firesOn: Example(environment: ["HOME": "/home/u", "GOOS": "windows"]),
    silentOn: Example(
      ["/usr/local/go/bin/go": .goCommand("go1.27.3")],
      environment: [
        "PATH": "/usr/local/go/bin", "HOME": "/home/u", "GOOS": "linux", "GOARCH": "amd64",
      ]),
    words: Words(
      problem: """
        GOOS or GOARCH is exported in this shell, or set by go env -w, and names another system or processor than this \
        machine's. It was mostly meant for a single build.
        """,
      breaks: """
        Everything is built for the other machine. go run and go test end with "exec format error"; go install puts programs into \
        a directory of bin that is not in PATH; cgo is off; gopls leaves the files of this system out.
        """,
      remedy: """
        Set it for one command alone: GOOS=windows go build. Here: unset GOOS GOARCH and take them out of the file that \
        exports them, or go env -u GOOS GOARCH. Undo: set them again.
        """,
      exceptions: """
        386 on amd64 and arm on arm64 are let pass, which such machines mostly run. Leave it where this shell serves to \
        build for the other machine, or an emulator runs its programs.
        """)
  ) { survey in
    let settings = try survey.settings.get()
    if settings.value("GOOS").isEmpty, settings.value("GOARCH").isEmpty { return .ok }
    var host: ByteString?
    if case .go(let build)? = survey.search.commands.first?.program { host = build.architecture }
    let system = settings.setting("GOOS", default: "linux")
    let processor = settings.setting("GOARCH", default: host ?? "")
    var found: [(name: ByteString, setting: GoSettings.Setting)] = []
    if system.value != "linux" { found.append(("GOOS", system)) }
    if let host, !runs(processor.value, on: host) { found.append(("GOARCH", processor)) }
    guard !found.isEmpty else { return .ok }
    var seen = ""
    for (name, setting) in found {
      seen += (seen.isEmpty ? "" : ", ") + "\(name) is “\(setting.value)” (\(setting.place))"
    }
    return .finding(
      Finding(
        .warning, seen: seen,
        so: systems.contains(system.value)
          ? "what go builds does not run here: go run and go test end with “exec format error”, "
            + "and cgo is off"
          : "builds end with “unsupported GOOS/GOARCH pair”",
        because: found.map { $0.setting.evidence(for: $0.name) },
        remedies: found.flatMap {
          survey.remedies(for: $0.name, $0.setting, "build for this machine", isChoice: true)
        }))
  }
}

/// Whether a machine of the one processor runs programs of the other, as far as that can be told.
private func runs(_ processor: ByteString, on host: ByteString) -> Bool {
  let families: [[ByteString]] = [["386", "amd64"], ["arm", "arm64"]]
  return processor == host
    || families.contains { $0.contains(processor) && $0.contains(host) }
}

/// What GOOS may be: `go tool dist list`.
private let systems: [ByteString] = [
  "aix", "android", "darwin", "dragonfly", "freebsd", "illumos", "ios", "js", "linux", "netbsd",
  "openbsd", "plan9", "solaris", "wasip1", "windows",
]
