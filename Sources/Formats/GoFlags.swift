/// The words of GOFLAGS: cmd/go's `base.InitGOFLAGS`.
package enum GoFlags {
  /// How a version of Go takes the text apart.
  package enum Quoting: Sendable {
    /// At white space, Unicode's too, and quotation marks are ordinary characters: `strings.Fields`.
    case none
    /// As `GoWords` does.
    case quoted
  }

  package struct Flag: Hashable, Sendable {
    package let word: ByteString
    /// Without the hyphens in front.
    package let name: ByteString
    /// What stands behind the `=`; `nil` where there is none.
    package let value: ByteString?
  }

  package static func words(
    _ text: ByteString, _ quoting: Quoting
  ) throws(GoObjection) -> [ByteString] {
    switch quoting {
    case .none: return text.fields
    case .quoted:
      do throws(GoWords.Problem) {
        return try GoWords.split(text)
      } catch {
        guard case .unterminated(let quote) = error else { return [] }
        let mark = ByteString([quote])
        throw GoObjection("parsing $GOFLAGS: unterminated \(mark) string", in: text)
      }
    }
  }

  /// What every command but `go env` and `go bug` refuses, flags it has never heard of aside; `nil` where it is fine.
  package static func objection(to text: ByteString, _ quoting: Quoting) -> GoObjection? {
    do throws(GoObjection) {
      for word in try words(text, quoting) {
        guard isFlag(word) else {
          return GoObjection("parsing $GOFLAGS: non-flag \"\(word)\"", in: word)
        }
        // No flag of any Go has one in its name: it is the rest of a word that was quoted in the middle.
        let name = name(of: word)
        if name.contains(UInt8(ascii: "'")) || name.contains(UInt8(ascii: "\"")) {
          return GoObjection("parsing $GOFLAGS: unknown flag -\(name)", in: word)
        }
      }
      return nil
    } catch {
      return error
    }
  }

  /// The words that are flags, whatever the others are.
  package static func flags(_ text: ByteString, _ quoting: Quoting) -> [Flag] {
    var flags: [Flag] = []
    for word in (try? words(text, quoting)) ?? [] where isFlag(word) {
      let name = ByteString(word.bytes.dropFirst(word.hasPrefix("--") ? 2 : 1))
      if let (name, value) = name.cut(at: equals) {
        flags.append(Flag(word: word, name: name, value: value))
      } else {
        flags.append(Flag(word: word, name: name, value: nil))
      }
    }
    return flags
  }

  /// Whether some command of Go 1.19 to 1.27 has a flag of that name; those of later ones are not known here.
  package static func isKnown(_ name: ByteString) -> Bool {
    testFlags.contains(withoutTest(name)) || otherFlags.contains(name)
  }

  /// The first flag that a version of Go is too old for, and the release that brought it.
  ///
  /// Where no release notes name that, it is the next after Go 1.19, the earliest that it can be.
  package static func flagTooNew(
    among flags: [Flag], for version: GoVersion?
  ) -> (flag: Flag, release: ByteString)? {
    for flag in flags {
      let short = withoutTest(flag.name)
      for (release, names) in newFlags
      where names.contains(short) && !version.isAtLeast(release + "rc1") {
        return (flag, release)
      }
    }
    return nil
  }

  /// The name of a flag without the `test.` that those which go on to a test may have in front.
  static func withoutTest(_ name: ByteString) -> ByteString {
    let prefix: ByteString = "test."
    return name.hasPrefix(prefix) ? ByteString(name.bytes.dropFirst(prefix.count)) : name
  }

  private static func name(of word: ByteString) -> ByteString {
    let name = ByteString(word.bytes.dropFirst(word.hasPrefix("--") ? 2 : 1))
    return name.cut(at: equals)?.before ?? name
  }

  private static func isFlag(_ word: ByteString) -> Bool {
    var name = word.bytes[...]
    guard name.first == hyphen else { return false }
    name.removeFirst()
    if name.first == hyphen { name.removeFirst() }
    return name.first != nil && name.first != hyphen && name.first != equals
  }
}

private let hyphen = UInt8(ascii: "-")
private let equals = UInt8(ascii: "=")

/// Those of `go test` that go on to the test, and so have a name with `test.` in front, too.
private let testFlags: [ByteString] = [
  "artifacts", "bench", "benchmem", "benchtime", "blockprofile", "blockprofilerate", "count",
  "coverprofile", "cpu", "cpuprofile", "failfast", "fullpath", "fuzz", "fuzzminimizetime",
  "fuzztime", "list", "memprofile", "memprofilerate", "mutexprofile", "mutexprofilefraction",
  "outputdir", "parallel", "run", "short", "shuffle", "skip", "timeout", "trace", "v",
]

private let otherFlags: [ByteString] = [
  "C", "a", "asan", "asmflags", "buildmode", "buildvcs", "c", "cache", "changed", "compat",
  "compiled", "compiler", "cover", "covermode", "coverpkg", "d", "debug-actiongraph",
  "debug-runtime-trace", "debug-trace", "deps", "diff", "dropexclude",
  "dropgodebug", "dropignore", "dropreplace", "droprequire", "dropretract", "droptool", "dropuse",
  "e", "exclude", "exec", "export", "f", "find", "fix", "fixtool", "fmt", "fuzzcache", "gccgoflags",
  "gcflags",
  "go", "godebug", "i", "ignore", "insecure", "installsuffix", "json", "ldflags", "linkshared", "m",
  "mod", "modcache", "modcacherw", "modfile", "module", "msan", "n", "o", "overlay", "p", "pgo",
  "pkgdir", "print", "r", "race", "replace", "require", "retract", "retracted", "reuse", "t",
  "tags", "test", "testcache", "tool", "toolchain", "toolexec", "trimpath", "u", "use", "vendor",
  "versions", "vet", "vettool", "w", "work", "x",
]

/// What `go version` of Go 1.19 calls unknown in GOFLAGS and that of 1.27 does not.
private let newFlags: [(release: ByteString, names: [ByteString])] = [
  ("1.20", ["C", "debug-runtime-trace", "fixtool", "pgo", "skip"]),
  ("1.21", ["fullpath", "toolchain"]),
  ("1.23", ["changed", "diff", "dropgodebug", "godebug"]),
  ("1.24", ["dropignore", "droptool", "ignore", "tool"]), ("1.26", ["artifacts"]),
]
