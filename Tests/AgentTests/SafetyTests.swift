import Foundation
import Glibc
import Testing

extension RealAgents {
  /// What others have is neither used nor removed.
  @Suite(.enabled(if: geteuid() == 0)) struct ForeignTests {
    @Test func `root never uses the agent of a user`() throws {
      try inScene { scene in
        let directory = scene.temporary + "/ssh-ABCDEFGHIJ"
        let socket = directory + "/agent.17"
        let foreign = try foreignAgent(scene, directory, socket)
        for words in [[], ["--socket", socket], ["--shell", "sh"], ["--prefer", "forwarded"]] {
          let fix = try scene.run(
            [scene.gotools(), "agent-fix"] + words, with: ["SSH_AUTH_SOCK": socket])
          #expect(target(of: scene.link) != socket, "\(fix)")
          if words.first == "--socket" {
            #expect(fix.status == 1 && fix.errors.contains("another user"), "\(fix)")
          }
        }
        let check = try scene.fix("--check", with: ["SSH_AUTH_SOCK": socket])
        #expect(check.status == 1 && check.output.contains("GT208"), "\(check)")
        // What is left when it ends is its user's.
        foreign.end()
        let clean = try scene.fix("--clean")
        #expect(clean.status == 0 && exists(socket), "\(clean)")
      }
    }

    @Test(arguments: [[], ["-v"], ["--json"], ["-q"]])
    func `an agent that may not be asked is unknown, whatever is printed`(words: [String]) throws {
      try inScene { scene in
        let closed = scene.root + "/closed"
        try make(closed, mode: 0o700)
        try give(scene, to: 65534)
        let fix = try scene.run(
          [scene.gotools(), "agent-fix"] + words, with: ["SSH_AUTH_SOCK": closed + "/agent.sock"])
        #expect(fix.status == 2 && fix.errors == "", "\(fix)")
        #expect(target(of: scene.link) == scene.started)
      }
    }

    @Test(arguments: [(0, "hangs-up"), (65533, "foreign")])
    func `a user never uses the agent of another`(owner: Int, state: String) throws {
      try inScene { scene in
        let directory = scene.common + "/gotools-agents"
        let socket = directory + "/one"
        defer { removeTree(directory) }
        let agent = try foreignAgent(scene, directory, socket, owner: owner)
        try open(directory)
        _ = try call("chmod") { unsafe chmod(socket, 0o777) }
        try give(scene, to: 65534)
        let path = scene.hasOwnCommon ? "/tmp/gotools-agents/one" : socket
        for words in [[], ["--socket", path]] {
          let fix = try scene.run(
            [scene.gotools(), "agent-fix", "--shell", "sh"] + words, with: ["SSH_AUTH_SOCK": path])
          #expect(fix.status == (words.isEmpty ? 0 : 1), "\(fix)")
          #expect(target(of: scene.link) == scene.started)
        }
        #expect(try scene.states(with: ["SSH_AUTH_SOCK": path])[path] == state)
        #expect(agent.isRunning && exists(socket))
      }
    }

    @Test(arguments: ["directory", "link", "link to directory", "socket"])
    func `what another user has planted is refused`(plant: String) throws {
      try inScene { scene in
        let other = 65533
        let theirs = scene.root + "/theirs"
        try make(theirs, mode: 0o755)
        switch plant {
        case "directory":
          try make(scene.own, mode: 0o755)
          try chown(scene.own, other)
        case "link":
          try make(scene.own)
          try FileManager.default.createSymbolicLink(
            atPath: scene.link, withDestinationPath: theirs + "/agent")
          try chown(scene.link, other)
        case "link to directory":
          try FileManager.default.createSymbolicLink(
            atPath: scene.own, withDestinationPath: theirs)
          try chown(theirs, other)
          try chown(scene.own, other)
        default:
          try make(scene.own)
          _ = try LocalSocket(at: scene.started)
          try chown(scene.started, other)
        }
        try give(scene, to: 65534)
        if ["link", "socket"].contains(plant) { try chown(scene.own, 65534) }
        let before = try tree(scene.own) + tree(theirs)
        let fix = try scene.fix("--shell", "sh")
        if plant == "link" {
          // Its name is one's own to give.
          #expect(fix.status == 0 && target(of: scene.link) == scene.started, "\(fix)")
        } else {
          #expect(fix.status == 1 && fix.output == "" && fix.errors != "", "\(fix)")
          #expect(scene.agents.isEmpty)
          #expect(try tree(scene.own).filter { $0 != "lock" } + tree(theirs) == before)
        }
        let clean = try scene.fix("--clean")
        #expect(clean.status == 0, "\(clean)")
      }
    }
  }

  /// Directories in which somebody else could put another socket in the agent's place.
  @Suite struct UnsafeDirectoryTests {
    // Only root can give a directory to a group of others.
    @Test(arguments: geteuid() == 0 ? [0o777, 0o770, 0o707] : [0o777, 0o707])
    func `an agent in a directory that others may change is not used`(
      mode: Int
    ) throws {
      try inScene { scene in
        let directory = scene.temporary + "/ssh-ABCDEFGHIJKL"
        try make(directory)
        let socket = directory + "/agent.5"
        let agent = try scene.agent(at: socket)
        if mode == 0o770 { _ = try call("chgrp") { unsafe lchown(directory, geteuid(), 100) } }
        _ = try call("chmod") { unsafe chmod(directory, mode_t(mode)) }
        let check = try scene.fix("--check", with: ["SSH_AUTH_SOCK": socket])
        #expect(check.status == 1 && check.output.contains("GT208"), "\(check)")
        let fix = try scene.fix("--shell", "sh", with: ["SSH_AUTH_SOCK": socket])
        #expect(target(of: scene.link) == scene.started, "\(fix)")
        let named = try scene.fix("--socket", socket)
        #expect(named.status == 1 && target(of: scene.link) == scene.started, "\(named)")
        agent.end()
        try scene.fix("--clean")
        #expect(exists(socket) || !exists(directory))
      }
    }
  }
}

/// An agent of another user, whose socket the superuser may reach.
private func foreignAgent(
  _ scene: Scene, _ directory: String, _ socket: String, owner: Int = 65534
) throws -> Program {
  try open(scene.temporary)
  try make(directory)
  try chown(directory, owner)
  let agent = try scene.start([
    "/usr/bin/setpriv", "--reuid=\(owner)", "--regid=\(owner)", "--clear-groups", "--",
    "/usr/bin/ssh-agent", "-D", "-a", socket,
  ])
  try waitFor("the other user's agent") { agent.text.contains("SSH_AUTH_SOCK") }
  return agent
}

/// Makes another user's what a scene has, and lets that user run its programs.
private func give(_ scene: Scene, to user: Int) throws {
  for path in [scene.home, scene.runtime, scene.temporary] { try chown(path, user) }
  scene.user = user
}

private func chown(_ path: String, _ user: Int) throws {
  _ = try call("lchown \(path)") { unsafe lchown(path, uid_t(user), gid_t(user)) }
}

private func tree(_ directory: String) throws -> [String] {
  try FileManager.default.subpathsOfDirectory(atPath: directory).sorted()
}
