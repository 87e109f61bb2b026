package import Formats
internal import Syscalls

/// The nearest thing on the way to a directory that keeps go from making files there.
package enum GoBarrier: Hashable, Sendable {
  /// It is no directory.
  case noDirectory(ByteString)
  /// A directory that the user may not write.
  case forbidden(ByteString)

  package var path: ByteString {
    switch self {
    case .noDirectory(let path), .forbidden(let path): path
    }
  }
}

extension GoSurvey {
  /// What keeps the user from making files in a directory, or from making that first; `nil` where nothing is known to.
  ///
  /// Throws where it is on a mount that is not looked into.
  package func barrier(to path: ByteString) throws -> GoBarrier? {
    var path = path.cleaned
    while true {
      let place: Place
      do throws(Errno) {
        place = try restraint.walker.place(of: path)
      } catch {
        guard error == .permissionDenied, path != "/" else {
          throw Unreadable(path: path, error: error)
        }
        path = path.parent
        continue
      }
      switch place {
      case .beyond(let mount, let real): throw NotExamined(path: real, mount: mount)
      case .missing:
        if path == "/" { return nil }
        path = path.parent
      case .found(let real, let status):
        guard status.kind == .directory else { return .noDirectory(path) }
        let type = mounts?.mount(of: real)?.type
        // Not even root can make a directory there.
        let isKernel = type == "proc" || type == "sysfs"
        return isKernel || !machine.files.mayWrite(real) ? .forbidden(path) : nil
      }
    }
  }

  /// Whether the user may make files in a directory that is there.
  package func mayWrite(in directory: ByteString) -> Bool { machine.files.mayWrite(directory) }

  /// Whether a name is taken in a directory that is there.
  package func hasEntry(_ name: ByteString, in directory: ByteString) -> Bool {
    (try? machine.files.status(directory.appending(name))) != nil
  }
}
