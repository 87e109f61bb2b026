import Foundation
import Testing

extension RealShells {
  /// What becomes of bash's PROMPT_COMMAND, and of the libraries that take it over.
  @Suite struct HookTests {
    @Test(
      arguments: Shell.bashes,
      [
        "unset PROMPT_COMMAND", "PROMPT_COMMAND=", "PROMPT_COMMAND='echo user'",
        "PROMPT_COMMAND='echo user;'", "PROMPT_COMMAND='echo user ; '",
        "PROMPT_COMMAND='echo user # and no more'", "PROMPT_COMMAND=$'echo user\n'",
        "PROMPT_COMMAND='echo user' && export PROMPT_COMMAND", "declare -a PROMPT_COMMAND",
        "PROMPT_COMMAND=()", "PROMPT_COMMAND=('echo user')",
        "PROMPT_COMMAND=('echo user' 'echo b;')",
        "PROMPT_COMMAND=([1]='echo user')", "PROMPT_COMMAND=('' 'echo user')",
        "PROMPT_COMMAND='if true; then echo user; fi'", "PROMPT_COMMAND='(exit 3); echo user'",
      ])
    func `PROMPT_COMMAND runs as before, and gotools_off puts it back exactly`(
      shell: Shell, command: String
    ) throws {
      let session = try Session(shell, Session.Plan(before: command))
      let plain = try Session(shell, Session.Plan(before: command, loading: nil))
      for line in ["", "cd one", "(exit 3)"] {
        let shown = try session.enter(line)
        let expected = try plain.enter(line)
        #expect(lines(shown) == lines(expected), "after “\(line)”")
        #expect(session.status == plain.status)
      }
      #expect(try session.calls.count == 2)
      try session.enter("gotools_off")
      let state = "declare -p PROMPT_COMMAND"
      // An array that was never filled is told from an empty one in this listing only.
      #expect(
        try session.output(of: state).replacing("=()", with: "")
          == plain.output(of: state).replacing("=()", with: ""))
      #expect(!(try session.enter("cd /")).contains("a finding"))
    }

    @Test(
      arguments: Shell.bashes,
      [
        "readonly PROMPT_COMMAND='echo user'", "readonly PROMPT_COMMAND",
        "readonly -a PROMPT_COMMAND=('echo user')",
      ])
    func `a readonly PROMPT_COMMAND is left alone without a word`(shell: Shell, command: String)
      throws
    {
      let session = try Session(shell, Session.Plan(before: command))
      #expect(session.screen == (command.contains("user") ? "user\n" : "") + "<<1:0>>")
      #expect(!(try session.enter("gotools_off")).contains("readonly"))
      #expect(session.status == 0)
    }

    @Test func `a PROMPT_COMMAND made readonly later does not trouble gotools_off`() throws {
      let session = try Session(.bash, Session.Plan(after: "readonly PROMPT_COMMAND"))
      #expect(try session.enter("gotools_off") == "")
      #expect(try session.enter("cd one") == "")
      #expect(try session.calls.count == 1)
    }

    @Test(arguments: ["IFS=x", "IFS=_", "set -u", "set -e", "set -eu"])
    func `an exported PROMPT_COMMAND is silent in a child that has not loaded it`(option: String)
      throws
    {
      for export in ["export PROMPT_COMMAND", "set -a"] {
        let session = try Session(.bash, Session.Plan(after: export))
        let child = try session.output(
          of: #"printf '\#(option)\n\ntrue\n' | bash --norc --noediting -i"#)
        #expect(!child.contains("not found"))
        #expect(!child.contains("unbound"))
        #expect(!child.contains("gotools"))
      }
    }

    @Test(
      arguments: [
        // What zoxide, direnv, starship and the editor's own integration do.
        "PROMPT_COMMAND=\"${PROMPT_COMMAND:+$PROMPT_COMMAND;}echo other\"",
        "PROMPT_COMMAND=\"echo other${PROMPT_COMMAND:+;$PROMPT_COMMAND}\"",
        "PROMPT_COMMAND+=('echo other')", "PROMPT_COMMAND=('echo other' \"${PROMPT_COMMAND[@]}\")",
        "PROMPT_COMMAND=\"echo other\n$PROMPT_COMMAND\necho more\"",
        "kept=$PROMPT_COMMAND; other() { eval \"$kept\"; echo other; }; PROMPT_COMMAND=other",
      ], ["", "PROMPT_COMMAND='echo user'", "PROMPT_COMMAND=('echo user')"])
    func `others may come afterwards, and gotools_off leaves theirs`(other: String, before: String)
      throws
    {
      let session = try Session(.bash, Session.Plan(before: before, after: other))
      let plain = try Session(.bash, Session.Plan(before: before, after: other, loading: nil))
      #expect(lines(try session.enter("cd one")) == lines(try plain.enter("cd one")))
      #expect(try session.calls.count == 2)
      try session.enter("gotools_off")
      let shown = try session.enter("cd /")
      #expect(lines(shown) == lines(try plain.enter("cd /")))
      #expect(!shown.contains("a finding"))
      #expect(!shown.contains("rror"))
    }

    @Test(arguments: [true, false], [true, false])
    func `a library that takes PROMPT_COMMAND over still sees each command once`(
      comesFirst: Bool, saysSo: Bool
    ) throws {
      // One that does not say so cannot be known, and gets what follows its last line as a command.
      guard saysSo || !comesFirst else { return }
      let library = (saysSo ? "bash_preexec_imported=defined\n" : "") + preexec
      let session = try Session(
        .bash,
        Session.Plan(
          before: comesFirst ? library : "PROMPT_COMMAND='echo user'",
          after: comesFirst ? "" : library))
      for command in ["true", "cd one", "false"] {
        let shown = try session.enter(command)
        let seen = lines(shown).filter { $0.hasPrefix("preexec") }
        #expect(seen == ["preexec \(command)"])
        #expect(lines(shown).filter { $0.hasPrefix("precmd") }.count == 1)
      }
      #expect(session.status == 1)
      let empty = try session.enter("")
      #expect(!empty.contains("preexec"))
      #expect(try session.calls.count == 2)
      try session.enter("gotools_off")
      #expect(
        lines(try session.enter("cd /")) == ["preexec cd /", "precmd"]
          + (comesFirst ? [] : ["user"]))
      #expect(try session.output(of: "trap -p DEBUG").contains("preexec_invoke"))
      #expect(!(try session.output(of: "declare -p precmd_functions")).contains("gotools"))
    }

    @Test(arguments: [
      "", "precmd_functions=(other)", "precmd_functions=()", "precmd() { echo p; }",
    ])
    func `the hooks of zsh are put back exactly`(before: String) throws {
      let other = "other() { echo other; }\n" + before
      let session = try Session(.zsh, Session.Plan(before: other))
      let plain = try Session(.zsh, Session.Plan(before: other, loading: nil))
      #expect(lines(try session.enter("cd one")) == lines(try plain.enter("cd one")))
      #expect(try session.calls.count == 2)
      try session.enter("gotools_off")
      let state = "typeset -p precmd_functions"
      #expect(
        try session.output(of: state).replacing(/:\d+:/, with: "")
          == plain.output(of: state).replacing(/:\d+:/, with: ""))
    }

    private func lines(_ text: String) -> [String] {
      text.split(separator: "\n").map(String.init).filter { $0 != "a finding" }
    }
  }
}

/// A library in the manner of bash-preexec: a DEBUG trap, and PROMPT_COMMAND between two lines of its
/// own, the last of which says that what comes next is the user's.
private let preexec = #"""
  precmd_functions=()
  preexec_interactive=
  preexec_precmd() {
    local status=$? function
    preexec_interactive=
    echo precmd
    for function in "${precmd_functions[@]}"; do "$function"; done
    return "$status"
  }
  preexec_ready() { preexec_interactive=on; }
  preexec_invoke() {
    [[ $preexec_interactive == on ]] || return 0
    local line
    while read -r line; do
      if [[ $line == "$BASH_COMMAND" ]]; then preexec_interactive=; return 0; fi
    done <<<"$PROMPT_COMMAND"
    preexec_interactive=
    echo "preexec $BASH_COMMAND"
  }
  PROMPT_COMMAND=preexec_precmd$'\n'${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}preexec_ready
  trap preexec_invoke DEBUG
  """#
