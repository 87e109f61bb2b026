internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var foreignTargetExported: Check {
    Check(
      "GT129", "foreign-target-exported", "GOOS or GOARCH builds for another machine",
      severity: .warning,
      firesOn: Example(environment: ["HOME": "/home/u", "GOOS": "windows"]),
      silentOn: Example(
        ["/usr/local/go/bin/go": .goCommand("go1.27.3")],
        environment: [
          "PATH": "/usr/local/go/bin", "HOME": "/home/u", "GOOS": "linux", "GOARCH": "amd64",
        ]),
      words: Words(
        problem: """
          GOOS or GOARCH is exported in this shell, or set by go env -w, and names another system or processor than this \
          machine's. It was mostly meant for a single build.
          """,
        breaks: """
          Everything is built for the other machine. go run and go test end with "exec format error"; go install puts programs into \
          a directory of bin that is not in PATH; cgo is off; gopls leaves the files of this system out. Where go knows no such \
          pair, which is an error, no build begins: "go: unsupported GOOS/GOARCH pair linux/x".
          """,
        remedy: """
          Set it for one command alone: GOOS=windows go build. Here: unset GOOS GOARCH and take them out of the file that \
          exports them, or go env -u GOOS GOARCH. Undo: set them again.
          """,
        exceptions: """
          386 on amd64 and arm on arm64 are let pass, which such machines mostly run. Leave it where this shell serves to \
          build for the other machine, or an emulator runs its programs.
          """)
    ) { survey in
      let settings = try survey.settings.get()
      if settings.value("GOOS").isEmpty, settings.value("GOARCH").isEmpty { return .ok }
      var host: ByteString?
      if case .go(let build)? = survey.search.commands.first?.program { host = build.architecture }
      let system = settings.setting("GOOS", default: "linux")
      let processor = settings.setting("GOARCH", default: host ?? "")
      let isImpossible = settings.forbids(system: system.value, processor: processor.value)
      var found: [(name: ByteString, setting: GoSettings.Setting)] = []
      if isImpossible && system.source != .default || system.value != "linux" {
        found.append(("GOOS", system))
      }
      if isImpossible && processor.source != .default
        || host.map({ !runs(processor.value, on: $0) }) ?? false
      {
        found.append(("GOARCH", processor))
      }
      guard !found.isEmpty else { return .ok }
      var seen = ""
      for (name, setting) in found {
        seen += (seen.isEmpty ? "" : ", ") + "\(name) is “\(setting.value)” (\(setting.place))"
      }
      return .finding(
        Finding(
          isImpossible ? .error : .warning,
          title: isImpossible ? "nothing builds: go knows no such GOOS and GOARCH" : nil,
          seen: seen,
          so: isImpossible
            ? "builds end with “unsupported GOOS/GOARCH pair \(system.value)/\(processor.value)”"
            : "go builds for \(system.value)\(processor.value.isEmpty ? "" : "/\(processor.value)"): what it builds does not run "
              + "here, so go run and go test fail",
          because: found.map { $0.setting.evidence(for: $0.name) },
          remedies: survey.remedies(forTarget: found)))
    }
  }
}

extension GoSurvey {
  /// Both at once: each of two alone may make a pair that go refuses.
  fileprivate func remedies(
    forTarget found: [(name: ByteString, setting: GoSettings.Setting)]
  ) -> [Remedy] {
    let stored = found.allSatisfy {
      if case .file = $0.setting.source { true } else { false }
    }
    if stored, found.count > 1 {
      return [
        .settingVariables("build for this machine", found.flatMap { ["--unset", $0.name] })
      ]
    }
    return found.flatMap {
      remedies(for: $0.name, $0.setting, "build for this machine", isChoice: true)
    }
  }
}

extension GoSettings {
  /// Whether this Go builds for no such pair; one newer than those whose pairs are known may.
  fileprivate func forbids(system: ByteString, processor: ByteString) -> Bool {
    if let newest = GoVersion("1.28"), let version, version >= newest { return false }
    return processor.isEmpty
      ? !GoPlatform.isKnown(system, as: "GOOS")
      : !GoPlatform.isSupported(system: system, processor: processor)
  }
}

/// Whether a machine of the one processor runs programs of the other, as far as that can be told.
private func runs(_ processor: ByteString, on host: ByteString) -> Bool {
  let families: [[ByteString]] = [["386", "amd64"], ["arm", "arm64"]]
  return processor == host
    || families.contains { $0.contains(processor) && $0.contains(host) }
}
