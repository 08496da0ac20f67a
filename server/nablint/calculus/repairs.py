"""A claim that fails: what would hold? Transposed, another layout, sign, factor, order, symmetric, a missing path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Any

from nablint.base.budget import Budget, BudgetExceeded
from nablint.base.values import dataclass
from nablint.calculus.compare import Comparison, paired
from nablint.calculus.declared import Around, Declared
from nablint.calculus.readings import Reading
from nablint.calculus.scaling import scaled
from nablint.calculus.symbolnodes import NOWHERE, juxtaposed
from nablint.calculus.translate import Translator
from nablint.calculus.transposing import transpose_of
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Mismatch
from nablint.calculus.verdict import Repair
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.parse.render import render_unicode
from nablint.sizes.layouts import PRESETS, Layout
from nablint.sizes.shapes import Matrix, Shape, Structure

if TYPE_CHECKING:
    from nablint.calculus.verify import Trial

_STEPS = 250_000
_VARIANTS = 40
_TRANSLATION = 3_000


def transposed(trial: Trial, right: n.Node, budget: Budget) -> Repair | None:
    """The right side is the transpose of the left one."""
    t = trial.t
    if trial.left.is_tensor or trial.right.is_tensor:
        return None
    pair = paired(t, trial.left, t.algebra.transposed(trial.right))
    if pair is None or not Comparison(t, budget).agrees(pair):
        return None
    return Repair("transposed", "it is the transpose", transpose_of(t, right))


def search(trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...]) -> Repair | None:
    """The first change that makes the claim true; within its own budget."""
    budget = Budget(_STEPS)
    steps = (
        _turned,
        _doubled,
        _other_layout,
        _symmetric_variable,
        _missing_path,
        _reordered,
        _of_one_term,
        _only_symmetric,
        _scaled,
        _resigned,
    )
    for step in steps:
        try:
            found = step(trial, left, right, declared, layouts, budget)
        except (Unclear, Mismatch):
            continue
        except BudgetExceeded:
            return None
        if found is not None:
            return found
    return None


def _turned(
    trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget
) -> Repair | None:
    return None if trial.left.is_scalar else transposed(trial, right, budget)


def _doubled(
    trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget
) -> Repair | None:
    """The usual slips: the sign, and a factor 2 or ½."""
    found = _scaled(trial, left, right, declared, layouts, budget)
    usual = found is not None and (found.kind == "sign" or found.factor in (2, -2, Fraction(1, 2), Fraction(-1, 2)))
    return found if usual else None


def _scaled(
    trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget
) -> Repair | None:
    if trial.pair is None:
        return None
    ratio = Comparison(trial.t, budget).ratio(trial.pair)
    if ratio is None or ratio == 1:
        return None
    if ratio == -1:
        product = isinstance(right, n.Product) and not isinstance(right.factors[0], n.Negate)
        node = right.body if isinstance(right, n.Negate) else n.Negate(NOWHERE, right if product else _grouped(right))
        return Repair("sign", "the sign is wrong", node)
    return Repair("factor", f"a factor {ratio} is missing", scaled(right, ratio), factor=ratio)


def _other_layout(
    trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget
) -> Repair | None:
    for name, layout in PRESETS.items():
        if layout not in layouts and _holds(left, right, declared, layout, trial, budget):
            return Repair("layout", f"it holds in {name} layout", None, layout)
    return None


def _symmetric_variable(
    trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget
) -> Repair | None:
    """By a symmetric X, the form in which x_ij and x_ji vary together is accepted: G + Gᵀ − G ⊙ I."""
    if not is_by_symmetric(trial, left):
        return None
    a = trial.t.algebra
    g = trial.left
    both = a.plus(g, a.transposed(g.fresh()))
    varied = a.plus(both, a.diag(a.diag(g.fresh())), -1)
    pair = paired(trial.t, varied, trial.right)
    if pair is not None and Comparison(trial.t, budget).agrees(pair):
        return Repair("symmetric", "the entries of a symmetric variable vary together")
    return None


def is_by_symmetric(trial: Trial, left: n.Node) -> bool:
    """Whether a claim is about the derivative by a symmetric matrix, which has two right forms."""
    if not isinstance(left, n.Derivative) or not trial.left.is_matrix:
        return False
    by = next((b.variable for b in left.by), None)
    stated = trial.t.stated_shape(SymbolKey(by.name)) if isinstance(by, n.Symbol) else None
    return stated is not None and Structure.SYMMETRIC in stated[2]


def _reordered(
    trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget
) -> Repair | None:
    """Another order of factors, or one factor transposed."""
    found = _agreeing(trial, _variants(right), budget)
    return None if found is None else Repair("order", found.text, found.node)


def _of_one_term(
    trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget
) -> Repair | None:
    """One term with the other sign, or with a factor 2 or ½."""
    found = _agreeing(trial, with_changed_terms(right), budget)
    return None if found is None else Repair("term", found.text, found.node)


def _agreeing(trial: Trial, variants: Iterator[Variant], budget: Budget) -> Variant | None:
    """The first right side that is the left one."""
    t = trial.t
    comparison = Comparison(t, budget)
    for count, variant in enumerate(variants):
        if count >= _VARIANTS:
            return None
        t.budget = Budget(_TRANSLATION)
        try:
            pair = paired(t, trial.left, t.value(variant.node))
        except (Unclear, Mismatch):
            continue
        if pair is not None and comparison.agrees(pair):
            return variant
    return None


def _resigned(
    trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget
) -> Repair | None:
    """A sign between two factors that a scan or a slip of the pen has lost; of numbers, where factors of any kind may add."""
    if not trial.left.is_scalar or not trial.right.is_scalar:
        return None
    for count, variant in enumerate(with_lost_signs(right)):
        if count >= _VARIANTS:
            return None
        if _holds(left, variant.node, declared, trial.layout, trial, budget):
            return Repair("lost sign", variant.text, variant.node)
    return None


@dataclass(frozen=True, slots=True)
class Variant:
    node: n.Node
    text: str


def _variants(node: n.Node, depth: int = 0) -> Iterator[Variant]:
    """The node with one product reordered or one factor transposed."""
    if depth > 12:
        return
    if isinstance(node, n.Product) and set(node.signs) <= {"", "cdot"} and 2 <= len(node.factors) <= 5:
        for k, factor in enumerate(node.factors):
            if not isinstance(factor, n.Number | n.Fraction | n.Group):
                new = factor.base if isinstance(factor, n.Transpose) else n.Transpose(NOWHERE, factor)
                yield Variant(_with_factor(node, k, new), "a transpose is missing or too much")
        for k in range(len(node.factors) - 1):
            order = list(node.factors)
            order[k], order[k + 1] = order[k + 1], order[k]
            yield Variant(replace(node, factors=tuple(order)), "the order of factors is wrong")
        if len(node.factors) == 3:
            for turned in permutations(node.factors):
                if turned != node.factors:
                    yield Variant(replace(node, factors=turned), "the order of factors is wrong")
    elif isinstance(node, n.Transpose):
        yield Variant(node.base, "a transpose is too much")
    yield from _inside(node, lambda part: _variants(part, depth + 1))


def with_lost_signs(node: n.Node, lost: tuple[str, ...] = ("-", "+"), depth: int = 0) -> Iterator[Variant]:
    """The node with a minus or a plus between two factors that stand side by side."""
    if depth > 12:
        return
    if isinstance(node, n.Product) and set(node.signs) == {""}:
        for k in range(1, len(node.factors)):
            before, after = juxtaposed(node.factors[:k]), juxtaposed(node.factors[k:])
            for sign in lost:
                split = n.Sum(node.span, ("+", sign), (before, after))
                word = "minus" if sign == "-" else "plus"
                yield Variant(split, f"a {word} is missing between {render_unicode(before)} and {render_unicode(after)}")
    yield from _inside(node, lambda part: with_lost_signs(part, lost, depth + 1))


def with_changed_terms(node: n.Node, depth: int = 0) -> Iterator[Variant]:
    """The node with one term of a sum changed: its sign, then a factor 2 or ½."""
    if depth > 12:
        return
    if isinstance(node, n.Sum) and set(node.signs) <= {"+", "-"}:
        for k, (sign, term) in enumerate(zip(node.signs, node.terms, strict=True)):
            turned = (*node.signs[:k], "-" if sign == "+" else "+", *node.signs[k + 1 :])
            yield Variant(replace(node, signs=turned), f"the sign of {render_unicode(term)} is wrong")
        for k, term in enumerate(node.terms):
            for factor in (Fraction(2), Fraction(1, 2)):
                terms = (*node.terms[:k], _times(factor, term), *node.terms[k + 1 :])
                yield Variant(replace(node, terms=terms), f"a factor {factor} is missing before {render_unicode(term)}")
    yield from _inside(node, lambda part: with_changed_terms(part, depth + 1))


def _times(factor: Fraction, term: n.Node) -> n.Node:
    """A multiple of a term; a number that stands before it is multiplied."""
    factors = term.factors if isinstance(term, n.Product) and set(term.signs) <= {""} else (term,)
    first = factors[0]
    if isinstance(first, n.Number) and first.text.isdecimal() and len(factors) > 1:
        factor, factors = factor * int(first.text), factors[1:]
    elif len(factors) == 1:
        factors = (_grouped(term),)
    if factor == 1:
        return juxtaposed(factors)
    front: n.Node = n.Number(NOWHERE, str(factor.numerator))
    if factor.denominator != 1:
        front = n.Fraction(NOWHERE, front, n.Number(NOWHERE, str(factor.denominator)))
    return juxtaposed((front, *factors))


def _inside(node: n.Node, change: Callable[[n.Node], Iterator[Variant]]) -> Iterator[Variant]:
    """The node with one of its parts changed."""
    for field in fields(node):
        name, value = field.name, getattr(node, field.name)
        if isinstance(value, tuple):
            for k, item in enumerate(value):
                if hasattr(item, "span"):
                    for inner in change(item):
                        yield Variant(_with_field(node, name, (*value[:k], inner.node, *value[k + 1 :])), inner.text)
        elif hasattr(value, "span"):
            for inner in change(value):
                yield Variant(_with_field(node, name, inner.node), inner.text)


def _with_field(node: n.Node, name: str, value: Any) -> n.Node:
    changes: dict[str, Any] = {name: value}
    return replace(node, **changes)


def _with_factor(node: n.Product, k: int, factor: n.Node) -> n.Product:
    return replace(node, factors=(*node.factors[:k], factor, *node.factors[k + 1 :]))


class _With(Around):
    """More is known of the structure of some symbols."""

    def __init__(self, declared: Declared, symbols: Iterable[SymbolKey], structure: Structure) -> None:
        super().__init__(declared)
        self._symbols = frozenset(symbols)
        self._structure = structure

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        known = super().shape(key)
        if known is not None and known[0] in self._symbols:
            return known[0], known[1], known[2] | self._structure
        return known


def _only_symmetric(
    trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget
) -> Repair | None:
    square = []
    for symbol, (shape, structure) in trial.t.variables.items():
        matrix = isinstance(shape, Matrix) and not shape.is_scalar and trial.t.algebra.same(shape.rows, shape.cols)
        if matrix and Structure.SYMMETRIC not in structure:
            square.append(symbol)
    for symbols in (*((symbol,) for symbol in square), *((tuple(square),) if len(square) > 1 else ())):
        if _holds(left, right, _With(declared, symbols, Structure.SYMMETRIC), trial.layout, trial, budget):
            letters = " and ".join(symbol.name.letter for symbol in symbols)
            verb = "is" if len(symbols) == 1 else "are"
            return Repair("symmetric", f"it holds only if {letters} {verb} symmetric", symbols=symbols)
    return None


def of_weights(trial: Trial, left: n.Node, right: n.Node, declared: Declared) -> str:
    """The letter of a vector in what is derived whose entries have to sum to 1 for the claim to hold, as those of a target of a
    softmax do; "" where there is none. Few notes say so."""
    by = {key_of(part.variable) for node in n.walk(left) if isinstance(node, n.Derivative) for part in node.by}
    by |= {key_of(node.by) for node in n.walk(left) if isinstance(node, n.Nabla) and node.by is not None}
    budget = Budget(_STEPS)
    for symbol, (shape, structure) in trial.t.variables.items():
        vector = isinstance(shape, Matrix) and (shape.is_column or shape.is_row)
        if not vector or symbol in by or structure & (Structure.STOCHASTIC | Structure.ONE_HOT):
            continue
        try:
            if _holds(left, right, _With(declared, (symbol,), Structure.STOCHASTIC), trial.layout, trial, budget):
                return symbol.name.letter
        except BudgetExceeded:
            return ""
    return ""


def _missing_path(
    trial: Trial, left: n.Node, right: n.Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget
) -> Repair | None:
    """It is the derivative with one of the symbols on the way held constant."""
    keys = {k for node in n.walk(left) if (k := key_of(node)) is not None}
    for key in list(keys):
        definition = declared.definition(key)
        if definition is not None:
            keys |= {k for node in n.walk(definition.value) if (k := key_of(node)) is not None}
    for key in sorted(keys, key=str):
        if trial.t.declared.definition(key) is None and not declared.depends(key):
            continue
        stated = trial.t.variable_shape(key, left)
        if stated is None:
            continue
        if _holds(left, right, declared, trial.layout, trial, budget, hold=frozenset((stated[0],))):
            letter = key.name.letter + (f"_{key.sub}" if key.sub else "")
            return Repair("path", f"it leaves out how the value depends on the variable through {letter}", symbols=(key,))
    return _direct_path(trial, left, right, declared, budget)


def _direct_path(trial: Trial, left: n.Node, right: n.Node, declared: Declared, budget: Budget) -> Repair | None:
    """It is the derivative without the way that goes through no other symbol: ∂f/∂t beside df/dt."""
    if not isinstance(left, n.Derivative) or left.of is None or left.sign != "d" or len(left.by) != 1:
        return None
    direct = replace(left, sign="∂")
    total = n.Sum(NOWHERE, ("+", "+"), (_grouped(right), direct))
    answers = tuple(answer for answer in trial.reading.answers if answer[0] != "partial")
    partly = replace(trial, reading=Reading((*answers, ("partial", "partial"))))
    if not _holds(left, total, declared, trial.layout, partly, budget):
        return None
    key = key_of(left.by[0].variable)
    letter = "it" if key is None else key.name.letter
    return Repair("path", f"it leaves out how the value depends on {letter} directly", symbols=() if key is None else (key,))


def _holds(
    left: n.Node,
    right: n.Node,
    declared: Declared,
    layout: Layout,
    trial: Trial,
    budget: Budget,
    hold: frozenset[SymbolKey] = frozenset(),
) -> bool:
    t = Translator(declared, layout, trial.reading, Budget(_TRANSLATION))
    try:
        t.moving = trial.t.moving
        # Only the derivative that is claimed holds a symbol constant.
        t.hold = hold
        one = t.value(left)
        t.hold = frozenset()
        pair = paired(t, one, t.value(right))
    except (Unclear, Mismatch):
        return False
    return pair is not None and Comparison(t, budget).agrees(pair)


def _grouped(node: n.Node) -> n.Node:
    simple = (n.Symbol, n.Number, n.Sub, n.Group, n.Matrix, n.Call, n.Norm, n.Power, n.Transpose, n.Fraction)
    return node if isinstance(node, simple) else n.Group(NOWHERE, node, "()")
