package import Formats
package import Syscalls

/// A program to run, with all it gets to see.
package struct Invocation: Sendable {
  /// The absolute path of its file.
  package var path: ByteString
  /// Its words, its own name first.
  package var words: [ByteString]
  package var environment: Environment
  /// Where it runs; `nil` is the directory of this process.
  package var directory: ByteString?
  /// What it reads from its standard input.
  package var input: [UInt8]
  /// How many descriptors it may have where the hard limit allows that; 0 leaves the soft limit as it is.
  var descriptors: Int32 = 0
  /// The program that it waits for; `nil` where it starts at once.
  var following: Following?

  /// Another program of the same run, by its place in the list, that must still be under way after so many milliseconds.
  ///
  /// What follows keeps nobody waiting: it is ended when the others are. Where it is never started it counts as stopped at
  /// the deadline.
  struct Following: Sendable {
    let index: Int
    let milliseconds: Int64
    /// What is started then, which takes its time to be made; `nil` where nothing is.
    let prepare: @Sendable () -> Invocation?
  }

  package init(
    _ path: ByteString, words: [ByteString], environment: Environment,
    in directory: ByteString? = nil, reading input: [UInt8] = []
  ) {
    self.path = path
    self.words = words
    self.environment = environment
    self.directory = directory
    self.input = input
  }
}

/// What became of a program that was run.
package struct Execution: Sendable {
  package enum End: Hashable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
    /// It was stopped at the deadline.
    case deadline
    /// It could not be started.
    case notStarted(Errno)
    /// It has ended, and nobody can say how.
    case untold(Errno)
  }

  package let end: End
  package let output: Captured
  package let errors: Captured
  /// From its start to its end.
  package let milliseconds: Int64
  /// What went wrong around it, as the end of a sentence: that not all it wrote could be read, or that something it left
  /// still runs; `nil` where nothing did.
  package let trouble: String?

  package init(
    _ end: End, output: Captured = Captured(), errors: Captured = Captured(),
    milliseconds: Int64 = 0, trouble: String? = nil
  ) {
    self.end = end
    self.output = output
    self.errors = errors
    self.milliseconds = milliseconds
    self.trouble = trouble
  }
}

/// What a program wrote: all of it, or its beginning and its end where it is more than can be kept.
///
/// The rest is read and dropped, so that nobody waits for us to read on.
package struct Captured: Sendable {
  /// At most 512 KiB.
  package private(set) var head: [UInt8] = []
  /// What follows, at most 512 KiB, some 512 KiB more while it grows.
  private var rest: [UInt8] = []
  /// The bytes that are dropped already between the two.
  private var dropped = 0

  package init() {}

  package init(_ text: ByteString) {
    append(text.bytes)
  }

  /// The last 512 KiB of what followed the head.
  package var tail: [UInt8] { rest.count > half ? Array(rest.suffix(half)) : rest }

  /// What is kept of it.
  package var bytes: [UInt8] { head + tail }
  /// How many bytes it was.
  package var count: Int { head.count + dropped + rest.count }
  package var isComplete: Bool { dropped == 0 && rest.count <= half }
  package var isEmpty: Bool { head.isEmpty }

  mutating func append(_ bytes: [UInt8]) {
    let room = half - head.count
    head += bytes.prefix(room)
    rest += bytes.dropFirst(room)
    if rest.count > 2 * half {
      let surplus = rest.count - half
      rest.removeFirst(surplus)
      dropped += surplus
    }
  }
}

private let half = 1 << 19

/// Why no program runs: the machine is looked at from outside, or is written down in an example.
package struct CannotRun: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package static let elsewhere = CannotRun(
    description: "programs of another machine than this one cannot be run")
  /// Other programs have taken all the time that there is.
  static let late = CannotRun(description: "your shells have taken all the time there is")
}

/// Runs programs at the same time, and stops what is left of them after so many milliseconds; an answer for each, in order.
package typealias Run =
  @Sendable (_ programs: [Invocation], _ milliseconds: Int64) throws(CannotRun) -> [Execution]
