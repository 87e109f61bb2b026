internal import Checks
internal import Commands
internal import Formats
internal import Machines

extension Call {
  /// Shows what the user's shell sees in every context, and what is wrong with that.
  func showContexts() throws -> Int32 {
    let start = surroundings.milliseconds()
    let machine = try machine(mayWait: self[Reporting.everywhere])
    let found: GoSurroundings
    let shell: UserShell
    let views: [ContextView]
    do {
      found = try GoSurroundings(of: machine)
      views = try found.contexts.get()
      shell = try found.shell.get()
    } catch {
      throw Failure("\(error)", status: Status.unknown)
    }
    let report = try examine([.goSurroundings(found)], of: machine)
    if self[Reporting.quiet] { return status(of: report) }
    if wantsJSON {
      print(
        try report.json(
          version: version, host: Host(of: machine),
          milliseconds: surroundings.milliseconds() - start, facts: facts(found.here, shell, views))
      )
      return status(of: report)
    }
    let here = Row("this shell", found.here)
    let rows = views.map { Row($0, shell) }
    let lines = [[""] + names.map(\.text), here.cells] + rows.map { $0.cells(besides: here) }
    for line in table(lines) { print(line + "\n") }
    for line in try origins(found, here, rows) { print(line + "\n") }
    let text = report.text(style(for: output.standardTerminal, environment))
    print(text.isEmpty ? "" : "\n" + text)
    return status(of: report)
  }

  /// Where each difference begins that no finding tells of: a line for every variable that a file sets.
  private func origins(_ found: GoSurroundings, _ here: Row, _ rows: [Row]) throws -> [String] {
    var lines = try goOrigins(found, here, rows)
    for (index, name) in names.enumerated().dropFirst() {
      let others = rows.filter { !$0.values.isEmpty && $0.values[index] != here.values[index] }
      guard let other = others.first, let context = other.context else { continue }
      let files = try found.files(context)
      let sets = { (line: ByteString) in line.assigns(name) }
      guard let place = files.firstLine(of: files.read + files.passedOver, where: sets) else {
        continue
      }
      let isRead = files.read.contains(place.file)
      lines.append(
        "\(name) differs (\(others.map(\.title).joined(separator: ", "))): \(place.file):\(place.line) sets it"
          + (isRead ? "" : ", which \(other.title) does not read"))
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  /// Where it begins that another go is found than here, or none.
  private func goOrigins(_ found: GoSurroundings, _ here: Row, _ rows: [Row]) throws -> [String] {
    guard let directory = try found.here.firstGo()?.path.parent else { return [] }
    return try rows.compactMap { row in
      guard let context = row.context, !row.values.isEmpty, row.values[0] != here.values[0] else {
        return nil
      }
      let words = try found.origin(of: directory, in: context).words
      return words.isEmpty ? nil : "go differs (\(row.title)): \(words)"
    }
  }

  /// What `--json` shows of the contexts, by name: their variables, and how long they took.
  private func facts(_ here: GoSurvey, _ shell: UserShell, _ views: [ContextView]) -> [String: Fact]
  {
    var contexts: [String: Fact] = ["here": Row("this shell", here).fact]
    for view in views {
      var fact = Row(view, shell).fields
      fact["milliseconds"] = .number(view.milliseconds)
      fact["prints"] = .text(
        view.noise.isEmpty ? "" : ByteString(view.noise.bytes.prefix(1024)).exact)
      contexts[view.context.rawValue] = .object(fact)
    }
    return ["contexts": .object(contexts), "shell": .text(shell.path.exact)]
  }
}

/// The columns of the table.
private let names: [ByteString] = ["go", "GOROOT", "GOPATH", "GOPROXY", "SSH_AUTH_SOCK"]

/// What one shell sees.
private struct Row {
  let title: String
  let context: ShellContext?
  /// The go and the variables, `nil` where there is none; empty where nothing was seen.
  let values: [ByteString?]
  /// Why nothing was seen.
  private let failure: String

  init(_ title: String, _ survey: GoSurvey) {
    self.title = title
    context = nil
    values = Row.values(survey)
    failure = ""
  }

  init(_ view: ContextView, _ shell: UserShell) {
    title = view.context.title(shell)
    context = view.context
    switch view.state {
    case .seen(let survey): (values, failure) = (Row.values(survey), "")
    case .late: (values, failure) = ([], "not at its command after ten seconds")
    case .lost: (values, failure) = ([], "ended before its command")
    case .unheard: (values, failure) = ([], "what it prints goes elsewhere")
    case .unknown(let reason): (values, failure) = ([], reason)
    }
  }

  private static func values(_ survey: GoSurvey) -> [ByteString?] {
    let go: ByteString?
    do {
      go = try survey.firstGo()?.path
    } catch {
      go = "?"
    }
    return [go] + names.dropFirst().map { survey.environment[$0] }
  }

  var cells: [String] { cells(besides: nil) }

  /// With “same” where it sees what another does.
  func cells(besides other: Row?) -> [String] {
    if values.isEmpty { return [title, failure] }
    return [title]
      + values.enumerated().map { index, value in
        guard let value else { return "-" }
        if let other, other.values[index] == value { return "same" }
        return value.isEmpty ? "\"\"" : value.printable
      }
  }

  var fields: [String: Fact] {
    if values.isEmpty { return ["failure": .text(failure)] }
    var fields: [String: Fact] = [:]
    for (name, value) in zip(names, values) {
      fields[name.text] = value.map { .text($0.exact) } ?? .null
    }
    return fields
  }

  var fact: Fact { .object(fields) }
}

extension ByteString {
  /// Whether a line of a start-up file sets the variable, in the words of sh, fish or csh.
  fileprivate func assigns(_ name: ByteString) -> Bool {
    let words = text.split { " \t;&(){}".contains($0) }
    return words.contains { $0.hasPrefix(name.text + "=") }
      || (words.contains { $0 == name.text }
        && words.contains { ["set", "setenv", "export"].contains(String($0)) })
  }
}
