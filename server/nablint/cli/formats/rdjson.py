"""`rdjson`: the Reviewdog Diagnostic Format, with fixes as suggestions."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.cli.formats import Style
from nablint.cli.formats.repository import below_here
from nablint.cli.formats.streamed import streamed
from nablint.cli.report import Issue, Note, Place, RunReport

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "hint": "INFO"}


def render(report: RunReport, style: Style) -> Iterator[str]:
    log: dict[str, object] = {"source": {"name": "nablint"}, "diagnostics": []}
    yield from streamed(log, "diagnostics", map(_diagnostic, below_here(report).issues), 2)


def _diagnostic(issue: Issue) -> dict[str, object]:
    item: dict[str, object] = {
        "message": issue.message,
        "location": _location(issue.path, issue.place, issue.lines),
        "severity": _SEVERITIES[issue.severity],
        "code": {"value": issue.code},
    }
    if issue.notes:
        item["relatedLocations"] = [_related(note) for note in issue.notes]
    lines = {issue.place.row + k: line for k, line in enumerate(issue.lines)}
    # A suggestion is applied by its byte columns, so it is made only where its lines are at hand.
    if issue.repair and issue.place.cell is None and {c.place.row for c in issue.repair.changes} <= lines.keys():
        item["suggestions"] = [
            {"range": _range(change.place, lines), "text": change.content} for change in issue.repair.changes
        ]
    return item


def _related(note: Note) -> dict[str, object]:
    return {"message": note.message, "location": _location(note.path, note.place, note.lines)}


def _location(path: str, place: Place, lines: tuple[str, ...]) -> dict[str, object]:
    known = {place.row + k: line for k, line in enumerate(lines)}
    return {"path": path, "range": _range(place, known)} if place.cell is None else {"path": path}


def _range(place: Place, lines: dict[int, str]) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": place.row, "column": _bytes(place.row, place.column, lines)},
        "end": {"line": place.end_row, "column": _bytes(place.end_row, place.end_column, lines)},
    }


def _bytes(row: int, column: int, lines: dict[int, str]) -> int:
    """The format counts columns in bytes of UTF-8; where the line is not at hand it is taken as ASCII."""
    line = lines.get(row, "")
    return len(line[: column - 1].encode("utf-8", "surrogatepass")) + 1 if column - 1 <= len(line) else column
