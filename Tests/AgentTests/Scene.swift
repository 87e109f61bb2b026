import Foundation
import Glibc
import Testing

/// A home, a runtime directory and a directory for temporary files of a test's own, with the agents that run there.
///
/// Where the kernel lets, /tmp is one's own, too: a user's real agents lie there.
final class Scene {
  let root: String
  let home: String
  let runtime: String
  let temporary: String
  /// What /tmp is for the programs that are run.
  let common: String
  var environment: [String: String]
  /// The user to run programs as, where that is another.
  var user: Int?
  let hasOwnCommon: Bool
  private var programs: [Program] = []

  init() throws {
    // Where it is seen again once /tmp is one's own.
    root = try newDirectory(in: "/tmp")
    home = root + "/home"
    runtime = root + "/run"
    temporary = root + "/t"
    hasOwnCommon = Scene.mayMount
    common = hasOwnCommon ? root + "/tmp" : "/tmp"
    environment = [
      "HOME": home, "XDG_RUNTIME_DIR": runtime, "TMPDIR": temporary, "PATH": "/usr/bin:/bin",
      "LC_ALL": "C.UTF-8", "TERM": "dumb", "SHELL": "/bin/bash",
    ]
    try open(root)
    for directory in [home, runtime, temporary] { try make(directory) }
    if hasOwnCommon {
      try make(common, mode: 0o1777)
      try make(common + "/" + (root as NSString).lastPathComponent, mode: 0o755)
    }
  }

  /// Where gotools keeps the link and the sockets of its agents.
  var own: String { runtime + "/gotools" }
  var link: String { own + "/agent.sock" }
  var started: String { own + "/started.sock" }

  /// Runs a program to its end.
  @discardableResult
  func run(
    _ words: [String], with variables: [String: String?] = [:], in directory: String? = nil,
    to target: String? = nil, seconds: Int64 = 20
  ) throws -> Outcome {
    try program(words, variables, directory, target).outcome(seconds: seconds)
  }

  /// Starts a program that is ended with the scene.
  func start(_ words: [String], with variables: [String: String?] = [:]) throws -> Program {
    let program = try program(words, variables, nil, nil)
    programs.append(program)
    return program
  }

  /// Runs `gotools agent-fix`.
  @discardableResult
  func fix(
    _ words: String..., with variables: [String: String?] = [:], in directory: String? = nil,
    to target: String? = nil
  ) throws -> Outcome {
    try run(
      [gotools(), "agent-fix"] + words, with: variables, in: directory, to: target)
  }

  /// The program under test, where the user may reach it.
  func gotools() throws -> String {
    guard user != nil else { return programUnderTest }
    let copy = root + "/gotools"
    if !exists(copy) {
      try FileManager.default.copyItem(atPath: programUnderTest, toPath: copy)
      _ = try call("chmod") { unsafe chmod(copy, 0o755) }
    }
    return copy
  }

  private func program(
    _ words: [String], _ variables: [String: String?], _ directory: String?, _ target: String?
  ) throws -> Program {
    var environment = environment
    for (name, value) in variables { environment[name] = value }
    var words = words
    if let user {
      words =
        ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "--"] + words
    }
    if hasOwnCommon {
      let script = """
        /usr/bin/mount --bind "$1" "$2/${1##*/}" && /usr/bin/mount --rbind "$2" /tmp && cd "$3" && shift 3 && exec "$@"
        """
      words =
        [
          "/usr/bin/unshare", "--mount", "/bin/sh", "-c", script, "sh", root, common,
          directory ?? home,
        ]
        + words
    }
    return try Program(
      words, environment: environment, in: directory ?? home, scratch: root, to: target)
  }

  /// A real ssh-agent on a socket, in the foreground.
  func agent(at path: String) throws -> Program {
    let agent = try start(["/usr/bin/ssh-agent", "-D", "-a", path])
    try waitFor("the agent at \(path)") { exists(path) && agent.text.contains("SSH_AUTH_SOCK") }
    return agent
  }

  /// An agent that behaves as its mode says.
  func fakeAgent(_ mode: String, at path: String) throws -> Program {
    let agent = try AgentTests.fakeAgent(mode, at: path, scratch: root)
    programs.append(agent)
    return agent
  }

  /// A new key without a passphrase; its path.
  func key(_ name: String) throws -> String {
    let path = root + "/" + name
    let made = try run(
      ["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path])
    try #require(made.status == 0, "\(made)")
    return path
  }

  func add(_ key: String, to socket: String, _ words: String...) throws {
    let added = try run(
      ["/usr/bin/ssh-add", "-q"] + words + [key], with: ["SSH_AUTH_SOCK": socket])
    try #require(added.status == 0, "\(added)")
  }

  /// The ssh-agents that gotools has started here.
  var agents: [pid_t] { agents(below: own) }

  private func agents(below directory: String) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { process in
      guard nameOfProcess(process) == "ssh-agent",
        let words = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)
      else { return false }
      return words.contains(directory + "/")
    }
  }

  /// Whether a path that programs were told leads to something.
  func isThere(_ path: String) -> Bool {
    let isCommon = hasOwnCommon && path.hasPrefix("/tmp/") && !path.hasPrefix(root + "/")
    return exists(isCommon ? common + path.dropFirst(4) : path)
  }

  /// What `--list --json` says of the sockets, by where they are.
  func states(with variables: [String: String?] = [:]) throws -> [String: String] {
    let list = try fix("--list", "--json", with: variables)
    let report =
      try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [String: Any] ?? [:]
    let facts = report["facts"] as? [String: Any] ?? [:]
    let rows = facts["agents"] as? [[String: Any]] ?? []
    return Dictionary(
      rows.compactMap { row in
        guard let path = row["leads_to"] as? String, let state = row["state"] as? String else {
          return nil
        }
        return (path, state)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Ends whatever runs here, and removes the directory.
  func end() {
    for program in programs.reversed() { program.end() }
    programs = []
    for agent in agents(below: root) { kill(agent, SIGKILL) }
    removeTree(root)
  }

  private static let mayMount: Bool = {
    guard geteuid() == 0, let directory = try? newDirectory() else { return false }
    defer { removeTree(directory) }
    let attempt = try? Program(
      ["/usr/bin/unshare", "--mount", "/usr/bin/mount", "--bind", directory, "/tmp"],
      environment: [:], in: "/", scratch: directory)
    return attempt?.outcome().status == 0
  }()
}

/// Does something in a scene of its own.
func inScene(_ body: (Scene) throws -> Void) throws {
  let scene = try Scene()
  defer { scene.end() }
  try body(scene)
}

/// Waits for what comes about in a moment.
func waitFor(_ what: String, seconds: Int = 10, _ isSo: () throws -> Bool) throws {
  let start = ContinuousClock.now
  while try !isSo() {
    guard ContinuousClock.now - start < .seconds(seconds) else {
      throw Trouble("\(what) did not come about")
    }
    usleep(2000)
  }
}

func nameOfProcess(_ process: pid_t) -> String? {
  (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8))?
    .trimmingCharacters(in: .newlines)
}

/// Whether a process runs; one that only waits to be reaped does not.
func isThere(_ process: pid_t) -> Bool {
  let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
  return status.map { !$0.contains(") Z ") } ?? false
}

func target(of link: String) -> String? {
  try? FileManager.default.destinationOfSymbolicLink(atPath: link)
}

/// The suites that start agents, only when everything is to be tested; then a missing program is a failure.
///
/// They run one at a time, since each waits for what another would slow down.
@Suite(.enabled(if: isTestingAll), .serialized)
struct RealAgents {}

/// GOTOOLS_BINARY, else what the build made: it lies beside the program that runs the tests.
let programUnderTest =
  ProcessInfo.processInfo.environment["GOTOOLS_BINARY"]
  ?? URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent().appending(path: "gotools").path
