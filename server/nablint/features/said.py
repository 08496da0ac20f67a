"""How a hover says an expression and its shape: as formulas where the client draws them, else in Unicode."""

from __future__ import annotations

import re
from functools import partial

from nablint.features.knowledge import Knowledge
from nablint.features.markup import Markup
from nablint.features.wording import by_hand, shape_latex, shape_short, shape_words, transpose_sign
from nablint.parse.nodes import Node
from nablint.parse.render import LatexStyle, render_latex, render_unicode
from nablint.sizes.shapes import Shape

_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|[^A-Za-z\s])")


def words(markup: Markup, shape: Shape | None) -> str:
    return markup.text("shape unknown") if shape is None else shape_words(shape, partial(_sizes, markup))


def _sizes(markup: Markup, latex: str, unicode: str) -> str:
    """Among words a formula only where it is drawn, and as code only what Markdown would read as its own."""
    return markup.formula(latex, unicode) if markup.draws or markup.text(unicode) != unicode else unicode


def shown(markup: Markup, knowledge: Knowledge, region: int, node: Node) -> str:
    source = knowledge.source_of(region, node)
    return markup.formula(drawable(knowledge, source, node), render_unicode(node))


def drawable(knowledge: Knowledge, source: str, node: Node) -> str:
    """The LaTeX of a node as its author wrote it, where the client can draw that: it knows none of the note's macros."""
    own = {name for name, _ in knowledge.macros.table}
    if own.isdisjoint(_COMMAND.findall(source)):
        return source
    return by_hand(render_latex(node, LatexStyle(transpose_sign(knowledge.text))))


def short(markup: Markup, shape: Shape | None) -> str:
    return markup.text("unknown") if shape is None else markup.formula(shape_latex(shape), shape_short(shape))
