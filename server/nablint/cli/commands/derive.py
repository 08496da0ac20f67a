"""`nablint derive EXPRESSION --wrt x`: the derivative, its shape, and the steps that lead to it."""

from __future__ import annotations

import json
import re
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nablint.calculus.derive import Derivation, Problem, derive, derive_from, to_numpy
from nablint.cli.console import complain, say, say_all
from nablint.cli.exits import UNABLE, WELL
from nablint.features.wording import shape_short
from nablint.parse.render import render_unicode
from nablint.sizes.layouts import PRESETS, Layout
from nablint.sizes.shapes import Matrix, Shape

if TYPE_CHECKING:
    from nablint.cli.onenote import OneNote

DEFAULT_LAYOUT = "numerator"
_NO_LINE = re.compile("another section|not declared in the note")  # a note is asked at its end, where no line is given


def run(arguments: Namespace) -> int:
    wrt = [name.strip() for text in arguments.wrt for name in _split(text) if name.strip()]
    found = _from_note(arguments, wrt) if arguments.from_note else _typed(arguments, wrt)
    if found is None:
        return UNABLE
    if isinstance(found, Problem):
        message = found.message if found.option == "expression" else f"--{found.option}: {found.message}"
        elsewhere = arguments.from_note and _NO_LINE.search(message) and not re.search(r":[0-9]+$", arguments.from_note)
        hint = "; --from FILE:LINE takes the symbols as they are in that section" if elsewhere else ""
        complain((_misfit(arguments) if found.misfit else None) or message + hint)
        return UNABLE
    if arguments.output_format == "json":
        say(json.dumps(_record(found), ensure_ascii=False, indent=1))
    elif arguments.output_format == "numpy":
        source = to_numpy(found).rstrip()
        if source.startswith("#"):
            complain(source.lstrip("# "))
            return UNABLE
        say(source)
    elif arguments.output_format == "latex":
        say_all(f"{step.latex}\n" for step in found.steps)
        say(found.latex) if not found.steps else None
    else:
        say_all(_lines(found))
    return WELL


def _split(text: str) -> list[str]:
    """`x,y` at its commas outside braces: `W_{1,2}` is one name."""
    parts, depth = [""], 0
    for c in text:
        depth += (c == "{") - (c == "}")
        if c == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts


def _typed(arguments: Namespace, wrt: list[str]) -> Derivation | Problem:
    layout = arguments.layout or DEFAULT_LAYOUT
    return derive(
        arguments.expression,
        wrt,
        lets_of(arguments),
        arguments.defs,
        layout,
        arguments.scalar_by_matrix,
        arguments.order,
        arguments.steps,
    )


def _from_note(arguments: Namespace, wrt: list[str]) -> Derivation | Problem | None:
    """With the symbols of a note, as they are at the end of a line of it, and in its layout."""
    from nablint.calculus.declared import FromView

    found = in_note(arguments)
    if found is None or isinstance(found, Problem):
        return found
    note, offset, layout = found
    return derive_from(
        FromView(note.knowledge.view(offset)),
        arguments.expression,
        wrt,
        layout,
        arguments.scalar_by_matrix,
        arguments.order,
        arguments.steps,
    )


def lets_of(arguments: Namespace) -> list[str]:
    """The declarations of `--let`, one each."""
    return [part for text in arguments.let for part in text.split(";") if part.strip()]


def in_note(arguments: Namespace) -> tuple[OneNote, int, str] | Problem | None:
    """The note that `--from` names, the place in it, and the layout there; None where it cannot be read."""
    from nablint.cli.onenote import note_at

    if arguments.let or arguments.defs:
        return Problem("a note's own declarations hold; leave out --let and --def", "from")
    place = note_at(arguments.from_note, arguments)
    if place is None:
        return None
    note, offset = place
    return note, offset, arguments.layout or _preset(note.knowledge.layout_at(offset))


def _misfit(arguments: Namespace) -> str | None:
    """What checking says of the same expression as a note: it names the operation and both operands."""
    if arguments.from_note:
        return None
    from nablint.analysis.analyse import analyse
    from nablint.base.source import Source

    comments = "".join(f"<!-- nablint: let {text} -->\n" for text in arguments.let)
    formulas = "\n\n".join(f"${text.strip().strip('$')}$" for text in (*arguments.defs, arguments.expression))
    snapshot = analyse(Source("derive.md", f"{comments}\n{formulas}\n"), fixes=False)
    return next((finding.message for finding in snapshot.findings if finding.span.start >= len(comments)), None)


def _preset(layout: Layout) -> str:
    """The convention that has the choices which the note makes."""
    fits = (name for name, full in PRESETS.items() if layout.vv in (None, full.vv) and layout.sv in (None, full.sv))
    return next(fits, DEFAULT_LAYOUT)


def _lines(found: Derivation) -> Iterator[str]:
    for step in found.steps:
        yield f"{render_unicode(step.node)}    ({shape_shown(step.shape)}; {step.rule})\n"
    if not found.steps:
        yield f"{render_unicode(found.node)}\n"
    yield f"shape   {shape_shown(found.shape)}, in {found.layout} layout\n"
    yield f"latex   {found.latex}\n"
    if found.assumed:
        words = "a scalar" if len(found.assumed) == 1 else "scalars"
        yield f"taken   {', '.join(found.assumed)} for {words}, not being declared\n"
    if found.note:
        yield f"form    {found.note}\n"
    if not found.verified:
        yield "not verified by finite differences\n"


def shape_shown(shape: Shape) -> str:
    return "scalar" if isinstance(shape, Matrix) and shape.is_scalar else shape_short(shape).replace("×", " × ")


def _record(found: Derivation) -> dict[str, object]:
    return {
        "shape": str(found.shape),
        "latex": found.latex,
        "unicode": render_unicode(found.node),
        "layout": found.layout,
        "form": found.kind,
        "note": found.note,
        "steps": [{"latex": step.latex, "shape": str(step.shape), "rule": step.rule} for step in found.steps],
        "verified": found.verified,
        "assumed": list(found.assumed),
    }
