package import Commands

/// The version of all of gotools, as CHANGELOG.md begins with it.
package let version = "0.1.0"

/// The day of that version, for manual pages.
let releaseDate = "2026-11-21"

/// gotools itself, for help, completions and manual pages.
package let program = Program(
  command: Command(
    "gotools", "find out why Go does not work here, and mend it",
    operands: [
      Operand("APPLET", .one, "the name of a helper, or of what serves them"),
      Operand("ARGUMENT", .any, "its own options and operands"),
    ],
    exits: Reporting.exits,
    examples: [
      "gotools doctor": "run every check",
      "gotools go-env-guard": "why go, gopls or the editor misbehave in this shell",
      "gotools explain GT101": "one finding in full",
    ],
    details: """
      A set of small helpers for people who write Go on remote Linux machines, in WSL and in containers. Each says what is \
      broken, proves it and tells the remedy; none says anything when all is well. Called through a symbolic link that \
      bears its name, a helper behaves the same.
      """,
    environment: Reporting.environment
  ).taking(Common.parameters, exits: Common.exits),
  subcommands: Applet.all.map(\.command),
  standalone: Applet.all.filter(\.isHelper).map(\.command.name))

/// What every command has.
package enum Common {
  package static let help = Flag("help", "h", "print help, in short with -h, in full with --help")
  package static let version = Flag("version", "print the version")

  static let parameters: [Parameter] = [help.parameter, version.parameter]

  static let exits: KeyValuePairs<Int32, String> = [
    64: "the command line makes no sense",
    70: "a fault of gotools itself",
    74: "the output could not be written",
  ]
}

/// What made a JSON document.
struct Tool: Encodable {
  var name = "gotools"
  var version = Applets.version
}

/// What `gotools` alone prints.
package var overview: String {
  let all = Applet.all
  let lines = table(all.map(\.summaryRow))
  var text = "gotools \(version): \(program.command.summary)\n\n"
  text += "usage: gotools APPLET [OPTION]...\n\n"
  for (title, isHelper) in [("helpers:", true), ("about them:", false)] {
    text += title + "\n"
    for (applet, line) in zip(all, lines) where applet.isHelper == isHelper {
      text += "  \(line)\n"
    }
    text += "\n"
  }
  return text + "Begin with: gotools doctor\n"
}
