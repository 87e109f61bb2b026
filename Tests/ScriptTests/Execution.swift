import Glibc
import Spawning

/// What became of a program that was run.
struct Execution {
  /// The exit status; 128 + N for one that died of signal N.
  var status: Int32
  var isKilled: Bool
  var stdout: [UInt8]
  var stderr: [UInt8]
  /// Why it was not left to end by itself.
  var trouble: String?
}

struct ExecutionError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// A program to run, with everything it gets to see.
struct Invocation {
  var path: String
  var arguments: [String]
  var environment: [String: String]
  var directory: String
  var input = "/dev/null"
  var deadline = Duration.seconds(20)
  /// In bytes, for each of its two streams.
  var limit = 8 << 20

  /// Runs it in a process group of its own, of which nothing outlives it: posix_spawn(3).
  ///
  /// It writes to files and not to pipes, which any other child of this process could inherit and
  /// hold open.
  ///
  /// A program written a moment ago may still be open in a child that another thread has just forked (ETXTBSY);
  /// then it is tried again.
  func run(scratch: String) throws -> Execution {
    for _ in 0..<100 {
      let execution = try runOnce(scratch: scratch)
      guard execution.status == 126, execution.stdout.isEmpty,
        String(decoding: execution.stderr, as: UTF8.self).contains("Text file busy")
      else { return execution }
      usleep(20_000)
    }
    return try runOnce(scratch: scratch)
  }

  private func runOnce(scratch: String) throws -> Execution {
    let stdout = try Recording(scratch + ".stdout")
    let stderr = try Recording(scratch + ".stderr")
    let child = try Spawn(
      [path] + arguments, environment: environment, in: directory,
      .files(input: input, output: stdout.descriptor, errors: stderr.descriptor)
    ).start()
    let clock = ContinuousClock()
    let start = clock.now
    var trouble: String?
    while !hasEnded(child), trouble == nil {
      if clock.now - start > deadline {
        trouble = "it was still running after \(deadline)"
      } else if max(stdout.count, stderr.count) > limit {
        trouble = "it wrote more than \(limit) bytes"
      } else {
        // Short enough not to be noticed, long enough to be no load.
        usleep(clock.now - start < .milliseconds(50) ? 500 : 5000)
      }
    }
    kill(-child, SIGKILL)
    var result: Int32 = 0
    while unsafe waitpid(child, &result, 0) == -1, errno == EINTR {}
    if max(stdout.count, stderr.count) > limit { trouble = "it wrote more than \(limit) bytes" }
    let signal = result & 0x7F
    return Execution(
      status: signal == 0 ? (result >> 8) & 0xFF : 128 + signal, isKilled: signal != 0,
      stdout: stdout.bytes(limit: limit), stderr: stderr.bytes(limit: limit), trouble: trouble)
  }
}

/// Whether the child has ended; it stays to be waited for, so that its number names nobody else.
private func hasEnded(_ child: pid_t) -> Bool {
  var information = unsafe siginfo_t()
  let result = unsafe waitid(P_PID, id_t(child), &information, WEXITED | WNOHANG | WNOWAIT)
  return unsafe result == 0 && information.si_signo != 0
}

/// A file without a name that a program writes to.
private final class Recording {
  let descriptor: Int32

  init(_ path: String) throws {
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    if descriptor < 0 {
      throw ExecutionError("“\(path)” cannot be made: \(message(of: errno))")
    }
    unsafe unlink(path)
  }

  var count: Int {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  func bytes(limit: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: min(count, limit))
    var filled = 0
    while filled < bytes.count {
      let got = unsafe bytes.withUnsafeMutableBytes {
        unsafe pread(
          descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled, off_t(filled))
      }
      if got <= 0 { break }
      filled += got
    }
    return Array(bytes.prefix(filled))
  }

  deinit { close(descriptor) }
}

private func message(of error: Int32) -> String {
  guard let text = unsafe strerror(error) else { return "error \(error)" }
  return unsafe String(cString: text)
}
