package import Formats

/// Which values the go command takes for its variables.
package enum GoSettingRule {
  /// Why a version of Go, or the newest where that is not known, refuses a value, in a sentence.
  ///
  /// `nil` where it is fine, and where nothing is known of the variable. An empty value is one that the go/env file
  /// gives: in the environment it counts as not set.
  package static func refusal(
    of value: ByteString, for name: ByteString, by version: GoVersion? = nil
  ) -> String? {
    switch name {
    case "GOPATH": refusal(ofGoPath: value)
    case "GOBIN", "GOCACHE", "GOMODCACHE", "GOTMPDIR":
      value.isEmpty || value.isAbsolute
        ? nil : "\(name) is “\(value)”: it must be an absolute directory, with “~” written out"
    case "CC", "CXX", "FC": refusal(ofCompiler: value, for: name)
    case "CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_FFLAGS", "CGO_LDFLAGS", "GOCACHEPROG":
      refusal(ofWords: value, for: name)
    case "GOEXPERIMENT":
      value.isEmpty || value == "none"
        ? nil
        : "the names that GOEXPERIMENT may have differ by release: go env -w GOEXPERIMENT=… knows them"
    case "GOFIPS140":
      isFipsModule(value)
        ? nil
        : "GOFIPS140 is “\(value)”: it must be off, latest, inprocess, certified, or a version such as v1.0.0"
    case "GOOS", "GOARCH":
      GoPlatform.isKnown(value, as: name) ? nil : "\(name) is “\(value)”, which no Go builds for"
    case "GO111MODULE":
      ["", "on", "off", "auto"].contains(value)
        ? nil : GoRefusal.unknownModuleMode(value).description
    case "GOWORK":
      ["", "off", "auto"].contains(value) || value.isAbsolute
        ? nil : GoRefusal.relativeGoWork(value).description
    case "GOFLAGS": refusal(ofFlags: value, by: version)
    case "GOPROXY": sentence(name, needsGoEnv(value, version), GoProxyList.objection)
    case "GOSUMDB": sentence(name, needsGoEnv(value, version), GoSumDatabase.objection)
    case "GOTOOLCHAIN": refusal(ofToolchain: value, by: version)
    default: nil
    }
  }

  private static func refusal(ofGoPath path: ByteString) -> String? {
    if let entry = badEntry(ofGoPath: path) { return GoRefusal.goPathEntry(entry).description }
    return path.bytes.first == UInt8(ascii: ":")
      ? "GOPATH begins with an empty entry, and the module cache is below the first: “\(path)”"
      : nil
  }

  /// The first entry of GOPATH that every command refuses.
  package static func badEntry(ofGoPath path: ByteString) -> ByteString? {
    for entry in path.split(on: UInt8(ascii: ":")) where !entry.isEmpty && !entry.isAbsolute {
      return entry
    }
    return nil
  }

  /// The value; `nil` where it is an empty one and the default is built into the go command.
  private static func needsGoEnv(_ value: ByteString, _ version: GoVersion?) -> ByteString? {
    value.isEmpty && !version.hasGoEnv ? nil : value
  }

  private static func sentence(
    _ name: ByteString, _ value: ByteString?, _ objection: (ByteString) -> GoObjection?
  ) -> String? {
    guard let value, let objection = objection(value) else { return nil }
    return "\(name) is refused (“\(objection.message)”): see “\(objection.part)”"
  }

  private static func isFipsModule(_ value: ByteString) -> Bool {
    if ["", "off", "latest", "inprocess", "certified"].contains(value) { return true }
    guard value.hasPrefix("v1.") else { return false }
    let numbers = value.bytes.dropFirst().split(separator: UInt8(ascii: "."), maxSplits: 3)
    return numbers.count == 3
      && numbers.prefix(2).allSatisfy { $0.allSatisfy { 0x30...0x39 ~= $0 } }
      && GoVersion("1." + ByteString(numbers[2].prefix { $0 != UInt8(ascii: "-") })) != nil
  }

  private static func refusal(ofWords value: ByteString, for name: ByteString) -> String? {
    (try? GoWords.split(value)) == nil
      ? "\(name) has a quotation mark that does not end: “\(value)”" : nil
  }

  private static func refusal(ofCompiler value: ByteString, for name: ByteString) -> String? {
    if value.isEmpty { return nil }
    guard let words = try? GoWords.split(value) else { return refusal(ofWords: value, for: name) }
    guard let program = words.first else { return "\(name) has blanks only" }
    return program.isAbsolute || !program.contains(UInt8(ascii: "/"))
      ? nil
      : "the program in \(name) must be a name or an absolute path, and “\(program)” is neither"
  }

  private static func refusal(ofFlags value: ByteString, by version: GoVersion?) -> String? {
    if let objection = GoFlags.objection(to: value, .init(of: value, by: version)) {
      return sentence("GOFLAGS", value) { _ in objection }
    }
    let flags = GoFlags.flags(value, .init(of: value, by: version))
    if let (flag, release) = GoFlags.flagTooNew(among: flags, for: version) {
      return "GOFLAGS has the flag “\(flag.word)”, which only Go \(release) and later know"
    }
    if let objection = GoFlags.valueObjection(to: flags, by: version) {
      return sentence("GOFLAGS", value) { _ in .init(objection.message, in: objection.flag.word) }
    }
    let word =
      GoFlags.wordThatBreaksEnv(value, by: version)
      ?? GoFlags.wordThatChangesEnv(value, by: version)
    return word.map { GoRefusal.flag($0).description }
  }

  private static func refusal(ofToolchain value: ByteString, by version: GoVersion?) -> String? {
    guard version.hasGoEnv else { return nil }
    if value.isEmpty {
      return "GOTOOLCHAIN is empty, which hides its default: it must be “auto”, “local” or a name"
    }
    if GoToolchainSetting.objection(to: value) != nil {
      return GoRefusal.invalidToolchain(value).description
    }
    guard let setting = try? GoToolchainSetting(parsing: value), let least = setting.least,
      setting.isLanguageVersion
    else { return nil }
    return
      "GOTOOLCHAIN names “\(least)”, a version of the language: name a release, as in “\(least).0”"
  }
}
