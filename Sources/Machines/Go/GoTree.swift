package import Formats

/// A Go installation: the directory that GOROOT names.
package struct GoTree: Hashable, Sendable {
  package let path: ByteString
  /// What the first line of its file VERSION says, such as `go1.27.3`; `nil` where that is missing or unreadable.
  package let version: ByteString?
  /// Whether it has a go.env, which holds the defaults of GOPROXY, GOSUMDB and GOTOOLCHAIN from Go 1.21 on.
  package let hasDefaults: Bool

  /// Looks at a directory; one without the directory pkg/tool is no tree for the go command, and `nil`.
  package init?(at path: ByteString, _ machine: Machine) {
    guard Self.isTree(path, machine) else { return nil }
    self.path = path
    hasDefaults = machine.isFile(path.appending("go.env"))
    let file = machine.absolute(path.appending("VERSION"))
    let text = file.flatMap { try? machine.files.read($0, limit: versionLimit) }
    let line = text.map { ByteString($0.prefix { $0 != UInt8(ascii: "\n") }) }
    version = line.flatMap { $0.isEmpty ? nil : $0.trimming { $0 == UInt8(ascii: "\r") } }
  }

  /// Whether the go command takes a directory for a tree.
  static func isTree(_ path: ByteString, _ machine: Machine) -> Bool {
    machine.isDirectory(path.appending("pkg/tool"))
  }
}

/// The file has two lines.
private let versionLimit = 1 << 12
