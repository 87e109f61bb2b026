internal import CLinux
internal import Glibc

/// A program that this process has started, the leader of a session of its own.
///
/// Its number stays its own until `reap`: nobody else can bear it before that.
package final class ChildProcess: Sendable {
  /// The number of the process, and of its session.
  package let number: Int32
  private let handle: Int32
  private let output: Int32
  private let error: Int32

  /// Starts `path` with these words, its own name first, and this environment only: execve(2).
  ///
  /// It may have so many `descriptors` where the hard limit allows that, whatever the soft one says: setrlimit(2).
  ///
  /// It reads `input`, its signals are as if nobody had touched them, and it has no descriptor but its three. It is
  /// killed where the thread that started it ends before it: prctl(2) with PR_SET_PDEATHSIG.
  package init(
    starting path: [UInt8], words: [[UInt8]], environment: [[UInt8]], in directory: [UInt8]?,
    reading input: [UInt8] = [], descriptors: Int32 = 0
  ) throws(Errno) {
    if ([path, directory ?? []] + words + environment).contains(where: { $0.contains(0) }) {
      throw .invalidArgument
    }
    var child = clinux_child()
    let input = input.isEmpty ? nil : try Input(input)
    let source = input?.number ?? -1
    let words = unsafe copies(of: words)
    let variables = unsafe copies(of: environment)
    let path = path.map(CChar.init(bitPattern:)) + [0]
    let directory = directory.map { $0.map(CChar.init(bitPattern:)) + [0] }
    defer {
      for index in unsafe words.indices { unsafe free(words[index]) }
      for index in unsafe variables.indices { unsafe free(variables[index]) }
    }
    let reason =
      if let directory {
        unsafe clinux_start(path, words, variables, directory, descriptors, source, &child)
      } else {
        unsafe clinux_start(path, words, variables, nil, descriptors, source, &child)
      }
    _ = consume input
    if reason != 0 { throw Errno(code: reason) }
    number = child.process
    handle = child.handle
    output = child.output
    error = child.error
  }

  deinit {
    for descriptor in [handle, output, error] where descriptor >= 0 { _ = close(descriptor) }
  }

  /// One of the two things a program writes to.
  package enum Stream: Sendable {
    case output
    case error
  }

  /// Up to 64 KiB of what it has written, empty at the end of the stream, or `nil` where nothing is there yet: read(2).
  package func read(_ stream: Stream) throws(Errno) -> [UInt8]? {
    let descriptor = descriptor(of: stream)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    do throws(Errno) {
      let count = try retrying {
        unsafe bytes.withUnsafeMutableBytes {
          unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
        }
      }
      bytes.removeLast(bytes.count - count)
      return bytes
    } catch {
      if error == Errno(code: EAGAIN) { return nil }
      throw error
    }
  }

  /// Whether it has ended; it stays to be reaped: waitid(2).
  package var hasEnded: Bool {
    var information = unsafe siginfo_t()
    let result = unsafe waitid(P_PID, id_t(number), &information, WEXITED | WNOHANG | WNOWAIT)
    // What is no child any more has ended, whoever has reaped it.
    return unsafe result != 0 || information.si_signo != 0
  }

  /// How a process ended.
  package enum End: Hashable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  /// Sends the signal to it and to what it has started in its process group: kill(2).
  ///
  /// Not to be used after `reap`.
  package func signalGroup(_ signal: Signal) { _ = kill(-number, signal.number) }

  /// Waits for its end, after which its number may be another's: waitpid(2).
  package func reap() throws(Errno) -> End {
    var status: Int32 = 0
    let number = number
    _ = try retrying { unsafe Int(waitpid(number, &status, 0)) }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }

  /// Waits until one of `streams` can be read, one of `ends` has ended, or the time is over: poll(2).
  package static func wait(
    reading streams: [(child: ChildProcess, stream: Stream)], ends: [ChildProcess],
    milliseconds: Int64
  ) throws(Errno) {
    var entries = streams.map {
      pollfd(fd: $0.child.descriptor(of: $0.stream), events: Int16(POLLIN), revents: 0)
    }
    // Without a handle there is nothing to wait for, and to look again soon is all there is.
    let isBlind = ends.contains { $0.handle < 0 }
    entries += ends.filter { $0.handle >= 0 }.map {
      pollfd(fd: $0.handle, events: Int16(POLLIN), revents: 0)
    }
    let limit = min(max(milliseconds, 0), isBlind ? 5 : 60_000)
    if unsafe poll(&entries, nfds_t(entries.count), Int32(limit)) < 0, Errno.current != .interrupted
    {
      throw .current
    }
  }

  private func descriptor(of stream: Stream) -> Int32 { stream == .output ? output : error }
}

extension Errno {
  /// Whether this process or the machine is short of descriptors or memory, and nothing is wrong with what was asked for.
  package var isShortage: Bool { [EMFILE, ENFILE, ENOMEM].contains(code) }
}

/// What ends a process, or lets a stopped one hear of it.
package enum Signal: Sendable {
  case terminate
  case `continue`
  case kill

  fileprivate var number: Int32 {
    switch self {
    case .terminate: SIGTERM
    case .continue: SIGCONT
    case .kill: SIGKILL
    }
  }
}

/// A process by its number.
///
/// It cannot be taken for another that bears the number later, except where the kernel has no handles (before
/// Linux 5.3) or a sandbox forbids them.
package final class ProcessHandle: Sendable {
  private let number: Int32
  private let handle: Int32

  /// `nil` where there is no such process: pidfd_open(2).
  ///
  /// Throws where there is no room for a handle: a mere number is none.
  package init?(_ number: Int32) throws(Errno) {
    let handle = clinux_process_handle(number)
    if handle < 0 {
      let reason = Errno.current
      if reason == Errno(code: ESRCH) { return nil }
      if reason != Errno(code: ENOSYS), reason != .notPermitted { throw reason }
    }
    self.number = number
    self.handle = handle
  }

  deinit { if handle >= 0 { _ = close(handle) } }

  /// Whether the kernel has given a handle: without one, another process may bear the number by now.
  package var isExact: Bool { handle >= 0 }

  /// Sends it the signal, if it is still there and may be told: pidfd_send_signal(2) or kill(2).
  package func send(_ signal: Signal) {
    _ = clinux_signal(number, handle, signal.number)
  }
}

/// What a program is to read, held open until it has it.
private final class Input {
  private let file: FileDescriptor

  init(_ bytes: [UInt8]) throws(Errno) { file = try .holding(bytes) }

  var number: Int32 { file.number }
}

/// C strings of them, the last followed by `nil`; each is to be freed.
func copies(of texts: [[UInt8]]) -> [UnsafeMutablePointer<CChar>?] {
  unsafe texts.map { text in
    unsafe strdup(text.map(CChar.init(bitPattern:)) + [0])
  } + [nil]
}
