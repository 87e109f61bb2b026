/// The manual page of a command, from which everything else follows.
package struct Command: Sendable {
  package let name: String
  /// What it does in a line, in lower case and without a full stop.
  package let summary: String
  package let operands: [Operand]
  package private(set) var parameters: [any Parameter]
  package let exits: [(status: Int32, meaning: String)]
  package let examples: [(line: String, purpose: String)]
  /// Paragraphs separated by an empty line; one whose lines begin with two spaces is shown as it is.
  package let details: String
  package let environment: [(name: String, meaning: String)]
  package let files: [(path: String, meaning: String)]
  /// Manual pages, such as `ptrace(2)`, or other things to read.
  package let seeAlso: [String]

  package init(
    _ name: String, _ summary: String, operands: [Operand] = [],
    parameters: [any Parameter] = [], exits: KeyValuePairs<Int32, String>,
    examples: KeyValuePairs<String, String> = [:], details: String,
    environment: KeyValuePairs<String, String> = [:], files: KeyValuePairs<String, String> = [:],
    seeAlso: [String] = []
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.parameters = parameters
    self.exits = exits.map { ($0.key, $0.value) }
    self.examples = examples.map { ($0.key, $0.value) }
    self.details = details
    self.environment = environment.map { ($0.key, $0.value) }
    self.files = files.map { ($0.key, $0.value) }
    self.seeAlso = seeAlso
  }
}

extension Command {
  /// The same command with more options, behind its own.
  package func taking(_ more: [any Parameter]) -> Command {
    var command = self
    command.parameters += more
    return command
  }
}

/// A multicall binary: a command whose first operand names another.
package struct Program: Sendable {
  /// The binary itself, with its own options.
  package let command: Command
  package let subcommands: [Command]
  /// The names of subcommands that a symbolic link makes programs of their own.
  package let standalone: [String]

  package init(command: Command, subcommands: [Command], standalone: [String] = []) {
    self.command = command
    self.subcommands = subcommands
    self.standalone = standalone
  }

  /// The names under which a shell may call it.
  var callable: [String] { [command.name] + standalone }
}
