internal import Formats
internal import Machines

extension Check<GoSurroundings> {
  static var loginShellLosesGo: Check {
    Check(
      "GT134", "login-shell-loses-go", "go is in PATH here and not in a login shell",
      severity: .warning,
      firesOn: Example(
        [
          "/bin/bash": .file("", mode: 0o755), "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/home/u/.bash_profile": ". ~/.secrets\n",
          "/home/u/.profile": "PATH=$PATH:/usr/local/go/bin\n",
        ],
        environment: [
          "HOME": "/home/u", "SHELL": "/bin/bash", "PATH": "/usr/bin:/bin:/usr/local/go/bin",
        ],
        shells: [
          .login: .sees(["PATH": "/usr/bin:/bin"]), .editor: .sees(["PATH": "/usr/bin:/bin"]),
        ]),
      silentOn: Example(
        [
          "/bin/bash": .file("", mode: 0o755), "/usr/local/go/bin/go": .goCommand("go1.27.3"),
          "/home/u/.profile": "PATH=$PATH:/usr/local/go/bin\n",
        ],
        environment: [
          "HOME": "/home/u", "SHELL": "/bin/bash", "PATH": "/usr/bin:/bin:/usr/local/go/bin",
        ], shells: [:]),
      words: Words(
        problem: """
          Your shell, started as a login shell, does not find `go`, which this one does. Mostly /etc/profile sets PATH anew and \
          loses what a container image or a parent process had set; or ~/.bash_profile is there, and bash then passes over \
          ~/.profile; or PATH is added to in ~/.bashrc, which a login shell that is not interactive does not read, or leaves at once.
          """,
        breaks: """
          "go: command not found" in `bash -lc 'go build'`, in `wsl -e bash -lc`, in services and scheduled jobs, in \
          development containers, and, where an interactive login loses it too, in every session that begins with a login.
          """,
        remedy: """
          Add go's directory to PATH in the file that login shells read: ~/.profile for bash and sh (in ~/.bash_profile where you \
          have one, or write . ~/.profile into that), ~/.zprofile for zsh, fish_add_path for fish; for everybody in a file of \
          /etc/profile.d. Undo: take the line out.
          """,
        exceptions: """
          It is information only where interactive logins find go. In a container without sshd and without an editor's server \
          nobody logs in, and nothing is said. A go that you put into PATH of this one shell is rightly in no other: ignore it then.
          """)
    ) { surroundings in
      let (here, instead) = try surroundings.goHere(for: .login)
      guard let here else { return instead ?? .ok }
      guard let login = try surroundings.view(.login) else { return .ok }
      guard let survey = login.survey else { return surroundings.hindrance(login) ?? .ok }
      if try survey.firstGo() != nil { return .ok }
      let interactive = try surroundings.view(.editor)?.survey
      let isFoundByHand = try interactive?.firstGo() != nil
      let directory = here.path.parent
      let origin = try surroundings.origin(of: directory, in: .login)
      return .finding(
        Finding(
          isFoundByHand ? .info : .warning,
          title: isFoundByHand
            ? "go is in PATH of interactive logins only" : nil,
          seen: "“\(here.path)” answers here, and nothing does in a login shell"
            + (origin.words.isEmpty ? "" : ": \(origin.words)"),
          so: "“go: command not found” where a command is run by a login shell"
            + (isFoundByHand ? " that nobody types into" : ", and in every new session"),
          because: [.variable("PATH", is: survey.environment["PATH"] ?? "")] + origin.evidence,
          remedies: try surroundings.startUpRemedies(adding: directory)))
    }
  }
}
