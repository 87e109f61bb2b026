/// A command line that makes no sense, in words for the person who typed it.
package struct UsageError: Error, Equatable, Sendable {
  /// One sentence without a full stop; what the user typed has its control characters escaped.
  package let message: String
  /// A question such as “did you mean --quiet?”, where something known is near.
  package let suggestion: String?

  package init(message: String, suggestion: String? = nil) {
    self.message = message
    self.suggestion = suggestion
  }
}

// What can be wrong with a command line.
extension UsageError {
  static func unknownOption(_ typed: [UInt8], nearest: String?) -> UsageError {
    UsageError(
      message: "unknown option \(quoted(typed))",
      suggestion: nearest.map { "did you mean \($0)?" })
  }

  static func unknownLetter(_ letter: [UInt8], in cluster: [UInt8], nearest: String?) -> UsageError
  {
    let dashed = [dash] + letter
    let place = dashed == cluster ? "" : " in \(quoted(cluster))"
    return UsageError(
      message: "unknown option \(quoted(dashed))\(place)",
      suggestion: nearest.map { "did you mean \($0)?" })
  }

  static func needlessValue(of parameter: Parameter) -> UsageError {
    UsageError(
      message: "option “--\(parameter.name)” takes no value; write --\(parameter.name) alone")
  }

  static func missingValue(of parameter: Parameter) -> UsageError {
    UsageError(
      message: "option “--\(parameter.name)” needs a value; write \(parameter.assignment)")
  }

  static func badValue(_ value: [UInt8], of parameter: Parameter) -> UsageError {
    let offence = value.isEmpty ? "an empty value" : quoted(value)
    let remedy =
      parameter.kind.map { "write \($0), as in \(parameter.assignment)" }
      ?? "write \(parameter.assignment)"
    return UsageError(message: "option “--\(parameter.name)” does not take \(offence); \(remedy)")
  }

  /// A value of `name`, an option or operand, that is none of `words`.
  static func strangeWord(_ value: [UInt8], of name: String, words: [String]) -> UsageError {
    let typed = String(validating: value, as: UTF8.self)
    let offence = value.isEmpty ? "an empty value" : quoted(value)
    return UsageError(
      message: "\(name) does not take \(offence); write \(choice(of: words))",
      suggestion: typed.flatMap { nearest($0, among: words) }.map { "did you mean \($0)?" })
  }

  static func missingOperand(_ operand: Operand, of command: Command, called program: String)
    -> UsageError
  {
    UsageError(message: "\(operand.name) is missing; write “\(command.usage(of: program))”")
  }

  static func surplusOperand(_ typed: [UInt8], of command: Command, called program: String)
    -> UsageError
  {
    let limit = command.operands.isEmpty ? "takes no operands" : "takes no more operands"
    return UsageError(
      message: "unexpected \(quoted(typed)): \(command.name) \(limit); "
        + "write “\(command.usage(of: program))”")
  }
}

extension Parameter {
  fileprivate var assignment: String { "--\(name)=\(value ?? "")" }
}

/// The words as in “a, b or c”; of very many only the first few and their number.
func choice(of words: [String]) -> String {
  let most = 32
  if words.count > most {
    return "one of \(words.count) words, such as \(words.prefix(3).joined(separator: ", "))"
  }
  guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
