package import Formats
internal import Syscalls

/// Makes the stable link lead to a working agent, with as little as that takes.
package struct AgentRepair: Sendable {
  /// Which agent the user would rather have.
  package var preference: AgentPreference?
  /// The socket that the user names.
  package var socket: ByteString?
  /// Whether sockets of agents that are gone are removed.
  package var cleans = true
  /// Whether an agent is started where none lives.
  package var starts = true
  /// Whether an agent that was silent a moment ago is left alone, so that a hundred shells do not wait for it each.
  package var remembers = false

  package init() {}

  /// What was done, and what is so afterwards.
  package struct Result: Sendable {
    package let survey: AgentSurvey
    /// The agent that is used from now on; `nil` where there is none.
    package internal(set) var agent: AgentSocket?
    /// The link, where it leads to that agent.
    package internal(set) var link: ByteString?
    package internal(set) var hasPointed = false
    package internal(set) var hasStarted = false
    package internal(set) var removed = 0
    /// What could not be done.
    package internal(set) var failures: [String] = []
  }

  /// Throws where nothing can be known.
  package func run(on machine: Machine) throws -> Result {
    guard let writer = machine.writer else { throw CannotRun.elsewhere }
    let known = silent(on: machine)
    let named = try AgentSurvey(of: machine, .named, socket: socket, knowing: known)
    if socket == nil, let current = named.current, named.isProject(current), current.keys != nil {
      // The shell of a project stays with its agent, and the link without it.
      var result = Result(survey: named)
      result.agent = current
      return result
    }
    if let best = named.best(preferring: preference), isEnough(best) {
      return point(at: best, Result(survey: named), on: machine, as: writer)
    }
    // Whoever names a socket wants that one, or none.
    if socket != nil { return Result(survey: named) }
    let survey = try AgentSurvey(
      of: machine, .everywhere, waking: preference,
      knowing: known.merging(named.silent) { _, new in new })
    remember(survey, on: machine, as: writer)
    var result = Result(survey: survey)
    if cleans { clean(survey, &result) }
    if let best = survey.best(preferring: preference) {
      return point(at: best, result, on: machine, as: writer)
    }
    guard starts else { return result }
    do {
      try startOne(&result, knowing: known, as: writer)
    } catch {
      result.failures.append("\(error)")
    }
    return result
  }

  /// Whether an agent that is named somewhere is so good that no other is looked for.
  private func isEnough(_ agent: AgentSocket) -> Bool {
    if socket != nil { return true }
    return agent.keys?.isEmpty == false && (preference?.covers(agent.kind) ?? true)
  }

  private func point(
    at agent: AgentSocket, _ result: consuming Result, on machine: Machine, as writer: FileWriter
  ) -> Result {
    result.agent = agent
    let places = result.survey.places
    if let linked = result.survey.linked(insteadOf: agent), let link = places.link {
      result.agent = linked
      result.link = link
      result.failures.append(
        "“\(link)” stays with “\(linked.real)”, which has every key of “\(agent.real)” and may be what that asks: remove the link first if it is to lead there all the same"
      )
      return result
    }
    // What the link leads to already needs no directory to be looked at.
    if agent.namedBy.contains(.link), result.survey.linkTarget == agent.real {
      result.link = places.link
      return result
    }
    do {
      result.hasPointed = try AgentDirectory(on: machine, as: writer).point(at: agent.real)
      result.link = places.link
    } catch {
      result.failures.append("\(error)")
    }
    return result
  }

  private func clean(_ survey: AgentSurvey, _ result: inout Result) {
    do {
      let removal = try AgentCleaning(of: survey).run()
      result.removed = removal.removed
      result.failures += removal.left.map { "“\($0.path)” stays: \($0.reason)" }
    } catch {
      result.failures.append("\(error)")
    }
  }

  /// Starts an agent unless somebody else does meanwhile; one at a time, under a lock.
  private func startOne(
    _ result: inout Result, knowing known: [ByteString: AgentState], as writer: FileWriter
  ) throws {
    let machine = result.survey.machine
    let home = try AgentDirectory(on: machine, as: writer)
    let end = monotonicMilliseconds() + patience
    while monotonicMilliseconds() < end {
      guard let lock = try home.directory.lock(AgentDirectory.lockName, waiting: 0) else {
        // Who has the lock may be done by now, and then it need not be waited for.
        if let agent = try linkedAgent(on: machine, knowing: result.survey.silent) {
          return adopt(agent, &result)
        }
        pause(milliseconds: 10)
        continue
      }
      defer { withExtendedLifetime(lock) {} }
      if let agent = try linkedAgent(on: machine, knowing: result.survey.silent) {
        return adopt(agent, &result)
      }
      let again = try AgentSurvey(of: machine, .everywhere, knowing: result.survey.silent)
      if let best = again.best(preferring: preference) {
        return lead(home, to: best, &result)
      }
      let own = AgentStart()
      let agent: AgentSocket
      let path = home.directory.path.appending(own.socketName)
      // A question a moment ago had no answer, and every one takes a place in the agent's queue.
      if known[path] != nil {
        throw AgentSilent(path: path, process: try home.record(of: own)?.process)
      }
      do {
        try home.clear(own, on: machine, as: writer)
        agent = try machine.start(own, in: home)
        result.hasStarted = true
      } catch let silence as AgentSilent {
        // With a hundred shells at its door it may only be late.
        guard let late = try? machine.answering(silence.path) else { throw silence }
        agent = late
      }
      return lead(home, to: agent, &result)
    }
    throw AgentNotStarted(
      description:
        "another gotools has been about to start an agent for \(patience / 1000) s; try again"
    )
  }

  /// Uses an agent, also where the link cannot be led to it.
  private func lead(_ home: AgentDirectory, to agent: AgentSocket, _ result: inout Result) {
    result.agent = agent
    do {
      result.hasPointed = try home.point(at: agent.real)
      result.link = result.survey.places.link
    } catch {
      result.failures.append("\(error)")
    }
  }

  private func adopt(_ agent: AgentSocket, _ result: inout Result) {
    result.agent = agent
    result.link = result.survey.places.link
  }

  /// The agent that the link leads to, where it lives.
  private func linkedAgent(
    on machine: Machine, knowing known: [ByteString: AgentState]
  ) throws -> AgentSocket? {
    var machine = machine
    machine.environment["SSH_AUTH_SOCK"] = nil
    let agent = try AgentSurvey(of: machine, .named, knowing: known).best()
    return agent?.namedBy.contains(.link) == true ? agent : nil
  }
}

/// In milliseconds, how long is waited for somebody else who starts an agent.
private let patience: Int64 = 2000
