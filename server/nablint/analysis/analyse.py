"""One door for all callers: a source in, an immutable snapshot out. Reads and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nablint.analysis.atonce import is_idle
from nablint.analysis.elsewhere import macro_texts, shapes_of, stated_elsewhere
from nablint.analysis.settings import DEFAULT, Settings
from nablint.analysis.shared import shared
from nablint.analysis.snapshot import Snapshot
from nablint.analysis.verified import IsIdle, affordable, verified
from nablint.base.findings import Finding
from nablint.base.pauses import Pause, go_on
from nablint.base.source import Source
from nablint.declarations.collect import collect
from nablint.declarations.facts import joined
from nablint.declarations.primes import with_transposes
from nablint.documents.model import Document
from nablint.documents.scanner import scan
from nablint.parse.macros import Macros, collect_macros
from nablint.parse.nodes import Node
from nablint.parse.parser import parse
from nablint.readings.bysection import JudgedNote
from nablint.readings.note import Note
from nablint.rules.run import run


def analyse(source: Source, settings: Settings = DEFAULT, fixes: bool = True, every_fix: bool = False) -> Snapshot:
    """Everything that is known of one note. `fixes`: whether offered fixes are checked by checking again (and dropped where
    they do not help); without, findings carry none. They are checked as far as their budget reaches, with `every_fix` all."""
    snapshot, judged = _read(source, settings)
    findings = run(judged, settings.wants)
    if fixes:

        def recheck(text: str) -> tuple[Finding, ...]:
            return _findings(source, text, settings)

        idle = _idle(snapshot, judged, settings)
        if every_fix:
            findings = tuple(verified(source, f, findings, recheck, idle) for f in findings)
        else:
            findings = affordable(source, findings, recheck, is_idle=idle)
    else:
        findings = tuple(replace(f, fixes=()) for f in findings)
    return replace(snapshot, findings=findings)


def judge(source: Source, settings: Settings = DEFAULT) -> JudgedNote:
    """The note with its shapes and layouts, for callers that ask about places in it."""
    return _read(source, settings)[1]


def examine(source: Source, settings: Settings = DEFAULT, pause: Pause = go_on, former: Examined | None = None) -> Examined:
    """The note for callers that show findings at once, and ask for the fixes of one when somebody looks at it. `pause` is
    called again and again; what it raises ends the work, and leaves nothing half done behind. `former` is the same note before
    an edit: what that cannot have changed is taken from there."""
    known = former.judged if former is not None and former.settings == settings else None
    snapshot, judged = _read(source, settings, pause, known)
    found = run(judged, settings.wants)
    judged.rest()  # who asks more of the note later is somebody else
    return Examined(snapshot, judged, found, settings)


class Examined:
    """`snapshot` has findings without fixes; `with_fixes` checks those of one finding by checking again."""

    def __init__(self, snapshot: Snapshot, judged: JudgedNote, found: tuple[Finding, ...], settings: Settings) -> None:
        self._offered = {(f.code, f.span): f for f in found}
        self._found = found
        self.settings = settings
        self.judged = judged
        self.snapshot = replace(snapshot, findings=tuple(replace(f, fixes=()) for f in found))

    def again(self, text: str) -> Examined:
        """The same note with another text."""
        return examine(replace(self.snapshot.source, text=text), self.settings)

    def with_fixes(self, finding: Finding, pause: Pause = go_on) -> Finding:
        """The finding with those of its fixes that help; `pause` as in `examine`."""
        source, offered = self.snapshot.source, self._offered.get((finding.code, finding.span))
        if offered is None or not offered.fixes:
            return finding

        def recheck(text: str) -> tuple[Finding, ...]:
            return _findings(source, text, self.settings, pause)

        return verified(source, offered, self._found, recheck, _idle(self.snapshot, self.judged, self.settings))


def _idle(snapshot: Snapshot, judged: JudgedNote, settings: Settings) -> IsIdle:
    """Which fixes the formula that they change shows not to help; macros are read only where there is a fix."""
    return lambda finding, fix: is_idle(judged, _macros(snapshot.document, settings), finding, fix)


def _read(
    source: Source, settings: Settings, pause: Pause = go_on, former: JudgedNote | None = None
) -> tuple[Snapshot, JudgedNote]:
    pause()
    document = scan(source)
    pause()
    macros = _macros(document, settings)
    trees = tuple(_parsed(document, macros, pause))
    outside = joined(shared(settings), stated_elsewhere(document, settings.includes, macros, settings.macros))
    declarations = joined(outside, collect(document, trees, shapes_of(outside), pause))
    transposed = with_transposes(trees, declarations, document)
    if transposed is not None:
        trees = transposed
        declarations = joined(outside, collect(document, trees, shapes_of(outside), pause))
    views = former.note.views if former is not None and former.note.sees_as(document, declarations) else None
    note = Note(document, trees, declarations, pause, views)
    return Snapshot(source, document, trees, declarations, ()), JudgedNote(note, former)


def _macros(document: Document, settings: Settings) -> Macros:
    """All that a note defines, or reads."""
    others = macro_texts(settings.includes)
    return collect_macros((settings.macros, *others, *(m.text for m in document.macros), *(r.text for r in document.regions)))


def _parsed(document: Document, macros: Macros, pause: Pause) -> Iterator[Node]:
    for region in document.regions:
        pause()
        yield parse(region.text, macros)


def _findings(source: Source, text: str, settings: Settings, pause: Pause = go_on) -> tuple[Finding, ...]:
    return run(_read(replace(source, text=text), settings, pause)[1], settings.wants)
