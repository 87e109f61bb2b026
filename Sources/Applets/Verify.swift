internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Call {
  /// Runs `go env -json` and holds it against our own resolution; a difference is a fault of ours.
  func verifyEnvironment() throws -> Int32 {
    let machine = try machine(mayWait: true)
    let survey = try firstGo(of: machine)
    guard let command = survey.search.commands.first else {
      throw Failure("there is no go command in PATH", status: Status.unknown)
    }
    guard case .go(let information) = command.program else {
      return try verify(behind: command, on: machine)
    }
    let own: GoEnvironment
    do {
      own = try GoEnvironment(try survey.settings.get(), build: information)
    } catch GoRefusal.download(let demand) {
      throw Failure(
        "\(GoRefusal.download(demand)): go is not run, since it would fetch that",
        status: Status.unknown)
    } catch let refusal as GoRefusal {
      return try verify(refusal, of: command, on: machine)
    } catch {
      throw Failure("\(error)", status: Status.unknown)
    }
    switch try answer(of: command.path, on: machine) {
    case .refused(let sentence):
      throw Failure(
        "go env refuses (\(sentence)), and --print-env does not: this is a fault of gotools",
        status: Status.fault)
    case .variables(let variables):
      let differences = differences(own, variables)
      if differences.isEmpty { return agree(command.path, own.variables.count) }
      for line in differences { print(line + "\n") }
      tell("\(program): go env of “\(command.path)” says otherwise: this is a fault of gotools\n")
      return Status.fault
    }
  }

  private func firstGo(of machine: Machine) throws -> GoSurvey {
    do {
      let survey = try GoSurvey(of: machine)
      if case .windows(let path)? = try survey.firstGo() {
        throw Failure(
          "the first go in PATH is “\(path)” on a Windows drive: it is not run",
          status: Status.unknown)
      }
      return survey
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure("\(error)", status: Status.unknown)
    }
  }

  /// Runs a script or another program that answers to `go`, and verifies the go that it leads to.
  ///
  /// What that script sets on its way is no fault of ours.
  private func verify(behind command: GoCommand, on machine: Machine) throws -> Int32 {
    guard case .variables(let variables) = try answer(of: command.path, on: machine),
      let root = variables["GOROOT"], root.hasPrefix("/")
    else {
      throw Failure(
        "“\(command.path)” is no go command but a script or another program, and its go env names no GOROOT",
        status: Status.unknown)
    }
    var inner = machine
    let directory = ByteString(root).appending("bin")
    inner.environment["PATH"] = directory + ":" + (machine.environment["PATH"] ?? "")
    let survey = try firstGo(of: inner)
    guard let real = survey.search.commands.first, case .go(let information) = real.program,
      let own = try? GoEnvironment(try survey.settings.get(), build: information)
    else {
      throw Failure(
        "“\(command.path)” leads to “\(directory)”, of which nothing can be told",
        status: Status.unknown)
    }
    let differences = differences(own, variables)
    if differences.isEmpty { return agree(real.path, own.variables.count) }
    for line in differences { print(line + "\n") }
    tell("\(program): “\(command.path)” is a script or another program, which may set these\n")
    return Status.unknown
  }

  /// Where we say that go refuses, it must.
  private func verify(
    _ refusal: GoRefusal, of command: GoCommand, on machine: Machine
  ) throws -> Int32 {
    if case .anotherToolchain = refusal {
      throw Failure("\(refusal): another go would answer", status: Status.unknown)
    }
    guard case .refused(let sentence) = try answer(of: command.path, on: machine) else {
      throw Failure(
        "go env answers, and --print-env refuses (\(refusal)): this is a fault of gotools",
        status: Status.fault)
    }
    throw Failure("go env refuses, and so does --print-env: \(sentence)", status: Status.findings)
  }

  private func agree(_ path: ByteString, _ count: Int) -> Int32 {
    if !self[Reporting.quiet] {
      print("go env of “\(path)” and --print-env agree on all \(count) variables\n")
    }
    return Status.fine
  }

  private enum Answer {
    case variables([String: String])
    case refused(String)
  }

  private func answer(of path: ByteString, on machine: Machine) throws -> Answer {
    var environment = machine.environment
    environment["LC_ALL"] = "C"
    let invocation = Invocation(
      path, words: ["go", "env", "-json"], environment: environment,
      in: machine.workingDirectory)
    let execution: Execution
    do {
      guard let only = try machine.run([invocation], 10_000).first else {
        throw Failure("“\(path)” was not run", status: Status.unknown)
      }
      execution = only
    } catch let error as CannotRun {
      throw Failure("\(error)", status: Status.unknown)
    }
    if let trouble = execution.trouble {
      throw Failure("“\(path)” env -json: \(trouble)", status: Status.unknown)
    }
    let sentence = ByteString(execution.errors.bytes.prefix { $0 != UInt8(ascii: "\n") }).printable
    switch execution.end {
    case .exited(0): break
    case .exited: return .refused(sentence)
    case .killed(let signal):
      throw Failure("“\(path)” died of signal \(signal)", status: Status.unknown)
    case .deadline:
      throw Failure("“\(path)” did not answer within ten seconds", status: Status.unknown)
    case .notStarted(let error):
      throw Failure("“\(path)” cannot be run: \(error)", status: Status.unknown)
    case .untold(let error):
      throw Failure("how “\(path)” ended cannot be told: \(error)", status: Status.unknown)
    }
    guard let variables = try? decodedTexts(execution.output.bytes) else {
      throw Failure("what “\(path)” env -json prints is no JSON", status: Status.unknown)
    }
    return .variables(variables)
  }

  /// A line for each variable that one knows otherwise than the other.
  private func differences(_ own: GoEnvironment, _ real: [String: String]) -> [String] {
    var lines: [String] = []
    for variable in own.variables
    where real[variable.name.text].map(comparable) != comparable(variable.value.text) {
      let theirs = real[variable.name.text].map { "“\(ByteString($0))”" } ?? "not there"
      lines.append(
        "\(variable.name): go says \(theirs), --print-env “\(variable.value)” (\(variable.source.words))"
      )
    }
    let names = own.variables.map(\.name.text)
    for name in real.keys.sorted()
    where !names.contains(name) && name != "GOGCCFLAGS" && name != "PKG_CONFIG"
      && !name.hasPrefix("CGO_")
    {
      lines.append(
        "\(name): go says “\(ByteString(real[name] ?? ""))”, --print-env does not know it")
    }
    return lines
  }
}

/// The text with a single mark for bytes that are no UTF-8: how many there are, each repairs in its own way.
private func comparable(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars
  where scalar != "\u{FFFD}" || result.unicodeScalars.last != "\u{FFFD}" {
    result.unicodeScalars.append(scalar)
  }
  return result
}
