import Foundation

/// An interactive shell in a home directory of its own, with a program `gotools` that keeps a log.
final class Session {
  let shell: Shell
  let home: URL
  /// The status of the last command, as its prompt told it.
  private(set) var status: Int32 = 0
  private let terminal: Terminal
  private var prompts = 0
  private var read = 0

  /// What a session is made with.
  ///
  /// `before` and `after` stand around the snippet in the start-up file.
  struct Plan {
    var before = ""
    var after = ""
    var loading: Loading? = .source
    var environment: [String: String] = [:]
    var behaviour = ordinary
    /// Programs in the home directory, each by its path there.
    var files: [String: String] = [:]
    /// Whether `gotools` lies in the first directory of PATH.
    var isInstalled = true
    /// Runs the shell, with its arguments at the end: strace.
    var tracer: (URL) -> [String] = { _ in [] }
    /// The program to use in place of the one that keeps a log.
    var program: URL?
  }

  init(_ shell: Shell, _ plan: Plan = Plan()) throws {
    self.shell = shell
    home = URL.temporaryDirectory.appending(path: "gotools-shell-\(UUID().uuidString)")
      .resolvingSymlinksInPath()
    // fish makes the last one by itself otherwise, and fills it from all manual pages.
    for name in ["bin", ".config/fish", "one", "two", ".local/fish/generated_completions"] {
      try FileManager.default.createDirectory(
        at: home.appending(path: name), withIntermediateDirectories: true)
    }
    try Data().write(to: home.appending(path: "log"))
    try plan.behaviour.write(to: home.appending(path: "behaviour"))
    for (path, text) in plan.files {
      try text.write(to: home.appending(path: path), executable: true)
    }
    let program = home.appending(path: plan.isInstalled ? "bin/gotools" : "gotools")
    if let other = plan.program {
      try FileManager.default.createSymbolicLink(at: program, withDestinationURL: other)
    } else {
      try standIn(home: home, shell: shell).write(to: program, executable: true)
    }
    try [
      shell.quiet, plan.before, plan.loading.map(shell.loading) ?? "", plan.after, shell.prompt, "",
    ].joined(separator: "\n").write(to: home.appending(path: shell.startUpFile))

    var environment = [
      "PATH": home.path + "/bin:/usr/bin:/bin", "HOME": home.path, "TERM": "dumb",
      "LC_ALL": "C.UTF-8", "ZDOTDIR": home.path, "XDG_CONFIG_HOME": home.path + "/.config",
      "XDG_DATA_HOME": home.path + "/.local", "XDG_RUNTIME_DIR": home.path,
    ]
    environment.merge(plan.environment) { $1 }
    if [.posix, .sh].contains(shell) { environment["ENV"] = home.path + "/" + shell.startUpFile }
    terminal = try Terminal(
      plan.tracer(home) + Self.arguments(shell, home: home), environment: environment,
      directory: home.path)
    try awaitPrompt()
  }

  deinit {
    // First the shell, which may yet write its history.
    terminal.end()
    try? FileManager.default.removeItem(at: home)
  }

  /// Types a line and returns what is on the screen from there to the next prompt.
  @discardableResult
  func enter(_ line: String) throws -> String {
    try terminal.type(line + "\r")
    return try awaitPrompt()
  }

  /// Types without waiting for a prompt.
  func type(_ text: String) throws {
    try terminal.type(text)
  }

  @discardableResult
  func awaitPrompt() throws -> String {
    prompts += 1
    let mark = "<<\(prompts):"
    let begin = try terminal.await(mark, from: read)
    let end = try terminal.await(">>", from: begin)
    let number = terminal.screen[(begin + mark.utf8.count)..<end]
    status = Int32(String(decoding: number, as: UTF8.self)) ?? -1
    defer { read = end + 2 }
    return String(decoding: terminal.screen[read..<begin], as: UTF8.self)
  }

  /// What a command prints.
  func output(of command: String) throws -> String {
    let file = home.appending(path: "output")
    try enter(shell.writing(command, to: file.path))
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// The calls of go-env-guard so far, each as its arguments.
  var calls: [String] {
    get throws {
      try String(contentsOf: home.appending(path: "log"), encoding: .utf8)
        .split(separator: "\n").filter { $0.hasPrefix("go-env-guard") }.map(String.init)
    }
  }

  /// What is on the screen so far.
  var screen: String { String(decoding: terminal.screen, as: UTF8.self) }

  /// From now on the program does this.
  func behave(_ behaviour: String) throws {
    try behaviour.write(to: home.appending(path: "behaviour"))
  }

  private static func arguments(_ shell: Shell, home: URL) throws -> [String] {
    switch shell {
    case .bash:
      return [shell.program, "--noediting", "--rcfile", home.path + "/" + shell.startUpFile, "-i"]
    case .posix: return [shell.program, "--posix", "--noediting", "-i"]
    case .sh:
      let link = home.appending(path: "sh")
      try FileManager.default.createSymbolicLink(
        atPath: link.path, withDestinationPath: shell.program)
      return [link.path, "--noediting", "-i"]
    case .zsh: return [shell.program, "-d", "-i"]
    case .fish: return [shell.program, "--private", "-i"]
    }
  }
}

/// One finding, told on standard error, and its key.
let ordinary = "echo 'a finding' >&2; echo GT101:ab; exit 1\n"

/// Nothing to tell.
let healthy = "echo; exit 0\n"

/// A program that logs its arguments, answers `init` with the file under test, and else does what the
/// session says.
private func standIn(home: URL, shell: Shell) -> String {
  """
  #!/bin/sh
  printf '%s\\n' "$*" >>'\(home.path)/log'
  if [ "$1" = init ]; then exec cat '\(shell.snippet.path)'; fi
  . '\(home.path)/behaviour'

  """
}

extension String {
  func write(to file: URL, executable: Bool = false) throws {
    try Data(utf8).write(to: file)
    if executable {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
  }
}
