/// What the kernel tells everybody about a process: /proc/PID/stat, proc_pid_stat(5).
package struct ProcessStat: Hashable, Sendable {
  /// A letter, such as `R`, `S` or `Z`.
  package let state: UInt8
  package let parent: Int32
  package let session: Int32
  package let threads: Int
  /// In clock ticks since the system booted: with the process number it tells a process from any later one.
  package let startTime: UInt64

  /// `nil` for a text that is none.
  package init?(parsing text: [UInt8]) {
    // The name may hold blanks and brackets itself; nothing behind it does.
    guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = text[(end + 1)...].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    guard fields.count > 19, let state = fields[0].first, fields[0].count == 1,
      let parent = Int32(ByteString(fields[1]).text),
      let session = Int32(ByteString(fields[3]).text),
      let threads = Int(ByteString(fields[17]).text),
      let startTime = UInt64(ByteString(fields[19]).text)
    else { return nil }
    self.state = state
    self.parent = parent
    self.session = session
    self.threads = threads
    self.startTime = startTime
  }

  /// Whether it only waits to be reaped, or is not even there for that.
  package var hasEnded: Bool { state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") }
}
