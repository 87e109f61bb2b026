import Foundation
import Glibc
import Syscalls
import Testing

@Suite struct SyscallsTests {
  /// A call, by what it is given, and the reason it must be refused with.
  struct Refusal: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let error: Int32
    let call: @Sendable (_ directory: [UInt8]) throws -> Void

    init(
      _ description: String, _ error: Int32,
      _ call: @escaping @Sendable (_ directory: [UInt8]) throws -> Void
    ) {
      testDescription = description
      self.error = error
      self.call = call
    }
  }

  static let refusals: [Refusal] = [
    Refusal("lstat, a missing file", ENOENT) { _ = try status(of: $0 + path("/gone")) },
    Refusal("lstat, an empty path", ENOENT) { _ in _ = try status(of: []) },
    Refusal("lstat, a NUL in the path", EINVAL) { _ = try status(of: $0 + path("/fi\0le")) },
    Refusal("lstat, below a file", ENOTDIR) { _ = try status(of: $0 + path("/file/x")) },
    Refusal("lstat, a long name", ENAMETOOLONG) { _ = try status(of: $0 + longName(256)) },
    Refusal("lstat, a long path", ENAMETOOLONG) { _ in
      _ = try status(of: path(String(repeating: "/.", count: 2048)))
    },
    Refusal("lstat, below a circle", ELOOP) { _ = try status(of: $0 + path("/circle/x")) },
    Refusal("readlink, a missing file", ENOENT) { _ = try link(at: $0 + path("/gone")) },
    Refusal("readlink, a file", EINVAL) { _ = try link(at: $0 + path("/file")) },
    Refusal("readlink, a directory", EINVAL) { _ = try link(at: $0) },
    Refusal("readlink, a NUL in the path", EINVAL) { _ = try link(at: $0 + path("/\0")) },
    Refusal("open to read, a missing file", ENOENT) { directory in
      _ = try FileDescriptor.reading(directory + path("/gone"))
    },
    Refusal("open to read, a circle", ELOOP) { directory in
      _ = try FileDescriptor.reading(directory + path("/circle"))
    },
    Refusal("open to read, a dangling link", ENOENT) { directory in
      _ = try FileDescriptor.reading(directory + path("/dangling"))
    },
    Refusal("open to read, a NUL in the path", EINVAL) { directory in
      _ = try FileDescriptor.reading(directory + path("/file\0"))
    },
    Refusal("open a root, a file", ENOTDIR) { directory in
      _ = try FileDescriptor.root(directory + path("/file"))
    },
    Refusal("open a root, a missing directory", ENOENT) { directory in
      _ = try FileDescriptor.root(directory + path("/gone"))
    },
    Refusal("openat2, a missing file", ENOENT) { directory in
      let root = try FileDescriptor.root(directory)
      _ = try FileDescriptor.reading(path("/gone"), in: root)
    },
    Refusal("openat2, a circle", ELOOP) { directory in
      let root = try FileDescriptor.root(directory)
      _ = try FileDescriptor.reading(path("/circle"), in: root)
    },
    Refusal("openat2, a magic link", ELOOP) { _ in
      let root = try FileDescriptor.root(path("/"))
      _ = try FileDescriptor.reading(path("/proc/self/exe"), in: root)
    },
    Refusal("readlinkat, a file", ENOENT) { directory in
      let root = try FileDescriptor.root(directory)
      _ = try FileDescriptor.naming(path("/file"), in: root).link()
    },
    Refusal("pread, a directory", EISDIR) { directory in
      _ = try FileDescriptor.reading(directory).read(1, at: 0)
    },
    Refusal("pread, before the beginning", EINVAL) { directory in
      _ = try FileDescriptor.reading(directory + path("/file")).read(1, at: -1)
    },
    Refusal("pread, fewer than no bytes", EINVAL) { directory in
      _ = try FileDescriptor.reading(directory + path("/file")).read(-1, at: 0)
    },
    Refusal("pread, more bytes than memory has", EINVAL) { directory in
      _ = try FileDescriptor.reading(directory + path("/file")).read(Int.max, at: 0)
    },
    Refusal("pread, a FIFO", ESPIPE) { directory in
      _ = try FileDescriptor.reading(directory + path("/fifo")).read(1, at: 0)
    },
    Refusal("read, a directory", EISDIR) { directory in
      _ = try FileDescriptor.reading(directory).readToEnd(limit: 1)
    },
    Refusal("read, a byte more than the limit", EFBIG) { directory in
      _ = try FileDescriptor.reading(directory + path("/file")).readToEnd(limit: 4)
    },
    Refusal("read, without an end", EFBIG) { _ in
      _ = try FileDescriptor.reading(path("/dev/zero")).readToEnd(limit: 100_000)
    },
    Refusal("write, a closed descriptor", EBADF) { _ in
      try write([1], to: -1)
    },
  ]

  @Test(arguments: refusals) func `a call is refused with the kernel's reason`(
    refusal: Refusal
  ) throws {
    try inDirectory { directory in
      #expect(throws: Errno(code: refusal.error)) { try refusal.call(directory) }
    }
  }

  @Test(arguments: [
    ("file", FileStatus.Kind.regular), ("circle", .link), ("dangling", .link), ("fifo", .fifo),
    ("inner", .directory),
  ]) func `a status tells the kind`(name: String, kind: FileStatus.Kind) throws {
    try inDirectory { directory in
      #expect(try status(of: directory + path("/" + name)).kind == kind)
      let root = try FileDescriptor.root(directory)
      #expect(try FileDescriptor.naming(path(name), in: root).status().kind == kind)
    }
  }

  @Test func `a status is what lstat says`() throws {
    try inDirectory { directory in
      let file = try status(of: directory + path("/file"))
      #expect(file.size == 5)
      #expect(file.mode == 0o4640)
      #expect(file.owner == geteuid())
      let again = try FileDescriptor.reading(directory + path("/file")).status()
      #expect(again == file)
      #expect(again.isSameFile(as: file))
      let other = try status(of: directory)
      #expect(!again.isSameFile(as: other))
    }
  }

  @Test func `the null device is known by its number`() throws {
    #expect(try status(of: path("/dev/null")).kind == .characterDevice)
    #expect(try status(of: path("/dev/null")).isNullDevice)
    #expect(try !status(of: path("/dev/zero")).isNullDevice)
    #expect(try !status(of: path("/dev")).isNullDevice)
  }

  @Test(arguments: [0, 1, 255, 256, 257, 1023, 1024, 4000])
  func `a link of any length is read whole`(count: Int) throws {
    try inDirectory { directory in
      let target = [UInt8](repeating: UInt8(ascii: "x"), count: max(1, count))
      let place = directory + path("/link")
      #expect(unsafe symlink(string(target), string(place)) == 0)
      #expect(try link(at: place) == target)
      let root = try FileDescriptor.root(directory)
      #expect(try FileDescriptor.naming(path("link"), in: root).link() == target)
    }
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 16384, 100_000])
  func `a file of the limit is read, one byte more is refused`(count: Int) throws {
    try inDirectory { directory in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
      let place = directory + path("/big")
      try Data(bytes).write(to: URL(filePath: string(place)))
      #expect(try FileDescriptor.reading(place).readToEnd(limit: count) == bytes)
      #expect(try FileDescriptor.reading(place).readToEnd(limit: count + 1) == bytes)
      #expect(try FileDescriptor.reading(place).read(count, at: 0) == bytes)
      guard count > 0 else { return }
      #expect(throws: Errno.fileTooLarge) {
        _ = try FileDescriptor.reading(place).readToEnd(limit: count - 1)
      }
    }
  }

  @Test func `all of a file is read, as often as it is asked for`() throws {
    try inDirectory { directory in
      let file = try FileDescriptor.reading(directory + path("/file"))
      #expect(try file.readToEnd(limit: 5) == path("hello"))
      #expect(try file.readToEnd(limit: 5) == path("hello"))
      #expect(try file.read(3, at: 1) == path("ell"))
    }
  }

  @Test(
    arguments: [
      (0, 5, "hello"), (4, 5, "o"), (5, 1, ""), (6, 1, ""), (0, 0, ""), (1 << 40, 1, ""),
    ] as [(Int64, Int, String)])
  func `a part of a file ends where the file does`(offset: Int64, count: Int, text: String) throws {
    try inDirectory { directory in
      let file = try FileDescriptor.reading(directory + path("/file"))
      #expect(try file.read(count, at: offset) == path(text))
    }
  }

  @Test func `a kernel file without a size is read to its end`() throws {
    let file = try FileDescriptor.reading(path("/proc/self/status"))
    #expect(try file.status().size == 0)
    #expect(try file.readToEnd(limit: 1 << 16).starts(with: "Name:".utf8))
  }

  @Test func `a FIFO without a writer does not hang`() throws {
    try inDirectory { directory in
      let fifo = try FileDescriptor.reading(directory + path("/fifo"))
      #expect(try fifo.status().kind == .fifo)
      #expect(throws: Errno(code: ESPIPE)) { _ = try fifo.readToEnd(limit: 1) }
    }
  }

  @Test func `a descriptor closes itself`() throws {
    try inDirectory { directory in
      // More than a process may have open at once.
      for _ in 0..<70_000 { _ = try FileDescriptor.root(directory) }
    }
  }

  @Test func `execute permission is tried, not guessed`() throws {
    try inDirectory { directory in
      #expect(!mayExecute(directory + path("/file")))
      #expect(!mayExecute(directory + path("/gone")))
      #expect(!mayExecute(directory + path("/file\0")))
      #expect(mayExecute(path("/bin/sh")))
      #expect(unsafe chmod(string(directory + path("/file")), 0o700) == 0)
      #expect(mayExecute(directory + path("/file")))
    }
  }

  @Test func `what is written arrives whole`() throws {
    try inDirectory { directory in
      let place = string(directory + path("/written"))
      let descriptor = unsafe open(place, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
      defer { close(descriptor) }
      let bytes = [UInt8](repeating: 7, count: 1 << 20)
      try write([], to: descriptor)
      try write(bytes, to: descriptor)
      #expect(try Array(Data(contentsOf: URL(filePath: place))) == bytes)
    }
  }

  @Test func `an error is told in the C library's words`() {
    #expect(Errno.noSuchFile.description == "No such file or directory")
    #expect("\(Errno(code: 4095))" == "Unknown error 4095")
  }

  @Test func `the clock goes forward`() {
    let start = monotonicMilliseconds()
    usleep(2000)
    #expect(monotonicMilliseconds() > start)
  }

  @Test func `the process is known as the kernel knows it`() throws {
    let words = try Data(contentsOf: URL(filePath: "/proc/self/cmdline"))
      .split(separator: 0, omittingEmptySubsequences: false).dropLast()
    #expect(processArguments() == words.map(Array.init))
    #expect(effectiveUser() == geteuid())
    #expect(processEnvironment().allSatisfy { $0.contains(UInt8(ascii: "=")) })
    let current = FileManager.default.currentDirectoryPath
    #expect(try workingDirectory() == path(current))
    #expect(!isTerminal(-1))
    #expect(terminalColumns(-1) == nil)
  }
}

/// Does something in a new directory with one file of each kind, and removes it.
private func inDirectory(_ body: (_ directory: [UInt8]) throws -> Void) throws {
  let url = FileManager.default.temporaryDirectory.appending(
    path: "gotools-syscalls-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: url) }
  try Data("hello".utf8).write(to: url.appending(path: "file"))
  try #require(unsafe chmod(url.path + "/file", 0o4640) == 0)
  try #require(unsafe mkfifo(url.path + "/fifo", 0o600) == 0)
  try #require(unsafe symlink("circle", url.path + "/circle") == 0)
  try #require(unsafe symlink("gone", url.path + "/dangling") == 0)
  try #require(unsafe mkdir(url.path + "/inner", 0o700) == 0)
  try body(path(url.path))
}

private func path(_ text: String) -> [UInt8] { Array(text.utf8) }

private func string(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }

private func longName(_ count: Int) -> [UInt8] { path("/" + String(repeating: "x", count: count)) }
