#!/usr/bin/env python3
"""What the snippet costs a bash user: at the start of a shell and at a prompt where nothing changed.

    GOTOOLS_BINARY=.build/release/gotools Tests/Benchmarks/shell.py

Every figure is a median over rounds in which all variants take turns, on a pseudo-terminal, with
direnv and zoxide for comparison where they are installed. The rounds also give the difference to a
bare bash, pair by pair. The targets are 1 ms at the start and 0.05 ms at a prompt. What a fork and an exec cost on the
machine at hand decides about the first: what is over a target is said, and what costs half as much again
as the slowest peer, or three times the target of a prompt, exits 1.
"""

import os
import pathlib
import pty
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import termios
import time

ROUNDS = max(100, int(os.environ.get("GOTOOLS_ROUNDS", "200")))
START_TARGET = 1.0
PROMPT_TARGET = 0.05
PROMPT_LIMIT = 0.15
PROMPTS = 20
PEERS = ("direnv", "zoxide")
MARK = b"\x01ready\x02"

root = pathlib.Path(__file__).resolve().parents[2]
binary = os.environ.get("GOTOOLS_BINARY")
if not binary or not os.access(binary, os.X_OK):
    sys.exit("shell.py: GOTOOLS_BINARY must name the program, built for release")


class Shell:
    """An interactive bash with this start-up text, from its fork to its first prompt."""

    def __init__(self, home, rc):
        environment = {
            "HOME": str(home), "PATH": f"{home}/bin:/usr/bin:/bin", "TERM": "dumb",
            "LC_ALL": "C.UTF-8",
        }
        # The terminal is made first: what is measured is the shell.
        self.terminal, slave = pty.openpty()
        settings = termios.tcgetattr(slave)
        settings[3] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, settings)
        begin = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            attach(slave)
            os.chdir(home)
            os.execve("/bin/bash", ["bash", "--noediting", "--rcfile", rc], environment)
        os.close(slave)
        self.rest = b""
        self.await_prompt()
        self.started = (time.perf_counter() - begin) * 1000

    def await_prompt(self):
        deadline = time.monotonic() + 20
        while MARK not in self.rest:
            if not select.select([self.terminal], [], [], deadline - time.monotonic())[0]:
                sys.exit(f"no prompt came: {self.rest!r}")
            self.rest += os.read(self.terminal, 65536)
        self.rest = self.rest.split(MARK, 1)[1]

    def prompt(self):
        """Milliseconds from an empty line to the prompt after it."""
        begin = time.perf_counter()
        os.write(self.terminal, b"\r")
        self.await_prompt()
        return (time.perf_counter() - begin) * 1000

    def close(self):
        os.close(self.terminal)
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


def attach(slave):
    """Makes the terminal the controlling one of a new session, and all three streams."""
    os.setsid()
    os.close(os.open(os.ttyname(slave), os.O_RDWR))
    for descriptor in range(3):
        os.dup2(slave, descriptor)


def nothing():
    """A static C program that does nothing."""
    program = root / ".build/benchmarks/nothing"
    if not program.exists():
        program.parent.mkdir(parents=True, exist_ok=True)
        source = root / "Tests/Benchmarks/nothing.c"
        subprocess.run(["gcc", "-O2", "-static", "-o", program, source], check=True)
    return program


def variants():
    snippet = root / "shell/gotools.bash"
    yield "bash", ""
    yield "source FILE", f". '{snippet}'"
    # What of it is the snippet alone.
    yield "  of which no go-env-guard", f"GOTOOLS_GUARD=off; . '{snippet}'"
    # What a shell pays that waits for any process at all.
    yield "  any process, in C", f"x=$(exec '{nothing()}')"
    yield 'eval "$(gotools init bash)"', 'eval "$(gotools init bash)"'
    if shutil.which("direnv", path="/usr/bin:/bin"):
        yield "direnv", 'eval "$(direnv hook bash)"'
    if shutil.which("zoxide", path="/usr/bin:/bin"):
        yield "zoxide", 'eval "$(zoxide init bash)"'


def extra(samples, name):
    """What a variant takes more than bash alone, in milliseconds."""
    return statistics.median(a - b for a, b in zip(samples[name], samples["bash"]))


def table(title, samples, target, limit):
    """Prints one table and returns whether ours stay below the limit."""
    base = statistics.median(samples["bash"])
    print(f"{title:32}{'median ms':>10}{'ratio':>8}{'more ms':>10}")
    kept = True
    for name, times in samples.items():
        median = statistics.median(times)
        more = extra(samples, name)
        note = ""
        if name.startswith(("source", "eval")) and more > target:
            note = f"  over the target of {target} ms"
            if more > limit:
                note = f"  BROKEN: over {limit:.2f} ms"
                kept = False
        print(f"  {name:30}{median:10.3f}{median / base:8.2f}{more:10.3f}{note}")
    return kept


def main():
    with tempfile.TemporaryDirectory() as directory:
        home = pathlib.Path(directory)
        (home / "bin").mkdir()
        # The name in PATH is a link, as an installation may have it.
        (home / "bin/gotools").symlink_to(pathlib.Path(binary).resolve())
        files = {}
        for number, (name, text) in enumerate(variants()):
            files[name] = home / f"rc{number}"
            files[name].write_text(f"unset HISTFILE\n{text}\nPS1='{MARK.decode()}'\n")

        starts = {name: [] for name in files}
        for _ in range(ROUNDS):
            for name, file in files.items():
                shell = Shell(home, file)
                starts[name].append(shell.started)
                shell.close()

        # With the guard off a prompt is not what it is for a user: that row is about the start.
        shells = {
            name: Shell(home, file) for name, file in files.items() if not name.startswith(" ")
        }
        prompts = {name: [] for name in shells}
        for shell in shells.values():
            for _ in range(PROMPTS):
                shell.prompt()
        for _ in range(ROUNDS):
            for name, shell in shells.items():
                prompts[name].append(statistics.median(shell.prompt() for _ in range(PROMPTS)))
        for shell in shells.values():
            shell.close()

    slowest = max((extra(starts, peer) for peer in PEERS if peer in starts), default=float("inf"))
    kept = table(f"start-up, {ROUNDS} rounds", starts, START_TARGET, 1.5 * slowest)
    kept = table(f"unchanged prompt, {ROUNDS} rounds", prompts, PROMPT_TARGET, PROMPT_LIMIT) and kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
