"""Renaming a symbol in the notes that have it from another file: what that file tells them of it, and where they write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nablint.base.findings import Edit
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import Fact, ShapeFact, SymbolKey
from nablint.declarations.keys import key_of
from nablint.features.bindings import Binding
from nablint.features.knowledge import Knowledge
from nablint.features.navigation import Use, stated
from nablint.features.rename import Refused, edit_of, refuse_taken
from nablint.features.wording import symbol_text
from nablint.parse.parser import parse
from nablint.sizes.shapes import dims_of


@dataclass(frozen=True, slots=True)
class Told:
    """What a file states of a symbol, by the places of its statements; `size`: the symbol is a size in them."""

    symbol: SymbolKey
    spans: frozenset[Span]
    size: bool


def told(knowledge: Knowledge, offset: int) -> Told | None:
    """What other notes may have of the symbol under the cursor; None where its file says nothing of it."""
    found = knowledge.occurrence_at(offset)
    if found is None:
        return None
    binding = knowledge.binding(*found)
    own = [fact for fact in knowledge.declarations.facts if fact.origin is None]
    size = binding.opening is None and binding.symbol.name.letter in knowledge.sizes
    if size:
        spans = frozenset(fact.span for fact in own if _has_size(fact, binding.symbol))
    else:
        spans = frozenset(fact.span for fact in own if _is_about(knowledge, fact, binding))
    return Told(binding.symbol, spans, size) if spans else None


def _is_about(knowledge: Knowledge, fact: Fact, binding: Binding) -> bool:
    return fact.symbol == binding.symbol and knowledge.bindings.at(fact.symbol, fact.span.start, fact.scope) == binding


def _has_size(fact: Fact, symbol: SymbolKey) -> bool:
    name = symbol.name.letter + (f"_{symbol.sub}" if symbol.sub else "")
    return isinstance(fact.value, ShapeFact) and any(name in dim.names() for dim in dims_of(fact.value.shape))


def rename_here(knowledge: Knowledge, what: Told, is_that_file: Callable[[str], bool], new: str) -> tuple[Edit, ...]:
    """The edits of a note that reads the file; `is_that_file` tells by the path that a statement comes from. Raises `Refused`
    where the note would no longer say the same."""
    facts = [fact for fact in knowledge.declarations.facts if fact.origin is not None]
    mine = [f for f in facts if f.origin and f.origin.span in what.spans and is_that_file(f.origin.path)]
    if not mine:
        return ()
    others = [f for f in facts if f.symbol == what.symbol and f not in mine and not what.size]
    uses = list(_uses(knowledge, what, [*mine, *others]))
    if not uses:
        return ()
    if others:
        raise Refused(f"{symbol_text(what.symbol)} is declared in {others[0].origin}, too")
    tree = parse(new, knowledge.macros)
    key = key_of(tree)
    if key is not None:
        for binding in {knowledge.binding(use.region, use.occurrence) for use in uses}:
            refuse_taken(knowledge, key, binding, uses, new)
    edits = {edit.span: edit for edit in (edit_of(knowledge, use, new, tree) for use in uses)}
    return tuple(sorted(edits.values(), key=lambda edit: edit.span))


def _uses(knowledge: Knowledge, what: Told, facts: list[Fact]) -> Iterator[Use]:
    """Where the note writes the symbol that these facts are about."""
    first = min(0 if fact.holds_throughout else fact.span.start for fact in facts)
    for region in range(len(knowledge.snapshot.trees)):
        for occurrence in knowledge.occurrences(region):
            span = knowledge.regions.in_file(region, occurrence.span)
            if occurrence.key.name.letter != what.symbol.name.letter or span.start < first:
                continue
            binding = knowledge.binding(region, occurrence)
            if binding.symbol != what.symbol or binding.opening is not None:
                continue
            if what.size or any(fact in facts for fact in stated(knowledge, region, occurrence)):
                yield Use(region, occurrence, span, False)
