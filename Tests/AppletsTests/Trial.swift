import Applets
import Formats
import Machines

/// What became of a command line.
struct Trial {
  let status: Int32
  let standard: String
  let error: String

  /// Runs the words, the program's name first, on a machine that a test has written down.
  init(_ words: [String], on machine: Machine = .example()) {
    self.init(words, environment: machine.environment) { _ in machine }
  }

  init(
    _ words: [String], environment: Environment = Environment(),
    machine: @escaping (ByteString?) throws -> Machine
  ) {
    let output = Output(standardTerminal: nil, errorTerminal: nil)
    let surroundings = Surroundings(
      environment: environment, milliseconds: { 0 }, machine: machine)
    status = run(words.map { Array($0.utf8) }, in: surroundings, output: output)
    standard = String(decoding: output.standard, as: UTF8.self)
    error = String(decoding: output.error, as: UTF8.self)
  }
}

struct NoMachine: Error, CustomStringConvertible {
  let description = "it is on fire"
}
