# gotools.fish: says at the prompt when this shell's Go environment breaks.
#
# The line for ~/.config/fish/config.fish (or `source` this file there):
#   if command -q gotools; gotools init fish | source; end
#
# `gotools go-env-guard` runs before the first prompt, and before a later one only when PATH, the
# directory or a Go variable has changed. GOTOOLS_GUARD=off keeps it from running; gotools_off takes
# everything back.

# A shell that is no terminal's, or that an editor starts to read its environment, is left alone.
if status is-interactive; and not set -q VSCODE_RESOLVING_ENVIRONMENT

    # Runs at every prompt and must cost next to nothing: no process, one comparison. `string escape`
    # quotes what could be taken for a boundary, so that no value can be taken for two.
    function __gotools_prompt --on-event fish_prompt
        set -l now (string escape -- "$PATH" "$PWD" "$HOME" "$TMPDIR" "$XDG_CONFIG_HOME" \
            "$XDG_CACHE_HOME" "$CC" "$CGO_ENABLED" "$GO111MODULE" "$GOARCH" "$GOBIN" "$GOCACHE" \
            "$GOENV" "$GOFLAGS" "$GOINSECURE" "$GOMODCACHE" "$GONOPROXY" "$GONOSUMDB" "$GOOS" \
            "$GOPATH" "$GOPRIVATE" "$GOPROXY" "$GOROOT" "$GOSUMDB" "$GOTMPDIR" "$GOTOOLCHAIN" \
            "$GOWORK")
        if test "$now" != "$__gotools_seen"; and test "$GOTOOLS_GUARD" != off
            # Written down before the run, so that Ctrl-C during it does not bring it back.
            set -g __gotools_seen $now
            __gotools_look
        end
    end

    function __gotools_look
        __gotools_find; or return
        set -l new ($__gotools_program go-env-guard --known "$__gotools_known")
        # Whatever else may have been printed does not get into the list.
        if test $status -le 2 -a (builtin count $new) -le 1 -a (string length -- "$new") -le 65536
            and string match -qr '^[A-Za-z0-9:. ]*$' -- "$new"
            set -g __gotools_known "$new"
        end
    end

    # The program stays the one found first: a PATH that is broken later is what it has to report.
    # A relative entry of PATH does not count, since it would be another program in every directory.
    function __gotools_find
        test -f "$__gotools_program" -a -x "$__gotools_program"; and return 0
        test "$PATH" = "$__gotools_searched"; and return 1
        set -g __gotools_searched "$PATH"
        for directory in (string match -- '/*' $PATH)
            if test -f "$directory/gotools" -a -x "$directory/gotools"
                set -g __gotools_program "$directory/gotools"
                return 0
            end
        end
        return 1
    end

    function gotools_off --description "Takes every trace of gotools out of this shell"
        builtin functions --erase __gotools_prompt __gotools_look __gotools_find gotools_off
        set --erase --global __gotools_known __gotools_seen __gotools_program __gotools_searched
    end

    # Sourced again, it goes on with what it knows.
    set -q __gotools_known; or set -g __gotools_known ""
    set -q __gotools_seen; or set -g __gotools_seen ""
    set -q __gotools_program; or set -g __gotools_program ""
    set -g __gotools_searched ""
    __gotools_find; or true
end
