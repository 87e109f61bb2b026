internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var windowsGoFirst: Check {
    Check(
      "GT101", "windows-go-first", "the first “go” in PATH is on a Windows drive", severity: .error,
      firesOn: Example(
        [
          "/mnt/c/Go/bin/go": .file("MZ", mode: 0o777),
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
        ],
        environment: ["PATH": "/mnt/c/Go/bin:/usr/local/go/bin:/usr/bin"],
        mounts: [.wsl2Drive]),
      silentOn: Example(
        [
          "/mnt/c/Go/bin/go": .file("MZ", mode: 0o777),
          "/usr/local/go/bin/go": .goCommand("go1.27.3"),
        ],
        environment: ["PATH": "/usr/local/go/bin:/usr/bin:/mnt/c/Go/bin"],
        mounts: [.wsl2Drive]),
      words: Words(
        problem: """
          WSL appends the Windows PATH to that of Linux. Here a directory on a Windows drive comes before the Linux \
          installation and holds a file named `go`, mostly a wrapper or a copy made on the Windows side.
          """,
        breaks: """
          `go` runs from Windows: it builds Windows programs, cannot see /home, converts line endings and takes seconds where \
          Linux takes milliseconds. gopls and dlv from Linux then meet the toolchain of another system ("exec format \
          error", "cannot find package").
          """,
        remedy: """
          Put the Linux directory first, in ~/.profile: PATH=/usr/local/go/bin:$PATH. To keep Windows out of PATH altogether, \
          write appendWindowsPath=false below [interop] in /etc/wsl.conf and run wsl --shutdown; that also takes away `code`, \
          `clip.exe` and `explorer.exe`. For this shell: eval "$(gotools go-env-guard --shell bash)". Undo: take the line out.
          """,
        exceptions: """
          Drives are recognised by the mount table, never by their name, so a Linux disk at /mnt/data is none. A go.exe does \
          not answer to `go` and is left alone, and so are Windows directories behind the Linux `go`.
          """)
    ) { survey in
      guard survey.mounts != nil else { return .unknown(noMountTable) }
      guard let first = survey.search.windowsCommands.first else {
        return survey.search.unseen ?? .ok
      }
      let linux = survey.search.commands.first
      // A Linux directory that holds a link to a Windows go holds other programs as well.
      let condemned = survey.search.windowsCommands.map(\.entry).filter {
        survey.path.entries[$0].isOnWindowsDrive
      }
      return .finding(
        Finding(
          .error,
          seen:
            "“\(first.path)” (\(ordinal(first.entry + 1)) in PATH) is on “\(first.mount.point)”, of type "
            + "\(first.mount.type)"
            + (linux.map { "; the Linux one is “\($0.path)” (\(ordinal($0.entry + 1)))" }
              ?? "; there is no Linux go in PATH"),
          so:
            "a Windows “go” builds for Windows and knows no Linux paths; any “go” there starts many times slower",
          because: [
            survey.pathEvidence,
            first.mount.evidence,
          ],
          remedies: survey.pathRemedies(
            linux.map { "put “\($0.path.parent)” first in the file that sets PATH" }
              ?? "install Go for Linux and put its bin directory first in PATH",
            condemning: condemned),
          condemned: condemned))
    }
  }
}
