internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Call {
  /// Lets the link lead to a working agent, and says in a line what that took.
  func fixAgent() throws -> Int32 {
    let start = surroundings.milliseconds()
    let machine = try machine(mayWait: self[Reporting.everywhere])
    var repair = AgentRepair()
    repair.preference = self[AgentOptions.prefer]
    repair.socket = try self[AgentOptions.socket].map { try absolute(ByteString($0), machine) }
    let shell = self[AgentOptions.shell]
    repair.cleans = shell == nil
    repair.remembers = shell != nil
    // An agent that is started while shells are only tried out would be ended with them.
    repair.starts = environment.nonEmpty("GOTOOLS_RUN") == nil
    let result = try repair.run(on: machine)
    if !self[Reporting.quiet] {
      for failure in result.failures { tell("\(program): \(failure)\n") }
      if result.agent == nil, result.failures.isEmpty { tell("\(program): \(result.reason)\n") }
    }
    if let shell { return printExports(result, for: shell) }
    if self[AgentOptions.load] { try load(into: result, on: machine) }
    return try conclude(result, on: machine, since: start)
  }

  private func absolute(_ path: ByteString, _ machine: Machine) throws -> ByteString {
    if path.isAbsolute || path.bytes.first == UInt8(ascii: "@") { return path }
    return try workingDirectory(of: machine).appending(path)
  }

  /// Prints what lets a shell use the agent; nothing where there is none.
  private func printExports(_ result: AgentRepair.Result, for shell: String) -> Int32 {
    guard let agent = result.agent else { return Status.findings }
    print(
      bytes: ShellWords.setting(
        "SSH_AUTH_SOCK", to: result.link ?? agent.real, unsetting: "SSH_AGENT_PID", in: shell
      ).bytes)
    return Status.fine
  }

  /// Says what was done, and answers with the state of this shell's own agent.
  private func conclude(
    _ result: AgentRepair.Result, on machine: Machine, since start: Int64
  ) throws -> Int32 {
    if wantsJSON || self[Reporting.verbose] || arguments.contains(Reporting.failOn.name) {
      // What was found is what is so still, where nothing was done.
      let report = try examine(
        [result.deed == nil && result.isComplete ? .agents(result.survey) : .agents], of: machine)
      // A shell without any agent is told of no error, and yet there is none to use.
      let status = result.agent == nil ? Status.findings : status(of: report)
      if self[Reporting.quiet] { return status }
      if wantsJSON {
        print(
          try report.json(
            version: version, host: Host(of: machine),
            milliseconds: surroundings.milliseconds() - start, facts: result.facts))
      } else {
        if let deed = result.deed { print(deed + "\n") }
        print(report.text(style(for: output.standardTerminal, environment)))
      }
      return status
    }
    let status = result.status
    if self[Reporting.quiet] { return status }
    if let deed = result.deed { print(deed + "\n") }
    let works = result.survey.current?.keys != nil
    if !result.survey.usesLink, result.deed != nil || !works, let link = result.link {
      print(
        "this shell does not use “\(link)” yet; "
          + (machine.lineThatUsesAgent.map { "this lets it:\n    \($0)\n" }
            ?? "set SSH_AUTH_SOCK to that, and unset SSH_AGENT_PID\n"))
    }
    return status
  }
}

extension AgentRepair.Result {
  /// What was done, in a line; `nil` where nothing was.
  var deed: String? {
    var parts: [String] = []
    if hasStarted {
      parts.append("started an ssh-agent, which has no key before ssh-add gives it one")
    } else if hasPointed, let agent, let link {
      parts.append(
        "“\(link)” now leads to \(agent.kind.words) at “\(agent.real)”, which \(agent.state.words)")
    }
    if removed > 0 {
      parts.append(
        "removed \(removed) \(removed == 1 ? "socket of an agent that is" : "sockets of agents that are") gone"
      )
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// Why there is no agent to use.
  var reason: String {
    if let named = survey.sockets.first(where: { $0.namedBy.contains(.user) }) {
      return "“\(named.path)” is not used: the agent \(named.state.words)"
    }
    return "no agent was found that may be used, and none was started"
  }

  /// Whether every place of an agent was looked at.
  var isComplete: Bool { survey.extent == .everywhere }

  /// The exit status that the checks of the agent which this shell knows would have now.
  var status: Int32 {
    guard agent != nil else { return Status.findings }
    if survey.usesLink {
      // What lies in its place may be an agent's own socket.
      let works = link != nil || survey.linkTarget == nil && survey.current?.keys != nil
      return works ? Status.fine : Status.findings
    }
    guard let current = survey.current else { return Status.fine }
    switch current.state {
    case .missing, .dangling, .circle, .stale, .late, .silentBefore, .queueFull, .notSocket,
      .wrongType, .stranger, .foreign, .exposed:
      return Status.findings
    case .denied, .untold, .notExamined, .activatable: return Status.unknown
    case .answers, .refuses, .hangsUp, .unusable: return Status.fine
    }
  }

  /// For programs: what there is now, and what was done.
  var facts: [String: Fact] {
    [
      "link": link.map { .text($0.exact) } ?? .null,
      "agent": agent.map { .text($0.real.exact) } ?? .null,
      "done": deed.map { .text($0) } ?? .null,
    ]
  }
}
