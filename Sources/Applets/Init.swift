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
        of Go's or the directory has changed since the last prompt, and tells on standard error what is new. That a \
        variable is exported which was set before, after the first prompt, counts as a change; that it is no longer exported \
        (export -n) does not. A prompt where nothing changed starts no process.

        With GOTOOLS_GUARD_GO=1 set before the text is evaluated, go becomes a function that refuses, with a sentence and \
        exit status 1, to run go in a module on a Windows drive, unless GOTOOLS_ALLOW_WINDOWS_DRIVE=1. Elsewhere, and where \
        that cannot be told, go runs as ever. command go passes it by. A function or alias go that is there already stays \
        and is not guarded. A go in the background is a job of the shell, to be ended by its job's number, \
        as in kill %1, and not by that of the last process. In fish the function is there on Windows drives only, where go … & \
        waits.

        With GOTOOLS_AGENT=1 set before the text is evaluated, SSH_AUTH_SOCK becomes the link that gotools agent-fix keeps leading \
        to a working ssh agent, which is started where there is none; so it does for an editor that reads the environment. \
        gotools_off leaves that as it is.

        gotools_off takes everything else out again. Otherwise the text does nothing in a shell that is not interactive, nor while an \
        editor reads the environment. GOTOOLS_GUARD=off in the environment keeps the hook quiet.
        """,
      environment: [
        "GOTOOLS_GUARD": "when off, the hook does nothing",
        "GOTOOLS_GUARD_GO": "when 1, go does not run in a module on a Windows drive",
        "GOTOOLS_AGENT":
          "when 1, the shell uses the ssh agent that gotools agent-fix finds or starts",
        "GOTOOLS_ALLOW_WINDOWS_DRIVE": "when 1, it does all the same",
        "GOTOOLS_IGNORE": "codes that the hook does not tell about, separated by commas",
      ],
      seeAlso: ["gotools-agent-fix(1)", "gotools-go-env-guard(1)"])
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
