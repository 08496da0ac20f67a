"""How often Python looks for cycles of values to free: rarely, since what is made of a note has none, and is much."""

from __future__ import annotations

import gc

_VALUES = 20_000  # made since the last look
_LOOKS = 20  # among the young before one among the old


def look_rarely() -> None:
    """For processes that analyse: costs some memory, spares a twentieth of the time."""
    gc.set_threshold(_VALUES, _LOOKS, _LOOKS)
