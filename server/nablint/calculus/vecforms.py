"""∂vec(Y)/∂vec(X)ᵀ where a derivative has three or four axes: Kronecker products, diagonals of vecs, commutations."""

from __future__ import annotations

from fractions import Fraction

from nablint.calculus.factoring import as_scaled, total
from nablint.calculus.former import Former, NoForm
from nablint.calculus.forms import (
    ZERO,
    Called,
    Commutation,
    Form,
    Identity,
    Kronecker,
    Ones,
    chain,
    scaled,
    transpose,
)
from nablint.calculus.network import Network
from nablint.calculus.product import delta, mul, ones
from nablint.calculus.terms import Add, Delta, Fuse, Index, Map, Mul, Num, Power, Term, Var

Axes = tuple[Index, ...]


def vec_form(former: Former, term: Term, above: Axes, beside: Axes) -> Form:
    """The matrix with rows vec(above) and columns vec(beside), column-major; each has one or two axes."""
    if len(above) == 1 or len(beside) == 1:
        term, above, beside = _unfused(term, above, beside)
    if not 1 <= len(above) <= 2 or not 1 <= len(beside) <= 2:
        raise NoForm("more than two axes on a side")
    match term:
        case Add(terms=terms):
            return total([vec_form(former, t, above, beside) for t in terms])
        case Num(value=value):
            # The same number in each entry.
            return (
                ZERO if value == 0 else vec_form(former, Mul(value, (ones(*term.free),), frozenset(), term.free), above, beside)
            )
        case Mul() | Var() | Delta() | Map() | Power():
            pass
        case _:
            if len(term.free) > 2:
                raise NoForm("a factor with more than two axes")
    product = term if isinstance(term, Mul) else None
    if product is None:
        product = Mul(Fraction(1), (term,), frozenset(), term.free)
    terms_of = expanded(product)
    if terms_of is not None:
        return total([vec_form(former, t, above, beside) for t in terms_of])
    net = Network(former, product, frozenset((*above, *beside)))
    net.reduce()
    return net.front(product.coefficient, _assembled(net, above, beside))


def flat_form(former: Former, term: Term, above: Axes, beside: Axes) -> Form:
    """As `vec_form`, where a side may also be a number."""
    if above and beside:
        return vec_form(former, term, above, beside)
    axes = above or beside
    column = former.form(term, axes[0] if axes else None, axes[1] if len(axes) == 2 else None)
    if len(axes) == 2 and column != ZERO:
        front = as_scaled(column)
        column = column if front.body is None else scaled(front.coefficient, front.scalars, Called("vec", front.body))
    return column if above or not axes else transpose(column)


def _unfused(term: Term, above: Axes, beside: Axes) -> tuple[Term, Axes, Axes]:
    """A side that is the one index of a vec as the axes of what the vec is of; those that the other side has too, or that stand
    twice, are tied to it by an identity."""
    factors = term.factors if isinstance(term, Mul) else (term,)
    fused = [f for f in factors if isinstance(f, Fuse) and ((f.whole,) in (above, beside))]
    if not fused:
        return term, above, beside
    rest = [f for f in factors if f not in fused]
    taken = set(above) | set(beside)
    sides = {above: above, beside: beside}
    for fuse in fused:
        parts: list[Index] = []
        for part in fuse.parts:
            own = part.like() if part in taken else part
            if own is not part:
                rest.append(delta(own, part))
            taken.add(own)
            parts.append(own)
        sides[(fuse.whole,)] = tuple(parts)
    bound, coefficient = (term.bound, term.coefficient) if isinstance(term, Mul) else (frozenset[Index](), Fraction(1))
    return mul(rest, bound - taken, coefficient), sides[above], sides[beside]


def expanded(term: Mul) -> list[Term] | None:
    """A product with a sum of three and more axes in it, as a sum of products."""
    for k, factor in enumerate(term.factors):
        if isinstance(factor, Add) and len(factor.free) > 2:
            return [mul((*term.factors[:k], t, *term.factors[k + 1 :]), term.bound, term.coefficient) for t in factor.terms]
    return None


def fused_form(former: Former, term: Mul, row: Index | None, col: Index | None) -> Form:
    """A product whose rows or columns are those of a vec or of a Kronecker product."""
    stripped, above, beside = _unfused(term, (row,) if row else (), (col,) if col else ())
    if any(isinstance(factor, Fuse) for factor in (stripped.factors if isinstance(stripped, Mul) else (stripped,))):
        raise NoForm("an index that runs over pairs inside")
    if len(above) > 2 or len(beside) > 2:
        raise NoForm("an index that runs over more than pairs")
    if above and beside:
        return vec_form(former, stripped, above, beside)
    axes = above or beside
    vec = Called("vec", former.form(stripped, axes[0], axes[1]))
    return vec if above else transpose(vec)


def _assembled(net: Network, above: Axes, beside: Axes) -> Form:
    """Whole factors on one side are diagonals of a vec; what links the sides is a Kronecker product."""
    left: list[Form] = []
    right: list[Form] = []
    links: dict[frozenset[Index], Form] = {}
    columns: dict[Index, Form] = {}
    sides: dict[str, Form] = {}
    for piece in net.pieces:
        if piece.col is None:
            columns[piece.row] = piece.form
        elif piece.axes == frozenset(above) and len(above) == 2:
            sides["above"] = piece.along(above[0])
        elif piece.axes == frozenset(beside) and len(beside) == 2:
            sides["beside"] = piece.along(beside[0])
        else:
            first = piece.row if piece.row in above else piece.col
            links[piece.axes] = piece.along(first)
    core = _core(net, above, beside, links, columns, sides)
    if "above" in sides:
        left.append(Called("diag", Called("vec", sides["above"]), True))
    if "beside" in sides:
        right.append(Called("diag", Called("vec", sides["beside"]), True))
    return chain(*left, core, *right)


def _core(
    net: Network,
    above: Axes,
    beside: Axes,
    links: dict[frozenset[Index], Form],
    columns: dict[Index, Form],
    sides: dict[str, Form],
) -> Form:
    if not links:
        up = _side(above, columns, sides, "above")
        down = _side(beside, columns, sides, "beside")
        return chain(up, transpose(down))
    straight = _matched(above, beside, links)
    if straight is not None:
        return _kron(above, beside, straight, columns, links)
    if len(beside) == 2:
        crossed = _matched(above, (beside[1], beside[0]), links)
        if crossed is not None:
            inner = _kron(above, (beside[1], beside[0]), crossed, columns, links)
            # K takes vec X to vec Xᵀ.
            return chain(inner, Commutation(beside[0].dim, beside[1].dim))
    raise NoForm("axes that are linked crosswise")


def _matched(above: Axes, beside: Axes, links: dict[frozenset[Index], Form]) -> list[frozenset[Index]] | None:
    """Each link joins axes that stand at the same place of both sides (of a vector, at either place)."""
    wanted = [frozenset((a, b)) for a, b in zip(above, beside, strict=False)]
    if len(above) != len(beside):
        single, double = (above[0], beside) if len(above) == 1 else (beside[0], above)
        wanted = [frozenset((single, other)) for other in double]
        present = [w for w in wanted if w in links]
        return present if len(present) == len(links) == 1 else None
    return wanted if all(link in wanted for link in links) else None


def _kron(
    above: Axes, beside: Axes, wanted: list[frozenset[Index]], columns: dict[Index, Form], links: dict[frozenset[Index], Form]
) -> Form:
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


def _link(a: Index, b: Index, columns: dict[Index, Form], links: dict[frozenset[Index], Form]) -> Form:
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


__all__ = ["Identity", "vec_form"]
