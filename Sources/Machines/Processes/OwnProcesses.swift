package import Formats

extension Machine {
  /// The numbers of all processes: the names in /proc.
  package func processNumbers() -> [Int32] {
    // The kernel counts no further than 4194304: PID_MAX_LIMIT.
    ((try? files.names("/proc", 1 << 23)) ?? nil ?? []).compactMap { Int32($0.text) }.sorted()
  }

  /// What the kernel calls a process, at most 15 bytes of it: /proc/PID/comm.
  package func nameOfProcess(_ number: Int32) -> ByteString? {
    let text = try? files.read(ByteString("/proc/\(number)/comm"), limit: 256)
    return text.map { ByteString($0).trimming { $0 == UInt8(ascii: "\n") } }
  }

  /// The effective user of a process, whatever /proc shows of it: /proc/PID/status.
  package func userOfProcess(_ number: Int32) -> UInt32? {
    guard let text = try? files.read(ByteString("/proc/\(number)/status"), limit: 1 << 16) else {
      return nil
    }
    for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: "Uid:".utf8) {
      // Real, effective, saved and of the file system.
      let fields = line.split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
      return fields.count > 2 ? UInt32(ByteString(fields[2]).text) : nil
    }
    return nil
  }

  /// What the user's own processes are called.
  func namesOfOwnProcesses() -> Set<ByteString> {
    var names: Set<ByteString> = []
    for number in processNumbers() {
      guard let name = nameOfProcess(number), !names.contains(name) else { continue }
      if userOfProcess(number) == user { names.insert(name) }
    }
    return names
  }
}
