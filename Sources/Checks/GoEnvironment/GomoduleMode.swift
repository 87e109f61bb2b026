internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var gomoduleMode: Check {
    Check(
      "GT125", "gomodule-mode", "GO111MODULE is not what a module needs", severity: .error,
      follows: .directory,
      firesOn: Example(environment: ["HOME": "/home/u", "GO111MODULE": "yes"]),
      silentOn: Example(
        ["/home/u/app/go.mod": "module app\n"],
        environment: ["HOME": "/home/u", "GO111MODULE": "on"], in: "/home/u/app"),
      words: Words(
        problem: """
          GO111MODULE is neither on, off, auto nor empty; capitals, blanks and a carriage return count. Or it is off where you \
          stand inside a module. It mostly dates from Go 1.11 to 1.15, when modules were an option.
          """,
        breaks: """
          With any other word nearly every command ends with "go: unknown environment setting GO111MODULE=yes". With off go.mod \
          is not read: imports are looked for in GOPATH and not found ("package … is not in std", "cannot find package"), and \
          gopls works without the module.
          """,
        remedy: """
          Remove it: unset GO111MODULE and take it out of the file that exports it, or go env -u GO111MODULE. Modules are what \
          go does anyway. Undo: go env -w GO111MODULE=off.
          """,
        exceptions: """
          off is right for a tree below GOPATH that is built without modules; nothing is said outside a module.
          """)
    ) { survey in
      let settings = try survey.settings.get()
      let setting = settings.setting("GO111MODULE", default: "")
      if setting.value.isEmpty || setting.value == "on" || setting.value == "auto" { return .ok }
      let remedies = survey.remedies(
        for: "GO111MODULE", setting, "let go work with modules", isChoice: setting.value == "off")
      let evidence = setting.evidence(for: "GO111MODULE")
      guard setting.value == "off" else {
        return .finding(
          Finding(
            .error, title: "GO111MODULE has a value that go does not know",
            seen: "GO111MODULE is “\(setting.value)” (\(setting.place))",
            so: "go commands end with “unknown environment setting GO111MODULE=\(setting.value)”",
            because: [evidence], remedies: remedies))
      }
      switch try survey.enclosingModule() {
      case .none: return .ok
      case .notExamined(let reason): return .unknown("\(reason)")
      case .found(let root, _):
        return .finding(
          Finding(
            .warning, title: "GO111MODULE=off inside a module",
            seen:
              "GO111MODULE is “off” (\(setting.place)), and “\(root.appending("go.mod"))” is there",
            so: "go.mod is not read, and what it requires is looked for in GOPATH",
            because: [evidence, .file(root.appending("go.mod"), says: "is there")],
            remedies: remedies))
      }
    }
  }
}
