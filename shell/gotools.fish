# gotools.fish: says at the prompt when this shell's Go environment breaks.
#
# The line for ~/.config/fish/config.fish (or `source` this file there):
#   if command -q gotools; gotools init fish | source; end
#
# `gotools go-env-guard` runs before the first prompt, and before a later one only when PATH, the
# directory or a Go variable has changed, or has been exported (to take the export mark away, as
# `set --unexport` does, is not noticed). GOTOOLS_GUARD=off keeps it from running.
#
# With GOTOOLS_GUARD_GO=1 set before that line, a function `go` refuses to run go in a module on a
# Windows drive, unless GOTOOLS_ALLOW_WINDOWS_DRIVE=1. A function `go` that is there already stays, and
# nothing is guarded. gotools_off takes everything back.
#
# With GOTOOLS_AGENT=1 set before that line, SSH_AUTH_SOCK becomes the link that `gotools agent-fix` keeps
# leading to a working ssh agent; gotools_off leaves that as it is.

# An editor that reads the environment is to know the agent, too. What a relative entry of PATH has is not run.
if status is-interactive; and test "$GOTOOLS_AGENT" = 1
    and string match -q '/*' -- (command -s gotools)
    command gotools agent-fix --shell fish | source
end

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
        for name in $__gotools_unexported
            set -qx $name; and set -g __gotools_seen ""
        end
        if test "$now" != "$__gotools_seen"; and test "$GOTOOLS_GUARD" != off
            # Written down before the run, so that Ctrl-C during it does not bring it back.
            set -g __gotools_seen $now
            __gotools_look
        end
    end

    function __gotools_look
        # What is set and not exported is no matter to go before it is: such are looked at for that. `set -q`
        # answers with the number of those that are not set.
        set -l names TMPDIR XDG_CONFIG_HOME XDG_CACHE_HOME CC CGO_ENABLED GO111MODULE GOARCH GOBIN \
            GOCACHE GOENV GOFLAGS GOINSECURE GOMODCACHE GONOPROXY GONOSUMDB GOOS GOPATH GOPRIVATE \
            GOPROXY GOROOT GOSUMDB GOTMPDIR GOTOOLCHAIN GOWORK
        set -g __gotools_unexported
        set -q $names
        set -l missing $status
        set -qx $names
        if test $status -ne $missing
            for name in $names
                set -qx $name; or test -z "$$name"; or set -a __gotools_unexported $name
            end
        end
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

    # Whether go is not to run here; says why. Anything but a clear yes is a no.
    function __gotools_refuses
        test "$GOTOOLS_GUARD_GO" = 1 -a "$GOTOOLS_ALLOW_WINDOWS_DRIVE" != 1; and __gotools_find
        or return 1
        set -l sentence ($__gotools_program go-env-guard --may-go 2>/dev/null)
        test $status -eq 1; or return 1
        builtin printf '%s\n' $sentence >&2
    end

    # fish cannot run a function in the background: `go` is one only on a Windows drive, and not where
    # it has nothing to refuse.
    function __gotools_guard_go --on-variable PWD
        if functions --query go
            functions go | string match -q '*__gotools_refuses*'; or return
            functions --erase go
        end
        test "$GOTOOLS_GUARD_GO" = 1 -a "$GOTOOLS_ALLOW_WINDOWS_DRIVE" != 1; or return
        # Where no mount can be one, no process is started.
        set -q GOTOOLS_ROOT; or string match -qr ' - (drvfs|9p|virtiofs) ' </proc/self/mountinfo
        and __gotools_find; or return
        $__gotools_program go-env-guard --may-go >/dev/null 2>/dev/null
        if test $status -eq 1 -o $status -eq 2
            function go --wraps go
                __gotools_refuses; and return 1
                command go $argv
            end
        end
    end

    function gotools_off --description "Takes every trace of gotools out of this shell"
        if functions --query go; and functions go | string match -q '*__gotools_refuses*'
            functions --erase go
        end
        builtin functions --erase __gotools_prompt __gotools_look __gotools_find __gotools_refuses \
            __gotools_guard_go gotools_off
        set --erase --global __gotools_known __gotools_seen __gotools_unexported __gotools_program \
            __gotools_searched
    end

    # Sourced again, it goes on with what it knows.
    set -q __gotools_known; or set -g __gotools_known ""
    set -q __gotools_seen; or set -g __gotools_seen ""
    set -q __gotools_unexported; or set -g __gotools_unexported
    set -q __gotools_program; or set -g __gotools_program ""
    set -g __gotools_searched ""
    __gotools_find; or true
    if test "$GOTOOLS_GUARD_GO" = 1
        __gotools_guard_go
    else
        builtin functions --erase __gotools_guard_go
    end
    true
end
