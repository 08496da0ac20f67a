"""Other files than the note at hand: as the editor has them open, else from the disk, kept while they stay as they are."""

from __future__ import annotations

import os
import stat
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from nablint.analysis.settings import Settings
from nablint.lsp.documents import Documents
from nablint.lsp.notes import Note

if TYPE_CHECKING:
    from nablint.analysis.disk import Stamp

KEPT = 64
MAX_BYTES = 2_000_000
MOST_ASKED = 5000
MOST_BESIDE = 20


class Files:
    """Used on the worker; what is open is only looked at."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._kept: OrderedDict[str, tuple[int, int, str]] = OrderedDict()
        self._asked: dict[str, None] = {}

    def read(self, path: str) -> str | None:
        """The text; None where there is no such file, or it is no text of bearable size."""
        wanted = os.path.normpath(path)
        opened = self._opened(wanted)
        if opened is not None:
            return opened
        try:
            status = os.stat(wanted)
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
                return None
            kept = self._kept.get(wanted)
            if kept is None or kept[:2] != (status.st_mtime_ns, status.st_size):
                with open(wanted, encoding="utf-8", errors="replace", newline="") as file:
                    kept = self._kept[wanted] = (status.st_mtime_ns, status.st_size, file.read(MAX_BYTES))
        except (OSError, ValueError):
            return None
        self._kept.move_to_end(wanted)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return kept[2]

    def beside(self, note: Note, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The files that a note names, relative to it: path and text of those that there are."""
        if not os.path.isabs(note.source.path):
            return
        for name in islice(names, MOST_BESIDE):
            path = os.path.normpath(os.path.join(os.path.dirname(note.source.path), name))
            text = self.read(path)
            if text is not None:
                yield path, text

    def with_includes(self, note: Note, settings: Settings) -> Settings:
        """The settings with what other files say for the note: those that it includes, and those of its project."""
        return self.looked(note, settings)[0]

    def looked(self, note: Note, settings: Settings) -> tuple[Settings, dict[str, Stamp | None]]:
        """The same, with what was looked for on the disk and how it was found."""
        from nablint.analysis.disk import Disk
        from nablint.analysis.projects import gathered

        path = note.source.path
        if not os.path.isabs(path):
            return settings, {}
        folder = os.path.dirname(path)
        shelf = Disk(path.replace(os.sep, "/"), lambda other: os.path.relpath(other, folder), self._opened)
        found = gathered(path.replace(os.sep, "/"), note.source.text, shelf)
        self._asked.update(dict.fromkeys(map(os.path.normpath, shelf.asked)))
        if len(self._asked) > MOST_ASKED:
            self._asked = dict.fromkeys(map(os.path.normpath, shelf.asked))
        return (replace(settings, includes=(*settings.includes, *found)) if found else settings), shelf.asked

    def stamp(self, path: str) -> Stamp | None:
        """How a file, or the list of a folder, is found now."""
        from nablint.analysis.disk import stamp_of

        return stamp_of(path, self._opened)

    def is_read(self, path: str) -> bool:
        """Whether a note that was looked at lately read this file, or would have."""
        return os.path.normpath(path) in self._asked

    def is_looked_for(self, path: str) -> bool:
        """The same, or its folder was searched, so that it matters whether the file is there."""
        return self.is_read(path) or self.is_read(os.path.dirname(os.path.normpath(path)))

    def _opened(self, path: str) -> str | None:
        wanted = os.path.normpath(path)
        for note in self._documents.notes():
            if len(note.parts) == 1 and os.path.normpath(note.source.path) == wanted:
                return note.source.text
        return None
