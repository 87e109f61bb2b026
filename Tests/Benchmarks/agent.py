#!/usr/bin/env python3
"""What agent-fix takes: where all is well, with 500 sockets left behind, and beside keychain.

    GOTOOLS_BINARY=.build/release/gotools Tests/Benchmarks/agent.py

All figures are medians of rounds in which the programs take turns. Where all is well, agent-fix is to take half of the
time of `ssh-add -l`, and four times that of a static C program that does nothing. A repair that removes 500 sockets is to
take 25 ms in memory; on a disk, twice the time of a C program that only removes them. They have to be a minute old, which is
waited for. What a page fault and an exec cost depends on the machine at hand: what is over a target is said, and what takes
half as much again exits 1. As root, /tmp is one's own meanwhile, and in memory.
"""

import contextlib
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import statistics
import string
import subprocess
import sys
import tempfile
import time

ROUNDS = max(100, int(os.environ.get("GOTOOLS_ROUNDS", "400")))
STARTS = 15
REPAIRS = 9
DEAD = 500

root = pathlib.Path(__file__).resolve().parents[2]
binary = os.path.realpath(os.environ.get("GOTOOLS_BINARY") or root / ".build/release/gotools")
debian = pathlib.Path(os.environ.get("GOTOOLS_TEST_DEBIAN") or root / ".build/debian")
broken = False


def build(name, *flags):
    program = root / ".build/benchmarks" / name
    if not program.exists():
        program.parent.mkdir(parents=True, exist_ok=True)
        source = root / f"Tests/Benchmarks/{name}.c"
        subprocess.run(["gcc", "-O2", *flags, "-o", program, source], check=True)
    return str(program)


def row(what, figure, target, unit):
    """Prints a line, and notes where the figure is far above the target."""
    global broken
    verdict = "ok"
    if figure > target:
        verdict = "over the target"
        if figure > 1.5 * target:
            verdict = "BROKEN"
            broken = True
    print(f"{what:70}{figure:9.1f}{target:9.1f} {unit:3}{figure / target:7.2f}  {verdict}")


def run(words, environment):
    """Milliseconds, and what it prints; a failure ends the benchmark."""
    start = time.perf_counter()
    ran = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                         check=False, close_fds=False)
    elapsed = (time.perf_counter() - start) * 1000
    if ran.returncode:
        sys.exit(f"agent.py: {words} ended with {ran.returncode}: {ran.stderr.decode()}")
    return elapsed, ran.stdout.decode()


class Place:
    """A home, a runtime directory and one for temporary files."""

    def __init__(self, directory):
        self.directory = directory
        self.runtime = directory / "run"
        for name in ("home", "run", "tmp"):
            (directory / name).mkdir(parents=True, mode=0o700)
        self.environment = {
            "HOME": str(directory / "home"), "XDG_RUNTIME_DIR": str(self.runtime),
            "TMPDIR": str(directory / "tmp"), "PATH": "/usr/bin:/bin", "LC_ALL": "C",
        }


@contextlib.contextmanager
def agent(path, key):
    """A real ssh-agent with a key."""
    process = subprocess.Popen(["/usr/bin/ssh-agent", "-D", "-a", path], stdout=subprocess.DEVNULL)
    try:
        while not os.path.exists(path):
            time.sleep(0.01)
        run(["/usr/bin/ssh-add", "-q", key], {"SSH_AUTH_SOCK": str(path)})
        yield
    finally:
        process.kill()
        process.wait()


def healthy(scratch, key):
    place = Place(scratch / "healthy")
    path = place.runtime / "ssh-agent"
    with agent(path, key):
        run([binary, "agent-fix"], {**place.environment, "SSH_AUTH_SOCK": str(path)})
        figures = {}
        for name, variable in (("the agent's socket", path), ("the link", place.runtime / "gotools/agent.sock")):
            commands = [
                [binary, "agent-fix"], [binary, "agent-fix", "--shell", "bash"],
                ["/usr/bin/ssh-add", "-l"], [build("nothing", "-static")],
            ]
            words = [build("measure"), str(ROUNDS)]
            for index, command in enumerate(commands):
                words += (["++"] if index else []) + command
            environment = {**place.environment, "SSH_AUTH_SOCK": str(variable)}
            lines = run(words, environment)[1].splitlines()
            figures[name] = [[float(word) for word in line.split()] for line in lines]
    print(f"medians of {ROUNDS} interleaved runs, in microseconds (90th percentile):")
    for name, rows in figures.items():
        fix, shell, add, nothing = rows
        if any(row[3] for row in rows):
            sys.exit(f"agent.py: not all is well: {rows}")
        print(f"  SSH_AUTH_SOCK is {name}: agent-fix {fix[0]:.0f} ({fix[1]:.0f}), --shell bash {shell[0]:.0f} "
              f"({shell[1]:.0f}), ssh-add -l {add[0]:.0f} ({add[1]:.0f}), nothing {nothing[0]:.0f} ({nothing[1]:.0f})")
    print(f"\n{'figure':70}{'measured':>9}{'target':>9}{'ratio':>11}")
    for name, (fix, shell, add, nothing) in figures.items():
        for what, figure in (("agent-fix", fix[0]), ("agent-fix --shell bash", shell[0])):
            row(f"{what}, {name}, against 1/2 of ssh-add -l", figure, add[0] / 2, "us")
            row(f"{what}, {name}, against 4 C programs", figure, nothing[0] * 4, "us")


def die(directory):
    """500 directories such as an agent that was killed leaves, each with its socket."""
    letters = string.ascii_letters + string.digits
    for number in range(DEAD):
        name = "".join(letters[(number * 7919 + place * (number + 31)) % len(letters)] for place in range(8))
        path = directory / f"ssh-{name}{number:04}"
        path.mkdir(mode=0o700)
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(path / f"agent.{number + 1}"))


def repairs(scratch, key, places, made):
    time.sleep(max(0, 62 - (time.time() - made)))
    path = scratch / "live"
    with agent(path, key):
        for what, own in places.items():
            times, floor, cpu = [], [], 0.0
            for place in own:
                floor.append(run([build("remove"), str(place.directory / "floor")], place.environment)[0])
                if list((place.directory / "floor").iterdir()):
                    sys.exit("agent.py: the C program has left something")
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                (place.runtime / "ssh-agent").symlink_to(path)
                link = str(place.runtime / "gotools/agent.sock")
                elapsed, said = run([binary, "agent-fix"], {**place.environment, "SSH_AUTH_SOCK": link})
                left = os.listdir(place.directory / "tmp")
                if left or f"removed {DEAD} " not in said:
                    sys.exit(f"agent.py: {len(left)} directories are left: {said}")
                times.append(elapsed)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                cpu += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"repairs that remove {DEAD}, {what}: " + ", ".join(f"{elapsed:.1f}" for elapsed in times)
                  + f" ms; of the processor {cpu * 1000 / len(own):.1f} ms each")
            print(f"the C program that only removes them, {what}: " + ", ".join(f"{elapsed:.1f}" for elapsed in floor) + " ms")
            row(f"the whole repair with {DEAD} sockets left behind, {what}", statistics.median(times),
                25 if what == "in memory" else 2 * statistics.median(floor), "ms")


def beside_keychain(scratch):
    keychain = next((str(path) for path in (debian / "usr/bin/keychain", pathlib.Path("/usr/bin/keychain")) if path.exists()), None)
    if not keychain:
        sys.exit("agent.py: there is no keychain; Tests/run unpacks it")
    words = {
        "agent-fix": [binary, "agent-fix", "--shell", "sh"],
        "keychain": ["/bin/sh", keychain, "--quiet", "--eval", "--agents", "ssh", "--nogui", "--noask"],
    }
    starts = {name: [] for name in words}
    reuses = {name: [] for name in words}
    for number in range(STARTS):
        for name, command in words.items():
            place = Place(scratch / f"{name}{number}")
            elapsed, _ = run(command, place.environment)
            starts[name].append(elapsed)
            try:
                for _ in range(3):
                    reuses[name].append(run(command, place.environment)[0])
            finally:
                if name == "agent-fix":
                    run([binary, "agent-fix", "--stop"], place.environment)
                else:
                    for file in (place.directory / "home/.keychain").glob("*-sh"):
                        found = re.search(r"SSH_AGENT_PID=(\d+)", file.read_text())
                        if found:
                            os.kill(int(found[1]), signal.SIGTERM)
    for what, times in (("start", starts), ("reuse", reuses)):
        ours, theirs = (statistics.median(times[name]) for name in words)
        print(f"{what} of an agent: agent-fix {ours:.1f} ms, keychain {theirs:.1f} ms, ratio {ours / theirs:.2f}")


def main():
    if os.geteuid() == 0 and "GOTOOLS_OWN_TMP" not in os.environ and root.parts[:2] != ("/", "tmp"):
        # What lies in /tmp is the user's: it is neither looked at nor cleaned.
        with tempfile.TemporaryDirectory(dir="/var/tmp") as directory:
            copy = shutil.copy(binary, directory + "/gotools")
            words = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs "$0" /tmp && exec "$@"', "tmp"]
            if subprocess.run([*words, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
                environment = {**os.environ, "GOTOOLS_OWN_TMP": "1", "GOTOOLS_BINARY": copy, "TMPDIR": "/tmp"}
                return subprocess.run([*words, sys.executable, __file__], env=environment, check=False).returncode
    with tempfile.TemporaryDirectory() as directory, tempfile.TemporaryDirectory(dir="/var/tmp") as disk:
        scratch = pathlib.Path(directory)
        key = scratch / "key"
        run(["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], {"PATH": "/usr/bin:/bin"})
        where = {"on a disk": pathlib.Path(disk)}
        if "GOTOOLS_OWN_TMP" in os.environ:
            where["in memory"] = scratch
        places = {
            what: [Place(path / f"dead{number}") for number in range(REPAIRS)] for what, path in where.items()
        }
        for place in (place for own in places.values() for place in own):
            (place.directory / "floor").mkdir()
            for name in ("tmp", "floor"):
                die(place.directory / name)
        made = time.time()
        healthy(scratch, str(key))
        beside_keychain(scratch)
        repairs(scratch, str(key), places, made)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
