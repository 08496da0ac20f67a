"""Fixes applied to a note's text, until none is left that may be applied; and the difference as a patch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nablint.analysis.editing import edited
from nablint.analysis.mistakes import mistakes
from nablint.analysis.settings import Settings
from nablint.base.findings import Edit, Finding, apply_edits
from nablint.base.source import Source
from nablint.base.values import dataclass
from nablint.cli import checking
from nablint.cli.checking import Job
from nablint.cli.discover import shown
from nablint.cli.reading import FileText, Unreadable, decode, read_text, write_back

if TYPE_CHECKING:
    from nablint.cli.session import Session

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
MAX_ROUNDS = 20  # one fix may lay open another; notes need two or three rounds


@dataclass(frozen=True, slots=True)
class Fixed:
    """A note's text before and after; `count` fixes were applied."""

    path: str
    before: FileText
    after: str
    count: int


def fix(job: Job, unsafe: bool) -> Fixed | None:
    """What fixing would make of a file; None where it changes nothing or the file cannot be read."""
    try:
        before = decode(job.data) if job.data is not None else read_text(job.path)
    except Unreadable:
        return None
    after, count = fix_text(Source.named(shown(job.path), before.text), checking.with_includes(job, before.data), unsafe)
    return Fixed(job.path, before, after, count) if count else None


def findings(source: Source, settings: Settings) -> Sequence[Finding]:
    return checking.analysed(source, settings, every_fix=True).findings


def fix_text(source: Source, settings: Settings, unsafe: bool = False) -> tuple[str, int]:
    """The text with its fixes applied, and how many. A round that leaves as many findings as before is taken back."""
    text, applied = source.text, 0
    found = findings(source, settings)
    for _ in range(MAX_ROUNDS):
        chosen = list(_compatible(found, unsafe))
        for edits in _tries(chosen):
            trial = edited(replace(source, text=text), [edit for group in edits for edit in group])
            after = findings(replace(source, text=trial), settings)
            if len(after) < len(found):
                text, found, applied = trial, after, applied + len(edits)
                break
        else:
            break
    return text, applied


def fix_configurations(session: Session, unsafe: bool) -> Iterator[Fixed]:
    """What fixing would make of the configuration files; the first shard alone speaks of these."""
    # What came on standard input cannot be read a second time, under other settings.
    piped = any(job.data is not None for job in session.jobs)
    for configuration in {c.path: c for c in session.configurations}.values() if session.issues and not piped else ():
        chosen = list(_compatible(mistakes(configuration), unsafe)) if configuration.path else []
        if configuration.path is None or not chosen:
            continue
        try:
            before = read_text(configuration.path)
        except Unreadable:
            continue
        if before.text == configuration.text:
            after = apply_edits(before.text, tuple(edit for edits in chosen for edit in edits))
            yield Fixed(configuration.path, before, after, len(chosen))


def write(fixed: Fixed) -> str | None:
    """Writes a fixed file in its place; why not, where it is left as it is."""
    name = shown(fixed.path)
    try:
        written = write_back(fixed.path, fixed.before.data, fixed.before.encoded(fixed.after))
    except OSError as error:
        return f"{name} cannot be written: {error.strerror or error}"
    return None if written else f"{name} changed meanwhile and was left as it is"


def patch(fixed: Fixed) -> Iterator[str]:
    """The change as a unified diff. Its lines end where `patch` ends them; a note may hold other line ends too."""
    from difflib import unified_diff

    name = _in_patch(shown(fixed.path))
    before, after = (_LINES.findall(text) for text in (fixed.before.text, fixed.after))
    for line in unified_diff(before, after, name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _in_patch(name: str) -> str:
    """The name in quotes, as git writes it, where it would not stay on its line."""
    if not any(sign in name for sign in '\n\r\t"\\'):
        return name
    return '"' + "".join(_ESCAPES.get(sign, sign) for sign in name) + '"'


def _tries(chosen: list[tuple[Edit, ...]]) -> Iterator[list[tuple[Edit, ...]]]:
    """All together; and where they get into each other's way, one by one."""
    if chosen:
        yield chosen
    if len(chosen) > 1:
        for edits in chosen:
            yield [edits]


def _compatible(found: Sequence[Finding], unsafe: bool) -> Iterator[tuple[Edit, ...]]:
    """The edits of each fix that may be applied and touches nothing that an earlier one changes."""
    taken: list[Edit] = []
    for finding in found:
        if not finding.fixes or not (finding.fixes[0].safe or unsafe):
            continue
        edits = finding.fixes[0].edits
        if edits and not any(_meet(edit, other) for edit in edits for other in taken):
            taken.extend(edits)
            yield edits


def _meet(left: Edit, right: Edit) -> bool:
    return left.span.start <= right.span.end and right.span.start <= left.span.end
