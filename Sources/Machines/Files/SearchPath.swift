package import Formats
internal import Syscalls

/// The directories in which a shell looks for programs: the variable PATH.
package struct SearchPath: Sendable {
  package let entries: [Entry]

  package struct Entry: Sendable {
    /// Its position, counted from 0.
    package let index: Int
    /// As it stands in PATH.
    package let text: ByteString
    /// Where it leads; one that is no absolute path, or that a shell cannot search, is `missing`.
    package let place: Place
    /// Why it could not be followed, where a shell could not tell that either.
    package let failure: Unreadable?
    /// Whether it is on a Windows drive, where every file shows as writable and executable by all.
    package let isOnWindowsDrive: Bool

    /// Its real path, or the cleaned text where nothing is there.
    package var directory: ByteString {
      switch place {
      case .found(let path, _), .beyond(_, let path): path
      case .missing: text.cleaned
      }
    }
  }

  /// Follows every entry of PATH; an unset PATH has none, an empty one has one: the current directory.
  package init(_ value: ByteString?, walker: PathWalker) {
    var entries: [Entry] = []
    for (index, text) in (value?.split(on: UInt8(ascii: ":")) ?? []).enumerated() {
      var place = Place.missing
      var failure: Unreadable?
      if text.isAbsolute {
        do throws(Errno) {
          place = try walker.place(of: text)
        } catch {
          if !error.letsShellsPass { failure = Unreadable(path: text, error: error) }
        }
      }
      entries.append(
        Entry(
          index: index, text: text, place: place, failure: failure,
          isOnWindowsDrive: walker.mount(of: place)?.isWindowsDrive ?? false))
    }
    self.entries = entries
  }

  /// Where a system keeps its own programs.
  package static let systemDirectories: [ByteString] = [
    "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
  ]
}

extension SearchPath.Entry {
  /// Whether it depends on the directory the user stands in: empty, `.`, `bin` and the like.
  package var isRelative: Bool { !text.isAbsolute }

  /// The permission bits of the directory, where it is one that can be looked at.
  package var mode: UInt32? { status?.mode }

  /// The user who owns that directory.
  package var owner: UInt32? { status?.owner }

  private var status: FileStatus? {
    guard !isOnWindowsDrive, case .found(_, let status) = place, status.kind == .directory else {
      return nil
    }
    return status
  }

  /// Whether everybody may add to it and nobody may take away: writable by all, with the sticky bit, like /tmp.
  package var isSharedLikeTemporary: Bool { mode.map { $0 & 0o1002 == 0o1002 } ?? false }

  /// Whether it begins with a `~`, which bash alone expands as it searches.
  package var startsWithTilde: Bool { text.bytes.first == UInt8(ascii: "~") }

  /// Whether it holds what a shell was to expand or remove and did not, and nothing is there under that very name.
  package var isUnexpanded: Bool {
    guard case .missing = place else { return false }
    if startsWithTilde { return true }
    let quotes: [UInt8?] = [UInt8(ascii: "\""), UInt8(ascii: "'")]
    if quotes.contains(text.bytes.first) || quotes.contains(text.bytes.last) { return true }
    return text.bytes.last == UInt8(ascii: "\r") || text.contains(UInt8(ascii: "`"))
      || text.namesVariable
  }

  /// Whether it is one of the system's own directories, by name or through a link.
  package var isSystemDirectory: Bool {
    SearchPath.systemDirectories.contains(text.cleaned)
      || SearchPath.systemDirectories.contains(directory)
  }
}

extension Errno {
  /// Whether a shell that meets it on its way through PATH takes nothing to be there: no permission, or links in a circle.
  var letsShellsPass: Bool { self == .permissionDenied || self == .tooManyLinks }
}

extension ByteString {
  /// Whether it holds `$NAME`, `${` or `$(`.
  fileprivate var namesVariable: Bool {
    zip(bytes, bytes.dropFirst()).contains { dollar, next in
      guard dollar == UInt8(ascii: "$") else { return false }
      return next == UInt8(ascii: "{") || next == UInt8(ascii: "(") || next == UInt8(ascii: "_")
        || (0x41...0x5A).contains(next) || (0x61...0x7A).contains(next)
    }
  }
}
