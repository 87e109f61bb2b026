import Foundation
import Testing

extension RealShells {
  @Suite struct CourtesyTests {
    @Test(arguments: Shell.allCases)
    func `the status of the last command is the user's`(shell: Shell) throws {
      let session = try Session(shell)
      for status: Int32 in [0, 1, 7, 127, 255] {
        try session.enter(shell == .fish ? "fish -c 'exit \(status)'" : "(exit \(status))")
        #expect(session.status == status)
      }
      try session.enter(shell == .fish ? "fish -c 'cd /; exit 9'" : "cd one; (exit 9)")
      #expect(session.status == 9)
      #expect(try session.output(of: shell == .fish ? "echo $status" : "echo $?") == "9\n")
    }

    @Test(arguments: Shell.posixLike)
    func `the last argument and the statuses of a pipeline are the user's`(shell: Shell) throws {
      let session = try Session(shell)
      for directory in ["/", "."] {
        try session.enter("cd \(directory); echo one two >/dev/null")
        try session.enter("last=$_")
        #expect(try session.output(of: "echo $last") == "two\n")
        try session.enter("cd \(directory); (exit 3) | (exit 4)")
        let statuses = shell == .zsh ? "$pipestatus" : "${PIPESTATUS[*]}"
        #expect(try session.output(of: "echo \(statuses)") == "3 4\n")
      }
    }

    @Test(
      arguments: [
        (Shell.bash, "set -u"), (.bash, "set -eu -o pipefail"), (.bash, "set -f"),
        (.bash, "set -C"),
        (.bash, "set -a"), (.bash, "set +h"), (.bash, "set -T"), (.bash, "set -E"),
        (.bash, "IFS="), (.bash, "IFS=_"), (.bash, "IFS='$ogt;'"), (.bash, "unset IFS"),
        (.bash, "readonly IFS"), (.bash, "shopt -s nocasematch"), (.bash, "shopt -s extdebug"),
        (.bash, "shopt -s nullglob failglob extglob"), (.bash, "set -o posix"),
        (.bash, "readonly status=1 i=2 s=3 name=4 new=5 file=6"), (.bash, "unset GOROOT HOME"),
        (.posix, "set -eu"), (.posix, "IFS=_"), (.sh, "set -eu"), (.sh, "set -a"),
        (.zsh, "setopt no_unset"), (.zsh, "setopt ksh_arrays sh_word_split"),
        (.zsh, "setopt err_exit"), (.zsh, "setopt err_return"), (.zsh, "emulate sh"),
        (.zsh, "emulate ksh"), (.zsh, "setopt warn_create_global warn_nested_var"),
        (.zsh, "setopt all_export"), (.zsh, "setopt null_glob"), (.zsh, "setopt no_nomatch"),
        (.zsh, "setopt ignore_braces ignore_close_braces"), (.zsh, "setopt sh_glob ksh_glob"),
        (.zsh, "setopt no_short_loops no_bare_glob_qual"), (.zsh, "IFS=_"),
        (.zsh, "setopt no_case_match no_case_glob"), (.zsh, "setopt glob_subst rc_expand_param"),
        (.zsh, "setopt no_clobber interactive_comments"), (.zsh, "setopt no_equals no_rcs"),
        (.fish, "set -g IFS _"), (.fish, "set -g fish_features no-qmark-noglob"),
      ], Loading.allCases)
    func `any options the user has set are borne and left alone`(
      option: (Shell, String), loading: Loading
    ) throws {
      let (shell, command) = option
      let state = home(of: shell)
      let plan = Session.Plan(
        before: "\(command)\n\(shell.writing(state, to: #""$BEFORE""#))",
        after: shell.writing(state, to: #""$AFTER""#), loading: loading,
        environment: ["BEFORE": scratch.path + "-before", "AFTER": scratch.path + "-after"])
      defer { removeScratch() }
      let session = try Session(shell, plan)
      #expect(
        session.screen.filter { $0 != "\u{1b}" }.contains("a finding\n<<1:0>>") || shell == .fish)
      #expect(!session.screen.contains("gotools"))
      try session.enter("cd /")
      // The change is seen although it is one of case only.
      try session.enter(shell.exporting("GOFLAGS", "a"))
      try session.enter(shell.exporting("GOFLAGS", "A"))
      try session.enter("")
      #expect(try session.calls.count == 4)
      #expect(!session.screen.contains("gotools"))
      if shell != .fish {
        try session.enter("true && ! true")
        #expect(session.status == 1)
        try session.enter("! true")
        #expect(session.status == 1)
      }
      let before = try String(contentsOfFile: scratch.path + "-before", encoding: .utf8)
      #expect(before == (try String(contentsOfFile: scratch.path + "-after", encoding: .utf8)))
    }

    @Test(arguments: Shell.allCases)
    func `traps of the user's are not touched and not sprung`(shell: Shell) throws {
      let traps =
        switch shell {
        case .fish: "trap 'echo int' INT; trap 'echo usr' USR1"
        case .zsh: "trap 'echo int' INT; TRAPZERR() { echo trapped; }; trap 'echo usr' USR1"
        default: "trap 'echo int' INT; trap 'echo trapped' ERR; trap 'echo usr' USR1; set -E"
        }
      let session = try Session(
        shell, Session.Plan(before: traps, behaviour: "kill -9 $$"))
      #expect(!session.screen.contains("trapped"))
      let list = shell == .fish ? "trap -p INT; trap -p USR1" : "trap"
      let before = try session.output(of: list)
      #expect(before.contains("echo int") && before.contains("echo usr"))
      if shell != .fish {
        try session.enter("cd one")
        #expect(!(try session.enter("cd /")).contains("trapped"))
        let sprung = try session.enter("(exit 5)")
        #expect(sprung.components(separatedBy: "trapped").count == 2, "once for the command itself")
        #expect(session.status == 5)
      }
      try session.enter("gotools_off")
      #expect(try session.output(of: list) == before)
    }

    @Test(arguments: Shell.allCases)
    func `aliases of the user's do not get between`(shell: Shell) throws {
      let words = [
        "command", "local", "printf", "builtin", "test", "return", "set", "unset", "eval", "export",
        "declare", "typeset", "exec", "continue", "emulate", "setopt", "unfunction", "gotools",
        "echo",
        "string", "count",
      ]
      let aliases =
        shell == .fish
        ? ["gotools", "ls"].map {
          "function \($0); builtin echo bad; end"
        }
        : words.map { "alias \($0)='echo bad'" }
          + (shell.isBash ? ["\\shopt -s expand_aliases"] : [])
      let session = try Session(shell, Session.Plan(before: aliases.joined(separator: "\n")))
      #expect(!session.screen.contains("bad"))
      #expect(try session.calls.count == 1)
      #expect(!(try session.enter("cd one")).contains("bad"))
      #expect(try session.calls.count == 2)
      #expect(!(try session.enter("gotools_off")).contains("bad"))
      try session.enter("cd /")
      #expect(try session.calls.count == 2)
    }

    @Test(arguments: Shell.allCases)
    func `every name begins with gotools or __gotools, and gotools_off removes them all`(
      shell: Shell
    )
      throws
    {
      let plain = try Session(shell, Session.Plan(loading: nil))
      try plain.enter("cd one")
      let before = try names(in: plain)
      let session = try Session(shell)
      try session.enter("cd one")
      var during = try names(in: session).subtracting(before)
      #expect(during.isSuperset(of: ["__gotools_prompt", "__gotools_known", "gotools_off"]))
      during.subtract(["PROMPT_COMMAND", "precmd_functions", "gotools_off"])
      #expect(during.filter { !$0.hasPrefix("__gotools_") }.isEmpty)
      try session.enter("gotools_off")
      #expect(session.status == 0)
      #expect(try names(in: session) == before)
      try session.enter("cd /")
      #expect(try session.calls.count == 2)
      let everything = try session.output(
        of: shell == .fish ? "set; functions" : "set; trap; alias")
      #expect(!everything.contains("gotools_"))
    }

    @Test(arguments: Shell.allCases)
    func `nothing of it is exported, not even under set -a`(shell: Shell) throws {
      let plan = Session.Plan(
        before: shell == .fish ? "" : "set -a", after: shell == .fish ? "" : "set +a")
      let session = try Session(shell, plan)
      try session.enter("cd one")
      #expect(!(try session.output(of: "env")).contains("__gotools"))
      #expect(!(try session.output(of: "env")).contains("gotools_off"))
    }

    @Test(arguments: Shell.allCases)
    func `loading it again and again changes nothing`(shell: Shell) throws {
      let again = Loading.allCases.map(shell.loading).joined(separator: "\n")
      let session = try Session(shell, Session.Plan(after: again))
      #expect(try session.calls.count == 1)
      let hook = try hooks(session)
      try session.enter(shell.loading(.source))
      try session.enter(shell.loading(.evaluate))
      #expect(try session.calls.count == 1)
      #expect(try hooks(session) == hook)
      try session.enter("cd one")
      #expect(try session.calls.count == 2)
      try session.enter("gotools_off")
      try session.enter("cd /")
      #expect(try session.calls.count == 2)
      try session.enter(shell.loading(.source))
      #expect(try session.calls.count == 3, "it can be taken up again")
    }

    private func hooks(_ session: Session) throws -> String {
      switch session.shell {
      case .bash, .posix, .sh: try session.output(of: "declare -p PROMPT_COMMAND")
      case .zsh: try session.output(of: "typeset -p precmd_functions")
      case .fish: try session.output(of: "functions --handlers | sort")
      }
    }

    private let scratch = URL.temporaryDirectory.appending(path: "gotools-\(UUID().uuidString)")

    private func removeScratch() {
      for end in ["-before", "-after"] {
        try? FileManager.default.removeItem(atPath: scratch.path + end)
      }
    }

    /// Prints the options that are set.
    private func home(of shell: Shell) -> String {
      switch shell {
      case .bash, .posix, .sh: "set +o; shopt"
      case .zsh: "setopt; unsetopt"
      case .fish: "set -g | grep IFS"
      }
    }

    private func names(in session: Session) throws -> Set<String> {
      let command =
        switch session.shell {
        case .bash, .posix, .sh: "compgen -v; compgen -A function; compgen -a"
        case .zsh: #"print -l "${(@k)parameters}" "${(@k)functions}""#
        case .fish: "set --names; functions --all --names"
        }
      let words = try session.output(of: command).split { "\n ,".contains($0) }
      return Set(words.map(String.init))
    }
  }
}
