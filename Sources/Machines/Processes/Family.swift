internal import Formats
internal import Syscalls

/// The processes that come from some programs of ours: what is in their sessions, and what left those.
///
/// A session's number is its leader's, which is ours until it is reaped. What has made a session of its own still bears
/// the mark in the environment it was started with.
struct Family {
  /// The sessions that this process has made, their leaders not reaped yet.
  let sessions: [Int32]
  /// The entry of an environment that nobody else has.
  let mark: [UInt8]

  /// Asks what is left to end, makes it end after a moment's grace, and waits until it has.
  ///
  /// Returns whether all have.
  func end() -> Bool {
    for signals in [[ProcessHandle.Signal.terminate, .continue], [.kill], [.kill], [.kill]] {
      var members = living
      if members.isEmpty { return true }
      for member in members { for signal in signals { member.send(signal) } }
      let patience = monotonicMilliseconds() + grace
      while !members.isEmpty, monotonicMilliseconds() < patience {
        pause(milliseconds: 5)
        members = living
      }
    }
    return living.isEmpty
  }

  /// Those that have not ended.
  private var living: [ProcessHandle] {
    let names = (try? Syscalls.names(in: Array("/proc".utf8))) ?? []
    return names.compactMap { name in
      guard let number = Int32(ByteString(name).text), number > 1 else { return nil }
      // Taken before the proof, the handle names what is proved.
      guard isMember(name), let handle = ProcessHandle(number), isMember(name) else { return nil }
      return handle
    }
  }

  private func isMember(_ name: [UInt8]) -> Bool {
    let directory = ByteString("/proc/" + ByteString(name).text)
    guard let status = try? FileTree.live.status(directory), status.owner == effectiveUser(),
      let text = try? FileTree.live.read(directory.appending("stat"), limit: 1 << 12),
      let fields = fieldsBehindName(text), fields.count > 3,
      ![UInt8(ascii: "Z"), UInt8(ascii: "X")].contains(fields[0].bytes.first)
    else { return false }
    if let session = Int32(fields[3].text), sessions.contains(session) { return true }
    guard let own = try? FileTree.live.read(directory.appending("environ"), limit: 4 << 20) else {
      return false
    }
    return own.split(separator: 0).contains { $0.elementsEqual(mark) }
  }
}

/// The fields of a /proc/PID/stat that follow the name, the state first: proc_pid_stat(5).
private func fieldsBehindName(_ text: [UInt8]) -> [ByteString]? {
  guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
  return ByteString(text[(end + 1)...]).trimming { $0 == UInt8(ascii: " ") }
    .split(on: UInt8(ascii: " "))
}

private let grace: Int64 = 200
