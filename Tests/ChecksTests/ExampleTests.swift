import Checks
import Machines
import Testing

/// Every check carries a machine it fires on and one it is silent on; here both are tried.
@Suite struct ExampleTests {
  @Test(arguments: CheckDescription.all) func `a check fires on its own example`(
    check: CheckDescription
  ) throws {
    let found = try #require(outcome(of: check.code, on: check.firesOn.machine))
    guard case .finding(let finding) = found else {
      Issue.record("\(check.code) says \(found)")
      return
    }
    #expect(finding.severity <= check.severity)
    #expect(!finding.evidence.isEmpty)
    #expect(!finding.remedies.isEmpty)
    #expect(!finding.consequence.isEmpty)
  }

  @Test(arguments: CheckDescription.all) func `a check is silent on its counter-example`(
    check: CheckDescription
  ) throws {
    let found = try #require(outcome(of: check.code, on: check.silentOn.machine))
    guard case .ok = found else {
      Issue.record("\(check.code) says \(found)")
      return
    }
  }

  @Test(arguments: CheckDescription.all) func `a check says the same where it may wait`(
    check: CheckDescription
  ) throws {
    for example in [check.firesOn, check.silentOn] {
      var patient = example.machine
      patient.mayWait = true
      let hasty = try #require(outcome(of: check.code, on: example.machine))
      let unhurried = try #require(outcome(of: check.code, on: patient))
      #expect(String(describing: hasty) == String(describing: unhurried))
    }
  }

  @Test func `no code and no name is used twice`() {
    let all = CheckDescription.all
    #expect(Set(all.map(\.code)).count == all.count)
    #expect(Set(all.map(\.name)).count == all.count)
  }

  @Test(arguments: CheckDescription.all) func `a check's names keep to their form`(
    check: CheckDescription
  ) throws {
    #expect(try /GT[1-9][0-9]{2}/.wholeMatch(in: check.code) != nil)
    #expect(try /[a-z]+(-[a-z]+)*/.wholeMatch(in: check.name) != nil)
    #expect(!check.title.hasSuffix("."))
  }

  @Test(arguments: CheckDescription.all) func `a page has every section and no long line`(
    check: CheckDescription
  ) {
    let page = check.page(columns: 80)
    for heading in [
      "What is wrong", "What it breaks", "What to do", "When to leave it", "How to silence it",
      "It fires on", "It is silent on",
    ] {
      #expect(page.contains("\n\(heading)\n"))
    }
    for line in page.split(separator: "\n") where !line.contains("/proc") {
      #expect(line.count <= 80 || !line.dropFirst(2).contains(" ") || line.contains("  variable"))
    }
  }
}

/// What the check of that code says about a machine.
func outcome(of code: String, on machine: Machine) -> Outcome? {
  for area in Area.all {
    for answer in area.answers(on: machine) where answer.check.code == code {
      return answer.outcome
    }
  }
  return nil
}

extension CheckDescription: CustomTestStringConvertible {
  /// The code, so that a failing test names it.
  public var testDescription: String { code }
}
