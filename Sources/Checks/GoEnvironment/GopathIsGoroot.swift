internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var gopathIsGoroot: Check {
    Check(
      "GT108", "gopath-is-goroot", "GOPATH and GOROOT are one directory", severity: .error,
      firesOn: Example(
        [
          "/home/u/go/bin/go": .goCommand("go1.27.3"),
          "/home/u/go/pkg/tool/linux_amd64": .directory(), "/home/u/go/go.env": "GOPROXY=direct\n",
        ], environment: ["PATH": "/home/u/go/bin:/usr/bin", "HOME": "/home/u"]),
      silentOn: Example(
        [
          "/home/u/sdk/go/bin/go": .goCommand("go1.27.3"),
          "/home/u/sdk/go/pkg/tool/linux_amd64": .directory(),
          "/home/u/sdk/go/go.env": "GOPROXY=direct\n",
        ], environment: ["PATH": "/home/u/sdk/go/bin:/usr/bin", "HOME": "/home/u"]),
      words: Words(
        problem: """
          Go was unpacked into ~/go, which is also where GOPATH is by default: downloaded modules, their cache and installed \
          programs then go into the installation itself.
          """,
        breaks: """
          Commands warn that "both GOPATH and GOROOT are the same directory", which editors show as a failure. Where GOROOT is exported \
          as well, go gives up its default GOPATH: "module cache not found: neither GOMODCACHE nor GOPATH is set". Removing \
          the installation for an update takes the module cache and your programs along.
          """,
        remedy: """
          Unpack Go into a place of its own, such as /usr/local, and correct PATH; then remove from ~/go what belongs to the \
          installation (api, doc, lib, misc, src, test, VERSION, pkg/tool, pkg/include, bin/go, bin/gofmt) and keep pkg/mod and \
          the rest of bin, which are yours. Or leave it there and move GOPATH: go env -w GOPATH=$HOME/gopath (undo: go env -u \
          GOPATH); modules are then downloaded once more.
          """,
        exceptions: """
          A GOPATH that only holds installations below it (~/go/sdk, golang.org/dl) is fine. It is an error where go can \
          find no module cache, and a warning otherwise.
          """)
    ) { survey in
      if let unseen = survey.search.unseen { return unseen }
      let settings = try survey.settings.get()
      guard let root = settings.goRoot?.value.cleaned, root.isAbsolute else { return .ok }
      let path = settings.setting("GOPATH")
      let inferred = (survey.environment.nonEmpty("HOME") ?? "").appending("go").cleaned
      let isInferred = path?.value.isEmpty ?? true
      guard (isInferred ? inferred : path?.value.cleaned) == root,
        survey.search.commands.first?.version != nil || survey.namedTree != nil
      else { return .ok }
      let isExported = survey.environment.nonEmpty("GOROOT") != nil
      let losesCache = isExported && settings.goModCache.value.isEmpty
      return .finding(
        Finding(
          losesCache ? .error : .warning,
          seen: "“\(root)” is the Go installation and "
            + (isInferred ? "the default GOPATH" : "GOPATH (\(path?.place ?? ""))"),
          so: losesCache
            ? "go finds no module cache: “neither GOMODCACHE nor GOPATH is set”"
            : "every go command warns, and modules and programs are put into the installation",
          because: [
            .variable("GOROOT", is: root), .variable("GOPATH", is: path?.value ?? inferred),
          ],
          remedies: [
            .manual(
              "unpack Go into a place of its own, such as /usr/local/go, and correct PATH; or set GOPATH to another "
                + "directory" + (path?.source == .environment ? " where it is exported" : ""))
          ]))
    }
  }
}
