internal import Formats
internal import Machines

extension CheckDescription {
  /// The page that `gotools explain` prints, in lines of at most `columns` characters where words permit.
  package func page(columns: Int) -> String {
    let sections = [
      ("What is wrong", words.problem), ("What it breaks", words.breaks),
      ("What to do", words.remedy), ("When to leave it", words.exceptions),
      (
        "How to silence it",
        "--ignore \(code) on the command line, or \(code) in GOTOOLS_IGNORE (for a shell: export "
          + "GOTOOLS_IGNORE=\(code)). It is then still listed, as ignored."
      ),
    ]
    var text = "\(code)  \(name)  (gravest: \(severity.rawValue))\n\(title)\n"
    for (heading, paragraph) in sections {
      text += "\n\(heading)\n" + filled(paragraph, columns: columns, indent: 2)
    }
    return text + "\nIt fires on\n" + firesOn.text(columns: columns) + "\nIt is silent on\n"
      + silentOn.text(columns: columns)
  }
}

extension Example {
  /// The machine in lines of at most `columns` characters where words permit: its mounts, variables and files.
  fileprivate func text(columns: Int) -> String {
    var lines = mounts.map { mount in
      "mount      \(mount.point) of type \(mount.type)"
        + (mount.source == "none" ? "" : " from \(mount.source)")
    }
    lines += environment.sorted { $0.key < $1.key }.map { "variable   \($0)=\($1)" }
    lines += files.sorted { $0.key < $1.key }.map { path, file in "file       \(path)\(file.text)" }
    for (context, shell) in (shells ?? [:]).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      lines.append("\(context.rawValue) shell: \(shell.text)")
    }
    if let lookUps { lines.append("to look into the Windows directories takes \(lookUps) ms") }
    for (line, text) in (prints ?? [:]).sorted(by: { $0.key < $1.key }) {
      lines.append("\(line) prints \(text.trimming { $0 == UInt8(ascii: "\n") })")
    }
    lines += bound.map {
      "somebody \($0.isListening ? "listens on" : "has bound") \($0.name ?? "")"
    }
    if let directory, directory != "/" { lines.append("standing in \(directory)") }
    return lines.map { line in
      if line.count + 2 <= columns { return "  \(line)\n" }
      // What goes on stands below the path, not below the word in front of it.
      let head = line.prefix { $0 != " " }.count
      let start = line.dropFirst(head).prefix { $0 == " " }.count + head
      return "  " + line.prefix(start)
        + filled(String(line.dropFirst(start)), columns: columns, indent: start + 2)
        .dropFirst(start + 2)
    }.joined()
  }
}

extension ExampleShell {
  fileprivate var text: String {
    switch self {
    case .sees(let variables):
      variables.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: " ")
    case .prints(let text): "prints “\(text)”"
    case .hangs: "never comes to its command"
    case .ends(let status): "ends with status \(status) before its command"
    }
  }
}

extension ExampleFile {
  fileprivate var text: String {
    switch self {
    case .file(let text, let mode):
      let first = text.split(on: UInt8(ascii: "\n"))[0]
      if text.isEmpty { return "" }
      if mode & 0o111 != 0 { return ": a program" }
      return " says “\(first)”"
    case .goCommand(let version): return ": the go command \(version)"
    case .directory(let mode, let owner):
      return "/ (mode \(String(mode, radix: 8))" + (owner == 0 ? ")" : ", of user \(owner))")
    case .link(let target): return " -> \(target)"
    case .unreadable: return " (unreadable)"
    case .agent(let state, let owner, let modified):
      return ": a socket" + (owner == 1000 ? "" : " of user \(owner)")
        + (modified == 0 ? "" : ", \(Example.now - modified) s old")
        + ", whose agent \(state.words)"
    }
  }
}

/// The paragraph in lines of at most `columns` characters, each behind `indent` blanks.
private func filled(_ paragraph: String, columns: Int, indent: Int) -> String {
  var lines: [String] = []
  var line = ""
  for word in paragraph.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
    if !line.isEmpty, indent + line.count + 1 + word.count > columns {
      lines.append(line)
      line = String(word)
    } else {
      line += (line.isEmpty ? "" : " ") + word
    }
  }
  lines.append(line)
  return lines.map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
}
