import Formats
import Foundation
import Machines
import Testing

/// The real go command, asked about configurations.
struct GoOracle {
  /// A path without links.
  let program: ByteString
  let tree: ByteString
  let build: BuildInformation
  private let directory: ByteString

  /// `nil` where there is no go command in the tree.
  init?(tree: ByteString) throws {
    let program = tree.appending("bin/go")
    var reads = 0
    guard let build = try buildInformation(program, reads: &reads) else { return nil }
    self.program = program
    self.tree = tree
    self.build = build
    let path = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "gotools-oracle-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    directory = ByteString(path)
  }

  /// The tree that GOTOOLS_TEST_GO names.
  static func underTest() throws -> GoOracle {
    let value = ThisProcess.environment["GOTOOLS_TEST_GO"]
    let tree = try #require(value, "set GOTOOLS_TEST_GO to the directory of a Go installation")
    return try #require(
      try GoOracle(tree: tree), "“\(tree)” has no bin/go made by Go 1.18 or later")
  }

  /// The directory and the settled configuration of one question.
  func prepared(_ configuration: GoConfiguration, number: Int) throws -> (
    own: ByteString, configuration: GoConfiguration
  ) {
    let own = directory.appending(ByteString("\(number)"))
    let settled = configuration.settled(in: own, tree: tree)
    try settled.make(in: own, program: program)
    return (own, settled)
  }

  /// Starts `go ARGUMENTS`.
  func start(
    _ configuration: GoConfiguration, in own: ByteString, _ arguments: [ByteString]
  ) throws -> Question {
    let output = own.appending("stdout")
    let errors = own.appending("stderr")
    let script = configuration.script(arguments, output: output, errors: errors)
    let file = own.appending("question.sh").text
    try Data(script.bytes).write(to: URL(fileURLWithPath: file))
    let process = try Self.run(file)
    return Question(process: process, script: script, file: file, output: output, errors: errors)
  }

  fileprivate static func run(_ script: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [script]
    try process.run()
    return process
  }

  /// Removes what the questions left behind.
  func finish() {
    // The module cache is made of directories that cannot be written to.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "chmod -R u+w \"$0\"; rm -rf \"$0\"", directory.text]
    try? process.run()
    process.waitUntilExit()
  }

  struct Question {
    fileprivate let process: Process
    let script: ByteString
    fileprivate let file: String
    fileprivate let output: ByteString
    fileprivate let errors: ByteString

    func answer() throws -> Answer {
      var answer = try answer(of: process)
      // A program written here stays busy while a child that another test was starting holds it open.
      for _ in 0..<100 where answer.errors.text.lowercased().contains("text file busy") {
        Thread.sleep(forTimeInterval: 0.01)
        answer = try self.answer(of: GoOracle.run(file))
      }
      return answer
    }

    private func answer(of process: Process) throws -> Answer {
      process.waitUntilExit()
      return Answer(
        status: process.terminationStatus,
        output: ByteString(try FileTree.live.read(output) ?? []),
        errors: ByteString(try FileTree.live.read(errors) ?? []))
    }
  }

  struct Answer {
    let status: Int32
    let output: ByteString
    let errors: ByteString
  }
}

extension GoConfiguration {
  /// The machine that the go command of this settled configuration sees.
  func machine(_ own: ByteString) throws -> Machine {
    var machine = try Machine.live(environment: Environment(environment))
    // A preparation is one that takes the directory away.
    machine.workingDirectory = preparation.isEmpty ? machine.place(of: directory)?.path : nil
    return machine
  }
}

/// What a file says of its making; `reads` counts the looks at it.
func buildInformation(_ path: ByteString, reads: inout Int) throws -> BuildInformation? {
  guard let file = try FileTree.live.open(path) else { return nil }
  let size = try FileManager.default.attributesOfItem(atPath: path.text)[.size] as? Int64
  return try BuildInformation(fileSize: size ?? 0) {
    reads += 1
    return try file.read($0, $1)
  }
}
