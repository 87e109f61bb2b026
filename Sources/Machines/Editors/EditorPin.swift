package import Formats
internal import Syscalls

/// What a setting of the Go extension says about the go command to run.
///
/// `go.alternateTools` comes before `go.goroot`, and an absolute path in it before everything else: vscode-go's
/// `getBinPathWithExplanation`.
package struct EditorPin: Sendable {
  package let name: Name
  package let settings: EditorSettings
  /// As it is written, less escapes; of one that is too long for any path, the beginning.
  package let value: ByteString
  /// The line it stands on, counted from 1.
  package let line: Int
  package let target: Target

  package enum Name: String, Sendable {
    case alternateTool = "go.alternateTools.go"
    case root = "go.goroot"
  }

  package enum Target: Sendable {
    case program(GoCommand)
    /// Nothing is there; the path as vscode-go makes it of the value.
    case nothing(ByteString)
    /// What is there cannot be started: a directory, say.
    case noProgram(ByteString)
    case onWindowsDrive(ByteString, Mount)
    /// A path as Windows writes it.
    case windowsPath
    /// The name `go`, which vscode-go looks for as if nothing were set.
    case ordinary
    /// It cannot be told, and why.
    case unknown(any Error)
  }
}

/// A value that depends on something only the editor knows.
private struct Unresolvable: Error, CustomStringConvertible {
  let value: ByteString
  let variable: ByteString
  var description: String { "“\(value)” has “\(variable)”, which this shell does not know" }
}

/// A value that leads to a file only from directories that only the editor knows.
private enum Unplaced: Error, CustomStringConvertible {
  case root(ByteString)
  case program(ByteString)

  var description: String {
    switch self {
    case .root(let path):
      "“\(path)” is no absolute path, and leads where the directory does in which the editor was started"
    case .program(let name):
      "“\(name)” is no absolute path, and no directory of this shell's GOBIN, GOROOT and PATH has it; one of the editor's may"
    }
  }
}

extension EditorSurvey {
  /// The pin that counts where these settings are those of a window; `nil` where there is none.
  ///
  /// Throws where one of the files, which may hold it, cannot be read.
  package func pin(in window: [EditorSettings]) throws -> EditorPin? {
    for name in [EditorPin.Name.alternateTool, .root] {
      for settings in window {
        if let pin = try pin(name, in: settings, of: window) { return pin }
      }
    }
    return nil
  }

  /// The pin by which every window of an editor that works here has that go, or one of its version, whatever its shell finds.
  ///
  /// `nil` where a window has none, or it cannot be told. With several pins it is one of them.
  package func pin(giving go: GoCommand) -> EditorPin? {
    var found: EditorPin?
    for window in windowsHere {
      guard let pin = try? pin(in: window), case .program(let command) = pin.target,
        command.isSameFile(as: go) || command.version.map({ $0 == go.version }) ?? false
      else { return nil }
      found = found ?? pin
    }
    return found
  }

  /// The pin that one file holds; a mere name is looked for as in a window with these settings, the strongest first.
  package func pin(
    _ name: EditorPin.Name, in settings: EditorSettings, of window: [EditorSettings]
  ) throws -> EditorPin? {
    let document = try settings.content.get()
    let value =
      switch name {
      case .alternateTool: document.value(at: "go.alternateTools", "go")
      case .root: document.value(at: "go.goroot")
      }
    guard let value, let text = value.string, !text.isEmpty else { return nil }
    let line = document.position(of: value.range.lowerBound).line
    guard text.count <= pathLimit else {
      let start = ByteString(text.bytes.prefix(64)) + "…"
      return EditorPin(
        name: name, settings: settings, value: start, line: line, target: .nothing(start))
    }
    return EditorPin(
      name: name, settings: settings, value: text, line: line,
      target: target(of: text, name, window))
  }

  private func target(
    of value: ByteString, _ name: EditorPin.Name, _ window: [EditorSettings]
  ) -> EditorPin.Target {
    if value.isWindowsPath { return .windowsPath }
    do {
      let path = try resolved(value)
      switch name {
      case .root:
        guard path.isAbsolute else { throw Unplaced.root(path) }
        return try target(at: path.appending("bin/go"))
      case .alternateTool:
        if path == "go" { return .ordinary }
        return try path.isAbsolute ? target(at: path) : program(of: path, window)
      }
    } catch {
      return .unknown(error)
    }
  }

  /// The program of a name that is no absolute path: below GOBIN, else below the root that is set, else in PATH.
  ///
  /// vscode-go joins the name to each directory, slashes and all, in `getBinPathWithPreferredGopathGoroot`.
  private func program(
    of name: ByteString, _ window: [EditorSettings]
  ) throws -> EditorPin.Target {
    let colon = UInt8(ascii: ":")
    let root = try root(in: window) ?? machine.environment.nonEmpty("GOROOT")
    var directories = machine.environment["GOBIN"]?.split(on: colon) ?? []
    directories += root?.split(on: colon).map { $0.appending("bin") } ?? []
    directories += machine.environment["PATH"]?.split(on: colon) ?? []
    // One that is relative leads from where the editor was started, which is hardly anywhere.
    for directory in directories where directory.isAbsolute {
      let path = directory.appending(name).cleaned
      if case .beyond(let mount, let real)? = try? walker.place(of: path) {
        throw NotExamined(path: real, mount: mount)
      }
      // What the user cannot reach the editor cannot reach either, and passes over.
      switch try? target(at: path) {
      case nil, .nothing, .noProgram: continue
      case let target?: return target
      }
    }
    throw Unplaced.program(name)
  }

  /// What go.goroot says in a window.
  private func root(in window: [EditorSettings]) throws -> ByteString? {
    for settings in window {
      guard let text = try settings.content.get().value(at: "go.goroot")?.string else { continue }
      return text.isEmpty ? nil : try resolved(text)
    }
    return nil
  }

  /// The go.goroot that counts in a window, where it is not the tree of that go; `nil` where there is none.
  ///
  /// An empty one outdoes those of weaker settings and says nothing. vscode-go's `setGOROOTEnvVar` exports the others, as
  /// far as a directory is there, whatever go.alternateTools says. Throws where one of the files cannot be read.
  package func root(besides go: GoCommand, in window: [EditorSettings]) throws -> EditorPin? {
    for settings in window {
      guard try settings.content.get().value(at: "go.goroot")?.string != nil else { continue }
      guard let pin = try pin(.root, in: settings, of: window) else { return nil }
      if case .program(let command) = pin.target, command.isSameFile(as: go) { return nil }
      return pin
    }
    return nil
  }

  /// Whether the Go extension takes the directory of a go.goroot for one.
  package func isThere(_ pin: EditorPin) -> Bool {
    guard let path = try? resolved(pin.value) else { return false }
    return path.isAbsolute && walker.isDirectory(path)
  }

  private func target(at path: ByteString) throws -> EditorPin.Target {
    do throws(Errno) {
      let place = try walker.place(of: path)
      if let mount = walker.mount(of: place), mount.isWindowsDrive {
        return .onWindowsDrive(path, mount)
      }
      switch place {
      case .missing: return .nothing(path)
      case .beyond(let mount, let real): return .unknown(NotExamined(path: real, mount: mount))
      case .found(let real, let status):
        guard status.kind == .regular, machine.files.mayExecute(real) else {
          return .noProgram(path)
        }
        return .program(
          GoCommand(
            path: path, entry: 0, real: real, status: status, files: machine.files, walker: walker))
      }
    } catch {
      if error == .tooManyLinks { return .nothing(path) }
      throw Unreadable(path: path, error: error)
    }
  }

  /// The value with its variables filled in, as vscode-go's `substituteEnv` and `resolvePath` do.
  private func resolved(_ value: ByteString) throws -> ByteString {
    var result: [UInt8] = []
    var rest = value.bytes[...]
    while let first = rest.first {
      guard rest.starts(with: "${".utf8), let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
        result.append(first)
        rest = rest.dropFirst()
        continue
      }
      let variable = ByteString(rest[...end])
      guard let text = try text(of: variable, in: value) else {
        result.append(first)
        rest = rest.dropFirst()
        continue
      }
      result += text.bytes
      rest = rest[(end + 1)...]
    }
    let path = ByteString(result)
    guard path.hasPrefix("~") else { return path }
    guard let home = machine.environment.nonEmpty("HOME") else {
      throw Unresolvable(value: value, variable: "~")
    }
    return home.appending(ByteString(path.bytes.dropFirst())).cleaned
  }

  /// What a variable stands for; `nil` for one that is left as it is.
  private func text(of variable: ByteString, in value: ByteString) throws -> ByteString? {
    let name = ByteString(variable.bytes.dropFirst(2).dropLast())
    let text: ByteString?
    switch name {
    case "workspaceFolder", "workspaceRoot": text = folder?.path
    case "workspaceFolderBasename": text = folder?.path.lastComponent
    case _ where name.hasPrefix("env:") && name.count > 4:
      text = machine.environment.nonEmpty(
        ByteString(name.bytes.dropFirst(4)).trimming { $0 == 0x20 || $0 == 0x09 })
    default: return nil
    }
    guard let text else { throw Unresolvable(value: value, variable: variable) }
    return text
  }
}

/// The longest path that the kernel takes: PATH_MAX, less the byte at its end.
private let pathLimit = 4095

extension ByteString {
  /// Whether it begins with a drive's letter or with two backslashes.
  fileprivate var isWindowsPath: Bool {
    if hasPrefix("\\\\") { return true }
    guard count > 2, bytes[1] == UInt8(ascii: ":") else { return false }
    let letter = bytes[0] | 0x20
    return (0x61...0x7A).contains(letter)
      && (bytes[2] == UInt8(ascii: "\\") || bytes[2] == UInt8(ascii: "/"))
  }
}
