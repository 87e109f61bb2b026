import Commands

/// A program as small as one can be that has something of everything.
enum Sample {
  static let quiet = Flag("quiet", "q", "print nothing; answer with the exit status alone")
  static let verbose = Flag("verbose", "v", "also say what is fine")
  static let help = Flag("help", "h", "print this help")
  static let version = Flag("version", "print the version")
  static let color = Option<String>(
    "color", value: "WHEN", values: .words(["auto", "always", "never"]), standard: "auto",
    "whether to use colour")
  static let output = Option<[UInt8]>(
    "output", "o", value: "FILE", values: .file, "write the report there")
  static let root = Option<String>(
    "root", value: "DIR", values: .directory,
    "look at the machine whose root file system is DIR, which may be an unpacked image")
  static let count = Option<Int>("count", "c", value: "N", "stop after N findings")
  static let ignore = Option<String>(
    "ignore", "i", value: "CODES", values: .lists(["GT101", "GT102", "GT501"]),
    "leave these codes out")

  static let probe = Command(
    "probe", "tell what is broken",
    operands: [
      Operand("SUBJECT", .one, values: .words(["memory", "files"]), "what to look at"),
      Operand("FILE", .any, values: .file, "where to look"),
    ],
    parameters: [
      quiet.parameter, verbose.parameter, color.parameter, output.parameter, root.parameter,
      count.parameter, ignore.parameter, help.parameter, version.parameter,
    ],
    exits: [0: "nothing is broken", 1: "something is"],
    examples: [
      "demo probe memory": "look at memory",
      "demo probe -q files && make": "go on only where nothing is broken",
      "demo probe --count=1 files": "stop early",
    ],
    details: """
      Looks at the subject and at every file, in that order, and says what is broken. It changes
      nothing and needs no privileges.

        demo probe memory
        demo probe files a.txt

      A file that cannot be read is a finding.
      """,
    environment: ["DEMO_ROOT": "stands for --root"],
    files: ["/etc/demo/a-rather-long-name.conf": "what to leave out"],
    seeAlso: ["ptrace(2)", "demo-list(1)"])

  static let list = Command(
    "list", "say what there is", parameters: [help.parameter], exits: [0: "always"], details: "")

  static let program = Program(
    command: Command(
      "demo", "a set of helpers", operands: [Operand("COMMAND", .optional, "what to run")],
      parameters: [
        Flag("version", "print the version").parameter,
        Option<String>("in", "I", value: "DIR", values: .directory, "where to run").parameter,
        help.parameter,
      ],
      exits: [0: "all is well"], details: "Does what its first operand says."),
    subcommands: [probe, list], standalone: ["probe"])

  /// Every text is out to break what it is written into.
  static let hostile = Program(
    command: Command(
      "demo", nasty,
      parameters: [Flag("quiet", "q", nasty).parameter, Flag("Nm", nasty).parameter],
      exits: [0: nasty, -1: ".", 255: ""], examples: [#".Ed 'x' \(co $(echo ran >&2)"#: nasty],
      details: nasty, environment: ["Fl": nasty], files: ["Pa -x": nasty],
      seeAlso: ["Sh(1)", "a word", ".Ed", "x(2)"]),
    subcommands: [
      Command(
        "it's", nasty, operands: [Operand("Ar", .any, values: .words(words), nasty)],
        parameters: [
          Option<String>("word", "w", value: "Fl:]", values: .words(words), nasty).parameter,
          Option<String>("list", value: ".", values: .lists(words), "").parameter,
        ],
        exits: [:],
        details: "  .Sh first\n  'so  \\\\\n\n.Sh second\n'so third\n.\n'\n\n  .\n  \n"),
      Command("Sh", "", exits: [:], details: ""),
    ], standalone: ["it's"])

  static let words = [
    "a b", "it's", "$(echo ran >&2)", "`echo ran >&2`", "back\\slash", "\"double\"", "*", "x[y]z",
    "é",
  ]

  static let nasty = #"""
    .Sh It's "quoted" \fB $(echo ran >&2) `echo ran >&2` [a] b:c 'd' -e ] \ %s %(x) .Ed
    'tis Fl Ar . , ; ( ) | done. Next — sentence! \
    """#
}
