package import Formats
internal import Syscalls

/// What ssh-add made of the default keys.
package enum KeyLoading: Sendable {
  /// It loaded some; what it said, to be shown as it is.
  case added(String)
  case failed(String)
}

extension Machine {
  /// Runs ssh-add(1), which loads the default keys into the agent at that socket.
  ///
  /// One that `mayAsk` asks for passphrases on the terminal; else keys that have one are left out. It has ten minutes, and
  /// ten seconds where it asks nothing.
  package func addKeys(to socket: ByteString, mayAsk: Bool) throws -> KeyLoading {
    guard let program = program(named: "ssh-add") else {
      throw AgentNotStarted(description: "there is no ssh-add in PATH: install OpenSSH's client")
    }
    var environment = speakingC
    environment["SSH_AUTH_SOCK"] = socket
    if mayAsk {
      let status = try runOnTerminal(
        Invocation(program, words: ["ssh-add"], environment: environment))
      return status == 0 ? .added("") : .failed("it ended with status \(status)")
    }
    environment["SSH_ASKPASS_REQUIRE"] = "never"
    environment["DISPLAY"] = nil
    environment["SSH_ASKPASS"] = nil
    let question = Invocation(program, words: ["ssh-add"], environment: environment)
    guard let answer = try run([question], 10_000).first else { return .failed("") }
    let said = ByteString(answer.errors.bytes)
    let added = said.split(on: UInt8(ascii: "\n")).filter { $0.hasPrefix("Identity added: ") }
    if !added.isEmpty { return .added(added.map { $0.printable + "\n" }.joined()) }
    let first = said.split(on: UInt8(ascii: "\n")).first?.printable ?? ""
    return .failed(
      first.isEmpty
        ? "there is none with a usual name, such as ~/.ssh/id_ed25519, or each has a passphrase"
        : first)
  }

  /// Sets SSH_AUTH_SOCK in the environments from which the user's systemd and D-Bus start programs; says what failed.
  package func exportAgent(_ link: ByteString) throws -> [String] {
    guard let systemctl = program(named: "systemctl") else {
      return ["there is no systemctl in PATH: systemd does not run here"]
    }
    let assignment = "SSH_AUTH_SOCK=" + link
    var questions = [
      Invocation(
        systemctl, words: ["systemctl", "--user", "set-environment", assignment],
        environment: speakingC)
    ]
    if let bus = program(named: "dbus-update-activation-environment") {
      questions.append(
        Invocation(
          bus, words: ["dbus-update-activation-environment", assignment], environment: speakingC))
    }
    return zip(questions, try run(questions, 5000)).compactMap { question, answer in
      if answer.end == .exited(0) { return nil }
      let said = ByteString(answer.errors.bytes).split(on: UInt8(ascii: "\n")).first ?? ""
      return "\(question.words[0]) failed" + (said.isEmpty ? "" : ": \(said)")
    }
  }

  /// The directory of a path without links; throws where there is none, or it may not be looked at.
  package func realDirectory(_ path: ByteString) throws -> ByteString {
    let table = try? files.bytes(of: "/proc/self/mountinfo")
    let walker = PathWalker(
      files, mounts: table.map { MountTable(parsing: $0) }, waits: true)
    guard case .found(let real, let status) = try walker.place(of: path),
      status.kind == .directory
    else { throw NoDirectory() }
    return real
  }

  private struct NoDirectory: Error {}
}
