"""The nodes of a claim and of what it rests on, by their kinds: what is looked for in them is mostly of one or two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar, overload

from nablint.parse import nodes as n

A = TypeVar("A", bound=n.Node)
B = TypeVar("B", bound=n.Node)
C = TypeVar("C", bound=n.Node)


class Parts:
    """To be changed by nobody. Iterating goes through all nodes in their order."""

    def __init__(self, nodes: Iterable[n.Node]) -> None:
        self._all = tuple(nodes)
        self._places: dict[type[object], list[int]] = {}
        for place, node in enumerate(self._all):
            self._places.setdefault(node.__class__, []).append(place)

    def __iter__(self) -> Iterator[n.Node]:
        return iter(self._all)

    @overload
    def of(self, kind: type[A], /) -> Sequence[A]: ...

    @overload
    def of(self, kind: type[A], other: type[B], /) -> Sequence[A | B]: ...

    @overload
    def of(self, kind: type[A], other: type[B], third: type[C], /) -> Sequence[A | B | C]: ...

    @overload
    def of(self, *kinds: type[n.Node]) -> Sequence[n.Node]: ...

    def of(self, *kinds: type[object]) -> Sequence[Any]:
        """Those of some kinds, in their order."""
        held = [places for kind in kinds if (places := self._places.get(kind))]
        places = held[0] if len(held) == 1 else sorted(place for some in held for place in some)
        return [self._all[place] for place in places]
