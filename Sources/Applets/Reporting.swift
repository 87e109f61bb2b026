internal import Checks
internal import Commands
internal import Formats
internal import Machines

/// The options of every applet that reports, and what they mean.
enum Reporting {
  static let format = Option<String>(
    "format", value: "FORMAT", values: .words(["text", "json"]), "how to report (text)")
  static let json = Flag("json", "the same as --format json")
  static let quiet = Flag("quiet", "q", "print nothing; answer with the exit status alone")
  static let verbose = Flag("verbose", "v", "also list what is fine and what does not apply")
  static let color = Option<String>(
    "color", value: "WHEN", values: .words(["auto", "always", "never"]), "use color (auto)")
  static let ignore = Option<String>(
    "ignore", value: "CODES", values: .lists(CheckDescription.all.map(\.code)),
    "leave these codes out of the verdict, separated by commas")
  static let failOn = Option<String>(
    "fail-on", value: "SEVERITY", values: .words(["error", "warning", "info"]),
    "the least severity that makes the exit status 1 (error)")
  static let root = Option<[UInt8]>(
    "root", value: "DIR", values: .directory,
    "examine the machine whose root file system is DIR")

  static let parameters: [any Parameter] = [
    format, json, quiet, verbose, color, ignore, failOn, root,
  ]

  static let exits: KeyValuePairs<Int32, String> = [
    0: "nothing at or above --fail-on was found",
    1: "something was",
    2: "nothing was, but a check could not be completed",
    64: "the command line makes no sense",
    70: "a fault of gotools itself",
    74: "the output could not be written",
  ]

  static let environment: KeyValuePairs<String, String> = [
    "GOTOOLS_ROOT": "the directory to examine as a machine when --root is not given",
    "GOTOOLS_IGNORE": "codes to ignore, as for --ignore",
    "NO_COLOR": "when not empty, no color",
    "FORCE_COLOR": "when not empty and not 0, color even where the output is no terminal",
  ]
}

extension Call {
  /// Asks the checks of `areas` and prints the report; the exit status is the answer.
  func report(_ applet: String, on areas: [Area], mayWait: Bool = false) throws -> Int32 {
    let start = Machine.milliseconds()
    let ignored = try ignoredCodes()
    var machine = try machine()
    machine.mayWait = mayWait
    let report = Report(
      applet: applet, of: areas.flatMap { $0.answers(on: machine) }, ignoring: ignored)
    let threshold = self[Reporting.failOn].flatMap(Severity.init) ?? .error
    if !self[Reporting.quiet] {
      if wantsJSON {
        let document = try report.json(
          version: version, host: Host(of: machine),
          milliseconds: Machine.milliseconds() - start)
        print(document)
      } else {
        print(report.text(style(for: output.standardTerminal, environment)))
      }
    }
    return report.status(failingOn: threshold)
  }

  var wantsJSON: Bool { self[Reporting.json] || self[Reporting.format] == "json" }

  /// How text for a stream looks: --color, then NO_COLOR, then FORCE_COLOR, then whether a terminal reads it.
  func style(for terminal: Output.Terminal?, _ environment: Environment) -> TextStyle {
    TextStyle(
      colored: isColored(terminal, environment), verbose: self[Reporting.verbose],
      columns: terminal?.columns)
  }

  private func isColored(_ terminal: Output.Terminal?, _ environment: Environment) -> Bool {
    switch self[Reporting.color] {
    case "always": return true
    case "never": return false
    default: break
    }
    if environment.nonEmpty("NO_COLOR") != nil { return false }
    if let force = environment.nonEmpty("FORCE_COLOR") { return force != "0" }
    return terminal != nil && environment["TERM"] != "dumb"
  }

  /// The codes to ignore, each with where that was said.
  func ignoredCodes() throws(UsageError) -> [Ignored] {
    var ignored: [Ignored] = []
    let variable = environment["GOTOOLS_IGNORE"] ?? ""
    if variable.isEmpty && self[Reporting.ignore] == nil { return [] }
    let known = CheckDescription.all.map(\.code)
    for code in variable.text.split(whereSeparator: { $0 == "," || $0 == " " }) {
      if known.contains(code.uppercased()) {
        ignored.append(Ignored(code: code.uppercased(), because: "GOTOOLS_IGNORE names it"))
      } else if !self[Reporting.quiet] {
        tell("gotools: GOTOOLS_IGNORE names “\(ByteString(String(code)))”, which is no check\n")
      }
    }
    for list in arguments.all(Reporting.ignore) {
      for code in list.split(separator: ",", omittingEmptySubsequences: false) {
        guard known.contains(code.uppercased()) else {
          throw UsageError.unknownCode(String(code))
        }
        ignored.append(Ignored(code: code.uppercased(), because: "--ignore names it"))
      }
    }
    return ignored
  }
}
