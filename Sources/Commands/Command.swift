/// The manual page of a command, from which everything else follows.
package struct Command: Sendable {
  package let name: String
  /// What it does in a line, in lower case and without a full stop.
  package let summary: String
  package let operands: [Operand]
  package private(set) var parameters: [Parameter]
  /// Paragraphs separated by an empty line; one whose lines begin with two spaces is shown as it is.
  package let details: String
  /// Manual pages, such as `ptrace(2)`, or other things to read.
  package let seeAlso: [String]
  // Made when help or a manual page asks for them: most runs print neither.
  private let declaredExits: @Sendable () -> KeyValuePairs<Int32, String>
  private var commonExits: @Sendable () -> KeyValuePairs<Int32, String> = { [:] }
  private let declaredExamples: @Sendable () -> KeyValuePairs<String, String>
  private let declaredEnvironment: @Sendable () -> KeyValuePairs<String, String>
  private let declaredFiles: @Sendable () -> KeyValuePairs<String, String>

  package init(
    _ name: String, _ summary: String, operands: [Operand] = [],
    parameters: [Parameter] = [],
    exits: @escaping @autoclosure @Sendable () -> KeyValuePairs<Int32, String>,
    examples: @escaping @autoclosure @Sendable () -> KeyValuePairs<String, String> = [:],
    details: String,
    environment: @escaping @autoclosure @Sendable () -> KeyValuePairs<String, String> = [:],
    files: @escaping @autoclosure @Sendable () -> KeyValuePairs<String, String> = [:],
    seeAlso: [String] = []
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.parameters = parameters
    self.details = details
    self.seeAlso = seeAlso
    declaredExits = exits
    declaredExamples = examples
    declaredEnvironment = environment
    declaredFiles = files
  }

  /// By number; its own meaning of a status stands before the one that is common to all.
  package var exits: [(status: Int32, meaning: String)] {
    let own = declaredExits()
    let common = commonExits().filter { status, _ in !own.contains { $0.key == status } }
    return (Array(own) + common).map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
  }

  package var examples: [(line: String, purpose: String)] {
    declaredExamples().map { ($0.key, $0.value) }
  }

  package var environment: [(name: String, meaning: String)] {
    declaredEnvironment().map { ($0.key, $0.value) }
  }

  package var files: [(path: String, meaning: String)] {
    declaredFiles().map { ($0.key, $0.value) }
  }
}

extension Command {
  /// The same command with options and exit statuses that are common to many, behind its own.
  package func taking(
    _ more: [Parameter],
    exits: @escaping @autoclosure @Sendable () -> KeyValuePairs<Int32, String>
  ) -> Command {
    var command = self
    command.parameters += more
    command.commonExits = exits
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
