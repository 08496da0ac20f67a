"""`nablint spans FILE…`: what was taken for mathematics; `--statistics`: how much of it was understood, and why not all."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator

from nablint.cli.console import complain, say, say_all
from nablint.cli.discover import Filter, discover
from nablint.cli.exits import UNABLE, WELL
from nablint.cli.formats.summary import counted
from nablint.cli.onenote import OneNote, read_note
from nablint.features.spans_report import Formula, Statistics, formulas

MOST_CAUSES = 20
LONGEST = 100


def run(arguments: Namespace) -> int:
    found = discover(arguments.paths, lambda given: Filter(), lambda given: True)
    for problem in found.problems:
        complain(problem)
    statistics = Statistics()
    records: list[dict[str, object]] = []
    for path in found.files:
        note = read_note(path, arguments)
        if note is None:
            continue
        listed = formulas(note.snapshot)
        statistics.add(listed)
        if arguments.output_format == "json":
            records += [] if arguments.statistics else [_record(note, formula) for formula in listed]
        elif not arguments.statistics:
            say_all(_lines(note, listed))
    if not statistics.notes:
        return UNABLE
    if arguments.output_format == "json":
        say(json.dumps(_counts(statistics) if arguments.statistics else records, ensure_ascii=False, indent=1))
    elif arguments.statistics:
        say_all(_table(statistics))
    return WELL


def _lines(note: OneNote, listed: tuple[Formula, ...]) -> Iterator[str]:
    for formula in listed:
        place = note.places.place(formula.span)
        cell = f"cell {place.cell}:" if place.cell else ""
        where = f"{note.snapshot.source.path}:{cell}{place.row}:{place.column}-{place.end_row}:{place.end_column}"
        text = " ".join(formula.text.split())
        text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        state = (
            "" if formula.understood == "wholly" else f"  [{formula.understood} understood: {', '.join(set(formula.causes))}]"
        )
        yield f"{where}  {formula.opener}  {text}{state}\n"


def _record(note: OneNote, formula: Formula) -> dict[str, object]:
    place = note.places.place(formula.span)
    return {
        "filename": note.snapshot.source.path,
        "cell": place.cell,
        "location": {"row": place.row, "column": place.column},
        "end_location": {"row": place.end_row, "column": place.end_column},
        "display": formula.display,
        "opener": formula.opener,
        "text": formula.text,
        "understood": formula.understood,
        "causes": list(formula.causes),
    }


def _counts(statistics: Statistics) -> dict[str, object]:
    return {
        "notes": statistics.notes,
        "formulas": statistics.formulas,
        "wholly": statistics.wholly,
        "partly": statistics.partly,
        "not": statistics.not_at_all,
        "causes": dict(statistics.causes.most_common()),
    }


def _table(statistics: Statistics) -> Iterator[str]:
    total = max(statistics.formulas, 1)
    yield f"{counted(statistics.formulas, 'formula')} in {counted(statistics.notes, 'note')}\n"
    rows = (
        ("understood wholly", statistics.wholly),
        ("with a part not understood", statistics.partly),
        ("not understood at all", statistics.not_at_all),
    )
    for words, count in rows:
        yield f"{count:>8}  {100 * count / total:5.1f} %  {words}\n"
    if statistics.causes:
        yield "why, in formulas:\n"
        for cause, count in statistics.causes.most_common(MOST_CAUSES):
            yield f"{count:>8}  {cause}\n"
