internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var goflagsConflict: Check {
    Check(
      "GT119", "goflags-conflict", "GOFLAGS does not suit the module at hand", severity: .error,
      follows: .directory,
      firesOn: Example(
        ["/src/go.work": "go 1.27\n", "/src/a/go.mod": "module a\n"],
        environment: ["GOFLAGS": "-mod=mod"], in: "/src/a"),
      silentOn: Example(
        ["/src/go.work": "go 1.27\n", "/src/a/go.mod": "module a\n"],
        environment: ["GOFLAGS": "-mod=mod", "GOWORK": "off"], in: "/src/a"),
      words: Words(
        problem: """
          -mod=mod lets commands change go.mod, which no single one is in a workspace (go.work); before Go 1.22 -mod=vendor does not go with one either, \
          and since then -modfile does not. -mod=vendor takes packages from the directory vendor, which \
          this module does not have.
          """,
        breaks: """
          Below a go.work with -mod=mod, go build, go list and gopls end with "go: -mod may only be set to readonly or vendor when in workspace \
          mode, but it is set to "mod"", with -modfile \
          "go: -modfile cannot be used in workspace mode", and before Go 1.22 with -mod=vendor "go: -mod may only be set to readonly when in workspace mode, but it is set to "vendor"". Without vendor, -mod=vendor ends with "inconsistent vendoring" as soon as the module \
          requires another one.
          """,
        remedy: """
          Take -mod out of GOFLAGS and give it on the command line where it is needed; or, for one command, GOWORK=off go build. For vendor: go mod vendor.
          """,
        exceptions: """
          GOWORK=off, a module without requirements, and a workspace with a vendor directory of its own are left alone. \
          It is a warning where vendor is missing.
          """)
    ) { survey in
      guard let setting = try survey.chosen("GOFLAGS"), try survey.usesModules() else { return .ok }
      let settings = try survey.settings.get()
      let evidence = setting.evidence(for: "GOFLAGS")
      if let (flag, message) = settings.flagAgainstWorkspaces,
        let file = try survey.workspaceFile(), try flag.value != "vendor" || survey.firstGoStays()
      {
        return .finding(
          Finding(
            .error,
            seen: "GOFLAGS has “\(flag.word)” (\(setting.place)), and “\(file)” is in force",
            so: "go build and gopls end with “\(message)”",
            because: [evidence, .file(file, says: "a workspace")],
            remedies: survey.remedies(for: "GOFLAGS", setting)))
      }
      guard let flag = settings.flags.last(where: { $0.name == "mod" }) else { return .ok }
      guard flag.value == "vendor", case .found(let root, _) = try survey.module.get(),
        try survey.workspaceFile() == nil, try survey.missesVendor(root)
      else { return .ok }
      return .finding(
        Finding(
          .warning,
          seen:
            "GOFLAGS has “\(flag.word)” (\(setting.place)), and “\(root)” has no directory vendor",
          so: "go build ends with “inconsistent vendoring”",
          because: [evidence, .file(root.appending("go.mod"), says: "requires other modules")],
          remedies: [
            .manual("run go mod vendor in “\(root)”, or take -mod=vendor out of GOFLAGS")
          ]))
    }
  }
}

extension GoSettings {
  /// The flag that this Go refuses in every workspace, and what it says.
  fileprivate var flagAgainstWorkspaces: (flag: GoFlags.Flag, message: String)? {
    let flags = flags
    let isOld = !version.isAtLeast("1.22rc1")
    if !isOld, let flag = flags.last(where: { $0.name == "modfile" }), flag.value?.isEmpty == false
    {
      return (flag, "-modfile cannot be used in workspace mode")
    }
    guard let flag = flags.last(where: { $0.name == "mod" }) else { return nil }
    let message =
      "-mod may only be set to readonly\(isOld ? "" : " or vendor") when in workspace mode"
    return flag.value == "mod" || isOld && flag.value == "vendor" ? (flag, message) : nil
  }
}

extension GoSurvey {
  /// Whether a module requires others and has no directory vendor.
  fileprivate func missesVendor(_ root: ByteString) throws -> Bool {
    let machine = try settings.get().machine
    let vendor = root.appending("vendor")
    if try machine.files.status(vendor) != nil { return false }
    let file = root.appending("go.mod")
    let text = try machine.files.read(file, limit: GoModuleLines.fileLimit) ?? []
    return GoModuleLines.hasRequirements(text)
  }
}
