package import Formats

/// The go.work or go.mod that counts in a directory, and the Go it asks for.
package struct GoModuleDemand: Hashable, Sendable {
  package let file: ByteString
  package let lines: GoModuleLines
  /// The directories that a go.work uses, as it names them; none for a go.mod.
  package let uses: [ByteString]
  /// What ends every build at a go.work; `nil` for a go.mod.
  package let workspaceFault: GoModuleLines.WorkspaceFault?
}

/// A module of a workspace, and what its go.mod says.
package struct GoWorkspaceModule: Sendable {
  package let file: ByteString
  package let text: [UInt8]
}

extension GoSettings {
  /// Whether the go command works with modules at all, and so cares for toolchains.
  func usesModules() throws(GoRefusal) -> Bool {
    switch value("GO111MODULE") {
    case "", "on": return true
    case "auto":
      let directory = try workingDirectory()
      if moduleFile(from: directory) != nil { return true }
      return try workFile(from: directory) != nil
    default: return false
    }
  }

  /// What go.work asks for, or where there is none go.mod: cmd/go's `toolchain.modGoToolchain`.
  func moduleLines() throws(GoRefusal) -> GoModuleDemand? {
    let directory = try workingDirectory()
    var file = try workFile(from: directory)
    // GOWORK may name a file that is yet to be made.
    if let path = file, machine.place(of: path) == nil { file = nil }
    let isWork = file != nil
    guard let file = file ?? moduleFile(from: directory) else { return nil }
    guard let text = try? machine.files.read(file, limit: GoModuleLines.fileLimit) else {
      throw .unreadable(file)
    }
    return GoModuleDemand(
      file: file, lines: GoModuleLines(parsing: text),
      uses: isWork ? GoModuleLines.uses(inWork: text) : [],
      workspaceFault: isWork ? GoModuleLines.fault(ofWork: text) : nil)
  }

  /// Whether all downloads come from a directory, whose toolchains need no checksum database.
  package var hasLocalProxy: Bool {
    let proxy = value("GOPROXY")
    return proxy.hasPrefix("file://") && !proxy.contains(UInt8(ascii: ","))
      && !proxy.contains(UInt8(ascii: "|"))
  }

  /// Whether GOPROXY forbids every download before it names a source, and no other variable takes the toolchain out of that.
  package var forbidsDownloads: Bool {
    GoProxyList.firstEntry(of: value("GOPROXY")) == "off" && !bypassesProxy
  }

  /// Whether GONOPROXY may match golang.org/toolchain: the end of a pattern's first name is compared.
  private var bypassesProxy: Bool {
    let own = value("GONOPROXY")
    for pattern in (own.isEmpty ? value("GOPRIVATE") : own).split(on: UInt8(ascii: ",")) {
      let host = pattern.cut(at: UInt8(ascii: "/"))?.before ?? pattern
      let special: [UInt8] = [0x2A, 0x3F, 0x5B, 0x5C, 0x5D]
      let start = host.bytes.lastIndex { special.contains($0) }
      let end = ByteString(host.bytes[(start.map { $0 + 1 } ?? 0)...])
      if start == nil ? end == "golang.org" : ("golang.org" as ByteString).hasSuffix(end) {
        return true
      }
    }
    return false
  }
}
