"""`--watch`: the same run again whenever a note or a configuration file changes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable

from nablint.cli.console import complain

EVERY = 0.4  # seconds between two looks

State = dict[str, tuple[int, int]]


def watch(run: Callable[[], object], files: Callable[[], Iterable[str]]) -> int:
    """Runs now, and after each change until it is interrupted. `files` says anew each time what is looked at."""
    while True:
        before = _state(files())
        if sys.stdout.isatty():
            sys.stdout.write("\x1b[2J\x1b[H")
        run()
        sys.stdout.flush()
        complain("watching; Ctrl-C ends")
        while _state(files()) == before:
            time.sleep(EVERY)


def _state(paths: Iterable[str]) -> State:
    state: State = {}
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            continue
        state[path] = (status.st_mtime_ns, status.st_size)
    return state
