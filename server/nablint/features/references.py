"""From a reference to its label and back: `\\eqref{…}`, `@eq-…`, `{eq}` and their like, in the note and in files it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from weakref import WeakKeyDictionary

from nablint.base.spans import Span
from nablint.documents.crossrefs import CrossReference, cross_references, labels_in
from nablint.features.knowledge import Knowledge
from nablint.features.navigation import Place

# Asked for (path, text) of the files that a note reads, only where the note itself lacks a label.
Others = Callable[[], Iterable[tuple[str, str]]]

_FOUND: WeakKeyDictionary[Knowledge, list[CrossReference]] = WeakKeyDictionary()


def resolved(knowledge: Knowledge, others: Others) -> list[tuple[CrossReference, Place]]:
    """Every reference of the note whose label is found, with its place; of two labels of one name the first counts."""
    found = _all(knowledge)
    labels: dict[str, Place] = {}
    for one in found:
        if one.kind == "label":
            labels.setdefault(one.name, Place(one.span))
    references = [one for one in found if one.kind == "reference"]
    if any(_spelling(one.name, labels) is None and not _is_citation(knowledge, one) for one in references):
        for path, text in others():
            for label in labels_in(text):
                labels.setdefault(label.name, Place(label.span, path))
    pairs = ((one, _spelling(one.name, labels)) for one in references)
    return [(one, labels[name]) for one, name in pairs if name is not None]


def target_at(knowledge: Knowledge, offset: int, others: Others) -> tuple[Span, Place] | None:
    """The reference under the cursor and the place of its label."""
    if not any(one.kind == "reference" and one.span.touches(offset) for one in _all(knowledge)):
        return None
    return next(((one.span, place) for one, place in resolved(knowledge, others) if one.span.touches(offset)), None)


def same_label(knowledge: Knowledge, offset: int) -> list[CrossReference]:
    """The label and all references to it, where the cursor is on one of them."""
    found = _all(knowledge)
    here = next((one for one in found if one.span.touches(offset)), None)
    labels = {one.name for one in found if one.kind == "label"}
    name = None if here is None else _spelling(here.name, labels)
    if here is None or name is None:
        return []
    return [one for one in found if _spelling(one.name, labels) == name]


def _all(knowledge: Knowledge) -> list[CrossReference]:
    found = _FOUND.get(knowledge)
    if found is None:
        found = _FOUND[knowledge] = cross_references(knowledge.document)
    return found


def _spelling(name: str, labels: Iterable[str]) -> str | None:
    """The label that a reference means: Quarto lets a sentence begin with `@Eq-…`, reStructuredText knows no case."""
    if name in labels:
        return name
    lowered = name[:1].lower() + name[1:]
    return lowered if lowered in labels else None


def _is_citation(knowledge: Knowledge, one: CrossReference) -> bool:
    """`@knuth` is more often a book than a label of another file."""
    return knowledge.text.startswith("@", one.span.start - 1) and "-" not in one.name and ":" not in one.name
