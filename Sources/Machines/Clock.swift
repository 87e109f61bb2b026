internal import Syscalls

extension Machine {
  /// Milliseconds on a clock that only goes forward, from an arbitrary point.
  package static func milliseconds() -> Int64 { monotonicMilliseconds() }
}

extension FileWriter {
  /// The time of day, in seconds since 1970.
  package var now: Int64 { currentTime().seconds }
}
