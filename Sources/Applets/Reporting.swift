internal import Checks
internal import Commands
internal import Formats
internal import Machines

/// The options of every applet that reports, and what they mean.
enum Reporting {
  static let format = Option<String>(
    "format", value: "FORMAT", values: .words(["text", "json"]), standard: "text",
    "how to report")
  static let json = Flag("json", "the same as --format json")
  static let quiet = Flag("quiet", "q", "print nothing; answer with the exit status alone")
  static let verbose = Flag("verbose", "v", "also list what is fine and what does not apply")
  static let color = Option<String>(
    "color", value: "WHEN", values: .words(["auto", "always", "never"]), standard: "auto",
    "when to use color")
  static let ignore = Option<String>(
    "ignore", value: "CODES", values: .lists(CheckDescription.all.map(\.code)),
    "leave these codes out of the verdict, separated by commas")
  static let failOn = Option<Severity>(
    "fail-on", value: "SEVERITY", values: .words(["error", "warning", "info"]), standard: "error",
    "the least severity that makes the exit status 1")
  static let root = Option<[UInt8]>(
    "root", value: "DIR", values: .directory,
    "examine the machine whose root file system is DIR; the variables and the user stay the caller's"
  )

  static let everywhere = Flag(
    "all", "look at network and Windows mounts as well, which may take its time")

  static let parameters: [Parameter] = [
    format.parameter, json.parameter, quiet.parameter, verbose.parameter, color.parameter,
    ignore.parameter, failOn.parameter, root.parameter,
  ]

  static let exits: KeyValuePairs<Int32, String> = [
    0: "nothing at or above --fail-on was found",
    1: "something was",
    2: "nothing was, but a check could not be completed",
  ]

  static let environment: KeyValuePairs<String, String> = [
    "GOTOOLS_ROOT": "the directory to examine as a machine when --root is not given",
    "GOTOOLS_IGNORE": "codes to ignore, as for --ignore",
    "GOTOOLS_RUN": "set in what gotools itself starts, where no shells are tried out again",
    "NO_COLOR": "when not empty, no color",
    "FORCE_COLOR": "when not empty and not 0, color even where the output is no terminal",
  ]
}

extension Call {
  /// Asks the checks of `areas` and prints the report; the exit status is the answer.
  ///
  /// Where nothing is wrong nothing is said, unless it `saysAllIsWell`.
  func report(on areas: [Area], saysAllIsWell: Bool = false) throws -> Int32 {
    let start = surroundings.milliseconds()
    let machine = try machine(mayWait: self[Reporting.everywhere])
    let report = try examine(areas, of: machine)
    if !self[Reporting.quiet] {
      tellUnknownIgnored()
      if wantsJSON {
        let document = try report.json(
          version: version, host: Host(of: machine),
          milliseconds: surroundings.milliseconds() - start)
        print(document)
      } else {
        let style = style(for: output.standardTerminal, environment)
        let text = report.text(style)
        print(text.isEmpty && saysAllIsWell ? report.summary(style) : text)
      }
    }
    return status(of: report)
  }

  /// Asks the checks of `areas`, less what is ignored.
  func examine(_ areas: [Area], of machine: Machine) throws -> Report {
    let ignored = try ignoredCodes()
    let examinations = areas.map { $0.examination(of: machine) }
    let report = Report(
      applet: applet, of: examinations.flatMap(\.answers), ignoring: ignored)
    output.keep(examinations, report)
    return report
  }

  /// The exit status that a report calls for.
  func status(of report: Report) -> Int32 { report.status(failingOn: threshold) }

  private var threshold: Severity { self[Reporting.failOn] ?? .error }

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
  private func ignoredCodes() throws(UsageError) -> [Ignored] {
    let named = wordsOfVariable
    if named.isEmpty && self[Reporting.ignore] == nil { return [] }
    let known = CheckDescription.all.map(\.code)
    var ignored = named.map { $0.uppercased() }.filter(known.contains)
      .map { Ignored(code: $0, because: "GOTOOLS_IGNORE names it") }
    for list in arguments.all(Reporting.ignore) {
      for code in list.split(whereSeparator: { $0 == "," || $0 == " " }) {
        guard known.contains(code.uppercased()) else {
          throw UsageError.unknownCode(String(code))
        }
        ignored.append(Ignored(code: code.uppercased(), because: "--ignore names it"))
      }
    }
    return ignored
  }

  /// Says what GOTOOLS_IGNORE names that is no check.
  private func tellUnknownIgnored() {
    for word in wordsOfVariable
    where !CheckDescription.all.contains(where: { $0.code == word.uppercased() }) {
      tell("\(program): GOTOOLS_IGNORE names “\(ByteString(String(word)))”, which is no check\n")
    }
  }

  private var wordsOfVariable: [Substring] {
    guard let variable = environment.nonEmpty("GOTOOLS_IGNORE") else { return [] }
    return variable.text.split { $0 == "," || $0 == " " }
  }
}

extension Severity: ArgumentValue {
  package init?(argument: [UInt8]) {
    self.init(rawValue: String(decoding: argument, as: UTF8.self))
  }
}
