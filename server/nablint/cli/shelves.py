"""Other files than the note at hand, for the command line: from the disk, or from the archive that the note stands in."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nablint.analysis.disk import MAX_BYTES, MOST_NAMES, WORTH_KEEPING, Disk, Stamp, stamp_of, text_in
from nablint.analysis.includes import Shelf
from nablint.analysis.projects import gathered
from nablint.base.memory import Memory
from nablint.cli.discover import shown
from nablint.cli.reading import Unreadable, decode, read_bytes

if TYPE_CHECKING:
    from nablint.cli.archives import Member

_TEXTS: Memory[tuple[Member, tuple[int, ...]], str] = Memory(64)

_BESIDES: Memory[str, dict[str, Stamp | None]] = Memory(5000)


def shelf_for(path: str, inside: Member | None) -> tuple[Shelf, str]:
    """Where the note's other files stand, and the note's own path there."""
    if inside is not None:
        return _Archive(inside.archive), posixpath.normpath(path)
    whole = _whole(path)
    return Disk(whole, _relative if not os.path.isabs(path) else shown), whole


def read_besides(path: str) -> tuple[str, ...]:
    """The files that a note reads, or would if they were there."""
    known = _BESIDES.get(path)
    if known is None or any(stamp_of(other) != stamp for other, stamp in known.items()):
        shelf, whole = Disk(_whole(path), shown), _whole(path)
        try:
            gathered(whole, decode(read_bytes(path)).text, shelf)
        except Unreadable:
            return ()
        known = _BESIDES.put(path, {whole: stamp_of(whole), **shelf.asked})
    return tuple(other for other in known if not os.path.isdir(other))


def _whole(path: str) -> str:
    return os.path.abspath(path).replace(os.sep, "/")


def _relative(path: str) -> str:
    """As a file is called by who called the note by a relative name."""
    return shown(os.path.relpath(path))


class _Archive:
    """A note in an archive reads only files of that archive."""

    def __init__(self, archive: str) -> None:
        from nablint.cli.archives import listing

        self.top = posixpath.normpath(archive)
        self._listing = listing(archive)

    def shown(self, path: str) -> str:
        return shown(path)

    def read(self, path: str) -> str | None:
        from nablint.cli.archives import read_member

        member = self._listing.member(path)
        if member is None or member.size > MAX_BYTES:
            return None
        key = (member, self._listing.state)
        kept = _TEXTS.get(key)
        if kept is not None:
            return kept
        try:
            text = text_in(read_member(member))
        except Unreadable:
            return None
        if text is None:
            return None
        return _TEXTS.put(key, text) if len(text) <= WORTH_KEEPING else text

    def names(self, folder: str) -> Sequence[str]:
        names = self._listing.names(folder)
        return names if len(names) <= MOST_NAMES else ()
