import Checks
import Formats
import Foundation
import Machines
import Testing

@Suite(.enabled(if: isWanted), .serialized)
struct GoSettingOracleTests {
  @Test func `what a check says is broken, go breaks on, and on its twin it does not`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    try compare(GoFault.all, with: oracle)
  }

  @Test func `the old go of a distribution breaks on the same`() throws {
    guard let oracle = try GoOracle(tree: "/usr/lib/go-1.19") else { return }
    defer { oracle.finish() }
    try compare(GoFault.all.filter(\.isOld), with: oracle)
  }

  @Test func `the old go takes what only a newer one refuses, and the other way round`() throws {
    guard let oracle = try GoOracle(tree: "/usr/lib/go-1.19") else { return }
    defer { oracle.finish() }
    for (number, row) in oldRows.enumerated() {
      let setting = GoFault.Setting.environment(row.environment)
      let configuration = setting.configuration("the old go, \(row.code) \(row.environment)", [:])
      let (own, settled) = try oracle.prepared(configuration, number: number)
      let answer = try oracle.start(settled, in: own, ["mod", "graph"]).answer()
      #expect((answer.status != 0) == row.fails, "\(settled.report)\(answer.errors)")
      #expect((try severity(of: row.code, settled, own) != nil) == row.fails, "\(settled.report)")
    }
  }

  @Test func `an explanation quotes what go says`() throws {
    for fault in GoFault.all where fault.severity == .error && fault.message.count > 1 {
      let check = try #require(CheckDescription.all.first { $0.code == fault.code })
      let message = ByteString(fault.message).replacing("\r", with: "\\r")
        .replacing(": GOPATH", with: ": NAME").text
      #expect(check.words.breaks.contains(message), "\(fault.code): \(message)")
    }
  }

  private func compare(_ faults: [GoFault], with oracle: GoOracle) throws {
    for (number, fault) in faults.enumerated() {
      let (badDirectory, bad) = try oracle.prepared(fault.bad, number: number * 2)
      let (twinDirectory, twin) = try oracle.prepared(fault.twin, number: number * 2 + 1)
      let badQuestion = try oracle.start(bad, in: badDirectory, fault.question)
      let twinQuestion = try oracle.start(twin, in: twinDirectory, fault.question)
      let (badAnswer, twinAnswer) = (try badQuestion.answer(), try twinQuestion.answer())
      let said = badAnswer.output.text + badAnswer.errors.text
      #expect(
        (badAnswer.status != 0) == fault.fails.bad && said.contains(fault.message),
        "\(bad.report)\(said)")
      #expect(
        (twinAnswer.status != 0) == fault.fails.twin,
        "\(twin.report)\(twinAnswer.output)\(twinAnswer.errors)")
      #expect(try severity(of: fault.code, bad, badDirectory) == fault.severity, "\(bad.report)")
      #expect(try severity(of: fault.code, twin, twinDirectory) == nil, "\(twin.report)")
    }
    print("\(oracle.build.version): \(faults.count) faults and their twins")
  }

  /// How grave a finding the check makes on the very configuration; `nil` where it is silent.
  private func severity(
    of code: String, _ configuration: GoConfiguration, _ own: ByteString
  ) throws -> Severity? {
    let machine = try configuration.machine(own)
    for answer in Area.goEnvironment.answers(on: machine) where answer.check.code == code {
      switch answer.outcome {
      case .finding(let finding): return finding.severity
      case .ok: return nil
      case .skipped(let reason), .unknown(let reason):
        Issue.record("\(configuration.report)\(code): \(reason)")
      }
    }
    return nil
  }
}

/// What Go 1.19 refuses or takes, and newer ones do not.
private let oldRows: [(code: String, environment: [ByteString: ByteString], fails: Bool)] = [
  ("GT117", ["GOFLAGS": "'-ldflags=-s -w'"], true), ("GT117", ["GOFLAGS": "-modcacherw"], false),
  ("GT117", ["GOFLAGS": "-pgo=off"], true), ("GT117", ["GOFLAGS": "-x -artifacts"], true),
  ("GT122", ["GOTOOLCHAIN": "banana"], false),
]
