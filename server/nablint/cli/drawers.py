"""Texts kept by their keys in 256 files that are only added to: very many small ones need no file, and no block, each.

Several processes may add at once: a line is written in one call, and carries a sum of itself, so that what was torn or
damaged is not there. A drawer that is full loses its older half.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import field
from hashlib import blake2b

from nablint.base.values import dataclass

SUFFIX = ".jsonl"
MAX_BYTES = 2_000_000  # of a drawer; all of them together have 256 times this
_SUM = 16
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(slots=True)
class _Places:
    """Where the lines of a drawer begin, as far as it was read. `file` tells a drawer that was replaced."""

    file: int = -1
    end: int = 0
    starts: dict[int, int] = field(default_factory=dict)


# Of the process: a cache travels to a process with every batch, and its drawers are read through only once.
_PLACES: dict[str, _Places] = {}


def find(folder: str, key: str) -> bytes | None:
    """The text that was kept last by that key of hexadecimal digits. Raises OSError where there is no such drawer."""
    with open(_drawer(folder, key), "rb") as file:
        status = os.fstat(file.fileno())
        places = _PLACES.setdefault(file.name, _Places())
        if places.file != status.st_ino or places.end > status.st_size:
            places.file, places.end, places.starts = status.st_ino, 0, {}
        if places.end < status.st_size:
            file.seek(places.end)
            _read_on(places, file.read())
        start = places.starts.get(_short(key.encode()))
        if start is None:
            return None
        file.seek(start)
        return _told(file.readline(), key)


def put(folder: str, key: str, text: bytes) -> None:
    """`text` has no line breaks; one that would drive out all others is not kept. Raises OSError where it cannot be written."""
    if len(text) > MAX_BYTES // 2 - 100:
        return
    path = _drawer(folder, key)
    try:
        drawer = _opened(path)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
        drawer = _opened(path)
    try:
        os.write(drawer, b"%s %s %s\n" % (key.encode(), _sum(key, text), text))
        full = os.fstat(drawer).st_size > MAX_BYTES
    finally:
        os.close(drawer)
    if full:
        _halve(path)


def count(path: str) -> int:
    """How many texts a drawer was given and still has."""
    with open(path, "rb") as file:
        return len({line[:40] for line in file})


def _read_on(places: _Places, data: bytes) -> None:
    """Takes in what stands behind what is known; an unfinished last line is left for the next time."""
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        with suppress(ValueError):
            places.starts[_short(data[start : start + 40])] = places.end + start
        start = end + 1
    places.end += start


def _halve(path: str) -> None:
    """Keeps the newest lines. What another process adds meanwhile is lost, and found out anew when it is asked for."""
    with open(path, "rb") as file:
        data = file.read()
    cut = data.find(b"\n", max(len(data) - MAX_BYTES // 2 - 1, 0)) + 1
    descriptor, temporary = tempfile.mkstemp(prefix=".new-", dir=os.path.dirname(path))
    with os.fdopen(descriptor, "wb") as file:
        file.write(data[cut:])
    os.replace(temporary, path)


def _told(line: bytes, key: str) -> bytes | None:
    found, _, rest = line.rstrip(b"\n").partition(b" ")
    said, _, text = rest.partition(b" ")
    return text if found == key.encode() and said == _sum(key, text) else None


def _sum(key: str, text: bytes) -> bytes:
    return blake2b(text, digest_size=_SUM // 2, key=key.encode()).hexdigest().encode()


def _short(key: bytes) -> int:
    """A number is kept in less memory than a key; the whole key is compared where the line is read."""
    return int(key[2:18], 16)


def _opened(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY, 0o666)


def _drawer(folder: str, key: str) -> str:
    return os.path.join(folder, key[:2] + SUFFIX)
