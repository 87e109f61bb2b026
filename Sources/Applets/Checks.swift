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
    let rows = CheckDescription.all.map { [$0.code, $0.severity.rawValue, $0.name, $0.title] }
    for line in table(rows) { call.print(line + "\n") }
    return Status.fine
  }
}
