"""One expression in another layout: `kept`, where its value stays what it was, and `turned`, where it becomes the transpose.

A derivative that the other layout turns stays as it is written when it is turned, and gets a transpose when it is kept; with
all else it is the other way round. What the author wrote is moved, never written anew.
"""

from __future__ import annotations

import re
from itertools import pairwise

from nablint.base.spans import Span
from nablint.features.derivatives import LYING, choice_of
from nablint.features.knowledge import Knowledge
from nablint.features.units import Unit, is_operator, units
from nablint.inference.combine import value_of
from nablint.inference.constants import is_identity
from nablint.parse import nodes as n
from nablint.parse.equality import same
from nablint.parse.render import render_unicode
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Function, Matrix, Shape, Structure

_SYMMETRIC = Structure.SYMMETRIC | Structure.DIAGONAL | Structure.IDENTITY | Structure.POSITIVE_DEFINITE
# What may stand between two factors that change places.
_BETWEEN = re.compile(r"(?:\s|~|\\[,;:! ]|\\(?:cdot|quad|times)(?![A-Za-z])|[·⋅×])*\Z")
_ENDS_IN_COMMAND = re.compile(r"\\[A-Za-z]+\Z")
_INNER_BRACES = re.compile(r"\{[^{}]*\}")
_TALL = re.compile(r"\\(?:[dt]?frac|sum|int|begin|over)(?![A-Za-z])")
_IN_PLACE = frozenset({"odot", "oslash", "otimes", "oplus", "ominus"})


class Impossible(Exception):
    """The formula holds something that cannot be written in the other layout; the message says what."""


class Turner:
    """For one formula: `source` is its layout with every choice that it needs, `target` the other one."""

    def __init__(self, knowledge: Knowledge, region: int, source: Layout, target: Layout, sign: str) -> None:
        """`sign`: how the note writes a transpose, `^\\top`."""
        self._knowledge = knowledge
        self._region = region
        self._text = knowledge.regions.region(region).text
        self._source = source
        self._target = target
        self._sign = sign
        self._found: dict[int, bool] = {}
        choices = [(getattr(source, name), getattr(target, name)) for name in LYING]
        # Then a derivative turns whatever its shape is; a scalar one may be said to.
        self._turns_all = all(old is not None and new is not None and old is not new for old, new in choices)

    def turns(self, node: n.Node) -> bool:
        """Whether a derivative in it is another array in the other layout. Raises `Impossible` where that cannot be told."""
        known = self._found.get(id(node))
        if known is None:
            known = self._found[id(node)] = self._turns(node)
        return known

    def is_scalar(self, node: n.Node) -> bool:
        shape = self._shape(node)
        return isinstance(shape, Matrix) and shape.is_scalar

    def kept(self, node: n.Node) -> str:
        """The same value, as the other layout writes it."""
        if not self.turns(node):
            return self._of(node.span)
        match node:
            case n.Derivative():
                inside = self._inside(node)
                if not self._flips(node, node.of):
                    return inside
                if not self._is_array(node):
                    raise Impossible(f"the shape of {self._named(node)} is not known")
                return self._raised(node, inside)
            case n.Transpose(base=base) if self._is_turning(base):
                inside = self._inside(bare(base))
                # On one line, `dy/dx`, it needs its brackets beside other factors.
                return self._put(base.span, [(bare(base).span, inside)]) if _has_slash(inside) else inside
            case n.Product() if any(is_operator(factor) for factor in node.factors):
                return self._put(node.span, [(unit.span, self._kept_unit(unit)) for unit in self._units(node)])
            case _:
                return self._put(node.span, [(child.span, self.kept(child)) for child in n.children(node) if self.turns(child)])

    def turned(self, node: n.Node) -> str:
        """The transpose, as the other layout writes it."""
        source, changes = self._of(node.span), self.turns(node)
        if isinstance(node, n.Number | n.Blank) or (not changes and (self.is_scalar(node) or self._is_symmetric(node))):
            return source
        match node:
            case n.Derivative():
                return self._inside(node) if self._flips(node, node.of) else self._raised(node, self._inside(node))
            case n.Transpose(base=base) | n.Adjoint(base=base):
                # Of a derivative that turns, the transpose is still the transpose.
                return source if self._is_turning(base) else self.kept(base)
            case n.Negate(body=body) | n.Group(body=body) | n.At(body=body):
                return self._put(node.span, [(body.span, self.turned(body))])
            case n.Big(operator="sum", body=body) if body is not None:
                return self._put(node.span, [(body.span, self.turned(body))])
            case n.Sum(terms=terms):
                return self._put(node.span, [(term.span, self.turned(term)) for term in terms])
            case n.Mark(body=body):
                return self._put(node.span, [(body.span, self.turned(body)), *self._turned_note(node)])
            case n.Fraction(numerator=above, denominator=below) if self.is_scalar(below):
                return self._put(node.span, [(above.span, self.turned(above)), (below.span, self.kept(below))])
            case n.Power(base=base, exponent=exponent) if _is_number(exponent) and not self.is_scalar(base):
                return self._put(node.span, [(base.span, self.turned(base))])
            case n.Product(signs=signs) if set(signs) <= _IN_PLACE:
                return self._put(node.span, [(unit.span, self._turned_unit(unit)) for unit in self._units(node)])
            case n.Product() if (reversed_ := self._reversed(node)) is not None:
                return reversed_
            case _:
                return self.kept(node) if self.is_scalar(node) else self._raised(node, self.kept(node))

    def _turns(self, node: n.Node) -> bool:
        match node:
            case n.Derivative(of=None):
                return False  # a bare operator; with its operand it is a unit of a product
            case n.Derivative(of=of):
                return self._flips(node, of) or (of is not None and self.turns(of))
            case n.Product() if any(is_operator(factor) for factor in node.factors):
                return any(self._unit_turns(unit) for unit in self._units(node))
            case _:
                return any(self.turns(child) for child in n.children(node))

    def _flips(self, node: n.Derivative, of: n.Node | None, shape: Shape | None = None) -> bool:
        """Whether the two layouts differ in how this derivative lies."""
        name = self._named(node)
        variables = [_untransposed(by.variable) for by in node.by]
        above = value_of(shape) if shape is not None else self._known(_untransposed(of)) if of is not None else None
        below = [self._known(variable) for variable in variables]
        if above is None or None in below:
            if node.order == 1 and len(below) == 1 and self._turns_all:
                return True
            unknown = variables[below.index(None)] if None in below else of if of is not None else node
            raise Impossible(f"the shape of {self._named(unknown)} is not known, so neither is how {name} lies")
        if node.order != 1 or len(below) != 1:
            return self._flips_twice(above, variables, below, name)
        by = below[0]
        choice = choice_of(above, by) if isinstance(above, Matrix) and isinstance(by, Matrix) else None
        if choice is None:
            raise Impossible(f"no layout says how {name} lies")
        says_itself = isinstance(node.by[0].variable, n.Transpose) or isinstance(of, n.Transpose)
        if choice == "" or (choice in ("sv", "vv") and says_itself):
            return False  # scalars do not lie at all, and a transpose in the derivative itself says how it lies
        if choice == "sv" and isinstance(by, Matrix) and by.is_row:
            raise Impossible(f"{self._named(variables[0])} is a row, which leaves open how {name} lies")
        old, new = getattr(self._source, choice), getattr(self._target, choice)
        if old is None:
            raise Impossible(f"the note leaves open how {name} lies")
        return old is not new

    def _flips_twice(self, above: Shape, variables: list[n.Node], below: list[Shape | None], name: str) -> bool:
        """A second derivative by one variable is symmetric, and one of scalars a scalar."""
        scalar = all(isinstance(shape, Matrix) and shape.is_scalar for shape in (above, *below))
        twice = isinstance(above, Matrix) and above.is_scalar and all(same(variables[0], v) for v in variables)
        if not (scalar or twice):
            raise Impossible(f"no layout says how {name} lies")
        return False

    def _is_array(self, node: n.Derivative) -> bool:
        """Whether it is known to be no scalar, which nobody transposes."""
        parts = (node.of, *(by.variable for by in node.by))
        return all(part is not None and self._known(_untransposed(part)) is not None for part in parts)

    def _inside(self, node: n.Node) -> str:
        """A derivative as it is written, with what is derived kept as it was."""
        of = node.of if isinstance(node, n.Derivative) else None
        return self._put(node.span, [(of.span, self.kept(of))] if of is not None and self.turns(of) else [])

    def _is_turning(self, node: n.Node) -> bool:
        inner = bare(node)
        return isinstance(inner, n.Derivative) and inner.of is not None and self._flips(inner, inner.of)

    def _units(self, product: n.Product) -> list[Unit]:
        return units(self._knowledge, self._region, product)

    def _operand(self, unit: Unit) -> Shape | None:
        """What a derivative without numerator is taken of: a factor, or a function with its argument."""
        first = self._shape(unit.factors[1]) if len(unit.factors) > 1 else None
        applied = len(unit.factors) == 3 and isinstance(first, Function)
        return value_of(first) if first is not None and (len(unit.factors) == 2 or applied) else None

    def _unit_turns(self, unit: Unit) -> bool:
        operator, *rest = unit.factors
        inner = any(self.turns(factor) for factor in rest)
        if isinstance(operator, n.Derivative) and operator.of is None:
            operand = self._operand(unit)
            if operand is None:
                raise Impossible(f"the shape of what {self._named(operator)} is taken of is not known")
            return self._flips(operator, None, operand) or inner
        return self.turns(operator) or inner

    def _kept_unit(self, unit: Unit) -> str:
        inside = self._put(unit.span, [(f.span, self.kept(f)) for f in unit.factors if self.turns(f)])
        operator = unit.factors[0]
        if isinstance(operator, n.Derivative) and operator.of is None and self._flips(operator, None, self._operand(unit)):
            return _bracketed(inside) + self._sign
        return inside

    def _turned_unit(self, unit: Unit) -> str:
        if len(unit.factors) == 1:
            return self.kept(unit.factors[0]) if unit.is_scalar else self.turned(unit.factors[0])
        operator = unit.factors[0]
        if isinstance(operator, n.Derivative) and operator.of is None:
            inside = self._put(unit.span, [(f.span, self.kept(f)) for f in unit.factors if self.turns(f)])
            flips = self._flips(operator, None, self._operand(unit))
            return inside if flips else _bracketed(inside) + self._sign
        if unit.is_scalar:
            return self._kept_unit(unit)
        if unit.shape is None:
            raise Impossible(f"the shape of {_brief(unit.span.of(self._text))} is not known")
        text = self._kept_unit(unit)
        return (_bracketed(text) if is_operator(operator) else text) + self._sign

    def _reversed(self, product: n.Product) -> str | None:
        """Scalars stay in their places, the others come in the other order; None where that is not the transpose."""
        found = self._units(product)
        signs = {pair.span.start: sign for pair, sign in zip(product.factors[1:], product.signs, strict=True)}
        for left, right in pairwise(found):
            sign = signs[right.span.start]
            beside_scalar = left.is_scalar or right.is_scalar
            is_dot = sign == "cdot" and not beside_scalar and left.shape is not None and left.shape == right.shape
            if is_dot or not (
                sign in ("", "cdot") or (sign == "times" and beside_scalar) or (sign == "slash" and right.is_scalar)
            ):
                return None
            between = self._of(Span(left.span.end, right.span.start))
            if sign != "slash" and _BETWEEN.match(between) is None:
                return None
        others = iter([self._turned_unit(unit) for unit in reversed(found) if not unit.is_scalar])
        return self._put(
            product.span, [(unit.span, self._turned_unit(unit) if unit.is_scalar else next(others)) for unit in found]
        )

    def _turned_note(self, mark: n.Mark) -> list[tuple[Span, str]]:
        """A size below a formula, turned with it."""
        note = mark.note
        if not isinstance(note, n.Product) or not self._knowledge.is_size(note):
            return []
        if note.signs != ("times",):
            raise Impossible(f"the mark {self._named(note)} cannot be turned")
        return [(note.span, self.swapped(note))]

    def swapped(self, size: n.Product) -> str:
        """m × n as n × m."""
        first, second = (factor.span for factor in size.factors)
        return self._put(size.span, [(first, self._of(second)), (second, self._of(first))])

    def _is_symmetric(self, node: n.Node) -> bool:
        if isinstance(node, n.Call):
            return node.function == "diag"
        if not isinstance(node, n.Symbol | n.Sub | n.Label | n.Prime):
            return False
        found = next((o for o in self._knowledge.occurrences(self._region) if o.span == node.span), None)
        if found is None:
            return False
        offset = self._knowledge.in_file(self._region, node).end
        known = self._knowledge.known(found.key, offset)
        return is_identity(found.key) if known is None else bool(known.structure & _SYMMETRIC)

    def _raised(self, node: n.Node, text: str) -> str:
        """With the sign of a transpose, for a node whose shape is known to have one."""
        if self._shape(node) is None and not isinstance(node, n.Derivative):
            raise Impossible(f"the shape of {self._named(node)} is not known")
        match node:
            case n.Symbol() | n.Sub() | n.Group() | n.Matrix():
                return text + self._sign
            case n.Label() | n.Prime():
                return f"{{{text}}}{self._sign}"
            case n.Derivative() if not _has_slash(text):
                return text + self._sign
            case _:
                return _bracketed(text) + self._sign

    def _known(self, node: n.Node) -> Shape | None:
        shape = self._shape(node)
        return None if shape is None else value_of(shape)

    def _shape(self, node: n.Node) -> Shape | None:
        return self._knowledge.shape(self._region, node)

    def _named(self, node: n.Node) -> str:
        return _brief(render_unicode(node))

    def _of(self, span: Span) -> str:
        return span.of(self._text)

    def _put(self, whole: Span, pieces: list[tuple[Span, str]]) -> str:
        """What stands at `whole`, with other text at some places in it."""
        made, at = "", whole.start
        for span, text in sorted(pieces, key=lambda piece: piece[0].start):
            if span.start < at or span.end > whole.end:
                raise Impossible(f"{_brief(self._of(whole))} comes from a macro")
            made = _joined(_joined(made, self._of(Span(at, span.start))), text)
            at = span.end
        return _joined(made, self._of(Span(at, whole.end)))


def bare(node: n.Node) -> n.Node:
    """Without the brackets around it."""
    while isinstance(node, n.Group):
        node = node.body
    return node


def _untransposed(node: n.Node) -> n.Node:
    return node.base if isinstance(node, n.Transpose) else node


def _is_number(node: n.Node) -> bool:
    return all(isinstance(part, n.Number | n.Negate | n.Group | n.Sum) for part in n.walk(node))


def _has_slash(text: str) -> bool:
    """Whether a derivative is written on one line, `dy/dx`, and needs brackets before it takes a superscript."""
    for _ in range(20):
        shorter = _INNER_BRACES.sub("", text)
        if shorter == text:
            break
        text = shorter
    return "/" in text or "\\over" in text


def _bracketed(text: str) -> str:
    return rf"\left( {text} \right)" if _TALL.search(text) else f"({text})"


def _joined(left: str, right: str) -> str:
    """A command keeps its distance from a letter that follows."""
    return f"{left} {right}" if right[:1].isalpha() and _ENDS_IN_COMMAND.search(left) else left + right


def _brief(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"
