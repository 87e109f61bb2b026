package import Formats

/// Whose agent a socket is, as its place says.
package enum AgentKind: String, Sendable, CaseIterable {
  /// That of the machine from which the user came.
  case forwarded
  /// OpenSSH's own.
  case local
  /// One that gotools has started.
  case own
  case gpg
  /// GNOME's.
  case keyring
  /// A program's that keeps keys, such as 1Password.
  case vault
  /// One whose keys are in a piece of hardware.
  case hardware
  /// What passes everything on to an agent elsewhere, as in WSL.
  case relay
  case other

  /// Whether its answers come from another machine or from a card.
  package var isDistant: Bool {
    switch self {
    case .forwarded, .relay, .hardware, .gpg, .keyring, .vault, .other: true
    case .local, .own: false
    }
  }
}

/// Where agents put their sockets on a machine.
package struct AgentPlaces: Sendable {
  /// Where temporary files go: /tmp, and TMPDIR where that is another.
  package let temporary: [ByteString]
  /// `nil` where HOME says none.
  package let home: ByteString?
  package let runtime: ByteString?
  /// What gotools itself keeps for its agents; `nil` where it has no place for them.
  package let own: ByteString?
  /// The same of the user's sessions that have an XDG_RUNTIME_DIR where this one has none, or the other way round; `nil` where
  /// there is no such place.
  package let elsewhere: ByteString?
  /// The sockets whose whole path is known, with what is behind them.
  let fixed: [(path: ByteString, kind: AgentKind)]

  package init(of machine: Machine) {
    let environment = machine.environment
    func directory(_ name: ByteString) -> ByteString? {
      environment.nonEmpty(name).flatMap { $0.isAbsolute ? $0.cleaned : nil }
    }
    home = directory("HOME")
    // What belongs to somebody else, as after su(1), or is not there is not made: root would make it for all of them.
    runtime = directory("XDG_RUNTIME_DIR").flatMap { machine.isNobodysOwn($0) ? nil : $0 }
    var temporary: [ByteString] = ["/tmp"]
    if let other = directory("TMPDIR"), other != "/tmp" { temporary.append(other) }
    self.temporary = temporary
    let state = directory("XDG_STATE_HOME") ?? home?.appending(".local/state")
    let own = (runtime ?? state)?.appending("gotools")
    self.own = own
    let session = ByteString("/run/user/\(machine.user)")
    let other = runtime != nil ? state : machine.isNobodysOwn(session) ? nil : session
    let elsewhere = other.map { $0.appending("gotools") }.flatMap { $0 == own ? nil : $0 }
    self.elsewhere = elsewhere
    var fixed: [(ByteString, AgentKind)] = []
    if let own { fixed.append((own.appending(Self.ownSocket), .own)) }
    if let elsewhere { fixed.append((elsewhere.appending(Self.ownSocket), .own)) }
    if let runtime { fixed += runtimeNames.map { (runtime.appending($0), $1) } }
    if let home { fixed += homeNames.map { (home.appending($0), $1) } }
    if let gnupg = directory("GNUPGHOME") {
      fixed.append((gnupg.appending("S.gpg-agent.ssh"), .gpg))
    }
    fixed.append(("/run/host-services/ssh-auth.sock", .relay))
    self.fixed = fixed
  }

  /// The link that every shell, pane and editor is to use.
  package var link: ByteString? { own?.appending(AgentDirectory.linkName) }

  /// What the path of a socket says about its agent.
  package func kind(of path: ByteString) -> AgentKind {
    if path.parent == own || path.parent == elsewhere {
      return path.lastComponent == "agent.sock" ? .other : .own
    }
    let name = path.lastComponent
    let directory = path.parent.lastComponent
    if isTemporarySocket(path) {
      switch directory.count - Self.directoryPrefix.count {
      case Self.forwardedLetters: return .forwarded
      case Self.localLetters: return .local
      default: return .other
      }
    }
    for (fixed, kind) in fixed where fixed == path { return kind }
    if let home, path.parent == home.appending(".ssh/agent") {
      switch Self.tag(of: name) {
      case "sshd"?: return .forwarded
      case "agent"?: return .local
      default: return .other
      }
    }
    if name.hasPrefix("vscode-ssh-auth") { return .forwarded }
    if directory.hasPrefix("auth-agent") || directory.hasPrefix("dropbear-") { return .forwarded }
    if name == "S.gpg-agent.ssh" { return .gpg }
    if name == "ssh", directory == "gcr" || directory.hasPrefix("keyring") { return .keyring }
    return .other
  }

  /// `agent` or `sshd`, as names such as `s.2N0me1rP8M.agent.x8Hh2LkQpT` have it since OpenSSH 10.1; `nil` for others.
  static func tag(of name: ByteString) -> ByteString? {
    let parts = name.split(on: UInt8(ascii: "."))
    guard parts.count == 4, parts[0] == "s", parts[1].count == 10, parts[3].count == 10 else {
      return nil
    }
    return parts[2] == "agent" || parts[2] == "sshd" ? parts[2] : nil
  }

  /// Whether gotools gives that path to an agent that it starts.
  func isOwn(_ path: ByteString) -> Bool {
    guard path.parent == own || path.parent == elsewhere else { return false }
    let name = path.lastComponent
    let digits = name.bytes.dropFirst(8).dropLast(5)
    return name == Self.ownSocket
      || name.hasPrefix("project-") && name.hasSuffix(".sock") && digits.count == 16
        && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  func isTemporary(_ directory: ByteString) -> Bool { temporary.contains(directory) }

  /// Whether a path begins as sshd and ssh-agent begin theirs before OpenSSH 10.1, whatever follows:
  /// /tmp/ssh-v6rlxj5DjV/agent.1234.
  func isTemporarySocket(_ path: ByteString) -> Bool {
    let directory = path.parent
    return directory.lastComponent.hasPrefix(Self.directoryPrefix)
      && path.lastComponent.hasPrefix(Self.socketPrefix) && isTemporary(directory.parent)
  }

  static let directoryPrefix: ByteString = "ssh-"
  /// How many letters and digits sshd puts behind the directory's prefix, and ssh-agent.
  static let forwardedLetters = 10
  static let localLetters = 12
  static let socketPrefix: ByteString = "agent."

  /// The name of the socket of the agent that gotools starts.
  package static let ownSocket: ByteString = "started.sock"
}

private let runtimeNames: [(ByteString, AgentKind)] = [
  ("openssh_agent", .local), ("ssh-agent.socket", .local), ("ssh-agent", .local),
  ("gnupg/S.gpg-agent.ssh", .gpg), ("keyring/ssh", .keyring), ("gcr/ssh", .keyring),
  ("yubikey-agent/yubikey-agent.sock", .hardware), ("ssh-tpm-agent.sock", .hardware),
]

private let homeNames: [(ByteString, AgentKind)] = [
  (".ssh/agent.sock", .other), (".ssh/ssh_auth_sock", .other), (".gnupg/S.gpg-agent.ssh", .gpg),
  (".1password/agent.sock", .vault), (".bitwarden-ssh-agent.sock", .vault),
  (".var/app/com.bitwarden.desktop/data/.bitwarden-ssh-agent.sock", .vault),
  (".ssh/proton-pass-agent.sock", .vault), (".goldwarden-ssh-agent.sock", .vault),
  (".ssh/wsl-ssh-agent.sock", .relay), (".ssh/wsl2-ssh-agent.sock", .relay),
  (".cache/prezto/ssh-agent.sock", .other),
]
