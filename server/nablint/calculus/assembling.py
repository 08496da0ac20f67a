"""The matrix that pieces on the axes of two vecs make up: Kronecker products, diagonals of vecs, commutations."""

from __future__ import annotations

from nablint.calculus.forms import (
    Called,
    Commutation,
    Form,
    Hadamard,
    Identity,
    Kronecker,
    Ones,
    chain,
    transpose,
)
from nablint.calculus.network import Network, Piece
from nablint.calculus.terms import Index

Axes = tuple[Index, ...]
Links = dict[frozenset[Index], Form]
_MOVES = 60


def assembled(net: Network, above: Axes, beside: Axes) -> Form:
    """Whole factors on one side are diagonals of a vec; what links the sides is a Kronecker product."""
    net.pieces = _straightened(net, above, beside)
    left: list[Form] = []
    right: list[Form] = []
    links, columns, sides = _parted(net.pieces, above, beside)
    core = _core(above, beside, links, columns, sides)
    if "above" in sides:
        left.append(Called("diag", Called("vec", sides["above"]), True))
    if "beside" in sides:
        right.append(Called("diag", Called("vec", sides["beside"]), True))
    return chain(*left, core, *right)


def _parted(pieces: list[Piece], above: Axes, beside: Axes) -> tuple[Links, dict[Index, Form], dict[str, Form]]:
    """What links the sides, the columns on single axes, and what stands on one side."""
    links: Links = {}
    columns: dict[Index, Form] = {}
    sides: dict[str, Form] = {}
    for piece in pieces:
        if piece.col is None:
            columns[piece.row] = piece.form
        elif piece.axes == frozenset(above) and len(above) == 2:
            sides["above"] = piece.along(above[0])
        elif piece.axes == frozenset(beside) and len(beside) == 2:
            sides["beside"] = piece.along(beside[0])
        else:
            first = piece.row if piece.row in above else piece.col
            links[piece.axes] = piece.along(first)
    return links, columns, sides


def _straightened(net: Network, above: Axes, beside: Axes) -> list[Piece]:
    """Where an identity ties an axis to one of the other side, the pieces on either may stand on the other: so that no link
    is left that goes another way than the rest. The pieces as they are where that is not to be had."""
    waiting = [net.pieces]
    for _ in range(_MOVES):
        if not waiting:
            break
        pieces = waiting.pop(0)
        links = _parted(pieces, above, beside)[0]
        if not links or _way(above, beside, links) is not None:
            return pieces
        for tie in (p for p in pieces if isinstance(p.form, Identity) and p.axes in links):
            for k, piece in enumerate(pieces):
                shared = piece.axes & tie.axes
                if piece is tie or len(shared) != 1:
                    continue
                (old,), (new,) = shared, tie.axes - shared
                waiting.append(net.merged([*pieces[:k], _moved(piece, old, new), *pieces[k + 1 :]]))
    return net.pieces


def _moved(piece: Piece, old: Index, new: Index) -> Piece:
    row, col = (new if axis is old else axis for axis in (piece.row, piece.col))
    assert row is not None
    if row is col:
        return Piece(Called("diag", piece.form), row, None, piece.order)
    return Piece(piece.form, row, col, piece.order)


def _core(
    above: Axes,
    beside: Axes,
    links: Links,
    columns: dict[Index, Form],
    sides: dict[str, Form],
) -> Form:
    if not links:
        up = _side(above, columns, sides, "above")
        down = _side(beside, columns, sides, "beside")
        return chain(up, transpose(down))
    way = _way(above, beside, links)
    if way is not None:
        return _turned(above, beside, way, columns, links)
    # Links that go both ways, or two to one axis: entry by entry the product of Kronecker products with ones.
    factors: list[Form] = []
    for link in links:
        one = {link: links[link]}
        own = _way(above, beside, one)
        assert own is not None
        factors.append(_turned(above, beside, own, {} if factors else columns, one))
    return Hadamard(tuple(factors))


def _way(above: Axes, beside: Axes, links: Links) -> tuple[bool, list[frozenset[Index]]] | None:
    """Whether the links join the axes crosswise, and what they join; None where they go both ways."""
    straight = _matched(above, beside, links)
    if straight is not None:
        return False, straight
    crossed = _matched(above, (beside[1], beside[0]), links) if len(beside) == 2 else None
    return None if crossed is None else (True, crossed)


def _turned(
    above: Axes, beside: Axes, way: tuple[bool, list[frozenset[Index]]], columns: dict[Index, Form], links: Links
) -> Form:
    crossed, wanted = way
    if not crossed:
        return _kron(above, beside, wanted, columns, links)
    inner = _kron(above, (beside[1], beside[0]), wanted, columns, links)
    # K takes vec X to vec Xᵀ.
    return chain(inner, Commutation(beside[0].dim, beside[1].dim))


def _matched(above: Axes, beside: Axes, links: Links) -> list[frozenset[Index]] | None:
    """Each link joins axes that stand at the same place of both sides (of a vector, at either place)."""
    wanted = [frozenset((a, b)) for a, b in zip(above, beside, strict=False)]
    if len(above) != len(beside):
        single, double = (above[0], beside) if len(above) == 1 else (beside[0], above)
        wanted = [frozenset((single, other)) for other in double]
        present = [w for w in wanted if w in links]
        return present if len(present) == len(links) == 1 else None
    return wanted if all(link in wanted for link in links) else None


def _kron(above: Axes, beside: Axes, wanted: list[frozenset[Index]], columns: dict[Index, Form], links: Links) -> Form:
    """The slow axes come first: vec(A X B) = (Bᵀ ⊗ A) vec X."""
    if len(above) == len(beside) == 1:
        return _dressed(links[wanted[0]], above[0], beside[0], columns)
    if len(above) == len(beside):
        parts = [_link(a, b, columns, links) for a, b in zip(above, beside, strict=True)]
        return Kronecker((parts[1], parts[0]))
    if len(above) == 1:
        parts = [_link(above[0], b, columns, links) if frozenset((above[0], b)) in links else _row(b, columns) for b in beside]
    else:
        parts = [
            _link(a, beside[0], columns, links) if frozenset((a, beside[0])) in links else _column(a, columns) for a in above
        ]
    return Kronecker((parts[1], parts[0]))


def _link(a: Index, b: Index, columns: dict[Index, Form], links: Links) -> Form:
    found = links.get(frozenset((a, b)))
    if found is None:
        return chain(_column(a, columns), _row(b, columns))
    return _dressed(found, a, b, columns)


def _dressed(form: Form, a: Index, b: Index, columns: dict[Index, Form]) -> Form:
    if a in columns:
        form = chain(Called("diag", columns[a], True), form)
    if b in columns:
        form = chain(form, Called("diag", columns[b], True))
    return form


def _column(a: Index, columns: dict[Index, Form]) -> Form:
    return columns.get(a, Ones(a.dim))


def _row(b: Index, columns: dict[Index, Form]) -> Form:
    return transpose(_column(b, columns))


def _side(axes: Axes, columns: dict[Index, Form], sides: dict[str, Form], name: str) -> Form:
    """vec of what stands on one side alone."""
    if len(axes) == 1:
        return _column(axes[0], columns)
    whole = sides.pop(name, None)
    first, second = _column(axes[0], columns), _column(axes[1], columns)
    if whole is not None:
        form = whole
        if axes[0] in columns:
            form = chain(Called("diag", first, True), form)
        if axes[1] in columns:
            form = chain(form, Called("diag", second, True))
        return Called("vec", form)
    return Kronecker((second, first))
