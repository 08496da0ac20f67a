"""Fixes are checked by checking the note again, as far as a budget reaches; --fix and an editor ask for all."""

from __future__ import annotations

import pytest

from nablint.analysis import analyse as door
from nablint.analysis.analyse import analyse, examine
from nablint.analysis.verified import CHARACTERS, TIMES, affordable
from nablint.base.findings import Edit, Finding, Fix, Severity
from nablint.base.source import Source
from nablint.base.spans import Span


def mistaken(sections: int, words: str = "") -> Source:
    """A note with one finding and a fix for it in each section."""
    section = (
        "## Part {k}\n\nLet $A \\in \\mathbb{{R}}^{{m \\times n}}$, $x \\in \\mathbb{{R}}^m$ and $y \\in \\mathbb{{R}}^n$.\n\n"
        "$$y = A x$$\n\n{words}\n\n"
    )
    return Source("note.md", "".join(section.format(k=k, words=words) for k in range(sections)), "markdown")


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How long each text was that is checked again."""
    lengths: list[int] = []
    real = door._findings

    def counted(source: Source, text: str, settings: door.Settings) -> tuple[Finding, ...]:
        lengths.append(len(text))
        return real(source, text, settings)

    monkeypatch.setattr(door, "_findings", counted)
    return lengths


def test_a_small_note_has_all_its_fixes_checked(looks: list[int]) -> None:
    found = analyse(mistaken(3)).findings
    assert len(found) == 3 and all(finding.fixes for finding in found)
    assert len(looks) >= 3


def test_a_note_full_of_mistakes_is_read_a_few_times_only(looks: list[int]) -> None:
    source = mistaken(24, words="What stands here is long. " * 40)
    found = analyse(source).findings
    assert len(found) == 24
    assert 0 < sum(bool(finding.fixes) for finding in found) < 24
    assert len(looks) <= max(TIMES, CHARACTERS // len(source.text))


def test_all_are_checked_where_they_are_applied_or_asked_for() -> None:
    source = mistaken(24, words="What stands here is long. " * 40)
    assert all(finding.fixes for finding in analyse(source, every_fix=True).findings)
    examined = examine(source)
    assert all(examined.with_fixes(finding).fixes for finding in examined.snapshot.findings)


def test_safe_fixes_are_checked_first_and_findings_keep_their_order() -> None:
    source = Source("note.md", "teh maybe teh", "markdown")

    def finding(start: int, end: int, safe: bool) -> Finding:
        span = Span(start, end)
        return Finding("SHP001", Severity.ERROR, span, "wrong", fixes=(Fix("Write", (Edit(span, "the"),), safe),))

    found = (finding(0, 3, True), finding(4, 9, False), finding(10, 13, True))
    afforded = affordable(source, found, lambda text: found[:2], budget=2 * len(source.text))
    assert [f.span for f in afforded] == [f.span for f in found]
    assert [bool(f.fixes) for f in afforded] == [True, False, True]


SIZES = (
    "Let $A \\in \\mathbb{R}^{m \\times n}$, $B \\in \\mathbb{R}^{k \\times n}$, "
    "$x \\in \\mathbb{R}^m$ and $y \\in \\mathbb{R}^n$.\n\n"
)


@pytest.mark.parametrize("formula", ("$$A B$$", "$$B A y$$", "\\begin{align}\ny &= A^T x \\\\\n&= B A y\n\\end{align}"))
def test_what_the_formula_alone_shows_not_to_help_is_not_looked_at_again(formula: str, looks: list[int]) -> None:
    source = Source("note.md", SIZES + formula + "\n", "markdown")
    tried = len(analyse(source).findings)
    assert tried
    quick = list(looks)
    every = _fixes_without_a_look_before(source)
    assert len(quick) < len(looks) - len(quick)
    assert [f.fixes for f in analyse(source).findings] == every


def _fixes_without_a_look_before(source: Source) -> list[tuple[Fix, ...]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "is_idle", lambda *_: False)
        return [finding.fixes for finding in analyse(source).findings]


def test_a_fix_that_only_the_whole_note_judges_is_left_to_it(looks: list[int]) -> None:
    """Read as rows the turned product would fit: whether vectors are rows, other formulas tell."""
    source = Source("note.md", SIZES + "$$y^T A$$\n", "markdown")
    assert analyse(source).findings[0].fixes
    assert looks
