internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var toolchainUnavailable: Check {
    Check(
      "GT123", "toolchain-unavailable", "a newer Go is asked for and cannot be had",
      severity: .error, follows: .directory,
      firesOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
          "/home/u/app/go.mod": "module app\n\ngo 1.99.0\n",
        ],
        environment: ["PATH": "/usr/local/go/bin", "HOME": "/home/u", "GOTOOLCHAIN": "local"],
        in: "/home/u/app"),
      silentOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
          "/home/u/app/go.mod": "module app\n\ngo 1.27.0\n",
        ],
        environment: ["PATH": "/usr/local/go/bin", "HOME": "/home/u", "GOTOOLCHAIN": "local"],
        in: "/home/u/app"),
      words: Words(
        problem: """
          go.work, go.mod or GOTOOLCHAIN asks for a newer Go than the first `go` in PATH, and the settings do not let that one \
          get it: GOTOOLCHAIN is local, or it ends in path and there is no such program in PATH, or GOPROXY is off and the module \
          cache has no copy, or GOSUMDB is off and nothing could be checked. \
          Or the toolchain line names none: the name begins with go, as in go1.27.3.
          """,
        breaks: """
          With GOTOOLCHAIN=local builds end with "go: go.mod requires go >= 1.99 (running go 1.27.3; GOTOOLCHAIN=local)". \
          Otherwise every go command fails there, go env and go version included, and so do gopls and the editor: "cannot find \
          "go1.99.0" in PATH", "download go1.99.0 for linux/amd64: toolchain not available", "checksum database disabled \
          by GOSUMDB=off", or invalid toolchain "1.27.3" in go.mod.
          """,
        remedy: """
          Let go fetch it: gotools go-env-guard --set GOTOOLCHAIN=auto --apply, and --unset GOPROXY or --unset GOSUMDB where they are \
          off (undo: gotools undo); go env itself does not run in such a directory, but for go env -w GOTOOLCHAIN=auto. \
          Or install the newer Go. Where the module needs no newer Go, lower the go line of its go.mod.
          """,
        exceptions: """
          Where go may download what it needs nothing is said, whether or not the network answers; nor where the newer Go is in \
          PATH as go1.99.0, or in the module cache with its checksum; nor with GO111MODULE=off.
          """)
    ) { survey in
      if let other = survey.search.unseen { return other }
      let settings = try survey.settings.get()
      guard let version = settings.version else { return survey.search.stranger ?? .ok }
      guard version.hasGoEnv, let choice = try survey.choice.get() else { return .ok }
      switch choice.toolchain {
      case .another, .check: return .ok
      case .stay: return choice.refusal(survey, settings).map(Outcome.finding) ?? .ok
      case .download(let demand):
        return settings.obstacle(to: demand, survey).map(Outcome.finding) ?? .ok
      case .refused(.uncheckedToolchain(let demand)):
        return settings.sealedDatabase(against: demand, survey, isAtHand: true)
          .map(Outcome.finding) ?? .skipped("\(GoRefusal.uncheckedToolchain(demand))")
      case .refused(.toolchainNotOnPath(let demand)):
        return .finding(settings.missing(demand, survey))
      case .refused(.invalidToolchainLine(let name, let file)):
        return .finding(
          invalidLine(choice.demand?.lines.toolchain?.number, name: name, in: file))
      case .refused(.unreadable(let path)): return .unknown("“\(path)” cannot be read")
      case .refused(let refusal): return .skipped("\(refusal)")
      }
    }
  }
}

private func invalidLine(_ number: Int?, name: ByteString, in file: ByteString) -> Finding {
  let place = number.map { "line \($0) of “\(file)”" } ?? "“\(file)”"
  return Finding(
    .error, title: "the toolchain line names no toolchain",
    seen: "“\(file)”\(number.map { ", line \($0)," } ?? "") asks for the toolchain “\(name)”",
    so: "every go command here ends with “invalid toolchain \"\(name)\" in \(file.lastComponent)”",
    because: [.file(file, says: "toolchain " + name)],
    remedies: [
      .edit(
        GoVersion(name).map { $0.isLanguageVersion } == false
          ? "write “toolchain go\(name)” in \(place), or take the line out"
          : "write the name of a release, such as “toolchain go1.27.3”, in \(place), or take the line out"
      )
    ])
}

extension GoChoice {
  /// The finding where the file asks for more than the go command that stays: a build refuses it.
  fileprivate func refusal(_ survey: GoSurvey, _ settings: GoSettings) -> Finding? {
    guard let demand, let line = demand.lines.go, let wanted = GoVersion(line.value),
      version < wanted, !settings.namesOtherModuleFile
    else { return nil }
    let policy = settings.setting("GOTOOLCHAIN", default: "")
    let isByLine = demand.lines.toolchain?.value == "default" && policy.value != "local"
    let cause =
      isByLine
      ? "the line “toolchain default” keeps it from fetching another"
      : policy.value.isEmpty
        ? "GOTOOLCHAIN is empty" : "GOTOOLCHAIN is “\(policy.value)” (\(policy.place))"
    return Finding(
      .error,
      seen:
        "“\(demand.file)”, line \(line.number), asks for go \(line.value), go is \(version), and \(cause)",
      so: "builds end with “\(demand.file.lastComponent) requires go >= \(line.value)”",
      because: [.file(demand.file, says: "go " + line.value)]
        + (isByLine ? [] : [policy.evidence(for: "GOTOOLCHAIN")]),
      remedies: (isByLine
        ? [.edit("take the line “toolchain default” out of “\(demand.file)”")]
        : survey.remedies(
          for: "GOTOOLCHAIN", policy, better: "auto", "let go fetch the newer toolchain",
          isChoice: true))
        + [.manual("install go\(line.value) or a newer one")])
  }
}

extension GoSettings {
  /// Whether a flag names another file in place of go.mod.
  var namesOtherModuleFile: Bool {
    guard let words = try? GoWords.split(goFlags.value) else { return true }
    return words.contains { $0.hasPrefix("-modfile") || $0.hasPrefix("--modfile") }
  }

  /// The finding where nothing may be downloaded, or nothing that was could be checked.
  fileprivate func obstacle(to demand: GoToolchain.Demand, _ survey: GoSurvey) -> Finding? {
    let proxy = setting("GOPROXY", default: "")
    if forbidsDownloads {
      return Finding(
        .error,
        seen:
          "\(demand.reason), GOPROXY is “\(proxy.value)” (\(proxy.place)), and the module cache has no copy",
        so: "every go command here ends with “download \(demand.name) …: toolchain not available”",
        because: [demand.evidence, proxy.evidence(for: "GOPROXY")],
        remedies: survey.remedies(for: "GOPROXY", proxy, "let go download it", isChoice: true)
          + [.manual("install \(demand.name)")])
    }
    return sealedDatabase(against: demand, survey, isAtHand: false)
  }

  /// The finding where GOSUMDB forbids the check of a toolchain, one in the module cache included.
  fileprivate func sealedDatabase(
    against demand: GoToolchain.Demand, _ survey: GoSurvey, isAtHand: Bool
  ) -> Finding? {
    let database = setting("GOSUMDB", default: "")
    guard database.value == "off", !hasLocalProxy else { return nil }
    return Finding(
      .error,
      seen: "\(demand.reason), and GOSUMDB is “off” (\(database.place))",
      so:
        "go \(isAtHand ? "has \(demand.name) in the module cache and" : "downloads \(demand.name) and then") "
        + "refuses it, since it cannot be checked: every go command here fails",
      because: [demand.evidence, database.evidence(for: "GOSUMDB")],
      remedies: survey.remedies(for: "GOSUMDB", database, "let go check it", isChoice: true)
        + [.manual("install \(demand.name)")])
  }

  /// The finding where only PATH is to be searched and has no such program.
  fileprivate func missing(_ demand: GoToolchain.Demand, _ survey: GoSurvey) -> Finding {
    let policy = setting("GOTOOLCHAIN", default: "")
    let least = policy.value.hasSuffix("+path") ? ByteString(policy.value.bytes.dropLast(5)) : ""
    return Finding(
      .error,
      seen: "\(demand.reason), GOTOOLCHAIN is “\(policy.value)” (\(policy.place)), and no "
        + "directory in PATH has a program “\(demand.name)”",
      so: "every go command here ends with “cannot find \"\(demand.name)\" in PATH”",
      because: [demand.evidence, policy.evidence(for: "GOTOOLCHAIN"), survey.pathEvidence],
      remedies: survey.remedies(
        for: "GOTOOLCHAIN", policy, better: least.isEmpty ? "auto" : least + "+auto",
        "let go fetch the newer toolchain", isChoice: true)
        + [.manual("install \(demand.name) and link to its go command by that name in PATH")])
  }
}
