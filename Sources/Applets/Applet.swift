package import Commands
internal import Formats
package import Machines

/// A command and the code that answers it.
package struct Applet: Sendable {
  package let command: Command
  /// Whether it is a helper that also runs under its own name, through a symbolic link.
  package let isHelper: Bool
  package let answer: @Sendable (Call) throws -> Int32

  init(
    command: Command, isHelper: Bool = false, answer: @escaping @Sendable (Call) throws -> Int32
  ) {
    self.command = command.taking(Common.parameters)
    self.isHelper = isHelper
    self.answer = answer
  }

  /// All there are: the helpers, then what serves them all, in the order of `gotools list`.
  ///
  /// Each is made when it is asked for: a shell start pays for one.
  private static let makers: [(name: String, make: @Sendable () -> Applet)] = [
    ("go-env-guard", { .goEnvGuard }),
    ("doctor", { .doctor }),
    ("explain", { .explain }),
    ("checks", { .checks }),
    ("init", { .initialize }),
    ("completions", { .completions }),
    ("man", { .man }),
    ("list", { .list }),
    ("help", { .help }),
  ]

  package static var all: [Applet] { makers.map { $0.make() } }
  package static var names: [String] { makers.map(\.name) }

  /// The applet of that name.
  package static func named(_ name: String) -> Applet? {
    makers.first { $0.name == name }?.make()
  }
}

/// One run of an applet: what was asked, of which machine, and where to write.
package struct Call {
  package let arguments: Arguments
  package let environment: Environment
  package let output: Output

  package init(_ arguments: Arguments, environment: Environment, output: Output) {
    self.arguments = arguments
    self.environment = environment
    self.output = output
  }

  subscript(flag: Flag) -> Bool { arguments[flag] }
  subscript<Value>(option: Option<Value>) -> Value? { arguments[option] }

  /// The machine that `--root`, else GOTOOLS_ROOT, names; this one without either.
  func machine() throws -> Machine {
    let root = self[Reporting.root].map { ByteString($0) } ?? environment.nonEmpty("GOTOOLS_ROOT")
    do {
      return try Machine.live(root: root, environment: environment)
    } catch {
      guard let root else { throw error }
      throw Failure("cannot examine “\(root)”: \(error)", status: Status.usage)
    }
  }

  /// Adds text to standard output, which is written in one piece when the applet is done.
  func print(_ text: String) { output.standard += Array(text.utf8) }

  /// Adds bytes to standard output as they are.
  func print(bytes: [UInt8]) { output.standard += bytes }

  /// Adds text to standard error.
  func tell(_ text: String) { output.error += Array(text.utf8) }
}

/// What an applet has to say, until main writes it.
package final class Output {
  package var standard: [UInt8] = []
  package var error: [UInt8] = []
  /// What is known of the streams' other ends.
  package let standardTerminal: Terminal?
  package let errorTerminal: Terminal?

  package struct Terminal: Sendable {
    package let columns: Int

    package init(columns: Int) {
      self.columns = columns
    }
  }

  package init(standardTerminal: Terminal?, errorTerminal: Terminal?) {
    self.standardTerminal = standardTerminal
    self.errorTerminal = errorTerminal
  }
}

/// A reason to end with a sentence and a status of its own.
package struct Failure: Error, Sendable {
  package let message: String
  package let status: Int32

  package init(_ message: String, status: Int32) {
    self.message = message
    self.status = status
  }
}

/// The exit statuses of every applet: sysexits(3) where they are not findings.
package enum Status {
  package static let fine: Int32 = 0
  package static let findings: Int32 = 1
  package static let unknown: Int32 = 2
  package static let usage: Int32 = 64
  package static let fault: Int32 = 70
  package static let notWritten: Int32 = 74
}
