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

  /// A path that may be one.
  struct Candidate {
    let path: ByteString
    /// The directory that holds it, where that was listed: then the path has no links but at its end.
    let directory: ByteString?
  }

  /// Every path that may be one, by its usual place; what another user has put beside one's own in a directory for
  /// temporary files is passed over.
  mutating func candidates() -> [Candidate] {
    var found = present(places.fixed.map(\.path))
    for directory in places.temporary { found += temporary(directory) }
    if let home = places.home {
      found += entries(home.appending(".ssh/agent")) { AgentPlaces.tag(of: $0) != nil }
      found += entries(home.appending(".keychain")) { $0.hasSuffix(".s") }
      let keyrings = entries(home.appending(".cache")) { $0.hasPrefix("keyring-") }
      found += present(keyrings.map { $0.path.appending("ssh") })
    }
    if let runtime = places.runtime {
      found += entries(runtime) { $0.hasPrefix("vscode-ssh-auth-sock-") }
      let gnupg = entries(runtime.appending("gnupg")) { $0.hasPrefix("d.") }
      found += present(gnupg.map { $0.path.appending("S.gpg-agent.ssh") })
      let sessions = entries(runtime.appending("shpool/sessions")) { _ in true }
      found += present(sessions.map { $0.path.appending("ssh-auth-sock.socket") })
    }
    for own in [places.own, places.elsewhere].compactMap(\.self) {
      found += entries(own) { $0.hasPrefix("project-") && $0.hasSuffix(".sock") }
    }
    return found
  }

  /// What lies in a directory for temporary files: sockets, and directories with sockets in them.
  private mutating func temporary(_ directory: ByteString) -> [Candidate] {
    var found: [Candidate] = []
    for entry in entries(directory, { name in prefixes.contains { name.hasPrefix($0) } }) {
      let name = entry.path.lastComponent
      // Another's link may lead anywhere, and whoever may list his directory would find nothing there to use.
      guard let directory = entry.directory,
        let status = (try? walker.status(of: name, inReal: directory)) ?? nil,
        status.owner == machine.user
      else { continue }
      guard status.kind == .directory else {
        if name.hasPrefix("vscode-ssh-auth") || name.hasPrefix("ssh-agent") {
          found.append(entry)
        }
        continue
      }
      let inner = entry.path
      if name.hasPrefix(AgentPlaces.directoryPrefix) {
        found += list(inner) { $0.hasPrefix(AgentPlaces.socketPrefix) }
      } else if name.hasPrefix("auth-agent") {
        found += present([inner.appending("listener.sock")])
      } else if name.hasPrefix("keyring-") {
        found += present([inner.appending("ssh")])
      } else if name.hasPrefix("dropbear-") {
        found += list(inner) { _ in true }
      }
    }
    return found
  }

  /// The names in a directory that are sought, wherever links lead to it.
  private mutating func entries(
    _ directory: ByteString, _ isSought: (ByteString) -> Bool
  ) -> [Candidate] {
    do throws(Errno) {
      // One on a mount of another machine is passed over, as its sockets would be.
      guard case .found(let real, _) = try walker.place(of: directory) else { return [] }
      return list(real, isSought)
    } catch {
      unlisted.append(Unreadable(path: directory, error: error))
      return []
    }
  }

  /// The same for one whose path has no links.
  private mutating func list(
    _ directory: ByteString, _ isSought: (ByteString) -> Bool
  ) -> [Candidate] {
    do throws(Errno) {
      let names = try machine.files.names(directory, most) ?? []
      return names.filter(isSought).map {
        Candidate(path: directory.appending($0), directory: directory)
      }
    } catch {
      unlisted.append(Unreadable(path: directory, error: error))
      return []
    }
  }

  /// Those where something is.
  private func present(_ paths: [ByteString]) -> [Candidate] {
    paths.filter { path in
      guard case .found? = try? walker.place(of: path.parent) else { return false }
      return ((try? machine.files.status(path)) ?? nil) != nil
    }.map { Candidate(path: $0, directory: nil) }
  }
}

private let prefixes: [ByteString] = [
  AgentPlaces.directoryPrefix, "vscode-ssh-auth", "auth-agent", "dropbear-", "keyring-",
]

/// More names than any directory of sockets has; /tmp may well have some ten thousand.
private let most = 200_000
