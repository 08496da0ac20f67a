"""Rewrites of a formula in its author's notation: dimension marks, order of factors, the other layout, the chain rule."""

from __future__ import annotations

from itertools import pairwise, permutations

from nablint.base.findings import Edit
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.features.bindings import Binding
from nablint.features.chains import dependencies, paths
from nablint.features.derivatives import derivative_shape
from nablint.features.knowledge import Knowledge
from nablint.features.wording import shape_latex, shape_short, symbol_latex, symbol_text
from nablint.parse.nodes import (
    Adjoint,
    Derivative,
    Group,
    Label,
    Mark,
    Negate,
    Node,
    Number,
    Prime,
    Product,
    Relation,
    Sub,
    Sum,
    Symbol,
    Transpose,
)
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Function, Matrix, Shape

MOST_FACTORS = 5


class Impossible(Exception):
    """The formula holds something that this rewrite has no rule for."""


def add_marks(knowledge: Knowledge, region: int, product: Product) -> tuple[Edit, ...]:
    """`\\underbrace{A}_{m \\times n}` for every factor whose shape is known and not yet marked."""
    edits = []
    for factor in product.factors:
        shape = knowledge.shape(region, factor)
        if isinstance(factor, Mark) or not isinstance(shape, Matrix) or shape.is_scalar:
            continue
        text = marked(knowledge.source_of(region, factor), shape)
        edits.append(Edit(knowledge.in_file(region, factor), text))
    return tuple(edits)


def marked(source: str, shape: Shape) -> str:
    return rf"\underbrace{{{source}}}_{{{shape_latex(shape)}}}"


def remove_marks(knowledge: Knowledge, region: int, marks: list[Mark]) -> tuple[Edit, ...]:
    return tuple(Edit(knowledge.in_file(region, mark), knowledge.source_of(region, mark.body)) for mark in marks)


def arrangements(knowledge: Knowledge, region: int, product: Product, wanted: Shape | None) -> list[tuple[str, Edit]]:
    """Other orders of the factors that conform, and give the wanted shape where that is known: (text, edit)."""
    shapes = [knowledge.shape(region, factor) for factor in product.factors]
    if len(shapes) > MOST_FACTORS or any(sign not in ("", "cdot") for sign in product.signs):
        return []
    matrices = [shape for shape in shapes if isinstance(shape, Matrix)]
    if len(matrices) != len(shapes):
        return []
    sources = [knowledge.source_of(region, factor) for factor in product.factors]
    between = r" \cdot " if "cdot" in product.signs else r" \, " if any("frac" in s for s in sources) else " "
    found: list[tuple[str, Edit]] = []
    for order in permutations(range(len(matrices))):
        if order == tuple(range(len(matrices))):
            continue
        result = _chained([matrices[k] for k in order])
        if result is None or (isinstance(wanted, Matrix) and result != wanted):
            continue
        text = between.join(sources[k] for k in order)
        if all(text != other for other, _ in found):
            found.append((text, Edit(knowledge.in_file(region, product), text)))
    return found


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


def other_layout(knowledge: Knowledge, region: int, node: Node) -> str:
    """The expression as it reads in the transposed layout: products turn round, derivatives stay, all else is transposed.
    Raises `Impossible` for what has no transpose that can be written."""
    source = knowledge.source_of(region, node)
    shape = knowledge.shape(region, node)
    match node:
        case Number():
            return source
        case Derivative():
            return source
        case Transpose(base=Derivative()):
            return source
        case Transpose(base=base) | Adjoint(base=base):
            return knowledge.source_of(region, base)
        case Symbol() | Sub() | Label() | Prime():
            if shape is None or isinstance(shape, Function):
                raise Impossible(source)
            return source if isinstance(shape, Matrix) and shape.is_scalar else f"{_braced(node, source)}^\\top"
        case Negate(body=body):
            return f"-{other_layout(knowledge, region, body)}"
        case Group(body=body):
            start, end = body.span.start - node.span.start, body.span.end - node.span.start
            return f"{source[:start]}{other_layout(knowledge, region, body)}{source[end:]}"
        case Sum(signs=signs, terms=terms):
            pieces = [f"{sign} {other_layout(knowledge, region, term)}" for sign, term in zip(signs, terms, strict=True)]
            return " ".join(pieces).removeprefix("+ ")
        case Product(factors=factors, signs=signs) if all(sign in ("", "cdot") for sign in signs):
            return _turned(knowledge, region, factors, r" \cdot " if "cdot" in signs else r" \, ")
        case Relation(sides=sides, sign_spans=sign_spans, signs=signs) if all(sign == "=" for sign in signs):
            text = knowledge.regions.region(region).text
            parts = [other_layout(knowledge, region, sides[0])]
            for span, side in zip(sign_spans, sides[1:], strict=True):
                parts.append(f"{span.of(text)} {other_layout(knowledge, region, side)}")
            return " ".join(parts)
        case _:
            raise Impossible(source)


def _turned(knowledge: Knowledge, region: int, factors: tuple[Node, ...], between: str) -> str:
    """Scalars stay in front, the others come in the other order."""
    scalars: list[str] = []
    others: list[str] = []
    for factor in factors:
        shape = knowledge.shape(region, factor)
        is_scalar = isinstance(shape, Matrix) and shape.is_scalar
        (scalars if is_scalar else others).append(other_layout(knowledge, region, factor))
    return between.join((*scalars, *reversed(others)))


def _braced(node: Node, source: str) -> str:
    """A base that may carry a superscript."""
    return f"{{{source}}}" if isinstance(node, (Label, Prime)) else source


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


def after(knowledge: Knowledge, region: int, node: Node, text: str) -> Edit:
    """An edit that writes right behind a node."""
    end = knowledge.in_file(region, node).end
    return Edit(Span(end, end), text)
