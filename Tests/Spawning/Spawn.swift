package import Glibc

/// A program that a test starts: what it gets to see, and what it writes to.
package struct Spawn {
  /// The first is its path, and its name.
  package let words: [String]
  /// All of it.
  package let environment: [String: String]
  /// env(1) enters it: the spawn action for that is hidden from Swift.
  package let directory: String
  package let streams: Streams

  package enum Streams {
    /// A file to read, and descriptors to write to; in a process group of its own.
    case files(input: String, output: Int32, errors: Int32)
    /// A terminal for all three, the controlling one of a session of its own.
    case terminal(String)
  }

  package init(
    _ words: [String], environment: [String: String], in directory: String, _ streams: Streams
  ) {
    self.words = words
    self.environment = environment
    self.directory = directory
    self.streams = streams
  }

  /// Starts it, its signals as if nobody had touched them: posix_spawn(3); throws why not.
  package func start() throws(NotSpawned) -> pid_t {
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
    var flags = Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    switch streams {
    case .files(let input, let output, let errors):
      unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
      unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
      unsafe posix_spawnattr_setpgroup(&attributes, 0)
      flags |= Int16(POSIX_SPAWN_SETPGROUP)
    case .terminal(let name):
      // In a new session the first terminal opened becomes the controlling one.
      unsafe posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
      flags |= newSession
    }
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, flags)

    let program = "/usr/bin/env"
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let argv = unsafe ([program, "-C", directory] + words).map { unsafe strdup($0) } + [nil]
    let envp = unsafe variables.map { unsafe strdup($0) } + [nil]
    defer {
      for index in unsafe argv.indices { unsafe free(argv[index]) }
      for index in unsafe envp.indices { unsafe free(envp[index]) }
    }
    var child: pid_t = 0
    let error = unsafe posix_spawn(&child, program, &actions, &attributes, argv, envp)
    if error != 0 { throw NotSpawned(program: program, error: error) }
    return child
  }
}

/// Why a program was not started: env(1), which complains itself where it cannot start another.
package struct NotSpawned: Error, CustomStringConvertible {
  let program: String
  /// An errno.
  let error: Int32

  package var description: String {
    let reason = unsafe String(cString: strerror(error))
    return "“\(program)” cannot be run: \(reason)"
  }
}

// The headers show POSIX_SPAWN_SETSID only to who asks for more than POSIX.
private let newSession: Int16 = 0x80
