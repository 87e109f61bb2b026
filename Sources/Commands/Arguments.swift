/// What a user wrote after the name of a command.
package struct Arguments: Sendable {
  /// In the order of the command line; an empty value for a flag.
  private var given: [(name: String, value: [UInt8])] = []
  package private(set) var operands: [[UInt8]] = []
  /// The first question among the flags.
  package private(set) var question: Question?

  /// Reads the words behind the name of a command; `program` is how the user called it, for a message
  /// that quotes its usage.
  package init(
    parsing words: [[UInt8]], for command: Command, called program: @autoclosure () -> String
  ) throws(UsageError) {
    var scanner = Scanner(words, command)
    while let piece = scanner.next() {
      switch piece {
      case .operand(let word): operands.append(word)
      case .flag(let parameter, let isLong):
        given.append((parameter.name, []))
        question = question ?? Question(parameter.name, isLong: isLong)
      case .option(let parameter, let value):
        try check(value, for: parameter)
        given.append((parameter.name, value))
      case .nonsense(let error): throw error
      }
    }
    try check(operands, for: command, called: program)
  }

  package subscript(flag: Flag) -> Bool { given.contains { $0.name == flag.name } }

  /// The value given last.
  package subscript<Value>(option: Option<Value>) -> Value? {
    given.last { $0.name == option.name }.flatMap { option.read($0.value) }
  }

  /// Tells whether the flag or option of that name is given.
  package func contains(_ name: String) -> Bool { given.contains { $0.name == name } }

  /// All values given, in their order.
  package func all<Value>(_ option: Option<Value>) -> [Value] {
    given.compactMap { $0.name == option.name ? option.read($0.value) : nil }
  }
}

/// What somebody wants to know about a program, instead of running it.
package enum Question: Sendable {
  /// `-h`
  case shortHelp
  /// `--help`
  case fullHelp
  /// `--version`
  case version

  /// The question that a flag of this name is, or `nil` where it is none.
  fileprivate init?(_ name: String, isLong: Bool) {
    switch name {
    case "help": self = isLong ? .fullHelp : .shortHelp
    case "version": self = .version
    default: return nil
    }
  }
}

/// The first question that `words` ask, whatever else may be wrong with them.
///
/// Those are the flags `help` and `version` of the command; they do not count after `--` or as the value of
/// an option.
package func question(in words: [[UInt8]], for command: Command) -> Question? {
  var scanner = Scanner(words, command)
  while let piece = scanner.next() {
    if case .flag(let parameter, let isLong) = piece,
      let question = Question(parameter.name, isLong: isLong)
    {
      return question
    }
  }
  return nil
}

private func check(_ value: [UInt8], for parameter: Parameter) throws(UsageError) {
  if case .words(let words) = parameter.values,
    !words.contains(where: { $0.utf8.elementsEqual(value) })
  {
    throw .strangeWord(value, of: "option “--\(parameter.name)”", words: words)
  }
  guard parameter.accepts(value) else { throw .badValue(value, of: parameter) }
}

/// Deals the words out to the declared operands: every one that must stand there gets its word, and
/// what is left goes to the others from the first on.
private func check(_ words: [[UInt8]], for command: Command, called program: () -> String)
  throws(UsageError)
{
  var spare = words.count - command.operands.count { $0.arity == .one }
  var rest = words[...]
  for operand in command.operands {
    let share =
      switch operand.arity {
      case .one: 1
      case .optional: min(1, max(0, spare))
      case .any: max(0, spare)
      }
    if operand.arity != .one { spare -= share }
    guard rest.count >= share else {
      throw .missingOperand(operand, of: command, called: program())
    }
    if case .words(let known) = operand.values {
      for word in rest.prefix(share) where !known.contains(where: { $0.utf8.elementsEqual(word) }) {
        throw .strangeWord(word, of: operand.name, words: known)
      }
    }
    rest = rest.dropFirst(share)
  }
  if let surplus = rest.first { throw .surplusOperand(surplus, of: command, called: program()) }
}
