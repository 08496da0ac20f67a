"""Notebooks: the Markdown cells of an .ipynb file, with offsets in the file's JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from nablint.base.source import Source
from nablint.base.spans import Span
from nablint.documents.blocks import MarkdownScanner
from nablint.documents.gathered import Draft, Gathered
from nablint.documents.json_strings import decode
from nablint.documents.model import Cell, CodeText, MacroText
from nablint.documents.regions import compose
from nablint.documents.sections import Heading

_TOKEN = re.compile(r'"((?:[^"\\]+|\\.)*)"|[{}\[\],:]')
_RawCell = tuple[str, list[tuple[int, int]]]  # its type, and where the strings of its source stand


def scan_notebook(out: Gathered) -> None:
    """Gathers what the Markdown cells hold; a file that is no notebook gives a problem, not an exception."""
    text = out.source.text
    try:
        json.loads(text)
    except ValueError as error:
        out.problem = f"not a notebook: {error}"
        return
    except RecursionError:
        out.problem = "not a notebook: nested too deeply"
        return
    cells = _raw_cells(text)
    if cells is None:
        out.problem = "not a notebook: it has no list of cells"
        return
    for number, (kind, strings) in enumerate(cells, 1):
        if not strings:
            continue
        decoded, way_back = decode(text, strings)
        span = Span(strings[0][0], strings[-1][1])
        if kind == "markdown":
            _add_cell(out, Cell(number, span, decoded, way_back))
        elif kind == "code" and decoded.strip():
            out.drafts.append(Draft("code", span.start, span.end))
            out.code.append(CodeText(span, decoded, "python"))


def _raw_cells(text: str) -> list[_RawCell] | None:
    """The cells of a valid JSON text, found by their place: an object in a list named `cells`."""
    cells: list[_RawCell] | None = None
    path: list[str] = []  # for every open bracket the bracket, and after "{" the key that it stands behind
    keys: list[str] = []
    key = ""
    inside = -1  # how deep the list of cells is
    kind = ""
    strings: list[tuple[int, int]] = []
    pending = ""
    for found in _TOKEN.finditer(text):
        token = found.group()
        first = token[0]
        depth = len(path)
        if first == '"':
            pending = found.group(1)
            if inside < 0:
                continue
            if depth == inside + 1 and path[-1] == "{":
                if key == "cell_type":
                    kind = pending
                elif key in ("source", "input"):
                    strings.append(found.span(1))
            elif depth == inside + 2 and path[-1] == "[" and keys[-1] in ("source", "input"):
                strings.append(found.span(1))
        elif first == ":":
            if inside >= 0 and depth == inside + 1 and key in ("cell_type", "source", "input"):
                key = ""
            key = pending
            if inside >= 0 and depth == inside + 1 and path[-1] == "{" and key in ("source", "input"):
                strings = []
        elif first == ",":
            key = ""
        elif first in "{[":
            if first == "[" and inside < 0 and key == "cells":
                inside = depth + 1
                cells = [] if cells is None else cells
            elif first == "{" and depth == inside:
                kind, strings = "", []
            path.append(first)
            keys.append(key)
            key = ""
        else:
            if not path:
                break
            path.pop()
            keys.pop()
            key = ""
            if depth == inside:
                inside = -1
            elif depth == inside + 1 and cells is not None:
                cells.append((kind, strings))
    return cells


def _add_cell(out: Gathered, cell: Cell) -> None:
    """Reads one cell as Markdown, and moves what was found to its place in the file."""
    inner = Gathered(Source(out.source.path, cell.text, "markdown"))
    MarkdownScanner(inner).scan()
    inner.comments_in_formulas()
    to = cell.map
    out.cells.append(cell)
    for region in inner.regions:
        out.regions.append(replace(region, span=to.span(region.span), map=compose(region.map, len(region.text), to)))
    for draft in inner.drafts:
        span = to.span(Span(draft.start, draft.end))
        out.drafts.append(Draft(draft.kind, span.start, span.end, draft.level, draft.label))
    for heading in inner.headings:
        out.headings.append(Heading(to.offset(heading.start), heading.title, heading.level, heading.number))
    for directive in inner.directives:
        span = to.span(directive.span)
        # A line end is part of a string of JSON, and stays.
        moved = replace(directive, span=span, body_span=to.span(directive.body_span), line=to.span(directive.line), whole=span)
        out.directives.append(moved)
    out.unclosed.extend(replace(unclosed, span=to.span(unclosed.span)) for unclosed in inner.unclosed)
    out.includes.extend(replace(include, span=to.span(include.span)) for include in inner.includes)
    out.macros.extend(MacroText(to.span(macro.span), macro.text) for macro in inner.macros)
    out.code.extend(CodeText(to.span(code.span), code.text, code.language) for code in inner.code)
