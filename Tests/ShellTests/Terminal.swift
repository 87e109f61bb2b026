import Glibc

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
    child = try spawn(
      ["/usr/bin/env", "-C", directory] + arguments, environment: environment,
      terminal: name)
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

// The headers show these, and POSIX_SPAWN_SETSID, only to who asks for more than POSIX.
private let newSession: Int16 = 0x80

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

private func spawn(
  _ arguments: [String], environment: [String: String], terminal: String
) throws -> pid_t {
  var actions = unsafe posix_spawn_file_actions_t()
  var attributes = posix_spawnattr_t()
  var all = sigset_t()
  var none = sigset_t()
  unsafe posix_spawn_file_actions_init(&actions)
  unsafe posix_spawnattr_init(&attributes)
  unsafe sigfillset(&all)
  unsafe sigemptyset(&none)
  defer {
    unsafe posix_spawn_file_actions_destroy(&actions)
    unsafe posix_spawnattr_destroy(&attributes)
  }
  // In a new session the first terminal opened becomes the controlling one.
  unsafe posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
  unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
  unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
  unsafe posix_spawnattr_setsigdefault(&attributes, &all)
  unsafe posix_spawnattr_setsigmask(&attributes, &none)
  unsafe posix_spawnattr_setflags(
    &attributes,
    Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | newSession)

  var vector = unsafe arguments.map { unsafe strdup($0) } + [nil]
  var variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
  defer {
    for index in unsafe vector.indices { unsafe free(vector[index]) }
    for index in unsafe variables.indices { unsafe free(variables[index]) }
  }
  var child: pid_t = 0
  let result = unsafe posix_spawn(
    &child, arguments[0], &actions, &attributes, &vector, &variables)
  guard result == 0 else {
    throw TerminalError(description: "cannot start “\(arguments[0])”: error \(result)")
  }
  return child
}
