"""`nablint arrange 'A x B'`: every order and transpose of the factors that conforms, with its shape."""

from __future__ import annotations

import json
from argparse import Namespace

from nablint.calculus.arranging import Arrangement, arrange
from nablint.calculus.declared import AssumingScalars, Declared, FromView
from nablint.calculus.derive import Problem, chosen_layout, declarations
from nablint.cli.commands.derive import DEFAULT_LAYOUT, in_note, lets_of, shape_shown
from nablint.cli.console import complain, say
from nablint.cli.exits import UNABLE, WELL
from nablint.declarations.directives import Let, parse_directive
from nablint.features.wording import symbol_latex
from nablint.parse.render import render_latex, render_unicode
from nablint.sizes.shapes import Matrix


def run(arguments: Namespace) -> int:
    found = _found(arguments)
    if found is None:
        return UNABLE
    if isinstance(found, Problem):
        complain(found.message if found.option == "expression" else f"--{found.option}: {found.message}")
        return UNABLE
    if arguments.output_format == "json":
        say(json.dumps([_record(one) for one in found], ensure_ascii=False, indent=1))
    elif not found:
        complain("no order of these factors conforms" + (f" and is {arguments.shape}" if arguments.shape else ""))
    else:
        texts = [render_unicode(one.node) for one in found]
        width = max(map(len, texts))
        for one, text in zip(found, texts, strict=True):
            say(f"{text:<{width}}   {shape_shown(one.shape):<9}{'   the derivative' if one.derivative else ''}".rstrip())
    return WELL


def _found(arguments: Namespace) -> list[Arrangement] | Problem | None:
    wanted = _wanted(arguments.shape)
    if isinstance(wanted, Problem):
        return wanted
    name = arguments.layout or DEFAULT_LAYOUT
    declared: Declared
    if arguments.from_note:
        place = in_note(arguments)
        if place is None or isinstance(place, Problem):
            return place
        note, offset, name = place
        view = note.knowledge.view(offset)
        declared = FromView(view)
        names = [symbol_latex(key) for key in note.knowledge.spellings if view.known(key) is not None]
    else:
        given = declarations(lets_of(arguments), arguments.defs)
        if isinstance(given, Problem):
            return given
        declared = AssumingScalars(given)
        names = [symbol_latex(key) for key in (*given.shapes, *given.definitions)]
    layout = chosen_layout(name, arguments.scalar_by_matrix)
    if isinstance(layout, Problem):
        return layout
    return arrange(arguments.expression, declared, names, wanted, arguments.derivative_of, arguments.wrt, layout)


def _wanted(text: str | None) -> Matrix | Problem | None:
    if text is None:
        return None
    parsed = parse_directive(f"let x: {text}")
    shapes = [sentence.shape for sentence in parsed.sentences if isinstance(sentence, Let)]
    if parsed.errors or len(shapes) != 1 or not isinstance(shapes[0], Matrix):
        return Problem(f"{text!r} is no shape of a matrix; write it as 'm × n', 'n' or 'scalar'", "shape")
    return shapes[0]


def _record(one: Arrangement) -> dict[str, object]:
    return {
        "latex": render_latex(one.node),
        "unicode": render_unicode(one.node),
        "shape": str(one.shape),
        "derivative": one.derivative,
    }
