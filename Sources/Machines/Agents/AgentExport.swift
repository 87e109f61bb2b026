package import Formats

extension Machine {
  /// Sets SSH_AUTH_SOCK in the environments from which the user's systemd and D-Bus start programs; says what failed, and
  /// whether there was a program to tell D-Bus with.
  package func exportAgent(_ link: ByteString) throws -> (failures: [String], tellsBus: Bool) {
    guard let systemctl = program(named: "systemctl") else {
      return (["there is no systemctl in PATH, with which systemd would be told"], false)
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
    let failures: [String] = zip(questions, try run(questions, 5000)).compactMap {
      question, answer in
      if answer.end == .exited(0) { return nil }
      let said = answer.firstError
      return "\(question.words[0]) " + (said.isEmpty ? answer.end.words : "says “\(said)”")
    }
    return (failures, questions.count > 1)
  }
}
