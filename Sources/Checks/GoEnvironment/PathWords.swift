internal import Formats
internal import Machines

extension GoSurvey {
  /// The variable, as evidence.
  var pathEvidence: Evidence { .variable("PATH", is: environment["PATH"] ?? "") }

  /// What to do about an entry of PATH for good, with the command that takes condemned ones out of the shell at hand.
  func pathRemedies(_ summary: String, condemning entries: [Int]) -> [Remedy] {
    entries.isEmpty || !isAskersOwn
      ? [.edit(summary)] : [.edit(summary), .shell("for this shell now", line: shellCommand)]
  }

  /// The file in which the shell that asks is told what PATH is.
  var startUpFile: String {
    switch shell {
    case "fish": "~/.config/fish/config.fish"
    case "zsh": "~/.zprofile"
    default: "~/.profile"
    }
  }

  /// The line that takes condemned entries out of PATH in the shell that asks.
  private var shellCommand: String {
    switch shell {
    case "fish": "gotools go-env-guard --shell fish | source"
    case "zsh": "eval \"$(gotools go-env-guard --shell zsh)\""
    case "bash": "eval \"$(gotools go-env-guard --shell bash)\""
    default: "eval \"$(gotools go-env-guard --shell sh)\""
    }
  }

  /// "an empty entry (3rd)" and so on for each, at most three by name.
  func list(_ entries: [SearchPath.Entry]) -> String {
    let named = entries.prefix(3).map { entry in
      entry.text.isEmpty
        ? "an empty entry (\(ordinal(entry.index + 1)))"
        : "“\(entry.text)” (\(ordinal(entry.index + 1)))"
    }
    let rest = entries.count - named.count
    return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}

/// "1st", "2nd", "3rd", "4th", "11th".
func ordinal(_ number: Int) -> String {
  switch (number % 10, number % 100) {
  case (_, 11...13): "\(number)th"
  case (1, _): "\(number)st"
  case (2, _): "\(number)nd"
  case (3, _): "\(number)rd"
  default: "\(number)th"
  }
}
