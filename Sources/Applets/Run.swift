internal import Checks
internal import Commands
internal import Formats
package import Machines

/// Answers a command line: `words` begins with the name the program was called by.
///
/// Returns the exit status; what there is to say is in `output`.
package func run(
  _ words: [[UInt8]], environment: Environment, output: Output
) -> Int32 {
  var rest = words[...]
  let ownName = ByteString(rest.popFirst() ?? []).lastComponent.text
  var applet = Applet.named(ownName).flatMap { $0.isHelper ? $0 : nil }
  if applet == nil {
    guard let first = rest.first, first.first != UInt8(ascii: "-") else {
      return answer(Array(rest), output)
    }
    rest.removeFirst()
    let name = ByteString(first)
    applet = Applet.named(name.text)
    if applet == nil {
      let hint = nearest(name.text, among: Applet.names).map { "; did you mean “\($0)”?" } ?? ""
      output.error += Array(
        "gotools: there is no applet “\(name)”\(hint) (gotools list shows them all)\n".utf8)
      return Status.usage
    }
  }
  guard let applet else { return Status.fault }
  return answer(Array(rest), applet, environment, output)
}

/// Answers options without an applet.
private func answer(_ words: [[UInt8]], _ output: Output) -> Int32 {
  if words.isEmpty {
    output.standard += Array(overview.utf8)
    return Status.fine
  }
  return guarded("gotools", output) {
    try answer(words, program.command, output) { _ in
      throw UsageError(
        message: "an applet is missing; gotools list shows them all", suggestion: nil)
    }
  }
}

private func answer(
  _ words: [[UInt8]], _ applet: Applet, _ environment: Environment, _ output: Output
) -> Int32 {
  guarded(applet.command.name, output) {
    try answer(words, applet.command, output) { arguments in
      try applet.answer(Call(arguments, environment: environment, output: output))
    }
  }
}

/// Prints help or the version where the words ask for it, whatever else is wrong with them; else goes on with `body`.
private func answer(
  _ words: [[UInt8]], _ command: Command, _ output: Output, _ body: (Arguments) throws -> Int32
) throws -> Int32 {
  let problem: UsageError
  do {
    let arguments = try Arguments(parsing: words, for: command)
    if !arguments[Common.help] && !arguments[Common.version] { return try body(arguments) }
    problem = UsageError(message: "", suggestion: nil)
  } catch let error as UsageError {
    problem = error
  }
  let name = program.command.name
  let text: String
  switch asksForHelp(words, for: command) {
  case .short: text = command.name == name ? overview : command.shortHelp(of: name)
  case .full: text = command.help(of: name)
  case nil:
    guard words.contains(Array("--version".utf8)) else { throw problem }
    text = "gotools \(version)\n"
  }
  output.standard += Array(text.utf8)
  return Status.fine
}

/// Runs `body`; what it throws becomes a sentence on standard error, and nothing is left on standard output.
private func guarded(_ name: String, _ output: Output, _ body: () throws -> Int32) -> Int32 {
  do {
    return try body()
  } catch let error as UsageError {
    let suggestion = error.suggestion.map { "; \($0)" } ?? ""
    output.error += Array(
      "\(name): \(error.message)\(suggestion)\n\(name): --help tells more\n".utf8)
    output.standard = []
    return Status.usage
  } catch let failure as Failure {
    output.error += Array("\(name): \(failure.message)\n".utf8)
    output.standard = []
    return failure.status
  } catch {
    output.error += Array("\(name): this is a fault of gotools: \(error)\n".utf8)
    output.standard = []
    return Status.fault
  }
}
