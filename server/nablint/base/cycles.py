"""How often Python looks for cycles of values to free: rarely, since what is made of a note has none, and is much."""

from __future__ import annotations

import gc

_VALUES = 2_000_000  # made and not freed since the last look
_LOOKS = 20  # among the young before one among the old


def look_rarely() -> None:
    """For processes that analyse one note after another; Python's own thresholds cost a tenth of their time."""
    gc.set_threshold(_VALUES, _LOOKS, _LOOKS)


def look() -> None:
    """Frees cycles among what was made since the last look; for whoever has nothing else to do."""
    gc.collect(1)
