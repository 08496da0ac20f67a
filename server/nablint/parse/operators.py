"""From a product's flat items to its node: the reach of functions and big operators, slashes, values at a point."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from nablint.base.spans import Span
from nablint.parse.derivatives import BESIDE, slash_derivatives
from nablint.parse.functions import ANGLE_FUNCTIONS, BRACKET_LETTERS
from nablint.parse.items import BigHead, FunctionHead, Item, Piece
from nablint.parse.nodes import (
    Adjoint,
    At,
    Big,
    Blank,
    Call,
    Derivative,
    Dots,
    Fraction,
    Group,
    Label,
    Matrix,
    Name,
    Negate,
    Node,
    Norm,
    Number,
    Opaque,
    Power,
    Prime,
    Product,
    ProductSign,
    Sequence,
    Sub,
    Symbol,
    Transpose,
)


def product_of(pieces: list[Piece | Item], signs: list[ProductSign]) -> Node:
    """The node of a product. `signs[k]` stands before `pieces[k]` ("" for none); an Item among the pieces is "at a point"."""
    if len(pieces) == 1:
        only = pieces[0]
        return only if not isinstance(only, (FunctionHead, BigHead, Item)) else _alone(only)
    heads = False
    plain = True
    for piece in pieces:
        kind = type(piece)
        if kind is FunctionHead or kind is BigHead or kind is Item:
            heads = True
        elif kind is Group:
            plain = False
    factors: list[Node]
    if heads:
        factors, before = _applied(pieces, signs)
    elif plain:
        factors, before = cast("list[Node]", pieces), signs
    else:
        factors, before = _with_bracket_letters(cast("list[Node]", pieces), signs)
    return _finished(factors, before)


def _finished(factors: list[Node], before: list[ProductSign]) -> Node:
    if "method" in before:
        factors, before = _with_methods(factors, before)
    if "slash" in before:
        factors, before = slash_derivatives(factors, before)
    if len(factors) == 1:
        return factors[0]
    span = Span(factors[0].span.start, factors[-1].span.end)
    return Product(span, tuple(factors), tuple(before[1:]))


def _with_methods(factors: list[Node], before: list[ProductSign]) -> tuple[list[Node], list[ProductSign]]:
    """`A.reshape(m, n)` is the call of reshape with A as its first argument."""
    out: list[Node] = []
    signs: list[ProductSign] = []
    for factor, sign in zip(factors, before, strict=True):
        call = _innermost(factor)
        if sign == "method" and out and isinstance(call, Call):
            first = out[-1]
            made = replace(call, args=(first, *call.args), span=Span(first.span.start, call.span.end))
            out[-1] = made if call is factor else factor
            continue
        out.append(factor)
        signs.append("cdot" if sign == "method" else sign)
    return out, signs


def _alone(piece: FunctionHead | BigHead | Item) -> Node:
    if isinstance(piece, FunctionHead):
        return bare_function(piece)
    if isinstance(piece, BigHead):
        return Big(piece.span, piece.operator, piece.lower, piece.upper, None)
    start = piece.start_pos
    return At(Span(start, piece.end_pos), Blank(Span(start, start)), cast(Node, piece.value))


def bare_function(head: FunctionHead) -> Node:
    """A function that is named and not applied: a symbol with its scripts."""
    node: Node = Symbol(head.span, Name(head.word, "rm"))
    if head.index is not None:
        node = Sub(head.span, node, head.index)
    if head.primes:
        node = Prime(head.span, node, head.primes)
    if head.power is not None:
        node = Power(head.span, node, head.power)
    return node


def _applied(pieces: list[Piece | Item], signs: list[ProductSign]) -> tuple[list[Node], list[ProductSign]]:
    """Applied from the right: each head takes what it reaches of the factors that follow it. The lists grow backwards."""
    nodes: list[Node] = []  # reversed
    before: list[ProductSign] = []  # before[k] stands before nodes[k]
    points: list[tuple[int, Item]] = []
    for k in range(len(pieces) - 1, -1, -1):
        piece = pieces[k]
        if isinstance(piece, FunctionHead):
            node = _apply_function(piece, nodes, before)
        elif isinstance(piece, BigHead):
            node = _apply_big(piece, nodes, before)
        elif isinstance(piece, Item) and piece.type == "NEG":
            node = _apply_negative(piece, pieces[k - 1] if k else None, nodes, before)
        elif isinstance(piece, Item):
            points.append((len(nodes), piece))
            continue
        else:
            node = piece
            if nodes and not before[-1] and type(nodes[-1]) is not Blank and _is_bracket_letter(piece, _innermost(nodes[-1])):
                node = _call_letter(piece, nodes, before)
        while points and points[-1][0] == len(nodes):
            node = At(Span(node.span.start, points[-1][1].end_pos), node, cast(Node, points.pop()[1].value))
        nodes.append(node)
        before.append(signs[k])
    for _, point in points:
        nodes.append(_alone(point))
        before.append("")
    nodes.reverse()
    before.reverse()
    return _at_whole(nodes, before)


def _at_whole(nodes: list[Node], before: list[ProductSign]) -> tuple[list[Node], list[ProductSign]]:
    """`\\frac{d}{dt} f(t) |_{t=0}` is the derivative there, and not that of f(0)."""
    for k, node in enumerate(nodes):
        if isinstance(node, At) and k:
            start = k
            while start and not before[start] and not _is_open(nodes[start]):
                start -= 1
            if start < k and _is_open(nodes[start]):
                span = Span(nodes[start].span.start, node.body.span.end)
                whole = Product(span, (*nodes[start:k], node.body), tuple(before[start + 1 : k + 1]))
                at = replace(node, span=Span(span.start, node.span.end), body=whole)
                return [*nodes[:start], at, *nodes[k + 1 :]], [*before[: start + 1], *before[k + 1 :]]
    return nodes, before


def _is_open(node: Node) -> bool:
    """Whether it is a derivative of what follows."""
    return isinstance(node, Derivative) and node.of is None


def _apply_big(head: BigHead, nodes: list[Node], before: list[ProductSign]) -> Node:
    if not nodes or before[-1]:
        return Big(head.span, head.operator, head.lower, head.upper, None)
    first = _innermost(nodes[-1])
    if (
        head.lower is None
        and head.upper is None
        and isinstance(first, Group)
        and head.operator in ("max", "min", "sup", "inf", "softmin")
    ):
        group = nodes.pop()
        before.pop()
        return _rewrapped(
            group, lambda inner: Call(Span(head.span.start, inner.span.end), head.operator, arguments_of(inner), head.span)
        )
    factors, signs = list(reversed(nodes)), list(reversed(before))
    nodes.clear()
    before.clear()
    body = _finished(factors, signs)
    return Big(Span(head.span.start, body.span.end), head.operator, head.lower, head.upper, body)


def _apply_negative(sign: Item, head: Piece | Item | None, nodes: list[Node], before: list[ProductSign]) -> Node:
    """`\\min_x -c x` negates all that the operator reaches, `\\exp -x y` the argument, else the factor itself."""
    if not nodes:
        return Negate(Span(sign.start_pos, sign.end_pos), Blank(Span(sign.end_pos, sign.end_pos)))
    if isinstance(head, BigHead):
        body = _finished(list(reversed(nodes)), list(reversed(before)))
        nodes.clear()
        before.clear()
    else:
        reach = max(_reach(head, nodes, before), 1) if isinstance(head, FunctionHead) else 1
        taken = list(reversed(nodes[-reach:]))
        del nodes[-reach:]
        del before[-reach:]
        body = _finished(taken, [BESIDE] * reach)
    return Negate(Span(sign.start_pos, max(body.span.end, sign.end_pos)), body)


def _apply_function(head: FunctionHead, nodes: list[Node], before: list[ProductSign]) -> Node:
    if not nodes or before[-1] or type(nodes[-1]) is Blank:
        return bare_function(head)
    first = nodes[-1]
    inner = _innermost(first)
    if isinstance(inner, Group):
        nodes.pop()
        before.pop()
        return _rewrapped(first, lambda group: _call(head, arguments_of(group), group.span.end))
    if not head.command and head.function not in _REACHING:
        return bare_function(head)
    reach = _reach(head, nodes, before)
    if reach == 0:
        return bare_function(head)
    taken = list(reversed(nodes[-reach:]))
    del nodes[-reach:]
    del before[-reach:]
    argument = taken[0]
    if reach > 1:
        argument = Product(Span(taken[0].span.start, taken[-1].span.end), tuple(taken), (BESIDE,) * (reach - 1))
    return _call(head, (argument,), argument.span.end)


_REACHING = frozenset(
    {
        "exp",
        "log",
        "ln",
        "sin",
        "cos",
        "tan",
        "tanh",
        "sinh",
        "cosh",
        "det",
        "tr",
        "rank",
        "vec",
        "diag",
        "softmax",
        "sigmoid",
        "relu",
        "var",
        "cov",
        "sign",
        "logdet",
        "vech",
        "arctan",
        "arcsin",
        "arccos",
        "mean",
    }
)
_FACTORS = (Symbol, Sub, Label, Prime, Power, Transpose, Adjoint, Number)


def _reach(head: FunctionHead, nodes: list[Node], before: list[ProductSign]) -> int:
    """How many of the juxtaposed factors a function without brackets takes."""
    size = len(nodes)
    first = nodes[-1]
    if isinstance(first, (Call, Big, Fraction, Derivative, Norm, Matrix, Negate, Opaque, At)):
        return 1
    if isinstance(first, Dots):
        return 0
    count = 1
    angle = head.function in ANGLE_FUNCTIONS
    while count < size and not before[-count - 1]:
        following, previous = nodes[-count - 1], nodes[-count]
        if isinstance(following, Group) and isinstance(previous, (Symbol, Sub, Label, Prime)):
            count += 1
            continue
        if not isinstance(following, _FACTORS) or (
            isinstance(_innermost(following), Group) and not isinstance(previous, (Symbol, Sub))
        ):
            break
        if angle and not (
            isinstance(previous, Number)
            or (type(previous) is Symbol and previous.name.letter in "2πωkn" and _is_plain(following))
        ):
            break
        if type(following) is Symbol and following.name.letter == "d":
            break
        count += 1
    return count


def _is_plain(node: Node) -> bool:
    while isinstance(node, (Sub, Label, Power)):
        node = node.base
    return isinstance(node, Symbol) and node.name.font == "" and (node.name.letter.islower() or not node.name.letter.isascii())


def _call(head: FunctionHead, args: tuple[Node, ...], end: int) -> Call:
    return Call(
        Span(head.span.start, max(end, head.span.end)), head.function, args, head.span, head.power, head.index, head.primes
    )


def arguments_of(group: Node) -> tuple[Node, ...]:
    """What stands in a function's brackets, split at commas and semicolons."""
    body = group.body if isinstance(group, Group) else group
    if isinstance(body, Blank):
        return ()
    if isinstance(body, Sequence) and all(separator in ",;" for separator in body.separators):
        return body.items
    return (body,)


def _innermost(node: Node) -> Node:
    while isinstance(node, (Power, Transpose, Adjoint, Sub, Label, Prime, At)):
        node = node.body if isinstance(node, At) else node.base
    return node


def _rewrapped(node: Node, make: object) -> Node:
    """`(x)^2` after `\\exp` is the square of `\\exp(x)`: the call goes where the group was."""
    assert callable(make)
    if isinstance(node, Group):
        call = make(node)
        assert isinstance(call, Call)
        return call
    if isinstance(node, At):
        body = _rewrapped(node.body, make)
        return replace(node, body=body, span=Span(body.span.start, node.span.end))
    assert isinstance(node, (Power, Transpose, Adjoint, Sub, Label, Prime))
    base = _rewrapped(node.base, make)
    return replace(node, base=base, span=Span(base.span.start, node.span.end))


def _is_bracket_letter(piece: Piece | Item, group: Piece | Item) -> bool:
    if type(group) is not Group:
        return False
    node = piece
    while type(node) is Sub or type(node) is Power:
        node = node.base
    if type(node) is not Symbol:
        return False
    name = node.name
    if name.letter not in BRACKET_LETTERS:
        return False
    if name.font == "bb" or name.font == "rm" or (name.font == "bold" and name.letter == "E"):
        return name.letter != "V" or name.font != "bold"
    return name.letter == "E" and name.font in ("", "cal") and group.brackets == "[]"


def _call_letter(piece: Node, nodes: list[Node], before: list[ProductSign]) -> Node:
    index: Node | None = None
    power: Node | None = None
    node = piece
    while isinstance(node, (Sub, Power)):
        if isinstance(node, Sub):
            index = node.index
        else:
            power = node.exponent
        node = node.base
    assert isinstance(node, Symbol)
    letter = node.name.letter
    first = nodes.pop()
    before.pop()
    head = FunctionHead(piece.span, "var" if letter == "V" else letter, letter, False, power, index)
    return _rewrapped(first, lambda group: _call(head, arguments_of(group), group.span.end))


def _with_bracket_letters(pieces: list[Node], signs: list[ProductSign]) -> tuple[list[Node], list[ProductSign]]:
    """Expectations `\\mathbb{E}[x]` made calls in a product that has no other heads."""
    for k in range(1, len(pieces)):
        if (
            type(pieces[k - 1]) in (Symbol, Sub, Power)
            and not signs[k]
            and _is_bracket_letter(pieces[k - 1], _innermost(pieces[k]))
        ):
            return _applied(cast("list[Piece | Item]", pieces), signs)
    return pieces, signs
