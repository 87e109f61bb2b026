internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var goWithoutTree: Check {
    Check(
      "GT109", "go-without-tree", "the go command was copied out of its installation",
      severity: .error,
      firesOn: Example(
        ["/usr/local/bin/go": .goCommand("go1.27.3")], environment: ["PATH": "/usr/local/bin"]),
      silentOn: Example(
        [
          "/usr/local/bin/go": .link("../go/bin/go"),
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/local/bin"]),
      words: Words(
        problem: """
          The go command finds its compiler and standard library by its own place: BIN/go next to ../pkg/tool. This one is a \
          copy (or a hard link) in a directory where there is no such tree, and GOROOT does not name one.
          """,
        breaks: """
          Every command ends with "go: cannot find GOROOT directory: 'go' binary is trimmed and GOROOT is not set".
          """,
        remedy: """
          Put a symbolic link in place of the copy: sudo ln -sf /usr/local/go/bin/go /usr/local/bin/go. Go resolves links and \
          finds its tree. That is better than GOROOT, which every other Go on the machine would obey too.
          """,
        exceptions: """
          Symbolic links, version managers' shims, and a go built to know its directory (as Debian's older ones are) \
          are fine.
          """)
    ) { survey in
      if let other = survey.search.unseen ?? survey.search.stranger { return other }
      guard let first = survey.search.commands.first, case .go(let information) = first.program,
        information.isTrimmed, first.tree == nil, try survey.settings.get().goRoot == nil
      else { return .ok }
      return .finding(
        Finding(
          .error,
          seen:
            "“\(first.real)” is \(first.version.map(String.init(describing:)) ?? "go"), there is no "
            + "“\(first.real.parent.parent.appending("pkg/tool"))”, and GOROOT is not set",
          so: "every go command ends with “'go' binary is trimmed and GOROOT is not set”",
          because: [first.evidence, .variable("GOROOT", is: survey.environment["GOROOT"] ?? "")],
          remedies: [
            .manual("replace “\(first.real)” by a symbolic link to bin/go of the Go installation")
          ]))
    }
  }
}
