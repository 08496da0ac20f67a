"""A line on the terminal that says how far a long run is; nothing where standard error is no terminal or the run is short."""

from __future__ import annotations

import sys
import time

SHOW_AFTER = 1.0  # seconds
EVERY = 0.1


class Progress:
    """Called with how many of how many are done; the line is wiped at the end."""

    def __init__(self, quiet: bool) -> None:
        self._on = not quiet and sys.stderr.isatty()
        self._begun = self._last = time.monotonic()
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        if not self._on:
            return
        now = time.monotonic()
        if now - self._begun > SHOW_AFTER and now - self._last > EVERY:
            self._last, self._shown = now, True
            sys.stderr.write(f"\r{done} of {total} notes")
            sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
