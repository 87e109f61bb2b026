import Formats
import Foundation
import Machines
import Testing

/// Whether the slow tests that need other programs were asked for.
let isWanted = ThisProcess.environment["GOTOOLS_TEST_ALL"] == "1"

@Suite(.enabled(if: isWanted), .serialized)
struct GoEnvironmentOracleTests {
  @Test func `go env says what was found without asking it`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    let configurations = GoConfiguration.byHand + GoConfiguration.atRandom(400, seed: 2026)
    #expect(configurations.count >= 800)
    try compare(configurations, with: oracle)
  }

  @Test func `the old go of a distribution says what was found without asking it`() throws {
    guard let oracle = try GoOracle(tree: "/usr/lib/go-1.19") else { return }
    defer { oracle.finish() }
    let later: Set<ByteString> = ["GOTOOLCHAIN", "GOFIPS140", "GOEXPERIMENT", "GOARM", "GOPPC64"]
    let configurations = (GoConfiguration.byHand + GoConfiguration.atRandom(200, seed: 19))
      .filter { $0.sets(noneOf: later) }
    try compare(configurations, with: oracle)
  }

  @Test func `the list of variables is complete`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    for (number, configuration) in lists.enumerated() {
      let (own, settled) = try oracle.prepared(configuration, number: number)
      let question = try oracle.start(settled, in: own, ["env", "-json"])
      let answer = try question.answer()
      try #require(answer.status == 0, "\(settled.report)\(answer.errors)")
      let object = try JSONSerialization.jsonObject(with: Data(answer.output.bytes))
      var expected = try #require(object as? [String: String])
      expected["GOGCCFLAGS"] = nil
      let found = try resolve(settled, own, oracle).variables
      let actual = Dictionary(
        uniqueKeysWithValues: found.map { ($0.name.text, $0.value.text) })
      for name in Set(expected.keys).union(actual.keys).sorted()
      where expected[name] != actual[name] {
        Issue.record(
          """
          \(settled.report)  \(name): go says \(expected[name] ?? "nothing"), \
          found \(actual[name] ?? "nothing")
          """)
      }
    }
  }
}

extension GoConfiguration {
  /// Whether none of the variables is set, and no command is copied to another place.
  fileprivate func sets(noneOf names: Set<ByteString>) -> Bool {
    if !names.isDisjoint(with: environment.keys) { return false }
    return files.values.allSatisfy { entry in
      switch entry {
      case .file(let text, _):
        !text.split(on: UInt8(ascii: "\n")).contains { line in
          names.contains { line.hasPrefix($0 + "=") }
        }
      case .program: false
      case .directory, .link: true
      }
    }
  }
}

/// What the maker of a go command decides, and a distribution decides otherwise than Go's own releases.
private let makers: Set<ByteString> = ["CC", "CXX", "GO386", "GOARM"]

private let lists: [GoConfiguration] = [
  .init("plain"), .init("arm", ["GOARCH": "arm"]), .init("arm64", ["GOARCH": "arm64"]),
  .init("386", ["GOARCH": "386"]), .init("mips", ["GOARCH": "mips"]),
  .init("mips64", ["GOARCH": "mips64"]), .init("ppc64", ["GOARCH": "ppc64"]),
  .init("riscv64", ["GOARCH": "riscv64"]), .init("wasm", ["GOARCH": "wasm", "GOOS": "js"]),
  .init("s390x", ["GOARCH": "s390x"]), .init("windows", ["GOOS": "windows"]),
  .init("a module", ["GOFLAGS": "-mod=mod"], go: "go 1.20\n"),
  .init("flags", ["CGO_CFLAGS": " -a  'b c' ", "CGO_LDFLAGS": "\"it's\"", "PKG_CONFIG": "p -q"]),
  .init("flags in the file", userFile: "CGO_CXXFLAGS=-a 'b'\nCGO_FFLAGS=\nCGO_CPPFLAGS=x\r\n"),
]

/// Variables that `go env` prints only after a look at the C compiler.
private func isCostly(_ name: ByteString) -> Bool {
  name == "PKG_CONFIG" || name.hasPrefix("CGO_") && name != "CGO_ENABLED"
}

/// Names that mean something only where a file has them.
private let oddNames: [ByteString] = ["gobin", "Gobin", " GOBIN", "GOBIN ", "ODD", "odd"]

private func resolve(
  _ configuration: GoConfiguration, _ own: ByteString, _ oracle: GoOracle
) throws -> GoEnvironment {
  try GoEnvironment(read(configuration, own, oracle), build: oracle.build)
}

private func read(
  _ configuration: GoConfiguration, _ own: ByteString, _ oracle: GoOracle
) throws -> GoSettings {
  let machine = try configuration.machine(own)
  let executable = try #require(machine.place(of: configuration.program)?.path)
  return try GoSettings(machine, executable: executable, build: oracle.build)
}

private func compare(_ configurations: [GoConfiguration], with oracle: GoOracle) throws {
  var answered = 0
  for start in stride(from: 0, to: configurations.count, by: 2) {
    let pair = try configurations[start...].prefix(2).enumerated().map {
      try Comparison($0.element, number: start + $0.offset, oracle)
    }
    for comparison in pair where try comparison.finish() { answered += 1 }
  }
  // Most cases are to be about values and not about refusals.
  #expect(answered * 2 > configurations.count)
  print("\(oracle.build.version): \(configurations.count) configurations, \(answered) answered")
}

/// One configuration, resolved here and put to the go command.
private struct Comparison {
  private let own: ByteString
  private let configuration: GoConfiguration
  private let settings: GoSettings
  private let found: Result<GoEnvironment, GoRefusal>
  private let names: [ByteString]
  private let question: GoOracle.Question

  init(_ configuration: GoConfiguration, number: Int, _ oracle: GoOracle) throws {
    (own, self.configuration) = try oracle.prepared(configuration, number: number)
    settings = try read(self.configuration, own, oracle)
    do throws(GoRefusal) {
      let environment = try GoEnvironment(settings, build: oracle.build)
      found = .success(environment)
      names =
        environment.variables.map(\.name).filter {
          !isCostly($0) && (oracle.build.isTrimmed || !makers.contains($0))
        } + (oracle.build.isTrimmed ? oddNames : [])
    } catch {
      found = .failure(error)
      names = ["GOPATH", "GOROOT", "GOMOD"]
    }
    // Values one to a line, whatever GOFLAGS would like.
    var words: [ByteString] = ["env", "-json=false"]
    // Only releases of Go's own, which are trimmed, are asked that know this option.
    if oracle.build.isTrimmed { words.append("-changed=false") }
    question = try oracle.start(self.configuration, in: own, words + names)
  }

  /// Compares the answers; true where there were values.
  func finish() throws -> Bool {
    let answer = try question.answer()
    var problems: [String] = []
    switch found {
    case .success(let environment):
      let values = names.map { environment[$0]?.value ?? settings.value($0) }
      let text = values.reduce("") { $0 + $1 + "\n" } as ByteString
      if answer.status != 0 {
        problems.append("go refuses, and values were found")
      } else if text != answer.output {
        let lines = answer.output.split(on: UInt8(ascii: "\n"))
        for (index, name) in names.enumerated() where index < lines.count {
          if lines[index] != values[index] {
            problems.append("\(name): go says “\(lines[index])”, found “\(values[index])”")
          }
        }
        if problems.isEmpty { problems.append("go says \(answer.output)") }
      }
    case .failure(.anotherToolchain(let demand, let path)):
      if answer.status != 9 || answer.output != "another " + path + "\n" {
        problems.append("\(demand.name) at \(path) was to answer")
      }
    case .failure(.download(let demand)):
      let isTried = answer.errors.text.contains("\(demand.name)")
      if answer.status == 0 || answer.status == 9 || !isTried {
        problems.append("\(demand.name) was to be downloaded")
      }
    case .failure(let refusal):
      if answer.status == 0 || answer.status == 9 { problems.append("not refused: \(refusal)") }
    }
    if answer.status == 124 || answer.status == 137 { problems.append("go did not end") }
    if !problems.isEmpty {
      let list = problems.map { "  \($0)\n" }.joined()
      Issue.record(
        "\(configuration.report)\(list)  status \(answer.status): \(answer.errors)\n\(question.script)"
      )
    }
    if case .success = found { return true }
    return false
  }
}
