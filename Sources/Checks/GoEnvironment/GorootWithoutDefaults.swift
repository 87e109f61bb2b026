internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var gorootWithoutDefaults: Check {
    Check(
      "GT106", "goroot-without-defaults", "GOROOT has no go.env, so GOPROXY and others are empty",
      severity: .error,
      firesOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"), "/usr/local/go/VERSION": "go1.27.3\n",
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/local/go/bin"]),
      silentOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"), "/usr/local/go/VERSION": "go1.27.3\n",
          "/usr/local/go/go.env": "GOPROXY=https://proxy\n",
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
        ], environment: ["PATH": "/usr/local/go/bin"]),
      words: Words(
        problem: """
          From Go 1.21 on the defaults of GOPROXY, GOSUMDB and GOTOOLCHAIN are in the file go.env of the installation, and \
          that is missing here: GOROOT names the tree of an older Go, or the file was lost in copying.
          """,
        breaks: """
          The three are empty. Downloads end with "GOPROXY list is not the empty string, but contains no entries" or "missing \
          GOSUMDB", and no newer toolchain is fetched.
          """,
        remedy: """
          Unset GOROOT where it names an older tree; else install Go anew, into an empty directory. For the meantime: go env -w \
          GOPROXY=https://proxy.golang.org,direct GOSUMDB=sum.golang.org GOTOOLCHAIN=auto; undo: go env -u with the three names.
          """,
        exceptions: """
          A Go before 1.21 needs no go.env. Nothing is said where all three are set elsewhere.
          """)
    ) { survey in
      if let other = survey.search.unseen ?? survey.search.stranger { return other }
      guard let first = survey.search.commands.first, let version = first.version, version.hasGoEnv
      else { return .ok }
      let settings = try survey.settings.get()
      guard let tree = settings.tree?.value, case .missing(let file) = settings.treeFile,
        survey.isTree(tree)
      else { return .ok }
      let empty = (["GOPROXY", "GOSUMDB", "GOTOOLCHAIN"] as [ByteString]).filter {
        settings.value($0).isEmpty
      }
      guard !empty.isEmpty else { return .ok }
      let names = empty.map(\.text).joined(separator: ", ")
      let stopsDownloads = empty != ["GOTOOLCHAIN"]
      return .finding(
        Finding(
          stopsDownloads ? .error : .warning,
          seen: "“\(file)” is missing, and “\(first.path)” is \(version)",
          so: "\(names) \(empty.count == 1 ? "is" : "are") empty: "
            + (stopsDownloads
              ? "downloads of modules fail"
              : "no newer toolchain is fetched where a module needs one"),
          because: [.file(file, says: "is missing"), first.evidence],
          remedies: survey.otherTree.map(survey.remedies) ?? [
            .manual("install Go anew into an empty directory in place of “\(tree)”")
          ]))
    }
  }
}

extension GoSurvey {
  /// Whether a tree was found there.
  fileprivate func isTree(_ path: ByteString) -> Bool {
    if ownTree?.path == path { return true }
    if case .tree? = namedTree?.state { return true }
    return false
  }

  /// The tree that GOROOT names, where that is another than the one that the first `go` stands in.
  fileprivate var otherTree: NamedTree? {
    guard case .tree(_, let real)? = namedTree?.state, real != ownTree?.path else { return nil }
    return namedTree
  }
}
