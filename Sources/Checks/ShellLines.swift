internal import Formats
internal import Machines

extension Machine {
  /// How a shell reads a line.
  enum ShellGrammar {
    case sh
    case fish
    case csh
    case other
  }

  /// How the shell at hand reads a line; a machine that names no shell is taken to have sh.
  var shellGrammar: ShellGrammar {
    guard let shell else { return .sh }
    switch shell {
    case "fish": return .fish
    case "csh", "tcsh": return .csh
    default: return readersOfSh.contains(shell) ? .sh : .other
    }
  }

  /// The line that takes a variable out of the shell at hand.
  func lineUnsetting(_ name: ByteString) -> String {
    switch shellGrammar {
    case .fish: "set -e \(name)"
    case .csh: "unsetenv \(name)"
    case .sh, .other: "unset \(name)"
    }
  }

  /// The line that sets a variable in the shell at hand, for its programs too; `nil` where that shell cannot write it.
  func lineSetting(_ name: ByteString, to value: ByteString) -> String? {
    guard let word = shellWord(value) else { return nil }
    switch shellGrammar {
    case .fish: return "set -gx \(name) \(word)"
    case .csh: return "setenv \(name) \(word)"
    case .sh: return "export \(name)=\(word)"
    case .other: return nil
    }
  }

  /// A word as the shell at hand reads it back; `nil` where that has no sure way to write it on a printable line.
  func shellWord(_ word: ByteString) -> String? {
    let line = ShellWords.line([word])
    if line == word.text { return line }
    let isPrintable = word.printable == word.text
    switch shellGrammar {
    case .fish: return isPrintable ? ShellWords.fishQuoted(word).text : nil
    case .sh: return isPrintable || shell == "bash" || shell == "zsh" ? line : nil
    // Between its quotes nothing can be escaped for good.
    case .csh, .other: return nil
    }
  }
}

private let readersOfSh: [ByteString] = [
  "ash", "bash", "busybox", "dash", "ksh", "ksh93", "mksh", "oksh", "rbash", "sh", "yash", "zsh",
]
