internal import Formats
internal import Synchronization

/// Keeps those who look for files off the mounts that a walker does not look into, and remembers where it had to.
final class Restraint: Sendable {
  let walker: PathWalker
  private let first = Mutex<NotExamined?>(nil)

  init(_ walker: PathWalker) {
    self.walker = walker
  }

  /// The place of an absolute path; what lies beyond is noted.
  func place(of path: ByteString) -> Place? {
    let place = try? walker.place(of: path)
    if case .beyond(let mount, let real)? = place {
      first.withLock { $0 = $0 ?? NotExamined(path: real, mount: mount) }
    }
    return place
  }

  /// Takes out the first path that was not looked at since the last time.
  func takeNote() -> NotExamined? {
    first.withLock { first in
      defer { first = nil }
      return first
    }
  }
}
