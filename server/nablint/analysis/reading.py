"""From a source to a judged note, step by step; after an edit each step goes on from where it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nablint.analysis.elsewhere import macro_texts, shapes_of, stated_elsewhere
from nablint.analysis.settings import Settings
from nablint.analysis.shared import shared
from nablint.analysis.snapshot import Snapshot
from nablint.base.findings import Finding
from nablint.base.pauses import Pause, go_on
from nablint.base.source import Source
from nablint.base.values import dataclass
from nablint.declarations.collect import Collected, collect, collected, collected_again
from nablint.declarations.facts import Declarations, joined
from nablint.declarations.primes import may_show_primes, with_transposes
from nablint.documents.model import Document, Region
from nablint.documents.rescan import Rescanned, rescan
from nablint.documents.scanner import scan
from nablint.parse.macros import NO_MACROS, Macros, collect_macros
from nablint.parse.nodes import Node
from nablint.parse.parser import parse
from nablint.readings.bysection import JudgedNote
from nablint.readings.note import Note


@dataclass(frozen=True, slots=True)
class Reading:
    """All steps to a judged note. `collected` is None where nobody can go on from it after an edit."""

    source: Source
    document: Document
    macros: Macros
    trees: tuple[Node, ...]
    outside: Declarations
    collected: Collected | None
    judged: JudgedNote

    def snapshot(self, findings: tuple[Finding, ...]) -> Snapshot:
        note = self.judged.note
        return Snapshot(self.source, self.document, tuple(note.trees), note.declarations, findings)


def read_note(
    source: Source, settings: Settings, pause: Pause = go_on, edited: bool = False, former: Reading | None = None
) -> Reading:
    """`edited`: it may become `former` of another reading, that of the same note with the same settings after an edit."""
    pause()
    rescanned = rescan(source, former.document) if former is not None else None
    if former is not None and rescanned is not None and former.collected is not None:
        again = _read_again(source, settings, pause, former, former.collected, rescanned)
        if again is not None:
            return again
    document = rescanned.document if rescanned is not None else scan(source)
    pause()
    macros = _macros(document, settings)
    trees = tuple(_parsed(document.regions, macros, pause))
    outside = _outside(document, macros, settings)
    goes_on = edited and source.kind == "markdown"  # only there a stretch can be scanned alone
    found = collected(document, trees, shapes_of(outside), pause) if goes_on else None
    own = found.declarations if found is not None else collect(document, trees, shapes_of(outside), pause)
    declarations = joined(outside, own)
    turned = with_transposes(trees, declarations, document)
    if turned is not None:
        declarations = joined(outside, collect(document, turned, shapes_of(outside), pause))
        found = None
    note = Note(document, turned or trees, declarations, pause)
    judged = JudgedNote(note, former.judged if former is not None else None)
    return Reading(source, document, macros, trees, outside, found, judged)


def _read_again(
    source: Source, settings: Settings, pause: Pause, former: Reading, collection: Collected, rescanned: Rescanned
) -> Reading | None:
    """What only a stretch of the former text can have changed; None where that may define macros, or show primes."""
    document, own = rescanned.document, rescanned.regions
    was = former.document.regions[own.start : own.stop - rescanned.shift]
    edited = (*was, *document.regions[own.start : own.stop])
    if document.macros != former.document.macros or collect_macros(region.text for region in edited) is not NO_MACROS:
        return None
    outside = _outside(document, former.macros, settings)
    if outside != former.outside:
        return None
    pause()
    new = tuple(_parsed(document.regions[own.start : own.stop], former.macros, pause))
    trees = (*former.trees[: own.start], *new, *former.trees[own.stop - rescanned.shift :])
    found = collected_again(rescanned, trees, shapes_of(outside), collection, pause)
    declarations = joined(outside, found.declarations)
    before = former.judged.note
    words = "\n".join(text[rescanned.start : rescanned.end] for text in (former.source.text, source.text))
    primed = may_show_primes(words, (region.text for region in edited))
    if (primed or found.facts != collection.facts) and with_transposes(trees, declarations, document) is not None:
        return None
    views = before.views if before.sees_as(document, declarations, rescanned.stretch) else None
    judged = JudgedNote(Note(document, trees, declarations, pause, views), former.judged)
    return Reading(source, document, former.macros, trees, outside, found, judged)


def _outside(document: Document, macros: Macros, settings: Settings) -> Declarations:
    """What other files state."""
    return joined(shared(settings), stated_elsewhere(document, settings.includes, macros, settings.macros))


def _macros(document: Document, settings: Settings) -> Macros:
    """All that a note defines, or reads."""
    others = macro_texts(settings.includes)
    return collect_macros((settings.macros, *others, *(m.text for m in document.macros), *(r.text for r in document.regions)))


def _parsed(regions: Sequence[Region], macros: Macros, pause: Pause) -> Iterator[Node]:
    for region in regions:
        pause()
        yield parse(region.text, macros)
