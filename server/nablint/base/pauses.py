"""Work that may be given up between its steps: its owner hands over a function that raises where nobody waits for it, and that
may look at another note meanwhile, so that nothing half done may stand where that look would find it."""

from __future__ import annotations

from collections.abc import Callable

Pause = Callable[[], object]


def go_on() -> None:
    """The pause of work that is always wanted."""
