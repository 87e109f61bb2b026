internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var envFileCRLF: Check {
    Check(
      "GT113", "env-file-crlf", "the go/env file has Windows line ends", severity: .error,
      firesOn: Example(
        ["/home/u/.config/go/env": "GOPRIVATE=corp.example\r\nGOTOOLCHAIN=local\r\n"],
        environment: ["HOME": "/home/u"]),
      silentOn: Example(
        ["/home/u/.config/go/env": "# ours\r\nGOPRIVATE=corp.example\nGOTOOLCHAIN=local\n"],
        environment: ["HOME": "/home/u"]),
      words: Words(
        problem: """
          Lines of the go/env file end in a carriage return and a line feed, as Windows editors and copies from a Windows \
          drive make them. Go ends a line at the line feed alone, so the carriage return becomes the last character of the value.
          """,
        breaks: """
          GOTOOLCHAIN=local is refused by every command: invalid GOTOOLCHAIN "local\\r". GOSUMDB=off is no longer off: \
          "invalid GOSUMDB: malformed verifier id". GO111MODULE ends with "unknown environment setting GO111MODULE=on\\r", and \
          GOPATH, GOCACHE and GOPRIVATE silently mean something else than they say.
          """,
        remedy: """
          Take them out: sed -i 's/\\r$//' FILE, where FILE is what go env GOENV prints (~/.config/go/env); for a symbolic \
          link, name the file it leads to. Undo: sed -i 's/$/\\r/' FILE.
          """,
        exceptions: """
          Comments may end as they like. GOFLAGS, GOPROXY and the flags of cgo are taken apart at white space, so a carriage \
          return does no harm there: where only they have one, it is told as information.
          """)
    ) { survey in
      if survey.isUntouched { return .ok }
      guard case .read(let path, let file) = try survey.settings.get().userFile else { return .ok }
      let lines = file.carriageReturns
      guard let first = lines.first else { return .ok }
      let harmful = lines.filter { !forgiving.contains($0.name) && GoVariable.isSettable($0.name) }
      let worst = harmful.first ?? first
      let isError = !harmful.isEmpty
      return .finding(
        Finding(
          isError ? .error : .info,
          seen: "“\(path)” has a carriage return at the end of line \(worst.line) (\(worst.name))"
            + (lines.count > 1 ? " and of \(lines.count - 1) more" : ""),
          so: isError
            ? "go takes it for the last character of \(worst.name), which then means something else or is refused"
            : "go does not mind it there, and would in any other line",
          because: (isError ? harmful : lines).prefix(3).map {
            .file(path, says: $0.name + "=" + $0.value)
          },
          remedies: [
            .editingSettings(
              path, "takes the carriage returns out of “\(path)”",
              edit: GoEnvironmentFile.droppingCarriageReturns)
          ]))
    }
  }
}

/// Variables whose value is taken apart at white space.
private let forgiving: [ByteString] = [
  "CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_FFLAGS", "CGO_LDFLAGS", "GOFLAGS", "GOPROXY",
]
