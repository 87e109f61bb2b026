extension Command {
  /// The manual page `program-name(1)` in mdoc.
  ///
  /// `date` is in the form 2026-01-31.
  package func manual(date: String, version: String, partOf program: Program) -> String {
    let title = "\(program.command.name)-\(name)"
    var page = Manual(title, date: date, source: "\(program.command.name) \(version)")
    page.name(title, summary)
    page.section("SYNOPSIS")
    page.synopsis(of: self, called: program.command.name, name)
    if program.standalone.contains(name) { page.synopsis(of: self, called: name) }
    page.body(of: self)
    page.ending(of: self, seeAlso: ["\(program.command.name)(1)"] + seeAlso)
    return page.text
  }
}

extension Program {
  /// The manual page of the binary itself in mdoc; it refers to those of all subcommands.
  ///
  /// `date` is in the form 2026-01-31.
  package func manual(date: String, version: String) -> String {
    var page = Manual(command.name, date: date, source: "\(command.name) \(version)")
    page.name(command.name, command.summary)
    page.section("SYNOPSIS")
    page.synopsis(of: command, called: command.name)
    page.body(of: command)
    page.section("COMMANDS")
    page.list(of: subcommands) { subcommand in
      (macro("Cm", subcommand.name) + operandMacros(subcommand), subcommand.summary)
    }
    page.ending(
      of: command, seeAlso: command.seeAlso + subcommands.map { "\(command.name)-\($0.name)(1)" })
    return page.text
  }
}

/// An mdoc page being written.
private struct Manual {
  private var lines: [String]

  init(_ title: String, date: String, source: String) {
    lines = [".Dd \(written(date))", ".Dt \(pageName(title.uppercased())) 1"]
    lines.append(".Os " + arguments(source))
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func section(_ title: String) {
    lines.append(".Sh \(title)")
  }

  mutating func name(_ name: String, _ summary: String) {
    section("NAME")
    lines += [".Nm \(pageName(name))", ".Nd " + arguments(summary)]
  }

  mutating func synopsis(of command: Command, called name: String, _ subcommand: String? = nil) {
    lines.append(".Nm \(pageName(name))")
    if let subcommand { lines.append("." + macro("Cm", subcommand)) }
    if !command.parameters.isEmpty { lines.append(".Op Ar option ...") }
    for operand in command.operands {
      lines.append("." + operandMacro(operand))
    }
  }

  mutating func body(of command: Command) {
    section("DESCRIPTION")
    let paragraphs = paragraphs(of: command.details)
    for (index, paragraph) in paragraphs.enumerated() {
      if paragraph.isPreformatted {
        display(paragraph.lines.map { String($0.dropFirst(2)) })
      } else {
        if index > 0 { lines.append(".Pp") }
        lines += prose(paragraph.text)
      }
    }
    if paragraphs.isEmpty { lines += prose(command.summary) }
    if !command.parameters.isEmpty {
      section("OPTIONS")
      list(of: command.parameters) { ($0.macros, $0.fullHelp) }
    }
    if !command.operands.isEmpty {
      section("OPERANDS")
      list(of: command.operands) { (macro("Ar", $0.name), $0.fullHelp) }
    }
  }

  /// The sections that come last, in the order that mdoc prescribes.
  mutating func ending(of command: Command, seeAlso: [String]) {
    if !command.environment.isEmpty {
      section("ENVIRONMENT")
      list(of: command.environment) { (macro("Ev", $0.name), $0.meaning) }
    }
    if !command.files.isEmpty {
      section("FILES")
      list(of: command.files) { (macro("Pa", $0.path), $0.meaning) }
    }
    if !command.exits.isEmpty {
      section("EXIT STATUS")
      list(of: command.exits) { (argument(String($0.status)), $0.meaning) }
    }
    if !command.examples.isEmpty {
      section("EXAMPLES")
      for (index, example) in command.examples.enumerated() {
        if index > 0 { lines.append(".Pp") }
        lines += prose(example.purpose)
        display([example.line])
      }
    }
    references(seeAlso)
  }

  mutating func list<Items: Collection>(
    of items: Items, _ item: (Items.Element) -> (term: String, text: String)
  ) {
    guard !items.isEmpty else { return }
    lines.append(".Bl -tag -width Ds")
    for element in items {
      let (term, text) = item(element)
      lines.append(".It " + term)
      lines += prose(text)
    }
    lines.append(".El")
  }

  private mutating func display(_ text: [String]) {
    lines.append(".Bd -literal -offset indent")
    lines += text.map { guarded(escaped($0)) }
    lines.append(".Ed")
  }

  /// Pages in the order of their sections and names, then whatever else there is to read.
  private mutating func references(_ names: [String]) {
    let pages = Set(names.compactMap(Page.init)).sorted()
    let others = names.filter { Page($0) == nil }
    guard !pages.isEmpty || !others.isEmpty else { return }
    section("SEE ALSO")
    for (index, page) in pages.enumerated() {
      let comma = index + 1 < pages.count + min(1, others.count) ? " ," : ""
      lines.append(".Xr \(page.written) \(page.section)\(comma)")
    }
    for (index, other) in others.enumerated() {
      lines += prose(other + (index + 1 < others.count ? "," : ""))
    }
  }
}

/// A page of the manual, such as `ptrace(2)`.
private struct Page: Hashable, Comparable {
  let name: String
  let section: Int

  /// The name as it stands in the source, which is what mandoc expects in order, case aside.
  var written: String { pageName(name) }

  init?(_ text: String) {
    guard text.hasSuffix(")"), let open = text.lastIndex(of: "("), open != text.startIndex,
      let section = Int(text[text.index(after: open)...].dropLast()), (1...9).contains(section),
      !text.contains(where: \.isWhitespace)
    else { return nil }
    name = String(text[..<open])
    self.section = section
  }

  static func < (left: Page, right: Page) -> Bool {
    (left.section, left.written.lowercased(), left.written)
      < (right.section, right.written.lowercased(), right.written)
  }
}

extension Parameter {
  fileprivate var macros: String {
    let value = value.map { " " + macro("Ar", $0) } ?? ""
    let long = "Fl " + argument("-" + name) + value
    return short.map { "Fl \(argument(String($0))) , \(long)" } ?? long
  }
}

private func operandMacro(_ operand: Operand) -> String {
  switch operand.arity {
  case .one: macro("Ar", operand.name)
  case .optional: "Op " + macro("Ar", operand.name)
  case .any: "Op \(macro("Ar", operand.name)) ..."
  }
}

private func operandMacros(_ command: Command) -> String {
  command.operands.map { " " + operandMacro($0) }.joined()
}

private func macro(_ name: String, _ text: String) -> String {
  "\(name) \(arguments(text))"
}

private func arguments(_ text: String) -> String {
  let all = words(of: text).map { argument(String($0)) }
  return all.isEmpty ? "\\&" : all.joined(separator: " ")
}

/// The name of a page, whose hyphens programs that index pages want as they are.
private func pageName(_ name: String) -> String {
  argument(name).split(separator: "\\-", omittingEmptySubsequences: false).joined(separator: "-")
}

/// A word as the argument of a macro: mdoc would call one named like a macro, and move punctuation.
private func argument(_ word: String) -> String {
  let looksLikeMacro =
    (2...3).contains(word.count) && word.first.map { $0.isUppercase || $0 == "%" } ?? false
  let isPunctuation =
    word.count == 1 && !(word.first?.isLetter ?? false) && !(word.first?.isNumber ?? false)
  return (looksLikeMacro || isPunctuation ? "\\&" : "") + escaped(word)
}

/// Lines of source, with a new one for each sentence, as the formatter spaces these by themselves.
private func prose(_ text: String) -> [String] {
  let width = 72
  var lines: [String] = []
  var line = ""
  for word in words(of: text) {
    let endsSentence = line.last.map { ".!?".contains($0) } ?? false
    if line.isEmpty {
      line = String(word)
    } else if endsSentence && word.first?.isUppercase ?? false || line.count + word.count >= width {
      lines.append(line)
      line = String(word)
    } else {
      line += " " + word
    }
  }
  return (lines + [line]).map { guarded(escaped($0)) }
}

/// A line of text that is neither a request nor empty.
private func guarded(_ line: String) -> String {
  line.isEmpty || line.hasPrefix(".") ? "\\&" + line : line
}

/// The text with every character that roff gives a meaning, or prints as another, written by name.
private func escaped(_ text: String) -> String {
  text.unicodeScalars.map { scalar in
    switch scalar {
    case "\\": "\\e"
    case "-": "\\-"
    case "'": "\\(aq"
    case "\"": "\\(dq"
    case "`": "\\(ga"
    case "^": "\\(ha"
    case "~": "\\(ti"
    default: escaped(scalar)
    }
  }.joined()
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
  if scalar.properties.generalCategory == .control { return " " }
  return scalar.isASCII ? String(scalar) : "\\[u\(hexadecimal(scalar.value, width: 4))]"
}

/// A date as mdoc wants it: January 31, 2026.
private func written(_ date: String) -> String {
  let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  let numbers = date.split(separator: "-").map { Int($0) }
  guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2],
    (1...12).contains(month)
  else { return arguments(date) }
  return "\(months[month - 1]) \(day), \(year)"
}
