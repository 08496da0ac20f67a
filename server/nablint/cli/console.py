"""The terminal: what is printed where, in which encoding, and whether in colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TextIO
from unicodedata import combining, east_asian_width

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "hint": "1;36",
    "bold": "1",
    "dim": "2",
    "blue": "1;34",
    "red": "31",
    "green": "32",
}


def use_utf8() -> None:
    """Formulas and messages hold ℝ and ×, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


class OutputLost(Exception):
    """Nothing more can be written to standard output; `why` is empty where its reader went away, which nobody minds."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.why = "" if isinstance(error, BrokenPipeError) else error.strerror or str(error)


def say(text: str) -> None:
    """One line on standard output."""
    say_all([text + "\n"])


def say_all(pieces: Iterable[str]) -> None:
    """Pieces of text on standard output, as they come."""
    for piece in pieces:
        try:
            sys.stdout.write(piece)
        except OSError as error:
            raise OutputLost(error) from None


def say_bytes(data: bytes) -> None:
    """A note itself on standard output, in its own encoding and with its own line ends."""
    flush()
    try:
        sys.stdout.buffer.write(data)
    except OSError as error:
        raise OutputLost(error) from None
    flush()


def flush() -> None:
    try:
        sys.stdout.flush()
    except OSError as error:
        raise OutputLost(error) from None


def complain(text: str) -> None:
    """One line on standard error; a name with a line break in it stays on the line."""
    flush()
    sys.stderr.write("nablint: " + one_line(text) + "\n")
    sys.stderr.flush()


def one_line(text: str) -> str:
    """Control characters written out, so that no file name can forge a second line or move the cursor."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text)


def wants_colour(stream: TextIO, choice: str = "auto") -> bool:
    """Colour on a terminal; NO_COLOR and FORCE_COLOR are honoured, the option decides over both."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


class Paint:
    """Puts colour on words, or nothing."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.on and text else text


def columns(text: str) -> int:
    """Columns on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
