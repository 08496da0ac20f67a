"""How findings speak: operands with their shapes, the places they rest on, and how grave they are."""

from __future__ import annotations

from nablint.base.findings import Related, Severity
from nablint.base.shortening import shortened
from nablint.declarations.facts import DefinitionFact, Fact, LayoutFact, ShapeFact
from nablint.inference.problems import Operand
from nablint.parse import nodes as n
from nablint.parse.render import render_unicode
from nablint.readings.basis import Basis
from nablint.readings.judged import Judged
from nablint.readings.troubles import Trouble
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import Function, Matrix, Shape

LONGEST = 48
MOST_RELATED = 5


def shown(judged: Judged, region: int, node: n.Node) -> str:
    """An expression as people read it, ∂y/∂x and xᵀA; as the author wrote it where it could not all be read. One line, cut
    where it is long."""
    whole = not any(isinstance(part, n.Opaque) for part in n.walk(node))
    text = render_unicode(node) if whole else judged.note.text(region, node)
    return shortened(text, LONGEST)


def shape_text(shape: Shape) -> str:
    """`m × n`, `n`, `1 × n`, `scalar`; a column is named by its length alone."""
    if isinstance(shape, Function):
        return shape_text(shape.value)
    if isinstance(shape, Matrix) and shape.is_scalar:
        return "a scalar"
    return str(shape)


def shapes_text(operand: Operand) -> str:
    return " or ".join(dict.fromkeys(map(shape_text, operand.shapes))) or "unknown"


def operand_text(judged: Judged, region: int, operand: Operand) -> str:
    return f"{shown(judged, region, operand.node)} ({shapes_text(operand)})"


def differ_text(sizes: tuple[Dim, Dim] | None) -> str:
    return f"{sizes[0]} and {sizes[1]} differ" if sizes else "their shapes differ"


def related(basis: Basis) -> tuple[Related, ...]:
    """Every declaration and inferred convention that the finding rests on."""
    places = [_place(fact, _stated(fact)) for fact in basis.facts[:MOST_RELATED]]
    if basis.chosen is not None:
        places += [_place(f, f"the layout is stated {_where(f)}: {f.text or 'a convention'}") for f in basis.chosen.stated[:1]]
        places += [Related(v.span, f"this derivative shows the layout: {v.value.value}") for v in basis.chosen.votes[:2]]
    places += [Related(span, "a symbol that nobody declared gets its shape from this equation") for span in basis.learned[:2]]
    return tuple(places)


def _place(fact: Fact | LayoutFact, message: str) -> Related:
    return Related(fact.origin.span, message, fact.origin.path) if fact.origin else Related(fact.span, message)


def _where(fact: Fact | LayoutFact) -> str:
    return f"in {fact.origin}" if fact.origin else "here"


def _stated(fact: Fact) -> str:
    name, where = symbol_text(fact), _where(fact)
    if isinstance(fact.value, ShapeFact):
        shape = fact.value.shape
        return f"{name} is declared {where}: {shape if isinstance(shape, Function) else shape_text(shape)}"
    if isinstance(fact.value, DefinitionFact):
        return f"{name} is defined {where}"
    return f"{name} is described {where}"


def symbol_text(fact: Fact) -> str:
    name = fact.symbol.name
    sub = f"_{fact.symbol.sub}" if fact.symbol.sub else ""
    sup = f"^{fact.symbol.sup}" if fact.symbol.sup else ""
    return f"{name.letter}{sub}{sup}"


def severity(basis: Basis) -> Severity | None:
    """None where it rests on too little to be said at all."""
    if basis.stated:
        return Severity.ERROR
    return Severity.WARNING if basis.sound else None


def severity_of(trouble: Trouble) -> Severity | None:
    return severity(trouble.basis)
