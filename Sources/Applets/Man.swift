internal import Commands

extension Applet {
  static let man = Applet(
    command: Command(
      "man", "print a manual page",
      operands: [
        Operand(
          "APPLET", .optional, values: .words(Applet.names + ["gotools"]),
          "whose page, instead of that of gotools")
      ],
      exits: [0: "the page was printed"],
      examples: [
        "gotools man go-env-guard | man -l -": "read a page",
        "gotools man > ~/.local/share/man/man1/gotools.1": "keep one",
      ],
      details: "Prints a manual page in mdoc, which man -l, mandoc and groff render.")
  ) { call in
    guard let name = call.arguments.operands.first, name != Array("gotools".utf8) else {
      call.print(program.manual(date: releaseDate, version: version))
      return Status.fine
    }
    let command = try Applet.named(name).command
    call.print(command.manual(date: releaseDate, version: version, partOf: program))
    return Status.fine
  }
}
