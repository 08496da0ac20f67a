"""Bounded memories of what was worked out before; the oldest that nobody asked for again is forgotten first."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar
from weakref import WeakSet

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_ALL: WeakSet[Memory[Hashable, object]] = WeakSet()


class Memory(Generic[K, V]):
    """At most twice `size` values: those put or asked for lately, and those of the generation before.

    No step of it can fail where threads share it; at worst a value is worked out again.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        _ALL.add(self)  # type: ignore[arg-type]  # only forgotten as a whole, whatever is in it

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def get(self, key: K) -> V | None:
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: K, value: V) -> V:
        if len(self._young) >= self._size:
            self._old, self._young = self._young, {}
        self._young[key] = value
        return value

    def forget(self) -> None:
        self._young, self._old = {}, {}


def forget_everything() -> None:
    """All memories of the process are emptied."""
    for memory in list(_ALL):
        memory.forget()
