package import Formats
internal import Syscalls

/// A settings file of VS Code, or of an editor made from it.
package struct EditorSettings: Sendable {
  package let path: ByteString
  package let scope: Scope
  /// Such as `VS Code`.
  package let editor: String
  /// Without anything in it where there is no such file.
  package let content: Reading<CommentedJSON>

  /// Where a setting counts, the strongest last.
  package enum Scope: String, Sendable {
    /// In every window of an editor that runs here.
    case user
    /// In every window of an editor that runs elsewhere and works here through its server.
    case machine
    /// In one folder.
    case workspace
  }

  init(_ path: ByteString, _ scope: Scope, of editor: String, _ files: FileTree, walker: PathWalker)
  {
    self.path = path
    self.scope = scope
    self.editor = editor
    content = Reading { try CommentedJSON(at: path, files, walker: walker) }
  }
}

/// A file in which VS Code shows a mistake, or which has no room for a setting.
package struct UnusableSettings: Error, Sendable, CustomStringConvertible {
  package let path: ByteString
  private let reason: String

  package init(path: ByteString, reason: any Error) {
    self.path = path
    self.reason = "\(reason)"
  }

  package var description: String { "“\(path)”, \(reason); mend that in the editor first" }
}

extension CommentedJSON {
  fileprivate init(at path: ByteString, _ files: FileTree, walker: PathWalker) throws {
    let text: [UInt8]
    do {
      text = try files.settings(at: path, walker: walker)
    } catch let error as Errno {
      throw Unreadable(path: path, error: error)
    }
    do {
      try self.init(parsing: text)
    } catch {
      throw UnusableSettings(path: path, reason: error)
    }
  }
}

extension FileTree {
  /// What is in a file, nothing where there is none.
  fileprivate func settings(at path: ByteString, walker: PathWalker) throws -> [UInt8] {
    switch try walker.place(of: path) {
    case .beyond(let mount, let real): throw NotExamined(path: real, mount: mount)
    case .missing: return []
    case .found(let real, let status):
      if status.kind == .directory { throw Errno.isDirectory }
      // To open a pipe would be to wait for its other end.
      if status.kind != .regular { throw Errno.invalidArgument }
      return try read(real, limit: CommentedJSON.sizeLimit) ?? []
    }
  }
}

/// An editor that has been here, and the file with its settings for everything it opens.
package struct Editor: Hashable, Sendable {
  /// Such as `VS Code`.
  package let name: String
  /// Whether it runs elsewhere and works here through its server.
  package let isServer: Bool
  /// What it keeps here.
  package let directory: ByteString
  package let settings: ByteString

  /// All that are known, whether they have been here or not; a server before a desktop, VS Code before the others.
  static func known(_ environment: Environment) -> [Editor] {
    guard let home = environment.nonEmpty("HOME"), home.isAbsolute else { return [] }
    var configuration = home.appending(".config")
    if let other = environment.nonEmpty("XDG_CONFIG_HOME"), other.isAbsolute {
      configuration = other
    }
    let servers = Self.servers.map { name, directory in
      let directory = home.appending(directory)
      let settings = directory.appending("data/Machine/settings.json")
      return Editor(name: name, isServer: true, directory: directory, settings: settings)
    }
    let desktops = Self.desktops.map { name, directory in
      let directory = configuration.appending(directory)
      let settings = directory.appending("User/settings.json")
      return Editor(name: name, isServer: false, directory: directory, settings: settings)
    }
    return servers + desktops
  }

  private static let servers: [(String, ByteString)] = [
    ("VS Code", ".vscode-server"), ("VS Code Insiders", ".vscode-server-insiders"),
    ("VS Code in a container", ".vscode-remote"), ("VSCodium", ".vscodium-server"),
    ("Cursor", ".cursor-server"),
  ]

  private static let desktops: [(String, ByteString)] = [
    ("VS Code", "Code"), ("VS Code Insiders", "Code - Insiders"), ("VSCodium", "VSCodium"),
    ("Cursor", "Cursor"),
  ]
}
