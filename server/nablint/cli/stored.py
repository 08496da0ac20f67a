"""Issues as JSON values and back, for what is kept in files."""

from __future__ import annotations

from typing import Any

from nablint.cli.report import Change, Claims, FileReport, Issue, Note, Place, Repair


def to_plain(issue: Issue) -> list[object]:
    """As JSON; the file's own name is left out, so that a moved file still finds its report."""
    repair = issue.repair
    return [
        issue.code,
        issue.name,
        issue.severity,
        issue.message,
        _numbers(issue.place),
        issue.lines,
        [[n.message, None if n.path == issue.path else n.path, _numbers(n.place), n.lines] for n in issue.notes],
        repair and [repair.title, repair.safe, [[_numbers(c.place), c.content] for c in repair.changes]],
    ]


def report_to_plain(report: FileReport) -> list[object]:
    """A report on a note as JSON, again without the file's own name."""
    return [report.problem, [to_plain(issue) for issue in report.issues], report.claims]


def report_from(item: object, path: str) -> FileReport:
    """The report as that of the file `path`. Raises TypeError or ValueError where this is not what `report_to_plain` wrote."""
    problem, issues, claims = _list(item)
    counted = None if claims is None else claims_from(claims)
    return FileReport(path, issues_from(issues, path), None if problem is None else str(problem), counted)


def claims_from(item: object) -> Claims:
    """Counts of claims. Raises TypeError or ValueError where they are none."""
    verified, wrong, unchecked = _list(item)
    return int(verified), int(wrong), int(unchecked)


def issues_from(items: object, path: str) -> tuple[Issue, ...]:
    """Issues as those of the file `path`. Raises TypeError or ValueError where this is not what `to_plain` wrote."""
    return tuple(_from_plain(item, path) for item in _list(items))


def _from_plain(item: object, path: str) -> Issue:
    code, name, severity, message, place, lines, notes, repair = _list(item)
    return Issue(
        str(code),
        str(name),
        str(severity),
        str(message),
        path,
        _place(place),
        _strings(lines),
        tuple(Note(str(m), path if p is None else str(p), _place(at), _strings(ls)) for m, p, at, ls in _list(notes)),
        _repair(repair),
    )


def _repair(item: object) -> Repair | None:
    if item is None:
        return None
    title, safe, changes = _list(item)
    return Repair(str(title), bool(safe), tuple(Change(_place(at), str(text)) for at, text in changes))


def _numbers(place: Place) -> list[int | None]:
    return [place.row, place.column, place.end_row, place.end_column, place.cell]


def _place(item: object) -> Place:
    row, column, end_row, end_column, cell = _list(item)
    return Place(int(row), int(column), int(end_row), int(end_column), None if cell is None else int(cell))


def _strings(item: object) -> tuple[str, ...]:
    return tuple(map(str, _list(item)))


def _list(item: object) -> list[Any]:
    if not isinstance(item, list):
        raise TypeError("a list was expected")
    return item
