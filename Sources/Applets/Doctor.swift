internal import Checks
internal import Commands

extension Applet {
  static let doctor = Applet(
    command: Command(
      "doctor", "run every check and report once",
      parameters: Reporting.parameters + [Reporting.everywhere.parameter], exits: Reporting.exits,
      examples: [
        "gotools doctor": "what is wrong here",
        "gotools doctor -v": "what was looked at, too",
        "gotools doctor --all": "network and Windows mounts included",
        "gotools doctor --json | jq .summary": "the same for a program",
      ],
      details: """
        Asks every check of every helper and reports once, most severe first. It changes nothing itself. It starts your shell as a login, \
        a terminal and an editor do, for ten seconds at most and a few more to find out where one hangs, and ends what that leaves running (see --contexts in \
        gotools-go-env-guard(1)). It asks your ssh agents which keys they have, and tmux and systemctl --user which agent \
        they hand on. It uses no \
        network and stays away from network mounts; --all looks into those as well, which may take its time.
        """,
      environment: Reporting.environment,
      seeAlso: ["gotools-explain(1)", "gotools-go-env-guard(1)"])
  ) { call in
    try call.report(on: Area.all, saysAllIsWell: true)
  }
}
