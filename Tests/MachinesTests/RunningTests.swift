import Formats
import Foundation
import Glibc
import Machines
import Testing

/// Real programs, run as a survey runs them.
@Suite struct RunningTests {
  @Test func `programs run side by side, and answer in order`() throws {
    let executions = try run(["sleep 0.3; echo one", "echo two >&2; exit 5", "kill -KILL $$"])
    #expect(executions.map(\.end) == [.exited(0), .exited(5), .killed(signal: SIGKILL)])
    #expect(executions.map(\.output.bytes) == [Array("one\n".utf8), [], []])
    #expect(executions[1].errors.bytes == Array("two\n".utf8))
  }

  @Test func `a program sees the environment it is given and its run's mark`() throws {
    let machine = try Machine.live()
    let invocation = Invocation(
      "/usr/bin/env", words: ["env"], environment: ["A": "b c"], in: "/usr")
    let output = ByteString(try #require(try machine.run([invocation], 10_000).first).output.bytes)
    let lines = output.split(on: 0x0A).filter { !$0.isEmpty }
    #expect(lines.count == 2)
    #expect(lines.contains("A=b c"))
    #expect(lines.contains { $0.hasPrefix("GOTOOLS_RUN=") })
  }

  @Test func `a program that cannot be started says why, and the others run`() throws {
    let machine = try Machine.live()
    let gone = Invocation("/gone", words: ["gone"], environment: [:])
    let there = Invocation("/bin/sh", words: ["sh", "-c", "exit 4"], environment: [:])
    let executions = try machine.run([gone, there], 10_000)
    guard case .notStarted(let error) = executions[0].end else {
      Issue.record("\(executions[0].end)")
      return
    }
    #expect("\(error)" == "No such file or directory")
    #expect(executions[1].end == .exited(4))
  }

  @Test func `standard input is at its end`() throws {
    let execution = try #require(try run(["cat; echo $?"]).first)
    #expect(execution.output.bytes == Array("0\n".utf8))
  }

  @Test(arguments: [
    "sleep SECONDS", "trap '' TERM HUP INT; while :; do sleep SECONDS; done", "kill -STOP $$",
    "exec 1>&- 2>&-; sleep SECONDS", "(setsid sleep SECONDS &); sleep SECONDS",
    "while :; do :; done",
    "yes", "sh -c 'trap \"\" TERM; sleep SECONDS & wait' & wait",
  ])
  func `what has not ended by the deadline is stopped, with all it has started`(script: String)
    throws
  {
    let seconds = unusedNumber()
    let execution = try #require(
      try run([script.replacing("SECONDS", with: seconds)], milliseconds: 300).first)
    #expect(execution.end == .deadline)
    #expect(try processes(naming: seconds).isEmpty)
  }

  @Test(arguments: ["sleep SECONDS &", "setsid sleep SECONDS &", "(trap '' TERM; sleep SECONDS) &"])
  func `what is left running keeps nobody waiting, and is ended`(script: String) throws {
    let seconds = unusedNumber()
    let execution = try #require(
      try run([script.replacing("SECONDS", with: seconds) + " echo done"], milliseconds: 60_000)
        .first)
    #expect(execution.end == .exited(0))
    #expect(execution.output.bytes == Array("done\n".utf8))
    #expect(try processes(naming: seconds).isEmpty)
  }

  @Test func `what others pass on after a program's end is heard`() throws {
    let execution = try #require(
      try run(["(trap '' TERM; echo passed on) &"]).first)
    #expect(execution.end == .exited(0))
    #expect(execution.output.bytes == Array("passed on\n".utf8))
  }

  @Test func `what no longer finds its parent, its session or its mark is still of the family`()
    throws
  {
    let seconds = unusedNumber()
    _ = try run(
      ["setsid env -i sh -c 'sleep \(seconds); :' & sleep 0.1; sleep 1000"], milliseconds: 400)
    #expect(try processes(naming: seconds).isEmpty)
  }

  @Test func `without programs nothing is run`() throws {
    #expect(try Machine.live().run([], 1000).isEmpty)
  }

  @Test func `what others run at the same time is left alone`() throws {
    let seconds = unusedNumber()
    let bystander = Process()
    bystander.executableURL = URL(fileURLWithPath: "/bin/sleep")
    bystander.arguments = [seconds]
    try bystander.run()
    _ = try run(["sleep 1000"], milliseconds: 100)
    #expect(bystander.isRunning)
    // A test runs on a thread whose blocked signals its children inherit.
    kill(bystander.processIdentifier, SIGKILL)
    bystander.waitUntilExit()
  }

  @Test func `of what is too much the beginning and the end are kept`() throws {
    let execution = try #require(
      try run(["echo begin; head -c 5000000 /dev/zero; echo end"]).first)
    #expect(execution.output.head.starts(with: "begin\n".utf8))
    #expect(execution.output.bytes.suffix(4).elementsEqual("end\n".utf8))
    #expect(execution.output.head.count == 1 << 19)
    #expect(execution.output.tail.count == 1 << 19)
    #expect(!execution.output.isComplete)
  }

  @Test(arguments: [0, 1, (1 << 20) - 1, 1 << 20]) func `up to a mebibyte is kept whole`(count: Int)
    throws
  {
    let execution = try #require(try run(["head -c \(count) /dev/zero"]).first)
    #expect(execution.output.bytes.count == count)
    #expect(execution.output.isComplete)
  }

  @Test func `a mebibyte and a byte is not whole`() throws {
    let execution = try #require(try run(["head -c \((1 << 20) + 1) /dev/zero"]).first)
    #expect(execution.output.bytes.count == 1 << 20)
    #expect(!execution.output.isComplete)
  }

  @Test func `nothing runs on a machine that is looked at from outside`() throws {
    let invocation = Invocation("/bin/true", words: ["true"], environment: [:])
    for machine in [Machine.example(), try Machine.live(root: "/")] {
      #expect(throws: CannotRun.self) { try machine.run([invocation], 1000) }
    }
  }

  private func run(_ scripts: [String], milliseconds: Int64 = 20_000) throws -> [Execution] {
    let machine = try Machine.live()
    return try machine.run(
      scripts.map {
        Invocation(
          "/bin/sh", words: ["sh", "-c", ByteString($0)],
          environment: ["PATH": "/usr/bin:/bin", "HOME": "/"])
      }, milliseconds)
  }
}

/// A number of seconds that no other program was told to sleep for.
private func unusedNumber() -> String { "\(Int.random(in: 100_000_000...999_999_999))" }

/// The processes, zombies aside, that have the word on their command line.
private func processes(naming word: String) throws -> [String] {
  let names = try FileManager.default.contentsOfDirectory(atPath: "/proc")
  return names.filter { name in
    guard Int(name) != nil, let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
    else { return false }
    return String(decoding: line, as: UTF8.self).split(separator: "\0").contains { $0 == word }
  }
}
