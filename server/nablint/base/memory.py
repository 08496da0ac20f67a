"""Bounded memories of what was worked out before; the oldest that nobody asked for again is forgotten first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, TypeVar
from weakref import WeakSet

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
A = TypeVar("A")
R = TypeVar("R")

_ALL: WeakSet[Memory[Hashable, object]] = WeakSet()


class Memory(Generic[K, V]):
    """At most twice `size` values: those put or asked for lately, and those of the generation before. `young` is for those who
    look there first, without a call.

    No step of it can fail where threads share it; at worst a value is worked out again.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self.young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        _ALL.add(self)  # type: ignore[arg-type]  # only forgotten as a whole, whatever is in it

    def __len__(self) -> int:
        return len(self.young) + len(self._old)

    def get(self, key: K) -> V | None:
        found = self.young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: K, value: V) -> V:
        if len(self.young) >= self._size:
            self._old, self.young = self.young, {}
        self.young[key] = value
        return value

    def forget(self) -> None:
        self.young, self._old = {}, {}


def forget_everything() -> None:
    """All memories of the process are emptied."""
    for memory in list(_ALL):
        memory.forget()


def by_identity(size: int) -> Callable[[Callable[[A], R]], Callable[[A], R]]:
    """Remembers a pure function of one immutable value, such as a tree, by which value it is: no tree is hashed."""

    def remembering(function: Callable[[A], R]) -> Callable[[A], R]:
        # The value is held with the result, so that no other can have its identity.
        memory: Memory[int, tuple[A, R]] = Memory(size)

        @wraps(function)
        def remembered(value: A) -> R:
            found = memory.young.get(id(value)) or memory.get(id(value))
            return found[1] if found is not None else memory.put(id(value), (value, function(value)))[1]

        return remembered

    return remembering
