package import Formats
package import Machines

/// Changes that belong together, made from what was read, and so bound to it: applied to anything else they are refused.
package struct Plan: Sendable {
  /// A few words about what it is good for.
  package let title: String
  /// In the order in which they are done; each file stands there once.
  package let changes: [Change]

  package init(_ title: String, _ changes: [Change]) {
    self.title = title
    self.changes = changes
  }

  /// Reads the files and edits them, those of one file one upon the other.
  ///
  /// A file that comes out as it was is left out. Throws `Unreadable` for one that cannot be read or has more than 1 MiB,
  /// and whatever an edit throws.
  package init(_ title: String, _ edits: [FileEdit], reading files: FileTree) throws {
    var paths: [ByteString] = []
    for edit in edits where !paths.contains(edit.path.cleaned) { paths.append(edit.path.cleaned) }
    var changes: [Change] = []
    for path in paths {
      let own = edits.filter { $0.path.cleaned == path }
      let old = try files.bytes(of: path)
      let new = try own.reduce(old) { try $1.apply($0) }
      if old == new { continue }
      guard new?.count ?? 0 <= fileLimit else { throw TooLarge(path: path) }
      changes.append(.file(path, from: old, to: new, mode: own[0].mode))
    }
    self.init(title, changes)
  }

  package var isEmpty: Bool { changes.isEmpty }

  /// What it comes to, file by file.
  package var diffs: [UnifiedDiff] { changes.map(\.diff) }
}

/// How large a file may be that is changed, before and after: 1 MiB.
package let fileLimit = 1 << 20

/// An edit that would make a file larger than is undone again.
private struct TooLarge: Error, CustomStringConvertible {
  let path: ByteString
  var description: String {
    "“\(path)” would become larger than the 1 MiB that can be undone: edit it yourself"
  }
}
