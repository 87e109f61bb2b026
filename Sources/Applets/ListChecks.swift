internal import Checks
internal import Commands

extension Applet {
  static let checks = Applet(
    command: Command(
      "checks", "list every check, one line each",
      exits: [0: "the list was printed"],
      examples: ["gotools checks": "code, gravest severity, name and title of every check"],
      details: "Prints the code, the gravest severity, the name and the title of every check.",
      seeAlso: ["gotools-explain(1)"])
  ) { call in
    for check in CheckDescription.all {
      call.print(
        "\(check.code)  \(column(check.severity.rawValue, 7))  \(column(check.name, 28))"
          + "  \(check.title)\n")
    }
    return Status.fine
  }
}

/// The word with blanks behind it up to a width.
func column(_ word: String, _ width: Int) -> String {
  word + String(repeating: " ", count: max(0, width - word.count))
}
