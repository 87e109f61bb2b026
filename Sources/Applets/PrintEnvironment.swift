internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Call {
  /// Prints the variables of `go env`, all or those named, each with its source.
  func printEnvironment() throws -> Int32 {
    let machine = try machine(mayWait: true)
    let (command, environment) = try goEnvironment(of: machine)
    let variables = try chosen(from: environment)
    if self[Reporting.quiet] { return Status.fine }
    if wantsJSON {
      print(try encoded(EnvironmentDocument(command, variables)))
    } else {
      for variable in variables {
        let value = shellWord(variable.value)
        print("\(variable.name)=\(value)  # \(variable.source.words)\n")
      }
    }
    return Status.fine
  }

  /// The go command that PATH finds, and what its `go env` would say.
  private func goEnvironment(of machine: Machine) throws -> (GoCommand, GoEnvironment) {
    let survey: GoSurvey
    do {
      survey = try GoSurvey(of: machine)
    } catch {
      throw Failure("\(error)", status: Status.unknown)
    }
    if let windows = survey.search.windowsCommands.first {
      throw Failure(
        "the first go in PATH is “\(windows.path)” on a Windows drive: what it would answer cannot be told",
        status: Status.unknown)
    }
    if let reason = survey.search.notExamined.first {
      throw Failure("\(reason)", status: Status.unknown)
    }
    guard let command = survey.search.commands.first else {
      throw Failure("there is no go command in PATH", status: Status.unknown)
    }
    if case .unreadable(let reason) = command.program {
      throw Failure("\(reason)", status: Status.unknown)
    }
    guard case .go(let information) = command.program else {
      throw Failure(
        "“\(command.path)” is no go command but a script or another program: which go it would run "
          + "cannot be told", status: Status.unknown)
    }
    do {
      return (command, try GoEnvironment(try survey.settings.get(), build: information))
    } catch GoRefusal.noTree where !information.isTrimmed {
      throw Failure(
        "“\(command.path)” stands in no Go installation and may know one by heart: which cannot be told",
        status: Status.unknown)
    } catch let refusal as GoRefusal {
      throw Failure("\(refusal)", status: Status.findings)
    } catch {
      throw Failure("\(error)", status: Status.unknown)
    }
  }

  private func chosen(from environment: GoEnvironment) throws -> [GoEnvironment.Variable] {
    if arguments.operands.isEmpty { return environment.variables }
    return try arguments.operands.map { word in
      let name = ByteString(word)
      if let variable = environment[name] { return variable }
      let hint = nearest(name.text, among: environment.variables.map(\.name.text))
      throw UsageError(
        message: name == "GOGCCFLAGS"
          ? "GOGCCFLAGS cannot be told without a C compiler"
          : "“\(name)” is no variable of this go's go env",
        suggestion: hint.map { "did you mean \($0)?" })
    }
  }
}

/// What `--print-env --json` prints, schema 1: fields are only ever added.
private struct EnvironmentDocument: Encodable {
  var schema = 1
  var tool = Tool()
  var applet = "go-env-guard"
  var go: Command
  var variables: [String: Variable]

  struct Command: Encodable {
    var path: String
    var version: String
  }

  struct Variable: Encodable {
    var value: String
    var source: String
  }

  init(_ command: GoCommand, _ variables: [GoEnvironment.Variable]) {
    go = Command(
      path: command.path.exact, version: command.version.map(String.init(describing:)) ?? "")
    self.variables = Dictionary(
      variables.map {
        ($0.name.text, Variable(value: $0.value.exact, source: $0.source.words))
      }
    ) { first, _ in first }
  }
}

/// A word on one line that bash and zsh read back byte for byte, with nothing in it that could drive a terminal.
private func shellWord(_ value: ByteString) -> ByteString {
  if String(validating: value.bytes, as: UTF8.self)?.unicodeScalars.allSatisfy(\.isPlain) ?? false {
    return ShellWords.quoted(value)
  }
  var word = "$'"
  for byte in value.bytes {
    switch Unicode.Scalar(byte) {
    case "\n": word += "\\n"
    case "\t": word += "\\t"
    case "\r": word += "\\r"
    case "'", "\\": word += "\\" + String(Unicode.Scalar(byte))
    case " "..."~": word += String(Unicode.Scalar(byte))
    default:
      // Three octal digits: of hexadecimal ones some shells take as many as follow.
      let digits = String(byte, radix: 8)
      word += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }
  }
  return ByteString(word + "'")
}

extension GoSettings.Source {
  /// Where a value comes from, as the manual page lists it.
  var words: String {
    switch self {
    case .environment: "environment"
    case .file(let path, let line): "\(path):\(line)"
    case .goEnv: "go.env"
    case .default: "default"
    }
  }
}
