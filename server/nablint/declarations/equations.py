"""What an equation or an inequality says of the structure of a symbol: A = Aᵀ, QᵀQ = I, ‖u‖ = 1, 1ᵀp = 1, s > 0, A ≻ 0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nablint.base.wholewords import whole_words
from nablint.declarations.facts import Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.declarations.sizetext import STRUCTURE_WORDS
from nablint.parse.nodes import (
    Big,
    Group,
    Inner,
    Negate,
    Node,
    Norm,
    Number,
    Power,
    Product,
    Relation,
    Sequence,
    Sub,
    Transpose,
)
from nablint.sizes.shapes import Matrix, Shape, Structure

_ORTHOGONAL = STRUCTURE_WORDS["orthogonal"]
_DEFINITE = {"≻": STRUCTURE_WORDS["spd"], "⪰": STRUCTURE_WORDS["psd"] | STRUCTURE_WORDS["symmetric"]}
_NORMS = ("", "2")
_CONDITION = re.compile(whole_words("if|when|whether|unless|iff|only|case|show|prove|not|wenn|falls|si|если") + "|如果|若|当")


def is_conditional(before: str) -> bool:
    """Whether the words before an equation say that it may not hold. `before`: in lower case."""
    return _CONDITION.search(before) is not None


def structures_in(tree: Node, shapes: Mapping[SymbolKey, Shape]) -> Iterator[tuple[SymbolKey, Structure]]:
    """`shapes`: what is known by now; only of a square Q does QᵀQ = I say that it is orthogonal, of others that their columns
    are orthonormal. `UᵀU = VᵀV = I` says so of both."""
    for item in tree.items if isinstance(tree, Sequence) else (tree,):
        if isinstance(item, Group) and item.brackets == "()":
            item = item.body
        if isinstance(item, Relation):
            last = item.sides[-1]
            whole = len(item.signs) > 1 and set(item.signs) == {"="} and _is_identity(last)
            for k, sign in enumerate(item.signs):
                found = _said(item.sides[k], sign, last if whole else item.sides[k + 1], shapes)
                if found is not None:
                    yield found


def _said(left: Node, sign: str, right: Node, shapes: Mapping[SymbolKey, Shape]) -> tuple[SymbolKey, Structure] | None:
    if sign == "=":
        return _equal(left, right, shapes) or _equal(right, left, shapes)
    if sign in ("<", "≤"):
        left, right, sign = right, left, ">"
    key = key_of(left)
    if key is None or not isinstance(right, Number):
        return None
    if sign in _DEFINITE and right.text == "0":
        return key, _DEFINITE[sign]
    return (key, Structure.POSITIVE) if sign in (">", "≥") else None


def _equal(left: Node, right: Node, shapes: Mapping[SymbolKey, Shape]) -> tuple[SymbolKey, Structure] | None:
    key = key_of(left)
    if key is not None:
        if _transposed(right) == key:
            return key, STRUCTURE_WORDS["symmetric"]
        match right:
            case Negate(_, body) if _transposed(body) == key:
                return key, STRUCTURE_WORDS["skew"]
            case _:
                return None
    if _is_inverse(left) and (key := _transposed(right)) is not None and isinstance(left, Power) and key_of(left.base) == key:
        return key, _ORTHOGONAL
    if isinstance(right, Number) and right.text == "1":
        return _of_one(left)
    if _is_identity(right):
        match left:
            case Product(_, (Transpose(_, inner), outer), ("",)):
                return _orthonormal(key_of(inner), key_of(outer), Structure.ORTHONORMAL_COLUMNS, shapes)
            case Product(_, (outer, Transpose(_, inner)), ("",)):
                return _orthonormal(key_of(inner), key_of(outer), Structure.ORTHONORMAL_ROWS, shapes)
            case _:
                return None
    return None


def _orthonormal(
    key: SymbolKey | None, other: SymbolKey | None, sides: Structure, shapes: Mapping[SymbolKey, Shape]
) -> tuple[SymbolKey, Structure] | None:
    shape = None if key is None else shapes.get(key)
    if key is None or key != other or not isinstance(shape, Matrix):
        return None
    return key, _ORTHOGONAL if shape.rows == shape.cols else sides


def own_arguments(statement: Statement) -> tuple[SymbolKey, tuple[SymbolKey, ...]] | None:
    """What `x = x(t)` says: that x depends on t."""
    if statement.sign not in ("=", ":=", "≡") or statement.kind == "denied":
        return None
    match statement.right:
        case Product(factors=(head, Group(body=body, brackets="()")), signs=("",)):
            items = body.items if isinstance(body, Sequence) else (body,)
            key, on = key_of(head), [key_of(item) for item in items]
        case _:
            return None
    known = tuple(item for item in on if item is not None)
    if key is None or key.sub or key.sup or key != key_of(statement.left) or len(known) < len(on):
        return None  # of g_{ij} the whole is said to depend, which has another name
    return key, known


def _of_one(left: Node) -> tuple[SymbolKey, Structure] | None:
    """What it says of a symbol that `left` is 1."""
    key: SymbolKey | None = None
    structure = Structure.UNIT
    match left:
        case Product(_, (Transpose(_, first), second), ("",)):
            key = key_of(second)
            if key is None or key_of(first) != key:
                structure = Structure.STOCHASTIC
                key = key if _is_ones(first) else key_of(first) if _is_ones(second) else None
        case Norm(_, body, 2, index) if (index.text if isinstance(index, Number) else "" if index is None else "?") in _NORMS:
            key = key_of(body)
        case Power(_, Norm() as norm, Number(text="2")):
            return _of_one(norm)
        case Inner(_, first, second) if key_of(first) == key_of(second):
            key = key_of(first)
        case Big(operator="sum", body=Sub(base=base)):
            key, structure = key_of(base), Structure.STOCHASTIC
        case _:
            return None
    return None if key is None else (key, structure)


def _transposed(node: Node) -> SymbolKey | None:
    while isinstance(node, Group):
        node = node.body
    return key_of(node.base) if isinstance(node, Transpose) else None


def _is_inverse(node: Node) -> bool:
    match node:
        case Power(exponent=Negate(_, Number(text="1"))):
            return True
        case _:
            return False


def _is_ones(node: Node) -> bool:
    """A bold or blackboard 1, with its size or without."""
    while isinstance(node, Sub):
        node = node.base
    key = key_of(node)
    return (key is not None and key.name.letter in ("1", "𝟏", "𝟙", "e") and bool(key.name.font)) or isinstance(node, Number)


def _is_identity(node: Node) -> bool:
    while isinstance(node, Sub):
        node = node.base
    key = key_of(node)
    return key is not None and key.name.letter in ("I", "E", "1")
