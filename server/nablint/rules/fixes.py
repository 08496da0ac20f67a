"""Edits that rules offer, in the author's own notation. Whether one helps is found out by checking again, not here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nablint.base.findings import Edit, Fix
from nablint.base.shortening import shortened
from nablint.base.spans import Span
from nablint.parse import nodes as n
from nablint.parse.equality import same
from nablint.readings.judged import Judged
from nablint.readings.troubles import Trouble, fits_turned
from nablint.rules import wording

LONGEST_TITLE = 60


def transposes(judged: Judged, region: int, nodes: Iterable[n.Node]) -> Iterator[Fix]:
    """One fix for each node: with a transpose, or without the one it has."""
    for node in nodes:
        edit = transposed(judged, region, node)
        if edit is not None:
            verb = "Remove the transpose of" if isinstance(node, n.Transpose) else "Transpose"
            yield Fix(shortened(f"{verb} {wording.shown(judged, region, node)}", LONGEST_TITLE), (edit,))


def turned_around(judged: Judged, region: int, product: n.Node) -> Iterator[Fix]:
    """Of a product such as `H^\\top P H` the one that has the transpose on the other side, `H P H^\\top`."""
    if not isinstance(product, n.Product):
        return
    for first, turned in enumerate(product.factors):
        plain = turned.base if isinstance(turned, n.Transpose) else turned
        for last in range(first + 2, len(product.factors)):
            other = product.factors[last]
            if isinstance(other, n.Transpose) == isinstance(turned, n.Transpose):
                continue
            if same(plain, other.base if isinstance(other, n.Transpose) else other):
                edits = transposed(judged, region, turned), transposed(judged, region, other)
                if edits[0] is not None and edits[1] is not None:
                    span = Span(turned.span.start, other.span.end)
                    part = n.Product(span, product.factors[first : last + 1], product.signs[first:last])
                    title = shortened(f"Turn {wording.shown(judged, region, part)}", LONGEST_TITLE)
                    yield Fix(f"{title} around", (edits[0], edits[1]))


def turned_to_fit(judged: Judged, trouble: Trouble, nodes: Iterable[n.Node]) -> tuple[Fix, ...]:
    """Of the sides of a sum or an equation those that fit the other when they are turned: all else need not be tried."""
    return tuple(transposes(judged, trouble.region, (node for node in nodes if fits_turned(judged, trouble, node))))


def transposed(judged: Judged, region: int, node: n.Node) -> Edit | None:
    span = judged.note.place(region, node)
    text = span.of(judged.note.document.source.text)
    if not text.strip() or text.count("\n") > 3:
        return None
    if isinstance(node, n.Transpose):
        inside = judged.note.place(region, node.base)
        return Edit(span, inside.of(judged.note.document.source.text))
    spelling = judged.throughout.transpose_sign
    if isinstance(node, n.Symbol | n.Group | n.Sub | n.Matrix | n.Norm):
        return Edit(Span(span.end, span.end), spelling)
    if isinstance(node, n.Label | n.Power):
        return Edit(span, f"({text}){spelling}") if isinstance(node, n.Power) else Edit(span, f"{{{text}}}{spelling}")
    return Edit(span, f"\\left({text}\\right){spelling}")
