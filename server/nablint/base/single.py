"""One object for each content, so that values are compared and looked up by identity."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MOST = 30_000


class Singles(Generic[K, V]):
    """The living values by their contents. `lately` holds those asked for lately, so that they need not be made again for
    the next formula: ask it first, then `settled`."""

    def __init__(self) -> None:
        self.lately: dict[K, V] = {}
        self._living: WeakValueDictionary[K, V] = WeakValueDictionary()
        self._settling = Lock()

    def settled(self, content: K, make: Callable[[K], V]) -> V:
        """The one value of a content, made where there is none."""
        with self._settling:
            value = self._living.get(content)
            if value is None:
                value = self._living[content] = make(content)
            if len(self.lately) >= _MOST:
                self.lately = {}
            self.lately[content] = value
            return value
