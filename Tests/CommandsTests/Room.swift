import Commands
import Foundation

/// A directory for one test, with an empty one in it to work in.
final class Room {
  private let directory: URL
  private var place: URL { directory.appending(path: "work") }

  init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  func write(_ text: String, to name: String) throws -> String {
    let file = directory.appending(path: (name as NSString).lastPathComponent)
    try text.write(to: file, atomically: false, encoding: .utf8)
    return file.path(percentEncoded: false)
  }

  func populate() throws {
    let sub = place.appending(path: "sub")
    try FileManager.default.createDirectory(at: sub, withIntermediateDirectories: true)
    try "".write(to: place.appending(path: "a b.txt"), atomically: false, encoding: .utf8)
  }

  /// What a program prints, errors included; a program that is not there is one of these.
  func run(_ words: String...) throws -> String { try run(words) }

  func run(_ words: [String]) throws -> String {
    let output = directory.appending(path: "output")
    try "".write(to: output, atomically: false, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["timeout", "120"] + words
    process.currentDirectoryURL = place
    process.environment = [
      "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "HOME": directory.path(percentEncoded: false), "LC_ALL": "C.UTF-8", "TERM": "dumb",
      "XDG_RUNTIME_DIR": directory.path(percentEncoded: false),
    ]
    let handle = try FileHandle(forWritingTo: output)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    return try String(contentsOf: output, encoding: .utf8)
  }

  func bash(_ program: Program, _ lines: [String], reportingOptions: Bool = false) throws
    -> [[String]]
  {
    let script = try write(program.bashCompletions, to: "it.bash")
    let driver = try write(
      """
      set -eu
      . "$1"
      shift
      compopt() { if [[ \(reportingOptions) == true && $2 != nospace ]]; then echo "compopt $*"; fi; }
      for line in "$@"; do
        # The words as readline makes them, the sign between name and value being one.
        line=${line//=/ = }
        eval "COMP_WORDS=($line)"
        case $line in *' ') COMP_WORDS+=('') ;; esac
        if [[ $line == *'= ' ]]; then unset 'COMP_WORDS[-1]'; fi
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _gotools "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" ''
        if ((${#COMPREPLY[@]})); then printf '%s\\n' "${COMPREPLY[@]}"; fi
        echo ---
      done
      """, to: "driver")
    return groups(in: try run(["bash", "--norc", driver, script] + lines))
  }

  func fish(_ program: Program, _ lines: [String]) throws -> [[String]] {
    let script = try write(program.fishCompletions, to: "it.fish")
    let driver = try write(
      """
      source $argv[1]
      for line in $argv[2..]
          complete -C $line | string replace -r '\\t.*' ''
          echo ---
      end
      """, to: "driver")
    return groups(in: try run(["fish", "--no-config", driver, script] + lines))
  }

  /// Types the lines into an interactive shell and notes what its completion adds.
  func zsh(_ program: Program, _ lines: [String], autoloads: Bool = false) throws -> [[String]] {
    let script = try write(program.zshCompletions, to: "_gotools")
    let directory = directory.path(percentEncoded: false)
    let (before, after) =
      autoloads ? ("fpath=('\(directory)' $fpath)", "") : ("", "eval \"$(<'\(script)')\"")
    let start = try write(
      """
      PROMPT= RPROMPT=
      zle_bracketed_paste=()
      setopt nobeep
      \(before)
      autoload -Uz compinit
      compinit -u -D
      \(after)
      bindkey '^I' complete-word
      bindkey '^U' kill-whole-line
      compadd() {
        if [[ "${@[1,(i)(-|--)]}" == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
        local -a hits
        builtin compadd -A hits "$@"
        if (($#hits)); then print -rl -- "$IPREFIX"${^hits} >> '\(directory)/hits'; fi
        builtin compadd "$@"
      }
      finished() { zle kill-whole-line; : > '\(directory)/finished' }
      zle -N finished
      bindkey '^X' finished
      """, to: "start")
    let driver = try write(
      """
      zmodload zsh/zpty zsh/zselect
      zpty shell zsh -f -i
      zpty -w shell "source '\(start)'; print -r REA''DY"
      zpty -r shell reply '*READY*'
      for line in "$@"; do
        : > '\(directory)/hits'
        rm -f '\(directory)/finished'
        zpty -w -n shell "$line"$'\\t\\x18'
        until [[ -e '\(directory)/finished' ]]; do
          while zpty -r -t shell reply; do :; done
          zselect -t 1
        done
        cat '\(directory)/hits'
        print -- ---
      done
      zpty -d shell
      """, to: "driver")
    return groups(in: try run(["zsh", "-f", driver] + lines))
  }

  /// The sorted lines before every separator, each without the option it is the value of.
  private func groups(in output: String) -> [[String]] {
    var result: [[String]] = [[]]
    for line in output.split(separator: "\n") {
      if line == "---" {
        result.append([])
      } else if line.hasPrefix("--"), let sign = line.firstIndex(of: "=") {
        result[result.count - 1].append(String(line[line.index(after: sign)...]))
      } else {
        result[result.count - 1].append(String(line))
      }
    }
    return result.dropLast().map { Set($0).sorted() }
  }
}
