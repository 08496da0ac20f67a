"""`nablint why FILE:LINE[:COLUMN]`: what was understood there, what is open, and why nothing was said."""

from __future__ import annotations

import json
import re
from argparse import Namespace
from collections.abc import Iterator

from nablint.base.spans import Span
from nablint.cli.console import complain, say, say_all
from nablint.cli.exits import UNABLE, WELL
from nablint.cli.formats.summary import counted
from nablint.cli.onenote import OneNote, read_note
from nablint.features.why import Answer, why

_PLACE = re.compile(r"(?P<file>.+?):(?P<row>[0-9]{1,9})(?::(?P<column>[0-9]{1,9}))?", re.S)


def run(arguments: Namespace) -> int:
    # The file may hold a colon itself (C:\notes\a.md): the shortest name that leaves only numbers.
    found = _PLACE.fullmatch(arguments.place)
    if found is None or not int(found["row"]):
        complain("the place is written FILE:LINE or FILE:LINE:COLUMN, both counted from 1")
        return UNABLE
    note = read_note(found["file"], arguments)
    if note is None:
        return UNABLE
    row = int(found["row"])
    answers = why(note.knowledge, _span(note, row, int(found["column"] or 0)))
    if arguments.output_format == "json":
        say(json.dumps([_record(note, answer) for answer in answers], ensure_ascii=False, indent=1))
    elif not answers:
        lines = note.snapshot.source.text.count("\n") + 1
        beyond = "" if row <= lines or note.snapshot.document.cells else f"; the note has {counted(lines, 'line')}"
        say(f"nothing on line {row} was taken for mathematics{beyond}")
    else:
        for k, answer in enumerate(answers):
            say_all(["\n"] if k else [])
            say_all(_lines(note, answer))
    return WELL


def _span(note: OneNote, row: int, column: int) -> Span:
    """The place, or the whole line without its end."""
    if column:
        at = note.places.offset(row, column)
        return Span(at, at + 1)
    start, end = note.places.offset(row, 1), note.places.offset(row + 1, 1)
    text = note.snapshot.source.text[start:end]
    return Span(start, start + max(len(text.rstrip("\r\n")), 1))


def _lines(note: OneNote, answer: Answer) -> Iterator[str]:
    place = note.places.place(answer.span)
    yield f"{note.snapshot.source.path}:{place.row}:{place.column}  {' '.join(answer.text.split())}\n"
    yield f"  read as     {answer.read}\n" if answer.read else "  not understood\n"
    for title, lines in (
        ("taken as", answer.statements),
        ("symbols", answer.symbols),
        ("shapes", answer.parts),
        ("open", answer.open),
        ("reported", tuple(f"{finding.code} {finding.message}" for finding in answer.findings)),
        ("silent, for", answer.silent),
    ):
        for k, line in enumerate(lines):
            yield f"  {title if k == 0 else '':<12}{line}\n"


def _record(note: OneNote, answer: Answer) -> dict[str, object]:
    place = note.places.place(answer.span)
    return {
        "filename": note.snapshot.source.path,
        "cell": place.cell,
        "location": {"row": place.row, "column": place.column},
        "end_location": {"row": place.end_row, "column": place.end_column},
        "formula": answer.text,
        "read": answer.read,
        "statements": list(answer.statements),
        "symbols": list(answer.symbols),
        "shapes": list(answer.parts),
        "open": list(answer.open),
        "findings": [{"code": finding.code, "message": finding.message} for finding in answer.findings],
        "silent": list(answer.silent),
    }
