/// What a user wrote after the name of a command.
package struct Arguments: Sendable {
  /// In the order of the command line; an empty value for a flag.
  private var given: [(name: String, value: [UInt8])] = []
  package private(set) var operands: [[UInt8]] = []

  package init(parsing words: [[UInt8]], for command: Command) throws(UsageError) {
    var scanner = Scanner(words, command)
    while let piece = scanner.next() {
      switch piece {
      case .operand(let word): operands.append(word)
      case .flag(let parameter, _): given.append((parameter.name, []))
      case .option(let parameter, let value):
        try check(value, for: parameter)
        given.append((parameter.name, value))
      case .nonsense(let error): throw error
      }
    }
    try check(operands, for: command)
  }

  package subscript(flag: Flag) -> Bool { given.contains { $0.name == flag.name } }

  /// The value given last.
  package subscript<Value>(option: Option<Value>) -> Value? {
    given.last { $0.name == option.name }.flatMap { option.read($0.value) }
  }

  /// All values given, in their order.
  package func all<Value>(_ option: Option<Value>) -> [Value] {
    given.compactMap { $0.name == option.name ? option.read($0.value) : nil }
  }
}

/// How much help somebody asks for.
package enum Help: Sendable {
  /// `-h`
  case short
  /// `--help`
  case full
}

/// The help that `words` ask for, whatever else may be wrong with them.
///
/// That is the flag `help` of the command; it does not count after `--` or as the value of an option.
package func asksForHelp(_ words: [[UInt8]], for command: Command) -> Help? {
  var scanner = Scanner(words, command)
  while let piece = scanner.next() {
    if case .flag(let parameter, let isLong) = piece, parameter.name == "help" {
      return isLong ? .full : .short
    }
  }
  return nil
}

private func check(_ value: [UInt8], for parameter: any Parameter) throws(UsageError) {
  if case .words(let words) = parameter.values,
    !words.contains(where: { $0.utf8.elementsEqual(value) })
  {
    throw .strangeWord(value, of: "option “--\(parameter.name)”", words: words)
  }
  guard parameter.accepts(value) else { throw .badValue(value, of: parameter) }
}

/// Deals the words out to the declared operands: every one that must stand there gets its word, and
/// what is left goes to the others from the first on.
private func check(_ words: [[UInt8]], for command: Command) throws(UsageError) {
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
    guard rest.count >= share else { throw .missingOperand(operand, of: command) }
    if case .words(let known) = operand.values {
      for word in rest.prefix(share) where !known.contains(where: { $0.utf8.elementsEqual(word) }) {
        throw .strangeWord(word, of: operand.name, words: known)
      }
    }
    rest = rest.dropFirst(share)
  }
  if let surplus = rest.first { throw .surplusOperand(surplus, of: command) }
}
