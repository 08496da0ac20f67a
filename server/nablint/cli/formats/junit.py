"""`junit`: a test suite for each note with findings, as CI servers read it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from nablint.cli.formats import Style
from nablint.cli.report import Issue, RunReport


def render(report: RunReport, style: Style) -> Iterator[str]:
    total = len(report.issues)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites name="nablint" tests="{max(total, 1)}" failures="{total}" errors="0">\n'
    for path, group in groupby(report.issues, lambda issue: issue.path):
        issues = list(group)
        counts = f'tests="{len(issues)}" failures="{len(issues)}" errors="0" skipped="0"'
        # The file stands here: in a case, where others write it, Jenkins' schema has no place for it.
        yield f"  <testsuite name={_attribute(path)} {counts} file={_attribute(path)}>\n"
        for issue in issues:
            yield from _case(issue)
        yield "  </testsuite>\n"
    if not report.issues:
        # Consumers take a report without a single case for a broken run.
        yield '  <testsuite name="nablint" tests="1" failures="0" errors="0" skipped="0">\n'
        yield '    <testcase name="nothing found" classname="nablint"/>\n  </testsuite>\n'
    yield "</testsuites>\n"


def _case(issue: Issue) -> Iterator[str]:
    place = issue.place
    cell = f"cell {place.cell}:" if place.cell else ""
    name = f"{issue.code} {cell}{place.row}:{place.column}"
    places = [(issue.path, f"{cell}{place.row}:{place.column}", issue.message)]
    places += [(note.path, f"{note.place.row}:{note.place.column}", note.message) for note in issue.notes]
    lines = [f"{path}:{where}: {message}" for path, where, message in places]
    yield f"    <testcase name={_attribute(name)} classname={_attribute(issue.path)}>\n"
    yield f"      <failure type={_attribute(issue.severity)} message={_attribute(issue.message)}>"
    yield f"{escape(_clean(chr(10).join(lines)))}</failure>\n    </testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold at all."""
    return "".join(
        c if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "�" for c in text
    )
