internal import Formats
internal import Machines

extension Check<GoSurroundings> {
  static var slowWindowsPath: Check {
    Check(
      "GT137", "slow-windows-path", "directories of Windows make every look-up in PATH slow",
      severity: .info,
      firesOn: Example(
        ["/mnt/c/Windows/System32": .directory(), "/mnt/c/Tools": .directory()],
        environment: ["PATH": "/usr/bin:/mnt/c/Windows/System32:/mnt/c/Windows:/mnt/c/Tools"],
        mounts: [.wsl2Drive], lookUps: 61),
      silentOn: Example(
        ["/mnt/c/Windows/System32": .directory(), "/mnt/c/Tools": .directory()],
        environment: ["PATH": "/usr/bin:/mnt/c/Windows/System32:/mnt/c/Windows:/mnt/c/Tools"],
        mounts: [.wsl2Drive], lookUps: 3),
      words: Words(
        problem: """
          WSL appends the PATH of Windows to that of Linux. A shell that looks for a program which is in no directory before those \
          asks Windows once for each, through a file system that takes about a millisecond to answer, or much longer where \
          a virus scanner or a network drive is behind it.
          """,
        breaks: """
          A mistyped command, completion of a command's name, and programs that look for others (go for a C compiler, \
          prompts, editors) take a noticeable time.
          """,
        remedy: """
          Write appendWindowsPath=false below [interop] in /etc/wsl.conf and run wsl --shutdown, then add what you do use, \
          such as PATH=$PATH:/mnt/c/Windows/System32, in ~/.profile. Or shorten PATH in Windows. Undo: take the line out.
          """,
        exceptions: """
          Nothing is said below 20 milliseconds for all of them together. Drives are recognised by the mount table. `code`, `clip.exe` \
          and `explorer.exe` are found through these directories.
          """)
    ) { surroundings in
      guard surroundings.here.mounts != nil else { return .unknown(noMountTable) }
      let entries = surroundings.here.path.entries.filter(\.isOnWindowsDrive)
      if entries.isEmpty { return .ok }
      let cost: Int?
      do {
        cost = try LookUpCost.measure(entries.map(\.directory), on: surroundings.machine)
      } catch let error as CannotRun {
        return .skipped("\(error)")
      }
      if let cost, cost < noticeable { return .ok }
      let duration = cost.map { "\($0) ms" } ?? "more than two seconds"
      return .finding(
        Finding(
          .info,
          seen:
            "to look for a program in the Windows directories of PATH (\(entries.count)) takes \(duration)",
          so: "a mistyped command, completion and programs that look for others wait that long",
          because: [surroundings.here.pathEvidence],
          remedies: [
            .edit(
              "write appendWindowsPath=false below [interop] in /etc/wsl.conf, run wsl --shutdown, and add what you "
                + "use of Windows in ~/.profile")
          ]))
    }
  }
}

/// In milliseconds.
private let noticeable = 20
