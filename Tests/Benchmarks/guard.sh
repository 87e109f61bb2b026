#!/usr/bin/env bash
# What go-env-guard costs where all is well, and what it must never touch.
#
# GOTOOLS_BINARY names the release binary, GOTOOLS_TEST_GO a GOROOT of Go 1.27. Needs a C compiler and
# strace. Prints a table; exit status 1 where a budget is broken.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
package=$(cd "$here/../.." && pwd)
built=$package/.build/benchmarks
mkdir -p "$built"
# A copy, as an installed program is one: what a linker has just written lies in smaller pieces in the page cache.
binary=$built/gotools
cp "$(realpath "${GOTOOLS_BINARY:-$package/.build/release/gotools}")" "$binary"
go=${GOTOOLS_TEST_GO:?names no directory: it must be a GOROOT of Go 1.27}
strace=$(command -v strace) || {
  echo "guard.sh: strace is missing; install it" >&2
  exit 69
}
rounds=400
broken=0

# Always as deep, since every directory on the way to a module is looked at.
scratch=$(mktemp -d -p /tmp)
trap 'rm -rf "$scratch"' EXIT

# row WHAT FIGURE TARGET UNIT [LIMIT]: prints a line, and notes where the figure is above the limit.
#
# The limit is the target but for times, which depend on what a page fault and an exec cost on the machine at hand: they
# may be over the target, which is said, and break the build only where they are far over it.
row() {
  local verdict=ok
  if awk "BEGIN { exit !($2 > $3) }"; then verdict="over the target"; fi
  if awk "BEGIN { exit !($2 > ${5:-$3}) }"; then
    verdict=BROKEN
    broken=1
  fi
  awk -v what="$1" -v figure="$2" -v target="$3" -v unit="$4" -v verdict="$verdict" \
    'BEGIN {
      ratio = target > 0 ? sprintf("%.2f", figure / target) : "-"
      printf "%-58s %10.1f %10.1f %-3s %6s  %s\n", what, figure, target, unit, ratio, verdict
    }'
}

compile() { # SOURCE [FLAG]...
  local source=$1 compiler
  shift
  # glibc first: the peer is to stand on the same C library as the binary.
  for compiler in gcc cc clang musl-gcc; do
    command -v "$compiler" >/dev/null || continue
    if "$compiler" -O2 "$@" -o "$built/$source" "$here/$source.c"; then return 0; fi
  done
  echo "guard.sh: no C compiler builds $source.c; install gcc" >&2
  exit 69
}

compile nothing -static
echo >"$built/empty.swift"
swiftc -O -static-executable -use-ld=lld -Xlinker -s -o "$built/empty" "$built/empty.swift"
compile measure

# A healthy machine: an empty home, a module to stand in, and fifteen directories on PATH, go's among them.
home=$scratch/home
mkdir -p "$home/go/bin" "$scratch/module" "$scratch/bin"
printf 'module example.com/healthy\n\ngo 1.27\n' >"$scratch/module/go.mod"
# The tree is what is looked at of one, in a place of its own: how deep the package lies does not count.
mkdir -p "$scratch/go/bin" "$scratch/go/pkg/tool"
cp "$go/bin/go" "$scratch/go/bin/go"
cp "$go/VERSION" "$go/go.env" "$scratch/go/"
path=$scratch/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games:/usr/local/games
for number in 1 2 3 4 5; do
  mkdir "$scratch/bin/$number"
  path=$path:$scratch/bin/$number
done
path=$path:$home/go/bin
healthy=(env -i "HOME=$home" "PATH=$path" "PWD=$scratch/module" GOTELEMETRY=off LC_ALL=C.UTF-8 SHELL=/bin/bash)
cd "$scratch/module"
"${healthy[@]}" "$go/bin/go" telemetry off

status=0
said=$("${healthy[@]}" "$binary" go-env-guard 2>&1) || status=$?
if [ "$status" != 0 ] || [ -n "$said" ]; then
  printf 'guard.sh: a healthy machine is not silent (status %s):\n%s\n' "$status" "$said" >&2
  broken=1
fi

"${healthy[@]}" "$built/measure" "$rounds" \
  "$binary" go-env-guard -q ++ "$built/nothing" ++ "$go/bin/go" env GOROOT ++ \
  "$built/empty" >"$scratch/times"
{
  read -r guard guard90 peak status
  read -r nothing nothing90 _ _
  read -r env env90 _ _
  read -r empty empty90 _ _
} <"$scratch/times"
if [ "$status" != 0 ]; then
  echo "guard.sh: go-env-guard -q ended with status $status" >&2
  broken=1
fi

"${healthy[@]}" "$strace" -f -o "$scratch/calls" "$binary" go-env-guard -q || broken=1
calls=$(grep -c '(' "$scratch/calls")
# More than one process, or thread, would show here.
processes=$(cut -d' ' -f1 "$scratch/calls" | sort -u | wc -l)

echo "medians of $rounds interleaved runs, in microseconds (90th percentile):"
echo "  go-env-guard -q $guard ($guard90), go env GOROOT $env ($env90)"
echo "  the floor: a static C program $nothing ($nothing90), an empty static Swift program $empty ($empty90)"
echo
printf '%-58s %10s %10s %-3s %6s\n' figure measured target "" ratio
times() { awk "BEGIN { print $1 * $2 }"; }
row "time, against 3 static C programs that do nothing" "$guard" "$(times 3 "$nothing")" us "$(times 4.5 "$nothing")"
row "time, against 1/5 of go env GOROOT" "$guard" "$(times 0.2 "$env")" us "$(times 0.8 "$env")"
row "peak memory" "$peak" 8000 kB
row "system calls, 15 directories on PATH" "$calls" 150 ""
row "processes and threads" "$processes" 1 ""
row "size of the binary" "$(awk "BEGIN { print $(stat -c %s "$binary") / 1000 }")" 16000 kB

# A machine under WSL 2 with a network file system, as a directory: whatever lies below /mnt or /nfs counts.
root=$scratch/root
mkdir -p "$root"/{proc/self,proc/sys/kernel,etc,tmp} "$root"/home/me/go/bin "$root"/usr/{bin,local/go/{bin,pkg/tool}} \
  "$root/mnt/c/Program Files/Go/bin" "$root"/mnt/c/{Windows/System32,Users/me/go/bin} "$root"/nfs/{bin,home/me/.config/go}
cp "$go/VERSION" "$go/go.env" "$root/usr/local/go/"
cp "$go/bin/go" "$root/usr/local/go/bin/go"
touch "$root/mnt/c/Program Files/Go/bin/go" "$root/mnt/c/Users/me/go/bin/go" "$root/nfs/bin/go"
chmod +x "$root/mnt/c/Program Files/Go/bin/go" "$root/mnt/c/Users/me/go/bin/go" "$root/nfs/bin/go"
echo GOFLAGS=-mod=mod >"$root/nfs/home/me/.config/go/env"
echo 5.15.167.4-microsoft-standard-WSL2 >"$root/proc/sys/kernel/osrelease"
cat >"$root/proc/self/mountinfo" <<'MOUNTS'
30 1 8:32 / / rw,relatime - ext4 /dev/sdc rw,discard,errors=remount-ro
40 30 0:30 / /proc rw,nosuid,nodev,noexec,noatime - proc proc rw
98 30 0:64 / /mnt/c rw,dirsync,noatime - 9p C:\134 rw,dirsync,aname=drvfs;path=C:\;uid=1000;gid=1000;symlinkroot=/mnt/,mmap,access=client,msize=65536,trans=fd,rfd=8,wfd=8
99 30 0:65 / /nfs rw,relatime - nfs4 nas:/export rw,vers=4.2,addr=192.0.2.1
MOUNTS
windows='/mnt/c/Program Files/Go/bin:/mnt/c/Windows/System32:/mnt/c/Users/me/go/bin'

# keeps_away WHERE MOUNTS HOME PATH: counts the calls that name a file below those mounts.
keeps_away() {
  env -i "HOME=$3" "PATH=$4" "$strace" -f -y -s 4096 -e trace=%file -o "$scratch/files" \
    "$binary" go-env-guard -q --root "$root" || true
  if ! grep -q /usr/local/go "$scratch/files"; then
    echo "guard.sh: go-env-guard --root has not looked for go at all" >&2
    broken=1
  fi
  grep -E "\"[^\"]*/($2)[/\"]|<[^>]*/($2)[/>]" "$scratch/files" >"$scratch/touched" || true
  cat "$scratch/touched" >&2
  row "calls that touch a foreign mount $1" "$(wc -l <"$scratch/touched")" 0 ""
}
keeps_away "behind go" 'mnt/c|nfs' /home/me "/usr/local/go/bin:/usr/bin:$windows:/nfs/bin"
# Whether a Windows go hides the right one is only seen by looking; a server that is away would not answer.
keeps_away "before go" nfs /home/me "/nfs/bin:$windows:/usr/local/go/bin"
keeps_away "at home" 'mnt/c|nfs' /nfs/home/me "/usr/local/go/bin:/usr/bin:/nfs/home/me/bin"

exit "$broken"
