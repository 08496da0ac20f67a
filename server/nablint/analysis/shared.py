"""What a project states once for all its notes: directives of the configuration, as facts that hold from each note's start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from nablint.analysis.settings import Settings
from nablint.base.source import Source
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.collect import collect
from nablint.declarations.facts import Declarations, Origin
from nablint.documents.model import Directive, Document, Scope

# Groups number the sentences of a note; those of the configuration stand far from them all.
_GROUPS = -(1 << 50)


@dataclass(frozen=True, slots=True)
class BadDeclaration:
    """One of the configured directives was not understood. `index` says which."""

    index: int
    message: str


def shared(settings: Settings) -> Declarations:
    """What the configuration of a note's project states."""
    return _read(settings.declarations, settings.origin)[0] if settings.declarations else Declarations()


def bad_declarations(declarations: Sequence[str]) -> tuple[BadDeclaration, ...]:
    return _read(tuple(declarations), "")[1]


@lru_cache(maxsize=64)
def _read(bodies: tuple[str, ...], origin: str) -> tuple[Declarations, tuple[BadDeclaration, ...]]:
    text = "\n".join(bodies)
    starts = [0, *accumulate(len(body) + 1 for body in bodies)][: len(bodies)]
    directives = tuple(
        Directive(Span(start, start + len(body)), body, Span(start, start + len(body)))
        for start, body in zip(starts, bodies, strict=True)
    )
    document = Document(Source(origin, text), scopes=(Scope(0, -1, Span(0, len(text))),), directives=directives)
    found = collect(document, ())
    # Places in the configuration mean nothing in a note: there the file alone is named.
    nowhere = Span(0, 0)
    facts = tuple(
        replace(fact, span=nowhere, scope=0, since=0, group=_GROUPS + fact.group, origin=Origin(origin)) for fact in found.facts
    )
    dims = tuple(replace(fact, span=nowhere, scope=0, since=0) for fact in found.dims)
    layouts = tuple(replace(fact, span=nowhere, scope=0, origin=Origin(origin)) for fact in found.layouts)
    bad = tuple(BadDeclaration(sum(start <= error.span.start for start in starts) - 1, error.message) for error in found.errors)
    return Declarations(facts, dims, layouts), bad
