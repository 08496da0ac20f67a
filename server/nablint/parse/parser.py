"""The one entry of this room: a formula's text in, its syntax tree out."""

from __future__ import annotations

from nablint.base.spans import Span
from nablint.parse.macros import NO_MACROS, Macros
from nablint.parse.nodes import Node, Opaque


def parse(text: str, macros: Macros = NO_MACROS) -> Node:
    """The tree of a formula; what cannot be read is an `Opaque` in the smallest place. Never raises; memoised by text and macros."""
    return Opaque(Span(0, len(text)), text, "not read yet")
