"""A mark on a formula contradicts the formula.

What: a size written under a brace, beside a factor or after a display (`\\underbrace{…}_{1 \\times D}`, `A_{m \\times n}`,
"(1 × N)", "Dimensions are DxD.") that the marked expression cannot have.

Why: marks are what a reader checks a chain rule by. Two swapped marks hide that the product does not conform.

Example: with z of size m and x of size n, `\\underbrace{\\frac{dz}{dx}}_{\\in \\mathbb{R}^{n \\times n}}`.

Use instead: the size that the expression has.

Fix safety: swapping two marks that contradict their formulas is safe where each fits the other's place; writing the inferred
size into a single mark is not, since the formula may be what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Edit, Finding, Fix
from nablint.inference.combine import Clash, equate
from nablint.readings.judged import Judged
from nablint.readings.troubles import Trouble
from nablint.rules import wording


def check(judged: Judged) -> Iterator[Finding]:
    marked = [t for t in judged.troubles if t.annotation is not None]
    taken: set[int] = set()
    for at, trouble in enumerate(marked):
        grave = wording.severity_of(trouble)
        if grave is None or at in taken:
            continue
        partner = _swapped_with(judged, trouble, [t for t in marked[at + 1 :] if t.region == trouble.region])
        (operand,) = trouble.problem.operands
        annotation = trouble.annotation
        assert annotation is not None
        message = (
            f"the mark says {wording.shape_text(annotation.shape)}, but "
            f"{wording.operand_text(judged, trouble.region, operand)} "
            f"cannot be that: {wording.differ_text(trouble.problem.sizes)}"
        )
        offered: tuple[Fix, ...] = ()
        if partner is not None:
            taken.add(marked.index(partner))
            message += "; this mark and the one on the next factor are swapped"
            offered = (_swap(judged, trouble, partner),)
        yield Finding("DEC002", grave, trouble.span, message, wording.related(trouble.basis), offered)


def _swapped_with(judged: Judged, trouble: Trouble, others: list[Trouble]) -> Trouble | None:
    """Another wrong mark of the same formula such that each of the two fits where the other stands."""
    for other in others:
        if _fits(judged, trouble, other) and _fits(judged, other, trouble):
            return other
    return None


def _fits(judged: Judged, mark: Trouble, place: Trouble) -> bool:
    assert mark.annotation is not None
    inference = judged.inference(place.region)
    return not isinstance(inference.pairwise(place.problem.operands[0].shapes, (mark.annotation.shape,), equate), Clash)


def _swap(judged: Judged, one: Trouble, other: Trouble) -> Fix:
    source = judged.note.document.source.text
    edits = (Edit(one.span, other.span.of(source)), Edit(other.span, one.span.of(source)))
    return Fix("Swap the two marks", edits, safe=True)
