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
          project that has been moved or removed. Or the go.work in force, named or found, uses a directory that has no go.mod, or one \
          directory twice, or none, or has a line that none of its kind has.
          """,
        breaks: """
          With a relative path every go command but go version ends with "go: invalid GOWORK: not an absolute path". Where the file is \
          missing go env works, and builds and gopls fail in every directory: "reading go.work: open …: no such file or directory". \
          So they do with another file: "errors parsing go.work: … unknown directive: module". At a go.work that uses the wrong directories they end with "cannot load module … listed in go.work file", before \
          Go 1.21 or so with "go.mod: no such file or directory", with "path … appears multiple times in workspace", or with "no modules were found in the current workspace".
          """,
        remedy: """
          Unset it: go finds the go.work of a directory by itself. To go without one, use GOWORK=off. go work init makes the \
          file where GOWORK says. Undo: set it again. In a go.work, take the line out: go work edit -dropuse=./x; go work use ./x adds a module.
          """,
        exceptions: """
          off, auto and an empty value are fine. A file on a network mount is not looked at. Of more than sixteen directories in a go.work the others are \
          looked at with --all alone, and where another toolchain will answer nothing is said of lines that this Go does not know.
          """)
    ) { survey in
      let setting = try survey.settings.get().setting("GOWORK", default: "")
      if setting.value.isEmpty || setting.value == "off" || setting.value == "auto" {
        return try survey.faultOfWorkspace().map(Outcome.finding) ?? .ok
      }
      let reason: String
      if !setting.value.isAbsolute {
        reason = "which is not an absolute path"
      } else {
        switch try survey.target(of: setting.value) {
        case .file:
          guard let (line, message) = try survey.foreignDirective(inWork: setting.value) else {
            return try survey.faultOfWorkspace().map(Outcome.finding) ?? .ok
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

  /// The finding where builds end at the go.work that counts here.
  fileprivate func faultOfWorkspace() throws -> Finding? {
    // What was not looked at is told with the toolchain.
    guard let demand = (try? choice.get())?.demand, try settings.get().version.isAtLeast("1.18rc1")
    else { return nil }
    let file = demand.file
    switch demand.workspaceFault {
    case .foreignLine(let line, let message)?:
      guard try firstGoStays() else { return nil }
      return workspaceFinding(
        file, "“\(file)”, line \(line), is none of a go.work", message,
        .edit("mend or remove line \(line) of “\(file)”"))
    case .noUse?:
      return workspaceFinding(
        file, "“\(file)” uses no directory",
        "no modules were found in the current workspace",
        .edit("write “use ./DIRECTORY” into “\(file)” for each of its modules, or remove the file"))
    case nil: break
    }
    guard let (use, directory, isRepeated) = vainUse(of: demand) else { return nil }
    if isRepeated {
      return workspaceFinding(
        file, "“\(file)” uses “\(directory)” twice",
        "path \(directory) appears multiple times in workspace",
        .edit("take one of the lines that use “\(use)” out of “\(file)”"))
    }
    let module = directory.appending("go.mod")
    return workspaceFinding(
      file, "“\(file)” uses “\(use)”, and “\(module)” is not there",
      "\(module): no such file or directory",
      .command(
        "take “\(use)” out of go.work", argv: ["go", "work", "edit", "-dropuse=" + use, file],
        undo: ["go", "work", "edit", "-use=" + use, file]))
  }

  private func workspaceFinding(
    _ file: ByteString, _ seen: String, _ message: String, _ remedy: Remedy
  ) -> Finding {
    Finding(
      .error, title: "a go.work ends every build", seen: seen,
      so: "go build, go list and gopls end with “\(message)”",
      because: [.file(file, says: "a workspace")], remedies: [remedy])
  }
}
