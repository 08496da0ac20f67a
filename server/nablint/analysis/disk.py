"""Other files than the note at hand, from the disk: regular ones of bearable size, in the note's project."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice

from nablint.analysis.projects import LEVELS, MARKS
from nablint.base.memory import Memory

MAX_BYTES = 2_000_000
MOST_NAMES = 5000  # in a folder; what has more is no folder of a person's notes
WORTH_KEEPING = 400_000
_REPOSITORIES = (".git", ".hg")
_HIGHEST = 40

Stamp = tuple[int, int, int]
Opened = Callable[[str], "str | None"]

_TEXTS: Memory[tuple[str, Stamp], str] = Memory(64)


class Disk:
    """A shelf (`analysis.includes`) for one note, whose path is a whole one. `opened` gives the text of a file that an editor
    holds, `shown` how people call a path. `asked` says what was looked for and how it was found, so that a caller can tell
    whether looking again would find the same."""

    def __init__(self, note: str, shown: Callable[[str], str], opened: Opened | None = None) -> None:
        self.top = project_folder(os.path.dirname(note))
        self.asked: dict[str, Stamp | None] = {}
        self._opened = opened
        self._shown = shown

    def shown(self, path: str) -> str:
        return self._shown(path)

    def read(self, path: str) -> str | None:
        if not path.startswith(self.top.rstrip("/\\") + "/"):
            return None
        stamp = self.asked[path] = stamp_of(path, self._opened)
        text = self._opened(path) if self._opened is not None else None
        if text is not None or stamp is None:
            return text
        kept = _TEXTS.get((path, stamp))
        if kept is not None:
            return kept
        text = _read(path)
        if text is not None and len(text) <= WORTH_KEEPING:
            _TEXTS.put((path, stamp), text)
        return text

    def names(self, folder: str) -> Sequence[str]:
        self.asked[folder] = stamp_of(folder)
        try:
            with os.scandir(folder) as entries:
                names = [entry.name for entry in islice(entries, MOST_NAMES + 1)]
        except OSError:
            return ()
        return sorted(names) if len(names) <= MOST_NAMES else ()


def stamp_of(path: str, opened: Opened | None = None) -> Stamp | None:
    """What tells a file, or a folder's list of names, from a later state of it."""
    text = opened(path) if opened is not None else None
    if text is not None:
        return -1, len(text), hash(text)
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


@lru_cache(maxsize=4096)
def project_folder(folder: str) -> str:
    """The folder above which a note's project has nothing: its repository, else the highest one that is marked as a project's,
    else a few folders above the note."""
    marked = ""
    above = [folder]
    while len(above) < _HIGHEST and os.path.dirname(above[-1]) != above[-1]:
        above.append(os.path.dirname(above[-1]))
    for each in above:
        if any(os.path.exists(os.path.join(each, name)) for name in _REPOSITORIES):
            return each
        if any(os.path.exists(os.path.join(each, name)) for name in MARKS):
            marked = each
    return marked or above[min(LEVELS, len(above)) - 1]


def _read(path: str) -> str | None:
    try:
        # Opening a FIFO or a device would wait for a writer that never comes.
        if not stat.S_ISREG(os.stat(path).st_mode) or os.path.getsize(path) > MAX_BYTES:
            return None
        with open(path, "rb") as file:
            return text_in(file.read(MAX_BYTES))
    except (OSError, ValueError):
        return None


def text_in(data: bytes) -> str | None:
    """The text of another file. Older LaTeX is often in Latin-1; of such a file the macros and shapes matter, not the words."""
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
