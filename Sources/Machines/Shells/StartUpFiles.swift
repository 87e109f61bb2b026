package import Formats
internal import Syscalls

/// The files that a shell reads before it comes to its command.
package struct StartUpFiles: Sendable {
  /// Those that are there and that the shell reads by itself, in its order; what these read in turn is not among them.
  package let read: [ByteString]
  /// Those that are there and would be read by other contexts of the same shell.
  package let passedOver: [ByteString]
  private let machine: Machine

  /// Throws where what a login begins with cannot be read.
  package init(of shell: UserShell, in context: ShellContext, on machine: Machine) throws {
    self.machine = machine
    let home = machine.environment.nonEmpty("HOME") ?? "/"
    func present(_ context: ShellContext) throws -> [ByteString] {
      let environment = try context.invocation(of: "", by: shell, on: machine).environment
      let directory = Self.directory(of: shell.kind, in: home, environment)
      return Self.names(of: shell.kind, in: context).compactMap { choices in
        choices.map { $0.isAbsolute ? $0 : directory.appending($0) }.first {
          ((try? machine.files.status($0)) ?? nil) != nil
        }
      }
    }
    let read = try present(context)
    self.read = read
    // They are only where a reader may look too: a context of which nothing can be told names none.
    let all = ShellContext.allCases.flatMap { (try? present($0)) ?? [] }
    let hidden = shell.kind == .bash ? [home.appending(".profile")] : []
    var others: [ByteString] = []
    for path in all + hidden where !read.contains(path) && !others.contains(path) {
      others.append(path)
    }
    passedOver = others
  }

  /// The first file a shell reads that is a named pipe, at which it waits until somebody writes; `nil` where none is.
  package var pipe: ByteString? {
    let walker = PathWalker(machine.files, mounts: nil)
    return read.first { file in
      guard case .found(_, let status)? = try? walker.place(of: file) else { return false }
      return status.kind == .fifo
    }
  }

  /// A line of a file.
  package struct Place: Hashable, Sendable {
    package let file: ByteString
    /// Counted from 1; 0 where a shell does not tell.
    package let line: Int

    package init(file: ByteString, line: Int) {
      self.file = file
      self.line = line
    }
  }

  /// The first line of `files` that is no comment and of which `isMeant` is true.
  package func firstLine(of files: [ByteString], where isMeant: (ByteString) -> Bool) -> Place? {
    for file in files {
      guard let text = try? machine.files.read(file, limit: 1 << 20) else { continue }
      for (index, line) in ByteString(text).split(on: UInt8(ascii: "\n")).enumerated() {
        let line = line.trimming { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        if !line.hasPrefix("#"), isMeant(line) { return Place(file: file, line: index + 1) }
      }
    }
    return nil
  }

  /// Where a shell looks for the user's own files: below ZDOTDIR for zsh, XDG_CONFIG_HOME for fish.
  private static func directory(
    of kind: UserShell.Kind, in home: ByteString, _ environment: Environment
  ) -> ByteString {
    switch kind {
    case .zsh: environment.nonEmpty("ZDOTDIR") ?? home
    case .fish: environment.nonEmpty("XDG_CONFIG_HOME") ?? home.appending(".config")
    case .bash, .sh, .tcsh: home
    }
  }

  /// For each file that is read, the names it goes by: of those the first that is there.
  ///
  /// bash(1), zsh(1), fish(1), dash(1), tcsh(1); the names in /etc are those of Debian and of Fedora.
  private static func names(
    of kind: UserShell.Kind, in context: ShellContext
  ) -> [[ByteString]] {
    let isLogin = context == .login || context == .editor
    let isInteractive = context == .interactive || context == .editor
    if context == .sh { return [] }
    switch kind {
    case .bash:
      return isLogin
        ? [["/etc/profile"], [".bash_profile", ".bash_login", ".profile"]]
        : [["/etc/bash.bashrc"], [".bashrc"]]
    case .sh: return isLogin ? [["/etc/profile"], [".profile"]] : []
    case .zsh:
      var names: [[ByteString]] = [["/etc/zsh/zshenv", "/etc/zshenv"], [".zshenv"]]
      if isLogin { names += [["/etc/zsh/zprofile", "/etc/zprofile"], [".zprofile"]] }
      if isInteractive { names += [["/etc/zsh/zshrc", "/etc/zshrc"], [".zshrc"]] }
      if isLogin { names += [["/etc/zsh/zlogin", "/etc/zlogin"], [".zlogin"]] }
      return names
    case .fish: return [["/etc/fish/config.fish"], ["fish/config.fish"]]
    case .tcsh:
      return [["/etc/csh.cshrc"], [".tcshrc", ".cshrc"]] + (isLogin ? [[".login"]] : [])
    }
  }
}
