internal import Formats
internal import Syscalls

/// Runs programs side by side, all waited for in one place: `Machine.run` on the machine this process runs on.
///
/// Each is the leader of a session of its own. Whatever they have started is ended with them, at the latest a second after
/// the deadline; where that cannot be done or made sure of, the executions say so.
func run(_ programs: [Invocation], milliseconds: Int64) -> [Execution] {
  if programs.isEmpty { return [] }
  let start = monotonicMilliseconds()
  let mark = runMark + "=" + ByteString(String(UInt64.random(in: .min ... .max), radix: 16))
  var family = Family(mark: mark.bytes)
  var runs = programs.map { ProgramUnderWay($0, marks: [mark], start: start) }
  wait(for: &runs, since: start, until: start + milliseconds)
  hearOut(&runs, until: monotonicMilliseconds() + lingering)
  family.leaders = runs.compactMap(\.child)
  var remainder: Family.Remainder?
  do throws(Family.Remainder) {
    try family.end()
  } catch {
    remainder = error
  }
  return runs.map { $0.result(leaving: remainder) }
}

/// Runs a program that leaves another one running and ends: `Machine.launch` on the machine this process runs on.
///
/// Nothing that it leaves is ended; it is itself, with its process group, where it has not come to its end in time.
func launch(_ program: Invocation, milliseconds: Int64) -> Execution {
  let start = monotonicMilliseconds()
  var runs = [ProgramUnderWay(program, marks: [], start: start)]
  wait(for: &runs, since: start, until: start + milliseconds)
  if !runs[0].hasEnded { runs[0].child?.signalGroup(.kill) }
  return runs[0].result(leaving: nil)
}

/// Takes what they write until those that are waited for have ended, or the time has come.
private func wait(for runs: inout [ProgramUnderWay], since start: Int64, until deadline: Int64) {
  while runs.contains(where: { $0.isAwaited && !$0.hasEnded }) {
    let now = monotonicMilliseconds()
    if now >= deadline { break }
    for index in runs.indices { runs.startFollower(index, at: now - start) }
    let next = runs.compactMap(\.nextStart).min().map { start + $0 } ?? deadline
    wait(
      reading: runs.flatMap(\.openStreams), ends: runs.compactMap { $0.hasEnded ? nil : $0.child },
      until: min(next, deadline))
    for index in runs.indices { runs[index].goOn() }
  }
}

private func wait(
  reading streams: [(child: ChildProcess, stream: ChildProcess.Stream)], ends: [ChildProcess],
  until end: Int64
) {
  do throws(Errno) {
    try ChildProcess.wait(
      reading: streams, ends: ends, milliseconds: end - monotonicMilliseconds())
  } catch {
    // Short of memory, it is asked again and again for as long as it may take.
    pause(milliseconds: 5)
  }
}

/// Takes what others still pass on of what the programs wrote before they ended, as tee(1) does.
private func hearOut(_ runs: inout [ProgramUnderWay], until end: Int64) {
  while monotonicMilliseconds() < end {
    let streams = runs.flatMap(\.streamsLeft)
    if streams.isEmpty { return }
    wait(reading: streams, ends: [], until: end)
    for index in runs.indices { runs[index].hearOut() }
  }
}

/// In milliseconds, how long is listened to what programs have left behind.
private let lingering: Int64 = 100

extension [ProgramUnderWay] {
  /// Starts the program there where it follows another that has taken so long.
  fileprivate mutating func startFollower(_ index: Int, at time: Int64) {
    guard let following = self[index].following, time >= following.milliseconds else { return }
    let isNeeded = indices.contains(following.index) && !self[following.index].hasEnded
    self[index].start(isNeeded ? following.prepare() : nil)
  }
}

/// The variable in which everything that is run here bears its run's own mark.
let runMark: ByteString = "GOTOOLS_RUN"

/// A program from its start to its end.
private struct ProgramUnderWay {
  private(set) var child: ChildProcess?
  /// What it still waits for before it starts.
  private(set) var following: Invocation.Following?
  /// Whether the others wait for its end.
  let isAwaited: Bool
  private let marks: [ByteString]
  private var failure: Errno?
  private var start: Int64
  private var end: Int64?
  private var output = Captured()
  private var errors = Captured()
  private var open: [ChildProcess.Stream] = [.output, .error]
  private var unread: Errno?

  init(_ program: Invocation, marks: [ByteString], start: Int64) {
    self.marks = marks
    self.start = start
    following = program.following
    isAwaited = program.following == nil
    if isAwaited { begin(program) }
  }

  /// Starts at last what was held back, or gives it up.
  mutating func start(_ program: Invocation?) {
    following = nil
    start = monotonicMilliseconds()
    if let program { begin(program) }
  }

  private mutating func begin(_ program: Invocation) {
    do throws(Errno) {
      child = try ChildProcess(
        starting: program.path.bytes, words: program.words.map(\.bytes),
        environment: program.environment.entries + marks.map(\.bytes),
        in: program.directory?.bytes, reading: program.input,
        descriptors: program.descriptors)
    } catch {
      failure = error
    }
  }

  var hasEnded: Bool { child == nil || end != nil }

  /// When it starts, in milliseconds since the others did.
  var nextStart: Int64? { following?.milliseconds }

  /// What somebody else may still write into, although it has ended.
  var streamsLeft: [(child: ChildProcess, stream: ChildProcess.Stream)] {
    guard let child, end != nil else { return [] }
    return open.map { (child, $0) }
  }

  var openStreams: [(child: ChildProcess, stream: ChildProcess.Stream)] {
    guard let child, !hasEnded else { return [] }
    return open.map { (child, $0) }
  }

  /// Takes what it has written, and notes its end.
  mutating func goOn() {
    guard let child, !hasEnded else { return }
    // Asked first: what it wrote before its end is all there to be read after.
    let isOver = child.hasEnded
    for stream in open { take(stream, from: child, toTheEnd: isOver) }
    if isOver { end = monotonicMilliseconds() }
  }

  /// Takes a piece of what comes after its end.
  mutating func hearOut() {
    guard let child, end != nil else { return }
    for stream in open { take(stream, from: child, toTheEnd: false) }
  }

  /// Reads a piece, or all that is there; what others go on writing into it is theirs.
  private mutating func take(
    _ stream: ChildProcess.Stream, from child: ChildProcess, toTheEnd: Bool
  ) {
    // A pipe holds a mebibyte at most.
    for _ in 0..<(toTheEnd ? 32 : 1) {
      let bytes: [UInt8]
      do throws(Errno) {
        guard let piece = try child.read(stream) else { return }
        bytes = piece
      } catch {
        // Asked again, it would only fail again.
        unread = error
        open.removeAll { $0 == stream }
        return
      }
      if bytes.isEmpty {
        open.removeAll { $0 == stream }
        return
      }
      if stream == .output { output.append(bytes) } else { errors.append(bytes) }
    }
  }

  /// What became of it, once nothing of it is left but what waits to be reaped.
  consuming func result(leaving remainder: Family.Remainder?) -> Execution {
    guard let child else { return Execution(failure.map { .notStarted($0) } ?? .deadline) }
    let isLate = end == nil
    if isLate { for stream in open { take(stream, from: child, toTheEnd: true) } }
    return Execution(
      fate(of: child, isLate: isLate), output: output, errors: errors,
      milliseconds: (end ?? monotonicMilliseconds()) - start,
      trouble: remainder?.description ?? unread.map { "what it wrote cannot be read: \($0)" })
  }

  private func fate(of child: ChildProcess, isLate: Bool) -> Execution.End {
    // One that even SIGKILL does not end hangs in the kernel; it is left to whoever inherits it.
    guard child.hasEnded else { return .deadline }
    do throws(Errno) {
      let end = try child.reap()
      if isLate { return .deadline }
      switch end {
      case .exited(let status): return .exited(status)
      case .killed(let signal): return .killed(signal: signal)
      }
    } catch {
      return isLate ? .deadline : .untold(error)
    }
  }
}
