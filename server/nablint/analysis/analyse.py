"""One door for all callers: a source in, an immutable snapshot out. Reads and writes nothing."""

from __future__ import annotations

from dataclasses import replace

from nablint.analysis.atonce import is_idle
from nablint.analysis.reading import Reading, read_note
from nablint.analysis.settings import DEFAULT, Settings
from nablint.analysis.snapshot import Snapshot
from nablint.analysis.verified import IsIdle, affordable, verified
from nablint.base.findings import Finding
from nablint.base.pauses import Pause, go_on
from nablint.base.source import Source
from nablint.readings.bysection import JudgedNote
from nablint.rules.run import run


def analyse(source: Source, settings: Settings = DEFAULT, fixes: bool = True, every_fix: bool = False) -> Snapshot:
    """Everything that is known of one note. `fixes`: whether offered fixes are checked by checking again (and dropped where
    they do not help); without, findings carry none. They are checked as far as their budget reaches, with `every_fix` all."""
    read = read_note(source, settings)
    findings = run(read.judged, settings.wants)
    if fixes:

        def recheck(text: str) -> tuple[Finding, ...]:
            return _findings(source, text, settings)

        idle = _idle(read)
        if every_fix:
            findings = tuple(verified(source, f, findings, recheck, idle) for f in findings)
        else:
            findings = affordable(source, findings, recheck, is_idle=idle)
    else:
        findings = tuple(replace(f, fixes=()) for f in findings)
    return read.snapshot(findings)


def judge(source: Source, settings: Settings = DEFAULT) -> JudgedNote:
    """The note with its shapes and layouts, for callers that ask about places in it."""
    return read_note(source, settings).judged


def examine(
    source: Source,
    settings: Settings = DEFAULT,
    pause: Pause = go_on,
    edited: bool = False,
    former: Examined | None = None,
) -> Examined:
    """The note for callers that show findings at once, and ask for the fixes of one when somebody looks at it. `pause` is
    called again and again; what it raises ends the work, and leaves nothing half done behind. `edited`: the note is being
    edited, and what is found is of use for the next version; `former` is the one before: what the edit cannot have changed is
    taken from there."""
    read = read_note(
        source, settings, pause, edited, former.read if former is not None and former.settings == settings else None
    )
    found = run(read.judged, settings.wants)
    read.judged.rest()  # who asks more of the note later is somebody else
    return Examined(read, found, settings)


class Examined:
    """`snapshot` has findings without fixes; `with_fixes` checks those of one finding by checking again."""

    def __init__(self, read: Reading, found: tuple[Finding, ...], settings: Settings) -> None:
        self._offered = {(f.code, f.span): f for f in found}
        self._found = found
        self.read = read
        self.settings = settings
        self.judged = read.judged
        self.snapshot = read.snapshot(tuple(replace(f, fixes=()) for f in found))

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

        return verified(source, offered, self._found, recheck, _idle(self.read))


def _idle(read: Reading) -> IsIdle:
    """Which fixes the formula that they change shows not to help; macros are read only where there is a fix."""
    return lambda finding, fix: is_idle(read.judged, read.macros, finding, fix)


def _findings(source: Source, text: str, settings: Settings, pause: Pause = go_on) -> tuple[Finding, ...]:
    return run(read_note(replace(source, text=text), settings, pause).judged, settings.wants)
