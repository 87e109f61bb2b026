internal import Commands

extension Applet {
  static let list = Applet(
    command: Command(
      "list", "list every applet, one line each",
      exits: [0: "the list was printed"],
      examples: ["gotools list": "what there is"],
      details: "Prints the name and the summary of every applet.")
  ) { call in
    for line in table(Applet.all.map(\.summaryRow)) { call.print(line + "\n") }
    return Status.fine
  }

  /// Its line in a list of applets.
  var summaryRow: [String] { [command.name, command.summary] }
}
