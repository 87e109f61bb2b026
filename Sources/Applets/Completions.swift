internal import Commands

extension Applet {
  static let completions = Applet(
    command: Command(
      "completions", "print a shell's completions for gotools and its helpers",
      operands: [Operand("SHELL", .one, values: .words(["bash", "zsh", "fish"]), "the shell")],
      exits: [0: "the text was printed"],
      examples: [
        "gotools completions bash > ~/.local/share/bash-completion/completions/gotools": "bash",
        "gotools completions zsh > \"${fpath[1]}/_gotools\"": "zsh",
        "gotools completions fish > ~/.config/fish/completions/gotools.fish": "fish",
      ],
      details: "Completes applets, their options, the values of those, and the codes of checks.")
  ) { call in
    switch call.arguments.operands[0] {
    case Array("bash".utf8): call.print(program.bashCompletions)
    case Array("zsh".utf8): call.print(program.zshCompletions)
    default: call.print(program.fishCompletions)
    }
    return Status.fine
  }
}
