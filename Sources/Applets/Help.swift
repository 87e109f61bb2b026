internal import Commands

extension Applet {
  static let help = Applet(
    command: Command(
      "help", "tell how to use gotools or one applet",
      operands: [
        Operand(
          "APPLET", .optional, values: .words(Applet.names),
          "whose help; without it an overview")
      ],
      exits: [0: "the help was printed"],
      examples: ["gotools help go-env-guard": "the same as gotools go-env-guard --help"],
      details: "Prints the full help of an applet, or an overview of all.")
  ) { call in
    guard let name = call.arguments.operands.first else {
      call.print(overview)
      return Status.fine
    }
    guard let applet = Applet.named(String(decoding: name, as: UTF8.self)) else {
      return Status.fault
    }
    call.print(applet.command.help(of: program.command.name))
    return Status.fine
  }
}
