import Checks
import Formats
import Machines
import Synchronization
import Syscalls
import Testing

/// Sockets of kinds that the paths below tell.
private let local: ByteString = "/run/user/1000/ssh-agent"
private let forwarded: ByteString = "/home/u/.ssh/agent/s.2N0me1rP8M.sshd.x8Hh2LkQpT"
private let gpg: ByteString = "/run/user/1000/gnupg/S.gpg-agent.ssh"
private let keyring: ByteString = "/run/user/1000/keyring/ssh"
private let vault: ByteString = "/home/u/.1password/agent.sock"
private let project: ByteString = "/run/user/1000/gotools/project-0123456789abcdef.sock"
private let link: ByteString = "/run/user/1000/gotools/agent.sock"

private func key(_ number: UInt8) -> AgentKey {
  AgentKey(
    blob: [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 1, number], comment: "u@laptop")
}

private func answers(_ numbers: UInt8...) -> ExampleFile { .agent(.answers(numbers.map(key))) }

/// What runs, so that a session manager need not start it.
private let processes: [ByteString: ExampleFile] = [
  "/proc/1/comm": "systemd\n", "/proc/8/comm": "gpg-agent\n", "/proc/8/status": own,
  "/proc/9/comm": "gnome-keyring-d\n", "/proc/9/status": own,
]
private let own: ExampleFile = "Name:\tx\nUid:\t1000\t1000\t1000\t1000\n"

/// A machine whose shell has that agent.
private func machine(
  _ current: ByteString?, _ files: [ByteString: ExampleFile] = [:],
  _ variables: [ByteString: ByteString] = [:], mounts: [Mount] = [],
  prints: [ByteString: ByteString]? = nil, bound: [BoundSocket] = []
) -> Machine {
  var environment: [ByteString: ByteString] = [
    "HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000", "SHELL": "/bin/bash",
    "PATH": "/usr/bin:/bin",
  ]
  environment["SSH_AUTH_SOCK"] = current
  return Example(
    processes.merging(files) { $1 }, environment: environment.merging(variables) { $1 },
    mounts: mounts, prints: prints,
    bound: bound
  ).machine
}

extension Machine {
  /// The same, where what is there at a path is looked at through `change`.
  fileprivate func seeing(
    _ change: @escaping @Sendable (ByteString, inout FileStatus) -> Void
  ) -> Machine {
    var machine = self
    let files = files
    machine.files = FileTree(
      status: { path throws(Errno) in
        guard var status = try files.status(path) else { return nil }
        change(path, &status)
        return status
      }, link: files.link, mayExecute: files.mayExecute, mayWrite: files.mayWrite,
      names: files.names, open: files.open)
    return machine
  }
}

/// What a check says, without its finding's particulars.
private enum Verdict: Hashable {
  case silent
  case skipped
  case says(Severity)
  case unknown
}

private func verdict(_ outcome: Outcome?) -> Verdict? {
  switch outcome {
  case .ok?: .silent
  case .skipped?: .skipped
  case .finding(let finding)?: .says(finding.severity)
  case .unknown?: .unknown
  case nil: nil
  }
}

/// What the checks say, by code.
private func outcomes(on machine: Machine) -> [String: Outcome] {
  let answers = Area.agents.answers(on: machine) + Area.agentSurroundings.answers(on: machine)
  return Dictionary(uniqueKeysWithValues: answers.map { ($0.check.code, $0.outcome) })
}

private func finding(_ code: String, on machine: Machine) -> Finding? {
  guard case .finding(let finding)? = outcomes(on: machine)[code] else { return nil }
  return finding
}

/// The lines and commands that a finding offers.
private func lines(_ finding: Finding) -> [String] {
  finding.remedies.compactMap { remedy in
    switch remedy {
    case .shell(_, let line): line
    case .command(_, let argv, _, _): ShellWords.line(argv)
    case .change, .edit, .manual: nil
    }
  }
}

/// A state of the agent that SSH_AUTH_SOCK names, and the one check of GT201 to GT209 that says so.
private struct Situation: CustomTestStringConvertible {
  let name: String
  let code: String?
  let verdict: Verdict
  let machine: Machine

  init(_ name: String, _ code: String?, _ verdict: Verdict, _ machine: Machine) {
    self.name = name
    self.code = code
    self.verdict = verdict
    self.machine = machine
  }

  init(_ state: AgentState, _ code: String?, _ verdict: Verdict) {
    self.init("\(state)", code, verdict, machineWith(state))
  }

  var testDescription: String { name }
}

private func machineWith(_ state: AgentState) -> Machine { machine(local, [local: .agent(state)]) }

private let situations: [Situation] = [
  Situation(.answers([key(1)]), nil, .silent),
  Situation("not set, and none lives", "GT201", .says(.info), machine(nil)),
  Situation("not set, and one lives", "GT201", .says(.warning), machine(nil, [local: answers(1)])),
  Situation("empty, and one lives", "GT201", .says(.warning), machine("", [local: answers(1)])),
  Situation("missing", "GT202", .says(.error), machine(local)),
  Situation("dangling", "GT202", .says(.error), machine("/l", ["/l": .link("/nowhere")])),
  Situation(
    "a circle", "GT202", .says(.error), machine("/a", ["/a": .link("/b"), "/b": .link("a")])),
  Situation(.stale, "GT203", .says(.error)),
  Situation(.late(250), "GT204", .says(.error)),
  Situation(.late(0), "GT204", .says(.error)),
  Situation(.queueFull, "GT204", .says(.error)),
  Situation(.denied, "GT204", .unknown),
  Situation(.untold("out of memory"), "GT204", .unknown),
  Situation(
    "on a network mount", "GT204", .unknown,
    machine("/net/agent.sock", mounts: [Mount(point: "/net", type: "nfs4", source: "nas:/x")])),
  Situation(.refuses, "GT205", .says(.warning)),
  Situation(.hangsUp, "GT205", .says(.warning)),
  Situation(.answers([]), "GT206", .says(.warning)),
  Situation("a file", "GT207", .says(.error), machine(local, [local: ""])),
  Situation("a directory", "GT207", .says(.error), machine(local, [local: .directory()])),
  Situation(.wrongType, "GT207", .says(.error)),
  Situation(.stranger(.gpg), "GT207", .says(.error)),
  Situation(.stranger(.http), "GT207", .says(.error)),
  Situation(.stranger(.other), "GT207", .says(.error)),
  Situation(
    "another user's socket", "GT208", .says(.error),
    machine(local, [local: .agent(.answers([key(1)]), owner: 1001)])),
  Situation(.foreign(1001), "GT208", .says(.error)),
  Situation(
    "another user's directory", "GT208", .says(.error),
    machine("/x/s", ["/x": .directory(owner: 1001), "/x/s": answers(1)])),
  Situation(
    "a directory of a group", "GT208", .says(.error),
    machine("/x/s", ["/x": .directory(mode: 0o775, owner: 1000), "/x/s": answers(1)])),
  Situation(
    "another user's link", "GT208", .says(.error),
    machine(
      "/tmp/x", ["/tmp": .directory(mode: 0o1777), "/tmp/x": .link(local), local: answers(1)]
    ).seeing { if $0 == "/tmp/x" { $1.owner = 1001 } }),
  Situation(
    "another user's link on the way", "GT208", .says(.error),
    machine(
      "/tmp/x/agent.sock",
      [
        "/tmp": .directory(mode: 0o1777), "/tmp/x": .link("/srv/agents"),
        "/srv/agents/agent.sock": answers(1),
      ]
    ).seeing { if $0 == "/tmp/x" { $1.owner = 1001 } }),
  Situation(
    "a link on the way in a directory of others", "GT208", .says(.error),
    machine(
      "/l/agent.sock",
      [
        "/x": .directory(mode: 0o777), "/l": .link("/x/y"), "/x/y": .link("/srv/agents"),
        "/srv/agents/agent.sock": answers(1),
      ])),
  Situation(
    "links of one's own and of root's on the way", nil, .silent,
    machine(
      "/tmp/x/agent.sock",
      [
        "/tmp": .directory(mode: 0o1777), "/tmp/x": .link("/agents"),
        "/agents": .link("/srv/agents"), "/srv/agents/agent.sock": answers(1),
      ]
    ).seeing { if $0 == "/tmp/x" { $1.owner = 1000 } }),
  Situation("abstract", "GT209", .says(.warning), machine("@agent")),
  Situation(
    "relative", "GT209", .says(.warning), machine("agent.sock", ["/agent.sock": answers(1)])),
  Situation(
    "too long", "GT209", .says(.warning),
    machine(ByteString("/" + String(repeating: "a", count: 107)))),
  Situation("a control character", "GT209", .says(.warning), machine("/run/a\nb")),
]

/// Machines on which each agent is as it should be.
private let healthy: [(name: String, machine: Machine)] = [
  (
    "OpenSSH before 10.1",
    machine(
      "/tmp/ssh-uAlsJLsIEPTm/agent.31115",
      [
        "/tmp": .directory(mode: 0o1777),
        "/tmp/ssh-uAlsJLsIEPTm": .directory(mode: 0o700, owner: 1000),
        "/tmp/ssh-uAlsJLsIEPTm/agent.31115": answers(1),
        "/proc/31116/comm": "ssh-agent\n", "/proc/31116/status": own,
      ], ["SSH_AGENT_PID": "31116"])
  ),
  (
    "OpenSSH since 10.1",
    machine(
      "/home/u/.ssh/agent/s.2N0me1rP8M.agent.x8Hh2LkQpT",
      ["/home/u/.ssh/agent/s.2N0me1rP8M.agent.x8Hh2LkQpT": answers(1, 2)])
  ),
  (
    "forwarded before 10.1",
    machine(
      "/tmp/ssh-v6rlxj5DjV/agent.4314",
      [
        "/tmp": .directory(mode: 0o1777),
        "/tmp/ssh-v6rlxj5DjV": .directory(mode: 0o700, owner: 1000),
        "/tmp/ssh-v6rlxj5DjV/agent.4314": answers(1),
      ])
  ),
  ("forwarded since 10.1", machine(forwarded, [forwarded: answers(1)])),
  (
    "gpg-agent",
    machine(gpg, [gpg: answers(1), "/run/user/1000/gnupg/S.gpg-agent": .agent(.stranger(.gpg))])
  ),
  ("a keyring", machine(keyring, [keyring: answers(1, 2)])),
  ("1Password", machine(vault, [vault: answers(1)])),
  (
    "VS Code's link",
    machine(
      "/run/user/1000/vscode-ssh-auth-sock-1",
      ["/run/user/1000/vscode-ssh-auth-sock-1": .link(forwarded), forwarded: answers(1)])
  ),
  ("the link of gotools", machine(link, [link: .link(local), local: answers(1)])),
  (
    "the link of gotools, in tmux, with systemd",
    machine(
      link,
      [
        link: .link(local), local: answers(1), "/usr/bin/tmux": .file("", mode: 0o755),
        "/run/systemd/system": .directory(), "/usr/bin/systemctl": .file("", mode: 0o755),
      ], ["TMUX": "/tmp/tmux-1000/default,1,0"],
      prints: [
        "tmux -u show-environment SSH_AUTH_SOCK": "SSH_AUTH_SOCK=/run/user/1000/ssh-agent\n",
        "systemctl --user show-environment": "SSH_AUTH_SOCK=/run/user/1000/gotools/agent.sock\n",
      ])
  ),
  (
    "several agents with the same keys",
    machine(local, [local: answers(1, 2), forwarded: answers(2, 1), vault: answers(1)])
  ),
  (
    "gpg-agent and a keyring without keys beside a good agent",
    machine(forwarded, [forwarded: answers(1), gpg: answers(), keyring: answers()])
  ),
  ("others that are busy", machine(local, [local: answers(1), forwarded: .agent(.late(1000))])),
  ("a keyring that offers more", machine(local, [local: answers(1), keyring: answers(1, 2)])),
  ("an agent of a project's", machine(project, [project: answers(1), local: answers(2)])),
  ("beside an agent of a project's", machine(local, [local: answers(1), project: answers(2)])),
]

/// What is said of an agent by what it answers.
private let dependent = ["GT203", "GT205", "GT206", "GT207", "GT208"]

@Suite struct AgentCheckTests {
  @Test(arguments: situations)
  private func `one check alone says what is wrong with the agent`(_ situation: Situation) {
    let outcomes = outcomes(on: situation.machine)
    for code in (201...209).map({ "GT\($0)" }) {
      // Where the agent was not asked, those that depend on its answer do not apply.
      let isUntold = situation.verdict == .unknown && dependent.contains(code)
      let expected =
        code == situation.code ? situation.verdict : isUntold ? .skipped : .silent
      #expect(verdict(outcomes[code]) == expected, "\(code)")
    }
  }

  @Test(arguments: situations)
  private func `whoever warns of the agent says what to do`(_ situation: Situation) throws {
    guard let code = situation.code, case .says = situation.verdict else { return }
    let found = try #require(finding(code, on: situation.machine))
    #expect(!found.evidence.isEmpty && !found.remedies.isEmpty)
    #expect(!found.seen.contains("\n"))
  }

  @Test(arguments: healthy.indices) func `where agents are well nobody is told anything`(index: Int)
  {
    let (name, machine) = healthy[index]
    let hasSystemd = try? machine.files.status("/run/systemd/system")
    for (code, outcome) in outcomes(on: machine) {
      let expected: Verdict = code == "GT211" && hasSystemd == nil ? .skipped : .silent
      #expect(verdict(outcome) == expected, "\(name): \(code) \(outcome)")
    }
  }

  @Test func `what cannot be asked is unknown once, and nothing else is said to be well`() {
    let outcomes = outcomes(on: machineWith(.denied))
    for code in dependent { #expect(verdict(outcomes[code]) == .skipped, "\(code)") }
  }

  @Test(
    arguments: [
      ("/net/agent.sock", [:]), ("/net/a/b/agent.sock", [:]), ("/l", ["/l": .link("/net/a/b")]),
      (link, [link: .link("/net/agent.sock")]),
      (local, [local: answers(1), "/tmp/ssh-agent-l": .link("/net/agent.sock")]),
    ] as [(ByteString, [ByteString: ExampleFile])])
  private func `nothing below a network mount is looked at`(
    current: ByteString, files: [ByteString: ExampleFile]
  ) {
    var machine = machine(
      current, files.merging(["/net/a/b/agent.sock": answers(1)]) { $1 },
      mounts: [Mount(point: "/net", type: "nfs4", source: "nas:/x")])
    let files = machine.files
    machine.files = FileTree(
      status: { path throws(Errno) in
        if path.isAtOrBelow("/net") { Issue.record("“\(path)” is looked at") }
        return try files.status(path)
      }, link: files.link, mayExecute: files.mayExecute, mayWrite: files.mayWrite,
      names: files.names, open: files.open)
    #expect(verdict(outcomes(on: machine)["GT204"]) == (current == local ? .silent : .unknown))
  }

  @Test(
    arguments: [
      (0o777, 1000, "chmod go-w /x", false, "chmod 777 /x"),
      (0o2775, 1000, "chmod go-w /x", false, "chmod 2775 /x"),
      (0o777, 0, "chmod go-w /x", true, "chmod 777 /x"), (0o777, 1001, nil, false, nil),
    ] as [(UInt32, UInt32, String?, Bool, String?)])
  func `a directory that others may write is closed by who may`(
    mode: UInt32, owner: UInt32, line: String?, isRoots: Bool, undo: String?
  ) throws {
    let machine = machine(
      "/x/s", ["/x": .directory(mode: mode, owner: owner), "/x/s": answers(1)])
    let remedies = try #require(finding("GT208", on: machine)).remedies
    guard case .command(_, let argv, let needsRoot, let back)? = remedies.last else {
      #expect(line == nil)
      return
    }
    #expect(ShellWords.line(argv) == line)
    #expect(needsRoot == isRoots)
    #expect(back.map(ShellWords.line) == undo)
  }

  @Test(arguments: ["/tmp", nil] as [ByteString?])
  func `nobody is told to close a sticky directory, or none`(directory: ByteString?) throws {
    let machine = machine(
      local,
      ["/tmp": .directory(mode: 0o1777), local: .agent(.exposed("why", directory: directory))])
    let found = try #require(finding("GT208", on: machine))
    #expect(!lines(found).contains { $0.contains("chmod") })
  }

  @Test func `through another user's link an agent is not safe, and by its own path it is`() throws
  {
    let machine = machine(
      "/tmp/l", ["/tmp": .directory(mode: 0o1777), "/tmp/l": .link(local), local: answers(1)]
    ).seeing { if $0 == "/tmp/l" { $1.owner = 1001 } }
    let survey = try AgentSurvey(of: machine, .everywhere)
    #expect(survey.sockets.map(\.path) == ["/tmp/l", local])
    #expect(survey.current?.keys == nil)
    #expect(survey.best()?.path == local)
  }

  @Test func `of what lies in a directory for temporary files only one's own is looked at`() throws
  {
    let tmp: ByteString = "/tmp"
    let files: [ByteString: ExampleFile] = [
      tmp: .directory(mode: 0o1777), "/srv/agents/one": answers(1),
      "/tmp/ssh-ABCDEFGHIJKL": .directory(mode: 0o700, owner: 1000),
      "/tmp/ssh-ABCDEFGHIJKL/agent.1": answers(1),
      "/tmp/ssh-agent-d": .directory(mode: 0o700, owner: 1000),
      "/tmp/ssh-agent.sock": answers(1), "/tmp/ssh-agent-l": .link("/srv/agents/one"),
      "/tmp/vscode-ssh-auth-1.sock": .link("/srv/agents/one"),
      "/tmp/ssh-net": .directory(mode: 0o700, owner: 1000), "/tmp/ssh-net/agent.1": answers(1),
    ]
    for (owner, expected) in [
      (1000, ["/srv/agents/one", "/tmp/ssh-ABCDEFGHIJKL/agent.1", "/tmp/ssh-agent.sock"]),
      (1001, []),
    ] as [(UInt32, [ByteString])] {
      let owned = machine(
        nil, files, mounts: [Mount(point: "/tmp/ssh-net", type: "nfs4", source: "nas:/x")]
      ).seeing { path, status in if path.parent == tmp { status.owner = owner } }
      var machine = owned
      machine.files = FileTree(
        status: { path throws(Errno) in
          if path == "/tmp/ssh-net" { Issue.record("“\(path)” is looked at") }
          return try owned.files.status(path)
        },
        link: { path throws(Errno) in
          if owner != 1000, path.parent == tmp { Issue.record("“\(path)” is followed") }
          return try owned.files.link(path)
        }, mayExecute: owned.files.mayExecute, names: owned.files.names, open: owned.files.open)
      #expect(
        try AgentSurvey(of: machine, .everywhere).sockets.map(\.real).sorted() == expected)
    }
  }

  @Test func `for another user's link nobody is told to close the directory of all`() throws {
    let machine = machine(
      "/tmp/l", ["/tmp": .directory(mode: 0o1777), "/tmp/l": .link(local), local: answers(1)]
    ).seeing { if $0 == "/tmp/l" { $1.owner = 1001 } }
    let found = try #require(finding("GT208", on: machine))
    #expect(found.seen.contains("the link “/tmp/l” belongs to another user (uid 1001)"))
    #expect(!lines(found).contains { $0.contains("chmod") })
    #expect(!found.remedies.isEmpty)
  }

  @Test func `who forwards an agent is told to look at the other end`() throws {
    let far = try #require(
      finding("GT204", on: machine(forwarded, [forwarded: .agent(.late(1000))])))
    #expect(far.seen.contains("sleeps or is out of reach"))
    let near = try #require(finding("GT204", on: machineWith(.late(250))))
    #expect(!near.seen.contains("sleeps"))
    #expect(near.consequence.contains("hang"))
  }

  @Test(
    arguments: [
      (local, true), ("/home/u/.ssh/agent.sock", true), (forwarded, false), (gpg, false),
      (keyring, false), (vault, false), ("/home/u/.ssh/wsl2-ssh-agent.sock", false),
      ("/run/user/1000/yubikey-agent/yubikey-agent.sock", false),
    ] as [(ByteString, Bool)])
  func `ssh-add is for agents here that forget what it adds when they end`(
    socket: ByteString, isOffered: Bool
  ) throws {
    let found = try #require(finding("GT206", on: machine(socket, [socket: answers()])))
    #expect(lines(found).contains("ssh-add") == isOffered)
    #expect(!found.remedies.isEmpty)
  }

  @Test(
    arguments: [
      (local, .refuses, "start it anew"),
      ("/run/user/1000/gotools/started.sock", .refuses, "start it anew"),
      ("/srv/agents/one", .refuses, "unlock it, or start it anew"), (vault, .refuses, "unlock it"),
      (
        local, .hangsUp,
        "see that what listens there still has an agent behind it, or start it anew"
      ),
    ] as [(ByteString, AgentState, String)])
  func `an agent that refuses is unlocked where a locked one would refuse`(
    socket: ByteString, state: AgentState, advice: String
  ) throws {
    let found = try #require(finding("GT205", on: machine(socket, [socket: .agent(state)])))
    #expect(found.remedies.first?.summary == advice)
  }

  @Test(arguments: ["S.gpg-agent", "S.gpg-agent.extra", "S.gpg-agent.browser"] as [ByteString])
  func `gpg-agent's socket for ssh is named to who took another`(name: ByteString) throws {
    let other = gpg.parent.appending(name)
    let files: [ByteString: ExampleFile] = [other: .agent(.stranger(.gpg)), gpg: answers(1)]
    for (shell, line) in [
      ("bash", "export SSH_AUTH_SOCK=\(gpg)"), ("fish", "set -gx SSH_AUTH_SOCK \(gpg)"),
      ("tcsh", "setenv SSH_AUTH_SOCK \(gpg)"),
    ] {
      let machine = machine(other, files, ["SHELL": ByteString("/bin/" + shell)])
      #expect(lines(try #require(finding("GT207", on: machine))).first == line)
    }
    let lonely = try #require(
      finding("GT207", on: machine(other, [other: .agent(.stranger(.gpg))])))
    #expect(lonely.remedies.first?.summary.contains("enable-ssh-support") == true)
  }

  @Test(
    arguments: [
      // The agent at hand, others, and who speaks.
      (local, [local: answers(1), forwarded: answers(2)], ["GT210"]),
      (local, [local: answers(1), forwarded: answers(1, 2)], ["GT210"]),
      (local, [local: answers(), forwarded: answers(2)], ["GT206", "GT210"]),
      (local, [local: answers(), keyring: answers(2)], ["GT206", "GT210"]),
      (local, [local: answers(), gpg: answers()], ["GT206"]),
      (local, [local: .agent(.stale), forwarded: answers(2)], ["GT203"]),
      (local, [local: .agent(.late(250)), forwarded: answers(2)], ["GT204"]),
      (gpg, [gpg: answers(), forwarded: answers(2)], ["GT206", "GT213"]),
      (gpg, [gpg: answers(1), forwarded: answers(2, 3)], ["GT213"]),
      (gpg, [gpg: answers(1), forwarded: answers(2)], ["GT210"]),
      (gpg, [gpg: answers(1), forwarded: answers(1)], []),
      (gpg, [gpg: answers(), project: answers(2)], ["GT206"]),
      (
        local,
        [
          local: answers(1), vault: answers(2),
          "/home/u/.ssh/config": "Host a.com\n IdentityAgent ~/.1password/agent.sock\n",
        ], ["GT212"]
      ),
      (
        local,
        [
          local: answers(1), forwarded: answers(2), vault: answers(2),
          "/home/u/.ssh/config": "Host a.com\n IdentityAgent ~/.1password/agent.sock\n",
        ], ["GT210", "GT212"]
      ),
      (
        local,
        [
          local: answers(1), forwarded: answers(2),
          "/home/u/.ssh/config": "IdentityAgent ~/.1password/agent.sock\n",
        ], ["GT212"]
      ),
    ] as [(ByteString, [ByteString: ExampleFile], [String])])
  private func `agents compete where one has keys that the one at hand lacks`(
    current: ByteString, files: [ByteString: ExampleFile], codes: [String]
  ) {
    let said = outcomes(on: machine(current, files))
      .filter { ![.silent, .skipped].contains(verdict($1)) }.keys
    #expect(said.sorted() == codes)
  }

  @Test func `who competes is said with the one that is used`() throws {
    let machine = machine(
      local, [local: answers(1), forwarded: answers(2, 3), vault: answers(4)])
    let seen = try #require(finding("GT210", on: machine)).seen
    #expect(
      seen
        == "ssh, git and go (through git) use an ssh-agent at “\(local)”, which answers with 1 key; "
        + "the forwarded agent at “\(forwarded)” has 2 keys that it lacks, and 1 more has others")
  }

  @Test(arguments: [
    ("bash", "eval \"$(gotools agent-fix --shell bash --socket '/tmp/ssh-$(id)'\\''x/agent.1')\""),
    ("fish", "gotools agent-fix --shell fish --socket '/tmp/ssh-$(id)\\'x/agent.1' | source"),
  ]) func `no remedy runs what a socket is called`(shell: String, line: String) throws {
    let directory: ByteString = "/tmp/ssh-$(id)'x"
    let machine = machine(
      local,
      [
        "/tmp": .directory(mode: 0o1777), directory: .directory(mode: 0o700, owner: 1000),
        directory.appending("agent.1"): answers(2), local: answers(1),
      ], ["SHELL": ByteString("/bin/" + shell)])
    #expect(lines(try #require(finding("GT210", on: machine))) == [line])
  }

  @Test(
    arguments: [
      // A directory's name, a shell, and the line that uses its socket, if that can be written.
      ("a", "sh", "export SSH_AUTH_SOCK=/a/S.gpg-agent.ssh"),
      ("a", "tcsh", "setenv SSH_AUTH_SOCK /a/S.gpg-agent.ssh"),
      ("a", "csh", "setenv SSH_AUTH_SOCK /a/S.gpg-agent.ssh"), ("a", "nu", nil),
      ("a b", "bash", "export SSH_AUTH_SOCK='/a b/S.gpg-agent.ssh'"), ("a b", "tcsh", nil),
      ("a!b", "zsh", "export SSH_AUTH_SOCK='/a!b/S.gpg-agent.ssh'"), ("a!b", "csh", nil),
      ("a\\'b", "fish", "set -gx SSH_AUTH_SOCK '/a\\\\\\'b/S.gpg-agent.ssh'"),
      ("a\u{1}b", "bash", "export SSH_AUTH_SOCK=$'/a\\x01b/S.gpg-agent.ssh'"),
      ("a\u{1}b", "dash", nil), ("a\u{1}b", "fish", nil), ("a\u{1}b", "tcsh", nil),
    ] as [(ByteString, ByteString, String?)])
  func `a path is written as the shell at hand reads it, or by hand`(
    name: ByteString, shell: ByteString, line: String?
  ) throws {
    let directory = "/" + name
    let files: [ByteString: ExampleFile] = [
      "/l": .link(directory.appending("S.gpg-agent")),
      directory.appending("S.gpg-agent"): .agent(.stranger(.gpg)),
      directory.appending("S.gpg-agent.ssh"): answers(1),
    ]
    let found = try #require(finding("GT207", on: machine("/l", files, ["SHELL": "/bin/" + shell])))
    guard case .shell(_, let offered)? = found.remedies.first else {
      #expect(line == nil)
      #expect(found.remedies.first?.summary.hasPrefix("use gpg-agent's socket for ssh: ") == true)
      return
    }
    #expect(offered == line)
  }

  @Test(
    arguments: [
      ("tcsh", ": run gotools agent-fix, then setenv SSH_AUTH_SOCK \(link)"),
      ("csh", ": run gotools agent-fix, then setenv SSH_AUTH_SOCK \(link)"),
      ("nu", ": run gotools agent-fix, then set SSH_AUTH_SOCK to the path it prints"),
    ]) func `a shell that cannot evaluate the lines of agent-fix is told what to do by hand`(
      shell: String, end: String
    ) throws
  {
    let shell: [ByteString: ByteString] = ["SHELL": ByteString("/bin/" + shell)]
    let broken = machine(local, [local: .agent(.stale)], shell)
    #expect(broken.lineThatUsesAgent == nil)
    let found = try #require(finding("GT203", on: broken))
    #expect(lines(found).isEmpty)
    #expect(found.remedies.first?.summary.hasSuffix(end) == true)
    let rivals = machine(local, [local: answers(1), forwarded: answers(2)], shell)
    let summary = try #require(finding("GT210", on: rivals)).remedies.first?.summary
    #expect(summary?.contains("run gotools agent-fix --socket \(forwarded), then ") == true)
  }

  @Test(arguments: ["bash", "zsh", "fish", "sh", "dash", "ksh"])
  func `a shell that can evaluate the lines of agent-fix is given the line`(shell: String) {
    let machine = machine(nil, [:], ["SHELL": ByteString("/bin/" + shell)])
    let name = ["dash", "ksh"].contains(shell) ? "sh" : shell
    let command = "gotools agent-fix --shell \(name)"
    #expect(
      machine.lineThatUsesAgent
        == (shell == "fish" ? "\(command) | source" : "eval \"$(\(command))\""))
  }

  @Test(
    arguments: [
      ([local: .agent(.late(250))], ["an ssh-agent at “\(local)” does not answer within 250 ms"]),
      ([gpg: answers(1), "/proc/8/comm": "x\n"], ["gpg-agent at “\(gpg)” is started by whoever"]),
      ([vault: .agent(.refuses)], ["a password manager's agent at “\(vault)” refuses"]),
      (
        [local: .agent(.queueFull), vault: .agent(.hangsUp)],
        ["has more waiting for it than", "hangs up without an answer"]
      ),
      ([project: answers(1)], ["at “\(project)” answers with 1 key, for one project"]),
      ([local: .agent(.stale)], [", and no agent of yours was found"]),
      ([local: .agent(.foreign(1001))], [", and no agent of yours was found"]),
    ] as [([ByteString: ExampleFile], [String])])
  private func `an agent that lives and cannot be used is not said to be absent`(
    files: [ByteString: ExampleFile], parts: [String]
  ) throws {
    let found = try #require(finding("GT201", on: machine(nil, files)))
    #expect(found.severity == .info)
    for part in parts { #expect(found.seen.contains(part), "\(found.seen)") }
    #expect(
      found.seen.contains("no agent of yours was found") == parts[0].hasPrefix(", and no agent"))
  }

  @Test func `an agent that sleeps is woken by its own line`() throws {
    let machine = machine(nil, [gpg: answers(1), "/proc/8/comm": "x\n"])
    #expect(
      lines(try #require(finding("GT201", on: machine))) == [
        "eval \"$(gotools agent-fix --shell bash --socket \(gpg))\"",
        "eval \"$(gotools agent-fix --shell bash)\"",
      ])
  }

  @Test func `whether an agent lives is unknown where its place cannot be listed`() throws {
    for (files, expected) in [
      ([:], .unknown), ([local: .agent(.late(250))], .unknown),
      ([local: answers(1)], .says(.warning)),
    ] as [([ByteString: ExampleFile], Verdict)] {
      let place: [ByteString: ExampleFile] = ["/tmp": .directory(mode: 0o1777)]
      var machine = machine(nil, files.merging(place) { own, _ in own })
      let whole = machine.files
      machine.files = FileTree(
        status: whole.status, link: whole.link, mayExecute: whole.mayExecute,
        mayWrite: whole.mayWrite,
        names: { directory, limit throws(Errno) in
          if directory == "/tmp" { throw .permissionDenied }
          return try whole.names(directory, limit)
        }, open: whole.open)
      let outcome = outcomes(on: machine)["GT201"]
      #expect(verdict(outcome) == expected)
      guard case .unknown(let reason)? = outcome else { continue }
      #expect(reason.contains("“/tmp”"))
      #expect(reason.contains("does not answer") == !files.isEmpty)
    }
  }

  @Test func `who uses the link is told to point it elsewhere`() throws {
    let rivals = linked([link: .link(local), local: answers(1), forwarded: answers(2)])
    #expect(
      lines(try #require(finding("GT210", on: rivals)))
        == ["gotools agent-fix --socket \(forwarded)"])
    let broken = linked([link: .link(local), local: .agent(.stale)])
    #expect(lines(try #require(finding("GT203", on: broken))) == ["gotools agent-fix"])
  }

  private func linked(_ files: [ByteString: ExampleFile]) -> Machine { machine(link, files) }

  @Test(
    arguments: [
      ("", []), ("Host a\n  IdentityAgent none\n", ["none"]), ("IdentityAgent SSH_AUTH_SOCK\n", []),
      ("IdentityAgent $SSH_AUTH_SOCK\nHost a\n IdentityAgent none\n", []),
      ("Host a\n IdentityAgent ${SSH_AUTH_SOCK}\n", []),
      ("IdentityAgent $OTHER\n", ["$OTHER"]), ("IdentityAgent $SAME\n", []),
      ("IdentityAgent /run/user/1000//ssh-agent\n", []), ("IdentityAgent /l\n", []),
      ("IdentityAgent %d/.ssh/x\n", ["%d/.ssh/x"]),
      (
        "Host a\n IdentityAgent ~/a\nHost *\n IdentityAgent ~/b\nHost c\n IdentityAgent ~/c\n",
        ["~/a", "~/b"]
      ),
      ("Host a\n IdentityAgent ~/b\nHost c\nHost a\n IdentityAgent ~/c\n", ["~/b"]),
      ("Host=*\nIdentityAgent SSH_AUTH_SOCK\nHost a\n IdentityAgent none\n", []),
      ("Host \"*\" # all\nIdentityAgent SSH_AUTH_SOCK\nHost a\n IdentityAgent none\n", []),
      ("IdentityAgent ${XDG_RUNTIME_DIR}/ssh-agent\n", []),
      ("IdentityAgent ${XDG_RUNTIME_DIR}/x\n", ["${XDG_RUNTIME_DIR}/x"]),
      ("IdentityAgent /run/${WHERE}ssh-agent\n", []),
      ("IdentityAgent ${GONE}/run/user/1000/ssh-agent\n", ["${GONE}/run/user/1000/ssh-agent"]),
      ("IdentityAgent ${WHERE\n", ["${WHERE"]), ("IdentityAgent /run/user/%i/ssh-agent\n", []),
      ("IdentityAgent /%u/%%\n", []), ("IdentityAgent /run/%h\n", ["/run/%h"]),
      ("IdentityAgent SSH_AUTH_SOCK\nInclude one\n", []),
      ("Include settled\nIdentityAgent ~/b\n", []),
      ("Host *\nInclude settled\nHost a\n IdentityAgent ~/b\n", []),
      ("Host a\n Include settled\n IdentityAgent ~/b\nHost *\n IdentityAgent ~/c\n", ["~/c"]),
      ("Include one\nIdentityAgent ~/b\n", ["~/one"]),
      ("Include one\n", ["~/one"]), ("Include ~/.ssh/one ~/.ssh/none\n", ["~/one"]),
      ("Include conf.d/*.conf\n", ["~/first", "~/second"]),
      ("Include conf.?/a.conf\n", ["~/first"]),
      ("Include circle\n", ["~/circle"]), ("Include narrow\n", ["~/narrow"]),
    ] as [(ByteString, [String])])
  func `lines that name another agent for ssh are found`(text: ByteString, values: [String]) throws
  {
    let machine = machine(
      local,
      [
        "/home/u/.ssh/config": .file(text), "/home/u/.ssh/one": "IdentityAgent ~/one\n",
        "/home/u/.ssh/conf.d/b.conf": "IdentityAgent ~/second\n",
        "/home/u/.ssh/conf.d/a.conf": "Host a\nIdentityAgent ~/first\n",
        "/home/u/.ssh/settled": "IdentityAgent SSH_AUTH_SOCK\n",
        "/etc/passwd": "ann:x:1000:1000::/home/u:/bin/sh\n", "/ann/%": .link(local),
        "/home/u/.ssh/conf.d/.hidden.conf": "IdentityAgent ~/hidden\n",
        "/home/u/.ssh/conf.d/c.bak": "IdentityAgent ~/bak\n",
        "/home/u/.ssh/narrow": "Host a\nInclude narrow\nIdentityAgent ~/narrow\n",
        "/home/u/.ssh/circle": "Include circle\nIdentityAgent ~/circle\n", local: answers(1),
        "/l": .link(local),
      ], ["OTHER": "/elsewhere", "SAME": local, "WHERE": "user/1000/"])
    let found = IdentityAgents(of: try AgentSurvey(of: machine, .named))
    #expect(found.elsewhere.map(\.line.value.text) == values)
    // A file that includes itself is read as often as ssh would.
    let isCircle = text.hasPrefix("Include circle") || text.hasPrefix("Include narrow")
    #expect(found.passedOver.isEmpty == !isCircle)
  }

  @Test func `what an Include is under counts for what it includes`() throws {
    let machine = machine(
      local,
      [
        "/home/u/.ssh/config": "Host a\nInclude b\nHost *\nInclude b\n",
        "/home/u/.ssh/b": "IdentityAgent none\n", local: answers(1),
      ])
    let found = IdentityAgents(of: try AgentSurvey(of: machine, .named)).elsewhere
    #expect(found.map(\.scope) == ["Host a", nil])
    #expect(found.map(\.isForAll) == [false, true])
    #expect(
      try #require(finding("GT212", on: machine)).seen.contains("line 1 (below “Host a”), says"))
  }

  @Test(arguments: ["/d/*/*/*", "/e/*/*", "/f/*"] as [ByteString])
  func `an Include that names half the machine is not followed all the way`(pattern: ByteString)
    throws
  {
    var files: [ByteString: ExampleFile] = [
      "/home/u/.ssh/config": .file("Include " + pattern + "\n"), local: answers(1),
    ]
    for number in 0..<400 { files[ByteString("/d/\(number % 20)/\(number)/x")] = "" }
    for number in 0..<4_500 {
      files[ByteString("/e/\(number % 2)/\(number)")] = ""
      files[ByteString("/f/\(number)")] = ""
    }
    var machine = machine(local, files)
    let (tree, opened, listed) = counting(machine.files)
    machine.files = tree
    let survey = try AgentSurvey(of: machine, .named)
    let before = (opened.value, listed.value)
    let found = IdentityAgents(of: survey)
    #expect(found.passedOver.count >= 1)
    #expect(opened.value - before.0 <= 70)
    #expect(listed.value - before.1 <= 256)
    #expect(verdict(outcomes(on: machine)["GT212"]) == .unknown)
  }

  @Test func `ssh's files are read once for all checks`() throws {
    var machine = machine(
      gpg,
      [
        gpg: answers(1), forwarded: answers(2, 3), local: answers(4),
        "/home/u/.ssh/config": "Host a\nIdentityAgent ~/x\n",
      ])
    let (tree, opened, _) = counting(machine.files, only: "/home/u/.ssh/config")
    machine.files = tree
    #expect(finding("GT213", on: machine) != nil)
    #expect(opened.value == 1)
  }

  private final class Count: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    func increase() { number.withLock { $0 += 1 } }
  }

  /// The same files, with how many of them have been opened, and how many directories listed.
  private func counting(
    _ files: FileTree, only path: ByteString? = nil
  ) -> (files: FileTree, opened: Count, listed: Count) {
    let opened = Count()
    let listed = Count()
    let tree = FileTree(
      status: files.status, link: files.link, mayExecute: files.mayExecute,
      mayWrite: files.mayWrite,
      names: { directory, limit throws(Errno) in
        listed.increase()
        return try files.names(directory, limit)
      },
      open: { opening throws(Errno) in
        if path == nil || path == opening { opened.increase() }
        return try files.open(opening)
      })
    return (tree, opened, listed)
  }

  @Test func `what the user's file says of every host leaves the machine's nothing to say`() {
    let system: [ByteString: ExampleFile] = [
      "/etc/ssh/ssh_config": "Include ssh_config.d/*.conf\n", local: answers(1),
      "/etc/ssh/ssh_config.d/agent.conf": "IdentityAgent /etc/agent\n",
    ]
    #expect(verdict(outcomes(on: machine(local, system))["GT212"]) == .says(.info))
    let settled = system.merging(["/home/u/.ssh/config": "Host *\nIdentityAgent SSH_AUTH_SOCK\n"]) {
      $1
    }
    #expect(verdict(outcomes(on: machine(local, settled))["GT212"]) == .silent)
    let scoped = system.merging(["/home/u/.ssh/config": "Host a\nIdentityAgent SSH_AUTH_SOCK\n"]) {
      $1
    }
    #expect(verdict(outcomes(on: machine(local, scoped))["GT212"]) == .says(.info))
  }

  @Test(
    arguments: [
      "Include [ab].conf\n", "Include ~ann/config\n", "Include ${DIR}/x\n", "Include %d/x\n",
      "Include /net/x\n", "Include /net/*\n", "Include hidden\n",
    ] as [ByteString]) func `what only ssh can tell is unknown unless something else was found`(
      include: ByteString
    )
  {
    let files: [ByteString: ExampleFile] = [local: answers(1), "/home/u/.ssh/hidden": .unreadable]
    for (more, expected) in [("", .unknown), ("IdentityAgent none\n", .says(.info))]
      as [(ByteString, Verdict)]
    {
      let machine = machine(
        local, files.merging(["/home/u/.ssh/config": .file(include + more)]) { $1 },
        mounts: [Mount(point: "/net", type: "nfs4", source: "nas:/x")])
      #expect(verdict(outcomes(on: machine)["GT212"]) == expected)
    }
  }

  @Test(
    arguments: [
      (Example.now - 61, 1000, true), (Example.now - 59, 1000, false),
      (Example.now + 10, 1000, false), (Example.now - 61, 1001, false),
    ] as [(Int64, UInt32, Bool)])
  func `a stale socket is counted where it may be removed`(
    modified: Int64, owner: UInt32, isCounted: Bool
  ) {
    let files = staleFiles(modified: modified, owner: owner)
    #expect((finding("GT214", on: machine(local, files)) != nil) == isCounted)
  }

  @Test func `a socket that IdentityAgent names is not counted`() {
    let files = staleFiles(modified: 1, owner: 1000)
    for (value, isCounted) in [(stalePath, false), ("/tmp/other", true)] {
      let configuration: ExampleFile = .file("Host build\nIdentityAgent " + value + "\n")
      let machine = machine(local, files.merging(["/home/u/.ssh/config": configuration]) { $1 })
      #expect((finding("GT214", on: machine) != nil) == isCounted)
    }
  }

  @Test(
    arguments: [
      ("IdentityAgent none\n", true), ("IdentityAgent SSH_AUTH_SOCK\n", true),
      ("IdentityAgent ~/other\n", true), ("IdentityAgent ~/agent-%h\n", false),
      ("IdentityAgent $UNSET\n", false), ("IdentityAgent ${UNSET}/x\n", false),
      ("IdentityAgent relative\n", false), ("Include %d/x\n", false), ("Include hidden\n", false),
      ("Include /net/x\n", false),
    ] as [(ByteString, Bool)])
  func `while IdentityAgent may name a socket that is not told none is counted`(
    line: ByteString, isCounted: Bool
  ) throws {
    let files = staleFiles(modified: 1, owner: 1000).merging([
      "/home/u/.ssh/config": .file("Host build\n" + line), "/home/u/.ssh/hidden": .unreadable,
    ]) { $1 }
    let machine = machine(
      local, files, mounts: [Mount(point: "/net", type: "nfs4", source: "nas:/x")])
    #expect((finding("GT214", on: machine) != nil) == isCounted)
    let kept = StaleSockets(
      in: try AgentSurvey(of: machine, .everywhere), now: machine.now()
    ).kept
    #expect(
      kept.map { $0.reason.hasPrefix("it cannot be told whether IdentityAgent names it: ") }
        == (isCounted ? [] : [true]))
  }

  @Test(
    arguments: [
      (0o1777, 0o700, true), (0o755, 0o700, true), (0o775, 0o700, false), (0o1777, 0o750, false),
    ] as [(UInt32, UInt32, Bool)])
  func `a socket is counted where its directories are such as a repair would go into`(
    outer: UInt32, inner: UInt32, isCounted: Bool
  ) {
    let files = staleFiles(modified: 1, owner: 1000).merging([
      "/tmp": .directory(mode: outer, owner: 1000),
      stalePath.parent: .directory(mode: inner, owner: 1000),
    ]) { $1 }
    // A group that bears the number of its user.
    let machine = machine(local, files).seeing { path, status in
      if path == "/tmp" { status.group = 1000 }
    }
    #expect((finding("GT214", on: machine) != nil) == isCounted)
  }

  @Test(
    arguments: [(0o700, 1000, true), (0o775, 1000, false), (0o755, 0, false)]
      as [(UInt32, UInt32, Bool)])
  func `a socket at home is counted where its directory is such as a repair would go into`(
    mode: UInt32, owner: UInt32, isCounted: Bool
  ) {
    let stale: ByteString = "/home/u/.ssh/agent/s.2N0me1rP8M.agent.aaaaaaaaaa"
    // That it is this host's is told by one that answers.
    let machine = machine(
      local,
      [
        local: answers(1), stale: .agent(.stale, modified: 1), forwarded: answers(1),
        stale.parent: .directory(mode: mode, owner: owner),
      ]
    ).seeing { path, status in if path == stale.parent { status.group = owner } }
    #expect((finding("GT214", on: machine) != nil) == isCounted)
  }

  @Test func `a socket that somebody may hold is not counted`() throws {
    let files = staleFiles(modified: 1, owner: 1000)
    let held = BoundSocket(name: stalePath, inode: nil, device: nil, user: nil)
    #expect(finding("GT214", on: machine(local, files)) != nil)
    #expect(finding("GT214", on: machine(local, files, bound: [held])) == nil)
    let renamed = BoundSocket(
      name: "/x",
      inode: UInt32(try #require(try machine(local, files).files.status(stalePath)).inode),
      device: 0, user: 1000, isListening: false)
    #expect(finding("GT214", on: machine(local, files, bound: [renamed])) == nil)
    let strange = files.merging(["/proc/net/unix": "x"]) { $1 }
    #expect(finding("GT214", on: machine(local, strange)) == nil)
    #expect(finding("GT214", on: machine(stalePath, files)) == nil)
    var silent = machine(local, files)
    silent.boundSockets = { throw NotTold() }
    #expect(finding("GT214", on: silent) == nil)
  }

  @Test(
    arguments: [
      // The name of a socket of the same number, what lies there, and whether that may be the one that is looked at.
      ("/other/s", 5, 77, false), ("/other/s", 5, 78, true), ("/other/s", 0, 77, true),
      ("/link/s", 5, 77, false), ("/other/file", 5, 77, true), ("/other/none", 5, 77, true),
      ("other/s", 5, 77, true), (nil, 5, 77, true), ("/net/s", 5, 77, true),
    ] as [(ByteString?, UInt64, UInt64, Bool)])
  func `a number is no proof where the socket's own name leads to another file of that number`(
    name: ByteString?, device: UInt64, inode: UInt64, isHeld: Bool
  ) {
    let stale = stalePath
    let files = staleFiles(modified: 1, owner: 1000).merging([
      "/other/s": .agent(.stale), "/other/file": "", "/net/s": .agent(.stale),
      "/link": .link("/other"),
    ]) { $1 }
    let holder = BoundSocket(name: name, inode: 77, device: 9, user: 1000)
    let machine = machine(
      local, files, mounts: [Mount(point: "/net", type: "nfs4", source: "nas:/x")],
      bound: [holder]
    ).seeing { path, status in
      if path == stale { status.inode = 77 }
      if path.isAtOrBelow("/other") || path.isAtOrBelow("/net") {
        (status.device, status.inode) = (device, inode)
      }
    }
    #expect((finding("GT214", on: machine) == nil) == isHeld)
  }

  @Test func `stale sockets are counted`() throws {
    let files = staleFiles(modified: 1, owner: 1000)
    let more: [ByteString: ExampleFile] = [
      "/tmp/ssh-v6rlxj5DjV": .directory(mode: 0o700, owner: 1000),
      "/tmp/ssh-v6rlxj5DjV/agent.2": .agent(.stale, modified: 1),
      "/tmp/ssh-v6rlxj5DjV/agent.3": .agent(.late(1000), modified: 1),
    ]
    let found = try #require(finding("GT214", on: machine(local, files.merging(more) { $1 })))
    #expect(found.seen.contains("2 sockets"))
    #expect(lines(found) == ["gotools agent-fix --clean"])
  }

  private let stalePath: ByteString = "/tmp/ssh-uAlsJLsIEPTm/agent.31115"

  private func staleFiles(
    modified: Int64, owner: UInt32
  ) -> [ByteString: ExampleFile] {
    [
      "/tmp": .directory(mode: 0o1777), stalePath.parent: .directory(mode: 0o700, owner: 1000),
      stalePath: .agent(.stale, owner: owner, modified: modified), local: answers(1),
    ]
  }

  private struct NotTold: Error {}

  @Test(
    arguments: [
      ("/tmp/ssh-uAlsJLsIEPTm/agent.31115", 1000, true), (forwarded, 1000, true), (gpg, 1000, true),
      ("/run/user/1000/gotools/started.sock", 1000, true), (project, 1000, true),
      (forwarded, 1001, false), (forwarded, nil, false), ("/run/user/1000/bus", 1000, false),
      ("/tmp/ssh-uAlsJLsIEPTm/x", 1000, false), ("agent.1", 1000, false), (nil, 1000, false),
    ] as [(ByteString?, UInt32?, Bool)])
  func `an agent whose socket is not there any more is an orphan`(
    name: ByteString?, user: UInt32?, isOrphan: Bool
  ) {
    let socket = BoundSocket(name: name, inode: 7, device: 0, user: user)
    let machine = machine(local, [local: answers(1)], bound: [socket])
    #expect((finding("GT215", on: machine) != nil) == isOrphan)
  }

  @Test func `an agent with another file at its path is an orphan, and one with its own is none`()
    throws
  {
    let files: [ByteString: ExampleFile] = [forwarded: answers(1)]
    let status = try #require(try machine(forwarded, files).files.status(forwarded))
    let inode = UInt32(truncatingIfNeeded: status.inode)
    for (inode, device, isOrphan) in [
      (inode, 0, false), (inode + 1, 0, true), (inode + 1, 1, false), (nil, 0, false),
      (inode + 1, nil, false),
    ] as [(UInt32?, UInt32?, Bool)] {
      let socket = BoundSocket(name: forwarded, inode: inode, device: device, user: 1000)
      let machine = machine(forwarded, files, bound: [socket])
      #expect((finding("GT215", on: machine) != nil) == isOrphan)
    }
    let idle = BoundSocket(
      name: forwarded, inode: inode + 1, device: 0, user: 1000, isListening: false)
    #expect(finding("GT215", on: machine(forwarded, files, bound: [idle])) == nil)
    let lost = BoundSocket(name: local, inode: 1, device: 5, user: 1000)
    #expect(finding("GT215", on: machine(forwarded, files, bound: [lost])) == nil)
  }

  @Test func `a healthy agent is no evidence of an orphan`() throws {
    let socket = BoundSocket(
      name: local.parent.appending("gotools/started.sock"), inode: 7, device: 0, user: 1000)
    let machine = machine(
      nil,
      [
        "/proc/30/comm": "ssh-agent\n", "/proc/30/status": own, "/proc/31/comm": "ssh-agent\n",
        "/proc/31/status": own, local.parent: .directory(mode: 0o700),
      ], bound: [socket, socket])
    let found = try #require(finding("GT215", on: machine))
    #expect(found.evidence.map(\.source) == [socket.name])
    #expect(lines(found).isEmpty)
  }

  @Test(
    arguments: [
      // A process and its user, its mount namespace, the mounts that it sees, and whether an orphan is told of.
      ("ssh-agent", own, "mnt:[1]", nil, true), ("ssh-agent", own, "mnt:[2]", nil, false),
      ("sshd-session", own, "mnt:[2]", nil, false), ("bwrap", own, "mnt:[2]", nil, true),
      ("ssh-agent", "Uid:\t0\t0\t0\t0\n", "mnt:[2]", nil, true),
      ("ssh-agent", own, nil, "36 1 0:1 / / rw - ext4 x rw\n", false),
      ("ssh-agent", own, nil, nil, true),
    ] as [(String, ExampleFile, ByteString?, ByteString?, Bool)])
  private func `an agent with mounts of its own may have the file that is missed`(
    name: String, status: ExampleFile, namespace: ByteString?, mounts: ByteString?, isTold: Bool
  ) {
    var files: [ByteString: ExampleFile] = [
      local: answers(1), "/proc/self/ns/mnt": .link("mnt:[1]"),
      "/proc/30/comm": .file(ByteString(name + "\n")), "/proc/30/status": status,
    ]
    files["/proc/30/ns/mnt"] = namespace.map { .link($0) }
    files["/proc/30/mountinfo"] = mounts.map { .file($0) }
    let lost = BoundSocket(name: forwarded, inode: 7, device: 0, user: 1000)
    #expect((finding("GT215", on: machine(local, files, bound: [lost])) != nil) == isTold)
  }

  @Test func `a kernel that has no way to say who listens is none to complain of`() {
    var machine = machine(local, [local: answers(1)])
    machine.boundSockets = { throw CannotRun.elsewhere }
    #expect(verdict(outcomes(on: machine)["GT215"]) == .skipped)
    machine.boundSockets = { throw NotTold() }
    #expect(verdict(outcomes(on: machine)["GT215"]) == .unknown)
  }

  @Test(
    arguments: [
      ("", .silent, nil), ("30", .silent, nil), ("8", .silent, nil),
      ("31", .says(.warning), "that ssh-agent is another user's (uid 0)"),
      ("1", .says(.warning), "the process of that number is “systemd”"),
      ("77", .says(.warning), "no process has that number"),
      ("0", .says(.warning), "that is no process number"),
      ("-30", .says(.warning), "that is no process number"),
      ("99999999999", .says(.warning), "that is no process number"),
      ("30;id", .says(.warning), "that is no process number"),
    ] as [(ByteString, Verdict, String?)])
  private func `SSH_AGENT_PID must name an agent of the user's`(
    value: ByteString, expected: Verdict, words: String?
  ) {
    let files: [ByteString: ExampleFile] = [
      "/proc/30/comm": "ssh-agent\n", "/proc/30/status": own, "/proc/31/comm": "ssh-agent\n",
      "/proc/31/status": "Uid:\t0\t0\t0\t0\n", local: answers(1),
    ]
    let machine = machine(local, files, ["SSH_AGENT_PID": value])
    #expect(verdict(outcomes(on: machine)["GT216"]) == expected)
    if let words {
      #expect(finding("GT216", on: machine)?.seen.hasSuffix(", and " + words) == true)
    }
  }

  @Test func `where processes hide nothing is said of SSH_AGENT_PID, except that it is a number`() {
    for (value, expected) in [("30", .unknown), ("x", .says(.warning))] as [(ByteString, Verdict)] {
      let example = Example(environment: ["SSH_AGENT_PID": value])
      #expect(verdict(outcomes(on: example.machine)["GT216"]) == expected)
    }
  }

  @Test(arguments: [
    ("bash", "unset SSH_AGENT_PID"), ("fish", "set -e SSH_AGENT_PID"),
    ("tcsh", "unsetenv SSH_AGENT_PID"),
  ])
  func `a shell is told in its own words to forget the number`(shell: String, line: String) throws {
    let machine = machine(
      local, [local: answers(1)], ["SSH_AGENT_PID": "77", "SHELL": ByteString("/bin/" + shell)])
    #expect(lines(try #require(finding("GT216", on: machine))) == [line])
  }

  @Test(
    arguments: [
      ("bash", "/home/u/.bashrc", "x\neval \"$(gotools init bash)\"\n", [:], 2),
      ("bash", "/home/u/.bashrc", "# eval \"$(gotools init bash)\"\n", [:], nil),
      ("bash", "/home/u/.bashrc", "GOTOOLS_AGENT=1\neval \"$(gotools init bash)\"\n", [:], nil),
      ("bash", "/home/u/.bashrc", "eval \"$(gotools init bash)\"\n", ["GOTOOLS_AGENT": "1"], nil),
      ("bash", "/home/u/.bashrc", "eval \"$(gotools init bash)\"\n", ["GOTOOLS_AGENT": ""], 1),
      ("bash", "/home/u/.zshrc", "eval \"$(gotools init zsh)\"\n", [:], nil),
      ("zsh", "/home/u/.zshrc", "eval \"$(gotools init zsh)\"\n", [:], 1),
      ("zsh", "/home/u/z/.zshrc", "eval \"$(gotools init zsh)\"\n", ["ZDOTDIR": "/home/u/z"], 1),
      ("fish", "/home/u/.config/fish/config.fish", "gotools init fish | source\n", [:], 1),
      ("sh", "/home/u/.bashrc", "eval \"$(gotools init bash)\"\n", [:], nil),
      ("nu", "/home/u/.bashrc", "eval \"$(gotools init bash)\"\n", [:], nil),
    ] as [(ByteString, ByteString, ByteString, [ByteString: ByteString], Int?)])
  func `who evaluates gotools init may use the link`(
    shell: ByteString, file: ByteString, text: ByteString,
    variables: [ByteString: ByteString], line: Int?
  ) {
    let machine = machine(
      local, [local: answers(), file: .file(text)],
      variables.merging(["SHELL": "/bin/" + shell]) { $1 })
    let found = finding("GT217", on: machine)
    if let line {
      #expect(found?.seen.contains("“\(file)”, line \(line), ") == true)
    } else {
      #expect(found == nil)
    }
  }

  @Test func `the link itself and an agent that is gone are nothing to link`() {
    let start: [ByteString: ExampleFile] = ["/home/u/.bashrc": "eval \"$(gotools init bash)\"\n"]
    for (current, files) in [
      (link, [link: .link(local), local: answers(1)]), (local, [local: .agent(.stale)]),
      (project, [project: answers(1)]),
    ] as [(ByteString, [ByteString: ExampleFile])] {
      #expect(finding("GT217", on: machine(current, start.merging(files) { $1 })) == nil)
    }
  }

  @Test(
    arguments: [
      // What tmux says of the session and globally, what systemd says, and how many disagree.
      ("SSH_AUTH_SOCK=/gone\n", nil, nil, 1), ("SSH_AUTH_SOCK=/l\n", nil, nil, 0),
      ("-SSH_AUTH_SOCK\n", "SSH_AUTH_SOCK=/l\n", nil, 1), (nil, "SSH_AUTH_SOCK=/gone\n", nil, 1),
      (nil, nil, nil, 0), (nil, nil, "HOME=/\nSSH_AUTH_SOCK=/other\n", 1),
      (nil, nil, "HOME=/\nSSH_AUTH_SOCK=/l\n", 0), (nil, nil, "HOME=/\n", 0),
      (nil, nil, "SSH_AUTH_SOCK=$'/with\\'quote'\n", 1),
      ("SSH_AUTH_SOCK=/gone\n", nil, "SSH_AUTH_SOCK=/other\n", 2),
    ] as [(ByteString?, ByteString?, ByteString?, Int)])
  func `what starts programs is held against this shell`(
    session: ByteString?, global: ByteString?, systemd: ByteString?, count: Int
  ) throws {
    var prints: [ByteString: ByteString] = [:]
    prints["tmux -u show-environment SSH_AUTH_SOCK"] = session
    prints["tmux -u show-environment -g SSH_AUTH_SOCK"] = global
    prints["systemctl --user show-environment"] = systemd
    let found = finding("GT211", on: surroundings(prints))
    #expect((found?.remedies.count ?? 0) == count)
    if count == 2 {
      #expect(
        lines(try #require(found)) == [
          "tmux set-environment SSH_AUTH_SOCK \(local)",
          "systemctl --user set-environment SSH_AUTH_SOCK=\(local)",
        ])
    }
  }

  @Test func `without systemd, and where it does not answer, nothing is compared`() {
    let refused = outcomes(on: surroundings([:]))["GT211"]
    let absent = outcomes(on: machine(local, [local: answers(1)], prints: [:]))["GT211"]
    let elsewhere = outcomes(
      on: machine(local, [local: answers(1), "/run/systemd/system": .directory()]))["GT211"]
    // This one runs in tmux, which was asked.
    #expect(verdict(refused) == .silent)
    for outcome in [absent, elsewhere] { #expect(verdict(outcome) == .skipped) }
    guard case .skipped(let reason)? = absent else {
      Issue.record("\(String(describing: absent))")
      return
    }
    #expect(reason == "systemd does not run here")
  }

  @Test func `what tmux takes from new panes is told, and what undoes the remedy takes it again`()
    throws
  {
    let prints: [ByteString: ByteString] = [
      "tmux -u show-environment SSH_AUTH_SOCK": "-SSH_AUTH_SOCK\n"
    ]
    let found = try #require(finding("GT211", on: surroundings(prints)))
    #expect(found.seen.hasSuffix("here, and tmux takes it from new panes"))
    guard case .command(_, _, _, let undo)? = found.remedies.first else {
      Issue.record("\(found.remedies)")
      return
    }
    #expect(undo == ["tmux", "set-environment", "-r", "SSH_AUTH_SOCK"])
  }

  @Test func `a tmux that does not answer in time is not said to agree`() {
    var machine = surroundings([:])
    machine.run = { programs, _ throws(CannotRun) in
      programs.map { Execution($0.words.first == "tmux" ? .deadline : .exited(1)) }
    }
    #expect(verdict(outcomes(on: machine)["GT211"]) == .unknown)
  }

  @Test func `an agent that does not work is nothing to hand on`() {
    let prints: [ByteString: ByteString] = [
      "tmux -u show-environment SSH_AUTH_SOCK": "SSH_AUTH_SOCK=/other\n"
    ]
    #expect(finding("GT211", on: surroundings(prints)) != nil)
    #expect(finding("GT211", on: surroundings(prints, .agent(.stale))) == nil)
  }

  /// A machine with tmux and systemd, and a shell in tmux.
  private func surroundings(
    _ prints: [ByteString: ByteString], _ agent: ExampleFile = answers(1)
  ) -> Machine {
    machine(
      local,
      [
        local: agent, "/l": .link(local), "/other": answers(1),
        "/usr/bin/tmux": .file("", mode: 0o755), "/usr/bin/systemctl": .file("", mode: 0o755),
        "/run/systemd/system": .directory(),
      ], ["TMUX": "/tmp/tmux-1000/default,1,0"], prints: prints)
  }
}
