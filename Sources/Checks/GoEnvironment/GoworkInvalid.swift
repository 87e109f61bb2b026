internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var goworkInvalid: Check {
    Check(
      "GT131", "gowork-invalid", "GOWORK names no workspace", severity: .error,
      firesOn: Example(environment: ["HOME": "/home/u", "GOWORK": "/home/u/gone/go.work"]),
      silentOn: Example(
        ["/home/u/all/go.work": "go 1.27\n"],
        environment: ["HOME": "/home/u", "GOWORK": "/home/u/all/go.work"]),
      words: Words(
        problem: """
          GOWORK is set to a path that is not absolute, or to one where there is no file, or a file that is no go.work, such as a go.mod. It is mostly left over from a \
          project that has been moved or removed.
          """,
        breaks: """
          With a relative path every go command but go version ends with "go: invalid GOWORK: not an absolute path". Where the file is \
          missing go env works, and builds and gopls fail in every directory: "reading go.work: open …: no such file or directory". \
          So they do with another file: "errors parsing go.work: … unknown directive: module".
          """,
        remedy: """
          Unset it: go finds the go.work of a directory by itself. To go without one, use GOWORK=off. go work init makes the \
          file where GOWORK says. Undo: set it again.
          """,
        exceptions: """
          off, auto and an empty value are fine. A file on a network mount is not looked at.
          """)
    ) { survey in
      let setting = try survey.settings.get().setting("GOWORK", default: "")
      if setting.value.isEmpty || setting.value == "off" || setting.value == "auto" { return .ok }
      let reason: String
      if !setting.value.isAbsolute {
        reason = "which is not an absolute path"
      } else {
        switch try survey.target(of: setting.value) {
        case .file:
          guard let (line, message) = try survey.foreignDirective(inWork: setting.value) else {
            return .ok
          }
          return .finding(
            Finding(
              .error,
              seen:
                "GOWORK is “\(setting.value)” (\(setting.place)), which is no workspace file: see its line \(line)",
              so: "builds, go list and gopls fail in every directory with “\(message)”",
              because: [
                setting.evidence(for: "GOWORK"), .file(setting.value, says: ByteString(message)),
              ],
              remedies: survey.remedies(
                for: "GOWORK", setting, "let go find the workspace by itself")))
        case .directory: reason = "which is a directory"
        case .missing: reason = "which is not there"
        }
      }
      return .finding(
        Finding(
          .error, seen: "GOWORK is “\(setting.value)” (\(setting.place)), \(reason)",
          so: setting.value.isAbsolute
            ? "builds, go list and gopls fail in every directory with “reading go.work”"
            : "every go command but go version ends with “invalid GOWORK: not an absolute path”",
          because: [setting.evidence(for: "GOWORK")],
          remedies: survey.remedies(for: "GOWORK", setting, "let go find the workspace by itself")))
    }
  }
}

extension GoSurvey {
  /// The first line of a file that none of a go.work has, and what go says to it.
  fileprivate func foreignDirective(
    inWork path: ByteString
  ) throws -> (line: Int, message: String)? {
    let text = try settings.get().machine.files.read(path, limit: GoModuleLines.fileLimit)
    return text.flatMap { GoModuleLines.foreignDirective(inWork: $0) }
  }
}
