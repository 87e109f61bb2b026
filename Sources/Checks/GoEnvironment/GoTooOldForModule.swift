internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var goTooOldForModule: Check {
    Check(
      "GT124", "go-too-old-for-module",
      "a go.mod is written for a newer Go than the one that reads it",
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
          a toolchain, godebug, tool or ignore line. All of these came with Go 1.21 or later. It is mostly the distribution's package that comes first in PATH. In a workspace the \
          go.mod of every module counts. Since Go 1.21 none of them may ask for a newer Go than go.work does.
          """,
        breaks: """
          Every command that reads the file fails: "invalid go version '1.22.1': must match format 1.23", or "unknown \
          directive: toolchain", or another of these names. Such a Go cannot fetch a newer one either. In a workspace go build, go list and gopls end, even with a Go that is new enough, with \
          "module … listed in go.work file requires go >= 1.25.0, but go.work lists go 1.24". go version and go env still work.
          """,
        remedy: """
          Put a newer Go first in PATH, or install one. Where the module is your own and needs no newer Go, write go 1.20 and take \
          the toolchain line out; undo: write them again. In a workspace go work use raises the go line of go.work.
          """,
        exceptions: """
          A go line with two numbers is read by every Go, even where it names a newer one, and nothing is said then. Nothing is \
          said with GO111MODULE=off, either. Of a workspace with more than sixteen modules the others are read with --all alone.
          """)
    ) { survey in
      if let other = survey.search.unseen { return other }
      let settings = try survey.settings.get()
      guard let version = settings.version else { return survey.search.stranger ?? .ok }
      guard let first = survey.search.commands.first, let choice = try survey.choice.get()
      else { return .ok }
      if version.hasGoEnv {
        return try survey.moduleNewerThanWork(choice).map(Outcome.finding) ?? .ok
      }
      if case .refused(let refusal) = choice.toolchain { return .skipped("\(refusal)") }
      guard let demand = choice.demand, !settings.namesOtherModuleFile else { return .ok }
      let text = try settings.machine.files.read(demand.file, limit: GoModuleLines.fileLimit) ?? []
      let others = try survey.workspaceModules(of: demand)
      for (file, text) in [(demand.file, text)] + others.map({ ($0.file, $0.text) }) {
        guard let (line, message) = GoModuleLines(parsing: text).unreadable(in: text) else {
          continue
        }
        return .finding(
          Finding(
            .error,
            seen: "“\(file)”, line \(line), is for Go 1.21 or newer, and “\(first.path)” is "
              + "\(version)",
            so: "builds and go list end with “\(message)”",
            because: [.file(file, says: ByteString(message)), first.evidence],
            remedies: [
              .manual(
                "put a Go of 1.21 or newer before “\(first.path.parent)” in PATH, or install one")
            ]))
      }
      return .ok
    }
  }
}

extension GoSurvey {
  /// The finding where a module asks for a newer Go than the go.work that uses it: cmd/go's `modload.errWorkTooOld`.
  fileprivate func moduleNewerThanWork(_ choice: GoChoice) throws -> Finding? {
    guard let work = choice.demand, !work.uses.isEmpty else { return nil }
    if case .refused = choice.toolchain { return nil }
    // One without a go line is for the first Go that had workspaces.
    let line = work.lines.go
    guard let listed = GoVersion(line?.value ?? "1.18"), let strict = GoVersion("1.21") else {
      return nil
    }
    for module in try workspaceModules(of: work) {
      guard let own = GoModuleLines(parsing: module.text).go, let wanted = GoVersion(own.value),
        listed < wanted, !(wanted < strict)
      else { continue }
      let place = line.map { "line \($0.number) of “\(work.file)”" } ?? "“\(work.file)”"
      return Finding(
        .error, title: "a module asks for a newer Go than its go.work",
        seen: "“\(module.file)”, line \(own.number), asks for go \(own.value), and “\(work.file)” "
          + (line.map { "for go \($0.value)" } ?? "has no go line, which means go 1.18"),
        so: "go build, go list and gopls end with “module … listed in go.work file requires go >= "
          + "\(own.value)”",
        because: [
          .file(module.file, says: "go " + own.value),
          .file(work.file, says: line.map { "go " + $0.value } ?? "no go line"),
        ],
        remedies: [
          choice.version < wanted
            ? .edit("write “go \(own.value)” in \(place)")
            : .command(
              "raise the go line of go.work", argv: ["go", "work", "use"],
              undo: line.map { ["go", "work", "edit", "-go=" + $0.value] })
        ])
    }
    return nil
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
