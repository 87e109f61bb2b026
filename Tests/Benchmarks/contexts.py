#!/usr/bin/env python3
"""What go-env-guard --contexts takes beyond the slowest of the shells it starts.

Each shell is made slow by a start-up file that sleeps, so that the figure is not the noise of five shells starting.
What is unhealthy takes longer, since shells tell their steps then: side by side, so twice the slowest shell at most.
Where files never return all of it is over within twelve seconds.
Exit status 1 where the median is further than 0.1 s from the slowest shell, or from twice that, or it takes longer.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

BINARY = os.environ.get("GOTOOLS_BINARY") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../../.build/release/gotools")
SLEEP = 0.4
TARGET = 0.1
LIMIT = 12
FILES = {
    "bash": ".profile",
    "zsh": ".zprofile",
    "fish": ".config/fish/config.fish",
    "dash": ".profile",
}


def seconds(words, environment):
    start = time.monotonic()
    subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=False)
    return time.monotonic() - start


def unhealthy(text):
    """How long a run takes where bash's files have this text."""
    with tempfile.TemporaryDirectory() as home:
        for name in (".profile", ".bashrc"):
            with open(os.path.join(home, name), "w", encoding="utf-8") as file:
                file.write(text)
        path = os.path.join(home, "bin")
        os.mkdir(path)
        with open(os.path.join(path, "go"), "w", encoding="utf-8", opener=executable) as file:
            file.write("#!/bin/sh\n")
        return seconds([BINARY, "go-env-guard", "--contexts"], {
            "HOME": home, "SHELL": "/bin/bash", "PATH": f"{path}:/usr/bin:/bin", "TERM": "dumb",
            "SSH_CONNECTION": "127.0.0.1 50000 127.0.0.1 22",
        })


def executable(path, flags):
    return os.open(path, flags, 0o755)


def measure(shell, home):
    """The medians of the run and of the slowest shell alone, measured in turn."""
    path = os.path.join(home, FILES[shell])
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"sleep {SLEEP}\n")
    program = f"/usr/bin/{shell}"
    environment = {
        "HOME": home, "XDG_RUNTIME_DIR": home, "SHELL": program, "PATH": "/usr/bin:/bin", "TERM": "dumb",
        # In a container whose first process shows nobody its environment the shells would not be started.
        "SSH_CONNECTION": "127.0.0.1 50000 127.0.0.1 22",
    }
    runs, alone = [], []
    for _ in range(7):
        runs.append(seconds([BINARY, "go-env-guard", "--contexts"], environment))
        alone.append(seconds([program, "-i", "-l", "-c", "true"], environment))
    return statistics.median(runs), statistics.median(alone)


def main():
    failed = False
    for shell in FILES:
        with tempfile.TemporaryDirectory() as home:
            run, alone = measure(shell, home)
        difference = run - alone
        if run < SLEEP:
            sys.exit(f"contexts.py: {shell} was not started: --contexts took {run * 1000:.0f} ms")
        verdict = "ok" if difference <= TARGET else "too slow"
        failed |= difference > TARGET
        print(f"{shell:5} --contexts {run * 1000:6.0f} ms, slowest shell {alone * 1000:6.0f} ms, "
              f"difference {difference * 1000:4.0f} ms (at most {TARGET * 1000:.0f}): {verdict}")
    for title, text, target in (
        ("lost", f"sleep {SLEEP}; PATH=/usr/bin:/bin\n", 2 * SLEEP + 2 * TARGET),
        ("hangs", "trap '' TERM HUP; while :; do sleep 1000; done\n", LIMIT),
    ):
        run = min(unhealthy(text) for _ in range(3 if target < LIMIT else 1))
        verdict = "ok" if run <= target else "too slow"
        failed |= run > target
        print(f"{title:5} --contexts {run * 1000:6.0f} ms (at most {target * 1000:.0f}): {verdict}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
