package import Formats
internal import Syscalls

/// Where ssh is told to use another agent than that of SSH_AUTH_SOCK: IdentityAgent in ssh_config(5).
package struct IdentityAgents: Sendable {
  /// A line that leads elsewhere.
  package struct Setting: Sendable {
    package let file: ByteString
    package let line: IdentityAgentLine
    /// The socket it names, links followed; `nil` where that is none, or depends on the host.
    package let socket: ByteString?
    /// Whether it counts for every host.
    package let isForAll: Bool
  }

  /// In the order in which ssh reads them; those behind one that is for every host have no effect and are left out.
  package private(set) var elsewhere: [Setting] = []
  /// Why files that ssh reads were not looked at, a sentence each.
  package private(set) var passedOver: [String] = []

  private let survey: AgentSurvey
  private let walker: PathWalker
  private let home: ByteString?
  private var filesRead = 0

  /// Reads the user's file, then the machine's, and what they include: at most 64 files, 16 deep.
  package init(of survey: AgentSurvey) {
    self.survey = survey
    let machine = survey.machine
    var table = (try? machine.files.bytes(of: "/proc/self/mountinfo")).map {
      MountTable(parsing: $0)
    }
    // Where the home itself is on a network, every shell has waited for that already.
    if let home = survey.places.home {
      table?.mounts.removeAll { $0.isForeign && home.isAtOrBelow($0.point) }
    }
    walker = PathWalker(machine.files, mounts: table, waits: machine.mayWait)
    // ssh asks the user database, not HOME.
    let account = (try? machine.accountLine()) ?? nil
    home = account.flatMap { $0.home.isAbsolute ? $0.home : nil } ?? survey.places.home
    if let directory = home?.appending(".ssh"),
      read(directory.appending("config"), in: directory, depth: 0)
    {
      return
    }
    _ = read("/etc/ssh/ssh_config", in: "/etc/ssh", depth: 0)
  }

  /// Reads a file, whose relative includes are below `directory`; says whether it leaves nothing for others to say.
  private mutating func read(_ path: ByteString, in directory: ByteString, depth: Int) -> Bool {
    guard depth <= 16, filesRead < 64 else {
      passedOver.append("“\(path)” is one file too many that ssh's files include")
      return false
    }
    guard let text = text(of: path) else { return false }
    filesRead += 1
    let configuration = SSHConfiguration(parsing: text)
    var isFinal = false
    for line in configuration.identityAgents where !isFinal {
      // What includes a file may do so for some hosts only.
      isFinal = line.isUnconditional
      note(line, of: path, isForAll: isFinal && depth == 0)
    }
    for include in configuration.includes {
      for path in paths(of: include, in: directory) {
        _ = read(path, in: directory, depth: depth + 1)
      }
    }
    return isFinal && depth == 0
  }

  private mutating func text(of path: ByteString) -> [UInt8]? {
    do throws(Errno) {
      switch try walker.place(of: path) {
      case .missing: return nil
      case .beyond(let mount, let real):
        passedOver.append("\(NotExamined(path: real, mount: mount))")
        return nil
      case .found(let real, _): return try survey.machine.files.read(real)
      }
    } catch {
      passedOver.append("\(Unreadable(path: path, error: error))")
      return nil
    }
  }

  private mutating func note(_ line: IdentityAgentLine, of file: ByteString, isForAll: Bool) {
    let setting: Setting
    switch target(of: line.value) {
    case .variable: return
    case .none:
      setting = Setting(file: file, line: line, socket: nil, isForAll: isForAll)
    case .path(let path):
      let end = real(path)
      if let variable = survey.variable,
        path.cleaned == variable.cleaned || end == survey.current?.real
      {
        return
      }
      setting = Setting(file: file, line: line, socket: end, isForAll: isForAll)
    }
    elsewhere.append(setting)
  }

  private enum Target {
    /// What SSH_AUTH_SOCK says.
    case variable
    case path(ByteString)
    /// No agent, or one that only ssh can tell.
    case none
  }

  /// What a value means: `none`, `SSH_AUTH_SOCK`, `$NAME`, `${NAME}/…`, `~/…`, `%d/…` or a path.
  private func target(of value: ByteString) -> Target {
    if value == "none" { return .none }
    if value == "SSH_AUTH_SOCK" { return .variable }
    if value.hasPrefix("$") {
      let name = ByteString(
        value.bytes.dropFirst().filter { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") })
      if name == "SSH_AUTH_SOCK" { return .variable }
      return survey.machine.environment.nonEmpty(name).map { .path($0) } ?? .none
    }
    for prefix: ByteString in ["~/", "%d/"] where value.hasPrefix(prefix) {
      guard let home else { return .none }
      return .path(home.appending(ByteString(value.bytes.dropFirst(prefix.count))))
    }
    return value.isAbsolute && !value.contains(UInt8(ascii: "%")) ? .path(value) : .none
  }

  private func real(_ path: ByteString) -> ByteString {
    if case .found(let real, _)? = try? walker.place(of: path) { return real }
    return path.cleaned
  }

  /// The files that the argument of an Include line stands for, in ssh's order.
  private mutating func paths(of include: ByteString, in directory: ByteString) -> [ByteString] {
    var pattern = include
    if pattern.hasPrefix("~/"), let home {
      pattern = home.appending(ByteString(pattern.bytes.dropFirst(2)))
    } else if !pattern.isAbsolute, !pattern.hasPrefix("~") {
      pattern = directory.appending(pattern)
    }
    let parts = pattern.components.map { WildcardPattern($0) }
    guard pattern.isAbsolute, !pattern.bytes.contains(where: { "$%".utf8.contains($0) }),
      !parts.contains(nil)
    else {
      passedOver.append("which files “Include \(include)” names only ssh can tell")
      return []
    }
    var paths: [ByteString] = ["/"]
    for (name, part) in zip(pattern.components, parts) {
      guard let part, part.hasWildcards else {
        paths = paths.map { $0.appending(name) }
        continue
      }
      paths = paths.flatMap { directory in
        names(in: directory).filter { part.matches($0) }.sorted().map { directory.appending($0) }
      }
    }
    return paths
  }

  private mutating func names(in directory: ByteString) -> [ByteString] {
    do throws(Errno) {
      if case .beyond(let mount, let real) = try walker.place(of: directory) {
        passedOver.append("\(NotExamined(path: real, mount: mount))")
        return []
      }
      return try survey.machine.files.names(directory, 4096) ?? []
    } catch {
      passedOver.append("\(Unreadable(path: directory, error: error))")
      return []
    }
  }
}

extension IdentityAgentLine {
  /// Whether it stands where every host meets it.
  fileprivate var isUnconditional: Bool {
    guard let scope else { return true }
    let words = scope.split(on: UInt8(ascii: " ")).filter { !$0.isEmpty }.map {
      $0.text.lowercased()
    }
    return words == ["host", "*"] || words == ["match", "all"]
  }
}
