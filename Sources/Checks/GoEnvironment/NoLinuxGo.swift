internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var noLinuxGo: Check {
    Check(
      "GT102", "no-linux-go", "a module, and no Linux go in PATH to build it", severity: .warning,
      follows: .directory,
      firesOn: Example(
        ["/home/u/app/go.mod": "module app\n", "/usr/local/go/bin/go": .goCommand("go1.27.3")],
        environment: ["PATH": "/usr/bin:/bin"], in: "/home/u/app"),
      silentOn: Example(
        ["/home/u/app/go.mod": "module app\n", "/usr/local/go/bin/go": .goCommand("go1.27.3")],
        environment: ["PATH": "/usr/local/go/bin:/usr/bin:/bin"], in: "/home/u/app"),
      words: Words(
        problem: """
          You stand inside a Go module and no directory in PATH holds a program named `go` for Linux.
          """,
        breaks: """
          "go: command not found", and gopls, dlv and the editor, which all call go, fail in their own words.
          """,
        remedy: """
          Where Go is installed, add its bin directory to PATH in ~/.profile: PATH=$PATH:/usr/local/go/bin. A login shell may \
          lose what a container image or ~/.bashrc has set, since /etc/profile sets PATH anew. Otherwise install Go.
          """,
        exceptions: """
          Outside a module nothing is said. A go.exe on a Windows drive does not answer to `go` and does not count. Version \
          managers' shims do count.
          """)
    ) { survey in
      guard survey.search.commands.isEmpty else { return .ok }
      if let unseen = survey.search.unseen { return unseen }
      switch try survey.module.get() {
      case .none: return .ok
      case .notExamined(let reason): return .unknown("\(reason)")
      case .found(let root, _):
        let installed = survey.installedOutsidePath
        return .finding(
          Finding(
            .warning,
            seen:
              "“\(root.appending("go.mod"))” makes this a module, and no directory in PATH holds a “go” for Linux",
            so: survey.search.windowsCommands.isEmpty
              ? "“go: command not found”, and gopls and dlv fail as well"
              : "the “go” of the Windows drive answers instead, and Linux's gopls and dlv fail with it",
            because: [.file(root.appending("go.mod"), says: "is there"), survey.pathEvidence],
            remedies: [
              installed.map {
                .edit("add “\($0.parent)” to PATH in \(survey.startUpFile): “\($0)” is installed")
              } ?? .manual("install Go, or add its bin directory to PATH in \(survey.startUpFile)")
            ]))
      }
    }
  }
}
