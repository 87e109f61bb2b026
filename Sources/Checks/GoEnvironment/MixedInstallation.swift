internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var mixedInstallation: Check {
    Check(
      "GT107", "mixed-installation", "two releases of Go are unpacked into one directory",
      severity: .error,
      firesOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"), "/usr/local/go/VERSION": "go1.21.13\n",
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/local/go/bin"]),
      silentOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"), "/usr/local/go/VERSION": "go1.27.3\n",
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/local/go/bin"]),
      words: Words(
        problem: """
          The go command was built as one version, and the file VERSION of the tree it stands in names another. That is what \
          is left when a release is unpacked over an older one, or a copy broke off half-way.
          """,
        breaks: """
          Compiler, standard library and go command do not fit: "compile: version X does not match go tool version Y", \
          "package … is not in std", symbols redeclared in the runtime.
          """,
        remedy: """
          Move the directory aside (sudo mv /usr/local/go /usr/local/go.old) and unpack one release into a new, empty place; \
          undo: move it back. Where a package installed it, reinstall the package. Where the directory is your GOPATH as well, \
          your modules and programs are in it: keep it until you have moved them.
          """,
        exceptions: """
          A maker's suffix after the version is not compared. A tree without a readable VERSION, as in a build from source, \
          is left alone.
          """)
    ) { survey in
      if let other = survey.search.unseen ?? survey.search.stranger { return other }
      guard let first = survey.search.commands.first, let version = first.version,
        let tree = survey.ownTree, let said = tree.version,
        let treeVersion = GoVersion(toolchain: said), treeVersion != version
      else { return .ok }
      let file = tree.path.appending("VERSION")
      return .finding(
        Finding(
          .error, seen: "“\(first.real)” is \(version), and “\(file)” says \(said)",
          so: "compiler, standard library and go command do not fit together, and builds fail",
          because: [first.evidence, .file(file, says: said)],
          remedies: [
            .manual(
              "move “\(tree.path)” aside and unpack one release into a new, empty directory; where a package "
                + "installed it, reinstall the package")
          ]))
    }
  }
}
