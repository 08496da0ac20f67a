"""What a finding rests on: the facts of the symbols in an expression, through definitions, and how firm they are."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.memory import by_identity
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, Fact, Origin, SymbolKey, Trust
from nablint.declarations.keys import key_of
from nablint.declarations.view import Known, View
from nablint.parse import nodes as n
from nablint.readings.layouts import Chosen
from nablint.sizes.shapes import Unknown

DEEPEST_DEFINITION = 5


@dataclass(frozen=True, slots=True)
class Basis:
    """What a finding rests on: the facts of its symbols, and whether the author's own words suffice for it."""

    facts: tuple[Fact, ...]
    firm: bool
    one_place: bool  # whether all that is soft was declared together
    chosen: Chosen | None  # where a derivative's layout mattered
    soft: tuple[Fact, ...] = ()
    learned: tuple[Span, ...] = ()  # equations that tell the shape of a symbol nobody declared

    @property
    def stated(self) -> bool:
        """Whether all of it was stated outright, here: then what contradicts it is an error."""
        inferred = self.chosen is not None and bool(self.chosen.votes)
        return self.firm and not inferred and not self.learned and all(f.trust > Trust.DEFINITION for f in self.facts)

    @property
    def sound(self) -> bool:
        """Whether it is enough for a warning. Facts of ended sections count only where one place declares several symbols that
        are used together again: a letter alone may have got another meaning meanwhile; one with a subscript seldom does."""
        letters = {fact.symbol for fact in self.facts}
        particular = all(fact.symbol.sub or fact.symbol.sup for fact in self.soft)
        together = self.one_place and len(letters) > 1 and (particular or len({fact.symbol for fact in self.soft}) > 1)
        return bool(self.facts) and (self.firm or together)


def resting_on(view: View, nodes: tuple[n.Node, ...]) -> tuple[tuple[Fact, ...], bool]:
    """The facts that the shapes of expressions rest on, in the order of the note, and whether all of them are firm."""
    facts: dict[tuple[int, int, SymbolKey, Origin | None], Fact] = {}
    firm = True
    for node in nodes:
        for known, definition in _behind(view, node, DEEPEST_DEFINITION, set()):
            if known is not None:
                firm = firm and known.firm
                for fact in known.facts:
                    facts[fact.span.start, fact.span.end, fact.symbol, fact.origin] = fact
            if definition is not None and not _states(definition, nodes):
                facts[definition.span.start, definition.span.end, definition.symbol, None] = definition
    return tuple(facts[key] for key in sorted(facts, key=lambda k: (k[0], k[1]))), firm


@by_identity(4096)
def symbols(node: n.Node) -> tuple[n.Node, ...]:
    """The symbols that an expression's shape may rest on, with their scripts; indices and bounds are not among them."""
    stack: list[n.Node] = [node]
    found: list[n.Node] = []
    while stack:
        part = stack.pop()
        match part:
            case n.Symbol():
                found.append(part)
            case n.Sub(_, base, _) | n.Label(_, base, _, _) | n.Prime(_, base, _):
                found.append(part)
                stack.append(base)
            case n.Big(_, _, _, _, body):
                stack.extend([body] if body is not None else [])
            case _:
                stack.extend(n.children(part))
    return tuple(found)


def _behind(view: View, node: n.Node, depth: int, seen: set[SymbolKey]) -> Iterator[tuple[Known | None, Fact | None]]:
    for part in symbols(node):
        key = key_of(part)
        if key is None or key in seen:
            continue
        seen.add(key)
        known = view.known(key)
        whole = view.known(base) if isinstance(part, n.Sub) and (base := key_of(part.base)) is not None else None
        if known is not None and whole is not None and whole.firm and not known.firm:
            # What an earlier section said of an entry gives way to what this one says of the whole.
            continue
        fact = view.definition(key) if depth else None
        defined_here = fact is not None and view.is_firm(fact) and (known is None or not known.firm)
        if (
            known is not None
            and not isinstance(known.shape, Unknown)
            and not defined_here
            and known.trust is not Trust.TYPOGRAPHY
        ):
            yield known, None
            continue
        if whole is not None:
            # An entry rests on its array, which comes next.
            continue
        if fact is not None and isinstance(fact.value, DefinitionFact):
            yield None, fact
            yield from _behind(view, fact.value.value, depth - 1, seen)


def _states(definition: Fact, nodes: tuple[n.Node, ...]) -> bool:
    """Whether the definition is the very equation that is judged."""
    return isinstance(definition.value, DefinitionFact) and any(definition.value.value is node for node in nodes)
