#!/usr/bin/env bash
# agent-fix under load and under faults: many first runs at once start one agent; a starter killed at any moment leaves
# neither a second agent nor a lock that nobody can take; whatever system call fails, there is a sentence, a documented
# exit status, and on standard output nothing or lines that are whole.
#
# GOTOOLS_BINARY names the release binary. GOTOOLS_ROUNDS says how often 200 run at once (20). What the C library and
# the Swift runtime do before main begins is theirs: calls are counted from the poll(2) with which main begins. Every
# agent that was started is ended, by its process number and by the directory of its socket.
set -euo pipefail

package=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
binary=$(realpath "${GOTOOLS_BINARY:-$package/.build/release/gotools}")
rounds=${GOTOOLS_ROUNDS:-20}

# What lies in /tmp is the user's: where the kernel lets, there is another one meanwhile.
if [ -z "${GOTOOLS_OWN_TMP-}" ]; then
  own=$(mktemp -d -p /var/tmp)
  trap 'rm -rf "$own"' EXIT
  if unshare --mount mount --bind "$own" /tmp 2>/dev/null; then
    cp "$binary" "$own/gotools"
    cp "${BASH_SOURCE[0]}" "$own/agents.sh"
    cp "$package/Tests/disturbing.sh" "$own/disturbing.sh"
    status=0
    # shellcheck disable=SC2016  # they are for the inner shell
    GOTOOLS_OWN_TMP=yes GOTOOLS_BINARY=/tmp/gotools unshare --mount sh -c 'mount --bind "$0" /tmp && exec "$@"' \
      "$own" /tmp/agents.sh || status=$?
    exit "$status"
  fi
fi
# shellcheck source=Tests/disturbing.sh
. "$(dirname "${BASH_SOURCE[0]}")/disturbing.sh"
scratch=$(mktemp -d -p /tmp)
failed=0
tried=0
what=

# What an agent leaves to be known by: the path of its socket, which lies in this script's own directory.
agents() {
  local command name
  for command in $(grep -lsF "$scratch/" /proc/[0-9]*/cmdline || :); do
    command=${command%/cmdline}
    name=
    read -r name 2>/dev/null <"$command/comm" || :
    if [ "$name" = ssh-agent ]; then echo "${command#/proc/}"; fi
  done
}

number_of_agents() { agents | wc -l; }

end_agents() {
  local process
  for process in $(agents); do kill -9 "$process" 2>/dev/null || :; done
}

trap 'end_agents; rm -rf "$scratch"' EXIT
export HOME=$scratch/home XDG_RUNTIME_DIR=$scratch/run TMPDIR=$scratch/tmp PATH=/usr/bin:/bin
unset SSH_AUTH_SOCK SSH_AGENT_PID TMUX GNUPGHOME XDG_STATE_HOME GOTOOLS_ROOT GOTOOLS_RUN
mkdir "$HOME" "$TMPDIR"
cd "$scratch"
own=$XDG_RUNTIME_DIR/gotools
wanted="SSH_AUTH_SOCK='$own/agent.sock'; export SSH_AUTH_SOCK; unset SSH_AGENT_PID"
fix=("$binary" agent-fix --shell sh)

# What starters leave that were killed, and names that none of them gives; looked at again when that is a minute old.
half_done=(agent.sock.000000000000001f started.sock.record.000000000000000a silent.0123456789abcdef
  project-00000000000000ff.sock.record.0123456789abcdef)
half_done_link=agent.sock.fedcba9876543210
others=(agent.sock.1f agent.sock.000000000000001g agent.sock.0123456789abcdef0 agent.sock. x.000000000000001f
  own.record.000000000000001f project-ff.sock.record.000000000000001f agent.sock.000000000000001F)
mkdir -m 700 "$scratch/left" "$scratch/left/gotools"
(cd "$scratch/left/gotools" && touch "${half_done[@]}" "${others[@]}" && ln -s nothing "$half_done_link")
made=$SECONDS

complain() {
  echo "agents.sh: $what: $1"
  if [ -s "$scratch/err" ]; then head -c 600 "$scratch/err" | sed 's/^/  /'; fi
  failed=1
}

# begin SCENE: first has nothing, live an agent and the link to it, stale the socket of an agent that was killed and a
# link that leads nowhere.
begin() {
  end_agents
  rm -rf "$XDG_RUNTIME_DIR"
  mkdir -m 700 "$XDG_RUNTIME_DIR"
  case "$1" in
    first | project) ;;
    live) "${fix[@]}" >/dev/null 2>"$scratch/err" || complain "no agent for it" ;;
    stale)
      "${fix[@]}" >/dev/null 2>"$scratch/err" || complain "no agent for it"
      end_agents
      ln -sfn "$own/nothing" "$own/agent.sock"
      ;;
  esac
}

# is_whole LINES: they let a shell use an agent of this script; past the link only where a sentence says why.
is_whole() {
  case "$1" in
    "$wanted" | "SSH_AUTH_SOCK='$own/project-"*".sock'; export SSH_AUTH_SOCK; unset SSH_AGENT_PID") ;;
    "SSH_AUTH_SOCK='$own/started.sock'; export SSH_AUTH_SOCK; unset SSH_AGENT_PID") [ -s "$scratch/err" ] ;;
    *) return 1 ;;
  esac
}

# answers LINES: the agent that they name says which keys it has.
answers() {
  local said
  said=$(eval "$1" && timeout 5 ssh-add -l 2>&1) || :
  [ "$said" = "The agent has no identities." ]
}

# together NUMBER: so many runs that begin at the same moment.
together() {
  local number children=() status
  rm -rf "$scratch/together"
  mkdir "$scratch/together"
  exec 8>"$scratch/together/gate"
  flock 8
  for ((number = 0; number < $1; number++)); do
    flock --shared --close "$scratch/together/gate" "${fix[@]}" \
      >"$scratch/together/$number.out" 2>"$scratch/together/$number.err" 8>&- &
    children+=("$!")
  done
  sleep 0.5
  exec 8>&-
  for ((number = 0; number < $1; number++)); do
    status=0
    wait "${children[number]}" || status=$?
    : >"$scratch/err"
    if ((status != 0)) || [ "$(cat "$scratch/together/$number.out")" != "$wanted" ]; then
      cp "$scratch/together/$number.err" "$scratch/err"
      complain "run $number ended with $status and printed '$(cat "$scratch/together/$number.out")'"
    fi
  done
}

for scene in first stale; do
  start=$SECONDS
  for ((round = 1; round <= rounds; round++)); do
    what="200 at once, $scene, round $round"
    begin "$scene"
    together 200
    : >"$scratch/err"
    [ "$(number_of_agents)" = 1 ] || complain "$(number_of_agents) agents run"
    answers "$wanted" || complain "the agent does not answer"
  done
  echo "200 runs at once, $scene: $rounds rounds in $((SECONDS - start)) s"
done


# settle: whatever happened before, there is at most one agent, and the next run makes all well.
settle() {
  local before after status=0 out
  # ssh-agent itself ends a moment after the one that it leaves behind has begun.
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    before=$(number_of_agents)
    ((before > 1)) || break
    sleep 0.1
  done
  ((before <= 1)) || complain "$before agents run"
  out=$(timeout 20 "${command[@]}" 2>"$scratch/err") || status=$?
  if ((status != 0)) || ! is_whole "$out"; then complain "the next run ended with $status: $out"; fi
  after=$(number_of_agents)
  [ "$after" = 1 ] || complain "after the next run $after agents run"
  answers "$out" || complain "the agent does not answer after the next run"
  if find "$own" | grep -E '\.[0-9a-f]{10,}$'; then leftovers=$((leftovers + 1)); fi
}

# judge: a documented status, a sentence where it is not well, and on standard output nothing or whole lines.
judge() {
  case "$status" in
    0) [ -s "$scratch/out" ] || complain "it ended with 0 and printed nothing" ;;
    1 | 2 | 64 | 70 | 74) [ -s "$scratch/err" ] || complain "status $status without a sentence" ;;
    *) complain "status $status" ;;
  esac
  if [ -s "$scratch/out" ] && ! is_whole "$(cat "$scratch/out")"; then
    complain "not whole: $(cat "$scratch/out")"
  fi
}

# calls SCENE: the calls that the command makes itself from the beginning of main, a line each with its number.
calls() {
  begin "$1"
  strace -qq -o "$scratch/calls" "${command[@]}" >/dev/null 2>"$scratch/err" || :
  awk '
    /^[a-z_0-9]+\(/ {
      call = $0
      sub(/\(.*/, "", call)
      number[call]++
      if (call == "poll") main = 1
      if (main) print call, number[call]
    }' "$scratch/calls"
}

leftovers=0
what="calls"
for scene in first stale; do
  command=("${fix[@]}")
  # Every few calls, so that it is killed at fifty moments and more, and at each call that changes something.
  mapfile -t moments < <(calls "$scene" | awk '
    { line[NR] = $0; call[NR] = $1 }
    END {
      step = NR > 50 ? int(NR / 50) : 1
      for (n = 1; n <= NR; n++)
        if (n % step == 0 || call[n] ~ /^(mkdirat|renameat2?|symlinkat|unlinkat|flock|fsync|write|vfork|clone3?|waitid|wait4|pidfd_open|connect)$/)
          print line[n]
    }')
  killed=0
  for moment in "${moments[@]}"; do
    read -r call number <<<"$moment"
    try "$call" "$number" signal=KILL
    # How often it polls, and so whether it comes to that call, depends on how quickly others answer.
    if ((status == 137)); then killed=$((killed + 1)); else judge; fi
    if [ -s "$scratch/out" ] && ! is_whole "$(cat "$scratch/out")"; then complain "not whole"; fi
    settle
  done
  what=$scene
  ((killed >= 50)) || complain "killed at $killed moments only"
  echo "killed at $killed moments, $scene"
done
echo "temporary names left by killed starters: $leftovers"

# Memory is not taken away: the runtime ends a program that gets none, which is nothing to be tested here.
for scene in first live stale project; do
  command=("${fix[@]}")
  if [ "$scene" = project ]; then command=("$binary" agent-fix --project "$HOME" --shell sh); fi
  mapfile -t all < <(calls "$scene")
  for moment in "${all[@]}"; do
    read -r call number <<<"$moment"
    errors=()
    case "$call" in
      # Each file that is looked at is looked at in the same way.
      newfstatat) if ((number % 7 == 0)); then errors=(EIO EACCES); fi ;;
      openat) if ((number % 3 == 0)); then errors=(EMFILE EACCES EIO); fi ;;
      write | fsync | mkdirat | symlinkat | renameat | renameat2 | unlinkat) errors=(ENOSPC EIO EACCES) ;;
      socket | connect | sendto | recvfrom | flock | pipe2 | vfork | clone | clone3 | pidfd_open | poll | waitid | wait4 | \
        read | pread64 | getdents64 | readlink | readlinkat | getcwd | getsockopt | faccessat2) errors=(EMFILE EIO EACCES) ;;
    esac
    for error in "${errors[@]}"; do
      try "$call" "$number" "error=$error"
      judge
      settle
    done
  done
done
what="what killed starters left"
while ((SECONDS - made < 62)); do sleep 1; done
XDG_RUNTIME_DIR=$scratch/left "${fix[@]}" >"$scratch/out" 2>"$scratch/err" || complain "no agent"
for name in "${half_done[@]}" "$half_done_link"; do
  if [ -e "$scratch/left/gotools/$name" ] || [ -L "$scratch/left/gotools/$name" ]; then complain "$name is there still"; fi
done
for name in "${others[@]}"; do
  if [ ! -e "$scratch/left/gotools/$name" ]; then complain "$name is gone"; fi
done
if ((tried < 300)); then
  echo "agents.sh: only $tried calls were disturbed"
  failed=1
fi
echo "$tried system calls disturbed"
exit "$failed"
