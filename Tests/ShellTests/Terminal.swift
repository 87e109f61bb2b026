import Glibc
import Spawning

struct TerminalError: Error, CustomStringConvertible {
  let description: String
}

/// A program on a pseudo-terminal of its own, which is its controlling terminal.
final class Terminal {
  /// Everything the program has printed, line ends as \n.
  private(set) var screen: [UInt8] = []
  private let descriptor: Int32
  private let child: pid_t
  private var ended = false
  private var isClosed = false
  /// In bytes; a program that prints more is cut off.
  private let limit = 4 << 20

  /// Starts the program named by the first argument with exactly this environment.
  init(_ arguments: [String], environment: [String: String], directory: String) throws {
    descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0, let name = unlocked(descriptor) else {
      throw TerminalError(description: "no pseudo-terminal: error \(errno)")
    }
    // What a test types should not come back as what a shell printed.
    var settings = termios()
    unsafe tcgetattr(descriptor, &settings)
    settings.c_lflag &= ~tcflag_t(ECHO)
    unsafe tcsetattr(descriptor, TCSANOW, &settings)
    child = try Spawn(arguments, environment: environment, in: directory, .terminal(name)).start()
  }

  deinit {
    end()
  }

  /// Ends the program, if it has not ended, and waits until it has.
  func end() {
    guard !isClosed else { return }
    isClosed = true
    kill(-child, SIGKILL)
    kill(child, SIGKILL)
    close(descriptor)
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) == -1, errno == EINTR {}
  }

  func type(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else {
        throw TerminalError(description: "the terminal is gone: error \(errno)")
      }
      rest = rest.dropFirst(max(count, 0))
    }
  }

  /// Waits until the program has printed `mark` at `start` or later, and returns where.
  func await(_ mark: String, from start: Int, within time: Duration = .seconds(20)) throws -> Int {
    let clock = ContinuousClock()
    let deadline = clock.now + time
    while true {
      if let range = screen[start...].firstRange(of: Array(mark.utf8)) { return range.lowerBound }
      guard !ended, clock.now < deadline, screen.count < limit else {
        let text = String(decoding: screen[start...], as: UTF8.self)
        throw TerminalError(
          description: "\(ended ? "ended before" : "never printed") “\(mark)”: \(text)")
      }
      drain()
    }
  }

  /// Waits until the program has ended and returns all it printed.
  func finish(within time: Duration = .seconds(20)) throws -> String {
    let clock = ContinuousClock()
    let deadline = clock.now + time
    while !ended {
      guard clock.now < deadline, screen.count < limit else {
        throw TerminalError(description: "still runs: \(String(decoding: screen, as: UTF8.self))")
      }
      drain()
    }
    return String(decoding: screen, as: UTF8.self)
  }

  /// Takes what the program has printed, or waits a moment for it.
  private func drain() {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&request, 1, 100) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe read(descriptor, &buffer, buffer.count)
    if count > 0 {
      screen += buffer[..<count].filter { $0 != UInt8(ascii: "\r") }
    } else if count == 0 || errno != EINTR {
      ended = true
    }
  }
}

/// Makes the other end of a pseudo-terminal usable and names it: unlockpt(3), ptsname_r(3).
private func unlocked(_ descriptor: Int32) -> String? {
  typealias Unlock = @convention(c) (Int32) -> Int32
  typealias Name = @convention(c) (Int32, UnsafeMutablePointer<CChar>, Int) -> Int32
  guard let program = unsafe dlopen(nil, RTLD_NOW), let first = unsafe dlsym(program, "unlockpt"),
    let second = unsafe dlsym(program, "ptsname_r")
  else { return nil }
  let unlock = unsafe unsafeBitCast(first, to: Unlock.self)
  let name = unsafe unsafeBitCast(second, to: Name.self)
  var bytes = [CChar](repeating: 0, count: 64)
  guard unlock(descriptor) == 0, unsafe name(descriptor, &bytes, bytes.count) == 0 else {
    return nil
  }
  return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
