"""Immutable values that are quick to make: `dataclass` as type checkers know it, whose `frozen` only they enforce.

A note is hundreds of thousands of small values. A frozen dataclass sets each field through `object.__setattr__`, which makes
it three times as slow to make as one that is not. mypy refuses every assignment to a field of a frozen class, so the check at
run time would find nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    from dataclasses import dataclass as _dataclass

    def dataclass(cls=None, /, *, frozen=False, eq=True, **options):
        """As `dataclasses.dataclass`; a frozen class is hashable and compared by its fields, and is not guarded."""

        def made(cls):
            hashed = frozen and eq and "__hash__" not in cls.__dict__
            return _dataclass(eq=eq, unsafe_hash=hashed, **options)(cls)

        return made if cls is None else made(cls)
