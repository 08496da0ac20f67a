"""The declared domain of a function whose arguments are being written: `f(x, |)` shows f : n, m → scalar."""

from __future__ import annotations

from nablint.base.values import dataclass
from nablint.declarations.keys import key_of
from nablint.features.knowledge import Knowledge
from nablint.features.wording import shape_short, symbol_text
from nablint.sizes.shapes import Function


@dataclass(frozen=True, slots=True)
class Signature:
    """`parameters` are pieces of `label`; `active` is the index of the one under the cursor."""

    label: str
    parameters: tuple[tuple[int, int], ...]
    active: int


LOOK_BACK = 600


def signature(knowledge: Knowledge, offset: int) -> Signature | None:
    """Read from the characters before the cursor, because what is half written has no tree yet."""
    region = knowledge.regions.region_at(offset)
    if region is None:
        return None
    text = knowledge.regions.region(region).text
    at = min(knowledge.regions.region(region).map.back(offset), len(text))
    opened = _opening(text, at)
    if opened is None:
        return None
    bracket, commas = opened
    for occurrence in reversed(knowledge.occurrences(region)):
        if text[occurrence.span.end : bracket].replace("\\left", "").strip():
            continue
        if occurrence.span.end > bracket:
            continue
        shape = knowledge.shape_here(region, occurrence)
        key = key_of(occurrence.node)
        if isinstance(shape, Function) and key is not None:
            return _shown(symbol_text(key), shape, min(commas, len(shape.domain) - 1))
        return None
    return None


def _opening(text: str, at: int) -> tuple[int, int] | None:
    """The round bracket that is open at the cursor, and the commas since."""
    depth = 0
    commas = 0
    for k in range(at - 1, max(at - LOOK_BACK, 0) - 1, -1):
        c = text[k]
        if c in ")]}":
            depth += 1
        elif c in "([{":
            if depth == 0:
                return (k, commas) if c == "(" else None
            depth -= 1
        elif c == "," and depth == 0:
            commas += 1
    return None


def _shown(name: str, shape: Function, active: int) -> Signature:
    label = f"{name}("
    parameters = []
    for k, part in enumerate(shape.domain):
        label += ", " if k else ""
        start = len(label)
        label += shape_short(part)
        parameters.append((start, len(label)))
    label += f") → {shape_short(shape.value)}"
    return Signature(label, tuple(parameters), max(active, 0))
