internal import Formats
internal import Machines

extension Machine {
  /// The line that takes a variable out of the shell at hand.
  func lineUnsetting(_ name: ByteString) -> String {
    switch shell {
    case "fish": "set -e \(name)"
    case "tcsh": "unsetenv \(name)"
    default: "unset \(name)"
    }
  }

  /// The line that sets a variable in the shell at hand, for its programs too.
  func lineSetting(_ name: ByteString, to value: ByteString) -> String {
    let word = ShellWords.line([value])
    return switch shell {
    case "fish": "set -gx \(name) \(word)"
    case "tcsh": "setenv \(name) \(word)"
    default: "export \(name)=\(word)"
    }
  }
}
