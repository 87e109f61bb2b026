package import Formats

/// Which Go the editors of this user are told to take, and which one this shell has.
package struct EditorSurvey: Sendable {
  package let go: GoSurvey
  /// The folder that an editor is taken to have open where the user stands.
  package let folder: Folder?
  /// The settings of that folder, where it has any.
  package let workspace: EditorSettings?
  /// The editors that have been here, in the order of `Editor.known`.
  package let editors: [Editor]
  /// Their settings for everything they open, as far as there are any.
  package let everywhere: [EditorSettings]
  let machine: Machine
  let walker: PathWalker

  package struct Folder: Hashable, Sendable {
    package let path: ByteString
    /// What makes it one, in words.
    package let reason: String

    package var settings: ByteString { path.appending(".vscode/settings.json") }
  }

  /// Reads the settings of the folder and of the user.
  ///
  /// Throws where the machine's mount table cannot be read.
  package init(of machine: Machine) throws {
    var machine = machine
    machine.files = machine.files.remembering()
    let go = try GoSurvey(of: machine)
    let walker = PathWalker(machine.files, mounts: go.mounts, waits: machine.mayWait)
    self.go = go
    self.machine = machine
    self.walker = walker
    // Who stands on a Windows drive waits for it anyway.
    let isStandingOnDrive = go.directory.flatMap { walker.mount(of: $0) }?.isWindowsDrive ?? false
    let near =
      isStandingOnDrive ? PathWalker(machine.files, mounts: go.mounts, waits: true) : walker
    folder = Self.folder(go, near)
    workspace = folder.flatMap { folder in
      if case .missing? = try? near.place(of: folder.settings) { return nil }
      return EditorSettings(
        folder.settings, .workspace, of: "VS Code", machine.files, walker: near)
    }
    editors = Editor.known(machine.environment).filter { walker.mayHave($0.directory) }
    everywhere = editors.compactMap { editor in
      guard walker.mayHave(editor.settings) else { return nil }
      return EditorSettings(
        editor.settings, editor.isServer ? .machine : .user, of: editor.name, machine.files,
        walker: walker)
    }
  }

  private static func folder(_ go: GoSurvey, _ walker: PathWalker) -> Folder? {
    guard let directory = go.directory, directory.isAbsolute else { return nil }
    let mount = walker.mount(of: directory)
    if let mount, mount.isForeign, !walker.waits { return nil }
    // The directories of that name in a home and at the root are VS Code's own.
    let home = go.environment.nonEmpty("HOME")?.cleaned
    var path = directory.cleaned
    while path != "/", !path.isEmpty {
      if path != home, walker.isDirectory(path.appending(".vscode")) {
        return Folder(path: path, reason: "it has a directory “.vscode”")
      }
      path = path.parent
    }
    if let work = try? go.settings.get().workFile(from: directory) {
      return Folder(path: work.parent, reason: "“\(work)” makes it a workspace")
    }
    guard case .found(let root, _)? = try? go.module.get() else { return nil }
    return Folder(path: root, reason: "its go.mod makes it a module")
  }

  /// The settings that count in a window of each editor, the strongest first; the folder's alone where no other are known.
  package var windows: [[EditorSettings]] {
    let strongest = workspace.map { [$0] } ?? []
    if everywhere.isEmpty { return strongest.isEmpty ? [] : [strongest] }
    return everywhere.map { strongest + [$0] }
  }

  /// The windows that what is written for this machine is meant for, the folder's where no editor is known: see `machineDestination`.
  var windowsHere: [[EditorSettings]] {
    let strongest = workspace.map { [$0] } ?? []
    if editors.isEmpty { return [strongest] }
    let servers = editors.filter(\.isServer)
    let candidates = servers.isEmpty ? editors : servers
    let own = candidates.filter { $0.name == "VS Code" }
    return (own.isEmpty ? candidates : own).map { editor in
      strongest + everywhere.filter { $0.path == editor.settings }
    }
  }
}

extension PathWalker {
  /// Whether something is there, or would have to be asked for elsewhere, or cannot be followed.
  fileprivate func mayHave(_ path: ByteString) -> Bool {
    if case .missing? = try? place(of: path) { false } else { true }
  }
}
