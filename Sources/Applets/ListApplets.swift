internal import Commands

extension Applet {
  static let list = Applet(
    command: Command(
      "list", "list every applet, one line each",
      exits: [0: "the list was printed"],
      examples: ["gotools list": "what there is"],
      details: "Prints the name and the summary of every applet.")
  ) { call in
    for applet in Applet.all {
      call.print("\(column(applet.command.name, 14))  \(applet.command.summary)\n")
    }
    return Status.fine
  }
}
