internal import Commands
internal import Snippets

extension Applet {
  static let initialize = Applet(
    command: Command(
      "init", "print what a shell's start-up file evaluates",
      operands: [shell],
      exits: [0: "the text was printed"],
      examples: [
        Snippet.bash.rcLine: "in ~/.bashrc",
        Snippet.zsh.rcLine: "in ~/.zshrc",
        Snippet.fish.rcLine: "in ~/.config/fish/config.fish",
      ],
      details: """
        Prints a few functions and a hook. From then on go-env-guard runs when the shell starts and when PATH, a variable \
        of Go's or the directory has changed since the last prompt, and tells on standard error what is new. A prompt where \
        nothing changed starts no process.

        gotools_off takes everything out again. The text does nothing in a shell that is not interactive, nor while an \
        editor reads the environment. GOTOOLS_GUARD=off in the environment keeps the hook quiet.
        """,
      environment: [
        "GOTOOLS_GUARD": "when off, the hook does nothing",
        "GOTOOLS_IGNORE": "codes that the hook does not tell about, separated by commas",
      ],
      seeAlso: ["gotools-go-env-guard(1)"])
  ) { call in
    let name = String(decoding: call.arguments.operands[0], as: UTF8.self)
    guard let snippet = Snippet(rawValue: name) else {
      throw Failure("there is no text for “\(name)”", status: Status.fault)
    }
    call.print(bytes: snippet.text)
    return Status.fine
  }
}

private let shell = Operand(
  "SHELL", .one, values: .words(Snippet.allCases.map(\.rawValue)), "the shell it is for")
