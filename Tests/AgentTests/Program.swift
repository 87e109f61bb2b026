import Glibc
import Spawning

/// What became of a program.
struct Outcome: CustomStringConvertible {
  /// The exit status; 128 + N for one that died of signal N, -1 for one that had to be ended.
  let status: Int32
  let output: String
  let errors: String
  let milliseconds: Int64

  var description: String { "status \(status), stdout “\(output)”, stderr “\(errors)”" }
}

/// Why a test cannot go on.
struct Trouble: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// A program that was started, the leader of a process group of its own.
final class Program {
  let process: pid_t
  private let output: Recording
  private let errors: Recording
  private let start = ContinuousClock.now
  private var status: Int32?

  /// Starts the program named by the first word with exactly this environment; it writes to files, which no other child
  /// can hold up, or to the file `target`.
  init(
    _ words: [String], environment: [String: String], in directory: String, scratch: String,
    to target: String? = nil
  ) throws {
    output = try Recording(in: scratch, target)
    errors = try Recording(in: scratch, nil)
    process = try Spawn(
      words, environment: environment, in: directory,
      .files(input: "/dev/null", output: output.descriptor, errors: errors.descriptor)
    ).start()
  }

  /// What it has written so far.
  var text: String { output.text }
  var complaints: String { errors.text }

  var isRunning: Bool {
    if status != nil { return false }
    var result: Int32 = 0
    guard unsafe waitpid(process, &result, WNOHANG) == process else { return true }
    take(result)
    return false
  }

  /// Waits for its end, and ends it where that does not come in time.
  func outcome(seconds: Int64 = 20) -> Outcome {
    var isLate = false
    while isRunning {
      if ContinuousClock.now - start > .seconds(seconds) {
        isLate = true
        end()
        break
      }
      usleep(500)
    }
    let elapsed = (ContinuousClock.now - start) / .milliseconds(1)
    return Outcome(
      status: isLate ? -1 : status ?? -1, output: output.text, errors: errors.text,
      milliseconds: Int64(elapsed))
  }

  func send(_ signal: Int32) { if status == nil { kill(process, signal) } }

  /// Ends it with its process group.
  func end() {
    guard isRunning else { return }
    kill(-process, SIGKILL)
    var result: Int32 = 0
    while unsafe waitpid(process, &result, 0) == -1, errno == EINTR {}
    take(result)
  }

  private func take(_ result: Int32) {
    let signal = result & 0x7F
    status = signal == 0 ? (result >> 8) & 0xFF : 128 + signal
  }

  deinit { end() }
}

/// What a program writes to: a file without a name, or another.
private final class Recording {
  let descriptor: Int32

  init(in directory: String, _ target: String?) throws {
    descriptor =
      if let target {
        unsafe open(target, O_WRONLY | O_CLOEXEC)
      } else {
        // O_TMPFILE, which Swift does not see.
        unsafe open(directory, O_RDWR | O_CLOEXEC | 0o20_200_000, 0o600)
      }
    if descriptor < 0 { throw Trouble("nothing can be written in “\(directory)”: error \(errno)") }
  }

  var text: String {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return ""
    }
    var bytes = [UInt8](repeating: 0, count: min(Int(status.st_size), 1 << 22))
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
    }
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  deinit { close(descriptor) }
}
