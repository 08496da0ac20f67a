"""From syntax to terms: the one place that decides, by what is declared, what an expression of a note means.

What it does not understand raises `Unclear`; nothing is guessed. What a note leaves open is asked of the reading.
"""

from __future__ import annotations

from fractions import Fraction

from nablint.base.budget import Budget
from nablint.calculus import calls, derivatives, literals, members, norms, places, primes, products, subscripts, sums
from nablint.calculus.build import apply, power, with_indices
from nablint.calculus.build import var as build_var
from nablint.calculus.choices import Choices
from nablint.calculus.declared import Declared, Definition, in_any_font
from nablint.calculus.granted import FUNCTIONS, Granted
from nablint.calculus.grounded import Grounded
from nablint.calculus.metering import metered
from nablint.calculus.product import mul, number
from nablint.calculus.readings import WHOLE_POWERS, Asked, Reading
from nablint.calculus.scope import Letter, Scope
from nablint.calculus.terms import Argument, Index, Num, Position, Term, Var
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Algebra, Mismatch, Value, scalar
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import (
    At,
    Big,
    Call,
    Cases,
    Derivative,
    Group,
    Inner,
    Label,
    Mark,
    Negate,
    Node,
    Norm,
    Number,
    Opaque,
    Power,
    Prime,
    Product,
    Relation,
    Sequence,
    Sub,
    Sum,
    Symbol,
    Text,
    Transpose,
    walk,
)
from nablint.parse.nodes import (
    Fraction as FractionNode,
)
from nablint.parse.nodes import (
    Matrix as MatrixNode,
)
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Function, Matrix, Shape, Structure, Tensor, dims_of

_DEEPEST = 60
_MOST_NODES = 2_000
_EMPTY = Scope()


class Translator:
    """Translates the formulas of one claim; both sides share it, so that a letter means the same on both."""

    def __init__(self, declared: Declared, layout: Layout, reading: Reading, budget: Budget) -> None:
        self.declared: Declared = declared if isinstance(declared, Grounded) else Grounded(declared)
        self.layout = Choices(layout)
        self.asked = Asked(reading)
        self.budget = budget
        self.algebra = Algebra(declared.dims)
        self.free_letters: dict[str, Letter] = {}
        self.variables: dict[SymbolKey, tuple[Shape, Structure]] = {}
        self.functions: dict[SymbolKey, tuple[Shape, Structure]] = {}
        self._expanded: dict[tuple[SymbolKey, frozenset[SymbolKey]], Value] = {}
        self._expanding: set[SymbolKey] = set()
        self._sizes: set[str] = set()
        self._unlooked: list[Node] = []  # formulas whose sizes nobody has asked for yet
        # Symbols that a derivative holds constant, to find out which path a claim leaves out.
        self.hold: frozenset[SymbolKey] = frozenset()
        # What was taken for granted that no note states: with it a claim may be seen to hold, and is never wrong.
        self.granted: Granted | None = None
        # Symbols `x_i` that stand for another thing at each i of a sum around them, though one value stands for them all.
        self.members: set[SymbolKey] = set()
        # The arrays of all `x_i`, each with their number, by the symbol without its index.
        self.families: dict[SymbolKey, tuple[SymbolKey, Dim]] = {}
        # The symbols of which a claim about differentials has the differential.
        self.moving: dict[SymbolKey, tuple[SymbolKey, Shape, Structure]] = {}

    @property
    def shapes(self) -> dict[SymbolKey, tuple[Shape, Structure]]:
        """Of all symbols that were met, functions among them."""
        return {**self.variables, **self.functions}

    def value(self, node: Node, scope: Scope = _EMPTY) -> Value:
        """What the node stands for; raises Unclear, or BudgetExceeded where it is too much work."""
        self.budget.spend()
        if not scope.depth:
            self._unlooked.append(node)
            with metered():
                return self._checked(node, scope)
        return self._checked(node, scope)

    def _checked(self, node: Node, scope: Scope) -> Value:
        if scope.depth > _DEEPEST:
            raise Unclear("nested too deeply", node.span)
        try:
            return self._value(node, scope.deeper())
        except Mismatch as mismatch:
            raise Unclear(str(mismatch), node.span, misfit=True) from None

    def _value(self, node: Node, scope: Scope) -> Value:
        match node:
            case Number(text=text):
                return scalar(number(_number(text, node)))
            case Symbol():
                return self.symbol(node, scope)
            case Group(span, Product(factors=cells, signs=signs), "[]") if set(signs) == {""} and any(
                map(literals.is_dots, cells)
            ):
                # Columns beside one another: `[a_1 \cdots a_n]`.
                return literals.matrix(self, MatrixNode(span, (cells,), "[]"), scope)
            case Group(span, Sequence(items=cells, separators=between), "[]") if set(between) == {"quad"}:
                return literals.matrix(self, MatrixNode(span, (cells,), "[]"), scope)
            case Group(body=body, brackets="()" | "[]" | "{}"):
                # `(f(z) := …)` is f(z), and says what that is.
                return self.value(body.sides[0] if isinstance(body, Relation) and body.signs == (":=",) else body, scope)
            case Sum():
                return sums.plain(self, node, scope)
            case Negate(body=body):
                value = self.value(body, scope)
                return value.with_term(mul((value.term,), (), Fraction(-1)))
            case Product():
                return products.product(self, node, scope)
            case Transpose(base=base):
                self.refuse_assumed(base, "a transpose")
                value = self.value(base, scope)
                if value.is_scalar and isinstance(base, Sub) and (turned := subscripts.of_transpose(self, base, scope)):
                    return turned
                if value.is_scalar:
                    # dy/dx is transposed where x is a vector, though nobody declared it.
                    for by in (by for part in walk(base) if isinstance(part, Derivative) for by in part.by):
                        self.refuse_assumed(by.variable, "a transpose of a derivative")
                return self.algebra.transposed(value)
            case Power():
                return self._power(node, scope)
            case FractionNode(numerator=numerator, denominator=denominator):
                return products.quotient(self, self.value(numerator, scope), self.value(denominator, scope), node)
            case Sub():
                return subscripts.subscripted(self, node, scope)
            case Label() | Prime() | Text():
                return self._named(node, scope)
            case Call():
                return calls.call(self, node, scope)
            case Norm():
                return norms.norm(self, node, scope)
            case Inner(left=left, right=right):
                return self.algebra.inner(self.value(left, scope), self.value(right, scope))
            case Big():
                return sums.big(self, node, scope)
            case MatrixNode():
                return literals.matrix(self, node, scope)
            case Sequence():
                return literals.vector(self, node, scope)
            case Derivative(of=of) if of is not None:
                return derivatives.fraction(self, node, of, scope)
            case Mark(body=Mark(style="cancel"), note=Number() as instead, style="overset"):
                return self.value(instead, scope)
            case Mark(body=body, style=style) if style != "cancel":
                return self.value(body, scope)
            case Cases():
                return places.cases(self, node, scope)
            case At():
                return self._at(node, scope)
            case Opaque(why=why):
                raise Unclear(why, node.span)
            case _:
                raise Unclear(f"{type(node).__name__.lower()} is not evaluated", node.span)

    def refuse_assumed(self, node: Node, what: str) -> None:
        """A letter that is transposed or has a norm is no scalar, though nobody declared it."""
        key = key_of(node)
        if key is not None and self.declared.is_assumed(key):
            raise Unclear(f"{what} of a symbol that nobody declared", node.span)

    def _power(self, node: Power, scope: Scope) -> Value:
        base, exponent = node.base, node.exponent
        if isinstance(base, Symbol) and base.name.letter == "e" and self._is_euler(base, scope):
            return calls.exponential(self, self.value(exponent, scope), node, written_as_power=True)
        if isinstance(exponent, Number) and exponent.text == "1":
            raise Unclear("a superscript 1 is a number and no power", node.span)
        whole = self.asked.reading.answer(WHOLE_POWERS) is not None
        if not whole and any(isinstance(x, Symbol) and self._is_counter(x, scope) for x in walk(exponent)):
            raise Unclear("a superscript that may count", node.span)
        return self.raised(self.value(base, scope), exponent, scope, node)

    def raised(self, value: Value, exponent: Node, scope: Scope, node: Node) -> Value:
        """A power: of a square matrix the product with itself, else entry by entry."""
        by = self.value(exponent, scope)
        if not by.is_scalar:
            raise Unclear("a power with an array as exponent", node.span)
        whole = _whole(by.term)
        if value.is_matrix:
            if whole is None and isinstance(by.term, Var) and self.asked.reading.answer(WHOLE_POWERS) is not None:
                shape, structure = self.variables[by.term.symbol]
                self.variables[by.term.symbol] = (shape, structure | Structure.INTEGER)
                return self.algebra.symbolic_power(value, by.term)
            if whole is None:
                raise Unclear("a power of a matrix that is no number", node.span)
            return self.algebra.matrix_power(value, whole)
        return value.with_term(power(value.term, by.term))

    def _is_counter(self, node: Symbol, scope: Scope) -> bool:
        """A letter that usually counts, undeclared, as a superscript; unless it is the variable of a derivative."""
        key = SymbolKey(node.name)
        return node.name.letter in "ijklt" and self.declared.is_assumed(key) and key not in scope.kept

    def _is_euler(self, node: Symbol, scope: Scope) -> bool:
        key = SymbolKey(node.name)
        return node.name.font in ("", "rm") and key not in scope.bindings and self.stated_shape(key) is None

    def stated_shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        return self.declared.shape(key)

    def variable_shape(self, key: SymbolKey, node: Node) -> tuple[SymbolKey, Shape, Structure] | None:
        """As stated, or the shape of what the symbol is defined as."""
        stated = self.stated_shape(key)
        definition = self.declared.definition(key)
        # A map z: x ↦ xᵀx that is defined without its argument is the value that it has.
        said = stated is not None and not self.declared.is_assumed(key) and not isinstance(stated[1], Function)
        if definition is None or definition.parameters or said:
            return stated
        own = self.own_key(key)
        if own in self._expanding:
            return None
        return own, self._defined(own, key, _EMPTY, node).shape, Structure.NONE

    def own_key(self, key: SymbolKey) -> SymbolKey:
        """The key under which a symbol is declared, or defined: one for all fonts in which it is written."""
        stated = self.stated_shape(key)
        definition = self.declared.definition(key)
        if stated is not None or definition is None:
            return key if stated is None else stated[0]
        for variant in sorted(in_any_font(key), key=_font):
            found = self.declared.definition(variant)
            if found is not None and found.value is definition.value:
                return variant
        return key

    def symbol(self, node: Symbol, scope: Scope) -> Value:
        letter = self.letter(node.name.letter, scope) if not node.name.font else None
        key = SymbolKey(node.name)
        if letter is not None and key not in scope.bindings:
            return self._letter_value(letter, node)
        known = self.lookup(key, scope, node)
        return known if known is not None else subscripts.special(self, node)

    def letter(self, name: str, scope: Scope) -> Letter | None:
        return scope.letters.get(name) or self.free_letters.get(name)

    def _letter_value(self, letter: Letter, node: Node) -> Value:
        if letter.index is None:
            raise Unclear("an index of unknown size", node.span)
        position: Term = Position(letter.index, frozenset((letter.index,)))
        return scalar(position) if not letter.shift else self.algebra.plus(scalar(position), scalar(number(letter.shift)))

    def lookup(self, key: SymbolKey, scope: Scope, node: Node) -> Value | None:
        """A symbol that is bound, defined or declared; None where it is none of these."""
        if key in scope.bindings:
            return scope.bindings[key].fresh()
        stated = self.stated_shape(key)
        own = self.own_key(key)
        if own in scope.bindings:
            return scope.bindings[own].fresh()
        if own in scope.kept:
            stated = self.variable_shape(key, node)
            if stated is None:
                raise Unclear("a variable of unknown shape", node.span)
            return self.variable(own, stated[1], stated[2], node)
        definition = self.declared.definition(key)
        if definition is not None:
            return self._defined(own, key, scope, node)
        depends = self.declared.depends(key)
        if depends and stated is not None and isinstance(stated[1], Function):
            self.granted = FUNCTIONS
            return self._symmetric(self.unknown_function(own, stated[1].value, tuple(depends), scope, node), stated[2])
        if depends and stated is not None:
            return self._symmetric(self.unknown_function(own, stated[1], tuple(depends), scope, node), stated[2])
        if stated is not None:
            return self.variable(own, stated[1], stated[2], node)
        return None

    def variable(self, key: SymbolKey, shape: Shape, structure: Structure, node: Node) -> Value:
        axes = self.axes_of(shape, node)
        known = self.variables.get(key)
        # That it counts is said by the power that it is of.
        self.variables[key] = (shape, structure | (known[1] & Structure.INTEGER if known else structure))
        return Value(build_var(key, tuple(a for a in axes if a is not None), structure), axes)

    def axes_of(self, shape: Shape, node: Node) -> tuple[Index | None, ...]:
        """New axes for a shape."""
        match shape:
            case Matrix(rows=rows, cols=cols):
                dims: tuple[Dim, ...] = (rows, cols)
            case Tensor(dims=dims):
                pass
            case Function():
                raise Unclear("a function without its argument", node.span)
            case _:
                raise Unclear("a symbol of unknown shape", node.span)
        normal = tuple(self.declared.dims.normal(d) for d in dims)
        return tuple(None if d.is_one else Index(d) for d in normal)

    def _defined(self, own: SymbolKey, key: SymbolKey, scope: Scope, node: Node) -> Value:
        definition = self.declared.definition(key)
        if definition is None or own in self._expanding:
            raise Unclear("a symbol defined by itself", node.span)
        # Letters of the formula around are not meant by a definition that stands elsewhere.
        memo = (own, scope.kept)
        known = self._expanded.get(memo)
        if known is None or scope.bindings:
            self._expanding.add(own)
            try:
                inner = Scope({}, scope.bindings, scope.kept, scope.depth)
                if definition.entry:
                    known = self._by_entries(definition, inner, node)
                else:
                    known = calls.as_unknown(self, own, definition, inner, node) or self.value(definition.value, inner)
            finally:
                self._expanding.discard(own)
            stated = self.stated_shape(key)
            if stated is not None and not isinstance(stated[1], Function) and not self._fits(known, stated[1]):
                raise Unclear("a symbol whose definition has another shape than it", node.span)
            if not scope.bindings:
                self._expanded[memo] = known
        return known.fresh()

    def _by_entries(self, definition: Definition, scope: Scope, node: Node) -> Value:
        """The column whose entries are defined one by one."""
        letter = Letter(definition.entry)
        entry = self.value(definition.value, scope.with_letters(letter))
        if not entry.is_scalar or letter.index is None:
            raise Unclear("entries that are no numbers", node.span, misfit=True)
        return Value(with_indices(entry.term, frozenset((letter.index,))), (letter.index, None))

    def _fits(self, value: Value, shape: Shape) -> bool:
        match shape:
            case Matrix(rows=rows, cols=cols):
                found = value.shape
                return isinstance(found, Matrix) and self.algebra.same(found.rows, rows) and self.algebra.same(found.cols, cols)
            case Tensor(dims=dims):
                return len(dims) == len(value.axes)
            case _:
                return True

    def unknown_function(self, key: SymbolKey, shape: Shape, on: tuple[SymbolKey, ...], scope: Scope, node: Node) -> Value:
        """A symbol of which only what it depends on is known: an unknown smooth function of that."""
        if key in self._expanding:
            raise Unclear("a symbol that depends on itself", node.span)
        self._expanding.add(key)
        try:
            arguments = []
            for other in on:
                value = self.lookup(other, scope, node)
                if value is None:
                    raise Unclear("depends on a symbol that nobody declared", node.span)
                arguments.append(Argument(value.term, value.indices))
        finally:
            self._expanding.discard(key)
        axes = self.axes_of(shape, node)
        return Value(apply(key, tuple(arguments), tuple(a for a in axes if a is not None)), axes)

    def _symmetric(self, value: Value, structure: Structure) -> Value:
        """What is symmetric at every point, as half of the sum with its transpose."""
        if Structure.SYMMETRIC not in structure or not value.is_matrix:
            return value
        whole = self.algebra.plus(value, self.algebra.transposed(value.fresh()))
        return whole.with_term(mul((whole.term,), (), Fraction(1, 2)))

    def _note_sizes(self, node: Node) -> None:
        """The sizes of all symbols of a formula may be used as numbers anywhere in it: the N of 1/N stands before its X."""
        for count, inner in enumerate(walk(node)):
            key = key_of(inner) if isinstance(inner, Symbol | Sub) else None
            stated = None if key is None or count > _MOST_NODES else self.stated_shape(key)
            if stated is not None:
                self._sizes |= _names(stated[1])

    def is_size(self, name: str) -> bool:
        while self._unlooked:
            self._note_sizes(self._unlooked.pop())
        if name in self._sizes or any(name in _names(shape) for shape, _ in self.variables.values()):
            return True
        return name in self.declared.dims.numbers

    def _named(self, node: Label | Prime | Text, scope: Scope) -> Value:
        if isinstance(node, Label) and (one := members.member(self, node, scope)) is not None:
            return one
        key = key_of(node)
        if key is not None:
            known = self.lookup(key, scope, node)
            if known is not None:
                return known
        entry = subscripts.inside_out(node)
        if entry is not None:
            return subscripts.subscripted(self, entry, scope)
        if isinstance(node, Prime):
            return primes.primed(self, node, scope)
        raise Unclear("a symbol that nobody declared", node.span)

    def _at(self, node: At, scope: Scope) -> Value:
        point = node.point
        if not isinstance(point, Relation) or point.signs != ("=",):
            raise Unclear("a point that is not understood", node.span)
        key = key_of(point.sides[0])
        stated = None if key is None else self.stated_shape(key)
        if stated is None:
            raise Unclear("a point of a variable that nobody declared", node.span)
        body = self.value(node.body, scope.keeping(frozenset((stated[0],))))
        return derivatives.substituted(self, body, {stated[0]: self.value(point.sides[1], scope)}, node)


def _font(key: SymbolKey) -> str:
    return key.name.font


def _names(shape: Shape) -> frozenset[str]:
    return frozenset(n for d in dims_of(shape) for n in d.names())


def _number(text: str, node: Node) -> Fraction:
    cleaned = text.replace(",", "").replace(" ", "")
    if len(cleaned) > 40:
        raise Unclear("too long a number", node.span)
    try:
        return Fraction(cleaned)
    except (ValueError, ZeroDivisionError):
        raise Unclear("a number that is not understood", node.span) from None


def _whole(term: Term) -> int | None:
    return int(term.value) if isinstance(term, Num) and term.value.denominator == 1 and abs(term.value) < 1000 else None
