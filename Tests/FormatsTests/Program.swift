import Foundation

/// Whether the tests run that need more programs than the toolchain.
let isTestingAll = ProcessInfo.processInfo.environment["GOTOOLS_TEST_ALL"] == "1"

/// A directory for one test, gone after it.
func withDirectory<Result>(_ body: (URL) throws -> Result) throws -> Result {
  // The name is short: a socket's path may have 107 bytes.
  let directory = FileManager.default.temporaryDirectory
    .appending(path: "gotools-\(UUID().uuidString.prefix(8))")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try body(directory)
}

/// Runs a program with that directory as its own, home and temporary one; returns how it ended and what it printed.
func run(_ words: [String], in directory: URL) throws -> (status: Int32, output: [UInt8]) {
  let output = Pipe()
  let process = try start(words, in: directory, output: output)
  let text = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return (process.terminationStatus, Array(text))
}

/// Starts a program likewise; none that leaves others behind, for whose end the process then would wait.
func start(
  _ words: [String], in directory: URL, output: Any = FileHandle.nullDevice
) throws -> Process {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  // The thread that runs a test has signals blocked, and a program would have them so too.
  process.arguments = ["--default-signal"] + words
  process.currentDirectoryURL = directory
  process.environment = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    "HOME": directory.path, "TMPDIR": directory.path, "TMUX_TMPDIR": directory.path,
    "TERM": "dumb",
  ]
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  return process
}

/// The bytes that hexadecimal digits name, blanks and lines between them left out.
func bytes(hexadecimal digits: String) -> [UInt8] {
  let digits = Array(digits.filter { !$0.isWhitespace })
  return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
    UInt8(String(digits[$0...$0 + 1]), radix: 16)
  }
}

/// The digits that name the bytes.
func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { String(UInt16($0) + 256, radix: 16).suffix(2) }.joined()
}
