#!/usr/bin/env bash
# Makes every system call of go-env-guard fail in turn, with strace, and sees what comes of it: one of the documented
# exit statuses, a sentence where it is not the verdict, and on standard output either nothing or shell code that is whole.
#
# GOTOOLS_BINARY names the release binary. What the C library and the Swift runtime do before main begins is theirs:
# calls are counted from the poll(2) with which main begins.
set -euo pipefail

package=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
binary=$(realpath "${GOTOOLS_BINARY:-$package/.build/release/gotools}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/home" "$scratch/bin"
cd "$scratch"
export HOME=$scratch/home PATH=":$PATH:$scratch/bin"
failed=0
tried=0

# before CALL, all CALL: how often it is made before main begins, and in all.
strace -qq -o "$scratch/calls" "$binary" go-env-guard --shell bash >/dev/null || :
before() { awk -v call="$1(" '/^poll\(/ { exit } index($0, call) == 1 { n++ } END { print n + 0 }' "$scratch/calls"; }
all() { awk -v call="$1(" 'index($0, call) == 1 { n++ } END { print n + 0 }' "$scratch/calls"; }

# judge WHAT STATUS: looks at what the run wrote.
judge() {
  local status=$2 said
  tried=$((tried + 1))
  case "$status" in
    0 | 1 | 2) ;;
    70 | 74) [ -s "$scratch/err" ] || {
      echo "$1: status $status without a sentence"
      failed=1
    } ;;
    *)
      echo "$1: status $status: $(head -c 300 "$scratch/err")"
      failed=1
      ;;
  esac
  said=$(cat "$scratch/out")
  case "$said" in
    "" | "PATH='"*"'; export PATH") ;;
    *)
      echo "$1: not whole: $said"
      failed=1
      ;;
  esac
}

for call in openat read newfstatat readlink getcwd pread64 poll write faccessat2 ioctl; do
  first=$(($(before "$call") + 1))
  last=$(all "$call")
  for error in EINTR EMFILE EIO ENOMEM EACCES; do
    for ((number = first; number <= last; number++)); do
      status=0
      timeout 20 strace -qq -e "trace=$call" -e "inject=$call:error=$error:when=$number" -o /dev/null \
        "$binary" go-env-guard --shell bash >"$scratch/out" 2>"$scratch/err" || status=$?
      judge "$call $error, number $number" "$status"
    done
  done
done

# A signal that interrupts every call, a stream that is closed, a disk that is full.
for call in openat read newfstatat pread64 write; do
  status=0
  timeout 20 strace -qq -e "trace=$call" -e "inject=$call:error=EINTR:when=$(($(before "$call") + 1))+2" \
    -o /dev/null "$binary" go-env-guard --shell bash >"$scratch/out" 2>"$scratch/err" || status=$?
  judge "$call interrupted every second time" "$status"
done

if ((tried < 100)); then
  echo "faults.sh: only $tried calls were tried"
  failed=1
fi
echo "$tried system calls made to fail"
exit "$failed"
