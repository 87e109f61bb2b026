internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Applet {
  static let goEnvGuard = Applet(
    command: Command(
      "go-env-guard", "tell what in this shell's environment breaks Go",
      operands: [
        Operand("NAME", .any, "a variable, with --print-env; workspace or machine, with --editor")
      ],
      parameters: Reporting.parameters
        + [
          Reporting.everywhere.parameter, contexts.parameter, verify.parameter, shell.parameter,
          environmentListing.parameter, known.parameter, mayGo.parameter,
          EditorPinning.editor.parameter,
        ] + Repairing.parameters,
      exits: Reporting.exits,
      examples: [
        "gotools go-env-guard": "what is wrong, if anything",
        "gotools go-env-guard -q || echo broken": "the answer alone",
        "eval \"$(gotools go-env-guard --shell bash)\"":
          "take bad entries out of this shell's PATH",
        "gotools go-env-guard --contexts": "what a login, an editor and other shells see instead",
        "gotools go-env-guard --print-env GOPROXY GOFLAGS": "values, and where each comes from",
        "gotools go-env-guard --plan": "what can be mended in files, as a diff",
        "gotools go-env-guard --apply": "mend that",
        "gotools go-env-guard --set GOPROXY=direct --apply": "what go env -w does, but undoable",
        "gotools go-env-guard --editor": "which Go the settings of VS Code name",
        "gotools go-env-guard --editor machine --apply":
          "let VS Code work with the go and the variables of this shell",
      ],
      details: """
        Examines PATH, the variables of the go command, the go installation and the directory you stand in, without running \
        go or any other program, unless --all, --contexts or --verify is given, and without touching a network mount unless one of \
        these or --print-env is. It prints nothing \
        where nothing is wrong.

        --all looks into network and Windows mounts as well, and asks the checks that --contexts asks. Without it a network mount is never touched and what depends on it \
        is unknown, and a Windows drive only where a directory of it stands in PATH before the first Linux go, or where you \
        stand on it yourself.

        --print-env prints what go env would, with the source of each value: environment, FILE:LINE, go.env or default. \
        Variables whose value only a compiler knows (GOGCCFLAGS) are left out, and what a maker built into a go \
        of its own is not known. Where go env NAME would refuse, so does this, \
        with exit status 1; where it cannot be told, as behind a version manager, with 2. Values are quoted as bash and zsh read \
        them. It looks into network and Windows mounts.

        --contexts starts your shell (SHELL, else that of /etc/passwd) in five ways at once and shows which go and which \
        variables each sees: as a login shell, as sshd does for ssh HOST COMMAND, as a new terminal does, sh -c, and as VS Code's \
        server does (-ilc, with VSCODE_RESOLVING_ENVIRONMENT=1 and a limit of ten seconds). For the login shell, ssh and VS Code \
        the variables are those of a new session: HOME, USER, LOGNAME, SHELL, LANG, what /etc/environment says, and \
        a PATH of sshd's or, in a container, of its first process; the terminal and sh -c begin with the variables of this shell. \
        The start-up files do what they always do; what they leave running is ended, and so is what has not come to its end after \
        ten seconds. What is printed counts until the shell has ended; what a job in the background prints later is not seen. \
        Where something differs, the shell is started once more to tell its steps (set -x), to find the line with which \
        that begins; where one is not done after seven seconds, another is started beside it for that. All of it is over \
        within twelve seconds, and where time is short the line is not looked for. Where gotools itself is killed (SIGKILL) \
        the shells end with it, and what they have started may go on. In a container without sshd or an editor's server nobody logs in, and nothing is found wrong with that.

        --verify is the one mode that runs go: it compares what go env -json says with what --print-env does. A difference is a fault of \
        gotools (exit status 70), but for a default that the maker of a go has built into it. Where go env itself refuses, that is told with the check that says why (exit status 1). A version manager's stand-in is run, too. Where go would fetch another toolchain it is not run.

        --shell prints one command that sets PATH to what it is, less the entries that a finding condemns; where none would \
        be left, PATH is not set or something fails, it prints nothing. --known is what the text of gotools init uses: KEYS are the findings a shell has been told \
        about; new ones go to standard error, and the keys of all to standard output.

        --may-go is what the function go of gotools init asks: with exit status 1 it prints why go should not run here, since \
        the module is on a Windows drive; 0 says that the directory is on none, 2 that it is on one outside of a \
        module, or that it cannot be told.

        --plan shows what --apply would change in files to mend the findings, as a diff that patch(1) reads, and changes \
        nothing. --apply makes those changes, each file in one step and none where one cannot be made, and reports what is \
        found afterwards; gotools undo takes them back. With --set or --unset they are about these lines of the go/env file alone. \
        Values that are known to stop later go commands are refused, as far as that can be told without running go. With \
        --root only --plan works.

        --editor shows what the settings of VS Code, and of editors made from it, say about Go: those of the folder \
        you stand in (the nearest with a .vscode, else that of the go.work, else that of the go.mod), those of a \
        server that works here for an editor elsewhere, and those of an editor on this machine. A .vscode in the home \
        directory itself is VS Code's own and makes that no folder: a settings.json in it counts only in a window that has the \
        whole home directory open, and is looked at only where a go.mod or go.work lies beside it. With --plan or --apply \
        it pins the Go of this shell: the first go in PATH in go.alternateTools, and in go.toolsEnvVars what the shell \
        exports for Go and go would not come to by itself, never PATH. GOAUTH, values with a name and password, \
        values that go refuses, and what the extension would expand are left out and told. Everything else in the file stays as it is, comments \
        too; of two properties with one name the last is changed, since that one counts. A file with a mistake in it \
        is left alone. workspace says that the folder's settings are meant, as they are where you stand in one; \
        machine means those of VS Code's server, else those of the only other server, else those of VS Code itself, \
        else those of the only other editor. A version manager's stand-in is not pinned, but for snap's. A folder's \
        settings are often shared with others, who have Go elsewhere: the machine's are not. It looks into network and \
        Windows mounts. Whether what is pinned is right, --all and gotools doctor tell as well.
        """,
      environment: Reporting.environment,
      files: [
        "~/.config/go/env": "what go env -w has written; GOENV may name another file",
        "$GOROOT/go.env": "the defaults that come with Go",
        ".vscode/settings.json": "a folder's settings",
        "~/.vscode-server/data/Machine/settings.json":
          "the machine's, where VS Code works from elsewhere",
        "~/.config/Code/User/settings.json": "the user's, where VS Code runs here",
        "/proc/self/mountinfo": "what tells a Windows or network drive from a disk",
      ],
      seeAlso: ["gotools-explain(1)", "gotools-init(1)"]),
    isHelper: true
  ) { call in
    try call.refuseSecondMode()
    if call[EditorPinning.editor] { return try call.answerAboutEditors() }
    if call[environmentListing] { return try call.printEnvironment() }
    guard call.arguments.operands.isEmpty else {
      throw UsageError(message: "a NAME goes with --print-env or --editor")
    }
    if call.repairs { return try call.repair() }
    if call[mayGo] { return call.tellWhetherGoMayRun() }
    if call[contexts] { return try call.showContexts() }
    if call[verify] { return try call.verifyEnvironment() }
    if let shell = call[shell] { return try call.printPath(for: shell) }
    if let keys = call[known] { return try call.tellNews(known: keys) }
    return try call.report(
      on: call[Reporting.everywhere]
        ? [.goEnvironment, .goSurroundings, .editors] : [.goEnvironment])
  }
}

private let shell = Option<String>(
  "shell", value: "SHELL", values: .words(["bash", "zsh", "fish", "sh"]),
  "print nothing but the command that mends PATH in this shell")
private let environmentListing = Flag(
  "print-env", "print the variables of go env with their sources, without running go")
private let contexts = Flag(
  "contexts", "show what other shells around you see: a login, ssh, a terminal, sh, VS Code")
private let verify = Flag(
  "verify", "run go env and compare it with what --print-env says")
private let known = Option<String>(
  "known", value: "KEYS", "tell only findings that are not among KEYS, and print the keys of all")
private let mayGo = Flag(
  "may-go", "print why go should not run in this directory, if its module is on a Windows drive")

extension Call {
  /// Refuses two answers at once; --plan and --apply are one of their own, but for --editor, which they belong to.
  fileprivate func refuseSecondMode() throws(UsageError) {
    var modes = [
      EditorPinning.editor.name, contexts.name, verify.name, shell.name, environmentListing.name,
      known.name, mayGo.name,
    ].filter(arguments.contains)
    if self[EditorPinning.editor] {
      try refuse(Repairing.set.name, Repairing.unset.name, beside: EditorPinning.editor.name)
    } else if repairs {
      modes.append(repairMode)
    }
    if modes.count > 1 {
      throw UsageError(message: "--\(modes[1]) does not go with --\(modes[0])")
    }
  }

  /// Refuses options that `mode` would leave without effect.
  func refuse(_ others: String..., beside mode: String) throws(UsageError) {
    for other in others where arguments.contains(other) {
      throw UsageError(message: "--\(other) does not go with --\(mode)")
    }
  }

  /// Prints the assignment of a PATH without condemned entries, in a shell's own words.
  fileprivate func printPath(for name: String) throws -> Int32 {
    try refuse(Reporting.json.name, Reporting.format.name, beside: shell.name)
    var machine = try machine(mayWait: self[Reporting.everywhere])
    machine.askingShell = ByteString(name)
    let report = try examine([.goEnvironment], of: machine)
    guard let path = machine.environment["PATH"], !self[Reporting.quiet] else {
      return status(of: report)
    }
    // What condemns entries must have been able to look at them.
    for code in ["GT101", "GT110", "GT111", "GT112"] {
      guard let reason = report.reason(thatUnknown: code) else { continue }
      tell("\(program): PATH stays as it is: \(reason)\n")
      return status(of: report)
    }
    let condemned = report.findings.flatMap(\.finding.condemned)
    let kept = path.split(on: UInt8(ascii: ":")).enumerated()
      .filter { !condemned.contains($0.offset) }.map(\.element)
    if kept.isEmpty {
      tell("\(program): PATH stays as it is, since a finding condemns every entry of it\n")
    } else {
      print(bytes: ShellWords.settingPath(to: kept, in: name).bytes)
    }
    return status(of: report)
  }

  /// Tells on standard error what `keys` do not name, and prints the keys to know from now on.
  fileprivate func tellNews(known keys: String) throws -> Int32 {
    try refuse(
      Reporting.json.name, Reporting.format.name, Reporting.quiet.name, beside: known.name)
    let report = try examine([.goEnvironment], of: try machine(mayWait: self[Reporting.everywhere]))
    let told = keys.split(separator: " ").prefix(knownLimit).map(String.init)
    let present = report.findings.filter { $0.finding.severity > .info }
    let news = present.filter { !told.contains($0.finding.key(of: $0.check)) }
    if !news.isEmpty {
      tell(report.text(of: news, style(for: output.errorTerminal, environment)))
    }
    // What hangs on the directory stays known, so that it is not told again at every return.
    let lasting = Area.goEnvironment.checks.filter { $0.scope == .directory }.map(\.code)
    let kept = told.filter { key in
      lasting.contains { key.hasPrefix($0) }
        || report.reason(thatUnknown: String(key.prefix(5))) != nil
    }
    var nowKnown: [String] = []
    for key in present.map({ $0.finding.key(of: $0.check) }) + kept.reversed()
    where !nowKnown.contains(key) {
      nowKnown.append(key)
    }
    // Not joined(separator:), for which the runtime searches the whole program for conformances.
    var line = ""
    for key in nowKnown.prefix(knownLimit) { line += line.isEmpty ? key : " " + key }
    print(line + "\n")
    return status(of: report)
  }
}

/// How many findings a shell remembers.
private let knownLimit = 64
