internal import Syscalls

extension Machine {
  /// Milliseconds on a clock that only goes forward, from an arbitrary point.
  package static func milliseconds() -> Int64 { monotonicMilliseconds() }
}
