package import Formats
internal import Syscalls

/// How long it takes a shell to look for a program that is in none of some directories.
///
/// A program of its own measures it, which can be given up: a drive may not answer at all.
package enum LookUpCost {
  /// The first word of the command that measures.
  package static let word: ByteString = "--time-look-ups"

  /// The command that prints the milliseconds it takes.
  package static func invocation(of directories: [ByteString]) -> Invocation {
    Invocation(
      "/proc/" + ByteString(String(ownProcess())) + "/exe", words: ["gotools", word] + directories,
      environment: ["LC_ALL": "C"])
  }

  /// Looks into each directory once.
  package static func milliseconds(of directories: [ByteString]) -> Int64 {
    let start = monotonicMilliseconds()
    for directory in directories {
      _ = try? Syscalls.status(of: directory.appending("gotools-looks-for-nothing").bytes)
    }
    return monotonicMilliseconds() - start
  }

  /// What a machine measures within two seconds; `nil` where that was not enough.
  package static func measure(
    _ directories: [ByteString], on machine: Machine
  ) throws -> Int? {
    let executions: [Execution]
    do throws(CannotRun) {
      executions = try machine.run([invocation(of: directories)], 2000)
    } catch {
      if error == .late { throw Unmeasured(reason: error.description) }
      throw error
    }
    guard let execution = executions.first else { return nil }
    if let trouble = execution.trouble { throw Unmeasured(reason: trouble) }
    switch execution.end {
    case .deadline: return nil
    case .exited(0):
      let text = ByteString(execution.output.bytes).trimming { $0 == UInt8(ascii: "\n") }.text
      guard let milliseconds = Int(text) else { throw Unmeasured(reason: "its answer was none") }
      return milliseconds
    case .exited(let status): throw Unmeasured(reason: "it ended with status \(status)")
    case .killed(let signal): throw Unmeasured(reason: "it died of signal \(signal)")
    case .notStarted(let error), .untold(let error): throw Unmeasured(reason: "\(error)")
    }
  }

  private struct Unmeasured: Error, CustomStringConvertible {
    let reason: String
    var description: String { "the cost of looking for a program was not measured: \(reason)" }
  }
}
