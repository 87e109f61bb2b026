internal import Commands

extension Applet {
  static let help = Applet(
    command: Command(
      "help", "tell how to use gotools or one applet",
      operands: [
        Operand(
          "APPLET", .optional, values: .words(Applet.names),
          "whose help, instead of an overview")
      ],
      exits: [0: "the help was printed"],
      examples: ["gotools help go-env-guard": "the same as gotools go-env-guard --help"],
      details: "Prints the full help of an applet, or an overview of all.")
  ) { call in
    guard let name = call.arguments.operands.first else {
      call.print(overview)
      return Status.fine
    }
    let command = try Applet.named(name).command
    call.print(command.help(of: "gotools \(command.name)"))
    return Status.fine
  }
}
