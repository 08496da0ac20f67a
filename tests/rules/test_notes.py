"""The notes of this folder say what nablint must report, and what it must not."""

from __future__ import annotations

import pytest
from cases import HERE, Case, Expectation, cases

from nablint.analysis.analyse import analyse
from nablint.analysis.settings import Settings
from nablint.base.findings import Finding, apply_edits
from nablint.base.source import Source
from nablint.base.spans import LineIndex
from nablint.rules.registry import MODULES, code_and_name

ALL = Settings(ignore=())
CASES = [case for path in sorted(HERE.glob("*.md")) for case in cases(path)]


def settings_for(case: Case) -> Settings:
    """DEC003 is off unless its own note is run."""
    return ALL if case.file.startswith("DEC003") else Settings()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_says_what_is_expected_and_nothing_else(case: Case) -> None:
    source = Source.named("case.md", case.text)
    findings = analyse(source, settings_for(case)).findings
    lines = LineIndex(case.text)
    reported = [f for f in findings if f.severity.word != "hint" or any(e.severity == "hint" for e in case.expected)]
    left = list(reported)
    for expected in case.expected:
        match = next((f for f in left if _meets(f, expected, lines)), None)
        assert match is not None, f"expected {expected}, reported {[_shown(f, lines) for f in reported]}"
        left.remove(match)
        if expected.fixed is not None:
            texts = [apply_edits(case.text, fix.edits) for fix in match.fixes]
            assert any(expected.fixed in text for text in texts), texts or "no fix is offered"
    assert not left, [_shown(f, lines) for f in left]


@pytest.mark.parametrize("case", [c for c in CASES if c.expected], ids=str)
def test_an_offered_fix_mends_its_finding(case: Case) -> None:
    source = Source.named("case.md", case.text)
    for finding in analyse(source, settings_for(case)).findings:
        for fix in finding.fixes:
            mended = Source.named("case.md", apply_edits(case.text, fix.edits))
            after = [f.code for f in analyse(mended, settings_for(case), fixes=False).findings]
            before = [f.code for f in analyse(source, settings_for(case), fixes=False).findings]
            assert after.count(finding.code) < before.count(finding.code)


def test_every_rule_has_its_note() -> None:
    names = {path.stem for path in HERE.glob("*.md")}
    wanted = {"-".join(code_and_name(module)) for module in MODULES}
    assert wanted <= names, sorted(wanted - names)


@pytest.mark.parametrize("module", MODULES)
def test_every_note_has_a_faulty_and_a_tempting_case(module: str) -> None:
    code, name = code_and_name(module)
    own = cases(HERE / f"{code}-{name}.md")
    assert any(e.code == code for case in own for e in case.expected)
    assert any(not case.expected for case in own)


def _meets(finding: Finding, expected: Expectation, lines: LineIndex) -> bool:
    first, last = lines.position(finding.span.start)[0], lines.position(max(finding.span.end - 1, finding.span.start))[0]
    return (
        finding.code == expected.code
        and finding.severity.word == expected.severity
        and expected.message in finding.message
        and first <= expected.row <= last
    )


def _shown(finding: Finding, lines: LineIndex) -> str:
    return f"{lines.position(finding.span.start)[0]}: {finding.severity.word} {finding.code} {finding.message}"
