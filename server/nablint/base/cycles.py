"""How often Python looks for cycles of values to free: rarely, since what is made of a note has none, and is much."""

from __future__ import annotations

import gc

_VALUES = 2_000_000  # made and not freed since the last look
_BRIEFLY = 20_000  # as many as a look goes through without a pause that anyone feels
_LOOKS = 20  # among the young before one among the old


def look_rarely() -> None:
    """For processes that analyse note after note: costs some memory, spares a tenth of the time."""
    gc.set_threshold(_VALUES, _LOOKS, _LOOKS)


def look_briefly() -> None:
    """For processes that answer key presses: half as dear as Python's own thresholds, and no look takes long."""
    gc.set_threshold(_BRIEFLY, _LOOKS, _LOOKS)
