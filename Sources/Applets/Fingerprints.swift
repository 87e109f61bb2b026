internal import Checks
internal import Formats
internal import Machines

/// The fingerprints of keys, as ssh-keygen(1) makes them.
struct Fingerprints {
  private var known: [AgentKey: String] = [:]

  /// Asks one ssh-keygen for all of them; a key that it does not know has none.
  init(of keys: [AgentKey], on machine: Machine) {
    guard !keys.isEmpty, let program = machine.program(named: "ssh-keygen") else { return }
    var text = ""
    for (index, key) in keys.enumerated() {
      guard let type = key.type?.printable, !type.contains(" ") else { continue }
      // The comment is the key's own and may hold anything: a number tells them apart.
      text += "\(type) \(base64(key.blob)) \(index)\n"
    }
    let question = Invocation(
      program, words: ["ssh-keygen", "-l", "-f", "-"], environment: machine.speakingC,
      reading: Array(text.utf8))
    guard let answer = try? machine.run([question], 5000).first else { return }
    for line in ByteString(answer.output.bytes).split(on: UInt8(ascii: "\n")) {
      // "256 SHA256:… 0 (ED25519)"
      let fields = line.split(on: UInt8(ascii: " "))
      guard fields.count == 4, let index = Int(fields[2].text), keys.indices.contains(index) else {
        continue
      }
      known[keys[index]] = fields[1].text
    }
  }

  func fingerprint(of key: AgentKey) -> String? { known[key] }

  /// The key in a line, much as ssh-add -l has it.
  func words(of key: AgentKey) -> String {
    [known[key] ?? "no fingerprint", key.type?.printable ?? "?", key.comment.printable]
      .joined(separator: "  ")
  }
}
