"""How tightly each node holds together: which of them need brackets inside which."""

from __future__ import annotations

from nablint.parse.nodes import (
    Adjoint,
    Aligned,
    Arrow,
    Big,
    Label,
    Negate,
    Node,
    Power,
    Prime,
    Product,
    Relation,
    Sequence,
    Sub,
    Sum,
    Transpose,
)

SEQUENCE, RELATION, SUM, NEGATION, PRODUCT, SCRIPT, ATOM = range(7)

_LEVELS: dict[type, int] = {
    Sequence: SEQUENCE,
    Aligned: SEQUENCE,
    Relation: RELATION,
    Arrow: RELATION,
    Sum: SUM,
    Negate: NEGATION,
    Product: PRODUCT,
    Big: PRODUCT,
    Power: SCRIPT,
    Transpose: SCRIPT,
    Adjoint: SCRIPT,
    Sub: SCRIPT,
    Label: SCRIPT,
    Prime: SCRIPT,
}


def level(node: Node) -> int:
    if isinstance(node, Aligned) and node.environment:
        return ATOM
    return _LEVELS.get(type(node), ATOM)


def has_superscript(node: Node) -> bool:
    """Whether the node's text ends with a superscript, to which LaTeX adds no second one."""
    while isinstance(node, Sub):
        node = node.base
    return isinstance(node, (Power, Transpose, Adjoint, Label))


def has_subscript(node: Node) -> bool:
    while isinstance(node, (Power, Transpose, Adjoint, Label, Prime)):
        node = node.base
    return isinstance(node, Sub)
