"""All rules over one note: each mistake once, suppressions applied, what they did not suppress reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any
from weakref import WeakKeyDictionary

from nablint.base.findings import Finding
from nablint.base.spans import Span
from nablint.declarations.facts import Suppression
from nablint.readings.bysection import JudgedNote
from nablint.readings.judged import Judged
from nablint.readings.note import Note
from nablint.rules.not003_unused_suppression import unused
from nablint.rules.registry import MODULES, code_and_name, is_known

Check = Callable[[Judged], Iterator[Finding]]
CheckNote = Callable[[Note], Iterator[Finding]]

# Where several rules see one fault, the first of these speaks.
_PRECEDENCE = ("VAL", "CHN005", "CHN003", "CHN002", "CHN001", "CHN004", "LAY", "DEC", "IDX", "SHP", "NOT")


# What was found in a section that is as it was before an edit is not looked for again.
_FOUND: WeakKeyDictionary[Judged, tuple[tuple[tuple[str, Check], ...], tuple[Finding, ...]]] = WeakKeyDictionary()


@cache
def checks() -> tuple[tuple[str, Check], ...]:
    """The code and the function of every rule about what stands in one section."""
    return tuple((code, rule.check) for code, rule in _rules() if hasattr(rule, "check"))


@cache
def checks_of_notes() -> tuple[tuple[str, CheckNote], ...]:
    """The code and the function of every rule about a note as a whole; NOT003 is the run's own."""
    return tuple((code, rule.check_note) for code, rule in _rules() if hasattr(rule, "check_note"))


def _rules() -> Iterator[tuple[str, Any]]:
    for module in MODULES:
        yield code_and_name(module)[0], import_module(f"nablint.rules.{module}")


def run(judged: JudgedNote, wants: Callable[[str], bool]) -> tuple[Finding, ...]:
    """The findings of the rules that are wanted, in the order of the note."""
    found = [finding for code, check in checks_of_notes() if wants(code) for finding in check(judged.note)]
    wanted = tuple((code, check) for code, check in checks() if wants(code))
    for section in judged.sections():
        found.extend(_in_section(section, wanted))
    single = _one_for_each_mistake(judged, found)
    declarations = judged.note.declarations
    heard = [f for f in single if not any(silent.contains(f.span) for silent in declarations.silent)]
    kept, used = _suppressed(heard, declarations.suppressions)
    if wants("NOT003"):
        for suppression in declarations.suppressions:
            idle = tuple(
                code for code in suppression.codes if (suppression, code) not in used and is_known(code) and wants(code)
            )
            if idle:
                kept.extend(unused(suppression, idle))
    return tuple(sorted(kept, key=lambda f: (f.span.start, f.span.end, f.code)))


def _in_section(section: Judged, wanted: tuple[tuple[str, Check], ...]) -> tuple[Finding, ...]:
    known = _FOUND.get(section)
    if known is not None and known[0] == wanted:
        return known[1]
    section.note.pause()
    found = tuple(finding for _, check in wanted for finding in check(section))
    _FOUND[section] = wanted, found
    return found


def _one_for_each_mistake(judged: JudgedNote, findings: Iterable[Finding]) -> list[Finding]:
    """Of findings on overlapping text, or that rest on the same contradicted facts further on, the first is kept."""
    kept: list[Finding] = []
    blamed: set[tuple[int, frozenset[tuple[int, int]], tuple[str, ...]]] = set()
    for finding in sorted(findings, key=lambda f: (_rank(f.code), f.span.start, f.span.end)):
        if finding.code.startswith("NOT"):
            kept.append(finding)
            continue
        if any(finding.span.overlaps(other.span) for other in kept if not other.code.startswith("NOT")):
            continue
        kept.append(finding)
    result = []
    for finding in sorted(kept, key=lambda f: f.span.start):
        basis = frozenset((r.span.start, r.span.end) for r in finding.related)
        # The message ends with the two sizes that differ: the same ones, from the same declarations, are the same mistake.
        sizes = tuple(finding.message.rpartition(": ")[2].removesuffix(" differ").split(" and "))
        section = judged.note.index.sections.at(finding.span.start)
        keys = {(section, basis, sizes)}
        if finding.code == "DEC002":
            # A mark is a declaration, too, and may be what another finding rests on.
            keys.add((section, basis | {(finding.span.start, finding.span.end)}, sizes[::-1]))
        if basis and finding.code[:3] in ("SHP", "CHN", "DEC", "IDX") and keys & blamed:
            continue
        blamed |= keys
        result.append(finding)
    return result


def _rank(code: str) -> int:
    return next((k for k, prefix in enumerate(_PRECEDENCE) if code.startswith(prefix)), len(_PRECEDENCE))


def _suppressed(
    findings: list[Finding], suppressions: tuple[Suppression, ...]
) -> tuple[list[Finding], set[tuple[Suppression, str]]]:
    kept, used = [], set()
    for finding in findings:
        silenced = False
        for suppression in suppressions:
            for code in suppression.codes:
                if finding.code.startswith(code) and _within(suppression.covers, finding.span):
                    used.add((suppression, code))
                    silenced = True
        if not silenced:
            kept.append(finding)
    return kept, used


def _within(covers: Span, span: Span) -> bool:
    return covers.start <= span.start <= covers.end
