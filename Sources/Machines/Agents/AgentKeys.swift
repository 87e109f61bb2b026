package import Formats

/// What ssh-add made of the default keys.
package enum KeyLoading: Sendable {
  /// The agent has at least one of them, now or before; what ssh-add said, to be shown as it is, and the keys that are left
  /// out since each has a passphrase.
  case loaded(String, leftOut: [ByteString])
  /// What went wrong, in a sentence.
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
    func keys() throws -> [AgentKey] {
      try agent(at: socket, within: AgentInquiry.distant).keys ?? []
    }
    if mayAsk {
      let before = try keys().count
      let status = try runOnTerminal(
        Invocation(program, words: ["ssh-add"], environment: environment))
      if status == 0 { return .loaded("", leftOut: []) }
      let after = try keys()
      let known = defaultKeys.filter { isIn(after, $0) }
      // It ends with 1 where one of several passphrases was not given, too.
      guard status == 1, after.count > before || !known.isEmpty else {
        return .failed("ssh-add loaded no key: it ended with status \(status)")
      }
      return .loaded("", leftOut: defaultKeys.filter { !known.contains($0) })
    }
    environment["SSH_ASKPASS_REQUIRE"] = "never"
    environment["DISPLAY"] = nil
    environment["SSH_ASKPASS"] = nil
    let question = Invocation(program, words: ["ssh-add"], environment: environment)
    guard let answer = try run([question], 10_000).first else {
      return .failed("ssh-add was not run")
    }
    guard case .exited(let status) = answer.end else {
      return .failed("ssh-add loaded no key: it \(answer.end.words)")
    }
    let said = KeyLoadingWords(parsing: answer.errors.bytes)
    let added = said.added.map { $0.printable + "\n" }.joined()
    if status == 0 { return .loaded(added, leftOut: []) }
    if !said.complaint.isEmpty {
      let loss = said.added.isEmpty ? "loaded no key" : "did not load every key"
      return .failed("ssh-add \(loss): it says “\(said.complaint)”")
    }
    let present = try keys()
    let leftOut = said.questions.filter { !isIn(present, $0) }
    if !said.added.isEmpty || leftOut.count < said.questions.count {
      return .loaded(added, leftOut: leftOut)
    }
    return .failed(
      "ssh-add loaded no key: "
        + (leftOut.isEmpty
          ? "there is none with a usual name, such as ~/.ssh/id_ed25519"
          : "each has a passphrase, for which ssh-add asks on a terminal"))
  }

  /// The files of the keys that ssh-add(1) loads where it is told no other, as far as there are some.
  private var defaultKeys: [ByteString] {
    guard let home = AgentPlaces(of: self).home else { return [] }
    let names: [ByteString] = [
      "id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "id_xmss", "id_dsa",
    ]
    return names.map { home.appending(".ssh").appending($0) }
      .filter { ((try? files.status($0)) ?? nil) != nil }
  }

  /// Whether an agent has the key of that file, as the public one beside it tells.
  private func isIn(_ keys: [AgentKey], _ file: ByteString) -> Bool {
    guard let text = try? files.read(file + ".pub", limit: 1 << 16),
      let key = AgentKey(publicLine: text)
    else { return false }
    return keys.contains { $0.blob == key.blob }
  }
}

/// What ssh-add(1) says where nobody answers its questions.
struct KeyLoadingWords {
  /// Its sentences on what it has added.
  private(set) var added: [ByteString] = []
  /// The files of the keys for whose passphrases it asked.
  private(set) var questions: [ByteString] = []
  /// What went wrong besides; empty where nothing did.
  let complaint: ByteString

  init(parsing errors: [UInt8]) {
    var others: [[UInt8]] = []
    for line in errors.split(separator: 0x0A) {
      var rest = line.last == 0x0D ? line.dropLast() : line
      // What follows a question that nobody answers stands in its line.
      while rest.starts(with: question), let end = rest.firstRange(of: Array(": ".utf8)) {
        let file = rest[rest.startIndex + question.count..<end.lowerBound]
        questions.append(ByteString(ByteString(file).text.replacing(confirmed, with: "")))
        rest = rest[end.upperBound...]
      }
      if news.contains(where: { rest.starts(with: $0.utf8) }) {
        added.append(ByteString(rest))
      } else {
        others.append(Array(rest))
      }
    }
    complaint = Array(others.joined(separator: [0x0A])).tellingLine
  }
}

private let question = Array("Enter passphrase for ".utf8)
/// What follows a key that the agent is to ask its user about.
private let confirmed = " (will confirm each use)"
private let news = [
  "Identity added: ", "Certificate added: ", "Lifetime set to ", "The user must confirm each use",
]
