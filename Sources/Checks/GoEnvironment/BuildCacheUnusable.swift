internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var buildCacheUnusable: Check {
    Check(
      "GT140", "build-cache-unusable", "go may not write its build cache", severity: .error,
      firesOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
          "/home/u/.cache/go-build": .directory(mode: 0o555),
        ], environment: ["PATH": "/usr/local/go/bin", "HOME": "/home/u"]),
      silentOn: Example(
        [
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/local/go/pkg/tool/linux_amd64": .directory(),
          "/home/u/.cache/go-build": .directory(),
        ], environment: ["PATH": "/usr/local/go/bin", "HOME": "/home/u"]),
      words: Words(
        problem: """
          The directory that GOCACHE names, else ~/.cache/go-build, belongs to somebody else, or it is missing and cannot be made. \
          Mostly sudo go build has made it, which leaves it to root, or HOME is not the user's own, as in a container \
          that runs under another number. Or GOCACHEPROG, the program that keeps the cache since Go 1.24, is not found.
          """,
        breaks: """
          Every build, go vet and go list of packages end with "failed to initialize build cache at DIRECTORY: … permission denied". Where root has filled \
          it, which is a warning, what is in it is used and the rest may fail: "open …-d: permission denied". \
          Without the program of GOCACHEPROG go build, go list and go env without a name end with "error starting GOCACHEPROG program".
          """,
        remedy: """
          Take it back: sudo chown -R USER ~/.cache/go-build. Or set GOCACHE to a directory of your own: go env -w \
          GOCACHE=DIRECTORY; undo: go env -u GOCACHE.
          """,
        exceptions: """
          Nothing is said to root, who may write everywhere but on a mount of the kernel's, nor of a directory on a network mount, which is not \
          looked at. With --root and in a copy of a machine any permission to write counts as the user's.
          """)
    ) { survey in
      if let program = try survey.chosen("GOCACHEPROG"),
        try survey.settings.get().version.isAtLeast("1.24rc1"),
        try survey.misses(cacheProgram: program.value)
      {
        return .finding(survey.finding(program))
      }
      guard !survey.search.commands.isEmpty,
        let cache = survey.caches.first(where: { $0.name == "GOCACHE" })
      else {
        _ = try survey.settings.get()
        return .ok
      }
      if cache.isDirectory, cache.mount?.isOfKernel != true, survey.mayWrite(in: cache.path) {
        return .ok
      }
      if let mount = cache.mount, mount.isForeign {
        return .skipped("the build cache is on “\(mount.point)”, which is not looked into")
      }
      guard let barrier = try survey.barrier(to: cache.path) else { return .ok }
      let isFilled =
        barrier.path == cache.path.cleaned && survey.hasEntry("00", in: cache.path)
      if isFilled, survey.mayWrite(in: cache.path.appending("00")) { return .ok }
      return .finding(survey.finding(cache, barrier, isFilled: isFilled))
    }
  }
}

extension GoSurvey {
  fileprivate func finding(_ program: GoSettings.Setting) -> Finding {
    let isSplit = (try? GoWords.split(program.value)) != nil
    return Finding(
      .error, title: "the program that keeps the build cache is not found",
      seen: "GOCACHEPROG is “\(program.value)” (\(program.place))",
      so: "go build, go list and gopls end with "
        + (isSplit
          ? "“error starting GOCACHEPROG program”" : "“GOCACHEPROG args: unterminated … string”"),
      because: [program.evidence(for: "GOCACHEPROG")],
      remedies: remedies(
        for: "GOCACHEPROG", program, "keep the build cache in a directory", isChoice: isSplit))
  }

  fileprivate func finding(_ cache: GoCache, _ barrier: GoBarrier, isFilled: Bool) -> Finding {
    let state =
      switch barrier {
      case .noDirectory(let path): "“\(path)” is no directory"
      case .forbidden(let path): "you may not write “\(path)”"
      }
    return Finding(
      isFilled ? .warning : .error,
      seen: "GOCACHE is “\(cache.path)” (\(cache.setting.place)), and \(state)",
      so: isFilled
        ? "what is not in the cache yet may fail to build with “permission denied”"
        : "every build ends with “failed to initialize build cache at \(cache.path)”",
      because: [
        cache.setting.evidence(for: "GOCACHE"), .file(barrier.path, says: ByteString(state)),
      ],
      remedies: remedies(for: cache, barrier))
  }

  private func remedies(for cache: GoCache, _ barrier: GoBarrier) -> [Remedy] {
    let own = Remedy.manual("set GOCACHE to a directory of your own that you may write")
    let home = environment.nonEmpty("HOME")?.cleaned ?? "/"
    // What lies elsewhere may well be meant for somebody else.
    guard case .forbidden(let path) = barrier, home != "/", path != home, path.isAtOrBelow(home),
      user != 0
    else { return [own] }
    return [
      .command(
        "take the directory back", argv: ["chown", "-R", ByteString("\(user)"), path],
        needsRoot: true), own,
    ]
  }
}

extension Mount {
  fileprivate var isOfKernel: Bool { type == "proc" || type == "sysfs" }
}
