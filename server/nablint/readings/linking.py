"""Chain-rule products of a note, judged: do their factors conform, link, and stand in the order of the layout?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product as choices
from typing import Literal

from nablint.base.values import dataclass
from nablint.declarations.keys import key_of
from nablint.inference.combine import Clash, equate, may_be_scalar, multiply, transpose, value_of
from nablint.inference.problems import Alternatives, Problem
from nablint.parse import nodes as n
from nablint.readings.basis import Basis
from nablint.readings.chains import Break, Chain, Link, Order, broken, chains_in, order_of
from nablint.readings.troubles import ReadNote, Trouble
from nablint.sizes.layouts import Layout, ScalarByVector, VectorByVector
from nablint.sizes.shapes import Matrix, Shape, Unknown

MOST_FACTORS = 6


@dataclass(frozen=True, slots=True)
class ChainFault:
    """What is wrong with one chain-rule product."""

    kind: Literal["mismatch", "order", "link", "transpose"]
    chain: Chain
    region: int
    basis: Basis
    problem: Problem | None = None
    transposed: Link | None = None  # the factor whose transpose makes it right
    gap: Break | None = None


def chain_faults(judged: ReadNote) -> Iterator[ChainFault]:
    """One fault at most for each product: the nearest explanation of what does not hold."""
    by_place: dict[tuple[int, int, int], Trouble] = {}
    for trouble in judged.troubles:
        if trouble.problem.kind == "product":
            span = trouble.problem.node.span
            by_place[trouble.region, span.start, span.end] = trouble
        elif trouble.statement is not None:
            span = trouble.statement.right.span
            by_place[trouble.region, span.start, span.end] = trouble
    chains = [
        (region, chain)
        for region, tree in judged.note.formulas()
        if n.Derivative in judged.note.kinds[region] and not judged.is_denied(region)
        for chain in chains_in(tree)
    ]
    for region, chain in chains:
        span = chain.product.span
        fault = _judge(judged, region, chain, by_place.get((region, span.start, span.end)))
        if fault is not None and (fault.kind == "link" or not _locally_otherwise(judged, region, chains)):
            yield fault


def _judge(judged: ReadNote, region: int, chain: Chain, trouble: Trouble | None) -> ChainFault | None:
    basis = judged.basis(region, chain.product, *([chain.whole.node] if chain.whole else []))
    if _schematic(judged, region, chain):
        return None
    layout = judged.chosen(region).layout
    gap = broken(chain, judged.things(region), _fixed_order(layout))
    if gap is not None and _truly_other(judged, region, gap, chain):
        return ChainFault("link", chain, region, basis, gap=gap)
    order = order_of(chain, judged.things(region))
    if chain.pure and order in ("numerator", "denominator") and _order_is_wrong(judged, region, chain, order, layout):
        return ChainFault("order", chain, region, basis)
    if trouble is None:
        return None
    for link in chain.links:
        if _fits_with(judged, region, chain, link):
            return ChainFault("transpose", chain, region, basis, trouble.problem, transposed=link)
    if trouble.problem.kind == "product":
        return ChainFault("mismatch", chain, region, basis, trouble.problem)
    return None


def _locally_otherwise(judged: ReadNote, region: int, chains: list[tuple[int, Chain]]) -> bool:
    """Whether the exercise or section multiplies its Jacobians in the other order than the layout that the rest of the note
    shows: then it follows a convention of its own."""
    chosen = judged.chosen(region)
    fixed = _fixed_order(chosen.layout)
    if fixed is None or "vv" not in {vote.choice for vote in chosen.votes}:
        return False
    here = judged.note.exercise(region)
    for other, chain in chains:
        if other != region and chain.pure and judged.note.exercise(other) == here:
            order = order_of(chain, judged.things(other))
            nodes = [node for link in chain.links for node in (link.of_node, link.by_node)]
            # Scalars commute: their order shows nothing.
            ordered = order in ("numerator", "denominator") and not any(_is_scalar(judged, other, x) for x in nodes)
            if ordered and order != fixed:
                return True
    return False


def _shapes(judged: ReadNote, region: int, node: n.Node) -> Alternatives:
    return judged.inference(region).of(node)


def _schematic(judged: ReadNote, region: int, chain: Chain) -> bool:
    """A factor by or of a matrix has no one shape: only shapes that inference knows are judged, and no order."""
    for link in (*chain.links, *([chain.whole] if chain.whole else [])):
        for node in (link.of_node, link.by_node):
            for shape in map(value_of, _shapes(judged, region, node)):
                if isinstance(shape, Matrix) and not (shape.is_column or shape.is_row or shape.is_scalar):
                    return True
    return False


def _order_is_wrong(judged: ReadNote, region: int, chain: Chain, order: str, layout: Layout) -> bool:
    """The layout fixes the order of a product of Jacobians. Of scalars any order is right."""
    by_vectors = [link for link in chain.links if _is_vector(judged, region, link.by_node)]
    jacobians = [link for link in by_vectors if _is_vector(judged, region, link.of_node)]
    gradients = [link for link in by_vectors if _is_scalar(judged, region, link.of_node)]
    if len(jacobians) + len(gradients) != len(chain.links) or len(jacobians) < (1 if gradients else 2) or len(gradients) > 1:
        return False
    fixed = _fixed_order(layout)
    if gradients and not _gradient_follows(layout):
        # A column beside Jacobians takes a transpose, not another order.
        return False
    return fixed is not None and order != fixed


def _gradient_follows(layout: Layout) -> bool:
    """Whether the gradient of a scalar lies as a Jacobian with one row does."""
    if layout.vv is VectorByVector.ROWS_Y:
        return layout.sv is ScalarByVector.ROW
    return layout.vv is VectorByVector.ROWS_X and layout.sv is ScalarByVector.COLUMN


def _fixed_order(layout: Layout) -> Order | None:
    if layout.vv is None:
        return None
    return "numerator" if layout.vv is VectorByVector.ROWS_Y else "denominator"


def _is_scalar(judged: ReadNote, region: int, node: n.Node) -> bool:
    return all(isinstance(s, Matrix) and s.is_scalar for s in map(value_of, _shapes(judged, region, node)))


def _is_vector(judged: ReadNote, region: int, node: n.Node) -> bool:
    shapes = [value_of(s) for s in _shapes(judged, region, node)]
    return all(isinstance(s, Matrix) and (s.is_column or s.is_row) and not may_be_scalar(s) for s in shapes)


def _truly_other(judged: ReadNote, region: int, gap: Break, chain: Chain) -> bool:
    """Whether the two names that should be one surely are two things: both declared or defined, neither standing for the
    other, and the one that is named not a function of the variable that follows it."""
    inference = judged.inference(region)
    wrong, instead = key_of(gap.wrong), key_of(gap.instead_node)
    if wrong is None or instead is None:
        return False
    if wrong.sub != instead.sub and wrong.name == instead.name:
        return False
    if inference.symbol(wrong) is None or inference.symbol(instead) is None:
        return False
    return not judged.depends(region, instead, wrong) and not judged.depends(region, wrong, instead)


def _fits_with(judged: ReadNote, region: int, chain: Chain, transposed: Link) -> bool:
    """Whether the product, with one factor transposed, conforms and has the shape of the derivative it is said to be."""
    if len(chain.product.factors) > MOST_FACTORS:
        return False
    facts = judged.note.view(region).dims
    whole = _shapes(judged, region, chain.whole.node) if chain.whole else (Unknown(),)
    lists: list[Alternatives] = []
    for factor in chain.product.factors:
        shapes = _shapes(judged, region, factor)
        if any(isinstance(s, Unknown) for s in shapes):
            return False
        lists.append(tuple(transpose(s) for s in shapes) if factor is transposed.node else shapes)
    for chosen in choices(*lists):
        total: Shape | Clash = chosen[0]
        for shape in chosen[1:]:
            total = total if isinstance(total, Clash) else multiply(total, shape, facts)
        if not isinstance(total, Clash) and any(not isinstance(equate(w, total, facts), Clash) for w in whole):
            return True
    return False
