/// Something that a user may write after the name of a command, beginning with a dash.
///
/// A type of its own and no protocol: what stands behind one is looked up by the runtime, which costs a shell that
/// starts more than to parse a command line.
package struct Parameter: Sendable {
  /// The long name, without dashes.
  package let name: String
  package let short: Character?
  /// What stands for the value in the help, such as WHEN; `nil` where there is none.
  let value: String?
  package let values: Values
  package let help: String
  /// What a value is, as in “a whole number”, where more can be said than its placeholder does.
  let kind: String?
  /// The value that counts where none is given, as a user would write it; `nil` where help need not say.
  let standard: String?
  /// Tells whether a value can be read as what it is meant to be.
  let accepts: @Sendable ([UInt8]) -> Bool
}

/// A switch that is either given or not.
package struct Flag: Sendable {
  package let parameter: Parameter

  package init(_ name: String, _ short: Character?, _ help: String) {
    parameter = Parameter(
      name: name, short: short, value: nil, values: .any, help: help, kind: nil, standard: nil,
      accepts: { _ in false })
  }

  package init(_ name: String, _ help: String) {
    self.init(name, nil, help)
  }

  package var name: String { parameter.name }
}

/// A switch that carries a value.
package struct Option<Value: Sendable>: Sendable {
  package let parameter: Parameter
  /// The value in a word, or `nil` where it is none.
  let read: @Sendable ([UInt8]) -> Value?

  package var name: String { parameter.name }
}

// The constraint is on the initializer and not on the type: to make a constrained type, the runtime searches the
// whole program for conformances, which costs more than to parse a command line.
extension Option where Value: ArgumentValue {
  package init(
    _ name: String, _ short: Character? = nil, value: String, values: Values = .any,
    standard: String? = nil, _ help: String
  ) {
    parameter = Parameter(
      name: name, short: short, value: value, values: values, help: help, kind: Value.kind,
      standard: standard, accepts: { Value(argument: $0) != nil })
    read = { Value(argument: $0) }
  }
}

/// What stands on a command line without a dash.
package struct Operand: Sendable {
  package let name: String
  package let arity: Arity
  package let values: Values
  package let help: String

  package init(_ name: String, _ arity: Arity, values: Values = .any, _ help: String) {
    self.name = name
    self.arity = arity
    self.values = values
    self.help = help
  }

  /// How often it may stand there.
  package enum Arity: Sendable {
    /// Exactly once.
    case one
    /// Once or not at all.
    case optional
    /// As often as one likes, or not at all.
    case any
  }
}

/// What a value may be: for completion, and in the case of `words` also for parsing.
package enum Values: Sendable {
  case any
  /// One of these and nothing else; help and manual list them, so that the declared text need not.
  case words([String])
  /// Words separated by commas; those known are offered, others are not refused.
  ///
  /// They are made when somebody asks for them, which a parser does not.
  case lists(@autoclosure @Sendable () -> [String])
  case file
  case directory
}

/// A type that the value of an option can be read as.
package protocol ArgumentValue: Sendable {
  /// What a value is, as in “a whole number”; `nil` where the placeholder says it all.
  static var kind: String? { get }

  init?(argument: [UInt8])
}

extension ArgumentValue {
  package static var kind: String? { nil }
}

extension String: ArgumentValue {
  package static var kind: String? { "text in UTF-8" }

  package init?(argument: [UInt8]) {
    self.init(validating: argument, as: UTF8.self)
  }
}

extension Int: ArgumentValue {
  package static var kind: String? { "a whole number" }

  /// Reads decimal digits with or without a minus sign; `nil` for what 64 bits cannot hold.
  package init?(argument: [UInt8]) {
    guard argument.first != UInt8(ascii: "+") else { return nil }
    self.init(String(decoding: argument, as: UTF8.self))
  }
}

extension [UInt8]: ArgumentValue {
  package init?(argument: [UInt8]) {
    self = argument
  }
}
