internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var goTooOldForModule: Check {
    Check(
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
          The first `go` in PATH is older than Go 1.21, and go.mod or go.work has another go line than one with two numbers, or \
          a toolchain, godebug, tool or ignore line. All of these came with Go 1.21 or later. It is mostly the distribution's package that comes first in PATH.
          """,
        breaks: """
          Every command that reads the file fails: "invalid go version '1.22.1': must match format 1.23", or "unknown \
          directive: toolchain", or another of these names. Such a Go cannot fetch a newer one either. go version and go env still work.
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
      guard let demand = choice.demand, !settings.namesOtherModuleFile else { return .ok }
      let text = try settings.machine.files.read(demand.file, limit: GoModuleLines.fileLimit) ?? []
      guard let (line, message) = demand.lines.unreadable(in: text) else { return .ok }
      return .finding(
        Finding(
          .error,
          seen: "“\(demand.file)”, line \(line), is for Go 1.21 or newer, and “\(first.path)” is "
            + "\(version)",
          so: "builds and go list end with “\(message)”",
          because: [.file(demand.file, says: ByteString(message)), first.evidence],
          remedies: [
            .manual(
              "put a Go of 1.21 or newer before “\(first.path.parent)” in PATH, or install one")
          ]))
    }
  }
}

extension GoModuleLines {
  /// The first line that a Go before 1.21 cannot read, and what it says.
  fileprivate func unreadable(in text: [UInt8]) -> (line: Int, message: String)? {
    let directive = Self.newDirective(text)
    guard let go, let version = GoVersion(go.value), !version.hasTwoNumbers,
      go.number < directive?.line ?? .max
    else { return directive }
    return (go.number, "invalid go version '\(go.value)': must match format 1.23")
  }
}

extension GoVersion {
  fileprivate var hasTwoNumbers: Bool {
    text.split(on: UInt8(ascii: ".")).count == 2 && text.bytes.allSatisfy { $0 < 0x3A }
  }
}
