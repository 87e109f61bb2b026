internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var moduleInGopath: Check {
    Check(
      "GT142", "module-in-gopath", "GOPATH's own directory is a module, and this go stops at that",
      severity: .error,
      firesOn: Example(
        [
          "/usr/lib/go/bin/go": .goCommand("go1.19.8"),
          "/usr/lib/go/pkg/tool/linux_amd64": .directory(), "/home/u/go/go.mod": "module x\n",
        ], environment: ["HOME": "/home/u", "PATH": "/usr/lib/go/bin"]),
      silentOn: Example(
        [
          "/usr/lib/go/bin/go": .goCommand("go1.19.8"),
          "/usr/lib/go/pkg/tool/linux_amd64": .directory(), "/home/u/go/src/x/go.mod": "module x\n",
        ], environment: ["HOME": "/home/u", "PATH": "/usr/lib/go/bin"]),
      words: Words(
        problem: """
          In the first directory of GOPATH, ~/go by default, stands a go.mod, most often from go mod init in the wrong directory. Go before 1.24 \
          refuses to work then.
          """,
        breaks: """
          In every directory every go command but go version ends with "$GOPATH/go.mod exists but should not". Go 1.24 and newer only warn.
          """,
        remedy: """
          Move the go.mod, and the code that belongs to it, to a directory of their own; or set GOPATH to another directory. Undo: move them back.
          """,
        exceptions: """
          Nothing is said with GO111MODULE=off, nor of the other directories of GOPATH, nor where another toolchain will answer.
          """)
    ) { survey in
      guard survey.search.commands.first?.version != nil, let file = try survey.moduleInGoPath(),
        try survey.firstGoStays()
      else { return .ok }
      let settings = try survey.settings.get()
      return .finding(
        Finding(
          .error,
          seen: "“\(file)” is in the first directory of GOPATH (\(settings.goPath.place))",
          so: "every go command but go version ends with “$GOPATH/go.mod exists but should not”",
          because: [.file(file, says: "a module")],
          remedies: [
            .manual("move “\(file)” and the code that belongs to it to a directory of their own")
          ]))
    }
  }
}
