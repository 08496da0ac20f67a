"""What is known of each open note: the analysis of its newest text, kept until the text or the settings change."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING

from nablint.analysis.settings import Settings
from nablint.base.pauses import Pause, go_on
from nablint.base.room import Roomy
from nablint.lsp.notes import Note

if TYPE_CHECKING:
    from nablint.analysis.analyse import Examined
    from nablint.analysis.snapshot import Snapshot
    from nablint.documents.model import Document
    from nablint.features.knowledge import Knowledge

KEPT = 32
_WITH_ROOM = ("markdown", "latex")


class Look:
    """One note with its analysis; findings come without fixes, `knowledge.fixed` has them."""

    def __init__(self, note: Note, settings: Settings, examined: Examined) -> None:
        self.note = note
        self.settings = settings
        self.snapshot: Snapshot = examined.snapshot
        self.examined = examined

    @cached_property
    def knowledge(self) -> Knowledge:
        from nablint.features.knowledge import Knowledge

        values = self.settings.values and self.settings.wants("VAL001")
        return Knowledge(self.snapshot, self.examined.judged, self.examined.with_fixes, values, self.examined.again)


class Analyses:
    """Used on the worker only."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Look] = OrderedDict()

    def look(self, note: Note, settings: Settings, pause: Pause = go_on) -> Look:
        kept = self._kept.get(note.uri)
        if kept is not None and kept.note.revision == note.revision and kept.settings == settings:
            self._kept.move_to_end(note.uri)
            return kept
        # The analysis loads its grammar: not before the first note needs it.
        from nablint.analysis.analyse import examine

        if kept is None or not _is_edited(note):
            look = Look(note, settings, examine(note.source, settings, pause))
        else:
            look = _after_edit(note, settings, pause, kept)
        if kept is None or kept.note.revision <= note.revision:
            self._kept[note.uri] = look
            self._kept.move_to_end(note.uri)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return look

    def make_ready(self, uri: str, pause: Pause = go_on) -> None:
        """Looks at a note as it will be looked at after its first edit, if none has come yet."""
        kept = self._kept.get(uri)
        if kept is not None and _is_edited(kept.note) and kept.note.parts[0].room is None:
            look = _with_room(kept.note, kept.settings, pause, kept.snapshot.document)
            if self._kept.get(uri) is kept:
                self._kept[uri] = look

    def forget(self, uri: str) -> None:
        self._kept.pop(uri, None)


def _is_edited(note: Note) -> bool:
    """Whether edits of the note are followed paragraph by paragraph."""
    return len(note.parts) == 1 and note.source.kind in _WITH_ROOM


def _after_edit(note: Note, settings: Settings, pause: Pause, former: Look) -> Look:
    """The note with room, so that most of it stands where it stood."""
    from nablint.analysis.analyse import examine
    from nablint.documents.scanner import scan

    room = former.note.parts[0].room if _is_edited(former.note) else None
    room = room.edited(note.source.text) if room is not None else None
    if room is not None:
        roomy = note.with_room(room)
        look = Look(roomy, settings, examine(roomy.source, settings, pause, True, former.examined))
        if not room.is_crowded([region.span for region in look.snapshot.document.regions]):
            return look
    return _with_room(note, settings, pause, scan(note.source))


def _with_room(note: Note, settings: Settings, pause: Pause, document: Document) -> Look:
    from nablint.analysis.analyse import examine

    part = note.parts[0]
    roomy = note.with_room(Roomy.of(part.text.text, [region.span for region in document.regions]))
    return Look(roomy, settings, examine(roomy.source, settings, pause, True))
