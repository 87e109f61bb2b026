package import Formats

/// A Go installation: the directory that GOROOT names.
package struct GoTree: Hashable, Sendable {
  package let path: ByteString
  /// What the first line of its file VERSION says, such as `go1.27.3`; `nil` where that is missing or unreadable.
  package let version: ByteString?

  /// Looks at an absolute directory; one without the directory pkg/tool is no tree for the go command, and `nil`.
  package init?(at path: ByteString, _ files: FileTree, walker: PathWalker) {
    guard walker.isDirectory(path.appending(Self.tools)) else { return nil }
    self.path = path
    let file = path.appending("VERSION")
    guard case .found? = try? walker.place(of: file),
      let text = try? files.read(file, limit: versionLimit)
    else {
      version = nil
      return
    }
    let line = ByteString(text.prefix { $0 != UInt8(ascii: "\n") })
    version = line.isEmpty ? nil : line.trimming { $0 == UInt8(ascii: "\r") }
  }

  /// What makes a directory a tree, below it.
  package static let tools: ByteString = "pkg/tool"

  /// Where a go command looks for its own tree, in this order: cmd/go's `findGOROOT`.
  static func candidates(for executable: ByteString) -> [ByteString] {
    [executable.parent.parent, executable.parent.parent.parent]
  }
}

/// The file has two lines.
private let versionLimit = 1 << 12
