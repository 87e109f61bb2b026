import Foundation
import Testing

/// A shell as a user has it: what it is called, where it looks for its start-up file, how one speaks.
enum Shell: String, CaseIterable, CustomTestStringConvertible {
  case bash
  /// bash --posix
  case posix
  /// bash called sh
  case sh
  case zsh
  case fish

  /// The shells that read gotools.bash.
  static let bashes: [Shell] = [.bash, .posix, .sh]
  static let posixLike: [Shell] = [.bash, .posix, .sh, .zsh]

  var testDescription: String { rawValue }

  var isBash: Bool { Shell.bashes.contains(self) }

  /// The name that `gotools init` knows it by.
  var snippetName: String { isBash ? "bash" : rawValue }

  /// The file under test.
  var snippet: URL { project.appending(path: "shell/gotools.\(snippetName)") }

  var program: String { isBash ? "/bin/bash" : "/usr/bin/\(rawValue)" }

  /// Where it looks for its start-up file, in a home directory.
  var startUpFile: String {
    switch self {
    case .bash: ".bashrc"
    case .posix, .sh: ".shrc"
    case .zsh: ".zshrc"
    case .fish: ".config/fish/config.fish"
    }
  }

  /// Begins the start-up file of every test: nothing that a line editor or a greeting adds.
  var quiet: String {
    switch self {
    case .bash, .posix, .sh: "unset HISTFILE; tick=0"
    case .zsh: "unsetopt zle prompt_cr prompt_sp; unset HISTFILE; tick=0"
    case .fish:
      """
      set -g tick 0
      function count_prompts --on-event fish_prompt; set -g tick (math $tick + 1); end
      function fish_greeting; end
      """
    }
  }

  /// Ends it: every prompt bears a number and the status of the command before it.
  var prompt: String {
    switch self {
    case .bash, .posix, .sh: "PS1='<<$((++tick)):$?>>'"
    case .zsh: "\\builtin setopt prompt_subst; PS1='<<$((++tick)):$?>>'"
    case .fish: "function fish_prompt; builtin printf '<<%s:%s>>' $tick $status; end"
    }
  }

  func loading(_ way: Loading) -> String {
    switch way {
    case .source: "\(isBash || self == .zsh ? "." : "source") '\(snippet.path)'"
    case .evaluate:
      self == .fish
        ? "gotools init fish | source" : #"eval "$(gotools init \#(snippetName))""#
    }
  }

  func exporting(_ name: String, _ value: String) -> String {
    self == .fish ? "set -gx \(name) '\(value)'" : "export \(name)='\(value)'"
  }

  /// A command whose output, of both kinds, goes to a file.
  func writing(_ command: String, to file: String) -> String {
    self == .fish ? "begin; \(command); end >\(file) 2>&1" : "{ \(command); } >|\(file) 2>&1"
  }
}

/// The two ways to get the snippet into a shell.
enum Loading: CaseIterable {
  case source
  case evaluate
}

/// The suites that start shells, only when everything is to be tested; then a missing program is a failure.
///
/// They run one at a time, since each waits for what another would slow down.
@Suite(.enabled(if: isTestingAll), .serialized)
struct RealShells {}

/// The root of the package.
let project = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

let isTestingAll = ProcessInfo.processInfo.environment["GOTOOLS_TEST_ALL"] == "1"

/// The program that the build made: it lies beside the program that runs the tests.
let builtProgram = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent().appending(path: "gotools")
