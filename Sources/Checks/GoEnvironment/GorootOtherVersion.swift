internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var gorootOtherVersion: Check {
    Check(
      "GT105", "goroot-other-version", "GOROOT belongs to another version of Go", severity: .error,
      firesOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
          "/opt/go1.21/VERSION": "go1.21.13\n", "/opt/go1.21/go.env": "GOPROXY=direct\n",
          "/opt/go1.21/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/local/go/bin", "GOROOT": "/opt/go1.21"]),
      silentOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"), "/usr/local/go/VERSION": "go1.27.3\n",
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/local/go/bin", "GOROOT": "/usr/local/go"]),
      words: Words(
        problem: """
          GOROOT is set and names a Go tree of another version than the `go` that PATH finds first. It mostly stays \
          behind when a newer Go is put first in PATH and an old line in ~/.profile goes on setting GOROOT.
          """,
        breaks: """
          The go command takes compiler and standard library from GOROOT: "compile: version X does not match go tool version \
          Y", "flag provided but not defined", packages "not in std".
          """,
        remedy: """
          Remove the setting: unset GOROOT, and take the line out of ~/.profile or ~/.bashrc. Each go finds its own tree. \
          Undo: put the line back.
          """,
        exceptions: """
          GOROOT that names the tree of the first `go`, by any name or link, is fine. Where the first `go` is a version \
          manager's shim nothing is said, since that may set GOROOT itself.
          """)
    ) { survey in
      if let other = survey.search.unseen ?? survey.search.stranger { return other }
      guard let named = survey.namedTree else {
        _ = try survey.settings.get()
        return .ok
      }
      if case .unknown(let reason) = named.state { return .unknown("\(reason)") }
      guard case .tree(let tree, let real) = named.state,
        let first = survey.search.commands.first, let version = first.version,
        let said = tree.version, let treeVersion = GoVersion(toolchain: said),
        treeVersion != version, real != survey.ownTree?.path
      else { return .ok }
      return .finding(
        Finding(
          .error,
          seen:
            "GOROOT “\(tree.path)” (\(named.setting.place)) holds \(treeVersion); “\(first.path)” is "
            + "\(version)",
          so:
            "go runs the compiler of one version with the standard library of another, and builds fail",
          because: [
            named.evidence, .file(tree.path.appending("VERSION"), says: said), first.evidence,
          ],
          remedies: survey.remedies(for: named)))
    }
  }
}
