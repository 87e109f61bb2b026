package import Formats
internal import Syscalls

/// What to write into the settings of an editor, so that it works with the Go of this shell.
package struct GoPin: Sendable {
  /// The program, as PATH finds it: a link that an update turns round stays one.
  package let go: ByteString
  /// For `go.toolsEnvVars`: what this shell exports for Go and what the go command would not come to by itself.
  package let variables: [Variable]
  /// What this shell exports for Go and what is not written.
  package let leftOut: [LeftOut]
  /// Whether go.goroot leads to another tree, from which the compiler would be taken.
  private let outdoesRoot: Bool

  package struct Variable: Hashable, Sendable {
    package let name: ByteString
    package let value: ByteString
  }

  package struct LeftOut: Hashable, Sendable {
    package let name: ByteString
    /// The end of a sentence that begins with the name.
    package let reason: String
  }

  /// Throws a `Refusal` where the Go of this shell is none that an editor can be given.
  package init(for survey: EditorSurvey, scope: EditorSettings.Scope) throws(Refusal) {
    go = try survey.programToPin()
    let defaults = survey.goDefaults()
    var variables: [Variable] = []
    var leftOut: [LeftOut] = []
    for name in pinnable + (scope == .workspace ? ["GOWORK"] : []) {
      guard let value = survey.machine.environment.nonEmpty(name) else { continue }
      if let known = defaults?[name]?.value, known == value { continue }
      let isRefused = GoSettingRule.refusal(of: value, for: name) != nil
      if let reason = value.reasonToLeaveOut
        ?? (isRefused ? "has a value that go refuses" : nil)
      {
        leftOut.append(LeftOut(name: name, reason: reason))
      } else {
        variables.append(Variable(name: name, value: value))
      }
    }
    if survey.machine.environment.nonEmpty("GOAUTH") != nil {
      leftOut.append(LeftOut(name: "GOAUTH", reason: "may hold a secret"))
    }
    self.variables = variables
    self.leftOut = leftOut
    outdoesRoot = survey.hasOtherRoot(scope)
  }

  /// The bytes of a settings file with the pin in it; the same where it is in it already.
  ///
  /// Throws where the file is none that can be edited; the sentence names the line.
  package func edit(_ old: [UInt8]?) throws -> [UInt8] {
    var settings = variables.map {
      CommentedJSON.Setting(["go.toolsEnvVars", $0.name], to: $0.value)
    }
    // Empty it is as if it were not there, and outdoes that of weaker settings.
    if outdoesRoot { settings.append(.init(["go.goroot"], to: "")) }
    return try CommentedJSON(parsing: old ?? [])
      .setting([.init(["go.alternateTools", "go"], to: go)] + settings)
  }

  /// Why there is nothing to pin, and what to do first.
  package enum Refusal: Error, Sendable, CustomStringConvertible {
    case noGo
    case windows(ByteString)
    case unseen(any Error)
    case notAbsolute(ByteString)
    case standIn(ByteString)
    case noText(ByteString)

    package var description: String {
      switch self {
      case .noGo: "there is no go command in PATH: put the one to pin there first"
      case .windows(let path):
        "the first go in PATH is “\(path)” on a Windows drive: put a Linux go before it"
      case .unseen(let reason): "which go is the first in PATH cannot be told: \(reason)"
      case .notAbsolute(let path):
        "the first go in PATH is “\(path)”, which depends on the directory: put an absolute one before it"
      case .standIn(let path):
        "“\(path)” is no go command but a version manager's stand-in or another program, and which go it runs "
          + "may change: put the bin directory of the one to pin first in PATH"
      case .noText(let path):
        "“\(path)” cannot be written into settings: it is no UTF-8, or has “${” in it"
      }
    }
  }
}

extension EditorSurvey {
  fileprivate func programToPin() throws(GoPin.Refusal) -> ByteString {
    if let windows = go.search.windowsCommands.first { throw .windows(windows.path) }
    if let reason = go.search.notExamined.first { throw .unseen(reason) }
    guard let first = go.search.commands.first else { throw .noGo }
    let entry = go.path.entries[first.entry]
    // A ~ that bash has expanded depends on the user alone.
    guard first.path.isAbsolute, !entry.isRelative || entry.startsWithTilde else {
      throw .notAbsolute(first.path)
    }
    var path = first.path.cleaned
    switch first.program {
    case .go: break
    case .unreadable(let reason): throw .unseen(reason)
    case .other:
      // What snap starts for it, and what the Go extension takes instead, too.
      let inside: ByteString = "/snap/go/current/bin/go"
      guard path == "/snap/bin/go", isGoCommand(inside) else { throw .standIn(path) }
      path = inside
    }
    guard path.reasonToLeaveOut == nil else { throw .noText(path) }
    return path
  }

  /// Whether a window with the settings of that scope has a go.goroot that settings written there can outdo.
  fileprivate func hasOtherRoot(_ scope: EditorSettings.Scope) -> Bool {
    guard let first = go.search.commands.first else { return false }
    return windowsHere.contains { window in
      let outdone = scope == .workspace ? window : window.filter { $0.scope != .workspace }
      return (try? root(besides: first, in: outdone)) ?? nil != nil
    }
  }

  private func isGoCommand(_ path: ByteString) -> Bool {
    guard case .found(let real, let status)? = try? walker.place(of: path),
      status.kind == .regular, machine.files.mayExecute(real)
    else { return false }
    let command = GoCommand(
      path: path, entry: 0, real: real, status: status, files: machine.files, walker: walker)
    guard case .go = command.program else { return false }
    return true
  }

  /// What the go command would come to in an editor that has none of this shell's variables; `nil` where that cannot be told.
  fileprivate func goDefaults() -> GoEnvironment? {
    guard let first = go.search.commands.first, case .go(let build) = first.program else {
      return nil
    }
    var machine = machine
    for name in pinnable + ["GOWORK", "GOAUTH"] { machine.environment[name] = nil }
    guard let settings = try? GoSettings(machine, executable: first.real, build: build) else {
      return nil
    }
    return try? GoEnvironment(settings, build: build)
  }
}

extension ByteString {
  /// Why it is not written into a settings file, as the end of a sentence; `nil` where it is.
  fileprivate var reasonToLeaveOut: String? {
    if holdsCredentials { return "has a name and password in it" }
    if String(validating: bytes, as: UTF8.self) == nil { return "is no UTF-8" }
    if hasPrefix("~") { return "begins with a ~, which the Go extension would expand" }
    let dollars = zip(bytes, bytes.dropFirst())
    if dollars.contains(where: { $0 == UInt8(ascii: "$") && $1 == UInt8(ascii: "{") }) {
      return "has “${” in it, which the Go extension would expand"
    }
    return nil
  }

  /// Whether a part of it up to an `@` looks like `user:password` or stands behind `://`.
  private var holdsCredentials: Bool {
    for index in bytes.indices where bytes[index] == UInt8(ascii: "@") {
      let before = bytes[..<index]
      let start = (before.lastIndex(where: isBoundary) ?? -1) + 1
      if before[start...].contains(UInt8(ascii: ":")) { return true }
      if before[..<start].suffix(3).elementsEqual("://".utf8) { return true }
    }
    return false
  }
}

private func isBoundary(_ byte: UInt8) -> Bool { " \t/,|='\"".utf8.contains(byte) }

/// What a user may set for go, without GOWORK, which suits one directory, and GOAUTH, which may hold a secret.
private let pinnable: [ByteString] = [
  "GOROOT", "GOPATH", "GOPROXY", "GOFLAGS", "GOTOOLCHAIN", "GOENV", "GOBIN", "GOCACHE",
  "GOMODCACHE", "GOTMPDIR", "GOCACHEPROG", "GO111MODULE", "GOPRIVATE", "GONOPROXY", "GONOSUMDB",
  "GOINSECURE", "GOSUMDB", "GOVCS", "GODEBUG", "GOEXPERIMENT", "GOFIPS140", "GOPACKAGESDRIVER",
  "GOOS", "GOARCH", "GO386", "GOAMD64", "GOARM", "GOARM64", "GOMIPS", "GOMIPS64", "GOPPC64",
  "GORISCV64", "GOWASM", "CGO_ENABLED", "CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_FFLAGS",
  "CGO_LDFLAGS", "CC", "CXX", "AR", "GCCGO", "PKG_CONFIG",
]
