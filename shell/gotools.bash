# shellcheck shell=bash
# gotools.bash: says at the prompt when this shell's Go environment breaks. Needs bash 4.4 or newer.
#
# The line for ~/.bashrc (or `source` this file there):
#   if [ -n "${BASH_VERSION-}" ] && command -v gotools >/dev/null 2>&1; then eval "$(gotools init bash)"; fi
#
# `gotools go-env-guard` runs before the first prompt, and before a later one only when PATH, the
# directory or a Go variable has changed, or one set since the first prompt has been exported (to take
# the export mark away, as `export -n` does, is not noticed). GOTOOLS_GUARD=off keeps it from running. The shell waits for
# it at the start, too: a child made by <() that Ctrl-C hits before its exec goes on as a second shell.
#
# With GOTOOLS_GUARD_GO=1 set before that line, a function `go` refuses to run go in a module on a
# Windows drive, unless GOTOOLS_ALLOW_WINDOWS_DRIVE=1. A function or alias `go` that is there already
# stays, and nothing is guarded. gotools_off takes everything back.
#
# With GOTOOLS_AGENT=1 set before that line, SSH_AUTH_SOCK becomes the link that `gotools agent-fix` keeps
# leading to a working ssh agent; gotools_off leaves that as it is.
#
# Command words are written \word so that no alias of the user's gets between; what \local assigns
# stands in quotes, since it is split like any other argument. Arrays are filled by index or by eval,
# since sh may read this file by mistake and must be able to parse it.

# An editor that reads the environment is to know the agent, too. What a relative entry of PATH has is not run.
if \test -n "${BASH_VERSION-}" && [[ $- == *i* && ${GOTOOLS_AGENT-} == 1 && $(\type -P gotools) == /* ]]; then
  \eval "$(\command gotools agent-fix --shell bash)"
fi

# A shell that is no terminal's, or that an editor starts to read its environment, is left alone.
# Not in one function, since bash would copy every function in it once more.
if \test -n "${BASH_VERSION-}" && [[ $- == *i* && -z ${VSCODE_RESOLVING_ENVIRONMENT-} ]] &&
  ((BASH_VERSINFO[0] > 4 || BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4)); then
  # Runs at every prompt: no process, no loop, one comparison; by test, since [[ heeds nocasematch.
  # Assigned without quotes, which would cost a tenth more and which an assignment does not need.
  __gotools_prompt() {
    \local __gotools_status="$?" __gotools_now
    [[ $- != *u* ]] || { \local - && \set +u; }
    __gotools_now=$PATH^$PWD^$HOME^$TMPDIR^$XDG_CONFIG_HOME^$XDG_CACHE_HOME^$CC^$CGO_ENABLED^\
$GO111MODULE^$GOARCH^$GOBIN^$GOCACHE^$GOENV^$GOFLAGS^$GOINSECURE^$GOMODCACHE^$GONOPROXY^\
$GONOSUMDB^$GOOS^$GOPATH^$GOPRIVATE^$GOPROXY^$GOROOT^$GOSUMDB^$GOTMPDIR^$GOTOOLCHAIN^$GOWORK
    if ! \test "$__gotools_now" = "$__gotools_seen" ||
      { [[ -n $__gotools_unexported ]] && \eval "[[ $__gotools_unexported == *x* ]]"; }; then
      __gotools_look
    fi
    \return "$__gotools_status"
  }

  __gotools_look() {
    [[ ${GOTOOLS_GUARD-} != off ]] || \return 0
    \local -
    \set +aeux
    \local __gotools_exact="" __gotools_marks="${__gotools_now//[!^]/}" __gotools_name __gotools_new
    \local __gotools_before="$__gotools_seen$__gotools_ran"
    # Written down before the run, so that Ctrl-C during it does not bring it back at the next prompt.
    __gotools_seen=$__gotools_now
    # What is set and not exported is no matter to go before it is: the marks of such are all that is
    # looked at. Not as the shell starts, which is not to take longer for it.
    __gotools_unexported=
    if [[ -n $__gotools_before && ${__gotools_now#*^*^*^} == *[!^]* ]]; then
      for __gotools_name in TMPDIR XDG_CONFIG_HOME XDG_CACHE_HOME CC CGO_ENABLED GO111MODULE \
        GOARCH GOBIN GOCACHE GOENV GOFLAGS GOINSECURE GOMODCACHE GONOPROXY GONOSUMDB GOOS GOPATH \
        GOPRIVATE GOPROXY GOROOT GOSUMDB GOTMPDIR GOTOOLCHAIN GOWORK; do
        [[ -z ${!__gotools_name} ]] || \eval "[[ \${$__gotools_name@a} == *x* ]]" ||
          __gotools_unexported+="\${$__gotools_name@a}"
      done
    fi
    if ((${#__gotools_marks} != 26)); then
      # With a ^ in a value, two values could be taken for two others: here lengths decide.
      __gotools_seen=
      __gotools_exact=$__gotools_unexported
      for __gotools_name in PATH PWD HOME TMPDIR XDG_CONFIG_HOME XDG_CACHE_HOME CC CGO_ENABLED \
        GO111MODULE GOARCH GOBIN GOCACHE GOENV GOFLAGS GOINSECURE GOMODCACHE GONOPROXY GONOSUMDB \
        GOOS GOPATH GOPRIVATE GOPROXY GOROOT GOSUMDB GOTMPDIR GOTOOLCHAIN GOWORK; do
        __gotools_new=${!__gotools_name}
        __gotools_exact+=${#__gotools_new}:$__gotools_new
      done
      ! \test "$__gotools_exact" = "$__gotools_ran" || \return 0
    fi
    __gotools_ran=$__gotools_exact

    __gotools_find || \return 0
    __gotools_new=$(\exec "$__gotools_program" go-env-guard --known "$__gotools_known") ||
      (($? <= 2)) || \return 0
    # Whatever else may have been printed does not get into the list.
    if ((${#__gotools_new} <= 65536)) && [[ $__gotools_new != *[!A-Za-z0-9:.\ ]* ]]; then
      __gotools_known=$__gotools_new
    fi
  }

  # The program stays the one found first: a PATH that is broken later is what it has to report.
  # A relative entry of PATH does not count, since it would be another program in every directory.
  __gotools_find() {
    [[ ! -f $__gotools_program || ! -x $__gotools_program ]] || \return 0
    ! \test "${PATH-}" = "$__gotools_searched" || \return 1
    __gotools_searched=${PATH-}
    \local __gotools_rest="${PATH-}:" __gotools_file
    while [[ -n $__gotools_rest ]]; do
      __gotools_file=${__gotools_rest%%:*}/gotools
      __gotools_rest=${__gotools_rest#*:}
      if [[ $__gotools_file == /* && -f $__gotools_file && -x $__gotools_file ]]; then
        __gotools_program=$__gotools_file
        \return 0
      fi
    done
    \return 1
  }

  # A function of its own, since a variable that is local may be tried and is gone afterwards.
  __gotools_may_hook() {
    \local PROMPT_COMMAND 2>/dev/null
  }

  # Whether go is not to run here; says why. Anything but a clear yes is a no. A directory that is on
  # no Windows drive is not asked about again.
  __gotools_refuses() {
    [[ ${GOTOOLS_GUARD_GO-} == 1 && ${GOTOOLS_ALLOW_WINDOWS_DRIVE-} != 1 ]] || \return 1
    ! \test "${PWD-}" = "$__gotools_local" || \return 1
    __gotools_find || \return 1
    \local __gotools_answer=0 __gotools_sentence
    __gotools_sentence=$(\exec "$__gotools_program" go-env-guard --may-go 2>/dev/null) ||
      __gotools_answer=$?
    ((__gotools_answer != 0)) || __gotools_local=${PWD-}
    ((__gotools_answer == 1)) || \return 1
    \builtin printf "%s\n" "$__gotools_sentence" >&2
  }

  # Takes every trace of gotools out of this shell.
  gotools_off() {
    \local -
    \set +aeu
    \local __gotools_index __gotools_text
    if __gotools_may_hook; then
      for __gotools_index in "${!PROMPT_COMMAND[@]}"; do
        [[ ${PROMPT_COMMAND[__gotools_index]} == *"$__gotools_line"* ]] || \continue
        # Others may have written before it or after it, with a semicolon or a newline.
        __gotools_text=${PROMPT_COMMAND[__gotools_index]//$'\n'"$__gotools_line"/}
        __gotools_text=${__gotools_text//"$__gotools_line"[;$'\n']/}
        __gotools_text=${__gotools_text//;"$__gotools_line"/}
        __gotools_text=${__gotools_text//"$__gotools_line"/}
        if [[ -z $__gotools_text && -n $__gotools_alone ]]; then
          \unset -v "PROMPT_COMMAND[$__gotools_index]"
        elif ((__gotools_index == 0)); then
          PROMPT_COMMAND=$__gotools_text # an index would make an array of a string
        else
          PROMPT_COMMAND[__gotools_index]=$__gotools_text
        fi
      done
    fi
    # shellcheck disable=SC2154 # the array is bash-preexec's
    for __gotools_index in "${!precmd_functions[@]}"; do
      if [[ ${precmd_functions[__gotools_index]} == __gotools_prompt ]]; then
        \unset -v "precmd_functions[$__gotools_index]"
      fi
    done
    [[ $(\declare -f go) != *__gotools_refuses* ]] || \unset -f go
    \unset -f __gotools_prompt __gotools_look __gotools_find __gotools_may_hook __gotools_refuses gotools_off
    \unset -v "${!__gotools_@}"
  }

  __gotools_install() {
    # `local -` gives the options back. What -a has marked already is not to go to every child.
    [[ $- != *a* ]] || \export -fn __gotools_prompt __gotools_look __gotools_find __gotools_may_hook \
      __gotools_refuses gotools_off
    \local -
    \set +aeu

    # Sourced again, it goes on with what it knows.
    __gotools_known=${__gotools_known-}
    __gotools_seen=${__gotools_seen-}
    __gotools_ran=${__gotools_ran-}
    __gotools_unexported=${__gotools_unexported-}
    __gotools_program=${__gotools_program-}
    __gotools_searched=
    __gotools_local=
    __gotools_find || :

    # Its last command is go itself, so that a job that stops or dies is go; the word after `function` is
    # not taken for an alias. By eval, since sh could not parse it.
    if [[ ${GOTOOLS_GUARD_GO-} == 1 && -z ${BASH_ALIASES[go]+set} ]] && ! \declare -F go >/dev/null; then
      \eval 'function go { ! __gotools_refuses || \return 1; \command go "$@"; }'
    fi

    # What stands in PROMPT_COMMAND. It may be exported to a child that lacks the function: there the
    # array is empty, and so is the command. After `&& :` a status other than 0 is kept for whoever
    # comes next, and yet ends no `set -e` shell and springs no ERR trap.
    __gotools_hook[0]=__gotools_prompt
    # shellcheck disable=SC2016
    __gotools_line='"${__gotools_hook[@]}" && :'

    \local __gotools_function
    if [[ -n ${bash_preexec_imported-}${__bp_imported-} ]]; then
      # bash-preexec takes what follows its own last line in PROMPT_COMMAND for the user's command.
      # shellcheck disable=SC2154 # the array is bash-preexec's
      for __gotools_function in "${precmd_functions[@]}"; do
        [[ $__gotools_function != __gotools_prompt ]] || \return 0
      done
      \eval 'precmd_functions+=(__gotools_prompt)'
    elif [[ ${PROMPT_COMMAND[*]-} == *"$__gotools_line"* ]]; then
      \return 0
    elif __gotools_may_hook; then
      __gotools_alone=
      [[ -n ${PROMPT_COMMAND+set} ]] || __gotools_alone=yes
      # A newline, since what is there may end in a comment. An array gets it in its first element,
      # the only one that bash before 5.1 runs.
      PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}$__gotools_line
    fi
  }

  __gotools_install
  \unset -f __gotools_install
fi
