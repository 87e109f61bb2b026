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
    let settings: GoSettings
    do {
      settings = try survey.settings.get()
      own = try GoEnvironment(settings, build: information)
    } catch GoRefusal.download(let demand) {
      throw Failure(
        "\(GoRefusal.download(demand)): go is not run, since it would fetch that",
        status: Status.unknown)
    } catch let refusal as GoRefusal {
      return try verify(refusal, of: command, on: machine)
    } catch {
      throw Failure("\(error)", status: Status.unknown)
    }
    let words = settings.wordsForAll
    switch try answer(of: command.path, words, on: machine) {
    case .refused(let sentence):
      return try verifyByName(own, of: command, words, on: machine, afterRefusal: sentence)
    case .variables(let variables):
      let count = own.variables.count
      return try compare(own.variables, variables, of: command) { agree(command.path, count) }
    }
  }

  /// Asks for the variables by name, which go does not refuse where it cannot tell those that need the C compiler.
  private func verifyByName(
    _ own: GoEnvironment, of command: GoCommand, _ words: [ByteString], on machine: Machine,
    afterRefusal sentence: String
  ) throws -> Int32 {
    let variables = own.variables.filter { !needsCompiler($0.name.text) }
    let names = variables.map(\.name)
    guard case .variables(let answer) = try answer(of: command.path, words + names, on: machine)
    else {
      throw Failure(
        "go env refuses (\(sentence)), and --print-env does not: this is a fault of gotools",
        status: Status.fault)
    }
    return try compare(variables, answer, of: command) {
      throw Failure(
        "go env without names refuses by itself: \(sentence)\(try reasons(on: machine)); asked for "
          + "each of \(names.count) variables by name it agrees with --print-env",
        status: Status.findings)
    }
  }

  /// Where the checks say why go refuses, for the end of a sentence.
  private func reasons(on machine: Machine) throws -> String {
    let codes = try examine([.goEnvironment], of: machine).findings
      .filter { $0.finding.severity == .error }.map(\.check.code)
    return codes.isEmpty ? "" : " (see \(codes.joined(separator: ", ")))"
  }

  private func compare(
    _ own: [GoEnvironment.Variable], _ real: [String: String], of command: GoCommand,
    whereEqual: () throws -> Int32
  ) throws -> Int32 {
    for line in makersOwn(own, real) { print(line + "\n") }
    let differences = differences(own, real)
    if differences.isEmpty { return try whereEqual() }
    for line in differences { print(line + "\n") }
    tell("\(program): go env of “\(command.path)” says otherwise: this is a fault of gotools\n")
    return Status.fault
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
    guard case .variables(let variables) = try answer(of: command.path, [], on: machine),
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
    for line in makersOwn(own.variables, variables) { print(line + "\n") }
    let differences = differences(own.variables, variables)
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
    guard case .refused(let sentence) = try answer(of: command.path, [], on: machine) else {
      throw Failure(
        "go env answers, and --print-env refuses (\(refusal)): this is a fault of gotools",
        status: Status.fault)
    }
    throw Failure(
      "go env refuses, and so does --print-env: \(sentence)\(try reasons(on: machine))",
      status: Status.findings)
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

  private func answer(
    of path: ByteString, _ words: [ByteString], on machine: Machine
  ) throws -> Answer {
    let invocation = Invocation(
      path, words: ["go", "env", "-json"] + words, environment: machine.speakingC,
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
  private func differences(
    _ own: [GoEnvironment.Variable], _ real: [String: String]
  ) -> [String] {
    var lines: [String] = []
    for variable in own where !isMakersOwn(variable, real) && !agrees(variable, real) {
      let theirs = real[variable.name.text].map { "“\(ByteString($0))”" } ?? "not there"
      lines.append(
        "\(variable.name): go says \(theirs), --print-env “\(variable.value)” (\(variable.source.words))"
      )
    }
    let names = own.map(\.name.text)
    for name in real.keys.sorted()
    where !names.contains(name) && name != "GOGCCFLAGS" && !needsCompiler(name) {
      lines.append(
        "\(name): go says “\(ByteString(real[name] ?? ""))”, --print-env does not know it")
    }
    return lines
  }

  /// A line for each default that the maker of this go has built into it, and that only running it tells.
  private func makersOwn(_ own: [GoEnvironment.Variable], _ real: [String: String]) -> [String] {
    own.filter { isMakersOwn($0, real) && !agrees($0, real) }.map {
      "\($0.name): this go was made with “\(ByteString(real[$0.name.text] ?? ""))” as its default, others "
        + "with “\($0.value)”"
    }
  }
}

private func agrees(_ variable: GoEnvironment.Variable, _ real: [String: String]) -> Bool {
  real[variable.name.text].map(comparable) == comparable(variable.value.text)
}

/// Whether a default may be another one in a go that a distribution has made, and this go has one.
private func isMakersOwn(_ variable: GoEnvironment.Variable, _ real: [String: String]) -> Bool {
  variable.source == .default && madeIn.contains(variable.name)
    && real[variable.name.text] != nil
}

/// What cmd/dist builds into a go command.
private let madeIn: [ByteString] = [
  "CC", "CXX", "GO386", "GOAMD64", "GOARM", "GOARM64", "GOEXPERIMENT", "GOFIPS140", "GOMIPS",
  "GOMIPS64", "GOPPC64", "GORISCV64", "PKG_CONFIG",
]

/// Whether go looks for the C compiler to tell a variable.
private func needsCompiler(_ name: String) -> Bool {
  name == "PKG_CONFIG" || name.hasPrefix("CGO_") && name != "CGO_ENABLED"
}

extension GoSettings {
  /// The words by which `go env` leaves no variable out, whatever GOFLAGS says.
  fileprivate var wordsForAll: [ByteString] {
    version.isAtLeast("1.23rc1") && flags.contains { $0.name == "changed" }
      ? ["-changed=false"] : []
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
