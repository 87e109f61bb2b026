internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Applet {
  static let goEnvGuard = Applet(
    command: Command(
      "go-env-guard", "tell what in this shell's environment breaks Go",
      operands: [
        Operand("NAME", .any, "a variable, with --print-env")
      ],
      parameters: Reporting.parameters + [everywhere, shell, printEnvironment, known],
      exits: Reporting.exits,
      examples: [
        "gotools go-env-guard": "what is wrong, if anything",
        "gotools go-env-guard -q || echo broken": "the answer alone",
        "eval \"$(gotools go-env-guard --shell bash)\"":
          "take bad entries out of this shell's PATH",
        "gotools go-env-guard --print-env GOPROXY GOFLAGS": "values, and where each comes from",
      ],
      details: """
        Examines PATH, the variables of the go command, the go installation and the directory you stand in, without running \
        go or any other program, and without touching a network mount. It prints nothing where nothing is wrong.

        --all looks into network and Windows mounts as well, as doctor does. Without it, what depends on them is unknown.

        --print-env prints what go env would, with the source of each value: environment, FILE:LINE, go.env or default. \
        Variables whose value only a compiler knows (GOGCCFLAGS) are left out. Where go itself would refuse, so does this, \
        with exit status 1; where it cannot be told, as behind a version manager, with 2.

        --shell prints one command that sets PATH to what it is, less the entries that a finding condemns; where something \
        fails it prints nothing. --known is what the text of gotools init uses: KEYS are the findings a shell has been told \
        about; new ones go to standard error, and the keys of all to standard output.
        """,
      environment: Reporting.environment,
      files: [
        "~/.config/go/env": "what go env -w has written; GOENV may name another file",
        "$GOROOT/go.env": "the defaults that come with Go",
        "/proc/self/mountinfo": "what tells a Windows or network drive from a disk",
      ],
      seeAlso: ["gotools-explain(1)", "gotools-init(1)"]),
    isHelper: true
  ) { call in
    if call[printEnvironment] { return try call.printEnvironment() }
    guard call.arguments.operands.isEmpty else {
      throw UsageError(message: "a NAME goes with --print-env", suggestion: nil)
    }
    if let shell = call[shell] { return try call.printPath(for: shell) }
    if let keys = call[known] { return try call.tellNews(known: keys) }
    return try call.report("go-env-guard", on: [.goEnvironment], mayWait: call[everywhere])
  }
}

private let shell = Option<String>(
  "shell", value: "SHELL", values: .words(["bash", "zsh", "fish", "sh"]),
  "print the command that mends PATH in SHELL, and nothing else")
private let printEnvironment = Flag(
  "print-env", "print the variables of go env with their sources, without running go")
private let everywhere = Flag(
  "all", "look at network and Windows mounts as well, which may take its time")
private let known = Option<String>(
  "known", value: "KEYS", "tell only findings that are not among KEYS, and print the keys of all")

extension Call {
  /// Prints the assignment of a PATH without condemned entries, in a shell's own words.
  fileprivate func printPath(for shell: String) throws -> Int32 {
    let machine = try machine()
    let report = Report(
      applet: "go-env-guard", of: Area.goEnvironment.answers(on: machine),
      ignoring: try ignoredCodes())
    let status = report.status(failingOn: self[Reporting.failOn].flatMap(Severity.init) ?? .error)
    guard let path = machine.environment["PATH"], !self[Reporting.quiet] else { return status }
    let condemned = Set(report.findings.flatMap(\.finding.condemned))
    let kept = path.split(on: UInt8(ascii: ":")).enumerated()
      .filter { !condemned.contains($0.offset) }.map(\.element)
    print(bytes: ShellWords.settingPath(to: kept, in: shell).bytes)
    return status
  }

  /// Tells on standard error what `known` does not name, and prints the keys to know from now on.
  fileprivate func tellNews(known: String) throws -> Int32 {
    let machine = try machine()
    let report = Report(
      applet: "go-env-guard", of: Area.goEnvironment.answers(on: machine),
      ignoring: try ignoredCodes())
    let told = known.split(separator: " ").prefix(knownLimit).map(String.init)
    let present = report.findings.filter { $0.finding.severity > .info }
    let news = present.filter { !told.contains($0.finding.key(of: $0.check)) }
    tell(report.text(of: news, style(for: output.errorTerminal, environment)))
    // What hangs on the directory stays known, so that it is not told again at every return.
    let lasting = CheckDescription.all.filter { $0.scope == .directory }.map(\.code)
    let kept = told.filter { key in lasting.contains { key.hasPrefix($0) } }
    var keys: [String] = []
    for key in present.map({ $0.finding.key(of: $0.check) }) + kept.reversed()
    where !keys.contains(key) {
      keys.append(key)
    }
    print(keys.prefix(knownLimit).joined(separator: " ") + "\n")
    return report.status(failingOn: self[Reporting.failOn].flatMap(Severity.init) ?? .error)
  }
}

/// How many findings a shell remembers.
private let knownLimit = 64
