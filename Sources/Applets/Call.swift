internal import Checks
internal import Commands
package import Formats
package import Machines

/// What a run may look at besides the words of its command line.
package struct Surroundings {
  package let environment: Environment
  /// Milliseconds on a clock that only goes forward.
  let milliseconds: () -> Int64
  /// The machine whose root file system is the directory given, or this one.
  let machine: (ByteString?) throws -> Machine

  package init(
    environment: Environment, milliseconds: @escaping () -> Int64,
    machine: @escaping (ByteString?) throws -> Machine
  ) {
    self.environment = environment
    self.milliseconds = milliseconds
    self.machine = machine
  }
}

/// One run of an applet: what was asked, of which machine, and where to write.
package struct Call {
  /// The applet's name.
  let applet: String
  /// What the user wrote before that.
  let prefix: String
  let arguments: Arguments
  let surroundings: Surroundings
  let output: Output

  /// How the user called it, such as `gotools explain`.
  var program: String { prefix + applet }
  var environment: Environment { surroundings.environment }

  subscript(flag: Flag) -> Bool { arguments[flag] }
  subscript<Value>(option: Option<Value>) -> Value? { arguments[option] }

  /// The machine that `--root`, else GOTOOLS_ROOT, names; this one without either.
  ///
  /// `mayWait` says whether its network and Windows mounts are looked at too.
  func machine(mayWait: Bool) throws -> Machine {
    let root = self[Reporting.root].map { ByteString($0) } ?? environment.nonEmpty("GOTOOLS_ROOT")
    do {
      var machine = try surroundings.machine(root)
      machine.mayWait = mayWait
      return machine
    } catch {
      guard let root else {
        throw Failure("cannot examine this machine: \(error)", status: Status.unknown)
      }
      throw Failure("cannot examine “\(root)”: \(error)", status: Status.usage)
    }
  }

  /// The directory the user stands in; ends the run with a sentence where that has been removed.
  func workingDirectory(of machine: Machine) throws -> ByteString {
    guard let directory = machine.workingDirectory else {
      throw Failure("the directory you stand in has been removed", status: Status.usage)
    }
    return directory
  }

  /// Does something whose failure ends the run with its sentence and that status.
  func failing<Value>(_ status: Int32, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw Failure("\(error)", status: status)
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
  private var examinations: [Examination] = []
  private var report: Report?

  /// Holds what was found until the process ends: to take it apart would cost a shell start a tenth.
  func keep(_ examinations: [Examination], _ report: Report) {
    self.examinations = examinations
    self.report = report
  }

  package var standard: [UInt8] = []
  package var error: [UInt8] = []
  /// What is known of the streams' other ends; looked at when somebody has something to say.
  package private(set) lazy var standardTerminal = lookAtStandard()
  package private(set) lazy var errorTerminal = lookAtError()
  private let lookAtStandard: () -> Terminal?
  private let lookAtError: () -> Terminal?

  package struct Terminal: Sendable {
    package let columns: Int

    package init(columns: Int) {
      self.columns = columns
    }
  }

  package init(
    standardTerminal: @escaping @autoclosure () -> Terminal?,
    errorTerminal: @escaping @autoclosure () -> Terminal?
  ) {
    lookAtStandard = standardTerminal
    lookAtError = errorTerminal
  }
}
