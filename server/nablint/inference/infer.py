"""The shape of every expression under one layout: a walk that knows the visible facts, and keeps what does not hold.

An expression has alternatives: every shape that the note's open readings leave it. `Unknown` among them fits anything.
A problem is kept only if no choice of alternatives fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from itertools import product as choices
from typing import TypeAlias

from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, Fact, SymbolKey, Trust
from nablint.declarations.keys import key_of
from nablint.declarations.spaces import dim_of
from nablint.declarations.view import Known, View
from nablint.inference import indices, operators, products
from nablint.inference.combine import Clash, add, differ, transpose, value_of
from nablint.inference.literals import blocks_apart, listed, literal, own_entries, stand_side_by_side
from nablint.inference.problems import ANYTHING, Alternatives, Operand, Problem
from nablint.inference.signatures import NotSquare, apply, is_entrywise
from nablint.parse import nodes as n
from nablint.sizes.dims import Dim, DimFacts
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import SCALAR, UNKNOWN, Function, Matrix, Shape, Structure, Tensor, Unknown, dims_of

MOST_ALTERNATIVES = 8
DEEPEST = 60
DEEPEST_DEFINITION = 6
# What makes one number of many, or is not the same for each entry.
_GATHERING = (n.Transpose, n.Adjoint, n.Norm, n.Inner, n.Big, n.Matrix, n.Derivative, n.Nabla, n.Sub, n.Opaque, n.Cases)


@dataclass(frozen=True, slots=True)
class ByDefinition:
    """The shape of a defined symbol, with the answers that it rests on and how many definitions deep it goes."""

    shapes: Alternatives | None
    told: dict[SymbolKey, Known | None]
    defined: dict[SymbolKey, tuple[Fact, bool] | None]
    height: int


# The shape of each defined symbol, for walks that share a view and a layout.
Definitions: TypeAlias = dict[SymbolKey, ByDefinition]


@dataclass
class Inference:
    """One walk over one statement. `problems` fills as shapes are asked for; `shapes` keeps what was answered.

    `told` and `defined` keep what the view answered, so that the walk need not be made again where the answers are the same.
    """

    view: View
    layout: Layout = field(default_factory=Layout)
    vectors_are_rows: bool = False  # x ∈ ℝⁿ read as a row, as in notes that write x W
    row_is_column: bool | None = None  # whether `A_{i,:}` is written as a column; None where the note does not show it
    entries: frozenset[str] = frozenset()  # letters whose subscripts count entries, as the section shows
    families: frozenset[str] = frozenset()  # letters whose numbered members are arrays, and `_k` for steps k, as the note shows
    learned: Mapping[SymbolKey, Matrix] = field(default_factory=dict)  # shapes that other equations tell, for a second look
    problems: list[Problem] = field(default_factory=list)
    shapes: dict[int, Alternatives] = field(default_factory=dict)
    kept: list[n.Node] = field(default_factory=list)
    opening: tuple[SymbolKey, ...] = ()
    definitions: Definitions = field(default_factory=dict)
    depth: int = 0
    told: dict[SymbolKey, Known | None] = field(default_factory=dict)
    defined: dict[SymbolKey, tuple[Fact, bool] | None] = field(default_factory=dict)
    outermost: int = DEEPEST_DEFINITION  # the outermost of the opened definitions that the walk came back to
    height: int = 0  # how many definitions deep it went
    facts: DimFacts = field(init=False)

    def __post_init__(self) -> None:
        self.facts = self.view.dims

    def anew(self, opening: tuple[SymbolKey, ...] = ()) -> Inference:
        """A walk under the same conventions that was asked for nothing yet, while the definitions of `opening` are open."""
        return Inference(
            self.view,
            self.layout,
            self.vectors_are_rows,
            self.row_is_column,
            self.entries,
            self.families,
            self.learned,
            opening=opening,
            definitions=self.definitions,
        )

    def of(self, node: n.Node) -> Alternatives:
        """Every shape that the expression may have."""
        known = self.shapes.get(id(node))
        if known is not None:
            return known
        if self.depth > DEEPEST:
            return ANYTHING
        if not self.depth:
            # An id stays unique only while its node lives; what is below lives with it.
            self.kept.append(node)
        self.depth += 1
        found = self._infer(node)
        self.depth -= 1
        shapes = self.shapes[id(node)] = ANYTHING if found is ANYTHING else tidy(found)
        return shapes

    def report(self, problem: Problem) -> Alternatives:
        self.problems.append(problem)
        return ANYTHING

    def known(self, key: SymbolKey) -> Known | None:
        """What the note states of a symbol. What only its typeface suggests, or a bare "vector", makes no finding and is
        left out."""
        found = self.told.get(key)
        if found is None and key not in self.told:
            found = self.told[key] = self._known(key)
        return found

    def _known(self, key: SymbolKey) -> Known | None:
        found = self.view.known(key)
        if found is None or isinstance(found.shape, Unknown) or found.trust is Trust.TYPOGRAPHY:
            return None
        if found.trust is Trust.PROSE and _sizeless(found.shape):
            return None
        if Structure.SQUARE in found.structure and self._is_oblong(found.shape):
            # "A square matrix A": another A than the oblong one that was declared.
            return None
        if self.vectors_are_rows and isinstance(found.shape, Matrix) and found.shape.is_column:
            return replace(found, shape=found.shape.transposed)
        return found

    def _is_oblong(self, shape: Shape) -> bool:
        return isinstance(shape, Matrix) and differ(shape.rows, shape.cols, self.facts)

    def symbol(self, key: SymbolKey) -> Alternatives | None:
        """The stated shape of a symbol, or that of its definition; None where there is neither."""
        known = self.known(key)
        if known is not None and (known.firm or not self._is_defined_here(key)):
            return (known.shape,)
        if key in self.learned:
            return (self.learned[key],)
        fact, firm = self.definition(key) or (None, False)
        if fact is not None and key.sub and fact.symbol.name.font != key.name.font:
            # x_1 is an entry of **x**, whatever **x**_1 is.
            return None
        if fact is None or not firm or self._goes_round(key):
            return None
        return self._defined(key, fact)

    def definition(self, key: SymbolKey) -> tuple[Fact, bool] | None:
        """The definition that is visible, and whether it is firm."""
        found = self.defined.get(key)
        if found is None and key not in self.defined:
            fact = self.view.definition(key)
            found = self.defined[key] = None if fact is None else (fact, self.view.is_firm(fact))
        return found

    def _goes_round(self, key: SymbolKey) -> bool:
        """Whether a definition is being opened already, or too many are."""
        if key in self.opening:
            self.outermost = min(self.outermost, self.opening.index(key))
            return True
        if len(self.opening) >= DEEPEST_DEFINITION:
            self.outermost = 0
            return True
        return False

    def _is_defined_here(self, key: SymbolKey) -> bool:
        """A definition of this section says more than what an ended one declared."""
        _, firm = self.definition(key) or (None, False)
        if firm and key in self.opening:
            self._goes_round(key)
            return False
        return firm

    def _defined(self, key: SymbolKey, fact: Fact) -> Alternatives | None:
        kept = self.definitions.get(key)
        if kept is None or not self._may_use(kept):
            assert isinstance(fact.value, DefinitionFact)
            opening = (*self.opening, key)
            inner = self.anew(opening)
            kept = ByDefinition(self._by_definition(inner, fact.value), inner.told, inner.defined, inner.height + 1)
            if inner.outermost >= len(self.opening):
                # What came back to another opened definition is the shape only as seen from there.
                self.definitions[key] = kept
            self.outermost = min(self.outermost, inner.outermost)
        self.told.update(kept.told)
        self.defined.update(kept.defined)
        self.height = max(self.height, kept.height)
        return kept.shapes

    def _may_use(self, kept: ByDefinition) -> bool:
        """Whether the same would be found from inside the definitions that are open now."""
        deep = len(self.opening) + kept.height
        return deep <= DEEPEST_DEFINITION and not any(key in kept.defined for key in self.opening)

    def _by_definition(self, inner: Inference, fact: DefinitionFact) -> Alternatives | None:
        key = inner.opening[-1]
        numbers = not fact.parameters and key.name.letter not in self.families
        own = own_entries(key, fact.value, inner.of) if numbers else None
        found = (own,) if own is not None else inner.of(fact.value)
        if any(isinstance(s, Unknown) for s in found) and self._is_entrywise(inner, fact):
            return (Function((SCALAR,), SCALAR),)
        # A definition that does not hold says nothing about its symbol, and is reported where it stands.
        if inner.problems or any(isinstance(s, Unknown) for s in found):
            return None
        if fact.parameters:
            domain = tuple((inner.symbol(p) or ANYTHING)[0] for p in fact.parameters)
            return tuple(Function(domain, value_of(s)) for s in found)
        return found

    def _is_entrywise(self, inner: Inference, fact: DefinitionFact) -> bool:
        """Whether a definition such as σ(z) = 1 / (1 + e⁻ᶻ) makes a number of a number, by nothing that needs more than one."""
        if len(fact.parameters) != 1 or inner.symbol(fact.parameters[0]) is not None or inner.problems:
            return False
        for part in n.walk(fact.value):
            if isinstance(part, _GATHERING) or (isinstance(part, n.Call) and not is_entrywise(part.function)):
                return False
        number = inner.anew(inner.opening)
        number.learned = {**inner.learned, fact.parameters[0]: SCALAR}
        number.definitions = {}
        found = number.of(fact.value)
        inner.told.update(number.told)
        inner.defined.update(number.defined)
        inner.height = max(inner.height, number.height)
        return found == (SCALAR,) and not number.problems

    def function(self, node: n.Node) -> Function | None:
        """The declared or defined function that a node names."""
        key = key_of(node)
        found = self.symbol(key) if key else None
        if found is None and isinstance(node, n.Sub):
            found = self.of(node)  # a component of a function with several
        return found[0] if found and len(found) == 1 and isinstance(found[0], Function) else None

    def pairwise(
        self, left: Alternatives, right: Alternatives, combine: Callable[[Shape, Shape, DimFacts], Shape | Clash]
    ) -> Alternatives | Clash:
        """Every fitting combination of two expressions' alternatives; the first clash where none fits."""
        fits: list[Shape] = []
        clash: Clash | None = None
        for a, b in choices(left, right):
            result = combine(a, b, self.facts)
            if isinstance(result, Clash):
                clash = clash or result
            else:
                fits.append(result)
        return tidy(fits) if fits or clash is None else clash

    def _infer(self, node: n.Node) -> Iterable[Shape]:
        match node:  # the most frequent kinds first
            case n.Symbol() | n.Sub() | n.Label() | n.Prime():
                return indices.symbol(self, node)
            case n.Product():
                return products.product(self, node)
            case n.Group():
                return self._group(node)
            case n.Number():
                return (SCALAR,)
            case n.Sum():
                return self._sum(node)
            case n.Transpose(_, base):
                return self._transposed(base)
            case n.Power():
                return operators.power(self, node)
            case n.Negate(_, body) | n.Mark(_, body, _, _):
                return self.of(body)
            case n.Fraction():
                return operators.fraction(self, node)
            case n.Derivative() | n.Nabla():
                return operators.derivative(self, node)
            case n.Call():
                return self._call(node)
            case n.Norm(_, body, bars, _):
                inside = self.of(body)
                return (
                    (SCALAR,) if bars == 2 or all(isinstance(s, Matrix) and s.is_scalar for s in inside) else (SCALAR, *inside)
                )
            case n.Inner(_, left, right):
                self.of(left), self.of(right)
                return (SCALAR,)
            case n.Big():
                return operators.big(self, node)
            case n.Matrix():
                return self._literal(node)
            case n.At(_, body, _):
                return self.of(body)
            case n.Relation(_, sides, _, _) | n.Sequence(_, sides, _):
                for side in sides:
                    self.of(side)
                return ANYTHING
            case _:
                return ANYTHING

    def _transposed(self, base: n.Node) -> Iterable[Shape]:
        if isinstance(base, n.Group) and isinstance(base.body, n.Sequence):
            # Whoever writes a transpose on a list has a row before it.
            length = listed(base.body.items, self.of, dim_of)
            return (transpose(Matrix(SCALAR.rows, length)),) if length else ANYTHING
        return tuple(transpose(s) for s in self.of(base))

    def _group(self, node: n.Group) -> Iterable[Shape]:
        if isinstance(node.body, n.Sequence) and node.brackets in ("()", "[]"):
            length = listed(node.body.items, self.of, dim_of)
            return (Matrix(length, SCALAR.cols), Matrix(SCALAR.rows, length)) if length else ANYTHING
        if isinstance(node.body, n.Sub) and node.brackets != "{}":
            # `(A_{ij})` is A, told by its entries.
            entry, whole = self.of(node.body), self.of(node.body.base)
            return (*entry, *whole) if entry == (SCALAR,) else entry
        if node.brackets == "[]" and stand_side_by_side(node.body, self.of, self.facts):
            return ANYTHING
        if node.brackets in ("()", "[]", "{}"):
            return self.of(node.body)
        return ANYTHING

    def _sum(self, node: n.Sum) -> Iterable[Shape]:
        total = self.of(node.terms[0])
        left = node.terms[0]
        for term in node.terms[1:]:
            right = self.of(term)
            fit = self.pairwise(total, right, add)
            if isinstance(fit, Clash):
                return self.report(Problem("sum", node, (Operand(left, total), Operand(term, right)), _sizes(fit)))
            if any(_larger(s, total) for s in right):
                left = term
            total = fit
        return total

    def _call(self, node: n.Call) -> Iterable[Shape]:
        if node.function == "e" and any(isinstance(a, n.Relation) for a in node.args):
            return ANYTHING
        root = node.function == "sqrt"
        args = [operators.counted(self, arg) if root else self.of(arg) for arg in node.args]
        found: list[Shape] = []
        wrong: Clash | NotSquare | None = None
        for chosen in choices(*args) if args else ():
            result = apply(node.function, chosen, self.facts)
            if isinstance(result, Clash | NotSquare):
                wrong = wrong or result
            else:
                found.append(result)
        if found or wrong is None:
            return found or ANYTHING
        operands = tuple(Operand(a, s) for a, s in zip(node.args, args, strict=True))
        if isinstance(wrong, NotSquare):
            return self.report(Problem("square", node, operands, (wrong.shape.rows, wrong.shape.cols), detail=node.function))
        return self.report(Problem("argument", node, operands, _sizes(wrong), detail=node.function))

    def _literal(self, node: n.Matrix) -> Iterable[Shape]:
        if node.brackets == "||":
            return (SCALAR,)
        found = literal(node, self.of, dim_of)
        problem = found.problem or blocks_apart(node, self.of, self.facts)
        return self.report(problem) if problem else (found.shape,)


def _sizes(clash: Clash) -> tuple[Dim, Dim] | None:
    return (clash.left, clash.right) if clash.left is not None and clash.right is not None else None


def _sizeless(shape: Shape) -> bool:
    """Whether it names no size at all: "a vector", "a matrix"."""
    sizes = [dim for dim in dims_of(shape) if not dim.is_one]
    return bool(sizes) and all(dim.is_free for dim in sizes)


def _larger(shape: Shape, than: Alternatives) -> bool:
    """Whether a term decides the sum's shape more than what stood before it (a matrix after a scalar)."""
    return isinstance(shape, Matrix) and not shape.is_scalar and all(isinstance(s, Matrix) and s.is_scalar for s in than)


def tidy(shapes: Iterable[Shape]) -> Alternatives:
    """Without repetition; unknown where anything is possible or the alternatives are too many to follow."""
    if isinstance(shapes, tuple) and len(shapes) == 1:
        return ANYTHING if isinstance(shapes[0], Unknown) else shapes
    seen = dict.fromkeys(shapes)
    if UNKNOWN in seen:
        return ANYTHING
    if len(seen) > 1 and any(isinstance(shape, Tensor) for shape in seen):
        return ANYTHING
    return tuple(seen) if 0 < len(seen) <= MOST_ALTERNATIVES else ANYTHING
