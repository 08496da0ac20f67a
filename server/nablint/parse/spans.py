"""Moving and widening the spans of a tree: for formulas nested in text, and for what macros put in an order of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from nablint.base.spans import Span
from nablint.parse.nodes import Node, children


def moved(node: Node, move: Callable[[Span], Span]) -> Node:
    """The tree with every span passed through `move`."""
    changed: dict[str, Any] = {field.name: _moved_value(getattr(node, field.name), move) for field in fields(node)}
    return replace(node, **changed)


def _moved_value(value: Any, move: Callable[[Span], Span]) -> Any:
    if isinstance(value, Span):
        return move(value)
    if isinstance(value, tuple):
        return tuple(_moved_value(item, move) for item in value)
    if hasattr(value, "span"):
        return moved(value, move)
    return value


def widened(node: Node) -> Node:
    """The tree in which every node's span covers those of its children."""
    changed: dict[str, Any] = {}
    start, end = node.span.start, node.span.end
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name == "span" or isinstance(value, (str, int)) or value is None:
            continue
        new = _widened_value(value)
        if new is not value:
            changed[field.name] = new
    wide = replace(node, **changed) if changed else node
    for child in children(wide):
        start, end = min(start, child.span.start), max(end, child.span.end)
    if (start, end) != (node.span.start, node.span.end):
        wide = replace(wide, span=Span(start, end))
    return wide


def _widened_value(value: Any) -> Any:
    if isinstance(value, tuple):
        items = tuple(_widened_value(item) for item in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    if hasattr(value, "span"):
        return widened(value)
    return value
