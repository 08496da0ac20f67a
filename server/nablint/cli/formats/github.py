"""`github`: workflow commands that GitHub Actions shows as annotations on the lines."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.cli.formats import Style
from nablint.cli.formats.repository import below_here
from nablint.cli.report import Issue, RunReport

_COMMANDS = {"error": "error", "warning": "warning", "hint": "notice"}


def render(report: RunReport, style: Style) -> Iterator[str]:
    for issue in below_here(report).issues:
        yield f"::{_COMMANDS[issue.severity]} {','.join(_properties(issue))}::{_data(_text(issue))}\n"


def _properties(issue: Issue) -> Iterator[str]:
    yield f"file={_property(issue.path)}"
    place = issue.place
    if place.cell is None:
        yield f"line={place.row}"
        yield f"endLine={place.end_row}"
        if place.row == place.end_row:
            # GitHub refuses columns where an annotation covers several lines; its columns include the end.
            yield f"col={place.column}"
            yield f"endColumn={max(place.end_column - 1, place.column)}"
    yield f"title={_property(f'{issue.code} {issue.name}')}"


def _text(issue: Issue) -> str:
    cell = [f"in cell {issue.place.cell}, line {issue.place.row}"] if issue.place.cell else []
    notes = [f"line {note.place.row}: {note.message}" for note in issue.notes]
    fix = [f"fix: {issue.repair.title}"] if issue.repair else []
    return "\n".join((issue.message, *cell, *notes, *fix))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
