"""`sarif`: SARIF 2.1.0, for code scanning: with the rules' texts, related places and fixes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import quote

from nablint import __version__
from nablint.cli.formats import Style
from nablint.cli.formats.fingerprints import fingerprints
from nablint.cli.formats.repository import below_here
from nablint.cli.formats.streamed import streamed
from nablint.cli.report import Issue, Place, Repair, RunReport
from nablint.rules.registry import all_rules, rule_name

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "hint": "note"}


def render(report: RunReport, style: Style) -> Iterator[str]:
    report = below_here(report)
    used = sorted({issue.code for issue in report.issues})
    texts = {rule.code: (rule.summary, rule.doc) for rule in all_rules()} if used else {}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "nablint",
                        "semanticVersion": __version__,
                        "rules": [_rule(code, *texts.get(code, ("", ""))) for code in used],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [],
            }
        ],
    }
    marked = zip(report.issues, fingerprints(report.issues), strict=True)
    yield from streamed(log, "results", (_result(issue, used.index(issue.code), mark) for issue, mark in marked), 4)


def _rule(code: str, summary: str, doc: str) -> dict[str, object]:
    name = rule_name(code)
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in name.split("-")),
        "shortDescription": {"text": summary or name},
        "fullDescription": {"text": summary or name},
        "help": {"text": doc or name, "markdown": doc or name},
    }


def _result(issue: Issue, rule: int, mark: str) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": issue.code,
        "ruleIndex": rule,
        "level": _LEVELS[issue.severity],
        "message": {"text": issue.message},
        "locations": [{"physicalLocation": _physical(issue.path, issue.place)}],
        "partialFingerprints": {"nablint/v1": mark},
    }
    if issue.notes:
        result["relatedLocations"] = [
            {"id": k, "message": {"text": note.message}, "physicalLocation": _physical(note.path, note.place)}
            for k, note in enumerate(issue.notes)
        ]
    if issue.repair and issue.place.cell is None:
        result["fixes"] = [_fix(issue.path, issue.repair)]
    return result


def _uri(path: str) -> str:
    """Also of a name that is no UTF-8: its very bytes."""
    return quote(os.fsencode(path))


def _physical(path: str, place: Place) -> dict[str, object]:
    # In a notebook rows are those of a cell, which SARIF has no word for: there the file alone is named.
    where: dict[str, object] = {"artifactLocation": {"uri": _uri(path)}}
    if place.cell is None:
        where["region"] = _region(place)
    return where


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.row,
        "startColumn": place.column,
        "endLine": place.end_row,
        "endColumn": place.end_column,
    }


def _fix(path: str, repair: Repair) -> dict[str, object]:
    replacements = [
        {"deletedRegion": _region(change.place), "insertedContent": {"text": change.content}} for change in repair.changes
    ]
    return {
        "description": {"text": repair.title},
        "artifactChanges": [{"artifactLocation": {"uri": _uri(path)}, "replacements": replacements}],
    }
