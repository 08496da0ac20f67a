"""`nablint shapes FILE`: the symbols with their shapes, the layouts, and where each was learned."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from itertools import groupby

from nablint.cli.console import columns, say, say_all
from nablint.cli.exits import UNABLE, WELL
from nablint.cli.onenote import OneNote, read_note
from nablint.features.shapes_report import Learned, SectionLayout, layouts, symbols


def run(arguments: Namespace) -> int:
    note = read_note(arguments.file, arguments)
    if note is None:
        return UNABLE
    rows, sections = symbols(note.knowledge), layouts(note.knowledge)
    if arguments.output_format == "json":
        record = {
            "symbols": [_record(note, row) for row in rows],
            "layouts": [_layout_record(note, section) for section in sections],
        }
        say(json.dumps(record, ensure_ascii=False, indent=1))
    elif not rows and not sections:
        say("nothing is declared, and nothing is differentiated")
    else:
        say_all(_symbol_lines(note, rows))
        say_all(_layout_lines(note, sections))
    return WELL


def _where(note: OneNote, row: Learned) -> str:
    if row.origin is not None:
        return str(row.origin)
    place = note.places.place(row.span)
    return f"cell {place.cell}, line {place.row}" if place.cell else f"line {place.row}"


def _symbol_lines(note: OneNote, rows: tuple[Learned, ...]) -> Iterator[str]:
    width = min(max((columns(row.symbol) for row in rows), default=0), 16)
    shapes = min(max((columns(_words(row)) for row in rows), default=0), 48)
    for section, group in groupby(rows, lambda row: row.section):
        yield f"{section or 'the whole note'}\n"
        for row in group:
            text = f": {row.text}" if row.text else ""
            symbol, words = row.symbol + " " * (width - columns(row.symbol)), _words(row)
            words += " " * (shapes - columns(words))
            yield f"  {symbol}  {words}  {row.how}, {_where(note, row)}{text}\n"


def _words(row: Learned) -> str:
    if row.structure and row.shape == "unknown shape":
        return f"{row.structure}, {row.shape}"
    return f"{row.structure} {row.shape}" if row.structure else row.shape


def _layout_lines(note: OneNote, sections: tuple[SectionLayout, ...]) -> Iterator[str]:
    for section in sections:
        yield f"layout{f' in {section.section}' if section.section else ''}: {section.name}\n"
        for choice in (choice for choice in section.choices if choice.value != "open"):
            where = f", line {note.places.place(choice.span).row}" if choice.span else ""
            yield f"  {choice.what}: {choice.value}{f' ({choice.how}{where})' if choice.how else ''}\n"


def _record(note: OneNote, row: Learned) -> dict[str, object]:
    place = note.places.place(row.span) if row.origin is None else None
    return {
        "symbol": row.symbol,
        "shape": row.shape,
        "structure": row.structure,
        "learned": row.how,
        "text": row.text,
        "section": row.section,
        "filename": row.origin.path if row.origin else note.snapshot.source.path,
        "cell": place and place.cell,
        "location": place and {"row": place.row, "column": place.column},
    }


def _layout_record(note: OneNote, section: SectionLayout) -> dict[str, object]:
    return {
        "section": section.section,
        "layout": section.name,
        "choices": [
            {
                "choice": choice.what,
                "value": choice.value,
                "learned": choice.how,
                "row": note.places.place(choice.span).row if choice.span else None,
            }
            for choice in section.choices
        ],
    }
