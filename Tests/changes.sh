#!/usr/bin/env bash
# Kills go-env-guard --apply and gotools undo at each of their system calls, and makes each fail, with strace: the file
# then holds the old bytes or the new ones, the next run goes on from there, undo gives the old ones back, and nothing
# is left lying beside the file. Of two files that are changed together the first goes back where the second fails.
#
# GOTOOLS_BINARY names the binary. What the C library and the Swift runtime do before main begins is theirs: calls are
# counted from the poll(2) with which main begins.
set -euo pipefail

package=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
binary=$(realpath "${GOTOOLS_BINARY:-$package/.build/release/gotools}")
# shellcheck source=Tests/disturbing.sh
. "$package/Tests/disturbing.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
export HOME=$scratch/home XDG_STATE_HOME=$scratch/state PATH=/usr/bin:/bin
unset XDG_CONFIG_HOME GOENV GOROOT GOPROXY GOFLAGS GOTOOLS_ROOT
file=$HOME/.config/go/env
failed=0
tried=0

apply=("$binary" go-env-guard --set GOPROXY=direct --apply)
undo=("$binary" undo)
# What changes files, and each of them is disturbed; of what finds and reads them, every third.
writing=(renameat renameat2 unlinkat mkdirat write fsync fchmod utimensat)
reading=(openat pread64 getdents64 flock readlinkat)

complain() {
  echo "$what: $1"
  sed 's/^/  /' "$scratch/err"
  failed=1
}

# begin SCENE: edit has a file to be edited, create has none; of undo, the change is made already.
begin() {
  rm -rf "$HOME" "$XDG_STATE_HOME"
  mkdir "$HOME"
  if [[ $1 != *create ]]; then
    mkdir -p "${file%/*}"
    printf 'GOFLAGS=-x' >"$file"
    chmod 640 "$file"
    touch -d '2001-02-03 04:05:06.789 UTC' "$file"
  fi
  if [[ $1 == undo* ]]; then "${apply[@]}" >/dev/null 2>&1 || :; fi
  if [[ $1 == undo* ]]; then command=("${undo[@]}"); else command=("${apply[@]}"); fi
}

# content: old, new, or something else.
content() {
  if [ ! -e "$file" ]; then
    if [[ $scene == *create ]]; then echo old; else echo lost; fi
  else
    case "$(cat "$file"; echo .)" in
      GOFLAGS=-x.) echo old ;;
      $'GOFLAGS=-x\nGOPROXY=direct\n.') echo new ;;
      $'GOPROXY=direct\n.') echo new ;;
      *) echo broken ;;
    esac
  fi
}

# agree: what a run says of itself is what it has done.
agree() {
  local before=old after=new
  if [[ $scene == undo* ]]; then before=new after=old; fi
  # Where something cannot be read that is needed, nothing is done, and that is said.
  if ((status == 2)) && [ -s "$scratch/err" ]; then after=$(content); fi
  case "$status" in
    0 | 1 | 2) [ "$(content)" = "$after" ] || complain "it ended with $status, and the file is $(content)" ;;
    *)
      if grep -q 'cannot change' "$scratch/err" && ! grep -qE 'stays changed|restored all the same' "$scratch/err"; then
        [ "$(content)" = "$before" ] || complain "it ended with $status, and the file is $(content)"
      fi
      ;;
  esac
}

# settle: what the next runs make of it, whatever happened.
settle() {
  local status=0 count
  case "$(content)" in
    old | new) ;;
    *) complain "the file is $(content)" ;;
  esac
  "${apply[@]}" >"$scratch/out" 2>"$scratch/err" || status=$?
  ((status <= 2)) || complain "the next run ended with $status"
  [ "$(content)" = new ] || complain "the next run did not do it"
  for count in 1 2 3; do
    status=0
    "${undo[@]}" >"$scratch/out" 2>"$scratch/err" || status=$?
    ((status != 1)) || break
    ((status == 0)) || complain "undo number $count ended with $status"
  done
  ((status == 1)) || complain "there is no end to what can be undone"
  [ "$(content)" = old ] || complain "undo left the file $(content)"
  if [[ $scene == *create ]]; then
    [ ! -e "$HOME/.config" ] || complain "directories are left"
  else
    [ "$(stat -c '%a %y' "$file")" = "640 2001-02-03 04:05:06.789000000 +0000" ] || complain "mode or time differ"
  fi
  if find "$HOME" "$XDG_STATE_HOME" | grep -E '\.gotools-|\.applying|\.undoing'; then complain "that is left"; fi
}

export TZ=UTC
for scene in edit create undo undo-create; do
  begin "$scene"
  strace -qq -o "$scratch/calls" "${command[@]}" >/dev/null 2>"$scratch/err" || :
  for call in "${writing[@]}" "${reading[@]}"; do
    step=1 errors=(EIO ENOSPC EROFS EACCES EINTR)
    case "$call" in
      openat) step=3 errors=(EACCES EMFILE) ;;
      pread64 | getdents64 | flock | readlinkat) step=3 errors=(EIO EINTR) ;;
    esac
    read -r first last < <(awk -v call="$call(" '
      /^poll\(/ && !main { main = 1; first = n + 1 }
      index($0, call) == 1 { n++ }
      END { print first + 0, n + 0 }' "$scratch/calls")
    for ((number = first; number <= last; number += step)); do
      try "$call" "$number" signal=KILL
      ((status == 137)) || complain "it was not killed, but ended with $status"
      settle
      for error in "${errors[@]}"; do
        try "$call" "$number" "error=$error"
        case "$status" in
          0 | 1 | 2) [ "$error" != EINTR ] || [ -s "$scratch/out" ] || complain "interrupted, it gave up" ;;
          70 | 74) [ -s "$scratch/err" ] || complain "status $status without a sentence" ;;
          *) complain "it ended with $status" ;;
        esac
        agree
        settle
      done
    done
  done
done

# A file system that cannot exchange two names.
for scene in edit create undo undo-create; do
  for error in EINVAL ENOSYS; do
    try renameat2 1+ "error=$error"
    ((status <= 2)) || complain "it ended with $status"
    agree
    settle
  done
done

# Two files in one plan: a line of the go/env file, and the profile of a login that loses go.
both=(env SHELL=/bin/sh SSH_CONNECTION=here TERM=dumb "PATH=$scratch/go:$PATH" "$binary" go-env-guard --all --apply)
mkdir "$scratch/go"
printf '#!/bin/sh\n' >"$scratch/go/go"
chmod 755 "$scratch/go/go"

begin_both() {
  rm -rf "$HOME" "$XDG_STATE_HOME"
  mkdir -p "${file%/*}"
  printf 'GOPROXY=\n' >"$file"
  printf 'PATH=/gone\n' >"$HOME/.profile"
}

# states: old or new of the two.
states() {
  local first=new second=new
  [ "$(cat "$file")" != GOPROXY= ] || first=old
  [ "$(cat "$HOME/.profile")" != PATH=/gone ] || second=old
  echo "$first $second"
}

# try_both WHAT STATES STRACE-OPTION...: runs it once, disturbed; the files must then be in these states, or done, and
# can be done and undone.
try_both() {
  local status=0 expected=$2 count
  what="two files: $1"
  shift 2
  tried=$((tried + 1))
  begin_both
  {
    timeout 60 strace -qq -o /dev/null "$@" "${both[@]}" >"$scratch/out" 2>"$scratch/err" || status=$?
  } 2>/dev/null
  [ "$(states)" = "$expected" ] || complain "it ended with $status, and they are $(states)"
  if ((status != 137)); then
    ((status == 74)) || complain "it ended with $status"
    grep -q "cannot change .*$HOME/.profile" "$scratch/err" || complain "the second file is not named"
    if [ "$expected" = "old old" ]; then
      ! grep -q 'stays changed' "$scratch/err" || complain "it says that something stays changed"
      if find "$HOME" "$XDG_STATE_HOME" | grep -E '\.gotools-|changes/.*[0-9]'; then complain "that is left"; fi
    else
      grep -q "$file.* stays changed: gotools undo " "$scratch/err" || complain "what stays changed is not named"
    fi
  fi
  "${both[@]}" >"$scratch/out" 2>"$scratch/err" || complain "the next run ended with $?"
  [ "$(states)" = "new new" ] || complain "the next run left them $(states)"
  for count in 1 2 3; do
    status=0
    "${undo[@]}" >"$scratch/out" 2>"$scratch/err" || status=$?
    ((status != 1)) || break
    ((status == 0)) || complain "undo number $count ended with $status"
  done
  [ "$(states)" = "old old" ] || complain "undo left them $(states)"
  if find "$HOME" "$XDG_STATE_HOME" | grep -E '\.gotools-|\.applying|\.undoing'; then complain "that is left"; fi
}

begin_both
reading_back=(-P "$HOME/.profile" -e trace=pread64)
strace -qq -s 64 -o "$scratch/calls" "${reading_back[@]}" "${both[@]}" >"$scratch/out" 2>"$scratch/err" || :
what="two files"
[ "$(states)" = "new new" ] || complain "they are $(states)"
number=$(awk '/^pread64/ { n++ } />>> gotools >>>/ { print n; exit }' "$scratch/calls")
exchanging=(-e trace=renameat2)
try_both "the second cannot be written" "old old" "${exchanging[@]}" -e inject=renameat2:error=ENOSPC:when=2
try_both "the second does not read back" "old old" "${reading_back[@]}" -e "inject=pread64:error=EIO:when=$number"
try_both "the second cannot be written, nor the first restored" "new old" \
  "${exchanging[@]}" -e inject=renameat2:error=EIO:when=2+
try_both "killed before the first" "old old" "${exchanging[@]}" -e inject=renameat2:signal=KILL:when=1
try_both "killed between the two" "new old" "${exchanging[@]}" -e inject=renameat2:signal=KILL:when=2
try_both "killed as the second is read back" "new new" \
  "${reading_back[@]}" -e "inject=pread64:signal=KILL:when=$number"

# What somebody else writes between the last look and the exchange is not lost.
scene=edit
begin "$scene"
what="a file that is written meanwhile"
strace -qq -e trace=renameat2 -e inject=renameat2:delay_enter=1000000:when=1 -o /dev/null \
  "${command[@]}" >"$scratch/out" 2>"$scratch/err" &
while kill -0 "$!" && ! compgen -G "${file%/*}/.gotools-*" >/dev/null; do sleep 0.01; done
sleep 0.5
printf mine >"$file"
status=0
wait "$!" || status=$?
((status == 74)) || complain "it ended with $status"
[ "$(cat "$file")" = mine ] || complain "it is lost"
if find "$HOME" "$XDG_STATE_HOME" | grep -E '\.gotools-|\.applying'; then complain "that is left"; fi

# refused WHAT PATTERN COMMAND...: the command must end with 74 and a sentence.
refused() {
  local what=$1 pattern=$2 status=0
  shift 2
  "$@" >"$scratch/out" 2>"$scratch/err" || status=$?
  ((status == 74)) || complain "it ended with $status"
  grep -q -e "$pattern" "$scratch/err" || complain "it does not say: $pattern"
}

# What an ordinary user may not do, and what he is told.
user=()
if [ "$(id -u)" = 0 ]; then user=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
scene=refused
rm -rf "$HOME" "$XDG_STATE_HOME"
mkdir -p "${file%/*}" "$XDG_STATE_HOME"
cp "$binary" "$scratch/gotools"
chmod 755 "$scratch" "$scratch/gotools"
printf 'GOFLAGS=-x' >"$file"
if [ "$(id -u)" = 0 ]; then
  chown -R 65534:65534 "$HOME" "$XDG_STATE_HOME"
  refused "another user's journal" "another user" "${apply[@]}"
  [ ! -e "$XDG_STATE_HOME/gotools" ] || complain "something was made there"
  chown 0:0 "$file"
  refused "root's file" "another user; try: sudo chown 65534 -- $file" "${user[@]}" "$scratch/gotools" "${apply[@]:1}"
  chown 65534:65534 "$file"
  chown 0:0 "${file%/*}"
  refused "root's directory" "try: sudo chown 65534 -- ${file%/*}" "${user[@]}" "$scratch/gotools" "${apply[@]:1}"
  chown 65534:65534 "${file%/*}"
  mkdir "$scratch/root"
  printf 'GOFLAGS=-x' >"$scratch/target"
  ln -s "$scratch/target" "$scratch/root/env"
  chown -h 65534:65534 "$scratch/root/env"
  refused "another user's link" "link of another user" env "GOENV=$scratch/root/env" XDG_STATE_HOME="$scratch/root" "${apply[@]}"
fi
refused "a file of the system" "try: sudo $scratch/gotools\|try: sudo gotools go-env-guard" \
  "${user[@]}" env GOENV=/etc/hosts "$scratch/gotools" "${apply[@]:1}"
chmod 500 "${file%/*}"
refused "a directory not to be written" "try: chmod u+rwX -- ${file%/*}" "${user[@]}" "$scratch/gotools" "${apply[@]:1}"
chmod 700 "${file%/*}"
mkdir -p "$XDG_STATE_HOME/gotools/changes"
[ "$(id -u)" != 0 ] || chown -R 65534:65534 "$XDG_STATE_HOME"
exec 9>"$XDG_STATE_HOME/gotools/changes/lock"
[ "$(id -u)" != 0 ] || chown 65534:65534 "$XDG_STATE_HOME/gotools/changes/lock"
flock 9
refused "a journal in use" "another gotools has been changing files" "${user[@]}" "$scratch/gotools" "${apply[@]:1}"
exec 9>&-
[ "$(cat "$file")" = GOFLAGS=-x ] || complain "the file was changed"

if ((tried < 300)); then
  echo "changes.sh: only $tried calls were disturbed"
  failed=1
fi
echo "$tried system calls disturbed"
exit "$failed"
