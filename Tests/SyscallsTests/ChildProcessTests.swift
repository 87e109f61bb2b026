import Foundation
import Glibc
import Syscalls
import Testing

@Suite struct ChildProcessTests {
  /// What cannot be started, and the reason.
  static let refusals:
    [(name: String, path: String, words: [String], directory: String?, error: Int32)] = [
      ("a missing file", "/gone", ["gone"], nil, ENOENT),
      ("a directory", "/usr", ["usr"], nil, EACCES),
      ("a file that is no program", "/etc/passwd", ["passwd"], nil, EACCES),
      ("a missing working directory", "/bin/true", ["true"], "/gone", ENOENT),
      ("a NUL in the path", "/bin/true\0", ["true"], nil, EINVAL),
      ("a NUL in a word", "/bin/true", ["true", "a\0b"], nil, EINVAL),
      ("a NUL in the directory", "/bin/true", ["true"], "/\0", EINVAL),
      (
        "a word beyond all limits", "/bin/true", [String(repeating: "x", count: 1 << 23)], nil,
        E2BIG
      ),
    ]

  @Test(arguments: refusals.indices) func `what cannot be started is refused with the reason`(
    index: Int
  ) {
    let row = Self.refusals[index]
    #expect(throws: Errno(code: row.error), "\(row.name)") {
      try ChildProcess(
        starting: Array(row.path.utf8), words: row.words.map { Array($0.utf8) }, environment: [],
        in: row.directory.map { Array($0.utf8) })
    }
  }

  @Test(arguments: [(Int32.max, "-Hn"), (1, "-Sn"), (0, "-Sn")])
  func `a child may have as many descriptors as the hard limit allows, and never fewer`(
    descriptors: Int32, limit: String
  ) throws {
    let parent = try shell("ulimit " + limit)
    let expected = try #require(try read(parent))
    _ = try parent.reap()
    let child = try shell("ulimit -Sn", descriptors: descriptors)
    #expect(try read(child) == expected)
    _ = try child.reap()
  }

  @Test func `a child is reaped with its status, and with its signal`() throws {
    let ends: [(String, ChildProcess.End)] = [
      ("exit 7", .exited(7)), ("exit 0", .exited(0)), ("kill -TERM $$", .killed(signal: SIGTERM)),
    ]
    for (script, end) in ends {
      let child = try shell(script)
      while !child.hasEnded {
        try ChildProcess.wait(reading: [], ends: [child], milliseconds: 1000)
      }
      #expect(child.hasEnded)
      #expect(try child.reap() == end)
    }
  }

  @Test func `a child has its three descriptors and no other, and a session of its own`() throws {
    let open = try FileDescriptor.root(Array("/".utf8))
    let child = try shell(
      "cd /proc/self/fd; echo *; read -r a b c d e f g </proc/self/stat; echo $f")
    var text: [UInt8] = []
    while let bytes = try read(child), !bytes.isEmpty { text += bytes }
    _ = try child.reap()
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    #expect(lines.first?.hasPrefix("0 1 2") ?? false)
    // The shell may hold one more, for what it is just reading.
    #expect((lines.first?.split(separator: " ").count ?? 9) <= 4)
    #expect(lines.last == "\(child.number)")
    _ = try open.status()
  }

  @Test func `signals that this process ignores are not ignored in a child`() throws {
    let before = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, before) }
    let child = try shell("kill -PIPE $$; exit 3")
    while !child.hasEnded { try ChildProcess.wait(reading: [], ends: [child], milliseconds: 1000) }
    #expect(try child.reap() == .killed(signal: SIGPIPE))
  }

  @Test func `nothing to read yet is nil, and the end of a stream is empty`() throws {
    let child = try shell("read x </proc/self/fd/0; sleep 0.05; echo late")
    #expect(try child.read(.output) == nil)
    #expect(try read(child) == Array("late\n".utf8))
    #expect(try read(child) == [])
    _ = try child.reap()
  }

  @Test func `a directory's names are told without its dots`() throws {
    #expect(try names(in: "/proc/self/task/\(getpid())/ns").contains(Array("pid".utf8)))
    #expect(try !names(in: "/").contains([0x2E, 0x2E]))
    #expect(throws: Errno.noSuchFile) { try names(in: "/gone") }
    #expect(throws: Errno.notDirectory) { try names(in: "/etc/passwd") }
    #expect(throws: Errno.invalidArgument) { try names(in: "/\0") }
  }

  private func names(in directory: String) throws -> [[UInt8]] {
    try FileDescriptor.reading(Array(directory.utf8)).names(limit: 1000)
  }

  private func shell(_ script: String, descriptors: Int32 = 0) throws -> ChildProcess {
    try ChildProcess(
      starting: Array("/bin/sh".utf8), words: ["sh", "-c", script].map { Array($0.utf8) },
      environment: [Array("PATH=/usr/bin:/bin".utf8)], in: nil, descriptors: descriptors)
  }

  /// What comes next on standard output.
  private func read(_ child: ChildProcess) throws -> [UInt8]? {
    while true {
      if let bytes = try child.read(.output) { return bytes }
      try ChildProcess.wait(reading: [(child, .output)], ends: [], milliseconds: 1000)
    }
  }
}
