internal import Formats
internal import Syscalls

/// The processes that come from some programs of ours, wherever they have gone since.
///
/// They are what descends from them, what is in their sessions (a session's number is its leader's, which is ours until
/// it is reaped), and what bears the mark in the environment it was started with. A program with rights of its own,
/// such as a setgid ssh-agent, shows nobody its environment: that it has become our child must do.
struct Family {
  /// The entry of an environment that nobody else has.
  let mark: [UInt8]
  /// Whether every child of this process is a program of ours, or was left behind by one.
  private let ownsChildren: Bool
  /// The programs, none reaped yet.
  var leaders: [ChildProcess] = []

  /// To be made before the first program is started: what these leave behind becomes our child from then on.
  init(mark: [UInt8]) {
    self.mark = mark
    ownsChildren = Self.hasNoChildren && Self.adopts
  }

  /// Why something may still run.
  enum Remainder: Error {
    /// Not even SIGKILL has ended these.
    case running([Int32])
    /// What still runs cannot be told.
    case untold(Errno)
  }

  /// Asks what is left to end, makes it end after a moment's grace, and waits until it has.
  func end() throws(Remainder) {
    let limit = monotonicMilliseconds() + patience
    var members = try signal([.terminate, .continue])
    try wait(until: monotonicMilliseconds() + grace, for: &members)
    while !members.isEmpty, monotonicMilliseconds() < limit {
      members = try signal([.kill])
      try wait(until: min(limit, monotonicMilliseconds() + grace), for: &members)
    }
    if !members.isEmpty { throw .running(members) }
  }

  /// Tells all; the programs themselves, and what is in their process groups, even where the others cannot be found.
  private func signal(_ signals: [Signal]) throws(Remainder) -> [Int32] {
    do throws(Errno) {
      // Taken before the proof, a handle names what is proved; and all are taken before the first signal, by which
      // others may lose the parent that proves them.
      var handles: [(number: Int32, handle: ProcessHandle)] = []
      for number in try living() {
        if let handle = try ProcessHandle(number) { handles.append((number, handle)) }
      }
      if handles.isEmpty { return [] }
      let members = try living()
      for (number, handle) in handles where members.contains(number) {
        for signal in signals { handle.send(signal) }
      }
      return members
    } catch {
      for leader in leaders {
        for signal in signals + [.kill] { leader.signalGroup(signal) }
      }
      throw .untold(error)
    }
  }

  private func wait(until end: Int64, for members: inout [Int32]) throws(Remainder) {
    var pace: Int64 = 1
    while !members.isEmpty, monotonicMilliseconds() < end {
      pause(milliseconds: pace)
      pace = min(pace * 2, 50)
      do throws(Errno) {
        members = try living()
      } catch {
        for leader in leaders { leader.signalGroup(.kill) }
        throw .untold(error)
      }
    }
  }

  /// The members that have not ended.
  private func living() throws(Errno) -> [Int32] {
    let processes = try runningProcesses()
    var members: [Int32] = []
    for process in processes where !process.stat.hasEnded && process.number != ownProcess() {
      if try isMember(process, among: processes) { members.append(process.number) }
    }
    return members
  }

  private func isMember(
    _ process: RunningProcess, among processes: [RunningProcess]
  ) throws(Errno) -> Bool {
    if leaders.contains(where: { $0.number == process.stat.session }) { return true }
    if descends(process, among: processes) { return true }
    guard
      let own = try readIfThere("/proc/\(process.number)/environ", limit: 8 << 20)
    else { return false }
    return own.split(separator: 0).contains { $0.elementsEqual(mark) }
  }

  private func descends(_ process: RunningProcess, among processes: [RunningProcess]) -> Bool {
    var process = process
    // While they are read they change: a circle of parents is not to hold us.
    for _ in processes {
      if leaders.contains(where: { $0.number == process.number }) { return true }
      let parent = process.stat.parent
      if parent == ownProcess() { return ownsChildren }
      guard let next = processes.first(where: { $0.number == parent }) else { return false }
      process = next
    }
    return false
  }

  /// Whether nobody but us has started, or will start, a child of this process.
  ///
  /// A shell that has become this program may have left it jobs, and another thread may start what it likes.
  private static var hasNoChildren: Bool {
    guard let processes = try? runningProcesses(),
      let own = processes.first(where: { $0.number == ownProcess() })
    else { return false }
    return own.stat.threads == 1
      && !processes.contains { $0.stat.parent == ownProcess() && !$0.stat.hasEnded }
  }

  private static var adopts: Bool {
    do throws(Errno) {
      try adoptOrphans()
      return true
    } catch {
      return false
    }
  }
}

extension Family.Remainder: CustomStringConvertible {
  var description: String {
    switch self {
    case .running(let numbers):
      "could not end what it left running: process \(numbers.map { "\($0)" }.joined(separator: ", "))"
    case .untold(let error):
      "could not end what it left running, if anything: “/proc” cannot be read: \(error)"
    }
  }
}

private struct RunningProcess {
  let number: Int32
  let stat: ProcessStat
}

/// Throws where some may be missing.
private func runningProcesses() throws(Errno) -> [RunningProcess] {
  // The kernel counts no further than 4194304: PID_MAX_LIMIT.
  let names = try FileDescriptor.reading(Array("/proc".utf8)).names(limit: 1 << 23)
  var processes: [RunningProcess] = []
  for name in names {
    guard let number = Int32(ByteString(name).text),
      let text = try readIfThere("/proc/\(number)/stat", limit: 1 << 12),
      let stat = ProcessStat(parsing: text)
    else { continue }
    processes.append(RunningProcess(number: number, stat: stat))
  }
  return processes
}

/// `nil` where the process has gone, or does not show it to us; throws where we are short of something.
private func readIfThere(_ path: String, limit: Int) throws(Errno) -> [UInt8]? {
  do throws(Errno) {
    return try FileDescriptor.reading(Array(path.utf8)).readToEnd(limit: limit)
  } catch {
    if error.isShortage { throw error }
    return nil
  }
}

/// In milliseconds, how long a program has to end by itself.
private let grace: Int64 = 200
/// In milliseconds, how long all of it may take.
private let patience: Int64 = 800
