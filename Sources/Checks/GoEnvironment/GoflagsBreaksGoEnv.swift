internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var goflagsBreaksGoEnv: Check {
    Check(
      "GT118", "goflags-breaks-go-env", "GOFLAGS makes go env fail", severity: .error,
      firesOn: Example(environment: ["GOFLAGS": "-ldflags=-s -w"]),
      silentOn: Example(environment: ["GOFLAGS": "'-ldflags=-s -w' -x"]),
      words: Words(
        problem: """
          Each go command takes the flags out of GOFLAGS that it has itself, and go env has -w, -u, -json and -changed. Mostly -w was meant for the linker: \
          in GOFLAGS="-ldflags=-s -w", without quotation marks inside, it is a flag by itself. -C is refused by every command, since it must \
          stand first on the command line.
          """,
        breaks: """
          go build works, and the linker does not get its -w. go env NAME ends with "go: arguments must be KEY=VALUE: invalid argument: NAME", \
          go env -json with "go: cannot use -json with -w", go env alone with "no KEY=VALUE arguments given" or "'go env -u' requires an argument". VS Code and \
          gopls ask go env first, and do not start. With -json or -changed scripts get another answer than they asked for. With -C: "flag needs an argument: -C" or \
          "-C flag must be first flag on command line".
          """,
        remedy: """
          Put quotation marks around the whole word: export GOFLAGS="'-ldflags=-s -w'" (Go 1.19 knows no such quotation marks: \
          there give -ldflags on the command line). Where the go/env file sets it, gotools go-env-guard --apply mends the line; go env -w fails as well.
          """,
        exceptions: """
          -w=false and the like are fine, and so are -n and -x, which go env has and does nothing about.
          """)
    ) { survey in
      guard let setting = try survey.chosen("GOFLAGS") else { return .ok }
      let settings = try survey.settings.get()
      let quoted = GoFlags.objection(to: setting.value, settings.flagQuoting) == nil
      // An empty word is no flag, and told as such.
      let breaking = settings.flagThatBreaksEnv.flatMap { $0.isEmpty ? nil : $0 }
      guard quoted || breaking != nil, let word = breaking ?? settings.flagThatChangesEnv else {
        return .ok
      }
      let linker = settings.flags.contains { $0.name == "ldflags" }
      return .finding(
        Finding(
          .error, title: breaking == nil ? "GOFLAGS changes what go env prints" : nil,
          seen: "GOFLAGS has “\(word)” as a word of its own (\(setting.place))",
          so: breaking == nil
            ? "go env prints something else than scripts and editors expect"
            : word.isChangeOfDirectory
              ? "every go command fails: -C may only stand first on the command line"
              : "go env takes it for an option of its own and fails; VS Code and gopls do not start",
          because: [setting.evidence(for: "GOFLAGS")],
          remedies: survey.remedies(
            for: "GOFLAGS",
            setting, better: linker && word == "-w" ? settings.withLinkerFlagsQuoted : nil)))
    }
  }
}

extension GoSettings {
  /// GOFLAGS with the bare words that follow -ldflags=… put into its quotation marks; `nil` where this Go knows none.
  fileprivate var withLinkerFlagsQuoted: ByteString? {
    guard case .quoted = flagQuoting, version.hasGoEnv,
      let words = try? GoFlags.words(goFlags.value, .quoted)
    else { return nil }
    var result: [ByteString] = []
    for word in words {
      if let last = result.last, last.hasPrefix("-ldflags="), word == "-w" || word == "-s" {
        result[result.count - 1] = last + " " + word
      } else {
        result.append(word)
      }
    }
    return GoWords.join(result)
  }
}

extension ByteString {
  fileprivate var isChangeOfDirectory: Bool {
    let name = ByteString(bytes.drop { $0 == UInt8(ascii: "-") })
    return name == "C" || name.hasPrefix("C=")
  }
}
