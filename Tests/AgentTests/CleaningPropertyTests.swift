import Formats
import Foundation
import Glibc
import Machines
import Syscalls
import Testing

/// Whatever lies in the directories of agents' sockets, only what is provably gone goes, and all of that does.
@Suite struct CleaningPropertyTests {
  /// A quarter of them each, side by side.
  @Test(arguments: 0..<4)
  func `only provably stale sockets of one's own are removed, and all of them`(part: Int) throws {
    let pool = try Pool()
    var random = Seeded(state: UInt64(20_26 + part))
    for number in 0..<(isTestingAll ? 2500 : 75) {
      let state = try RandomState(in: pool, using: &random)
      defer { state.remove() }
      let survey = try AgentSurvey(of: state.machine(pool), .everywhere)
      // Everything was made a moment ago.
      let stale = StaleSockets(in: survey, now: Int64(time(nil)) + StaleSockets.grace + 1)
      let removable = Set(stale.removable.map(\.real.text))
      let count = stale.remove(as: geteuid()).removed
      let left = state.paths()
      if removable == state.stale, count == state.stale.count, left == state.expected { continue }
      Issue.record(
        """
        part \(part), state \(number): \(state.words)
        went wrongly: \(state.expected.subtracting(left)), removable: \(removable.subtracting(state.stale))
        stayed wrongly: \(left.subtracting(state.expected)), not removable: \(state.stale.subtracting(removable))
        """)
      return
    }
    #expect(pool.areUnharmed)
  }
}

/// What one thing in a directory of sockets may be.
private enum Thing: String, CaseIterable {
  case stale
  /// Two in one directory.
  case staleTwice
  /// With something beside it in its directory.
  case staleBusy
  case staleAtHome
  case staleOfAnotherHost
  case staleAndFresh
  case staleAndNamed
  case staleWithWrongName
  case staleInWrongDirectory
  case staleInOpenDirectory
  case linkToStale
  case linkedDirectory
  case foreign
  case foreignDirectory
  case live
  case liveAtHome
  /// Nobody takes the connections.
  case hung
  case hungAtHome
  case queueFull
  case bound
  case boundAtHome
  /// Renamed since: the kernel still knows it by its file.
  case boundElsewhere
  case file
  case fifo
  case directory
  case datagram

  /// Only root can make another user's files.
  static let possible =
    geteuid() == 0 ? allCases : allCases.filter { !$0.rawValue.hasPrefix("foreign") }
}

/// Sockets that are held all the while; a state has further names of them.
private final class Pool {
  let directory: String
  let host: String
  private let hung: LocalSocket
  private let full: LocalSocket
  private let agent: Program
  fileprivate let run: Run

  init() throws {
    directory = try newDirectory()
    hung = try LocalSocket(at: directory + "/hung", queue: 2)
    for name in ["", "/t", "/targets", "/h", "/h/.ssh", "/h/.ssh/agent"] {
      try make(directory + "/state" + name)
    }
    full = try LocalSocket(at: directory + "/full", queue: 0)
    try full.fill(directory + "/full")
    agent = try fakeAgent("ok2", at: directory + "/live", scratch: directory)
    let run = try Machine.live().run
    let memory = HashOfHost()
    self.run = { programs, milliseconds throws(CannotRun) in
      if let known = memory.known { return known }
      let answer = try run(programs, milliseconds)
      memory.known = answer
      return answer
    }
    host = try nameHash()
  }

  /// Another name of one of them.
  func link(_ name: String, to path: String) throws {
    _ = try call("link \(path)") { unsafe Glibc.link(directory + "/" + name, path) }
  }

  var areUnharmed: Bool {
    ["hung", "full", "live"].allSatisfy { exists(directory + "/" + $0) }
  }

  deinit {
    agent.end()
    removeTree(directory)
  }
}

/// What sha512sum answered: always the same.
private final class HashOfHost: @unchecked Sendable {
  var known: [Machines.Execution]?
}

/// As OpenSSH makes it of the host's name, from 10.1 on.
private func nameHash() throws -> String {
  let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
  let directory = try newDirectory()
  defer { removeTree(directory) }
  let outcome = try Program(
    ["/bin/sh", "-c", "printf %s \"$(hostname)\" | sha512sum"],
    environment: ["PATH": "/usr/bin:/bin"],
    in: directory, scratch: directory
  ).outcome()
  let digits = Array(outcome.output.prefix(20))
  return String(
    stride(from: 0, to: 20, by: 2).compactMap { index in
      Int(String(digits[index...(index + 1)]), radix: 16).map { letters[$0 % letters.count] }
    })
}

/// A directory for temporary files and a home, with agents' sockets of all kinds.
private final class RandomState {
  private let root: String
  private let temporary: String
  private let home: String
  private var variable: String?
  private var fresh: Set<String> = []
  private var silent: Set<String> = []
  private var things: [Thing] = []
  private var held: [LocalSocket] = []
  /// The sockets that may go.
  private(set) var stale: Set<String> = []
  /// All that is there when they are gone.
  private(set) var expected: Set<String> = []
  /// Others may put something else in the place of the user's directories: then nothing is for certain.
  private let isUnsafe: Bool
  /// The same of the directory at home.
  private let isUnsafeAtHome: Bool

  var words: String {
    things.map(\.rawValue).joined(separator: ", ") + (isUnsafe ? ", unsafe" : "")
      + (isUnsafeAtHome ? ", unsafe at home" : "")
  }

  init(in pool: Pool, using random: inout Seeded) throws {
    root = pool.directory + "/state"
    temporary = root + "/t"
    home = root + "/h"
    isUnsafe = Int.random(in: 0..<20, using: &random) == 0
    isUnsafeAtHome = Int.random(in: 0..<20, using: &random) == 0
    let unsafe = [0o777, 0o775, 0o770].randomElement(using: &random) ?? 0o777
    let safe = [0o700, 0o755, 0o1777].randomElement(using: &random) ?? 0o700
    for (directory, mode) in [
      (temporary, isUnsafe ? unsafe : safe), (home + "/.ssh/agent", isUnsafeAtHome ? unsafe : safe),
    ] {
      _ = try call("chmod \(directory)") { unsafe chmod(directory, mode_t(mode)) }
    }
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      guard let thing = Thing.possible.randomElement(using: &random) else { continue }
      things.append(thing)
      try add(thing, pool, &random)
    }
    let all = paths()
    expected = all.subtracting(stale)
    // A directory of a socket's own goes with it, where nothing else is there.
    for path in stale where path.hasPrefix(temporary) {
      let directory = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
      if !expected.contains(where: { $0.hasPrefix(directory + "/") }) { expected.remove(directory) }
    }
  }

  private func add(_ thing: Thing, _ pool: Pool, _ random: inout Seeded) throws {
    switch thing {
    case .stale: try goes(socketPath(&random))
    case .staleTwice:
      let first = try socketPath(&random)
      try goes(first)
      try goes(first + "1")
    case .staleBusy:
      let path = try socketPath(&random)
      try goes(path)
      try write("", to: path + ".log")
    case .staleAtHome: try goes(homePath(pool.host, &random), isAtHome: true)
    case .staleOfAnotherHost: try leave(homePath(letters(10, &random), &random))
    case .staleAndFresh:
      let path = try socketPath(&random)
      try leave(path)
      fresh.insert(path)
    case .staleAndNamed:
      let path = try socketPath(&random)
      if let old = variable { stale.formUnion(isUnsafe ? [] : [old]) }
      try leave(path)
      variable = path
    case .staleWithWrongName:
      let directory = try ownDirectory(&random)
      let names = ["agent.", "agent.12a", "agentx.12", "listener.sock", "agent.12345678901234"]
      try leave(directory + "/" + (names.randomElement(using: &random) ?? "agent."))
    case .staleInWrongDirectory:
      let names = [
        "ssh-\(letters(9, &random))", "ssh-\(letters(9, &random))-", "ssh-",
        "xssh-\(letters(9, &random))",
      ]
      let directory = temporary + "/" + (names.randomElement(using: &random) ?? "ssh-")
      guard !exists(directory) else { return }
      try make(directory)
      try leave(directory + "/agent.1234")
    case .staleInOpenDirectory:
      let directory = try ownDirectory(&random)
      try leave(directory + "/agent.77")
      let mode = [0o755, 0o777, 0o770, 0o750].randomElement(using: &random) ?? 0o755
      _ = try call("chmod") { unsafe chmod(directory, mode_t(mode)) }
    case .linkToStale:
      let target = root + "/targets/\(letters(4, &random))"
      try leave(target)
      try FileManager.default.createSymbolicLink(
        atPath: socketPath(&random), withDestinationPath: target)
    case .linkedDirectory:
      let target = root + "/targets/\(letters(4, &random))"
      try make(target)
      try leave(target + "/agent.1234")
      try FileManager.default.createSymbolicLink(
        atPath: temporary + "/ssh-\(letters(10, &random))", withDestinationPath: target)
    case .foreign:
      let path = try socketPath(&random)
      try leave(path)
      _ = try call("lchown") { unsafe lchown(path, 65534, 65534) }
    case .foreignDirectory:
      let path = try socketPath(&random)
      try leave(path)
      let directory = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
      _ = try call("lchown") { unsafe lchown(directory, 65534, 65534) }
    case .live: try pool.link("live", to: socketPath(&random))
    case .liveAtHome: try pool.link("live", to: homePath(pool.host, &random))
    case .hung:
      let path = try socketPath(&random)
      silent.insert(path)
      if Bool.random(using: &random) {
        try pool.link("hung", to: path)
      } else {
        held.append(try LocalSocket(at: path, queue: 5))
      }
    case .hungAtHome:
      let path = homePath(pool.host, &random)
      silent.insert(path)
      try pool.link("hung", to: path)
    case .queueFull:
      let path = try socketPath(&random)
      silent.insert(path)
      try pool.link("full", to: path)
    case .bound: held.append(try LocalSocket(at: socketPath(&random)))
    case .boundAtHome: held.append(try LocalSocket(at: homePath(pool.host, &random)))
    case .boundElsewhere:
      let first = root + "/targets/\(letters(4, &random))"
      held.append(try LocalSocket(at: first))
      try FileManager.default.moveItem(atPath: first, toPath: socketPath(&random))
    case .file: try write("", to: socketPath(&random))
    case .fifo:
      let path = try socketPath(&random)
      _ = try call("mkfifo") { unsafe mkfifo(path, 0o600) }
    case .directory: try make(socketPath(&random))
    case .datagram: held.append(try LocalSocket(at: socketPath(&random), type: SOCK_DGRAM))
    }
  }

  /// The machine that these are the directories of; of /tmp itself nothing is seen.
  func machine(_ pool: Pool) throws -> Machine {
    var environment: Environment = [
      "HOME": ByteString(home), "TMPDIR": ByteString(temporary), "PATH": "/usr/bin:/bin",
      "XDG_RUNTIME_DIR": ByteString(root + "/r"),
    ]
    if let variable { environment["SSH_AUTH_SOCK"] = ByteString(variable) }
    var machine = try Machine.live(environment: environment)
    machine.run = pool.run
    let live = machine.files
    let young = fresh
    machine.files = FileTree(
      status: { path throws(Errno) in
        var status = try live.status(path)
        if young.contains(path.text) { status?.changed += 30 }
        return status
      }, link: live.link, mayExecute: live.mayExecute,
      names: { path, limit throws(Errno) in
        path == "/tmp" ? [] : try live.names(path, limit)
      }, open: live.open)
    let ask = machine.askAgents
    let mute = silent
    machine.askAgents = { inquiries in
      // Who never answers need not be waited for that long.
      ask(
        inquiries.map { mute.contains($0.path.text) ? AgentInquiry($0.path, milliseconds: 1) : $0 })
    }
    return machine
  }

  /// All that is there.
  func paths() -> Set<String> {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    return Set(names.map { root + "/" + $0 })
  }

  func remove() {
    held = []
    for directory in [temporary, root + "/targets", home + "/.ssh/agent"] {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
        removeTree(directory + "/" + name)
      }
    }
  }

  private func goes(_ path: String, isAtHome: Bool = false) throws {
    try leave(path)
    if !(isAtHome ? isUnsafeAtHome : isUnsafe) { stale.insert(path) }
  }

  /// Leaves a socket on which nobody listens.
  private func leave(_ path: String) throws {
    _ = try LocalSocket(at: path)
  }

  private func ownDirectory(_ random: inout Seeded) throws -> String {
    let path = temporary + "/ssh-" + letters(Bool.random(using: &random) ? 10 : 12, &random)
    try make(path)
    return path
  }

  private func socketPath(_ random: inout Seeded) throws -> String {
    try ownDirectory(&random) + "/agent.\(Int.random(in: 1...999_999, using: &random))"
  }

  private func homePath(_ host: String, _ random: inout Seeded) -> String {
    let tag = Bool.random(using: &random) ? "agent" : "sshd"
    return home + "/.ssh/agent/s.\(host).\(tag).\(letters(10, &random))"
  }

  private func letters(_ count: Int, _ random: inout Seeded) -> String {
    let all = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return String((0..<count).map { _ in all[Int.random(in: 0..<all.count, using: &random)] })
  }
}

private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
  }
}
