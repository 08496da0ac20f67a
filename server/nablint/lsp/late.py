"""Modules that are loaded when they are first used: the answer to `initialize` does not wait for the mathematics."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Late:
    """Stands for a module; what is asked of it is asked of the module."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


def warm_up() -> None:
    """Loads everything that the first request would have to wait for, on the worker, while the user reads."""
    from nablint.analysis.analyse import examine
    from nablint.base.source import Source
    from nablint.features.knowledge import Knowledge

    for name in ("actions", "completion", "hints", "hover", "lenses", "symbols", "tokens"):
        import_module(f"nablint.features.{name}")
    # One note of each construct that loads something: the grammar, the tables, the rules.
    examined = examine(Source("warm-up.md", "Let $A \\in \\mathbb{R}^{m \\times n}$ and $y = A x$.\n"))
    Knowledge(examined.snapshot, examined.judged)
