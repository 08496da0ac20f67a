"""A JSON document with one very long list, written item by item: findings of a whole archive need not stand in memory twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator


def streamed(shell: object, name: str, items: Iterable[object], depth: int) -> Iterator[str]:
    """The document `shell` with the items in its empty list `name`, which stands that deep; "" where it is the list itself."""
    mark = f'"{name}": ' if name else ""
    before, _, after = _dumped(shell, 0).partition(f"{mark}[]")
    yield f"{before}{mark}["
    filled = False
    for item in items:
        yield f"{',' if filled else ''}\n{' ' * depth}{_dumped(item, depth)}"
        filled = True
    yield f"\n{' ' * (depth - 1)}]{after}\n" if filled else f"]{after}\n"


def _dumped(value: object, depth: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * depth)
