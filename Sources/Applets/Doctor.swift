internal import Checks
internal import Commands

extension Applet {
  static let doctor = Applet(
    command: Command(
      "doctor", "run every check and report once",
      parameters: Reporting.parameters, exits: Reporting.exits,
      examples: [
        "gotools doctor": "what is wrong here",
        "gotools doctor -v": "what was looked at, too",
        "gotools doctor --json | jq .summary": "the same for a program",
      ],
      details: """
        Asks every check of every helper and reports once, most severe first. It changes nothing. It looks into network and \
        Windows mounts too, which may take its time; beyond those it uses no network.
        """,
      environment: Reporting.environment, seeAlso: ["gotools-explain(1)"])
  ) { call in
    try call.report(on: Area.all, mayWait: true)
  }
}
