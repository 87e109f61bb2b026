// What go commands make of the values in GOFLAGS: cmd/go's `base.SetFromGOFLAGS` and `work.BuildInit`.

extension GoFlags {
  /// The commands that end where a flag has a wrong value; all others leave the flag alone.
  package enum Users: Sendable {
    /// Whatever builds, lists, tests or runs packages.
    case builds
    case list
    case test
  }

  /// What go has against the value of a flag.
  package struct ValueObjection: Sendable {
    package let flag: Flag
    /// As go prints it, up to where it names GOFLAGS.
    package let message: String
    package let users: Users
  }

  /// The flag at whose value commands end; `nil` where all values are fine, as far as they can be told.
  ///
  /// Of `-mod`, `-p`, `-buildmode` and `-modfile` only the last is looked at more closely, as go does.
  package static func valueObjection(to flags: [Flag], by version: GoVersion?) -> ValueObjection? {
    for flag in flags {
      guard let (kind, users) = kind(of: flag.name, by: version),
        let message = objection(to: flag.value, kind, name: flag.name)
      else { continue }
      return ValueObjection(flag: flag, message: message, users: users)
    }
    for name in ["buildmode", "mod", "modfile", "p"] as [ByteString] {
      guard let flag = flags.last(where: { $0.name == name }), let value = flag.value,
        let message = lateObjection(to: value, of: name)
      else { continue }
      return ValueObjection(flag: flag, message: message, users: .builds)
    }
    return nil
  }

  private enum Kind {
    case truth
    /// A truth, or `auto`.
    case stamp
    case integer
    case duration
    case seed
    case words
    case tags
    /// Flags of a tool, perhaps with a pattern of packages in front.
    case toolFlags
    case compiler
    case coverage
    case text
  }

  private static func kind(
    of name: ByteString, by version: GoVersion?
  ) -> (kind: Kind, users: Users)? {
    if let found = buildKinds.first(where: { $0.names.contains(name) }) {
      return (found.kind, .builds)
    }
    if let found = coverKinds.first(where: { $0.names.contains(name) }) {
      return (found.kind, version.isAtLeast("1.20rc1") ? .builds : .test)
    }
    if let found = listKinds.first(where: { $0.names.contains(name) }) {
      return (found.kind, .list)
    }
    let short = withoutTest(name)
    return testKinds.first { $0.names.contains(short) }.map { ($0.kind, .test) }
  }

  private static func objection(to value: ByteString?, _ kind: Kind, name: ByteString) -> String? {
    switch kind {
    case .truth:
      return value.map(isTruth) ?? true
        ? nil : "invalid boolean value \"\(value ?? "")\" for flag -\(name)"
    case .stamp:
      return value.map { $0.isEmpty || $0 == "auto" || isTruth($0) } ?? true
        ? nil : "invalid boolean value \"\(value ?? "")\" for flag -\(name)"
    default:
      guard let value else { return "flag needs an argument: -\(name)" }
      return isValid(value, kind) ? nil : "invalid value \"\(value)\" for flag -\(name)"
    }
  }

  private static func isValid(_ value: ByteString, _ kind: Kind) -> Bool {
    switch kind {
    case .truth, .stamp, .text: true
    case .integer: goInteger(value) != nil
    case .duration: isDuration(value)
    case .seed: value == "on" || value == "off" || Int64(value.text) != nil
    case .words: (try? GoWords.split(value)) != nil
    case .tags:
      !(value.contains(UInt8(ascii: " ")) || value.contains(UInt8(ascii: "'")))
        || (try? GoWords.split(value)) != nil
    case .toolFlags: areToolFlags(value.trimmingSpace)
    case .compiler: value == "gc" || value == "gccgo"
    case .coverage: ["", "set", "count", "atomic"].contains(value)
    }
  }

  private static func areToolFlags(_ value: ByteString) -> Bool {
    if value.isEmpty { return true }
    if value.hasPrefix("-") { return (try? GoWords.split(value)) != nil }
    guard let (pattern, flags) = value.cut(at: UInt8(ascii: "=")), let first = pattern.bytes.first
    else { return false }
    return first != UInt8(ascii: "'") && first != UInt8(ascii: "\"")
      && (try? GoWords.split(flags)) != nil
  }

  /// What shows only once all flags have been read.
  private static func lateObjection(to value: ByteString, of name: ByteString) -> String? {
    switch name {
    case "buildmode": buildModes.contains(value) ? nil : "buildmode=\(value) not supported"
    case "mod":
      ["", "mod", "readonly", "vendor"].contains(value) ? nil : "-mod=\(value) not supported"
    case "modfile":
      value.isEmpty || value.hasSuffix(".mod")
        ? nil : "-modfile=\(value): file does not have .mod extension"
    default: goInteger(value).map { $0 > 0 } ?? true ? nil : "-p must be a positive integer"
    }
  }

  static func isTruth(_ value: ByteString) -> Bool {
    truths.contains(value) || untruths.contains(value)
  }

  static let truths: [ByteString] = ["1", "t", "T", "TRUE", "true", "True"]
  private static let untruths: [ByteString] = ["0", "f", "F", "FALSE", "false", "False"]

  private static let buildModes: [ByteString] = [
    "archive", "c-archive", "c-shared", "default", "exe", "pie", "plugin", "shared",
  ]

  private typealias Kinds = [(kind: Kind, names: [ByteString])]

  private static let buildKinds: Kinds = [
    (
      .truth,
      ["a", "asan", "linkshared", "modcacherw", "msan", "n", "race", "trimpath", "v", "work", "x"]
    ),
    (.stamp, ["buildvcs"]), (.integer, ["p"]), (.words, ["toolexec"]), (.tags, ["tags"]),
    (.toolFlags, ["asmflags", "gccgoflags", "gcflags", "ldflags"]), (.compiler, ["compiler"]),
    (
      .text,
      [
        "buildmode", "debug-actiongraph", "debug-runtime-trace", "debug-trace", "installsuffix",
        "mod", "modfile", "overlay", "pgo", "pkgdir",
      ]
    ),
  ]

  private static let coverKinds: Kinds = [
    (.truth, ["cover"]), (.coverage, ["covermode"]), (.text, ["coverpkg"]),
  ]

  private static let listKinds: Kinds = [
    (.truth, ["compiled", "deps", "export", "find", "retracted", "test", "versions"])
  ]

  private static let testKinds: Kinds = [
    (.truth, ["artifacts", "benchmem", "failfast", "fullpath", "short"]),
    (.integer, ["count", "parallel"]), (.duration, ["timeout"]), (.seed, ["shuffle"]),
    (.words, ["exec"]),
    (
      .text,
      [
        "bench", "benchtime", "blockprofile", "blockprofilerate", "coverprofile", "cpu",
        "cpuprofile", "fuzz", "fuzzminimizetime", "fuzztime", "list", "memprofile",
        "memprofilerate", "mutexprofile", "mutexprofilefraction", "outputdir", "run", "skip",
        "trace", "vet",
      ]
    ),
  ]
}

/// A number as Go's `strconv.ParseInt` reads it where the base is left to the text; `nil` where it does not.
private func goInteger(_ text: ByteString) -> Int64? {
  var digits = text.bytes[...]
  let isNegative = digits.first == UInt8(ascii: "-")
  if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
  var radix = 10
  // An underscore separates two digits, or a prefix from the first.
  var mayBeUnderscore = false
  if digits.first == UInt8(ascii: "0"), digits.count > 1 {
    let prefixes: [UInt8: Int] = [
      UInt8(ascii: "b"): 2, UInt8(ascii: "o"): 8, UInt8(ascii: "x"): 16,
    ]
    let named = digits.dropFirst().first.flatMap { prefixes[$0 | 0x20] }
    radix = named ?? 8
    digits = digits.dropFirst(named == nil ? 1 : 2)
    mayBeUnderscore = true
  }
  var plain: [UInt8] = []
  for digit in digits {
    let isUnderscore = digit == UInt8(ascii: "_")
    if isUnderscore, !mayBeUnderscore { return nil }
    mayBeUnderscore = !isUnderscore
    if !isUnderscore { plain.append(digit) }
  }
  guard let first = plain.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-"),
    digits.last != UInt8(ascii: "_")
  else { return nil }
  return Int64((isNegative ? "-" : "") + String(decoding: plain, as: UTF8.self), radix: radix)
}

/// Whether Go's `time.ParseDuration` reads it, as `1h15m30.5s`.
private func isDuration(_ text: ByteString) -> Bool {
  var rest = text.bytes[...]
  if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
  if rest.elementsEqual([UInt8(ascii: "0")]) { return true }
  if rest.isEmpty { return false }
  let isDigit = { (byte: UInt8) in 0x30 <= byte && byte <= 0x39 }
  while !rest.isEmpty {
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      rest = rest.dropFirst(fraction.count + 1)
    }
    let unit = rest.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
    rest = rest.dropFirst(unit.count)
    guard !whole.isEmpty || !fraction.isEmpty, durationUnits.contains(ByteString(unit)) else {
      return false
    }
  }
  return true
}

private let durationUnits: [ByteString] = ["ns", "us", "\u{B5}s", "\u{3BC}s", "ms", "s", "m", "h"]
