internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Call {
  /// Shows every agent there is, with its keys and who uses it.
  func listAgents() throws -> Int32 {
    let start = surroundings.milliseconds()
    let machine = try machine(mayWait: self[Reporting.everywhere])
    let survey = try AgentSurvey(of: machine, .everywhere)
    let users = AgentUsers(of: survey)
    let prints = Fingerprints(of: survey.sockets.flatMap { $0.keys ?? [] }, on: machine)
    if self[Reporting.quiet] { return Status.fine }
    if wantsJSON {
      let report = try examine([.agents(survey)], of: machine)
      print(
        try report.json(
          version: version, host: Host(of: machine),
          milliseconds: surroundings.milliseconds() - start,
          facts: [
            "agents": .list(survey.sockets.map { $0.fact(survey, users, prints) }),
            "unlisted": .list(survey.unlisted.map { .text("\($0)") }),
          ]))
      return Status.fine
    }
    if survey.sockets.isEmpty { print("no agent was found\n") }
    let rows = survey.sockets.map { socket in
      [
        socket.namedBy.contains(.variable) ? "*" : " ", socket.state.word, socket.kind.rawValue,
        socket.path.printable, users.words(of: socket),
      ]
    }
    let lines = table([[" ", "STATE", "KIND", "SOCKET", "USED BY"]] + rows)
    for (index, line) in lines.enumerated() where !survey.sockets.isEmpty {
      print(line.trimmingBlanks + "\n")
      guard index > 0 else { continue }
      let socket = survey.sockets[index - 1]
      if socket.real != socket.path { print("    leads to \(socket.real)\n") }
      if let project = survey.project(of: socket) { print("    for the project “\(project)”\n") }
      for key in socket.keys ?? [] { print("    \(prints.words(of: key))\n") }
      if socket.keys == nil { print("    the agent \(socket.state.words)\n") }
    }
    for reason in survey.unlisted { tell("\(program): \(reason)\n") }
    return Status.fine
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}

extension AgentSocket {
  /// For programs: the socket and what is known of it.
  fileprivate func fact(
    _ survey: AgentSurvey, _ users: AgentUsers, _ prints: Fingerprints
  ) -> Fact {
    let keys = (keys ?? []).map { key in
      Fact.object([
        "type": key.type.map { .text($0.exact) } ?? .null, "comment": .text(key.comment.exact),
        "fingerprint": prints.fingerprint(of: key).map { .text($0) } ?? .null,
      ])
    }
    return .object([
      "path": .text(path.exact), "leads_to": .text(real.exact), "kind": .text(kind.rawValue),
      "state": .text(state.word), "detail": .text(state.words), "keys": .list(keys),
      "processes": .number(Int64(users.processes(using: self).count)),
      "project": survey.project(of: self).map { .text($0.exact) } ?? .null,
    ])
  }
}

extension AgentSurvey {
  /// The directory for whose project the agent was started; `nil` where it is for all, or that is not known.
  fileprivate func project(of socket: AgentSocket) -> ByteString? { record(of: socket)?.project }
}

extension AgentUsers {
  /// Such as `3 (bash, tmux)`.
  fileprivate func words(of socket: AgentSocket) -> String {
    let processes = processes(using: socket)
    if processes.isEmpty { return "-" }
    var names: [String] = []
    for process in processes where !names.contains(process.name.printable) {
      names.append(process.name.printable)
    }
    let more = names.count > 4 ? ", …" : ""
    return "\(processes.count) (" + names.prefix(4).joined(separator: ", ") + more + ")"
  }
}

extension AgentState {
  /// In a word, for a table and for programs.
  fileprivate var word: String {
    switch self {
    case .answers(let keys): keys.isEmpty ? "empty" : "alive"
    case .refuses: "refuses"
    case .hangsUp: "hangs-up"
    case .late, .silentBefore, .queueFull: "silent"
    case .stale: "gone"
    case .missing, .dangling, .circle: "missing"
    case .notSocket, .wrongType, .stranger: "no-agent"
    case .denied: "denied"
    case .foreign: "foreign"
    case .exposed: "unsafe"
    case .unusable: "unusable"
    case .activatable: "asleep"
    case .notExamined, .untold: "unknown"
    }
  }
}
