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
    /// No absolute path: vscode-go looks for a program of that name.
    case programName
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

extension EditorSurvey {
  /// The pin that counts where these settings are those of a window; `nil` where there is none.
  ///
  /// Throws where one of the files, which may hold it, cannot be read.
  package func pin(in window: [EditorSettings]) throws -> EditorPin? {
    for name in [EditorPin.Name.alternateTool, .root] {
      for settings in window {
        if let pin = try pin(name, in: settings) { return pin }
      }
    }
    return nil
  }

  /// The pin that one file holds.
  package func pin(_ name: EditorPin.Name, in settings: EditorSettings) throws -> EditorPin? {
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
      name: name, settings: settings, value: text, line: line, target: target(of: text, name))
  }

  private func target(of value: ByteString, _ name: EditorPin.Name) -> EditorPin.Target {
    if value.isWindowsPath { return .windowsPath }
    do {
      var path = try resolved(value)
      guard path.isAbsolute else { return name == .root ? .nothing(path) : .programName }
      if name == .root { path = path.appending("bin/go") }
      return try target(at: path)
    } catch {
      return .unknown(error)
    }
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
