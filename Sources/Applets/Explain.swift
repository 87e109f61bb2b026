internal import Checks
internal import Commands
internal import Formats

extension Applet {
  static let explain = Applet(
    command: Command(
      "explain", "tell all about a check",
      operands: [
        Operand(
          "CODE", .one, values: .lists(CheckDescription.all.map(\.code)),
          "a code, such as GT101, or a check's name")
      ],
      exits: [
        0: "the text was printed", 64: "there is no such check, or the command line makes no sense",
      ],
      examples: ["gotools explain GT101": "what windows-go-first means and how to mend it"],
      details: """
        Prints what a check looks for, what breaks when it fires, what to do about it, when to leave things as they are, \
        how to silence it, and a machine on which it fires. It needs no network.
        """,
      seeAlso: ["gotools-checks(1)"])
  ) { call in
    let word = String(decoding: call.arguments.operands[0], as: UTF8.self)
    let known = CheckDescription.all
    let check = known.first { $0.code == word.uppercased() || $0.name == word.lowercased() }
    guard let check else { throw UsageError.unknownCode(word) }
    call.print(check.page(columns: 80))
    return Status.fine
  }
}

extension UsageError {
  /// What is said to a code that no check has.
  static func unknownCode(_ word: String) -> UsageError {
    let known = CheckDescription.all
    return UsageError(
      message: "there is no check “\(ByteString(word))”; gotools checks lists them all",
      suggestion: nearest(word, among: known.map(\.code) + known.map(\.name)).map {
        "did you mean \($0)?"
      })
  }
}
