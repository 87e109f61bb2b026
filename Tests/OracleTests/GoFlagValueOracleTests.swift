import Formats
import Foundation
import Machines
import Testing

@Suite(.enabled(if: isWanted), .serialized)
struct GoFlagValueOracleTests {
  @Test func `a value in GOFLAGS is refused where go refuses it`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    try compare(with: oracle)
  }

  @Test func `the old go of a distribution refuses the same values`() throws {
    guard let oracle = try GoOracle(tree: "/usr/lib/go-1.19") else { return }
    defer { oracle.finish() }
    try compare(with: oracle)
  }

  @Test func `a flag is too new where go calls it unknown`() throws {
    for tree in ["/usr/lib/go-1.19", ThisProcess.environment["GOTOOLS_TEST_GO"]] {
      guard let tree, let oracle = try GoOracle(tree: tree) else { continue }
      defer { oracle.finish() }
      let version = GoVersion(builtWith: oracle.build.version)
      for (number, name) in (names + others).enumerated() {
        let flag: ByteString = "-" + name + "=1"
        let answer = try ask(oracle, flag, number: number, ["version"]).answer()
        let found = GoFlags.flagTooNew(among: GoFlags.flags(flag, .none), for: version)
        #expect((found != nil) == answer.errors.text.contains("unknown flag"), "\(version) \(flag)")
      }
    }
  }

  private func compare(with oracle: GoOracle) throws {
    var refused = 0
    for (number, name) in names.enumerated() {
      let rows = try values.enumerated().compactMap { place, value in
        try Row(name, value, number: number * values.count + place, oracle)
      }
      for row in rows { if try row.isRefused() { refused += 1 } }
    }
    print("\(oracle.build.version): \(refused) values of \(names.count) flags refused")
  }
}

/// A flag with a value, judged here and by go.
private struct Row {
  private let word: ByteString
  private let objection: GoFlags.ValueObjection?
  private let isLate: Bool
  private let question: GoOracle.Question

  /// `nil` where the flag is too new for that go.
  init?(_ name: ByteString, _ value: ByteString, number: Int, _ oracle: GoOracle) throws {
    let version = GoVersion(builtWith: oracle.build.version)
    word = "-" + name + value
    isLate = name == "mod" || name == "buildmode"
    let flags = GoFlags.flags("'" + word + "'", .quoted)
    if GoFlags.flagTooNew(among: flags, for: version) != nil { return nil }
    objection = GoFlags.valueObjection(to: flags, by: version)
    let isOfTest = objection.map { $0.users == .test } ?? testNames.contains(name)
    question = try ask(
      oracle, version.isAtLeast("1.20rc1") ? "'" + word + "'" : word, number: number,
      isOfTest ? ["test", "-h"] : ["list", "-e", "-f", "."])
  }

  func isRefused() throws -> Bool {
    // go quotes a value as its own texts are.
    let said = try question.answer().errors.replacing("\\\"", with: "\"").text
    let isRefused =
      endings.contains { said.contains($0) } || isLate && said.contains(" not supported")
    #expect((objection != nil) == isRefused, "\(word): \(said)")
    if let objection { #expect(said.contains(objection.message), "\(objection.message): \(said)") }
    return isRefused
  }
}

private func ask(
  _ oracle: GoOracle, _ flags: ByteString, number: Int, _ words: [ByteString]
) throws -> GoOracle.Question {
  var configuration = GoConfiguration("GOFLAGS=\(flags)")
  configuration.environment["GOFLAGS"] = flags
  configuration.files["w/a/b/go.mod"] = .file("module m\n\ngo 1.18\n")
  let (own, settled) = try oracle.prepared(configuration, number: number)
  return try oracle.start(settled, in: own, words)
}

/// What go says of a value itself, and not of what it leads to.
private let endings = [
  "(from $GOFLAGS)", "-p must be a positive integer", "does not have .mod extension",
]

/// None, an empty one, and some that only some flags take; without blanks, which the old go takes for an end.
private let values: [ByteString] = [
  "", "=", "=x", "=0", "=1_0", "=1h2m.5s", "=-\"a", "=a=-b",
]

private let testNames: [ByteString] = [
  "artifacts", "bench", "benchmem", "count", "failfast", "fullpath", "parallel", "shuffle", "short",
  "skip",
  "timeout", "exec", "coverprofile", "run",
]

private let names: [ByteString] =
  testNames + [
    "a", "asan", "asmflags", "buildmode", "buildvcs", "compiler", "cover", "covermode", "coverpkg",
    "gccgoflags", "gcflags", "installsuffix", "ldflags", "linkshared", "mod", "modcacherw",
    "modfile", "msan",
    "p", "pgo", "pkgdir", "race", "tags", "toolexec", "trimpath", "v", "work", "x", "compiled",
    "deps", "export", "find", "test", "retracted", "versions",
  ]

/// More names of flags that came after Go 1.19, or did not.
private let others: [ByteString] = [
  "C", "changed", "debug-runtime-trace", "diff", "dropgodebug", "dropignore", "droptool", "fixtool",
  "godebug",
  "ignore", "tool", "toolchain", "test.artifacts", "test.skip", "test.run", "compat", "reuse",
  "debug-trace", "json",
]
