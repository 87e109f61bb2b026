internal import Commands
internal import Formats
internal import Machines

/// Answers a command line: `words` begins with the name the program was called by.
///
/// Returns the exit status; what there is to say is in `output`.
package func run(_ words: [[UInt8]], in surroundings: Surroundings, output: Output) -> Int32 {
  var rest = words[...]
  let ownName = ByteString(rest.popFirst() ?? []).lastComponent.text
  if let helper = Applet.helper(named: ownName) {
    return Run(command: helper.command, prefix: "", output: output)
      .answer(Array(rest), by: helper, in: surroundings)
  }
  guard let first = rest.first, first.first != UInt8(ascii: "-") else {
    if let errand = errand(Array(rest), in: surroundings) {
      output.standard += errand.text
      return errand.status
    }
    return answer(Array(rest), output)
  }
  do throws(UsageError) {
    let applet = try Applet.named(first)
    return Run(command: applet.command, prefix: "gotools ", output: output)
      .answer(Array(rest.dropFirst()), by: applet, in: surroundings)
  } catch {
    return Run(command: program.command, prefix: "", output: output).refuse(error)
  }
}

/// What gotools asks of itself as a program of its own; `nil` where the words ask nothing such.
private func errand(
  _ words: [[UInt8]], in surroundings: Surroundings
) -> (text: [UInt8], status: Int32)? {
  let words = words.map { ByteString($0) }
  switch words.first {
  case EnvironmentMarks.word where words.count == 2:
    let isUnheard =
      (try? surroundings.machine(nil)).map { EnvironmentMarks.isUnheard(on: $0) } ?? false
    if isUnheard { return ([], EnvironmentMarks.unheard) }
    return (EnvironmentMarks(words[1]).text(of: surroundings.environment), Status.fine)
  case LookUpCost.word:
    let milliseconds = LookUpCost.milliseconds(of: Array(words.dropFirst()))
    return (Array("\(milliseconds)\n".utf8), Status.fine)
  default: return nil
  }
}

/// Answers options without an applet.
private func answer(_ words: [[UInt8]], _ output: Output) -> Int32 {
  if words.isEmpty {
    output.standard += Array(overview.utf8)
    return Status.fine
  }
  let run = Run(command: program.command, prefix: "", output: output)
  return run.answer(words) { _ in
    run.refuse(UsageError(message: "the applet stands before every option"))
  }
}

/// A command under way.
private struct Run {
  let command: Command
  /// What the user wrote before its name.
  let prefix: String
  let output: Output

  /// How the user called it, to be repeated in what he is told to write.
  var called: String { prefix + command.name }

  /// Answers a question among the words, whatever else is wrong with them; else goes on with `body`.
  func answer(_ words: [[UInt8]], _ body: (Arguments) -> Int32) -> Int32 {
    do throws(UsageError) {
      let arguments = try Arguments(parsing: words, for: command, called: called)
      if let question = arguments.question { return answer(question) }
      return body(arguments)
    } catch {
      if let question = question(in: words, for: command) { return answer(question) }
      return refuse(error)
    }
  }

  func answer(_ words: [[UInt8]], by applet: Applet, in surroundings: Surroundings) -> Int32 {
    answer(words) { arguments in
      let call = Call(
        applet: command.name, prefix: prefix, arguments: arguments, surroundings: surroundings,
        output: output)
      do {
        return try applet.answer(call)
      } catch let error as UsageError {
        return refuse(error)
      } catch let failure as Failure {
        return fail(failure, call)
      } catch {
        return fail(Failure("this is a fault of gotools: \(error)", status: Status.fault), call)
      }
    }
  }

  private func answer(_ question: Question) -> Int32 {
    let isBinary = command.name == program.command.name
    let text =
      switch question {
      case .shortHelp: isBinary ? overview : command.shortHelp(of: called)
      case .fullHelp: command.help(of: called)
      case .version: "gotools \(version)\n"
      }
    output.standard += Array(text.utf8)
    return Status.fine
  }

  /// Ends with a sentence about the command line, and nothing on standard output.
  func refuse(_ error: UsageError) -> Int32 {
    let suggestion = error.suggestion.map { "; \($0)" } ?? ""
    let sentence = "\(called): \(error.message)\(suggestion)\ntry: \(called) --help\n"
    output.error += Array(sentence.utf8)
    output.standard = []
    return Status.usage
  }

  /// Ends with a sentence, and nothing on standard output but the document that was asked for.
  private func fail(_ failure: Failure, _ call: Call) -> Int32 {
    output.error += Array("\(called): \(failure.message)\n".utf8)
    output.standard = []
    if call.wantsJSON, !call[Reporting.quiet], let document = try? failure.json(of: command.name) {
      call.print(document)
    }
    return failure.status
  }
}
