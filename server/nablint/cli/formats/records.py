"""An issue as the record that `--output-format json` and `json-lines` print."""

from __future__ import annotations

from nablint.cli.report import Issue, Place


def record(issue: Issue) -> dict[str, object]:
    """One finding; keys in the published order."""
    repair = issue.repair
    return {
        "code": issue.code,
        "name": issue.name,
        "severity": issue.severity,
        "message": issue.message,
        "filename": issue.path,
        "cell": issue.place.cell,
        **_ends(issue.place),
        "related": [{"message": note.message, "filename": note.path, **_ends(note.place)} for note in issue.notes],
        "fix": repair
        and {
            "message": repair.title,
            "applicability": "safe" if repair.safe else "unsafe",
            "edits": [{**_ends(change.place), "content": change.content} for change in repair.changes],
        },
        "url": None,  # `nablint rule CODE` explains it
    }


def _ends(place: Place) -> dict[str, object]:
    return {
        "location": {"row": place.row, "column": place.column},
        "end_location": {"row": place.end_row, "column": place.end_column},
    }
