"""The inner parts of a composition, each with a name of its own: `‖A x − b‖²` is `‖u‖²` of `u = A x − b`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat

from nablint.base.values import dataclass
from nablint.calculus import calls, compositions
from nablint.calculus.declared import Around, Declared, Definition
from nablint.calculus.scope import Scope
from nablint.calculus.symbolnodes import NOWHERE, symbol_node
from nablint.calculus.translate import Translator
from nablint.calculus.unclear import Unclear
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import (
    Call,
    Fraction,
    Group,
    Inner,
    Name,
    Negate,
    Node,
    Norm,
    Number,
    Power,
    Product,
    ProductSign,
    Sequence,
    Sub,
    Sum,
    Symbol,
    Transpose,
    items_of,
    walk,
)
from nablint.parse.rebuilding import rebuilt
from nablint.parse.render import render_latex
from nablint.sizes.shapes import Shape, Structure, dims_of

_SMALL, _LARGE = "uvwzsrqpabcdgh", "UVWZSRQPBCDGH"
_SMALL_WHOLES, _LARGE_WHOLES = "fyhlgjkt", "FYHLGJKT"
_MOST = 8  # pieces of one expression
_HIDDEN = "°"  # marks the letter of a piece that is written as the function whose value it is


@dataclass(frozen=True, slots=True)
class Piece:
    """`value` is written with the names of further pieces; `text` is what it stands for in the expression, as LaTeX."""

    key: SymbolKey
    value: Node
    text: str


class Named(Around):
    """Declarations with pieces among the definitions."""

    def __init__(self, declared: Declared, pieces: tuple[Piece, ...]) -> None:
        super().__init__(declared)
        self._pieces = {piece.key: Definition(piece.value) for piece in pieces}

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        return None if key in self._pieces else super().shape(key)

    def definition(self, key: SymbolKey) -> Definition | None:
        return self._pieces.get(key) or super().definition(key)

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        return None if key in self._pieces else super().depends(key)

    def is_assumed(self, key: SymbolKey) -> bool:
        return key not in self._pieces and super().is_assumed(key)


@dataclass(frozen=True, slots=True)
class Composition:
    """`outer` is the expression written with the pieces, the outermost first; `rule` is the rule that it calls for."""

    outer: Node
    pieces: tuple[Piece, ...]
    rule: str


def composition(t: Translator, node: Node, target: SymbolKey, taken: frozenset[str], unnamed: frozenset[str]) -> Composition:
    """The expression as a composition of pieces that vary with `target`; without pieces where it is none.

    `taken` are letters in use, `unnamed` expressions (as LaTeX) that are to be left where they stand."""
    return _Taking(t, target, taken, unnamed).whole(node)


def name_of_whole(t: Translator, node: Node, target: SymbolKey, taken: frozenset[str]) -> Node:
    """What an expression is called that has no name: f, or F where it is a matrix; f(u) is called by its function."""
    while isinstance(node, Group):
        node = node.body
    if isinstance(node, Symbol | Sub):
        return node
    node = compositions.written_out(t, node, Scope())
    taking = _Taking(t, target, taken, frozenset())
    return Symbol(NOWHERE, taking.letter(node, _SMALL_WHOLES, _LARGE_WHOLES) or Name("f"))


def shown(node: Node) -> Node:
    """The node as people read it: the value of g is written g, and f(u) stands among other factors without brackets."""

    def change(inner: Node) -> Node:
        if isinstance(inner, Product):
            return _spliced(inner)
        if isinstance(inner, Symbol) and inner.name.letter.endswith(_HIDDEN):
            return Symbol(inner.span, Name(inner.name.letter[: -len(_HIDDEN)], inner.name.font, inner.name.accents))
        return inner

    return rebuilt(node, change)


def is_hidden(key: SymbolKey) -> bool:
    """Whether a piece is called by the function whose value it is."""
    return key.name.letter.endswith(_HIDDEN)


def letters_in(node: Node) -> frozenset[str]:
    return frozenset(inner.name.letter for inner in walk(node) if isinstance(inner, Symbol))


class _Taking:
    def __init__(self, t: Translator, target: SymbolKey, taken: frozenset[str], unnamed: frozenset[str]) -> None:
        self.t = t
        self.target = target
        sizes = {name for shape, _ in t.shapes.values() for dim in dims_of(shape) for name in dim.names()}
        self.taken = set(taken) | sizes
        self.unnamed = unnamed
        self.found: dict[str, tuple[SymbolKey, Node]] = {}  # by what they stand for; in the order of their names

    def whole(self, node: Node) -> Composition:
        while isinstance(node, Group):
            node = node.body
        node = rebuilt(node, lambda inner: _regrouped(self.t, compositions.written_out(self.t, inner, Scope())))
        outer = self._closed(self.inside(node))
        rule = "chain rule"
        bare = [] if self.found else self._bare_factors(node)
        if bare:
            # xᵀA x is a product of two things that vary, though both are x.
            names = [self._name("", symbol_node(self.target)) for _ in bare]
            outer, rule = _exchanged(node, self.target, iter(names)), "product rule"
        elif len(self.found) > 1 and isinstance(node, Fraction):
            rule = "quotient rule"
        elif len(self.found) > 1 and isinstance(node, Product) and sum(map(self.varies, node.factors)) > 1:
            rule = "product rule"
        return Composition(outer, tuple(Piece(key, value, text) for text, (key, value) in self.found.items()), rule)

    def varies(self, node: Node) -> bool:
        for inner in walk(node):
            key = key_of(inner) if isinstance(inner, Symbol | Sub) else None
            if key is not None and (key == self.target or self.target in (self.t.declared.depends(key) or ())):
                return True
        return False

    def inside(self, node: Node) -> Node:
        """The node with its inner parts exchanged for their names."""
        if not self.varies(node):
            return node
        match node:
            case Group(body=body):
                return replace(node, body=self.inside(body))
            case Negate(body=body):
                return replace(node, body=self.inside(body))
            case Transpose(base=base):
                return replace(node, base=self.inside(base))
            case Sum(terms=terms):
                return replace(node, terms=tuple(self.inside(term) for term in terms))
            case Product():
                return self._product(node)
            case Fraction(numerator=above, denominator=below) if not self.varies(below):
                return replace(node, numerator=self.inside(above))
            case Fraction(numerator=above, denominator=below):
                return replace(node, numerator=self.named(above), denominator=self.named(below))
            case Power(base=base, exponent=exponent):
                # A square of a norm is one thing.
                whole = isinstance(base, Norm) and isinstance(exponent, Number) and exponent.text == "2"
                inner = self.inside(base) if whole else self.named(base)
                return replace(node, base=inner, exponent=self.named(exponent))
            case Call(args=args):
                return replace(node, args=tuple(map(self.named, args)))
            case Norm(body=body):
                return replace(node, body=self.named(body))
            case Inner(left=left, right=right):
                return replace(node, left=self.named(left), right=self.named(right))
            case _:
                return node

    def named(self, node: Node) -> Node:
        """The name of a part, its transposes and brackets left around it; a part that is no more than a letter stays."""
        if isinstance(node, Transpose):
            return replace(node, base=self.named(node.base))
        if isinstance(node, Group):
            inner = self.named(node.body)
            return inner if isinstance(inner, Symbol) and inner is not node.body else replace(node, body=inner)
        if not self.varies(node) or key_of(node) is not None:
            return node
        text = render_latex(node)
        if text in self.found:
            return symbol_node(self.found[text][0])
        letter = None if text in self.unnamed or len(self.found) == _MOST else self.letter(node)
        if letter is None and isinstance(node, Product) and text in self.unnamed:
            return self._product(node, True)
        if letter is None:
            return self.inside(node)
        key = self.found.setdefault(text, (SymbolKey(letter), node))[0]
        self.found[text] = (key, self._closed(self.inside(node)))
        return symbol_node(key)

    def _closed(self, node: Node) -> Node:
        """Where the variable stands beside the name of a part it gets a name, too: every path leads through a name."""
        names = {key for key, _ in self.found.values()}
        keys = {key_of(inner) for inner in walk(node) if isinstance(inner, Symbol | Sub)}
        text = render_latex(symbol_node(self.target))
        if self.target not in keys or not keys & names or len(self.found) == _MOST:
            return node
        key = self.found[text][0] if text in self.found else self._name(text, symbol_node(self.target))
        return _exchanged(node, self.target, repeat(key))

    def _name(self, text: str, value: Node) -> SymbolKey:
        key = SymbolKey(self.letter(value) or Name(_SMALL[0]))
        self.found[f"{text}{len(self.found)}" if text in self.found else text] = (key, value)
        return key

    def letter(self, node: Node, small: str = _SMALL, large: str = _LARGE) -> Name | None:
        """An unused letter, of `small` for numbers and vectors; the function's own where the part is a function's value."""
        try:
            value = self.t.value(node, Scope(kept=frozenset((self.target,))))
        except Unclear:
            return None
        function = _function_of(self.t, node)
        if function is not None and function.name.letter + _HIDDEN not in self.taken:
            self.taken.add(function.name.letter + _HIDDEN)
            return Name(function.name.letter + _HIDDEN, function.name.font, function.name.accents)
        letter = next((c for c in (large if value.is_matrix else small) if c not in self.taken), None)
        if letter is None or value.is_tensor:
            return None
        self.taken.add(letter)
        return Name(letter)

    def _product(self, node: Product, each: bool = False) -> Node:
        """Factors that vary, by their names where there are several, or `each` is to have one; f(u) is one factor."""
        if _is_applied(self.t, node, 0):
            head, argument = node.factors[0], node.factors[1]
            assert isinstance(argument, Group)
            items = tuple(map(self.named, items_of(argument)))
            body = replace(argument.body, items=items) if isinstance(argument.body, Sequence) else items[0]
            return replace(node, factors=(head, replace(argument, body=body)))
        several = each or sum(map(self.varies, node.factors)) > 1
        factors: list[Node] = []
        for factor, sign in zip(node.factors, ("", *node.signs), strict=True):
            alone = several or sign in ("slash", "oslash")
            factors.append(self.named(factor) if alone else self.inside(factor))
        return replace(node, factors=tuple(factors))

    def _bare_factors(self, node: Node) -> list[Node]:
        """The two places of the variable in a product that is written with it and with no other part that varies."""
        if not isinstance(node, Product) or len([f for f in node.factors if self.varies(f)]) != 2:
            return []
        places: list[Node] = [n for n in walk(node) if isinstance(n, Symbol | Sub) and key_of(n) == self.target]
        return places if len(places) == 2 else []


def _is_applied(t: Translator, node: Product, k: int) -> bool:
    """Whether the factor is a function and the next one holds its arguments."""
    if k + 1 >= len(node.factors) or node.signs[k] != "":
        return False
    argument = node.factors[k + 1]
    return isinstance(argument, Group) and argument.brackets in ("()", "[]") and calls.is_function(t, node.factors[k], Scope())


def _regrouped(t: Translator, node: Node) -> Node:
    """Each f(u) in a longer product as a product of its own."""
    if not isinstance(node, Product) or (len(node.factors) == 2 and _is_applied(t, node, 0)):
        return node
    factors: list[Node] = []
    signs: list[ProductSign] = []
    k = 0
    while k < len(node.factors):
        size = 2 if _is_applied(t, node, k) else 1
        part = Product(NOWHERE, node.factors[k : k + 2], ("",)) if size == 2 else node.factors[k]
        signs.extend(node.signs[k - 1 : k] if k else ())
        factors.append(part)
        k += size
    return node if len(factors) == len(node.factors) else Product(node.span, tuple(factors), tuple(signs))


def _spliced(node: Product) -> Product:
    """Undoes `_regrouped`."""
    factors: list[Node] = []
    signs: list[ProductSign] = []
    for factor, sign in zip(node.factors, (*node.signs, None), strict=True):
        own = factor if isinstance(factor, Product) and factor.signs == ("",) and isinstance(factor.factors[1], Group) else None
        factors.extend(own.factors if own else (factor,))
        signs.extend(own.signs if own else ())
        signs.extend((sign,) if sign is not None else ())
    return node if len(factors) == len(node.factors) else replace(node, factors=tuple(factors), signs=tuple(signs))


def _function_of(t: Translator, node: Node) -> Symbol | None:
    """The f of a part that is f(u) and nothing else."""
    if isinstance(node, Product) and len(node.factors) == 2 and _is_applied(t, node, 0):
        head = node.factors[0]
        return head if isinstance(head, Symbol) and not calls.is_activation(SymbolKey(head.name)) else None
    return None


def _exchanged(node: Node, target: SymbolKey, names: Iterator[SymbolKey]) -> Node:
    """The node with another name for the variable at each of its places."""

    def change(inner: Node) -> Node:
        return symbol_node(next(names)) if isinstance(inner, Symbol | Sub) and key_of(inner) == target else inner

    return rebuilt(node, change)
