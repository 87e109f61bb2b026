internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static let goTooOldForModule = Check(
    "GT124", "go-too-old-for-module", "go.mod is written for a newer Go than this one can read",
    severity: .error, follows: .directory,
    firesOn: Example(
      [
        "/usr/lib/go-1.19/bin/go": .goCommand("go1.19.8"),
        "/usr/lib/go-1.19/pkg/tool/linux_amd64": .directory(),
        "/home/u/app/go.mod": "module app\n\ngo 1.22.1\n",
      ],
      environment: ["PATH": "/usr/lib/go-1.19/bin", "HOME": "/home/u"], in: "/home/u/app"),
    silentOn: Example(
      [
        "/usr/lib/go-1.19/bin/go": .goCommand("go1.19.8"),
        "/usr/lib/go-1.19/pkg/tool/linux_amd64": .directory(),
        "/home/u/app/go.mod": "module app\n\ngo 1.22\n",
      ],
      environment: ["PATH": "/usr/lib/go-1.19/bin", "HOME": "/home/u"], in: "/home/u/app"),
    words: Words(
      problem: """
        The first `go` in PATH is older than Go 1.21, and go.mod or go.work has a release with three numbers in its go line, or \
        a toolchain line. Both came with Go 1.21. It is mostly the distribution's package that comes first in PATH.
        """,
      breaks: """
        Every command that reads the file fails: "invalid go version '1.22.1': must match format 1.23", or "unknown \
        directive: toolchain". Such a Go cannot fetch a newer one either. go version and go env still work.
        """,
      remedy: """
        Put a newer Go first in PATH, or install one. Where the module is your own and needs no newer Go, write go 1.20 and take \
        the toolchain line out; undo: write them again.
        """,
      exceptions: """
        A go line with two numbers is read by every Go, even where it names a newer one, and nothing is said then. Nothing is \
        said with GO111MODULE=off, either.
        """)
  ) { survey in
    if let other = survey.search.unseen { return other }
    let settings = try survey.settings.get()
    guard let version = settings.version else { return survey.search.stranger ?? .ok }
    guard !version.hasGoEnv, let first = survey.search.commands.first,
      let choice = try survey.choice()
    else { return .ok }
    if case .refused(let refusal) = choice.toolchain { return .skipped("\(refusal)") }
    guard let demand = choice.demand, let (line, message) = demand.lines.unreadable,
      !settings.namesOtherModuleFile
    else { return .ok }
    return .finding(
      Finding(
        .error,
        seen: "“\(demand.file)”, line \(line), is for Go 1.21 or newer, and “\(first.path)” is "
          + "\(version)",
        so: "builds and go list end with “\(message)”",
        because: [.file(demand.file, says: ByteString(message)), first.evidence],
        remedies: [
          .manual("put a Go of 1.21 or newer before “\(first.path.parent)” in PATH, or install one")
        ]))
  }
}

extension GoModuleLines {
  /// The line that a Go before 1.21 cannot read, and what it says.
  fileprivate var unreadable: (line: Int, message: String)? {
    var found: (line: Int, message: String)?
    if let go, let version = GoVersion(go.value), version.hasPatch {
      found = (go.number, "invalid go version '\(go.value)': must match format 1.23")
    }
    if let toolchain, toolchain.value.hasPrefix("go1.") || toolchain.value == "default",
      toolchain.number < found?.line ?? .max
    {
      found = (toolchain.number, "unknown directive: toolchain")
    }
    return found
  }
}

extension GoVersion {
  /// Whether it was written with three numbers.
  fileprivate var hasPatch: Bool { text.split(on: UInt8(ascii: ".")).count == 3 }
}
