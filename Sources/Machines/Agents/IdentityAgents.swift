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
    /// Whether it names one that only ssh can tell, as it depends on the host or on what is not set here.
    let isUntold: Bool
    /// The Host or Match line that it counts under, its own or that of an Include; `nil` where it is for every host.
    package let scope: ByteString?

    /// Whether it counts for every host.
    package var isForAll: Bool { scope == nil }
  }

  /// In the order in which ssh comes to them; those have no effect and are left out that stand behind one for every
  /// host, or behind one under the same lines.
  package private(set) var elsewhere: [Setting] = []
  /// Why files that ssh reads were not looked at, a sentence each.
  package private(set) var passedOver: [String] = []

  /// The sockets that they name, links followed.
  var sockets: Set<ByteString> { Set(elsewhere.compactMap(\.socket)) }

  /// Why they may name others besides, as the end of a sentence; `nil` where they do not.
  var doubt: String? {
    if let reason = passedOver.first { return reason }
    return elsewhere.first(where: \.isUntold).map {
      "“\($0.file)”, line \($0.line.line), names one that only ssh can tell"
    }
  }

  private let survey: AgentSurvey
  private let walker: PathWalker
  private let account: AccountLine?
  private let home: ByteString?
  /// The lines under which ssh knows its agent by now, the outermost first.
  private var settled: Set<[ByteString]> = []
  /// How much more may be looked at.
  private var left = (files: 64, paths: 4096, directories: 256)

  /// Reads the user's file, then the machine's, and what they include: at most 64 files, 16 deep, of 4,096 paths, for
  /// which 256 directories are listed.
  package init(of survey: AgentSurvey) {
    self.survey = survey
    let machine = survey.machine
    walker = machine.walker()
    // ssh asks the user database, not HOME.
    account = (try? machine.accountLine()) ?? nil
    home = account.flatMap { $0.home.isAbsolute ? $0.home : nil } ?? survey.places.home
    if let directory = home?.appending(".ssh"),
      read(directory.appending("config"), in: directory, under: [])
    {
      return
    }
    _ = read("/etc/ssh/ssh_config", in: "/etc/ssh", under: [])
  }

  /// Reads a file, whose relative includes are below `directory`, as ssh does where it is included under these lines;
  /// says whether it leaves nothing for others to say.
  private mutating func read(
    _ path: ByteString, in directory: ByteString, under lines: [ByteString], depth: Int = 0
  ) -> Bool {
    guard depth <= 16, left.files > 0, left.paths > 0 else {
      passOver("“\(path)” is one file too many that ssh's files include")
      return false
    }
    left.paths -= 1
    guard let text = text(of: path) else { return false }
    left.files -= 1
    for entry in SSHConfiguration(parsing: text).entries {
      switch entry {
      case .identityAgent(let line):
        note(line, of: path, under: narrowed(lines, by: line.scope))
        if settled.contains([]) { return true }
      case .include(let pattern, let scope):
        let lines = narrowed(lines, by: scope)
        for path in paths(of: pattern, in: directory)
        where read(path, in: directory, under: lines, depth: depth + 1) {
          return true
        }
      }
    }
    return false
  }

  private mutating func text(of path: ByteString) -> [UInt8]? {
    do throws(Errno) {
      switch try walker.place(of: path) {
      case .missing: return nil
      case .beyond(let mount, let real):
        passOver("\(NotExamined(path: real, mount: mount))")
        return nil
      case .found(let real, _): return try survey.machine.files.read(real)
      }
    } catch {
      passOver("\(Unreadable(path: path, error: error))")
      return nil
    }
  }

  private mutating func passOver(_ reason: String) {
    if passedOver.count < 64, !passedOver.contains(reason) { passedOver.append(reason) }
  }

  private mutating func note(
    _ line: IdentityAgentLine, of file: ByteString, under lines: [ByteString]
  ) {
    if (0...lines.count).contains(where: { settled.contains(Array(lines.prefix($0))) }) { return }
    settled.insert(lines)
    let socket: ByteString?
    var isUntold = false
    switch target(of: line.value) {
    case .variable: return
    case .none: socket = nil
    case .untold:
      socket = nil
      isUntold = true
    case .path(let path):
      let end = real(path)
      if let variable = survey.variable,
        path.cleaned == variable.cleaned || end == survey.current?.real
      {
        return
      }
      socket = end
    }
    elsewhere.append(
      Setting(file: file, line: line, socket: socket, isUntold: isUntold, scope: lines.last))
  }

  private enum Target {
    /// What SSH_AUTH_SOCK says.
    case variable
    case path(ByteString)
    /// No agent.
    case none
    /// One that only ssh can tell.
    case untold
  }

  /// What a value means: `none`, `SSH_AUTH_SOCK`, `$NAME`, or a path that is expanded.
  private func target(of value: ByteString) -> Target {
    switch value {
    case "none": return .none
    case "SSH_AUTH_SOCK", "$SSH_AUTH_SOCK", "${SSH_AUTH_SOCK}": return .variable
    default: break
    }
    if value.hasPrefix("$"), !value.hasPrefix("${") {
      let name = ByteString(value.bytes.dropFirst())
      return survey.machine.environment.nonEmpty(name).map { .path($0) } ?? .untold
    }
    return expanded(value).flatMap { $0.isAbsolute ? .path($0) : nil } ?? .untold
  }

  /// A value with `~/`, `%d`, `%i`, `%u`, `%%` and `${NAME}` expanded in their places, as ssh does; `nil` where it has
  /// other tokens, a variable that is not set, or more than 4,096 bytes then.
  private func expanded(_ value: ByteString) -> ByteString? {
    var rest = value.bytes[...]
    var path: ByteString = ""
    if value.hasPrefix("~/") {
      guard let home else { return nil }
      path = home
      rest = rest.dropFirst()
    }
    while let byte = rest.popFirst(), path.count <= longestPath {
      if byte == percent {
        guard let token = rest.popFirst(), let text = text(ofToken: token) else { return nil }
        path += text
      } else if byte == UInt8(ascii: "$"), rest.first == UInt8(ascii: "{") {
        let name = rest.dropFirst().prefix { $0 != UInt8(ascii: "}") }
        rest = rest.dropFirst(1 + name.count)
        guard rest.popFirst() != nil, let text = survey.machine.environment[ByteString(name)]
        else { return nil }
        path += text
      } else {
        path.bytes.append(byte)
      }
    }
    return path.count <= longestPath ? path : nil
  }

  /// What stands for a letter behind `%`, where that is the same for every host.
  private func text(ofToken token: UInt8) -> ByteString? {
    switch token {
    case percent: "%"
    case UInt8(ascii: "d"): home
    case UInt8(ascii: "i"): ByteString(String(survey.machine.user))
    case UInt8(ascii: "u"): account?.name
    default: nil
    }
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
    guard pattern.isAbsolute, pattern.count <= longestPath,
      !pattern.bytes.contains(where: { "$%".utf8.contains($0) }),
      !parts.contains(nil)
    else {
      passOver("which files “Include \(include)” names only ssh can tell")
      return []
    }
    var paths: [ByteString] = ["/"]
    // The names since the last one with wildcards.
    var end: ByteString = ""
    for (name, part) in zip(pattern.components, parts) {
      guard let part, part.hasWildcards else {
        end = end.appending(name)
        continue
      }
      var found: [ByteString] = []
      for path in paths {
        let directory = end.isEmpty ? path : path.appending(end)
        found += names(in: directory, for: include).filter { part.matches($0) }.sorted()
          .map { directory.appending($0) }
        if found.count > left.paths {
          passOver("“Include \(include)” names more files than are looked at here")
          found.removeLast(found.count - left.paths)
          break
        }
      }
      paths = found
      end = ""
    }
    return end.isEmpty ? paths : paths.map { $0.appending(end) }
  }

  private mutating func names(
    in directory: ByteString, for include: ByteString
  ) -> [ByteString] {
    guard left.directories > 0 else {
      passOver("“Include \(include)” leads through more directories than are listed here")
      return []
    }
    left.directories -= 1
    do throws(Errno) {
      if case .beyond(let mount, let real) = try walker.place(of: directory) {
        passOver("\(NotExamined(path: real, mount: mount))")
        return []
      }
      return try survey.machine.files.names(directory, 4096) ?? []
    } catch {
      passOver("\(Unreadable(path: directory, error: error))")
      return []
    }
  }
}

/// The lines that something stands under which stands under these and, in its file, under that one.
private func narrowed(_ lines: [ByteString], by scope: ByteString?) -> [ByteString] {
  // One that stands under itself, as where a file includes itself, says nothing new.
  guard let scope, !isForEveryHost(scope), !lines.contains(scope) else { return lines }
  return lines + [scope]
}

/// Whether a Host or Match line fits every host.
private func isForEveryHost(_ scope: ByteString) -> Bool {
  let words = scope.text.lowercased().split { " \t=\"".contains($0) }
    .prefix { !$0.hasPrefix("#") }
  return words == ["host", "*"] || words == ["match", "all"]
}

private let percent = UInt8(ascii: "%")
/// PATH_MAX.
private let longestPath = 4096
