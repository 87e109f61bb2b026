import Formats
import Foundation
import Testing

@Suite struct PathLinesTests {
  static let directories: [ByteString] = [
    "/usr/local/go/bin", "/a b", "/it's", "/$(touch x)", "/`x`", "/\"q\"", "/a\\b", "/*", "/[x]",
    "/new\nline", "/end\n\n", "/100%d\n", "/\n# <<< gotools <<<\n", "/é", "/-n", "/a\tb", "/a;b&c",
    ByteString([0x2F, 0xFF, 0x80]), ByteString([0x2F, 0xFF, 0x0A, 0x37]), "/~", "/!x",
  ]

  @Test(arguments: directories, ["dash", "bash", "zsh"])
  func `a shell that reads the lines twice has the directory once`(
    directory: ByteString, shell: String
  ) throws {
    let lines = try #require(PathLines.profile(directory))
    let text = Array("set -eu; PATH=/usr/bin:/bin\n".utf8) + lines.bytes + lines.bytes
    let path = try answer(of: shell, to: Array(text) + "printf %s \"$PATH\"".utf8)
    #expect(ByteString(path) == directory + ":/usr/bin:/bin")
  }

  @Test func `an empty PATH gets no empty entry`() throws {
    let lines = try #require(PathLines.profile("/go/bin"))
    for start in ["unset PATH\n", "PATH=\n"] {
      let path = try answer(
        of: "dash", to: Array(start.utf8) + lines.bytes + "printf %s \"$PATH\"".utf8)
      #expect(ByteString(path) == "/go/bin")
    }
  }

  @Test(arguments: directories)
  func `the lines stay between their markers`(directory: ByteString) throws {
    let lines = try #require(PathLines.profile(directory))
    let text = try MarkedBlock.setting(lines, in: Array("a\n".utf8))
    #expect(text.starts(with: "a\n# >>> gotools >>>\n".utf8))
    #expect(try MarkedBlock.setting(lines, in: text) == text)
  }

  @Test(arguments: ["", "go/bin", "/a:b", "/a\0b"] as [ByteString])
  func `what PATH cannot hold is refused`(directory: ByteString) {
    #expect(PathLines.profile(directory) == nil)
    #expect(PathLines.environmentDirectory(directory) == nil)
  }

  @Test(
    arguments: ["/$x", "/a\nb", "/\"", "/'", "/a\\b", "/\u{1B}", ByteString([0x2F, 0xFF])]
      as [ByteString])
  func `what environment.d cannot say is refused`(directory: ByteString) {
    #expect(PathLines.environmentDirectory(directory) == nil)
  }

  @Test func `environment.d gets one line`() {
    #expect(PathLines.environmentDirectory("/opt/my go/bin") == "PATH=/opt/my go/bin:$PATH\n")
  }
}

/// What a shell writes that reads a text from standard input.
private func answer(of shell: String, to text: [UInt8]) throws -> [UInt8] {
  let process = Process()
  let input = Pipe()
  let output = Pipe()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [shell]
  process.environment = ["PATH": "/usr/bin:/bin"]
  process.standardInput = input
  process.standardOutput = output
  try process.run()
  try input.fileHandleForWriting.write(contentsOf: Data(text))
  try input.fileHandleForWriting.close()
  let answer = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return Array(answer)
}
