package import Formats

/// What ssh-add made of the default keys.
package enum KeyLoading: Sendable {
  /// It loaded some; what it said, to be shown as it is.
  case added(String)
  case failed(String)
}

extension Machine {
  /// Runs ssh-add(1), which loads the default keys into the agent at that socket.
  ///
  /// One that `mayAsk` asks for passphrases on the terminal, and waits for the user; else keys that have one are left out,
  /// and it has ten seconds.
  package func addKeys(to socket: ByteString, mayAsk: Bool) throws -> KeyLoading {
    guard let program = program(named: "ssh-add") else {
      throw AgentNotStarted(description: "there is no ssh-add in PATH: install OpenSSH's client")
    }
    var environment = speakingC
    environment["SSH_AUTH_SOCK"] = socket
    let before = try agent(at: socket, within: AgentInquiry.distant).keys?.count ?? 0
    func hasMore() throws -> Bool {
      try agent(at: socket, within: AgentInquiry.distant).keys?.count ?? 0 > before
    }
    if mayAsk {
      let status = try runOnTerminal(
        Invocation(program, words: ["ssh-add"], environment: environment))
      // It ends with 1 where one of several passphrases was wrong, too.
      if try status == 0 || hasMore() { return .added("") }
      return .failed("it ended with status \(status)")
    }
    environment["SSH_ASKPASS_REQUIRE"] = "never"
    environment["DISPLAY"] = nil
    environment["SSH_ASKPASS"] = nil
    let question = Invocation(program, words: ["ssh-add"], environment: environment)
    guard let answer = try run([question], 10_000).first else { return .failed("it was not run") }
    guard case .exited = answer.end else { return .failed("it \(answer.end.words)") }
    if try answer.end == .exited(0) || hasMore() {
      // A question that nobody answers may stand before it in the line.
      let added = ByteString(answer.errors.bytes).text.split(separator: "\n").compactMap { line in
        line.firstRange(of: "Identity added: ").map { ByteString(String(line[$0.lowerBound...])) }
      }
      return .added(added.map { $0.printable + "\n" }.joined())
    }
    let first = answer.firstError.printable
    return .failed(
      first.isEmpty
        ? "there is none with a usual name, such as ~/.ssh/id_ed25519, or each has a passphrase"
        : first)
  }
}
