"""A tree with some of its nodes changed; what stays as it is stays the same node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from nablint.parse import nodes as n


def rebuilt(node: n.Node, change: Callable[[n.Node], n.Node]) -> n.Node:
    """The tree with every node changed, the innermost first; the same node where nothing changes."""
    new: dict[str, object] = {}
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        made = _rebuilt_value(value, change)
        if made is not value:
            new[name] = made
    return change(cast("n.Node", replace(cast(Any, node), **new)) if new else node)


def _rebuilt_value(value: object, change: Callable[[n.Node], n.Node]) -> object:
    if isinstance(value, tuple):
        made = tuple(_rebuilt_value(item, change) for item in value)
        return made if any(a is not b for a, b in zip(made, value, strict=True)) else value
    is_node = hasattr(value, "span") and hasattr(value, "__dataclass_fields__")
    return rebuilt(value, change) if is_node else value  # type: ignore[arg-type]
