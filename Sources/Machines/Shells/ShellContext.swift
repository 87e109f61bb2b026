package import Formats

/// A way in which shells are started around a user who writes Go.
package enum ShellContext: String, CaseIterable, Sendable {
  /// Who logs in for one command, as `wsl bash -lc` and many services do: `SHELL -l -c`.
  case login
  /// What `ssh HOST COMMAND`, scp and rsync meet: `SHELL -c` below sshd.
  case ssh
  /// A new terminal: `SHELL -i -c` with this shell's variables.
  case interactive
  /// What programs start for a line of theirs: `sh -c` with this shell's variables.
  case sh
  /// How VS Code's server asks for its environment: `SHELL -i -l -c`, tcsh without `-l`.
  case editor

  /// Its line in a table.
  package func title(_ shell: UserShell) -> String {
    let name = shell.path.lastComponent
    switch self {
    case .login: return "\(name) -lc"
    case .ssh: return "ssh HOST"
    case .interactive: return "\(name) -ic"
    case .sh: return "sh -c"
    case .editor: return "VS Code"
    }
  }

  /// Whether it starts from what a login gives, and not from the variables of the shell at hand.
  package var isFresh: Bool { self == .login || self == .ssh || self == .editor }

  /// The command line that runs `command` in it.
  ///
  /// Its language is the user's, unlike that of other programs that are run: start-up files may depend on it. Throws where
  /// what a login begins with cannot be read.
  package func invocation(
    of command: ByteString, by shell: UserShell, on machine: Machine
  ) throws(Unreadable) -> Invocation {
    var environment = try isFresh ? freshEnvironment(for: shell, on: machine) : machine.environment
    if self == .editor { environment["VSCODE_RESOLVING_ENVIRONMENT"] = "1" }
    if self == .ssh, environment["SSH_CLIENT"] == nil {
      environment["SSH_CLIENT"] = "127.0.0.1 50000 22"
      environment["SSH_CONNECTION"] = "127.0.0.1 50000 127.0.0.1 22"
    }
    let home = isFresh ? environment.nonEmpty("HOME") : nil
    let directory = home.flatMap { path in
      ((try? machine.files.status(path)) ?? nil) == nil ? nil : path
    }
    if self == .sh {
      return Invocation(
        "/bin/sh", words: ["sh", "-c", command], environment: environment, in: directory)
    }
    return Invocation(
      shell.path, words: words(for: shell) + ["-c", command], environment: environment,
      in: directory)
  }

  /// The words before `-c`.
  package func words(for shell: UserShell) -> [ByteString] {
    let name = shell.path.lastComponent
    let isTcsh = shell.kind == .tcsh
    switch self {
    // tcsh takes -l alone only, and a dash before its name for the same.
    case .login: return isTcsh ? ["-" + name] : [name, "-l"]
    case .ssh: return [name]
    case .interactive: return [name, "-i"]
    case .sh: return ["sh"]
    case .editor: return isTcsh ? [name, "-i"] : [name, "-i", "-l"]
    }
  }
}

/// The variables that sshd, or WSL's init, gives to a session; those of the container in one.
private func freshEnvironment(
  for shell: UserShell, on machine: Machine
) throws(Unreadable) -> Environment {
  var environment = Environment()
  if Host(of: machine).kind == .container {
    do throws(Unreadable) {
      if let first = try machine.files.bytes(of: "/proc/1/environ") {
        environment = Environment(first.split(separator: 0).map(Array.init))
      }
    } catch {
      // Who came by ssh begins with what sshd gives, and that is nothing of the container's own.
      if machine.environment["SSH_CONNECTION"] == nil { throw error }
    }
  }
  if machine.environment["WSL_DISTRO_NAME"] == nil,
    let text = try machine.files.bytes(of: "/etc/environment")
  {
    for (name, value) in SessionVariables.parse(text) { environment[name] = value }
  }
  if environment["PATH"] == nil {
    environment["PATH"] =
      machine.user == 0
      ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
      : "/usr/local/bin:/usr/bin:/bin:/usr/games"
    if machine.environment["WSL_DISTRO_NAME"] != nil { environment.appendWindowsPath(of: machine) }
  }
  let account = try machine.accountLine()
  for name in carried { environment[name] = machine.environment[name] ?? environment[name] }
  for (name, value) in [
    ("HOME", account?.home), ("USER", account?.name), ("LOGNAME", account?.name),
  ]
    as [(ByteString, ByteString?)] where environment[name] == nil
  {
    environment[name] = value
  }
  environment["SHELL"] = shell.path
  // An agent is handed on by sshd; any other is what some start-up file finds.
  if machine.environment["SSH_CONNECTION"] != nil {
    environment["SSH_AUTH_SOCK"] = machine.environment["SSH_AUTH_SOCK"]
  }
  return environment
}

/// What a session has before any start-up file is read, whoever began it.
private let carried: [ByteString] = [
  "HOME", "USER", "LOGNAME", "TERM", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SSH_CLIENT",
  "SSH_CONNECTION", "XDG_RUNTIME_DIR", "XDG_SESSION_ID", "DBUS_SESSION_BUS_ADDRESS",
  "WSL_DISTRO_NAME", "WSL_INTEROP", "WSLENV", "HOSTTYPE", "NAME",
]

extension Environment {
  /// Adds what WSL's init adds: the directories of the Windows PATH, behind all others.
  fileprivate mutating func appendWindowsPath(of machine: Machine) {
    let text = (try? machine.files.read("/proc/self/mountinfo", limit: 4 << 20)) ?? nil
    let walker = PathWalker(machine.files, mounts: text.map { MountTable(parsing: $0) })
    for entry in SearchPath(machine.environment["PATH"], walker: walker).entries
    where entry.isOnWindowsDrive {
      self["PATH"] = (self["PATH"] ?? "") + ":" + entry.text
    }
  }
}
