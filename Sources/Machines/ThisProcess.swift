package import Syscalls

/// The process itself: how it was called, where it writes, how it ends.
package enum ThisProcess {
  /// The words it was started with, its own name first.
  package static var words: [[UInt8]] { processArguments() }

  package static var environment: Environment { Environment(processEnvironment()) }

  /// Makes sure that no file opened later takes the place of a standard stream that the caller closed.
  package static func holdStandardStreams() throws(Errno) { try fillStandardStreams() }

  /// Where an answer goes.
  package enum Stream: Int32, Sendable {
    case standardOutput = 1
    case standardError = 2
  }

  /// The columns of the terminal that shows the stream, 80 where it does not say; `nil` where none does.
  package static func terminalColumns(of stream: Stream) -> Int? {
    guard isTerminal(stream.rawValue) else { return nil }
    return Syscalls.terminalColumns(stream.rawValue) ?? 80
  }

  /// Writes all of it: write(2).
  package static func write(_ bytes: [UInt8], to stream: Stream) throws(Errno) {
    try Syscalls.write(bytes, to: stream.rawValue)
  }

  /// Ends with the status: _exit(2).
  package static func end(_ status: Int32) -> Never { endProcess(status) }
}
