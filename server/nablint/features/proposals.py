"""How an undeclared symbol could be declared: with the shape that its neighbours ask for, else with what is usual."""

from __future__ import annotations

from nablint.base.values import dataclass
from nablint.declarations.keys import key_of
from nablint.features.directives import shape_directive
from nablint.features.fitting import fitting_shape
from nablint.features.knowledge import Knowledge
from nablint.features.occurrences import Occurrence
from nablint.features.units import bare_bracket, is_applied
from nablint.features.wording import shape_short, symbol_latex
from nablint.parse.nodes import Node, Product
from nablint.parse.parser import parse
from nablint.sizes.shapes import SCALAR, Function, Shape

_USUAL = (("a vector of length n", "n"), ("an m × n matrix", "m × n"), ("a scalar", "scalar"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """`words` for people, `size` as `let` takes it."""

    words: str
    size: str


def proposals(knowledge: Knowledge, region: int, occurrence: Occurrence, path: tuple[Node, ...]) -> list[Proposal]:
    """The likeliest first; only one where something is known of it. `path` leads to the occurrence."""
    shape = knowledge.shape(region, occurrence.node)
    argument = _argument(path, occurrence) if shape is None else None
    if argument is not None:
        taken = knowledge.shape(region, argument)
        found = [] if taken is None else [_of(Function((taken,), value)) for value in dict.fromkeys((SCALAR, taken))]
        known = [one for one in found if one is not None] or [Proposal("a function of a vector", "n -> scalar")]
        return [*known, Proposal("a scalar", "scalar")]
    shape = shape or fitting_shape(knowledge, region, occurrence.node)
    if shape is None:
        noted = knowledge.noted(occurrence.key, knowledge.regions.in_file(region, occurrence.span).start)
        shape = noted.shape if noted is not None else None
    one = _of(shape) if shape is not None else None
    return [one] if one is not None else [Proposal(words, size) for words, size in _USUAL]


def _of(shape: Shape) -> Proposal | None:
    size = shape_directive(shape)
    return None if size is None else Proposal("a scalar" if shape == SCALAR else shape_short(shape), size)


def _argument(path: tuple[Node, ...], occurrence: Occurrence) -> Node | None:
    """The bracket right behind the symbol, which then reads as a function's argument."""
    for node in reversed(path):
        if isinstance(node, Product):
            for k, factor in enumerate(node.factors[:-1]):
                if factor.span.contains(occurrence.span) and is_applied(factor, node.factors[k + 1], node.signs[k]):
                    return bare_bracket(node.factors[k + 1])
            return None
    return None


def written(knowledge: Knowledge, region: int, occurrence: Occurrence) -> str:
    """The symbol as its author writes it, where a directive understands that: it knows no macros."""
    source = knowledge.source_of(region, occurrence.node)
    return source if key_of(parse(source)) == occurrence.key else symbol_latex(occurrence.key)
