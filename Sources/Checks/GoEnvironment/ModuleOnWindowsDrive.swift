internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var moduleOnWindowsDrive: Check {
    Check(
      "GT127", "module-on-windows-drive", "this module is on a Windows drive", severity: .warning,
      follows: .directory,
      firesOn: Example(
        ["/mnt/c/src/app/go.mod": "module app\n"], mounts: [.wsl2Drive], in: "/mnt/c/src/app/cmd"),
      silentOn: Example(
        ["/mnt/c/src/notes.txt": "no module\n"], mounts: [.wsl2Drive], in: "/mnt/c/src"),
      words: Words(
        problem: """
          The module you stand in is on a drive of the Windows host, which WSL reaches through a network protocol (9p or \
          virtiofs).
          """,
        breaks: """
          Every file costs a round trip, so that builds take many times as long as on Linux's own disk. File \
          watching does not see what Windows programs change, so gopls and live reload work with old text. Locks can fail \
          ("go: RLock …/go.mod: Function not implemented"), and every file looks executable and writable by all.
          """,
        remedy: """
          Move the module to Linux's own file system: git clone it below /home and open it from there (code . works; \
          Windows reaches it as \\\\wsl$\\DISTRIBUTION). Nothing needs undoing.
          """,
        exceptions: """
          Standing on a Windows drive outside a module is fine, and so is a Linux file system mounted inside it. In a shell \
          it is told once for each module.
          """)
    ) { survey in
      guard survey.mounts != nil else { return .unknown(noMountTable) }
      guard case .found(let root, let mount?) = try survey.module.get(), mount.isWindowsDrive else {
        return .ok
      }
      return .finding(
        Finding(
          .warning, seen: "“\(root)” is on “\(mount.point)”, of type \(mount.type)",
          so:
            "go build, gopls and file watching are many times slower there, and watching misses changes made in Windows",
          because: [mount.evidence],
          remedies: [.manual("clone the module below your home directory and work there")]))
    }
  }
}
