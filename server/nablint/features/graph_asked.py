"""The graph of what somebody names: all that one symbol depends on, what depends on another, and the ways between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from nablint.declarations.facts import SymbolKey
from nablint.declarations.index import fontless
from nablint.declarations.keys import key_of
from nablint.features.bindings import Binding
from nablint.features.chains import Dependencies, Link, dependencies, paths
from nablint.features.graph import Graph, drawn
from nablint.features.knowledge import Knowledge
from nablint.features.wording import symbol_text
from nablint.parse.parser import parse

_NAMED = 12  # symbols that one message lists


def graph_of(knowledge: Knowledge, of: str | None, wrt: str | None, offset: int | None) -> Graph | str:
    """The definitions of the note that lead from `of` down to `wrt`, with the ways between the two; of one that is not named
    all count. `offset`: where several sections use a letter, the section there is meant, else the last. A text says why there
    is none."""
    made = dependencies(knowledge)
    if not made.links:
        return "the note defines nothing by anything else"
    bindings = list(_bindings(made))
    wholes, parts = _meant(bindings, of, knowledge, offset), _meant(bindings, wrt, knowledge, offset)
    for name, found in ((of, wholes), (wrt, parts)):
        if name is not None and not found:
            known = list(dict.fromkeys(symbol_text(binding.symbol) for binding in bindings))
            more = ", …" if len(known) > _NAMED else ""
            return f"no definition of the note has {name}; they have {', '.join(known[:_NAMED])}{more}"
    if wholes and parts:
        ways, pair = _ways(made, wholes, parts)
        if not ways:
            return f"{of} does not depend on {wrt} by the definitions of the note"
        wanted = _reached(pair[0], lambda b: [link.part for link in made.below(b)])
    else:
        ways = []
        wanted = set(bindings)
        if wholes:
            wanted = _reached(wholes[0], lambda b: [link.part for link in made.below(b)])
        elif parts:
            wanted = _reached(parts[0], lambda b: [link.whole for link in made.above(b)])
        elif offset is not None:
            scope = knowledge.bindings.scope_at(offset)
            wanted = {b for b, fact in made.definitions.items() if fact.scope == scope}
            wanted |= {link.part for whole in list(wanted) for link in made.below(whole)}
    edges: list[Link] = [link for whole in made.links for link in made.below(whole) if whole in wanted and link.part in wanted]
    if not edges:
        return "nothing is defined there by anything else"
    return drawn(knowledge, made, edges, ways, len(knowledge.text) if offset is None else offset)


def _bindings(made: Dependencies) -> Iterator[Binding]:
    """Every symbol that is defined or defines, in the order of the note."""
    seen: set[Binding] = set()
    for whole in made.links:
        for binding in (whole, *(link.part for link in made.below(whole))):
            if binding not in seen:
                seen.add(binding)
                yield binding


def _meant(bindings: Iterable[Binding], name: str | None, knowledge: Knowledge, offset: int | None) -> list[Binding]:
    """The bindings of a symbol that is written so, or so in another font; the likeliest first."""
    key = None if name is None else key_of(parse(name))
    if key is None:
        return []
    same = [binding for binding in bindings if binding.symbol == key]
    found = same or [binding for binding in bindings if fontless(binding.symbol) == fontless(key)]
    here = None if offset is None else _here(knowledge, key, offset)
    latest = found[::-1]
    return sorted(latest, key=lambda binding: binding != here)


def _here(knowledge: Knowledge, key: SymbolKey, offset: int) -> Binding:
    return knowledge.bindings.at(key, offset, knowledge.bindings.scope_at(offset))


def _ways(
    made: Dependencies, wholes: list[Binding], parts: list[Binding]
) -> tuple[list[tuple[Binding, ...]], tuple[Binding, Binding]]:
    """The ways of the first pair that has any."""
    for whole in wholes:
        for part in parts:
            ways = paths(made, whole, part)
            if ways:
                return ways, (whole, part)
    return [], (wholes[0], parts[0])


def _reached(start: Binding, following: Callable[[Binding], list[Binding]]) -> set[Binding]:
    found, todo = {start}, [start]
    while todo:
        for binding in following(todo.pop()):
            if binding not in found:
                found.add(binding)
                todo.append(binding)
    return found
