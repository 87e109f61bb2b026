import Formats
import Foundation
import Glibc
import Machines
import Testing

extension RealAgents {
  /// Agents that a real sshd forwards.
  @Suite struct ForwardedAgentTests {
    @Test func `the link follows the connections`() throws {
      try inScene { scene in
        let server = try Server(scene)
        let first = try server.connect()
        let fix = try scene.fix("--shell", "sh", with: ["SSH_AUTH_SOCK": first.socket])
        #expect(fix.status == 0 && target(of: scene.link) == first.socket, "\(fix)")
        #expect(try scene.states()[first.socket] == "alive")
        // Another one comes later, and the first goes.
        usleep(1_100_000)
        let second = try server.connect()
        first.client.end()
        try waitFor("the end of the first socket") { !scene.isThere(first.socket) }
        // A pane knows the link alone.
        let again = try scene.fix("--shell", "sh", with: ["SSH_AUTH_SOCK": scene.link])
        #expect(again.output == fix.output && target(of: scene.link) == second.socket, "\(again)")
        #expect(scene.agents.isEmpty)
      }
    }

    @Test func `of two connections the later one is used`() throws {
      try inScene { scene in
        let server = try Server(scene)
        _ = try server.connect()
        usleep(1_100_000)
        let second = try server.connect()
        let fix = try scene.fix()
        #expect(fix.status == 0 && target(of: scene.link) == second.socket, "\(fix)")
      }
    }

    @Test
    func `a laptop that sleeps is told in time, nothing is removed, and another agent is used`()
      throws
    {
      try inScene { scene in
        let server = try Server(scene)
        let connection = try server.connect()
        let variables = ["SSH_AUTH_SOCK": connection.socket]
        connection.client.send(SIGSTOP)
        let check = try scene.fix("--check", with: variables)
        #expect(check.status == 1 && check.output.contains("GT204"), "\(check)")
        #expect(check.milliseconds < 1300)
        let local = scene.runtime + "/ssh-agent"
        _ = try scene.agent(at: local)
        let fix = try scene.fix("--shell", "sh", with: variables)
        #expect(fix.status == 0 && target(of: scene.link) == local, "\(fix)")
        #expect(fix.milliseconds < 1300)
        // The next shells do not wait for it any more.
        let next = try scene.fix("--shell", "sh", with: variables)
        #expect(next.output == fix.output && next.milliseconds < 400, "\(next)")
        for _ in 0..<3 { try scene.fix("--clean", with: variables) }
        #expect(scene.isThere(connection.socket))
        connection.client.send(SIGCONT)
        try waitFor("the answer of the laptop that is awake") {
          try scene.states()[connection.socket] == "alive"
        }
        let awake = try scene.fix(with: variables)
        #expect(awake.status == 0 && target(of: scene.link) == connection.socket, "\(awake)")
      }
    }

    @Test(arguments: ["local", "forwarded"], [[], ["--socket"]])
    func `the link is not led to itself by a connection to the same machine`(
      kind: String, words: [String]
    ) throws {
      try inScene { scene in
        let server = try Server(scene)
        var first = scene.runtime + "/ssh-agent"
        if kind == "local" {
          _ = try scene.agent(at: first)
          try scene.add(scene.root + "/key", to: first)
        } else {
          first = try server.connect().socket
        }
        try scene.fix(with: ["SSH_AUTH_SOCK": first])
        try #require(target(of: scene.link) == first)
        usleep(1_100_000)
        let second = try server.connect(through: scene.link)
        let fix = try scene.run(
          [scene.gotools(), "agent-fix"] + words + (words.isEmpty ? [] : [second.socket]),
          with: ["SSH_AUTH_SOCK": second.socket])
        #expect(fix.status == 0 && target(of: scene.link) == first, "\(fix)")
        #expect(fix.errors.contains("stays with") == !words.isEmpty, "\(fix)")
        #expect(fix.milliseconds < 1300)
        for socket in [scene.link, second.socket] {
          let list = try scene.run(["/usr/bin/ssh-add", "-l"], with: ["SSH_AUTH_SOCK": socket])
          #expect(list.status == 0, "\(socket): \(list)")
        }
      }
    }

    @Test func `a second connection with the keys of the first is led to when that is gone`() throws
    {
      try inScene { scene in
        let server = try Server(scene)
        let first = try server.connect()
        try scene.fix(with: ["SSH_AUTH_SOCK": first.socket])
        usleep(1_100_000)
        let second = try server.connect()
        let stays = try scene.fix(with: ["SSH_AUTH_SOCK": second.socket])
        #expect(stays.status == 0 && target(of: scene.link) == first.socket, "\(stays)")
        #expect(stays.errors == "")
        first.client.end()
        try waitFor("the end of the first socket") { !scene.isThere(first.socket) }
        let goes = try scene.fix(with: ["SSH_AUTH_SOCK": scene.link])
        #expect(goes.status == 0 && target(of: scene.link) == second.socket, "\(goes)")
      }
    }

    @Test func `an agent that is gone behind the connection hangs up`() throws {
      try inScene { scene in
        let server = try Server(scene)
        let connection = try server.connect()
        server.agent.end()
        #expect(try scene.states()[connection.socket] == "hangs-up")
        let fix = try scene.fix(with: ["SSH_AUTH_SOCK": connection.socket])
        #expect(target(of: scene.link) == scene.started, "\(fix)")
        #expect(scene.isThere(connection.socket))
      }
    }

    @Test func `what a killed sshd leaves goes after a minute, with its directory`() throws {
      try inScene { scene in
        let server = try Server(scene)
        let connection = try server.connect()
        server.killAll(connection)
        let fix = try scene.fix("--shell", "sh", with: ["SSH_AUTH_SOCK": connection.socket])
        #expect(fix.status == 0 && target(of: scene.link) == scene.started, "\(fix)")
        let plan = try scene.fix("--clean", "--plan")
        #expect(plan.output.contains("younger than a minute"), "\(plan)")
        try scene.fix("--clean")
        #expect(scene.isThere(connection.socket))
        // What the program would do a minute later, at the place where the socket really lies.
        let place = scene.common + connection.socket.dropFirst(4)
        let directory = (place as NSString).deletingLastPathComponent
        let machine = try Machine.live(environment: [
          "HOME": .init(scene.home), "TMPDIR": .init(scene.common),
          "XDG_RUNTIME_DIR": .init(scene.runtime),
        ])
        let survey = try AgentSurvey(of: machine, .everywhere)
        let now = Int64(time(nil))
        #expect(!StaleSockets(in: survey, now: now + 58).contain(place))
        let stale = StaleSockets(in: survey, now: now + 61)
        #expect(stale.contain(place))
        if scene.hasOwnCommon {
          #expect(stale.removable.count == 1 && stale.remove(as: geteuid()).removed == 1)
          #expect(!exists(directory))
        } else {
          removeTree(directory)
        }
      }
    }
  }
}

extension StaleSockets {
  fileprivate func contain(_ path: String) -> Bool { removable.contains { $0.real.text == path } }
}

/// An sshd on the loopback device, with a key and an agent that its clients bring.
private struct Server {
  let agent: Program
  private let scene: Scene
  private let daemon: Program
  private let port: Int
  private let socket: String
  private let key: String

  struct Connection {
    let client: Program
    /// The forwarded agent's, as programs see it.
    let socket: String
    /// The process that holds it.
    let process: pid_t
  }

  init(_ scene: Scene) throws {
    self.scene = scene
    let preload = try Preload(scene)
    key = try scene.key("key")
    let host = try scene.key("host")
    // Outside of what is searched: it is the laptop's.
    try make(scene.root + "/laptop")
    socket = scene.root + "/laptop/agent"
    agent = try scene.agent(at: socket)
    try scene.add(key, to: socket)
    let allowed = scene.root + "/allowed"
    try FileManager.default.copyItem(atPath: key + ".pub", toPath: allowed)
    try FileManager.default.copyItem(atPath: host + ".pub", toPath: scene.root + "/known")
    var started: (Program, Int)?
    for _ in 0..<20 where started == nil {
      let port = Int.random(in: 20_000..<32_000)
      let settings = scene.root + "/sshd_config"
      try write(
        """
        Port \(port)
        ListenAddress 127.0.0.1
        HostKey \(host)
        AuthorizedKeysFile \(allowed)
        PidFile none
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password

        """, to: settings)
      let daemon = try scene.start(
        [try foreignProgram("usr/sbin/sshd"), "-D", "-e", "-f", settings],
        with: preload.variables.merging(try foreignLibraries(scene)) { first, _ in first })
      try waitFor("sshd") { daemon.complaints.contains("listening") || !daemon.isRunning }
      // The port may have been another's.
      if daemon.isRunning { started = (daemon, port) }
    }
    (daemon, port) = try #require(started, "sshd does not start")
  }

  /// Connects as a laptop does, whose agent that is, and stays.
  func connect(through agent: String? = nil) throws -> Connection {
    let user = try scene.run(["/usr/bin/id", "-un"]).output.trimmingCharacters(in: .newlines)
    let client = try scene.start(
      [
        "/usr/bin/ssh", "-F", "/dev/null", "-A", "-p", "\(port)", "-i", key, "-o", "BatchMode=yes",
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o",
        "LogLevel=ERROR",
        "\(user)@127.0.0.1", "echo $SSH_AUTH_SOCK; echo $PPID; exec sleep 1000",
      ], with: ["SSH_AUTH_SOCK": agent ?? socket])
    try waitFor("the connection: \(client.complaints)") {
      client.text.split(separator: "\n").count == 2 || !client.isRunning
    }
    let lines = client.text.split(separator: "\n").map(String.init)
    try #require(lines.count == 2, "\(client.complaints) \(daemon.complaints)")
    return Connection(client: client, socket: lines[0], process: pid_t(lines[1]) ?? 0)
  }

  /// Ends sshd so that it has no time to clean up, as a machine out of memory does.
  func killAll(_ connection: Connection) {
    guard connection.process > 1, nameOfProcess(connection.process) == "sshd" else { return }
    kill(connection.process, SIGKILL)
    daemon.end()
    connection.client.end()
  }
}

/// Where the libraries of such programs are.
func foreignLibraries(_ scene: Scene) throws -> [String: String] {
  let triple = try scene.run(["/usr/bin/gcc", "-print-multiarch"]).output
    .trimmingCharacters(in: .newlines)
  return ["LD_LIBRARY_PATH": "\(unpacked)/usr/lib/\(triple):\(unpacked)/lib/\(triple)"]
}

/// A program of a package that Tests/run has unpacked and that is not installed, or else an installed one.
func foreignProgram(_ path: String) throws -> String {
  let places = [unpacked + "/" + path, "/" + path]
  return try #require(places.first(where: exists), "Tests/run unpacks \(path) into \(unpacked)")
}

/// Where Tests/run unpacks packages.
private let unpacked =
  ProcessInfo.processInfo.environment["GOTOOLS_TEST_DEBIAN"]
  ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: ".build/debian").path
