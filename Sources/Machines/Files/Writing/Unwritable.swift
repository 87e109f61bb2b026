package import Formats
internal import Syscalls

/// Why a file was not changed; it is then as it was, unless the sentence says otherwise.
package struct Unwritable: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Cause: Hashable, Sendable {
    /// The file or directory belongs to another user.
    case foreign
    /// Its permissions forbid it.
    case permission
    /// Its owner may not change it either, as with chattr(1).
    case immutable
    /// It is not what a plan was made from, or what was to be undone.
    case changed
    case other
  }

  /// What stands in the way: the file itself, or a directory on the way to it.
  package let path: ByteString
  package let cause: Cause
  /// The end of a sentence that begins with the path.
  package let reason: String

  package var description: String { "cannot change “\(path)”: \(reason)" }

  package init(_ path: ByteString, _ cause: Cause = .other, because reason: String) {
    self.path = path
    self.cause = cause
    self.reason = reason
  }

  /// The same with what came of it.
  package func adding(_ consequence: String) -> Unwritable {
    Unwritable(path, cause, because: reason + "; " + consequence)
  }

  init(_ path: ByteString, _ error: Errno) {
    let cause: Cause =
      switch error {
      case .permissionDenied: .permission
      case .notPermitted: .immutable
      default: .other
      }
    self.init(
      path, cause,
      because: error == .fileTooLarge ? "it is too large" : error.description)
  }
}

/// Does what the kernel may refuse to do with `path`.
func changing<Value>(
  _ path: ByteString, _ body: () throws(Errno) -> Value
) throws(Unwritable) -> Value {
  do throws(Errno) {
    return try body()
  } catch {
    throw Unwritable(path, error)
  }
}

extension Unwritable {
  /// The words of the command that would let the user change it; `nil` where no permission would help.
  ///
  /// `command` is what he called, to be called by root where that is what it takes.
  package func remedy(on machine: Machine, repeating command: [ByteString]) -> [ByteString]? {
    let home = machine.environment.nonEmpty("HOME")?.cleaned
    let isAtHome = home.map { $0 != "/" && path.isAtOrBelow($0) } ?? false
    let owner = (try? machine.files.status(path))?.owner
    switch cause {
    case .immutable: return ["sudo", "chattr", "-i", "--", path]
    case .foreign, .permission:
      if machine.user == 0 { return nil }
      if owner == machine.user { return ["chmod", "u+rwX", "--", path] }
      // Root's own settings are others than the user's: what lies at home is to be the user's again.
      return isAtHome
        ? ["sudo", "chown", ByteString(String(machine.user)), "--", path] : ["sudo"] + command
    case .changed, .other: return nil
    }
  }
}
