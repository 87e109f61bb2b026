import Formats
import Foundation
import Glibc
import Machines
import Syscalls
import Testing

@Suite struct FileTreeTests {
  /// Each way to hold the same files.
  enum Kind: CaseIterable, CustomTestStringConvertible {
    case live
    case rooted
    case example

    var testDescription: String { "\(self)" }
  }

  @Test(arguments: Kind.allCases) func `a missing file is nil, not an error`(_ kind: Kind) throws {
    try with(kind, ["/a/file": "x"]) { tree, top, _ throws in
      for name in ["/gone", "/a/gone", "/gone/file", "/a/file/below", "/a/file/"] as [ByteString] {
        #expect(try tree.read(top + name) == nil, "\(name)")
        #expect(try tree.open(top + name) == nil, "\(name)")
        #expect(try tree.status(top + name) == nil, "\(name)")
        #expect(try tree.link(top + name) == nil, "\(name)")
        #expect(!tree.mayExecute(top + name), "\(name)")
      }
    }
  }

  @Test(arguments: Kind.allCases) func `a file is read with its bytes`(_ kind: Kind) throws {
    let noise = ByteString((0...255).map { $0 })
    try with(kind, ["/a/file": .file(noise), "/empty": ""]) { tree, top, _ throws in
      #expect(try tree.read(top + "/a/file") == noise.bytes)
      #expect(try tree.read(top + "/a//./b/../file") == nil)
      #expect(try tree.read(top + "//a/./../a//file") == noise.bytes)
      #expect(try tree.read(top + "/empty") == [])
      let file = try #require(try tree.open(top + "/a/file"))
      #expect(file.status.kind == .regular)
      #expect(file.status.size == 256)
      #expect(try file.read(3, 254) == [254, 255])
      #expect(try file.read(3, 256) == [])
      #expect(try file.readAll(256) == noise.bytes)
      #expect(try file.readAll(256) == noise.bytes)
    }
  }

  @Test(arguments: Kind.allCases)
  func `a file of the limit is read, one byte more is refused`(_ kind: Kind) throws {
    let text = ByteString([UInt8](repeating: 1, count: 1000))
    try with(kind, ["/file": .file(text)]) { tree, top, _ throws in
      #expect(try tree.read(top + "/file", limit: 1000) == text.bytes)
      #expect(throws: Errno.fileTooLarge) { _ = try tree.read(top + "/file", limit: 999) }
      #expect(throws: Errno.fileTooLarge) { _ = try tree.read(top + "/file", limit: 0) }
    }
  }

  @Test func `what was asked about keeps its answer, and what was missing is not opened`() throws {
    try with(.live, ["/file": "x"]) { tree, top, path throws in
      let memory = tree.remembering()
      #expect(try memory.status(top + "/late") == nil)
      #expect(try memory.status(top + "/file")?.size == 1)
      for name in ["late", "file"] {
        try Data("xyz".utf8).write(to: URL(fileURLWithPath: path).appending(path: name))
      }
      #expect(try memory.status(top + "/file")?.size == 1)
      #expect(try memory.open(top + "/late") == nil)
      #expect(try tree.read(top + "/late") == Array("xyz".utf8))
    }
  }

  @Test(arguments: Kind.allCases) func `a directory is no file`(_ kind: Kind) throws {
    try with(kind, ["/a/b/file": ""]) { tree, top, _ throws in
      #expect(try tree.status(top + "/a/b")?.kind == .directory)
      #expect(throws: Errno.isDirectory) { _ = try tree.read(top + "/a/b") }
      #expect(throws: Errno.isDirectory) { _ = try tree.read(top + "/a/b/") }
    }
  }

  @Test(arguments: Kind.allCases) func `links are followed on reading`(_ kind: Kind) throws {
    let files: [ByteString: ExampleFile] = [
      "/a/file": "text", "/a/relative": .link("file"), "/up": .link("a/../a/file"),
      "/chain": .link("up"), "/directory": .link("a"), "/dangling": .link("gone"),
    ]
    try with(kind, files) { tree, top, _ throws in
      for name in ["/a/relative", "/up", "/chain", "/directory/file"] as [ByteString] {
        #expect(try tree.read(top + name) == Array("text".utf8), "\(name)")
      }
      #expect(try tree.read(top + "/dangling") == nil)
      #expect(try tree.link(top + "/dangling") == "gone")
      #expect(try tree.link(top + "/directory/relative") == "file")
      #expect(try tree.status(top + "/dangling")?.kind == .link)
      #expect(try tree.status(top + "/up")?.kind == .link)
      #expect(try tree.status(top + "/directory/file")?.kind == .regular)
    }
  }

  @Test(arguments: [Kind.rooted, .example])
  func `no link leads out of a tree`(_ kind: Kind) throws {
    let files: [ByteString: ExampleFile] = [
      "/etc/passwd": "inside", "/absolute": .link("/etc/passwd"),
      "/upward": .link("../../../../../../../../../../etc/passwd"),
      "/etc/upward": .link("../../../../etc/../../etc/passwd"), "/directory": .link("/etc"),
      "/root": .link("/"),
    ]
    try with(kind, files) { tree, top, _ throws in
      let names: [ByteString] = [
        "/etc/passwd", "/absolute", "/upward", "/etc/upward", "/directory/passwd",
        "/../../../../../../etc/passwd", "/root/root/etc/passwd", "/root/../etc/passwd",
      ]
      for name in names {
        #expect(try tree.read(name) == Array("inside".utf8), "\(name)")
      }
      #expect(try tree.link("/absolute") == "/etc/passwd")
      #expect(try tree.read("/etc/hostname") == nil)
    }
  }

  @Test func `a magic link of a tree is not followed`() throws {
    let tree = try FileTree.rooted(at: "/")
    #expect(throws: Errno.tooManyLinks) { _ = try tree.read("/proc/self/exe") }
    #expect(throws: Errno.tooManyLinks) { _ = try tree.read("/proc/self/root/etc/passwd") }
    #expect(throws: Errno.tooManyLinks) { _ = try tree.read("/proc/self/cwd/Package.swift") }
    #expect(try tree.link("/proc/self/root") == "/")
    #expect(try tree.status("/proc/self/exe")?.kind == .link)
  }

  @Test(arguments: Kind.allCases)
  func `a circle of links is an error`(_ kind: Kind) throws {
    try with(kind, ["/a": .link("b"), "/b": .link("a")]) { tree, top, _ throws in
      #expect(throws: Errno.tooManyLinks) { _ = try tree.read(top + "/a") }
      #expect(throws: Errno.tooManyLinks) { _ = try tree.status(top + "/a/x") }
      #expect(try tree.link(top + "/a") == "b")
      #expect(!tree.mayExecute(top + "/a"))
    }
  }

  @Test(arguments: [Kind.live, .rooted])
  func `what is no file is refused at once`(_ kind: Kind) throws {
    try with(kind, ["/file": ""]) { tree, top, directory in
      try #require(unsafe mkfifo(directory + "/fifo", 0o600) == 0)
      try makeSocket(in: directory)
      #expect(throws: Errno.invalidArgument) { _ = try tree.read(top + "/fifo") }
      #expect(throws: Errno(code: ENXIO)) { _ = try tree.read(top + "/socket") }
      #expect(try tree.status(top + "/fifo")?.kind == .fifo)
      #expect(try tree.status(top + "/socket")?.kind == .socket)
      #expect(!tree.mayExecute(top + "/fifo"))
    }
  }

  @Test func `the null device is an empty file, other devices are none`() throws {
    for tree in [FileTree.live, try .rooted(at: "/")] {
      #expect(try tree.read("/dev/null") == [])
      #expect(throws: Errno.invalidArgument) { _ = try tree.read("/dev/zero") }
    }
  }

  @Test(arguments: Kind.allCases) func `a name that no file can have is missing`(_ kind: Kind)
    throws
  {
    try with(kind, ["/file": ""]) { tree, top, _ throws in
      for name in [
        "/" + text(256), "/" + text(5000), ByteString(String(repeating: "/x", count: 3000)),
      ] {
        #expect(try tree.read(top + name) == nil)
        #expect(try tree.status(top + name) == nil)
        #expect(try tree.link(top + name) == nil)
        #expect(!tree.mayExecute(top + name))
      }
    }
  }

  @Test(arguments: [Kind.live, .rooted])
  func `a NUL in a path does not end it`(_ kind: Kind) throws {
    try with(kind, ["/file": ""]) { tree, top, _ throws in
      #expect(throws: Errno.invalidArgument) { _ = try tree.read(top + "/file\0x") }
      #expect(throws: Errno.invalidArgument) { _ = try tree.status(top + "/file\0x") }
      #expect(throws: Errno.invalidArgument) { _ = try tree.link(top + "/file\0x") }
      #expect(!tree.mayExecute(top + "/file\0x"))
      #expect(!tree.mayWrite(top + "/file\0x"))
    }
  }

  @Test(arguments: Kind.allCases)
  func `a directory may be written, a file is none and nothing is not there`(_ kind: Kind) throws {
    try with(kind, ["/d/x": "", "/f": "", "/l": .link("d")]) { tree, top, _ throws in
      #expect(tree.mayWrite(top + "/d"))
      #expect(tree.mayWrite(top + "/l"))
      #expect(!tree.mayWrite(top + "/f"))
      #expect(!tree.mayWrite(top + "/none"))
    }
  }

  @Test func `a directory that nobody may write is told by its mode`() {
    #expect(!FileTree.only(["/d": .directory(mode: 0o555)]).mayWrite("/d"))
  }

  @Test(arguments: Kind.allCases) func `what may be executed is told by its mode`(_ kind: Kind)
    throws
  {
    let files: [ByteString: ExampleFile] = [
      "/program": .file("", mode: 0o755), "/unreadable": .file("", mode: 0o111),
      "/text": .file("", mode: 0o644), "/link": .link("program"), "/dangling": .link("gone"),
    ]
    try with(kind, files) { tree, top, _ throws in
      #expect(tree.mayExecute(top + "/program"))
      #expect(tree.mayExecute(top + "/unreadable"))
      #expect(tree.mayExecute(top + "/link"))
      #expect(!tree.mayExecute(top + "/text"))
      #expect(!tree.mayExecute(top + "/dangling"))
      #expect(try tree.status(top + "/unreadable")?.mode == 0o111)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root reads everything"), arguments: Kind.allCases)
  func `an unreadable file is an error, not a missing one`(_ kind: Kind) throws {
    try with(kind, ["/file": .unreadable]) { tree, top, _ throws in
      #expect(throws: Errno.permissionDenied) { _ = try tree.read(top + "/file") }
      #expect(try tree.status(top + "/file")?.mode == 0)
    }
  }

  @Test func `an unreadable file of an example is an error for everyone`() throws {
    let tree = FileTree.only(["/file": .unreadable])
    #expect(throws: Errno.permissionDenied) { _ = try tree.read("/file") }
  }

  @Test func `names that are no UTF-8 are names like others`() throws {
    let name = ByteString([0x2F, 0xFF, 0x80, 0x0A])
    try with(.rooted, [:]) { tree, _, directory in
      let path = (Array(directory.utf8) + name.bytes).map(CChar.init(bitPattern:)) + [0]
      let descriptor = unsafe creat(path, 0o600)
      try #require(descriptor >= 0)
      close(descriptor)
      #expect(try tree.read(name) == [])
      #expect(try FileTree.live.read(ByteString(directory) + name) == [])
    }
  }

  @Test func `a tree needs a directory`() throws {
    try with(.rooted, ["/file": "", "/link": .link("file")]) { _, _, directory in
      let directory = ByteString(directory)
      #expect(throws: Errno.notDirectory) { _ = try FileTree.rooted(at: directory + "/file") }
      #expect(throws: Errno.notDirectory) { _ = try FileTree.rooted(at: directory + "/link") }
      #expect(throws: Errno.noSuchFile) { _ = try FileTree.rooted(at: directory + "/gone") }
      #expect(throws: Errno.noSuchFile) { _ = try FileTree.rooted(at: "") }
    }
  }

  @Test func `one file of two names is recognised`() throws {
    let tree = FileTree.only(["/a": "", "/b": "", "/directory": .link("/")])
    let status = try #require(try tree.status("/a"))
    #expect(try tree.status("/directory/a")?.isSameFile(as: status) == true)
    #expect(try tree.status("/b")?.isSameFile(as: status) == false)
  }
}

/// Calls `body` with a tree of these files, what stands before each path in it, and its directory.
private func with(
  _ kind: FileTreeTests.Kind, _ files: [ByteString: ExampleFile],
  _ body: (_ tree: FileTree, _ top: ByteString, _ directory: String) throws -> Void
) throws {
  if kind == .example { return try body(.only(files), "", "") }
  let url = FileManager.default.temporaryDirectory.appending(
    path: "gotools-tree-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: url) }
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  for (path, file) in files {
    let place = url.path + path.text
    try FileManager.default.createDirectory(
      atPath: url.path + path.parent.text, withIntermediateDirectories: true)
    switch file {
    case .file(let text, let mode):
      try Data(text.bytes).write(to: URL(filePath: place))
      try #require(unsafe chmod(place, mode_t(mode)) == 0)
    case .link(let target): try #require(unsafe symlink(target.text, place) == 0)
    case .unreadable:
      try Data().write(to: URL(filePath: place))
      try #require(unsafe chmod(place, 0) == 0)
    default: throw Errno.invalidArgument
    }
  }
  switch kind {
  case .live: try body(.live, ByteString(url.path), url.path)
  default: try body(try .rooted(at: ByteString(url.path)), "", url.path)
  }
}

/// Leaves a socket named `socket` that nobody listens to.
private func makeSocket(in directory: String) throws {
  let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  try #require(descriptor >= 0)
  defer { close(descriptor) }
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let path = Array((directory + "/socket").utf8)
  unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
    unsafe place.copyBytes(from: path.prefix(place.count - 1))
  }
  let result = unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  try #require(result == 0)
}

private func text(_ count: Int) -> ByteString {
  ByteString([UInt8](repeating: UInt8(ascii: "x"), count: count))
}
