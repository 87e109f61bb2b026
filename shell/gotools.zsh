# gotools.zsh: says at the prompt when this shell's Go environment breaks.
#
# The line for ~/.zshrc (or `source` this file there):
#   if [ -n "${ZSH_VERSION-}" ] && command -v gotools >/dev/null 2>&1; then eval "$(gotools init zsh)"; fi
#
# `gotools go-env-guard` runs before the first prompt, and before a later one only when PATH, the
# directory or a Go variable has changed, or one set since the first prompt has been exported (to take
# the export mark away, as `typeset +x` does, is not noticed). GOTOOLS_GUARD=off keeps it from running.
#
# With GOTOOLS_GUARD_GO=1 set before that line, a function `go` refuses to run go in a module on a
# Windows drive, unless GOTOOLS_ALLOW_WINDOWS_DRIVE=1. A function or alias `go` that is there already
# stays, and nothing is guarded. gotools_off takes everything back.
#
# With GOTOOLS_AGENT=1 set before that line, SSH_AUTH_SOCK becomes the link that `gotools agent-fix` keeps
# leading to a working ssh agent; gotools_off leaves that as it is.
#
# Command words are written \word so that no alias of the user's gets between; `emulate` puts the
# user's options aside inside each function, and `typeset -g` is what WARN_CREATE_GLOBAL asks for.
# Arrays are filled by set, since sh may read this file by mistake and must be able to parse it.

# An editor that reads the environment is to know the agent, too. What a relative entry of PATH has is not run.
if \test -n "${ZSH_VERSION-}" && [[ -o interactive && "${GOTOOLS_AGENT-}" == 1 && "$(\builtin whence -p gotools)" == /* ]]; then
  \builtin eval "$(\command gotools agent-fix --shell zsh)"
fi

__gotools_install() {
  # A shell that is no terminal's, or that an editor starts to read its environment, is left alone.
  \test -n "${ZSH_VERSION-}" || \return 0
  [[ -o interactive && -z ${VSCODE_RESOLVING_ENVIRONMENT-} ]] || \return 0
  \builtin emulate -L zsh
  \builtin setopt no_err_exit no_err_return no_all_export

  # Runs at every prompt and must cost next to nothing: no process, one comparison. No variable of
  # a process contains NUL, so none can be taken for two. zsh itself keeps $? for the user; to return
  # it would spring an ERR trap once more.
  __gotools_prompt() {
    \builtin emulate -L zsh
    \builtin setopt no_err_exit no_err_return no_all_export
    \set -- \
      "$PATH" "$PWD" "$HOME" "$TMPDIR" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$CC" "$CGO_ENABLED" \
      "$GO111MODULE" "$GOARCH" "$GOBIN" "$GOCACHE" "$GOENV" "$GOFLAGS" "$GOINSECURE" \
      "$GOMODCACHE" "$GONOPROXY" "$GONOSUMDB" "$GOOS" "$GOPATH" "$GOPRIVATE" "$GOPROXY" "$GOROOT" \
      "$GOSUMDB" "$GOTMPDIR" "$GOTOOLCHAIN" "$GOWORK"
    \local __gotools_now="${(pj:\0:)@}"
    if [[ "$__gotools_now" != "$__gotools_seen" ]]; then
      __gotools_look
    elif [[ -n "$__gotools_unexported" ]] &&
      \builtin eval "[[ $__gotools_unexported == *export* ]]"; then
      __gotools_look
    fi
    \return 0
  }

  __gotools_look() {
    [[ ${GOTOOLS_GUARD-} != off ]] || \return 0
    \local __gotools_name __gotools_before="$__gotools_seen"
    # Written down before the run, so that Ctrl-C during it does not bring it back at the next prompt.
    \typeset -g __gotools_seen="$__gotools_now"
    # What is set and not exported is no matter to go before it is: the marks of such are all that is
    # looked at. Not as the shell starts, which is not to take longer for it.
    \typeset -g __gotools_unexported=
    if [[ -n "$__gotools_before" ]]; then
      for __gotools_name in TMPDIR XDG_CONFIG_HOME XDG_CACHE_HOME CC CGO_ENABLED GO111MODULE \
        GOARCH GOBIN GOCACHE GOENV GOFLAGS GOINSECURE GOMODCACHE GONOPROXY GONOSUMDB GOOS GOPATH \
        GOPRIVATE GOPROXY GOROOT GOSUMDB GOTMPDIR GOTOOLCHAIN GOWORK; do
        [[ -z "${(P)__gotools_name}" || "${(Pt)__gotools_name}" == *export* ]] ||
          __gotools_unexported+="\${(t)$__gotools_name}"
      done
    fi
    __gotools_find || \return 0
    \local __gotools_new
    __gotools_new=$("$__gotools_program" go-env-guard --known "$__gotools_known") ||
      (( $? <= 2 )) || \return 0
    # Whatever else may have been printed does not get into the list.
    if (( ${#__gotools_new} <= 65536 )) && [[ "$__gotools_new" != *[^A-Za-z0-9:.\ ]* ]]; then
      \typeset -g __gotools_known="$__gotools_new"
    fi
  }

  # The program stays the one found first: a PATH that is broken later is what it has to report.
  # A relative entry of PATH does not count, since it would be another program in every directory.
  # Not $commands, which reads whole directories for a name it does not have.
  __gotools_find() {
    [[ ! -f $__gotools_program || ! -x $__gotools_program ]] || \return 0
    [[ "$PATH" != "$__gotools_searched" ]] || \return 1
    \typeset -g __gotools_searched="$PATH"
    \local __gotools_directory
    for __gotools_directory in "${path[@]}"; do
      if [[ $__gotools_directory == /* && -f $__gotools_directory/gotools &&
        -x $__gotools_directory/gotools ]]; then
        \typeset -g __gotools_program=$__gotools_directory/gotools
        \return 0
      fi
    done
    \return 1
  }

  # Whether go is not to run here; says why. Anything but a clear yes is a no. A directory that is on
  # no Windows drive is not asked about again.
  __gotools_refuses() {
    \builtin emulate -L zsh
    \builtin setopt no_err_exit no_err_return no_all_export
    [[ ${GOTOOLS_GUARD_GO-} == 1 && ${GOTOOLS_ALLOW_WINDOWS_DRIVE-} != 1 ]] || \return 1
    [[ "$PWD" != "$__gotools_local" ]] || \return 1
    __gotools_find || \return 1
    \local __gotools_sentence
    \local -i __gotools_answer=0
    __gotools_sentence=$("$__gotools_program" go-env-guard --may-go 2>/dev/null) ||
      __gotools_answer=$?
    (( __gotools_answer )) || \typeset -g __gotools_local="$PWD"
    (( __gotools_answer == 1 )) || \return 1
    \builtin print -r -- "$__gotools_sentence" >&2
  }

  # Takes every trace of gotools out of this shell.
  gotools_off() {
    \builtin emulate -L zsh
    \set -A precmd_functions "${(@)precmd_functions:#__gotools_prompt}"
    if (( ${#precmd_functions} == 0 && __gotools_alone )); then
      \unset precmd_functions
    fi
    [[ ${functions[go]-} != *__gotools_refuses* ]] || \unfunction go
    \unset -m '__gotools_*'
    \unfunction -m '__gotools_*' gotools_off
  }

  # Sourced again, it goes on with what it knows.
  \typeset -g __gotools_known="${__gotools_known-}"
  \typeset -g __gotools_seen="${__gotools_seen-}"
  \typeset -g __gotools_unexported="${__gotools_unexported-}"
  \typeset -g __gotools_program="${__gotools_program-}"
  \typeset -g __gotools_searched=
  \typeset -g __gotools_local=
  __gotools_find || :

  # Its last command is go itself, so that what stops or dies is go.
  if [[ ${GOTOOLS_GUARD_GO-} == 1 ]] && (( ! ${+functions[go]} && ! ${+aliases[go]} )); then
    \builtin eval 'function go { ! __gotools_refuses || \return 1; \command go "$@" }'
  fi

  if [[ -z ${(M)precmd_functions:#__gotools_prompt} ]]; then
    \typeset -g __gotools_alone=$(( ! ${+precmd_functions} ))
    \typeset -ga precmd_functions
    \set -A precmd_functions "${precmd_functions[@]}" __gotools_prompt
  fi
}

__gotools_install
\unset -f __gotools_install
