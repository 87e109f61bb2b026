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
    if let text = try commonAnswer(words, program.command) {
      output.standard += Array(text.utf8)
      return Status.fine
    }
    _ = try Arguments(parsing: words, for: program.command)
    throw UsageError(message: "an applet is missing; gotools list shows them all", suggestion: nil)
  }
}

private func answer(
  _ words: [[UInt8]], _ applet: Applet, _ environment: Environment, _ output: Output
) -> Int32 {
  guarded(applet.command.name, output) {
    if let text = try commonAnswer(words, applet.command) {
      output.standard += Array(text.utf8)
      return Status.fine
    }
    let arguments = try Arguments(parsing: words, for: applet.command)
    return try applet.answer(Call(arguments, environment: environment, output: output))
  }
}

/// Help or the version, where the words ask for it.
private func commonAnswer(_ words: [[UInt8]], _ command: Command) throws -> String? {
  let name = program.command.name
  switch asksForHelp(words, for: command) {
  case .short: return command.name == name ? overview : command.shortHelp(of: name)
  case .full: return command.help(of: name)
  case nil: break
  }
  let asksForVersion = (try? Arguments(parsing: words, for: command))?[Common.version] ?? false
  return asksForVersion ? "gotools \(version)\n" : nil
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
