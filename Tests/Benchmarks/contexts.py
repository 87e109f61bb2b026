#!/usr/bin/env python3
"""What go-env-guard --contexts takes beyond the slowest of the shells it starts.

Each shell is made slow by a start-up file that sleeps, so that the figure is not the noise of five shells starting.
Exit status 1 where the median is further than 0.1 s from the slowest shell.
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
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
