"""What each piece of a formula is, for colouring: scalar, vector, matrix, function, index, derivative."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.knowledge import Knowledge
from nablint.features.symbols import kind_of
from nablint.parse.nodes import Big, Derivative, Nabla, Node, Number, Sub, Symbol, children, walk

_SIGN = re.compile(r"\\partial|\\nabla|\\delta|\\(?:mathrm|mathbf|text)\s*\{\s*d\s*\}|\\rm\s*d|[∂∇dD]")


@dataclass(frozen=True, slots=True, order=True)
class Token:
    """`type` and `modifiers` are words of `legend`. Tokens never overlap and stay on one line."""

    span: Span
    type: str
    modifiers: tuple[str, ...] = ()


def tokens(knowledge: Knowledge, within: Span | None = None) -> list[Token]:
    """In the order of the text; `within` limits the work to the formulas that overlap it."""
    span = within if within is not None else Span(0, len(knowledge.text))
    found: list[Token] = []
    for region in knowledge.regions.regions_in(span):
        found.extend(_of_formula(knowledge, region))
    return list(_apart(knowledge.text, sorted(found)))


def _of_formula(knowledge: Knowledge, region: int) -> Iterator[Token]:
    tree = knowledge.regions.tree(region)
    indices = {id(node) for node in _index_symbols(tree)}
    stated = knowledge.declaring_spans
    for occurrence in knowledge.occurrences(region):
        span = knowledge.regions.in_file(region, occurrence.span)
        named = knowledge.names.names(occurrence.key)
        if not named and (id(occurrence.node) in indices or occurrence.key.name.letter in knowledge.sizes):
            yield Token(span, "index")
            continue
        shape = knowledge.shape_here(region, occurrence)
        declares = span in stated.get(knowledge.symbol(occurrence), ())
        modifiers = ("declaration",) if declares else () if shape is not None else ("undeclared",)
        yield Token(span, kind_of(shape), modifiers)
    yield from _signs(knowledge, region, tree)


def _signs(knowledge: Knowledge, region: int, tree: Node) -> Iterator[Token]:
    """The `∂` and `d` of derivative fractions, and every nabla: between the symbols that stand in them."""
    text = knowledge.regions.region(region).text
    for node in walk(tree):
        if not isinstance(node, (Derivative, Nabla)):
            continue
        at = node.span.start
        for child in (*sorted(children(node), key=lambda c: c.span), None):
            end = child.span.start if child is not None else node.span.end
            for match in _SIGN.finditer(text, at, max(end, at)):
                if not match.group().isalpha() or not _in_word(text, match):
                    yield Token(knowledge.regions.in_file(region, Span(*match.span())), "derivative")
            at = max(at, child.span.end if child is not None else end)


def _in_word(text: str, match: re.Match[str]) -> bool:
    """Whether a plain `d` belongs to the name of a command: `\\dfrac`, `\\odot`."""
    start = match.start()
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalpha():
        start -= 1
    return start > 0 and text[start - 1] == "\\"


def _index_symbols(tree: Node) -> Iterator[Node]:
    for node in walk(tree):
        part = node.index if isinstance(node, Sub) else node.lower if isinstance(node, Big) else None
        if part is not None:
            yield from (inner for inner in walk(part) if isinstance(inner, (Symbol, Number)))


def _apart(text: str, found: list[Token]) -> Iterator[Token]:
    """Without what overlaps an earlier token or runs over a line end, which clients cannot show."""
    at = 0
    for token in found:
        start, end = token.span.start, token.span.end
        if start < at or end <= start or text.find("\n", start, end) >= 0 or text.find("\r", start, end) >= 0:
            continue
        at = end
        yield token
