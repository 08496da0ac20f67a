"""Other files than the note at hand: as the editor has them open, else from the disk, kept while they stay as they are."""

from __future__ import annotations

import os
import stat
from collections import OrderedDict
from dataclasses import replace

from nablint.analysis.settings import Settings
from nablint.lsp.documents import Documents
from nablint.lsp.notes import Note

KEPT = 64
MAX_BYTES = 2_000_000


class Files:
    """Used on the worker; what is open is only looked at."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._kept: OrderedDict[str, tuple[int, int, str]] = OrderedDict()

    def read(self, path: str) -> str | None:
        """The text; None where there is no such file, or it is no text of bearable size."""
        wanted = os.path.normpath(path)
        for note in self._documents.notes():
            if len(note.parts) == 1 and os.path.normpath(note.source.path) == wanted:
                return note.source.text
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

    def with_includes(self, note: Note, settings: Settings) -> Settings:
        """The settings with the macros of the files that the note reads."""
        text = note.source.text
        if ("\\in" not in text and "\\subfile" not in text) or not os.path.isabs(note.source.path):
            return settings
        from nablint.analysis.includes import included_macros

        macros = included_macros(note.source.path, text, self.read)
        return replace(settings, macros=f"{settings.macros}\n{macros}") if macros else settings
