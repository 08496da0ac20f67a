"""Rewrites of a formula in its author's notation: dimension marks, order of factors, the chain rule."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations

from nablint.base.findings import Edit
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.bindings import Binding
from nablint.features.chains import dependencies, paths
from nablint.features.derivatives import derivative_shape
from nablint.features.knowledge import Knowledge
from nablint.features.sides import chains
from nablint.features.units import units
from nablint.features.wording import shape_latex, shape_short, symbol_latex, symbol_text
from nablint.parse.nodes import Derivative, Mark, Nabla, Negate, Node, Opaque, Product, Sum, walk
from nablint.parse.parser import parse
from nablint.parse.render import render_unicode
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Matrix, Shape

MOST_FACTORS = 5


def add_marks(knowledge: Knowledge, region: int, product: Product) -> tuple[Edit, ...]:
    """`\\underbrace{A}_{m \\times n}` for every factor whose shape is known and not yet marked."""
    edits = []
    text = knowledge.regions.region(region).text
    for unit in units(knowledge, region, product):
        if isinstance(unit.factors[0], Mark) or not markable(unit.shape):
            continue
        assert unit.shape is not None
        edits.append(Edit(knowledge.regions.in_file(region, unit.span), marked(unit.span.of(text), unit.shape)))
    return tuple(edits)


def markable(shape: Shape | None) -> bool:
    """Whether a mark has something to say: both sizes, of what is no scalar."""
    return isinstance(shape, Matrix) and not (shape.is_scalar or shape.rows.is_free or shape.cols.is_free)


def marked(source: str, shape: Shape) -> str:
    return rf"\underbrace{{{source}}}_{{{shape_latex(shape)}}}"


def remove_marks(knowledge: Knowledge, region: int, marks: list[Mark]) -> tuple[Edit, ...]:
    return tuple(Edit(knowledge.in_file(region, mark), knowledge.source_of(region, mark.body)) for mark in marks)


def arrangements(knowledge: Knowledge, region: int, product: Product, wanted: Shape | None) -> list[tuple[str, Edit]]:
    """Orders in which the factors conform, and give the wanted shape where that is known, of a product that does not as it
    stands: (how it reads, edit). Numbers and other scalars come first, as they are written."""
    shapes = [knowledge.shape(region, factor) for factor in product.factors]
    if len(shapes) > MOST_FACTORS or any(sign not in ("", "cdot") for sign in product.signs):
        return []
    matrices = [shape for shape in shapes if isinstance(shape, Matrix)]
    if len(matrices) != len(shapes):
        return []
    sources = [knowledge.source_of(region, factor) for factor in product.factors]
    between = r" \cdot " if "cdot" in product.signs else r" \, " if any("frac" in s for s in sources) else " "
    found: list[tuple[str, Edit]] = []
    if _fits(_chained(matrices), wanted):
        return []
    scalars = tuple(k for k, shape in enumerate(matrices) if shape.is_scalar)
    others = [k for k in range(len(matrices)) if k not in scalars]
    for rest in permutations(others):
        order = scalars + rest
        if not _fits(_chained([matrices[k] for k in order]), wanted):
            continue
        text = between.join(sources[k] for k in order)
        if all(text != edit.text for _, edit in found):
            reads = render_unicode(replace(product, factors=tuple(product.factors[k] for k in order)))
            found.append((reads, Edit(knowledge.in_file(region, product), text)))
    return found


def _fits(shape: Matrix | None, wanted: Shape | None) -> bool:
    return shape is not None and (not isinstance(wanted, Matrix) or shape == wanted)


def _chained(shapes: list[Matrix]) -> Matrix | None:
    """The product's shape where all inner sizes are the same name; scalars may stand anywhere."""
    total: Matrix | None = None
    for shape in shapes:
        if total is None or total.is_scalar:
            total = shape
        elif not shape.is_scalar:
            if total.cols != shape.rows:
                return None
            total = Matrix(total.rows, shape.cols)
    return total


@dataclass(frozen=True, slots=True)
class Expansion:
    """A chain rule written out; `latex` has the size of each factor below it, `unicode` in brackets behind."""

    latex: str
    unicode: str


def expansion(knowledge: Knowledge, region: int, node: Derivative, offset: int) -> Expansion | None:
    """The chain rule for the derivative, along every path of the note's definitions, in the order of the layout. None where
    nothing stands in between, or the layout is open."""
    if node.of is None or len(node.by) != 1 or node.order != 1:
        return None
    ends = [knowledge.binding_of(region, part) for part in (node.of, node.by[0].variable)]
    if ends[0] is None or ends[1] is None:
        return None
    ways = [way for way in paths(dependencies(knowledge), ends[0], ends[1]) if len(way) > 2]
    layout = knowledge.chosen(region).layout
    if not ways or layout.vv is None:
        return None
    turned = layout.vv.value == "rows follow x"
    sign = "∂" if node.sign == "∂" or len(ways) > 1 else "d"
    latex, unicode = [], []
    for way in ways:
        links = [_factor(knowledge, whole, part, sign, offset, layout) for whole, part in pairwise(way)]
        if turned:
            links.reverse()
        latex.append(r" \, ".join(link.latex for link in links))
        unicode.append(" ".join(link.unicode for link in links))
    return Expansion(" + ".join(latex), " + ".join(unicode))


def _factor(knowledge: Knowledge, whole: Binding, part: Binding, sign: str, offset: int, layout: Layout) -> Expansion:
    """One derivative of the chain with its size."""
    written = r"\partial " if sign == "∂" else "d "
    source = rf"\frac{{{written}{_written(knowledge, whole)}}}{{{written}{_written(knowledge, part)}}}"
    text = f"{sign}{symbol_text(whole.symbol)}/{sign}{symbol_text(part.symbol)}"
    of, by = _shape(knowledge, whole, offset), _shape(knowledge, part, offset)
    shape = derivative_shape(of, by, layout) if of is not None and by is not None else None
    return Expansion(source, text) if shape is None else Expansion(marked(source, shape), f"{text} ({shape_short(shape)})")


def _written(knowledge: Knowledge, binding: Binding) -> str:
    return knowledge.spellings.get(binding.symbol) or symbol_latex(binding.symbol)


def _shape(knowledge: Knowledge, binding: Binding, offset: int) -> Matrix | None:
    opening = binding.opening
    known = knowledge.known(binding.symbol, opening.span.end if opening is not None else offset)
    if known is not None and isinstance(known.shape, Matrix):
        return known.shape
    shape = knowledge.defined_shape(binding)
    return shape if isinstance(shape, Matrix) else None


def is_part(knowledge: Knowledge, region: int, node: Node) -> bool:
    """Whether more stands in the node's equation than the node."""
    return not any(len(chain.sides) == 1 and chain.sides[0] is node for chain in chains(knowledge.regions.tree(region)))


def worked_out(knowledge: Knowledge, region: int, node: Node, text: str, final: bool) -> tuple[Edit, ...]:
    """What a derivative is, as a further side of its equation; in place of it, where it is only a part of a side. No edits
    where its equation says it already: `final` in a side without derivatives, else in any side behind it."""
    chain = next((c for c in chains(knowledge.regions.tree(region)) if any(side is node for side in c.sides)), None)
    if chain is None:
        return (Edit(knowledge.in_file(region, node), _as_factor(knowledge, region, node, text)),)
    behind = chain.sides[next(k for k, side in enumerate(chain.sides) if side is node) + 1 :]
    if any(not final or not any(isinstance(part, (Derivative, Nabla, Opaque)) for part in walk(side)) for side in behind):
        return ()
    end = knowledge.in_file(region, behind[-1] if behind else node).end
    return (Edit(Span(end, end), f" = {text}"),)


def _as_factor(knowledge: Knowledge, region: int, node: Node, text: str) -> str:
    """In brackets, where a factor beside it would otherwise take only a part of it, or seem to be followed by a number."""
    before = knowledge.regions.region(region).text[: node.span.start].rstrip(" ,\\")
    behind_factor = bool(before) and before[-1] not in "=([{+-&"
    if isinstance(parse(text, knowledge.macros), (Sum, Negate)) or (behind_factor and text[0].isdigit()):
        return f"({text})"
    return text
