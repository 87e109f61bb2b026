import Formats
import Machines
import Testing

@Suite struct SleepingAgentTests {
  private static let socket: ByteString = "/run/user/1000/gcr/ssh"
  private static let own: ExampleFile = "Name:\tx\nUid:\t1000\t1000\t1000\t1000\n"

  /// A machine on which a process holds the keyring's socket.
  private static func machine(
    first: ByteString = "systemd", holder: ByteString, descriptor: ByteString = "socket:[77]"
  ) -> Machine {
    Example(
      [
        socket: .agent(.answers([])), "/proc/1/comm": .file(first + "\n"),
        "/proc/1/status": "Name:\tx\nUid:\t0\t0\t0\t0\n",
        "/proc/50/comm": .file(holder + "\n"), "/proc/50/status": own,
        "/proc/50/fd/3": .link(descriptor),
      ], environment: ["HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000"],
      bound: [BoundSocket(name: socket, inode: nil, device: nil, user: 1000, number: 77)]
    ).machine
  }

  private static let rows: [(name: String, machine: Machine, isAsleep: Bool)] = [
    ("the session manager", machine(holder: "systemd"), true),
    ("somebody else", machine(holder: "my-agent"), false),
    ("the agent", machine(holder: "gcr-ssh-agent"), false),
    ("nobody who can be seen", machine(holder: "bash", descriptor: "socket:[78]"), true),
    ("no manager is there", machine(first: "sh", holder: "bash", descriptor: "/dev/null"), false),
  ]

  @Test(arguments: rows.indices)
  func `a keyring's agent sleeps where only the session manager may hold its socket`(
    row: Int
  ) throws {
    let row = Self.rows[row]
    let survey = try AgentSurvey(of: row.machine, .everywhere)
    let found = try #require(survey.sockets.first { $0.path == Self.socket })
    #expect(found.state == (row.isAsleep ? .activatable : .answers([])), "\(row.name)")
  }

  @Test(arguments: [
    (AgentPreference.keyring, AgentState.answers([])), (.gpg, .activatable), (.local, .activatable),
  ]) func `one that sleeps is asked where its kind is preferred`(
    preference: AgentPreference, state: AgentState
  ) throws {
    let survey = try AgentSurvey(
      of: Self.machine(holder: "systemd"), .everywhere, waking: preference)
    #expect(survey.sockets.first { $0.path == Self.socket }?.state == state)
  }
}
