package import Formats

/// One thing to be done to the machine: data, until somebody applies it.
package enum Change: Hashable, Sendable {
  /// Give a file other bytes. `nil` is a file that is not there: it is made, with that mode, or removed.
  case file(_ path: ByteString, from: [UInt8]?, to: [UInt8]?, mode: UInt32)

  package var path: ByteString {
    switch self {
    case .file(let path, _, _, _): path
    }
  }

  /// What it comes to, in lines.
  package var diff: UnifiedDiff {
    switch self {
    case .file(let path, let old, let new, _): UnifiedDiff(path, from: old, to: new)
    }
  }
}
