internal import Formats
internal import Syscalls

/// Where sockets of agents lie on a machine.
struct AgentSearch {
  private let machine: Machine
  private let places: AgentPlaces
  private let walker: PathWalker
  /// Directories that could not be listed, each with the reason.
  private(set) var unlisted: [Unreadable] = []

  init(of machine: Machine, _ places: AgentPlaces, _ walker: PathWalker) {
    self.machine = machine
    self.walker = walker
    self.places = places
  }

  /// Every path that may be one, by its usual place; another user's directories are passed over.
  mutating func paths() -> [ByteString] {
    var found = places.fixed.map(\.path).filter { isThere($0) }
    for directory in places.temporary { found += temporary(directory) }
    if let home = places.home {
      found += entries(home.appending(".ssh/agent")) { AgentPlaces.tag(of: $0) != nil }
      found += entries(home.appending(".keychain")) { $0.hasSuffix(".s") }
      for directory in entries(home.appending(".cache"), { $0.hasPrefix("keyring-") }) {
        found.append(directory.appending("ssh"))
      }
    }
    if let runtime = places.runtime {
      found += entries(runtime) { $0.hasPrefix("vscode-ssh-auth-sock-") }
      for directory in entries(runtime.appending("gnupg"), { $0.hasPrefix("d.") }) {
        found.append(directory.appending("S.gpg-agent.ssh"))
      }
      for directory in entries(runtime.appending("shpool/sessions"), { _ in true }) {
        found.append(directory.appending("ssh-auth-sock.socket"))
      }
    }
    if let own = places.own {
      found += entries(own) { $0.hasPrefix("project-") && $0.hasSuffix(".sock") }
    }
    return found.filter { isThere($0) }
  }

  /// What lies in a directory for temporary files: sockets, and directories with sockets in them.
  private mutating func temporary(_ directory: ByteString) -> [ByteString] {
    var found: [ByteString] = []
    for path in entries(directory, { name in prefixes.contains { name.hasPrefix($0) } }) {
      guard let status = (try? machine.files.status(path)) ?? nil else { continue }
      // Whoever may list another user's directory would find nothing there to use.
      guard status.kind != .directory || status.owner == machine.user else { continue }
      let name = path.lastComponent
      if status.kind != .directory {
        if name.hasPrefix("vscode-ssh-auth") || name.hasPrefix("ssh-agent") { found.append(path) }
      } else if name.hasPrefix(AgentPlaces.temporaryPrefix) {
        found += entries(path) { $0.hasPrefix(AgentPlaces.temporaryName) }
      } else if name.hasPrefix("auth-agent") {
        found.append(path.appending("listener.sock"))
      } else if name.hasPrefix("keyring-") {
        found.append(path.appending("ssh"))
      } else if name.hasPrefix("dropbear-") {
        found += entries(path) { _ in true }
      }
    }
    return found
  }

  private mutating func entries(
    _ directory: ByteString, _ isSought: (ByteString) -> Bool
  ) -> [ByteString] {
    do throws(Errno) {
      // One on a mount of another machine is passed over, as its sockets would be.
      guard case .found = try walker.place(of: directory) else { return [] }
      let names = try machine.files.names(directory, most) ?? []
      return names.filter(isSought).map { directory.appending($0) }
    } catch {
      unlisted.append(Unreadable(path: directory, error: error))
      return []
    }
  }

  private func isThere(_ path: ByteString) -> Bool {
    guard case .found? = try? walker.place(of: path.parent) else { return false }
    return ((try? machine.files.status(path)) ?? nil) != nil
  }
}

private let prefixes: [ByteString] = [
  AgentPlaces.temporaryPrefix, "vscode-ssh-auth", "auth-agent", "dropbear-", "keyring-",
]

/// More names than any directory of sockets has; /tmp may well have some ten thousand.
private let most = 200_000
