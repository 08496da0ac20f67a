"""Equality of trees up to where they stand: a key without spans, and the comparison made of it."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeAlias

from nablint.base.spans import Span
from nablint.parse.nodes import Name, Node

Skeleton: TypeAlias = tuple[object, ...]


@lru_cache(maxsize=128)
def _fields_of(kind: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in ("span", "function_span", "sign_spans"))


def skeleton(node: Node) -> Skeleton:
    """A hashable key: equal for trees that differ only in their spans."""
    kind: Any = type(node)
    return (kind.__name__, *(_part(getattr(node, name)) for name in _fields_of(kind)))


def _part(value: object) -> object:
    if value is None or isinstance(value, (str, int, Name)):
        return value
    if isinstance(value, tuple):
        return tuple(_part(item) for item in value)
    if isinstance(value, Span):
        return None
    return skeleton(value)  # type: ignore[arg-type]


def same(a: Node, b: Node) -> bool:
    """Whether two trees say the same, wherever they stand."""
    return a is b or (type(a) is type(b) and skeleton(a) == skeleton(b))
