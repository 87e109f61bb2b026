extension Program {
  /// Every command with the name that the completion scripts know it by: that of the binary is empty.
  var contexts: [(key: String, command: Command)] {
    [("", command)] + subcommands.map { ($0.name, $0) }
  }
}

extension Parameter {
  /// The spellings of it, dashes included.
  var spellings: [String] { (short.map { ["-\($0)"] } ?? []) + ["--\(name)"] }
}

extension [Operand] {
  /// The places on a command line, counted from 0, that each operand is completed at.
  ///
  /// Only the last range has no end; what stands behind an operand of any number has no place of its own.
  var places: [(range: PartialRangeFrom<Int>, isSingle: Bool, operand: Operand)] {
    let end = firstIndex { $0.arity == .any } ?? endIndex
    return prefix(end + 1).enumerated().map { ($0..., $1.arity != .any, $1) }
  }
}

/// A text on one line, as a shell shows it beside a completion.
func oneLine(_ text: String) -> String {
  words(of: text).joined(separator: " ")
}

/// A word that bash and zsh read as it stands.
func shellQuoted(_ word: String) -> String {
  var quoted = "'"
  for scalar in word.unicodeScalars {
    quoted.unicodeScalars.append(
      contentsOf: scalar == "'" ? Array("'\\''".unicodeScalars) : [scalar])
  }
  return quoted + "'"
}

func shellQuoted(_ words: [String]) -> String {
  words.map { " " + shellQuoted($0) }.joined()
}
