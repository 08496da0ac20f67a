"""Derivatives of Kronecker products: vec(A ⊗ B) = (I ⊗ K ⊗ I)(vec A ⊗ vec B), and matrix products with one between."""

from __future__ import annotations

from fractions import Fraction

from nablint.calculus.former import Former, NoForm
from nablint.calculus.forms import Commutation, Form, Identity, Kronecker, chain, transpose
from nablint.calculus.network import Network, Piece
from nablint.calculus.product import delta, mul
from nablint.calculus.rename import rename
from nablint.calculus.terms import Fuse, Index, Mul, Term

Axes = tuple[Index, ...]


def kronecker_form(former: Former, term: Mul, above: Axes, beside: Axes) -> Form:
    """The matrix with rows vec(above) and columns vec(beside) of a product with a Kronecker product in it; raises NoForm."""
    term = _with_own_parts(term)
    fuses = {f.whole: f for f in term.factors if isinstance(f, Fuse)}
    nested = {part for fuse in fuses.values() for part in fuse.parts}
    found: Form | None = None
    if any(whole in term.bound - nested for whole in fuses):
        found = _through(former, term, fuses, above, beside)
    elif any(axis in fuses for axis in above):
        found = _of_product(former, term, fuses, above, beside)
    elif any(axis in fuses for axis in beside):
        turned = _of_product(former, term, fuses, beside, above)
        found = None if turned is None else transpose(turned)
    if found is None:
        raise NoForm("a Kronecker product inside")
    return found


def _with_own_parts(term: Mul) -> Mul:
    """Parts that are axes of the whole, or parts of two, are tied to them by an identity instead."""
    factors: list[Term] = []
    bound = set(term.bound)
    taken: set[Index] = set()
    for factor in term.factors:
        parts = factor.parts if isinstance(factor, Fuse) else ()
        names = {i: i.like() for i in parts if i not in bound or i in taken}
        taken.update(parts)
        bound.update(names.values())
        factors.extend((rename(factor, names), *(delta(new, old) for old, new in names.items())))
    return Mul(term.coefficient, tuple(factors), frozenset(bound), term.free)


def _of_product(former: Former, term: Mul, fuses: dict[Index, Fuse], above: Axes, beside: Axes) -> Form | None:
    """The slow parts of the rows are the axes of A, the fast ones those of B; each row or column of the product that has no
    parts is one of A or of B."""
    from nablint.calculus.vecforms import flat_form

    if len(above) != 2 or any(len(fuses[axis].parts) != 2 for axis in above if axis in fuses):
        return None
    own = {axis: fuses[axis] for axis in above if axis in fuses}
    fast = [own[axis].parts[0] if axis in own else None for axis in above]
    slow = [own[axis].parts[1] if axis in own else None for axis in above]
    cut = {part for fuse in own.values() for part in fuse.parts}
    rest = [factor for factor in term.factors if all(factor is not fuse for fuse in own.values())]
    groups = _connected(rest, frozenset(cut | set(above) | set(beside)))
    seeds = ({i for i in slow if i is not None}, {i for i in fast if i is not None})
    own_factors: tuple[list[Term], list[Term]] = ([], [])
    for group in groups:
        touched = frozenset[Index]().union(*(factor.free for factor in group))
        sides = [k for k in (0, 1) if touched & seeds[k]]
        if len(sides) == 2:
            return None
        # What is tied to neither goes with A.
        own_factors[sides[0] if sides else 0].extend(group)
    forms: list[Form] = []
    sides_of: list[Axes] = []
    used: set[Index] = set()
    for k, axes in enumerate((slow, fast)):
        free = frozenset[Index]().union(*(factor.free for factor in own_factors[k]))
        bound = (term.bound & free) - cut
        side = tuple(i if i is not None else axis for i, axis in zip(axes, above, strict=True) if i is not None or axis in free)
        across = tuple(axis for axis in beside if axis in free)
        if used & set(across):
            return None
        used.update(across)
        sides_of.append(side)
        forms.append(flat_form(former, mul(own_factors[k], bound, term.coefficient if k == 0 else Fraction(1)), side, across))
    if used != set(beside):
        return None
    have = [*sides_of[1], *sides_of[0]]
    wanted = [part for k, axis in enumerate(above) for part in ((fast[k], slow[k]) if axis in own else (axis,))]
    blocks = tuple(f for form in forms for f in (form.factors if isinstance(form, Kronecker) else (form,)))
    return chain(*_reordering(have, [part for part in wanted if part is not None]), Kronecker(blocks))


def _reordering(have: list[Index], wanted: list[Index]) -> list[Form]:
    """What brings rows that are counted along `have` (the fastest first) into the order of `wanted`: two neighbours change."""
    if have == wanted:
        return []
    k = next(k for k, (one, other) in enumerate(zip(have, wanted, strict=True)) if one is not other)
    if [*have[:k], have[k + 1], have[k], *have[k + 2 :]] != wanted:
        raise NoForm("a Kronecker product in another order")
    swap = Commutation(have[k].dim, have[k + 1].dim)
    after, before = (tuple(Identity(axis.dim) for axis in reversed(part)) for part in (have[k + 2 :], have[:k]))
    factors: tuple[Form, ...] = (*after, swap, *before)
    return [Kronecker(factors) if len(factors) > 1 else swap]


def _through(former: Former, term: Mul, fuses: dict[Index, Fuse], above: Axes, beside: Axes) -> Form | None:
    """A (X ⊗ Y) B: vec of it is (Bᵀ ⊗ A) vec(X ⊗ Y)."""
    from nablint.calculus.vecforms import vec_form

    groups = _connected(list(term.factors), frozenset((*fuses, *above, *beside)))
    inner = [f for group in groups if any(isinstance(factor, Fuse) for factor in group) for f in group]
    outer = [f for group in groups if not any(isinstance(factor, Fuse) for factor in group) for f in group]
    inside = frozenset[Index]().union(*(f.free for f in inner))
    outside = frozenset[Index]().union(*(f.free for f in outer))
    if outer and set(above) <= inside - outside and not set(beside) <= inside - outside:
        turned = _through(former, term, fuses, beside, above)
        return None if turned is None else transpose(turned)
    if not outer or not set(beside) <= inside - outside:
        return None
    names: dict[Index, Index] = {axis: axis.like() for axis in above if axis in inside}
    middle = tuple(names.get(axis, axis) for axis in (*fuses, *(a for a in above if a in inside and a not in fuses)))
    ties: list[Term] = [delta(axis, new) for axis, new in names.items()]
    if len(middle) > 2:
        return None
    left = mul((*outer, *ties), (term.bound & outside) - set(middle), term.coefficient)
    right = mul((rename(f, names) for f in inner), (term.bound & inside) - set(middle))
    return chain(vec_form(former, left, above, middle), vec_form(former, right, middle, beside))


def network(former: Former, term: Mul, free: frozenset[Index]) -> Network | None:
    """The pieces of a product; an A ⊗ B of which nothing outside meets the parts is one of them. None where a Kronecker
    product is no such piece."""
    if not any(isinstance(f, Fuse) for f in term.factors):
        return Network(former, term, free)
    found = _constant(former, term, free)
    if found is None:
        return None
    piece, rest = found
    net = Network(former, Mul(term.coefficient, rest, term.bound, term.free), free)
    net.pieces.insert(0, piece)
    return net


def _constant(former: Former, term: Mul, free: frozenset[Index]) -> tuple[Piece, tuple[Term, ...]] | None:
    fuses = [(k, f) for k, f in enumerate(term.factors) if isinstance(f, Fuse)]
    if len(fuses) != 2 or any(len(f.parts) != 2 or free & set(f.parts) for _, f in fuses):
        return None
    (first, rows), (_, cols) = fuses
    rest = [f for f in term.factors if f is not rows and f is not cols]
    forms: list[Form] = []
    used: list[Term] = []
    for place in (1, 0):
        pair = (rows.parts[place], cols.parts[place])
        group = [f for g in _connected(rest, free) if any(set(pair) & other.free for other in g) for f in g]
        touched = frozenset[Index]().union(*(f.free for f in group))
        if touched & {rows.whole, cols.whole, rows.parts[1 - place], cols.parts[1 - place], *free}:
            return None
        forms.append(former.form(mul(group, (term.bound & touched) - set(pair)), *pair))
        used.extend(group)
    left = tuple(f for f in rest if all(f is not other for other in used))
    return Piece(Kronecker((forms[0], forms[1])), rows.whole, cols.whole, first), left


def _connected(factors: list[Term], cut: frozenset[Index]) -> list[list[Term]]:
    """The factors in groups that share no index but for those in `cut`."""
    groups: list[tuple[set[Index], list[Term]]] = []
    for factor in factors:
        indices = set(factor.free - cut)
        joined = [group for group in groups if group[0] & indices]
        groups = [group for group in groups if not group[0] & indices]
        groups.append((indices.union(*(g[0] for g in joined)), [f for g in joined for f in g[1]] + [factor]))
    return [group for _, group in groups]
