import Formats
import Foundation
import Machines
import Testing

@Suite(.enabled(if: isWanted), .serialized)
struct GoGrammarOracleTests {
  @Test func `go refuses the values that the grammars refuse, and takes the others`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    try compare(GoValue.all, with: oracle)
  }

  @Test func `the old go of a distribution does, too`() throws {
    guard let oracle = try GoOracle(tree: "/usr/lib/go-1.19") else { return }
    defer { oracle.finish() }
    // There an empty value counts as not set, and GOTOOLCHAIN is not known.
    let values = GoValue.all.filter { $0.name != "GOTOOLCHAIN" && !$0.text.isEmpty }
    try compare(values, with: oracle)
  }

  private func compare(_ values: [GoValue], with oracle: GoOracle) throws {
    let version = GoVersion(builtWith: oracle.build.version)
    var refused = 0
    for start in stride(from: 0, to: values.count, by: 2) {
      let pair = values[start...].prefix(2)
      let questions = try pair.enumerated().map { offset, value in
        var configuration = GoConfiguration.downloading("\(value.name)=\(value.text)")
        configuration.environment["GONOSUMDB"] = "none"
        // A value in the file counts even where it is empty.
        configuration.environment[value.name] = nil
        configuration.files["h/.config/go/env"] = .file(value.name + "=" + value.text + "\n")
        let (own, settled) = try oracle.prepared(configuration, number: start + offset)
        return (own, settled, try oracle.start(settled, in: own, value.question))
      }
      for (value, (own, settled, question)) in zip(pair, questions) {
        let answer = try question.answer()
        let objection = GoValue(name: value.name, text: value.text.replacing("{D}", with: own))
          .objection(version)
        let said = answer.errors.text
        // Several colons in a host: some versions refuse them, and the grammar lets them pass.
        if said.contains(/invalid port ":[^"]*:/), !said.contains("[::1]") { continue }
        // No hash is calculated here to compare it with that in a key.
        if said.contains("invalid verifier hash") { continue }
        #expect(
          value.isRefused(answer) == (objection != nil),
          "\(settled.report)\(said)\(objection?.message ?? "no objection")")
        if let objection {
          refused += 1
          #expect(
            said.contains(value.comparable(objection.message)), "\(objection.message): \(said)")
        }
      }
    }
    // Both kinds are to be many.
    #expect(refused * 5 > values.count && refused * 5 < values.count * 4)
    print("\(oracle.build.version): \(values.count) values, \(refused) refused")
  }
}

/// A value to be put to go and to the grammars.
private struct GoValue: Sendable {
  let name: ByteString
  let text: ByteString

  static let all: [GoValue] = {
    var dice = Dice(state: 2027)
    var values: [GoValue] = []
    for (name, fine, others, count) in fragments {
      var texts = fine + others
      while texts.count < count {
        let number = 2 + Int(dice.next() % 3)
        let text = (0..<number).reduce("" as ByteString) { text, _ in
          text + dice.pick(dice.happens(1, of: 6) ? others : fine)
        }
        if !texts.contains(text) { texts.append(text) }
      }
      values += texts.map { GoValue(name: name, text: $0) }
    }
    return values
  }()

  /// What makes go read the value without the network.
  var question: [ByteString] {
    switch name {
    case "GOFLAGS", "GOPATH", "GOTOOLCHAIN": ["version"]
    default: ["mod", "graph"]
    }
  }

  func objection(_ version: GoVersion?) -> GoObjection? {
    switch name {
    case "GOFLAGS":
      unknownFlag(version) ?? GoFlags.objection(to: text, .init(of: text, by: version))
    case "GOPATH":
      GoSettingRule.badEntry(ofGoPath: text).map { GoObjection("GOPATH entry ", in: $0) }
    case "GOPROXY": GoProxyList.objection(to: text)
    case "GOSUMDB": GoSumDatabase.objection(to: text)
    default: GoToolchainSetting.objection(to: text)
    }
  }

  /// What go says of the first word that is no flag or no flag it knows, if the latter comes first.
  private func unknownFlag(_ version: GoVersion?) -> GoObjection? {
    let quoting = GoFlags.Quoting(of: text, by: version)
    guard let words = try? GoFlags.words(text, quoting) else { return nil }
    for word in words {
      guard let flag = GoFlags.flags(GoWords.join([word]) ?? word, .quoted).first else {
        return nil
      }
      if !GoFlags.isKnown(flag.name) || GoFlags.flagTooNew(among: [flag], for: version) != nil {
        return .init("parsing $GOFLAGS: unknown flag -\(flag.name)", in: word)
      }
    }
    return nil
  }

  /// Whether go refused the value itself, and not what it led to.
  func isRefused(_ answer: GoOracle.Answer) -> Bool {
    let said = answer.errors.text
    switch name {
    case "GOFLAGS": return said.contains("parsing $GOFLAGS")
    case "GOPATH": return said.contains("GOPATH entry ")
    case "GOTOOLCHAIN":
      return said.contains("invalid GOTOOLCHAIN") || said.contains(": non-semver module version")
        || text.contains(UInt8(ascii: " ")) && said.contains("cannot find \"go1")
    case "GOSUMDB": return said.contains("GOSUMDB") || said.contains("invalid sumdb name")
    default:
      return said.contains("proxy URL") || said.contains("contains no entries")
        || said.contains("parse \"") && !said.contains("proxyconnect")
    }
  }

  /// The part of a message that holds no value, which go may quote in another way.
  func comparable(_ message: String) -> String {
    if message.hasPrefix("invalid GOSUMDB URL") { return "invalid GOSUMDB URL" }
    let end = message.firstIndex { $0 == "\"" || $0 == ":" && name == "GOPROXY" }
    return String(message[..<(end ?? message.endIndex)])
  }
}

/// What values are made of; the first ones, which are fine, turn up more often.
private let fragments: [(name: ByteString, fine: [ByteString], others: [ByteString], count: Int)] =
  [
    (
      "GOFLAGS",
      [
        "-x ", "-mod=mod ", " --race", " '-ldflags=-s -w' ", " \"-tags=a b\" ", " ", "\t",
        "-tags=\u{E9}\r", " -pgo=off ",
      ],
      [
        "-x", "'", "\"", "-", "--", "=", "a", "\u{A0}", " --=", "-ldflags='-s -w'", "''", "---x",
        " mod",
      ], 170
    ),
    ("GOPATH", ["/a", ":", "{D}/b", "/", ":/~", ""], ["~", "b", ".", "$HOME", "~/go", " "], 80),
    (
      "GOPROXY",
      [
        "file://{D}/p,", ",https://localhost:1|", ",direct", ",off,", ",", "|", " ", ",localhost:1",
        ",http://u:p@localhost:1/%20?q#f", "HTTP://[::1]:1", ",\t",
      ],
      [
        "none", "/p", "u:p@localhost:1", "ftp://a", "%zz", "%20", "?q", "#f", "\"", "://", "a b",
        ":",
        "file:/x", "\u{E9}", "{x}", "",
      ], 180
    ),
    (
      "GOSUMDB",
      [
        "sum.golang.org", " ", " https://localhost:1", "\t",
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8 ",
      ],
      [
        "off", "sum.golang.google.cn", "+", "zzz", "", "+033de0ae+", "://", "\u{A0}", "%zz",
        "Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
      ], 120
    ),
    (
      "GOTOOLCHAIN",
      ["auto", "path", "local", "go1.27.3", "go1.2", "go1.99rc1", "+auto", "+path", "-x", ".0"],
      ["+", " ", "1.27.3", "go", "Go1.27.3", "go2", "go1.27.3.4", "/", "go1.027"], 150
    ),
  ]
