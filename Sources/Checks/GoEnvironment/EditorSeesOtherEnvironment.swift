internal import Formats
internal import Machines

extension Check<GoSurroundings> {
  static var editorSeesOtherEnvironment: Check {
    Check(
      "GT135", "editor-sees-other-environment", "VS Code's server finds another go than this shell",
      severity: .warning,
      firesOn: Example(
        [
          "/bin/bash": .file("", mode: 0o755), "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/bin/go": .goCommand("go1.19.8"),
          "/home/u/.bashrc": "PATH=/usr/local/go/bin:$PATH\n", "/home/u/.bash_profile": "\n",
        ],
        environment: [
          "HOME": "/home/u", "SHELL": "/bin/bash", "PATH": "/usr/local/go/bin:/usr/bin:/bin",
        ],
        shells: [
          .editor: .sees(["PATH": "/usr/bin:/bin"]), .login: .sees(["PATH": "/usr/bin:/bin"]),
        ]),
      silentOn: Example(
        [
          "/bin/bash": .file("", mode: 0o755), "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/usr/bin/go": .goCommand("go1.19.8"),
          "/home/u/.profile": "PATH=/usr/local/go/bin:$PATH\n",
        ],
        environment: [
          "HOME": "/home/u", "SHELL": "/bin/bash", "PATH": "/usr/local/go/bin:/usr/bin:/bin",
        ], shells: [:]),
      words: Words(
        problem: """
          VS Code's server takes its environment from your shell, started once as an interactive login shell, and keeps it for as \
          long as the server lives. Started that way, the shell finds another `go` than this one, or none: what bash reads in a terminal \
          is ~/.bashrc, and what it reads as a login shell is /etc/profile and the first of ~/.bash_profile, ~/.bash_login and ~/.profile.
          """,
        breaks: """
          "Failed to find the 'go' binary" in the editor although the terminal has it, or a toolchain in the editor that is \
          not the terminal's: other versions of gopls, other results of tests, "compile: version does not match".
          """,
        remedy: """
          Set PATH in the file that login shells read (~/.profile, ~/.zprofile, fish_add_path), and then end the server: \
          "Kill VS Code Server on Host" in the command palette. Where that cannot be, go.alternateTools in the machine's settings \
          names a go. Undo: take the line out.
          """,
        exceptions: """
          A version manager that changes PATH at every prompt shows in no shell that has none; a go.alternateTools \
          setting then is the remedy (gotools go-env-guard --editor machine --apply). Where the settings give the editor this \
          shell's go, or one of its version, nothing is said. In a container without an editor's server nothing is said.
          """)
    ) { surroundings in
      let (here, instead) = try surroundings.goHere(for: .editor)
      guard let here else { return instead ?? .ok }
      guard let editor = try surroundings.view(.editor) else { return .ok }
      guard let survey = editor.survey else { return surroundings.hindrance(editor) ?? .ok }
      let there = try survey.firstGo()
      if let there, there.isSame(as: here) { return .ok }
      if case .linux(let command) = here,
        let pin = try EditorSurvey(of: surroundings.machine).pin(giving: command)
      {
        return .skipped(
          "“\(pin.settings.path)”, line \(pin.line), gives the editor this shell's go")
      }
      let directory = here.path.parent
      let origin = try surroundings.origin(of: directory, in: .editor)
      return .finding(
        Finding(
          .warning, title: there == nil ? "VS Code's server finds no go" : nil,
          seen: "“\(here.path)” answers here, and "
            + (there.map { "“\($0.path)” does" } ?? "nothing does") + " in VS Code's server"
            + (origin.words.isEmpty ? "" : ": \(origin.words)"),
          so: there == nil
            ? "“Failed to find the “go” binary” in the editor, and gopls does not start"
            : "gopls, tests and the debugger in the editor use another Go than the terminal",
          because: [.variable("PATH", is: survey.environment["PATH"] ?? "")] + origin.evidence,
          remedies: try surroundings.startUpRemedies(adding: directory, first: there != nil) + [
            .manual("then run “Kill VS Code Server on Host” in the editor, which starts it anew")
          ]))
    }
  }
}
