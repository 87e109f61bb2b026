internal import Formats

extension Machine {
  /// Whether this process comes from a shell that gotools is trying out, whatever that has made of its environment.
  ///
  /// A start-up file that runs gotools would else start shells that run gotools, without end.
  var isBelowContext: Bool {
    let own = program("self")
    var process = parent.map { Int32(truncatingIfNeeded: $0) }
    for _ in 0..<ancestorLimit {
      guard let number = process, number > 1 else { return false }
      let words = (try? files.read(ByteString("/proc/\(number)/cmdline"))) ?? nil
      if let words, ByteString(words).contains(EnvironmentMarks.word) { return true }
      // The shell may have become another program, below ours without one between.
      if let own, program(ByteString("\(number)")) == own { return true }
      let text = (try? files.read(ByteString("/proc/\(number)/stat"))) ?? nil
      process = text.flatMap { ProcessStat(parsing: $0)?.parent }
    }
    return false
  }

  /// The file that a process runs; `nil` where that is not ours to see.
  private func program(_ process: ByteString) -> ByteString? {
    (try? files.link("/proc/" + process + "/exe")) ?? nil
  }
}

/// Nobody sees more generations than this between himself and a shell.
private let ancestorLimit = 64

extension ByteString {
  fileprivate func contains(_ part: ByteString) -> Bool {
    guard count >= part.count else { return false }
    return (0...(count - part.count)).contains { bytes[$0...].starts(with: part.bytes) }
  }
}
