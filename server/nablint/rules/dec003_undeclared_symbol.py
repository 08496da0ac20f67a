"""A product uses a symbol whose shape nobody declared. Off by default.

What: a product in which some factors have a declared shape and one symbol has none, neither declared nor defined.

Why: what is not declared is not checked. In notes that mean to declare everything, this rule finds what was forgotten.

Example: with A declared and x not, `A x`.

Use instead: declare x, in the text ("$x \\in \\mathbb{R}^n$") or in a directive (`<!-- nablint: let x: n -->`).

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding, Severity
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.judged import Judged
from nablint.rules import wording
from nablint.sizes.shapes import Unknown


def check(judged: Judged) -> Iterator[Finding]:
    said: set[tuple[int, SymbolKey]] = set()
    for region, tree in judged.note.formulas():
        if n.Product not in judged.note.kinds[region]:
            continue
        inference = judged.inference(region)
        for part in n.walk(tree):
            if not isinstance(part, n.Product):
                continue
            known = [f for f in part.factors if not all(isinstance(s, Unknown) for s in inference.of(f))]
            for factor in part.factors if known else ():
                key = key_of(factor) if isinstance(factor, n.Symbol | n.Sub | n.Label) else None
                if key is None or inference.symbol(key) is not None or factor in known:
                    continue
                place = (judged.note.scope(region), key)
                if place not in said:
                    said.add(place)
                    span = judged.note.place(region, factor)
                    message = f"{wording.shown(judged, region, factor)} has no declared shape, so this product is not checked"
                    yield Finding("DEC003", Severity.HINT, span, message)
