internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Applet {
  static let agentFix = Applet(
    command: Command(
      "agent-fix", "find a working ssh agent and let every shell use it",
      operands: [
        Operand("DIR", .optional, values: .directory, "the project's directory, with --project")
      ],
      parameters: Reporting.parameters + [Reporting.everywhere.parameter] + AgentOptions.parameters,
      exits: [
        0: "nothing at or above --fail-on is wrong with the agent of this shell",
        1: "something is, or there is no agent to use",
        2: "nothing is, but a check could not be completed",
        74: "what was asked for could not be done",
      ],
      examples: [
        "gotools agent-fix": "let the link lead to a working agent; start one where there is none",
        "eval \"$(gotools agent-fix --shell bash)\"": "the same, and let this shell use the link",
        "gotools agent-fix --load": "and give the agent your default keys",
        "gotools agent-fix --check": "what is wrong, if anything",
        "gotools agent-fix --list": "every agent there is, with its keys and who uses it",
        "gotools agent-fix --clean --plan": "sockets left behind that may go",
        "eval \"$(gotools agent-fix --project --shell bash)\"": "an agent of this project's own",
        "gotools agent-fix --project --stop": "end that",
      ],
      details: """
        Asks the agents of this machine, all at once, which keys they have (the one question that does no harm) and lets a link \
        that stays the same lead to the best of them: $XDG_RUNTIME_DIR/gotools/agent.sock, else gotools/agent.sock in \
        $XDG_STATE_HOME (~/.local/state). A shell whose SSH_AUTH_SOCK is that link, its programs, a pane of tmux or an editor's \
        server use the new agent at once, also those that run already.

        An agent with keys goes before one without, the forwarded one of the latest connection before others, and then the one \
        that the link leads to already; but the link stays where it is as long as that answers with every key of the forwarded one, which may \
        be the same agent, come back through ssh -A: led there, the link would lead to itself. --prefer names a kind of which one with keys goes first; --socket names the one to use, or none. \
        What systemd starts for whoever asks first (gpg-agent, a keyring's agent, openssh_agent) is not woken, unless --prefer names its kind, \
        or --socket or SSH_AUTH_SOCK its socket. The agent of a session without XDG_RUNTIME_DIR is found by one with it, and the \
        other way round in /run/user. An agent of another user is never used, nor one whose \
        socket others could replace; as root, no user's. Root's is used where SSH_AUTH_SOCK or --socket names it. Where the agent of \
        SSH_AUTH_SOCK or of the link answers and has keys, no other is looked for. Where no agent lives, one ssh-agent is started, be it that a hundred shells ask for it at once.

        Sockets of ssh-agent and sshd that nobody listens on are removed: only those of the user that bear the names which \
        these programs give, in a directory nobody else may change, older than a minute, on which the kernel says that \
        nobody listens, and that refuse a connection twice. What SSH_AUTH_SOCK, the link, tmux or IdentityAgent in ssh's \
        configuration names stays, and so does an agent that does not answer: it is not gone. --clean removes \
        such sockets and does nothing else; --plan shows which.

        --shell prints the lines that let a shell use the link, or nothing; it removes no socket but its own and asks the user nothing. \
        An agent that did not answer is not asked again for ten seconds. \
        With GOTOOLS_AGENT=1 set before it, the text of gotools init evaluates them in every interactive shell.

        --load has ssh-add load the default keys into the agent, if that is an ssh-agent of this machine, and never into a forwarded one, \
        gpg-agent or a keyring. On a terminal ssh-add asks for passphrases; else keys that have one are left out.

        --project starts an agent for the project in DIR (the directory you stand in) alone, or finds it again, and prints its socket; \
        with --shell, the lines that use it. -t, which counts where the agent is started, ends the life of each key after so long. --stop ends the agent that gotools has \
        started, or the project's; no other is ever ended.

        --check and --list look into network and Windows mounts with --all, and then --check also asks tmux and systemd what \
        they hold (GT211). --list --json has in facts.agents what the table shows: path, leads_to, kind, state, detail, keys, \
        processes and project; the plain run with --json has link, agent and done.

        --export-systemd tells the user's systemd and D-Bus, and through them what they start from now on, to use the link.
        """,
      environment: [
        "SSH_AUTH_SOCK": "the agent's socket",
        "SSH_AGENT_PID":
          "unset where SSH_AUTH_SOCK is set, since the link may lead elsewhere later",
        "XDG_RUNTIME_DIR": "where the link and the sockets of agents started here lie",
        "XDG_STATE_HOME": "where they lie without it",
        "TMPDIR": "where sockets are looked for besides /tmp",
        "GNUPGHOME": "where gpg-agent's socket is looked for, too",
        "TMUX": "inside of tmux, the agent that tmux knows is looked at, too",
        "GOTOOLS_ROOT":
          "the directory to examine as a machine when --root is not given, with --check and --list",
        "GOTOOLS_IGNORE": "codes to ignore, as for --ignore",
        "NO_COLOR": "when not empty, no color",
        "FORCE_COLOR": "when not empty and not 0, color even where the output is no terminal",
      ],
      files: [
        "$XDG_RUNTIME_DIR/gotools/agent.sock": "the link",
        "$XDG_RUNTIME_DIR/gotools/started.sock": "the socket of the agent that gotools has started",
        "/tmp/ssh-*/agent.*": "sockets of ssh-agent and, for a forwarded agent, of sshd",
        "~/.ssh/agent/s.*": "the same from OpenSSH 10.1 on",
      ],
      seeAlso: ["ssh-agent(1)", "ssh-add(1)", "gotools-explain(1)", "gotools-init(1)"]),
    isHelper: true
  ) { call in
    try call.refuseAgentModes()
    if call[AgentOptions.check] { return try call.report(on: call.agentAreas) }
    if call[AgentOptions.list] { return try call.listAgents() }
    if call[AgentOptions.clean] { return try call.cleanSockets() }
    if call[AgentOptions.stop] { return try call.stopAgent() }
    if call[AgentOptions.project] { return try call.useProjectAgent() }
    if call[AgentOptions.exportSystemd] { return try call.exportAgent() }
    return try call.fixAgent()
  }
}

/// The options of agent-fix.
enum AgentOptions {
  static let check = Flag("check", "only report what is wrong")
  static let list = Flag("list", "show every agent there is, with its keys and who uses it")
  static let clean = Flag("clean", "only remove sockets of agents that are gone")
  static let plan = Flag("plan", "with --clean: show what would be removed, and why others stay")
  static let shell = Option<String>(
    "shell", value: "SHELL", values: .words(["bash", "zsh", "fish", "sh"]),
    "print nothing but the lines that let a shell use the agent")
  static let prefer = Option<AgentPreference>(
    "prefer", value: "KIND", values: .words(AgentPreference.allCases.map(\.rawValue)),
    "the kind of agent to use where one with keys lives")
  static let socket = Option<[UInt8]>(
    "socket", value: "PATH", values: .file, "the agent to use, and no other")
  static let load = Flag("load", "load the default keys into the agent, if it is an ssh-agent here")
  static let project = Flag("project", "use an agent for the project in DIR alone")
  static let stop = Flag("stop", "end the agent that gotools has started, or the project's")
  static let lifetime = Option<AgentLifetime>(
    "lifetime", "t", value: "TIME",
    "with --project: how long its agent keeps a key, as in 8h; see TIME FORMATS in sshd_config(5)")
  static let exportSystemd = Flag(
    "export-systemd", "let what systemd and D-Bus start for the user use the link")

  static let parameters: [Parameter] = [
    check.parameter, list.parameter, clean.parameter, plan.parameter, shell.parameter,
    prefer.parameter, socket.parameter, load.parameter, project.parameter, stop.parameter,
    lifetime.parameter, exportSystemd.parameter,
  ]
}

extension AgentLifetime: ArgumentValue {
  static let kind: String? = "a time such as 8h or 1h30m"

  package init?(argument: [UInt8]) {
    self.init(parsing: argument)
  }
}

extension AgentPreference: ArgumentValue {
  package init?(argument: [UInt8]) {
    self.init(rawValue: String(decoding: argument, as: UTF8.self))
  }
}

extension Call {
  /// The checks that --check asks; those that ask tmux and systemd what they hand on with --all alone.
  ///
  /// The others run sha512sum(1) for a socket at home that nobody listens on, and inside of tmux tmux(1).
  fileprivate var agentAreas: [Area] {
    self[Reporting.everywhere] ? [.agents, .agentSurroundings] : [.agents]
  }

  /// Refuses two answers at once, and options that the one asked for would leave without effect.
  fileprivate func refuseAgentModes() throws {
    let modes = [
      AgentOptions.check.name, AgentOptions.list.name, AgentOptions.clean.name,
      AgentOptions.exportSystemd.name,
    ].filter(arguments.contains)
    let own = [
      AgentOptions.prefer.name, AgentOptions.socket.name, AgentOptions.load.name,
      AgentOptions.project.name, AgentOptions.stop.name, AgentOptions.lifetime.name,
      AgentOptions.shell.name,
    ].filter(arguments.contains)
    if let mode = modes.first, let other = modes.dropFirst().first ?? own.first {
      throw UsageError(message: "--\(other) does not go with --\(mode)")
    }
    if self[AgentOptions.socket]?.isEmpty == true {
      throw UsageError(message: "--socket takes the path of a socket, and not an empty one")
    }
    if self[AgentOptions.plan], !self[AgentOptions.clean] {
      throw UsageError(message: "--plan goes with --clean")
    }
    if !arguments.operands.isEmpty, !self[AgentOptions.project] {
      throw UsageError(message: "a DIR goes with --project")
    }
    if arguments.contains(AgentOptions.lifetime.name), !self[AgentOptions.project] {
      throw UsageError(message: "-t goes with --project")
    }
    if self[AgentOptions.project] || self[AgentOptions.stop] {
      for option in [AgentOptions.prefer.name, AgentOptions.socket.name] {
        try refuse(
          option,
          beside: (self[AgentOptions.project] ? AgentOptions.project : AgentOptions.stop).name)
      }
    }
    if self[AgentOptions.stop] {
      try refuse(
        AgentOptions.load.name, AgentOptions.lifetime.name, AgentOptions.shell.name,
        beside: AgentOptions.stop.name)
    }
    if arguments.contains(AgentOptions.shell.name) {
      try refuse(
        AgentOptions.load.name, Reporting.json.name, Reporting.format.name, Reporting.quiet.name,
        beside: AgentOptions.shell.name)
    }
    if !self[AgentOptions.check], !self[AgentOptions.list] { try refuseOtherMachine() }
    let silentModes = [
      AgentOptions.clean, AgentOptions.exportSystemd, AgentOptions.project, AgentOptions.stop,
    ]
    for mode in silentModes where self[mode] {
      try refuse(Reporting.json.name, Reporting.format.name, beside: mode.name)
    }
  }

  /// Refuses to mend another machine's agents.
  private func refuseOtherMachine() throws(UsageError) {
    if self[Reporting.root] != nil || environment.nonEmpty("GOTOOLS_ROOT") != nil {
      throw UsageError(
        message:
          "with --root or GOTOOLS_ROOT there is nothing to mend; --check and --list look at it")
    }
  }
}
