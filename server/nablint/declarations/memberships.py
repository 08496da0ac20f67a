"""What formulas declare: `x \\in \\mathbb{R}^n`, `f : A \\to B`, diagrams; and what they claim of expressions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.clauses import clauses_of
from nablint.declarations.directives import function_head
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.declarations.sizewords import about, sizes_behind, tuple_size
from nablint.declarations.spaces import (
    Space,
    arrow_signature,
    claimed_shape,
    dim_of,
    signature,
    size_of,
    space_of,
    spaces_of,
)
from nablint.parse.nodes import (
    Aligned,
    Arrow,
    Big,
    Blank,
    Call,
    Dots,
    Group,
    Mark,
    Matrix,
    Name,
    Node,
    Number,
    Product,
    Relation,
    Sequence,
    Sub,
    Symbol,
    Text,
    walk,
)
from nablint.sizes.shapes import UNKNOWN, Function, Shape, Structure, column, dims_of
from nablint.sizes.shapes import Matrix as MatrixShape


@dataclass(frozen=True, slots=True)
class Declared:
    """A symbol with its shape; `span` is where the shape stands, in the formula's text."""

    symbol: SymbolKey
    shape: Shape
    structure: Structure
    span: Span
    mark: bool = False
    weak: bool = False  # says nothing against what is known already
    at: tuple[SymbolKey, ...] = ()  # the arguments of a function, as `A(t) \\in V` writes them


@dataclass(frozen=True, slots=True)
class Claimed:
    """An expression with the shape that the author writes at it."""

    body: Node
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Mapped:
    """`f : x \\mapsto Ax`."""

    symbol: SymbolKey
    parameters: tuple[SymbolKey, ...]
    value: Node
    span: Span


@dataclass(frozen=True, slots=True)
class AboutAll:
    """A formula that is nothing but a size in brackets: it speaks of the formula before it."""

    shape: Shape
    span: Span


Found: TypeAlias = Declared | Claimed | Mapped | AboutAll

_TELLING = frozenset((Sequence, Text, Relation, Mark, Sub, Aligned, Matrix, Arrow, Big))  # most nodes declare nothing
_MEASURES = frozenset(("size", "shape", "dim", "dims", "dimension"))


def found_in(tree: Node, text: str, function: SymbolKey | None = None) -> Iterator[Found]:
    """Everything a formula declares or claims about shapes, in its order. `function`: whose signature stands right before."""
    if isinstance(tree, Group) and (alone := size_of(tree)) is not None:
        yield AboutAll(alone, tree.span)
        return
    nodes = [node for node in walk(tree) if type(node) in _TELLING]
    bound = {id(part) for node in nodes if type(node) is Big and node.lower is not None for part in walk(node.lower)}
    if any(type(node) is Text for node in nodes):
        for sized in sizes_behind(nodes, text):
            if sized.marks:
                yield from _marked(sized.subject, sized.shape, sized.span)
            else:
                yield Claimed(sized.subject, sized.shape, sized.span)
    for node in nodes:
        if id(node) in bound:
            # `\min_{x \in \mathbb{R}^n} f(x)` binds its own x and declares none.
            continue
        match node:
            case Sequence(items=items, separators=separators):
                yield from _listed(items, separators)
                yield from _trailing(items, separators)
            case Relation(signs=signs):
                if (":" in signs and "→" in signs) or "∈" in signs or "=" in signs or "↦" in signs:
                    for found in _relation(node, function):
                        yield found
                        if isinstance(found, Declared) and isinstance(found.shape, Function):
                            function = found.symbol
            case Mark(body=body, note=note, style=style) if note is not None and style != "cancel":
                shape = claimed_shape(note)
                if shape is not None:
                    yield from _marked(body, shape, note.span)
            case Sub(base=base, index=index) if isinstance(index, Product | Group):
                shape = size_of(index)
                if shape is not None and not _is_entry(shape) and _has_sign(index.span.of(text)):
                    yield from _marked(base, shape, index.span)
            case Aligned(rows=rows):
                yield from _rows(node)
                yield from _diagram(rows)
            case Matrix(rows=rows, brackets=""):
                yield from _diagram(rows)
            case Arrow():
                yield from _arrow(node)
            case _:
                pass


def _rows(aligned: Aligned) -> Iterator[Found]:
    """`y &= A x \\in \\mathbb{R}^m`: the symbol in a cell of its own lies in the set, too."""
    inner = [cell for row in aligned.rows for cell in row if isinstance(cell, Relation)]
    labelled: dict[SymbolKey, set[Shape]] = {}
    found: list[tuple[Declared, bool]] = []
    for clause in clauses_of(aligned):
        if (
            "∈" in clause.signs
            and not clause.continues
            and not clause.nested
            and not any(cell.sides == clause.sides for cell in inner)
        ):
            first, at = clause.sides[0], clause.signs.index("∈")
            key = key_of(first, powers=True)
            if key is not None and all(sign in ("=", ":=", "≡", "≜") for sign in clause.signs[:at]):
                space = space_of(clause.sides[at + 1], _starts_upper(first))
                if space is not None:
                    one = Declared(key, space.shape, space.structure, clause.sides[at + 1].span, weak=space.interval)
                    found.append((one, bool(clause.words)))
                    if clause.words:
                        labelled.setdefault(key, set()).add(space.shape)
    # Rows with labels of their own that differ ("then: …", "now: …") speak of several cases, and of none for all.
    yield from (one for one, has_label in found if not has_label or len(labelled[one.symbol]) == 1)


def _marked(body: Node, shape: Shape, span: Span) -> Iterator[Found]:
    yield Claimed(body, shape, span)
    key = key_of(body)
    if key is not None and not _is_named_constant(key):
        yield Declared(key, shape, Structure.NONE, span, mark=True)


def _has_sign(written: str) -> bool:
    """`A_{mxn}` typed with a letter may be anything."""
    return "times" in written or "×" in written or "\\" in written


def _is_entry(shape: Shape) -> bool:
    """`(a_{ij})_{i \\times j}` names the entries, not the size."""
    return all(dim.single_name in ("i", "j", "k") for dim in dims_of(shape))


def _is_named_constant(key: SymbolKey) -> bool:
    """I, 0 and 1 carry their size with them and have another one elsewhere."""
    return key.name.letter in ("I", "0", "1", "O", "𝟙", "𝟏")


def _relation(relation: Relation, function: SymbolKey | None) -> Iterator[Found]:
    typed = signature(relation)
    if typed is not None:
        names, type_ = typed
        for name in names:
            key = key_of(name, powers=True)
            if key is not None:
                yield Declared(key, type_, Structure.NONE, relation.span)
        return
    if "↦" in relation.signs:
        yield from _maps(relation, function)
        return
    if "∈" in relation.signs:
        yield from _membership(relation)
    elif relation.signs == ("=",):
        yield from _measured(relation)


def _membership(relation: Relation) -> Iterator[Found]:
    """`A = B \\in S`: all that stands left of the sign lies in the set, which may be a product that equals another."""
    at = relation.signs.index("∈")
    rest = relation.signs[at + 1 :]
    if any(sign not in ("=", "≅", "∈", "⊂", "⊆") for sign in rest) or not all(
        sign in ("=", ":=", "≡", "≜") for sign in relation.signs[:at]
    ):
        return
    upper = _starts_upper(relation.sides[at])
    set_ = relation.sides[at + 1]
    if rest and all(sign == "=" for sign in rest):
        space = space_of(relation.sides[-1], upper)
    else:
        space = space_of(set_, upper)
    span = Span(set_.span.start, relation.sides[-1].span.end)
    for k, side in enumerate(relation.sides[: at + 1]):
        if isinstance(side, Blank):
            continue
        yield from _in_space(side, space, set_, span, first=k == 0 or at == 0)


def _starts_upper(node: Node) -> bool:
    first = node.items[0] if isinstance(node, Sequence) and node.items else node
    key = key_of(first, powers=True)
    return key is not None and key.name.letter[:1].isupper()


def _in_space(side: Node, space: Space | None, set_: Node, span: Span, first: bool) -> Iterator[Found]:
    if isinstance(side, Sequence):
        for item in side.items:
            yield from _in_space(item, space, set_, span, first)
        return
    if space is None:
        yield from _tuple_in_product(side, set_, span)
        return
    key = key_of(side, powers=first)
    if key is not None:
        yield Declared(key, space.shape, space.structure, span, weak=space.interval)
        return
    if space.interval:
        return
    head = function_head(side)
    if head is not None:
        function, parameters = head
        yield Declared(function, Function((UNKNOWN,) * len(parameters), space.shape), Structure.NONE, span, at=parameters)
        return
    yield Claimed(side, space.shape, span)


def _tuple_in_product(side: Node, set_: Node, span: Span) -> Iterator[Found]:
    """`(x, y) \\in A \\times B`."""
    if not isinstance(side, Group) or not isinstance(side.body, Sequence):
        return
    spaces = spaces_of(set_)
    if len(spaces) != len(side.body.items):
        return
    for item, space in zip(side.body.items, spaces, strict=True):
        key = key_of(item)
        if key is not None and space is not None:
            yield Declared(key, space.shape, space.structure, span)


def _listed(items: tuple[Node, ...], separators: tuple[str, ...]) -> Iterator[Found]:
    """`x, y \\in S`, `x_1, \\dots, x_n \\in S`, `f, g : A \\to B`: the names before a declared one."""
    waiting: list[Node] = []
    dotted = False
    for k, item in enumerate(items):
        if k and separators[k - 1] != ",":
            waiting = []
        if isinstance(item, Dots):
            dotted = True
            continue
        if isinstance(item, Relation):
            for name in waiting:
                yield from _like(name, item)
            if dotted and waiting:
                yield from _counted(waiting[0], item)
            waiting, dotted = [], False
        elif isinstance(item, Text) and not item.formulas and item.text.strip() in ("and", "und", "et", "и", "和"):
            continue
        else:
            waiting.append(item)


def _counted(first: Node, relation: Relation) -> Iterator[Found]:
    """The x_i of `x_1, \\dots, x_N \\in V`. Where these are numbers, they may be the entries of an x."""
    if isinstance(first, Sub) and isinstance(first.index, Number):
        for found in _like(replace(first, index=Symbol(first.index.span, Name("i"))), relation):
            if isinstance(found, Declared) and isinstance(found.shape, MatrixShape) and not found.shape.is_scalar:
                yield found


def _trailing(items: tuple[Node, ...], separators: tuple[str, ...]) -> Iterator[Found]:
    """`M = … \\quad (n \\times n)`: a size in brackets at the end of a row."""
    last = items[-1]
    if len(items) > 1 and separators[-1] == "quad" and isinstance(last, Group) and last.brackets == "()":
        shape, body = size_of(last), about(items[-2])
        if shape is not None and body is not None:
            yield Claimed(body, shape, last.span)


def _like(name: Node, relation: Relation) -> Iterator[Found]:
    typed = signature(relation)
    if typed is not None:
        key = key_of(name)
        if key is not None:
            yield Declared(key, typed[1], Structure.NONE, relation.span)
        return
    if relation.signs == ("∈",) and (key_of(relation.sides[0], powers=True) or function_head(relation.sides[0])):
        space = space_of(relation.sides[1], _starts_upper(relation.sides[0]))
        if space is not None and (key_of(name, powers=True) or function_head(name)):
            yield from _in_space(name, space, relation.sides[1], relation.sides[1].span, first=True)


def _maps(relation: Relation, function: SymbolKey | None) -> Iterator[Found]:
    """`f : x \\mapsto v`, or `x \\mapsto v` below the signature of f."""
    at = relation.signs.index("↦")
    name = function
    if at >= 1 and relation.signs[at - 1] == ":":
        name = key_of(relation.sides[at - 1])
    if name is None or len(relation.signs) > at + 2:
        return
    argument, value = relation.sides[at], relation.sides[at + 1]
    if isinstance(argument, Group):
        argument = argument.body
    items = argument.items if isinstance(argument, Sequence) else (argument,)
    keys = [key_of(item) for item in items]
    parameters = tuple(key for key in keys if key is not None)
    if len(parameters) == len(keys) and not isinstance(value, Blank):
        yield Mapped(name, parameters, value, relation.span)


def _measured(relation: Relation) -> Iterator[Found]:
    """`\\dim(x) = n`, `\\text{size}(A) = m \\times n`."""
    left, right = relation.sides
    body = _measured_body(left)
    if body is None:
        return
    inner = body.body if isinstance(body, Group) else body
    shape = size_of(right) or tuple_size(right)
    if shape is None:
        dim = dim_of(right)
        shape = column(dim) if dim is not None else None
    key = key_of(inner)
    if key is not None and shape is not None:
        yield Declared(key, shape, Structure.NONE, right.span)


def _measured_body(node: Node) -> Node | None:
    if isinstance(node, Call) and node.function in _MEASURES and len(node.args) == 1:
        return node.args[0]
    if isinstance(node, Product) and len(node.factors) == 2 and isinstance(node.factors[1], Group):
        head = node.factors[0]
        word = head.text if isinstance(head, Text) else head.name.letter if isinstance(head, Symbol) else ""
        return node.factors[1] if word.strip().lower() in _MEASURES else None
    return None


def _arrow(arrow: Arrow) -> Iterator[Found]:
    type_ = arrow_signature(arrow)
    key = key_of(arrow.name) if arrow.name is not None else None
    if type_ is not None and key is not None:
        yield Declared(key, type_, Structure.NONE, arrow.span)


def _diagram(rows: tuple[tuple[Node, ...], ...]) -> Iterator[Found]:
    """Two rows of a drawn map: spaces with named arrows, and below each space its element."""
    if len(rows) != 2 or len(rows[0]) != len(rows[1]) or len(rows[0]) < 3:
        return
    spaces = [space_of(cell) for cell in rows[0]]
    if sum(space is not None for space in spaces) < 2:
        return
    for k in range(1, len(rows[0]) - 1):
        name = _arrow_name(rows[0][k])
        source, target = spaces[k - 1], spaces[k + 1]
        key = key_of(name) if name is not None else None
        if key is not None and source is not None and target is not None:
            yield Declared(key, Function((source.shape,), target.shape), Structure.NONE, rows[0][k].span)
    for cell, space in zip(rows[1], spaces, strict=True):
        key = key_of(cell)
        if key is not None and space is not None:
            yield Declared(key, space.shape, space.structure, cell.span)


def _arrow_name(cell: Node) -> Node | None:
    if isinstance(cell, Arrow):
        return cell.name
    return None
