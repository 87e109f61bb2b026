import Formats
import Testing

/// Values of GOFLAGS, and what go objects to.
private let flags: [(value: String, objection: String?)] = [
  ("", nil), (" \t", nil), ("-mod=mod", nil), ("--mod=mod -x", nil), ("'-ldflags=-s -w'", nil),
  ("-ldflags=-s -w", nil), ("-=", "non-flag \"-=\""), ("-", "non-flag \"-\""),
  ("--", "non-flag \"--\""), ("---x", "non-flag \"---x\""), ("--=x", "non-flag \"--=x\""),
  ("-mod vendor", "non-flag \"vendor\""), ("mod=vendor", "non-flag \"mod=vendor\""),
  ("''", "non-flag \"\""), ("'-x", "unterminated ' string"), ("-x \"", "unterminated \" string"),
  ("-x\r", nil), ("-ldflags='-s'", nil),
  ("-ldflags='-s -w'", "unknown flag -w'"), ("-x\"y=z", "unknown flag -x\"y"),
  ("-tags=a\u{A0}b", nil),
]

/// Words of GOFLAGS, a version of Go, and what its commands object to.
private let flagValues: [(words: String, version: String?, message: String?)] = [
  ("-mod=foo", nil, "-mod=foo not supported"), ("-mod=foo -mod=mod", nil, nil), ("-mod=", nil, nil),
  ("-mod", nil, "flag needs an argument: -mod"), ("--p=x", nil, #"invalid value "x" for flag -p"#),
  ("-p=0", nil, "-p must be a positive integer"), ("-p=0 -p=1_0", nil, nil),
  ("-p=1__0", nil, #"invalid value "1__0" for flag -p"#), ("-p=0b1", nil, nil),
  ("-p=0o_7", nil, nil),
  ("-p=+", nil, #"invalid value "+" for flag -p"#),
  ("-p=-+1", nil, #"invalid value "-+1" for flag -p"#),
  ("-p=010", nil, nil), ("-p=0_", nil, #"invalid value "0_" for flag -p"#), ("-race", nil, nil),
  ("-race=yes", nil, #"invalid boolean value "yes" for flag -race"#), ("-buildvcs=auto", nil, nil),
  ("-buildvcs=", nil, nil), ("-buildvcs=x", nil, #"invalid boolean value "x" for flag -buildvcs"#),
  ("-timeout=1h2m3.5s", nil, nil), ("-timeout=0", nil, nil), ("-timeout=-.5\u{B5}s", nil, nil),
  ("-timeout=1", nil, #"invalid value "1" for flag -timeout"#),
  ("-timeout=.s", nil, #"invalid value ".s" for flag -timeout"#),
  ("-timeout=+", nil, #"invalid value "+" for flag -timeout"#), ("-test.count=3", nil, nil),
  ("-test.count=x", nil, #"invalid value "x" for flag -test.count"#), ("-shuffle=on", nil, nil),
  ("-shuffle=1_0", nil, #"invalid value "1_0" for flag -shuffle"#), ("-ldflags=all=-w", nil, nil),
  ("-ldflags=w", nil, #"invalid value "w" for flag -ldflags"#), ("'-gcflags= -N -l'", nil, nil),
  ("-ldflags==w", nil, #"invalid value "=w" for flag -ldflags"#), ("-tags=\"a", nil, nil),
  ("-tags='a", nil, #"invalid value "'a" for flag -tags"#), ("-compiler=gccgo", nil, nil),
  ("-compiler=x", nil, #"invalid value "x" for flag -compiler"#), ("-covermode=", nil, nil),
  ("-covermode=x", nil, #"invalid value "x" for flag -covermode"#), ("-buildmode=pie", nil, nil),
  ("-buildmode=x", nil, "buildmode=x not supported"), ("-modfile=a.mod", nil, nil),
  ("-modfile=x", nil, "-modfile=x: file does not have .mod extension"), ("-json=maybe", nil, nil),
  ("-nope=x -mod=foo", "1.19.8", "-mod=foo not supported"),
  ("-export=x", nil, #"invalid boolean value "x" for flag -export"#),
]

/// Values of GOPROXY, and what go objects to.
private let proxies: [(value: String, objection: String?)] = [
  ("https://proxy.golang.org,direct", nil), ("direct", nil), ("off", nil), ("off,none", nil),
  ("direct,", nil), (" https://a , direct ", nil), ("https://a|https://b", nil), (",,off", nil),
  ("proxy.corp", nil), ("proxy.corp:8080/go", nil), ("localhost:8080", nil), ("a/b", nil),
  ("http://u:p@host:80/x%20y?q#f", nil), ("file:///srv/go", nil), ("https://", nil),
  ("https://[::1]:8080", nil), ("HTTPS://a", nil), ("https://\u{E4}.example", nil),
  ("", "contains no entries"), (" ", "contains no entries"), (",|", "contains no entries"),
  ("none", "missing scheme: none"), ("Direct", "missing scheme: Direct"),
  ("/srv/go", "missing scheme: /srv/go"), ("https://a,none", "missing scheme: none"),
  ("https://a direct", "invalid character \" \" in host name"), ("ftp://a", "must be https"),
  ("c:/go", "must be https"), ("\"https://a\"", "first path segment"), ("://a", "missing protocol"),
  ("https://a:b", "invalid port \":b\""), ("https://a%", "invalid URL escape \"%\""),
  ("https://a/%zz", "invalid URL escape \"%zz\""), ("https://a%41", "invalid URL escape \"%41\""),
  ("https://a\u{1}b", "control character"), ("file://host/x", "non-path elements"),
  ("file:///x?y", "non-path elements"), ("file:/x", "non-path elements"),
  ("file://u@/x", "non-path elements"), ("https://a b@c", "invalid userinfo"),
  ("https://[::1", "missing ']'"), ("https://[::1]x", "invalid port"),
  ("ftp://u:secret@a", "ftp://u:xxxxx@a"),
]

/// The key of Go's own database.
private let key = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

/// Values of GOSUMDB, and what go objects to.
private let databases: [(value: String, objection: String?)] = [
  ("sum.golang.org", nil), ("sum.golang.google.cn", nil), ("off", nil), (key, nil),
  (" sum.golang.org ", nil), ("sum.golang.org https://a/b", nil), (key + " http://a", nil),
  ("", "missing GOSUMDB"), (" \t", "missing GOSUMDB"), ("zzz", "malformed verifier id"),
  ("off ", "malformed verifier id"), ("https://sum.golang.org", "malformed verifier id"),
  ("sum.golang.google.cn x", "malformed verifier id"), ("a b c", "too many fields"),
  ("sum.golang.org+033de0ae+BADBAD", "malformed verifier id"),
  ("sum.golang.org+033de0ae+BADBADBA", "unknown verifier algorithm"),
  ("other" + key, nil), (key + "=", "malformed verifier id"),
  ("sum.golang.org+33de0ae+Ac4z", "malformed verifier id"),
  ("sum.golang.org https://a b", "too many fields"), ("sum.golang.org ://", "missing protocol"),
]

/// Values of GOTOOLCHAIN, and what go objects to.
private let toolchains: [(value: String, objection: String?)] = [
  ("auto", nil), ("path", nil), ("local", nil), ("local+auto", nil), ("local+path", nil),
  ("go1.27.3", nil), ("go1.27.3+auto", nil), ("go1.21rc1+path", nil), ("go1.27.3-corp", nil),
  ("go1.24", nil), ("1.27.3", "invalid GOTOOLCHAIN \"1.27.3\""), ("", "invalid GOTOOLCHAIN"),
  ("Auto", "invalid GOTOOLCHAIN"), ("go2", "invalid GOTOOLCHAIN"), ("local ", "invalid"),
  ("path+auto", "invalid minimum toolchain \"path\""), ("go1.27.3+x", "only version suffixes"),
  ("default", "invalid GOTOOLCHAIN"), ("local\r", "invalid GOTOOLCHAIN \"local\\r\""),
  ("go1.27.3 ", "download go1.27.3 : non-semver"),
  ("go1.27.3 +auto", "download go1.27.3 : non-semver"), ("go1.27.3\t", "non-semver"),
  ("go1.27.3 +path", "cannot find \"go1.27.3 \" in PATH"),
]

/// Lists of patterns, and whether one holds for every module.
private let patterns: [(list: String, pattern: String?)] = [
  ("*", "*"), ("**", "**"), ("*/", "*/"), ("*.*", "*.*"), ("*/*", "*/*"), ("corp.example,*", "*"),
  ("", nil), (",", nil), ("/", nil), (" *", nil), ("*.corp.example", nil), ("github.com/*", nil),
  ("*/corp", nil), ("*.*.*", nil), ("*/*/*", nil), ("?*", nil), ("none", nil), ("*.com", nil),
]

@Suite struct GoValueTests {
  @Test(arguments: flags) func `words of GOFLAGS are flags`(value: String, objection: String?) {
    expect(GoFlags.objection(to: ByteString(value), .quoted), objection, value)
  }

  @Test(
    arguments: [
      ("'-ldflags=-s -w'", "non-flag \"'-ldflags=-s\""), ("'-x", "non-flag \"'-x\""),
      ("-tags=a\u{A0}b", "non-flag \"b\""), ("-x\u{B}-y", nil),
    ] as [(String, String?)]) func `an old go knows no quotation marks`(
      value: String, objection: String?
    )
  {
    expect(GoFlags.objection(to: ByteString(value), .none), objection, value)
  }

  @Test func `flags have a name and perhaps a value`() {
    let found = GoFlags.flags("-a --b=c d '-e=f g' -h=", .quoted)
    #expect(found.map(\.name) == ["a", "b", "e", "h"])
    #expect(found.map(\.value) == [nil, "c", "f g", ""])
    #expect(GoFlags.flags("-a '", .quoted).isEmpty)
  }

  @Test(arguments: [
    ("mod", true), ("ldflags", true), ("v", true), ("test.v", true), ("C", true), ("s", false),
    ("test.mod", false), ("Mod", false), ("", false), ("test.", false),
  ]) func `the flags of go's commands are known`(name: String, isKnown: Bool) {
    #expect(GoFlags.isKnown(ByteString(name)) == isKnown)
  }

  @Test(
    arguments: [
      ("foo", "1.18.10", nil), ("regabi", "1.18.10", nil), ("foo", "1.19beta1", "foo"),
      ("unified,nofoo", "1.19.13", "foo"), ("jsonv2", "1.19.13", "jsonv2"),
      ("synctest", "1.24", nil),
      ("foo", "1.24", "foo"), ("unified", "1.27.3", "unified"), ("none,,jsonv2", "1.27.3", nil),
      ("foo", "1.28rc1", nil), ("foo", nil, nil),
    ] as [(ByteString, String?, ByteString?)])
  func `an experiment is unknown to a version whose experiments are known`(
    value: ByteString, version: String?, name: ByteString?
  ) {
    let version = version.flatMap { GoVersion(ByteString($0)) }
    #expect(GoExperiment.unknownName(in: value, by: version) == name)
  }

  @Test(arguments: flagValues) func `a flag has a value that its commands take`(
    words: String, version: String?, message: String?
  ) {
    let found = GoFlags.valueObjection(
      to: GoFlags.flags(ByteString(words), .quoted),
      by: version.flatMap { GoVersion(ByteString($0)) })
    #expect(found?.message == message, "\(words)")
  }

  @Test(
    arguments: [
      ("-pgo=off", "1.19.8", "1.20"), ("-pgo=off", "1.20", nil), ("-x --changed", "1.22.9", "1.23"),
      ("-test.skip=x", "1.19.8", "1.20"), ("-mod=mod", "1.19.8", nil), ("-artifacts", nil, nil),
    ] as [(String, String?, String?)]) func `a go is too old for some flags`(
      words: String, version: String?, release: String?
    )
  {
    let found = GoFlags.flagTooNew(
      among: GoFlags.flags(ByteString(words), .quoted),
      for: version.flatMap { GoVersion(ByteString($0)) })
    #expect(found?.release == release.map { ByteString($0) }, "\(words)")
  }

  @Test(arguments: proxies) func `GOPROXY lists addresses`(value: String, objection: String?) {
    expect(GoProxyList.objection(to: ByteString(value)), objection, value)
  }

  @Test(arguments: ["ftp://u:secret@a", "https://u:secret@a b", "https://u:secret@a:b"])
  func `no objection tells a password`(value: String) throws {
    let objection = try #require(GoProxyList.objection(to: ByteString(value)))
    #expect(!objection.message.contains("secret"))
    #expect(!objection.part.text.contains("secret"))
  }

  @Test(arguments: databases) func `GOSUMDB names a database`(value: String, objection: String?) {
    expect(GoSumDatabase.objection(to: ByteString(value)), objection, value)
  }

  @Test(arguments: toolchains) func `GOTOOLCHAIN names a toolchain`(
    value: String, objection: String?
  ) {
    expect(GoToolchainSetting.objection(to: ByteString(value)), objection, value)
  }

  @Test func `a toolchain setting is taken apart`() throws {
    let setting = try GoToolchainSetting(parsing: "go1.24+path")
    #expect(setting.least == "go1.24")
    #expect(setting.followsFiles && setting.staysOnPath && setting.isLanguageVersion)
    #expect(try !GoToolchainSetting(parsing: "go1.20").isLanguageVersion)
    #expect(try GoToolchainSetting(parsing: "local+auto").least == nil)
  }

  @Test(arguments: patterns) func `a pattern of everything is found`(
    list: String, pattern: String?
  ) {
    #expect(
      GoPatterns.patternOfEverything(in: ByteString(list)) == pattern.map { ByteString($0) })
  }

  @Test func `no bytes whatever trap`() {
    var fuzzer = GoFuzzer(seed: 7)
    for (seed, objection) in seeds {
      for _ in 0..<3000 { _ = objection(ByteString(fuzzer.mutation(of: Array(seed.utf8)))) }
    }
  }

  @Test(arguments: [
    ("", []), (" a\tb\u{A0}c\u{3000}\r\n", ["a", "b", "c"]), ("a", ["a"]),
    ("\u{E4} b", ["\u{E4}", "b"]),
  ]) func `fields stand between white space`(text: String, fields: [String]) {
    #expect(ByteString(text).fields == fields.map { ByteString($0) })
  }
}

private let seeds: [(String, @Sendable (ByteString) -> GoObjection?)] = [
  ("-a 'b' --c=\"d", { GoFlags.objection(to: $0, .quoted) }),
  ("-a 'b' --c=\"d", { GoFlags.objection(to: $0, .none) }),
  ("https://u:p@[::1]:80/%20?x#y,file:///a|direct", { GoProxyList.objection(to: $0) }),
  (key + " https://a", { GoSumDatabase.objection(to: $0) }),
  ("go1.27.3-x+auto", { GoToolchainSetting.objection(to: $0) }),
]

private func expect(_ found: GoObjection?, _ expected: String?, _ value: String) {
  guard let expected else {
    #expect(found == nil, "“\(value)”: \(found?.message ?? "")")
    return
  }
  #expect(found?.message.contains(expected) == true, "“\(value)”: \(found?.message ?? "nothing")")
}
