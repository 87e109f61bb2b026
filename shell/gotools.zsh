# gotools.zsh: says at the prompt when this shell's Go environment breaks.
#
# The line for ~/.zshrc (or `source` this file there):
#   if [ -n "${ZSH_VERSION-}" ] && command -v gotools >/dev/null 2>&1; then eval "$(gotools init zsh)"; fi
#
# `gotools go-env-guard` runs before the first prompt, and before a later one only when PATH, the
# directory or a Go variable has changed. GOTOOLS_GUARD=off keeps it from running; gotools_off takes
# everything back.
#
# Command words are written \word so that no alias of the user's gets between; `emulate` puts the
# user's options aside inside each function, and `typeset -g` is what WARN_CREATE_GLOBAL asks for.
# Arrays are filled by set, since sh may read this file by mistake and must be able to parse it.

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
    [[ "$__gotools_now" == "$__gotools_seen" ]] || __gotools_look
    \return 0
  }

  __gotools_look() {
    [[ ${GOTOOLS_GUARD-} != off ]] || \return 0
    # Written down before the run, so that Ctrl-C during it does not bring it back at the next prompt.
    \typeset -g __gotools_seen="$__gotools_now"
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

  # Takes every trace of gotools out of this shell.
  gotools_off() {
    \builtin emulate -L zsh
    \set -A precmd_functions "${(@)precmd_functions:#__gotools_prompt}"
    if (( ${#precmd_functions} == 0 && __gotools_alone )); then
      \unset precmd_functions
    fi
    \unset -m '__gotools_*'
    \unfunction -m '__gotools_*' gotools_off
  }

  # Sourced again, it goes on with what it knows.
  \typeset -g __gotools_known="${__gotools_known-}"
  \typeset -g __gotools_seen="${__gotools_seen-}"
  \typeset -g __gotools_program="${__gotools_program-}"
  \typeset -g __gotools_searched=
  __gotools_find || :

  if [[ -z ${(M)precmd_functions:#__gotools_prompt} ]]; then
    \typeset -g __gotools_alone=$(( ! ${+precmd_functions} ))
    \typeset -ga precmd_functions
    \set -A precmd_functions "${precmd_functions[@]}" __gotools_prompt
  fi
}

__gotools_install
\unset -f __gotools_install
