extension Command {
  /// The line that shows how a command is called, `program` being how the user did.
  func usage(of program: String) -> String {
    let options = parameters.isEmpty ? [] : ["[OPTION]..."]
    return ([program] + options + operands.map(\.usage)).joined(separator: " ")
  }

  /// What `-h` prints; `program` is how the user called it, such as `gotools agent-fix`.
  package func shortHelp(of program: String) -> String {
    let parts = [heading(program), list("options:", of: parameterItems)]
    let pointer = "More: \(program) --help"
    return page(parts + [exampleList(examples.prefix(2)), pointer])
  }

  /// What `--help` prints: everything that is declared.
  package func help(of program: String) -> String {
    page([
      heading(program),
      paragraphs(of: details).map(\.filled).joined(separator: "\n\n"),
      list("options:", of: parameterItems),
      list("operands:", of: operands.map { ($0.name, $0.fullHelp) }),
      list("exit status:", of: exits.map { (String($0.status), $0.meaning) }),
      list("environment:", of: environment),
      list("files:", of: files),
      exampleList(examples[...]),
      list("see also:", of: seeAlso.map { ($0, "") }),
    ])
  }

  private func heading(_ program: String) -> String {
    filled("usage: " + usage(of: program), hanging: 14) + "\n" + filled("\(name): \(summary)")
  }

  private var parameterItems: [(String, String)] {
    // Long names stand below each other where any of them has a short one.
    let hasShort = parameters.contains { $0.short != nil }
    return parameters.map { parameter in
      let short = parameter.short.map { "-\($0), " } ?? (hasShort ? "    " : "")
      let value = parameter.value.map { " \($0)" } ?? ""
      return ("\(short)--\(parameter.name)\(value)", parameter.fullHelp)
    }
  }
}

extension Parameter {
  /// The help, the words that the value may be, and which of them counts where none is given.
  var fullHelp: String {
    help + values.enumeration + (standard.map { " (default: \($0))" } ?? "")
  }
}

extension Operand {
  var usage: String {
    switch arity {
    case .one: name
    case .optional: "[\(name)]"
    case .any: "[\(name)]..."
    }
  }

  /// The help, and the words that it may be.
  var fullHelp: String { help + values.enumeration }
}

extension Values {
  /// The words behind a colon, unless they are too many to be read.
  fileprivate var enumeration: String {
    let most = 12
    guard case .words(let words) = self, words.count <= most else { return "" }
    return ": " + choice(of: words)
  }
}

private func exampleList(_ examples: ArraySlice<(line: String, purpose: String)>) -> String {
  guard !examples.isEmpty else { return "" }
  let texts = examples.map { "  \($0.line)\n" + filled($0.purpose, indent: 6) }
  return (["examples:"] + texts).joined(separator: "\n")
}

private func list(_ title: String, of items: [(String, String)]) -> String {
  guard !items.isEmpty else { return "" }
  let widest = 24
  let lengths = items.map(\.0.count).filter { $0 <= widest }
  let column = 2 + (lengths.max() ?? 4) + 2
  let texts = items.map { term, text in
    guard term.count <= widest else { return "  \(term)\n" + filled(text, indent: column) }
    let gap = String(repeating: " ", count: column - 2 - term.count)
    return filled(text, first: "  \(term)\(gap)", indent: column)
  }
  return ([title] + texts).joined(separator: "\n")
}

private func page(_ parts: [String]) -> String {
  parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
}
