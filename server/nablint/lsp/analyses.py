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
        look = _looked(note, settings, pause, kept)
        if kept is None or kept.note.revision <= note.revision:
            self._kept[note.uri] = look
            self._kept.move_to_end(note.uri)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return look

    def forget(self, uri: str) -> None:
        self._kept.pop(uri, None)


def _looked(note: Note, settings: Settings, pause: Pause, former: Look | None) -> Look:
    """The note with room, so that after the next edit most of it stands where it stood."""
    # The analysis loads its grammar: not before the first note needs it.
    from nablint.analysis.analyse import examine
    from nablint.documents.scanner import scan

    plain = note.source.text
    if len(note.parts) > 1 or note.source.kind not in _WITH_ROOM:
        return Look(note, settings, examine(note.source, settings, pause))
    room = former.note.parts[0].room if former is not None and len(former.note.parts) == 1 else None
    room = room.edited(plain) if room is not None else None
    if room is not None:
        roomy = note.with_room(room)
        look = Look(roomy, settings, examine(roomy.source, settings, pause, former.examined if former is not None else None))
        if not room.is_crowded([region.span for region in look.snapshot.document.regions]):
            return look
    roomy = note.with_room(Roomy.of(plain, [region.span for region in scan(note.source).regions]))
    return Look(roomy, settings, examine(roomy.source, settings, pause))
