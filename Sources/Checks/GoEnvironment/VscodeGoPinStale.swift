internal import Formats
internal import Machines

extension Check<EditorSurvey> {
  static var vscodeGoPinStale: Check {
    Check(
      "GT136", "vscode-go-pin-stale", "the editor is told to take another Go, or one that is gone",
      severity: .warning, follows: .directory,
      firesOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/w/.vscode/settings.json": "{\"go.goroot\": \"/opt/go1.21\"}",
        ], environment: ["PATH": "/usr/local/go/bin:/usr/bin", "HOME": "/home/u"], in: "/w"),
      silentOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"), "/opt/go": .link("/usr/local/go"),
          "/w/.vscode/settings.json": "{\"go.goroot\": \"/opt/go\"}",
        ], environment: ["PATH": "/usr/local/go/bin:/usr/bin", "HOME": "/home/u"], in: "/w"),
      words: Words(
        problem: """
          Settings of VS Code, or of an editor made from it, name the Go to work with, in go.alternateTools (“go”) or in go.goroot. \
          The one named is missing, cannot be started, is a Windows path, or is of another version than the first `go` in this \
          shell's PATH. Or go.goroot names another tree than that of the go in go.alternateTools: the Go extension exports it as GOROOT \
          all the same. The settings of the folder you stand in come before those of the machine and the user.
          """,
        breaks: """
          Where it is missing the Go extension passes over it without a word and takes the next go it comes across, or says \
          Failed to find the "go" binary. Where it is another version, gopls, tests and the debugger work with another compiler and \
          standard library than the terminal: "module requires Go 1.27", "package slices is not in std", errors that are in the \
          editor only. With the tree of another every build ends with 'version "go1.19.8" does not match go tool version "go1.27.3"'.
          """,
        remedy: """
          Let gotools go-env-guard --editor write the first go of this shell into the settings: --plan shows the change, --apply \
          makes it and empties a go.goroot that leads elsewhere, gotools undo takes it back. Or take the setting out; the extension then finds Go by PATH. It needs no restart \
          of the server, but a reloaded window.
          """,
        exceptions: """
          A pin that names the same file by another name or through a link is fine, and so is one of the same version. \
          Nothing is said where PATH has no go, or where either of them is a version manager's stand-in or snap, whose version \
          only running it would tell. What is no absolute path is looked for as the Go extension does, in GOBIN, GOROOT and PATH, \
          but in those of this shell: where they have none, it cannot be told. Settings of editors on other machines, and a go chosen in the extension's own menu, \
          cannot be seen from here.
          """)
    ) { survey in
      var stale: [(pin: EditorPin, fault: PinFault)] = []
      var pair: (pin: EditorPin, root: EditorPin, go: GoCommand)?
      var untold: (any Error)?
      for window in survey.windows {
        do {
          guard let pin = try survey.pin(in: window) else { continue }
          guard let fault = try survey.fault(of: pin) else {
            if pair == nil, case .program(let go) = pin.target,
              let root = try survey.contradiction(of: go, in: window)
            {
              pair = (pin, root, go)
            }
            continue
          }
          if stale.contains(where: { $0.pin.settings.path == pin.settings.path }) { continue }
          stale.append((pin, fault))
        } catch {
          untold = untold ?? error
        }
      }
      guard let (pin, fault) = stale.first else {
        if let pair {
          return .finding(survey.contradicting(pair.pin, pair.root, pair.go))
        }
        if let untold { throw untold }
        return .ok
      }
      let others = stale.dropFirst().map {
        "; so does “\($0.pin.settings.path)”, line \($0.pin.line)"
      }
      var seen = "“\(pin.settings.path)”, line \(pin.line), pins “\(pin.value)”, \(fault.words)"
      for other in others { seen += other }
      return .finding(
        Finding(
          .warning, seen: seen, so: fault.consequence,
          because: [
            .file(
              pin.settings.path, says: ByteString(pin.name.rawValue) + " is " + pin.value)
          ] + (survey.go.search.commands.first.map { [$0.evidence] } ?? []),
          remedies: survey.remedies(for: pin)))
    }
  }
}

/// A pin of which it cannot be told what it comes to.
private struct Untold: Error, CustomStringConvertible {
  let pin: EditorPin
  let reason: any Error
  var description: String { "“\(pin.settings.path)”, line \(pin.line): \(reason)" }
}

/// What is wrong with a pin.
private struct PinFault {
  /// The end of a sentence that begins with the path pinned.
  let words: String
  let consequence: String

  static func unusable(_ words: String) -> PinFault {
    PinFault(
      words: words,
      consequence:
        "the editor passes over it and takes the next go it comes across, or says that there is none"
    )
  }
}

extension EditorSurvey {
  fileprivate func fault(of pin: EditorPin) throws -> PinFault? {
    switch pin.target {
    case .unknown(let reason): throw Untold(pin: pin, reason: reason)
    case .ordinary: return nil
    case .windowsPath: return .unusable("a path as Windows writes it")
    case .nothing(let path):
      return .unusable(path == pin.value ? "where nothing is" : "and nothing is at “\(path)”")
    case .noProgram(let path):
      return .unusable(path == pin.value ? "which is no program" : "and “\(path)” is no program")
    case .onWindowsDrive(_, let mount):
      return PinFault(
        words: "on the Windows drive “\(mount.point)”",
        consequence: "gopls and the debugger from Linux fail with a go for Windows")
    case .program(let command): return try fault(of: command)
    }
  }

  private func fault(of command: GoCommand) throws -> PinFault? {
    if !go.search.windowsCommands.isEmpty { return nil }
    if case .unreadable(let reason) = command.program { throw reason }
    if let reason = go.search.notExamined.first { throw reason }
    guard let first = go.search.commands.first, !first.isSameFile(as: command) else {
      return nil
    }
    if case .unreadable(let reason) = first.program { throw reason }
    guard let pinned = command.version, let version = first.version, pinned != version else {
      return nil
    }
    return PinFault(
      words: "which is \(pinned); “\(first.path)”, the first go in PATH, is \(version)",
      consequence: "the editor builds, checks and tests with another Go than this shell")
  }

  /// The go.goroot of a window that makes a pinned go work with another tree than its own.
  fileprivate func contradiction(
    of go: GoCommand, in window: [EditorSettings]
  ) throws -> EditorPin? {
    guard let root = try root(besides: go, in: window) else { return nil }
    switch root.target {
    case .program(let other):
      guard let version = go.version, let another = other.version, version != another else {
        return nil
      }
      return root
    case .unknown(let reason): throw Untold(pin: root, reason: reason)
    case .nothing, .noProgram: return isThere(root) ? root : nil
    case .onWindowsDrive: return root
    case .windowsPath, .ordinary: return nil
    }
  }

  fileprivate func contradicting(
    _ pin: EditorPin, _ root: EditorPin, _ go: GoCommand
  ) -> Finding {
    let place = root.settings.path == pin.settings.path ? "" : " of “\(pin.settings.path)”"
    var seen = "“\(root.settings.path)”, line \(root.line), sets go.goroot to “\(root.value)”"
    if case .program(let other) = root.target, let version = other.version {
      seen += ", which is \(version)"
    }
    seen += ", and line \(pin.line)\(place) pins “\(pin.value)”"
    if let version = go.version { seen += ", which is \(version)" }
    return Finding(
      .warning, title: "the editor is told to take one Go with the tree of another", seen: seen,
      so:
        "the editor exports the one as GOROOT and starts the other: “does not match go tool version”",
      because: [root, pin].map { pin in
        .file(pin.settings.path, says: ByteString(pin.name.rawValue) + " is " + pin.value)
      },
      remedies: remedies(for: root))
  }

  fileprivate func remedies(for pin: EditorPin) -> [Remedy] {
    let byHand = Remedy.edit(
      "take \(pin.name.rawValue) out of “\(pin.settings.path)”, line \(pin.line)")
    let isFolders = pin.settings.scope == .workspace
    let destination = try? isFolders ? workspaceDestination() : machineDestination()
    guard destination?.path == pin.settings.path,
      (try? GoPin(for: self, scope: pin.settings.scope)) != nil
    else { return [byHand] }
    return [
      .command(
        "pin the first go of this shell instead; --plan shows the change",
        argv: [
          "gotools", "go-env-guard", "--editor", isFolders ? "workspace" : "machine", "--apply",
        ],
        undo: ["gotools", "undo"]), byHand,
    ]
  }
}
