internal import Changes
package import Formats
package import Machines

extension GoSurroundings {
  /// The `go` of this shell, where other shells are to be held against it; else what is to be said instead.
  func goHere(for context: ShellContext) throws -> (go: GoSurvey.FirstGo?, instead: Outcome?) {
    guard let go = try here.firstGo() else { return (nil, .ok) }
    do {
      _ = try contexts.get()
    } catch let error as CannotRun {
      return (nil, .skipped("\(error)"))
    } catch let error as UserShell.Unfit {
      return (nil, .skipped("\(error)"))
    }
    if !isLoggedInto {
      return (
        nil, .skipped("this is a container that nobody logs into, and no editor's server is here")
      )
    }
    return (go, nil)
  }

  /// What keeps a context from being judged: its shell did not come to its command.
  func hindrance(_ view: ContextView) -> Outcome? {
    switch view.state {
    case .seen: nil
    case .unknown(let reason): .unknown(reason)
    case .late: .unknown("the shell did not come to its command within ten seconds: see GT139")
    case .lost: .unknown("the shell ended before its command: see GT139")
    case .unheard: .unknown("a start-up file turns the shell's standard output away: see GT139")
    }
  }

  /// What is to be said where some of these could not be tried, and the others are fine; `nil` where all were.
  func untried(_ views: [ContextView]) throws -> Outcome? {
    var titles: [String] = []
    var first: String?
    for view in views {
      guard case .unknown(let reason) = view.state else { continue }
      titles.append(view.context.title(try shell.get()))
      first = first ?? reason
    }
    guard let first else { return nil }
    let words = "not tried: \(titles.joined(separator: ", ")): \(first)"
    return isLoggedInto ? .unknown(words) : .skipped(words)
  }

  /// Where a context parts from this shell as to a directory of PATH, in a sentence, with the line as evidence.
  package func origin(
    of directory: ByteString, in context: ShellContext
  ) throws -> (words: String, evidence: [Evidence]) {
    let path =
      try view(context)?.survey?.environment["PATH"]?.split(on: UInt8(ascii: ":")) ?? []
    if path.contains(directory) { return ("“\(directory)” stands further behind in its PATH", []) }
    let trace = trace(context)
    if let step = trace?.loss(of: directory, from: try startingPath(context)) {
      return (
        "\(step.place.words) takes “\(directory)” out of PATH",
        [.file(step.place.file, says: step.command)]
      )
    }
    let files = try files(context)
    let home = machine.environment["HOME"]
    let visited = (trace?.steps ?? []).map(\.place.file)
    guard
      let place = files.firstLine(
        of: files.read + files.passedOver, where: { $0.adds(directory, home: home) })
    else {
      let names = files.read.map { "“\($0)”" }
      return (
        names.isEmpty
          ? "it reads no file that could add “\(directory)”"
          : "none of the files it reads adds “\(directory)”: \(names.joined(separator: ", "))",
        files.read.prefix(1).map { .file($0, says: "does not add it") }
      )
    }
    let evidence = [Evidence.file(place.file, says: ByteString("line \(place.line)"))]
    if files.read.contains(place.file) || visited.contains(place.file) {
      return (
        "\(place.words) adds it, which such a shell does not come to, or undoes later", evidence
      )
    }
    let hiding = files.read.last {
      ($0.lastComponent == ".bash_profile" || $0.lastComponent == ".bash_login")
        && place.file.lastComponent == ".profile"
    }
    return (
      hiding.map { "\(place.words) adds it, and “\($0)” hides that file" }
        ?? "\(place.words) adds it, which such a shell does not read", evidence
    )
  }

  /// PATH as a context begins with it.
  private func startingPath(_ context: ShellContext) throws -> ByteString? {
    try context.invocation(of: "", by: try shell.get(), on: machine).environment["PATH"]
  }

  /// What to do so that every login finds a directory, before all others where another go is in its way.
  func startUpRemedies(adding directory: ByteString, first: Bool = false) throws -> [Remedy] {
    let home = machine.environment.nonEmpty("HOME") ?? "/"
    let word = ShellWords.line([directory])
    switch try shell.get().kind {
    case .fish:
      let option = first ? "--move --prepend" : "--append"
      if directory.printable != directory.text { return [] }
      let word = word == directory.text ? word : ShellWords.fishQuoted(directory).text
      let files = try files(.login)
      if let place = files.firstLine(of: files.read, where: { $0.setsFishPathAnew }) {
        return [
          .edit(
            "edit \(place.name): it sets PATH anew, after what fish_add_path has done: add \(word) to that line"
          )
        ]
      }
      return [.edit("run once in fish: fish_add_path \(option) \(word)")]
    case .zsh:
      let seen = (try? view(.login))??.survey?.environment ?? machine.environment
      let own = seen.nonEmpty("ZDOTDIR") ?? home
      return startUpRemedies(adding: directory, first: first, to: own.appending(".zprofile"))
    case .tcsh:
      // Between its quotes nothing can be escaped for good.
      if word != directory.text { return [] }
      return [
        .edit("add to ~/.login: setenv PATH \"\(first ? "\(word):$PATH" : "$PATH:\(word)")\"")
      ]
    case .bash, .sh:
      let read = try files(.login).read
      let own = read.first { $0.parent == home && $0.lastComponent != ".profile" }
      return startUpRemedies(
        adding: directory, first: first, to: own ?? home.appending(".profile"))
    }
  }

  /// The same for a shell that reads the file as it logs in.
  ///
  /// Where another go stands before the directory, only its owner can say which line is to go.
  private func startUpRemedies(
    adding directory: ByteString, first: Bool, to file: ByteString
  ) -> [Remedy] {
    guard !first, file.isAbsolute, let edit = FileEdit.profile(file, adding: directory) else {
      let word = ShellWords.line([directory])
      let list = first ? word + ":\"$PATH\"" : "\"$PATH\":" + word
      return [.edit("add to “\(file)”: export PATH=\(list)")]
    }
    let text = (try? machine.files.read(file)) ?? nil
    if let text, (try? edit.apply(text)) == text {
      return [
        .edit(
          "“\(file)” has the lines of gotools already, and the shell does not come to them, or undoes them: "
            + "move them before the line that does that")
      ]
    }
    let home = machine.environment.nonEmpty("HOME") ?? "/"
    let configuration = machine.environment.nonEmpty("XDG_CONFIG_HOME") ?? home.appending(".config")
    let services = FileEdit.environmentDirectory(in: configuration, adding: directory)
    let hasSystemd = (try? machine.files.status("/run/systemd/system")) ?? nil != nil
    let edits =
      [edit] + (hasSystemd && configuration.isAbsolute ? [services].compactMap(\.self) : [])
    let summary =
      "puts “\(directory)” on PATH in “\(file)”"
      + (edits.count > 1 ? " and in “\(edits[1].path)”" : "")
    return [.change(summary, by: ["go-env-guard", "--all"]) { edits }]
  }
}

extension StartUpFiles.Place {
  /// The file and, where it is known, the line.
  var name: String { "“\(file)”" + (line > 0 ? ", line \(line)" : "") }

  /// The same as the subject of a sentence.
  var words: String { name + (line > 0 ? "," : "") }
}

extension ByteString {
  /// Whether a line of fish's sets PATH and does not keep what was in it.
  fileprivate var setsFishPathAnew: Bool {
    split(on: UInt8(ascii: ";")).contains { command in
      let words = command.text.split { $0 == " " || $0 == "\t" }
      guard words.first == "set", words.contains("PATH"), !command.text.contains("$PATH") else {
        return false
      }
      return !words.contains { word in
        ["--append", "--prepend", "--query", "--erase", "--show"].contains(word)
          || word.hasPrefix("-") && !word.hasPrefix("--") && word.contains { "apqeS".contains($0) }
      }
    }
  }

  /// Whether a line of a start-up file has to do with PATH and names the directory, by itself or from home.
  fileprivate func adds(_ directory: ByteString, home: ByteString?) -> Bool {
    let line = text
    guard line.contains("PATH") || line.contains("path") else { return false }
    if line.contains(directory.text) { return true }
    guard let home, directory.isAtOrBelow(home), directory != home else { return false }
    let rest = String(directory.text.dropFirst(home.text.count))
    return ["$HOME", "${HOME}", "~", "$home"].contains { (name: String) in
      line.contains(name + rest)
    }
  }
}
