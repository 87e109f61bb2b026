/// A text that ships inside the binary and lands in a user's shell.
package enum Snippet: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish

  /// What `gotools init` prints: the file of this shell in shell/, byte for byte.
  package var text: [UInt8] {
    switch self {
    case .bash: PackageResources.gotools_bash
    case .zsh: PackageResources.gotools_zsh
    case .fish: PackageResources.gotools_fish
    }
  }

  /// The line for the shell's start-up file: nothing happens where the program is missing, nor when
  /// another shell reads the file, and the status it leaves is 0 either way.
  package var rcLine: String {
    switch self {
    case .bash:
      #"if [ -n "${BASH_VERSION-}" ] && command -v gotools >/dev/null 2>&1; "#
        + #"then eval "$(gotools init bash)"; fi"#
    case .zsh:
      #"if [ -n "${ZSH_VERSION-}" ] && command -v gotools >/dev/null 2>&1; "#
        + #"then eval "$(gotools init zsh)"; fi"#
    case .fish: "if command -q gotools; gotools init fish | source; end"
    }
  }
}
