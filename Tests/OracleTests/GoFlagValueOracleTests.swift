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
        let answer = try ask(oracle, flag, number: number, ["version"])
        let found = GoFlags.flagTooNew(among: GoFlags.flags(flag, .none), for: version)
        #expect((found != nil) == answer.errors.text.contains("unknown flag"), "\(version) \(flag)")
      }
    }
  }

  private func compare(with oracle: GoOracle) throws {
    let version = GoVersion(builtWith: oracle.build.version)
    var refused = 0
    for (number, name) in names.enumerated() {
      for (place, value) in values.enumerated() {
        let word = "-" + name + value
        let flags = GoFlags.flags("'" + word + "'", .quoted)
        if GoFlags.flagTooNew(among: flags, for: version) != nil { continue }
        let objection = GoFlags.valueObjection(to: flags, by: version)
        let question: [ByteString] =
          objection.map { $0.users == .test } ?? isOfTest(name)
          ? ["test", "-h"] : ["list", "-e", "-f", "."]
        let text = version.isAtLeast("1.20rc1") ? "'" + word + "'" : word
        let answer = try ask(
          oracle, text, number: number * values.count + place, question)
        let said = answer.errors.text
        let isRefused = endings.contains { said.contains($0) }
        #expect((objection != nil) == isRefused, "\(word): \(said)")
        if let objection {
          refused += 1
          #expect(said.contains(objection.message), "\(objection.message): \(said)")
        }
      }
    }
    print("\(oracle.build.version): \(refused) values of \(names.count) flags refused")
  }

  private func ask(
    _ oracle: GoOracle, _ flags: ByteString, number: Int, _ question: [ByteString]
  ) throws -> GoOracle.Answer {
    var configuration = GoConfiguration("GOFLAGS=\(flags)")
    configuration.environment["GOFLAGS"] = flags
    configuration.environment["GO111MODULE"] = "off"
    let (own, settled) = try oracle.prepared(configuration, number: number)
    return try oracle.start(settled, in: own, question).answer()
  }
}

/// What go says of a value itself, and not of what it leads to.
private let endings = [
  "(from $GOFLAGS)", "=x not supported", "= not supported", "=1 not supported",
  "not supported (can be",
  "-p must be a positive integer", "does not have .mod extension",
]

/// None, an empty one, and some that only some flags take; without blanks, which the old go takes for an end.
private let values: [ByteString] = [
  "", "=", "=x", "=1", "=0", "=-1", "=true", "=auto", "=1_0", "=0x1F", "=08", "=1__0", "=1h2m.5s",
  "=1d", "=on",
  "=set", "=-a", "=\"a", "=-\"a", "=a=-b", "==b", "=gc", "=vendor", "=pie", "=a.mod",
  "=9223372036854775808",
]

private func isOfTest(_ name: ByteString) -> Bool { testNames.contains(name) }

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
