"""Displays that follow one another without a sign: is each the one before it, written anew, or its derivative?

What such a display is meant to be, nobody says. So it may be seen to be one of the two, and else nothing is said of it. Only
of a function that the note defines, `f(x) = …`, right before, it is false if a lost sign or factor alone keeps it from being
the derivative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nablint.base.memory import Memory
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, Fact, Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.declarations.statements import alone
from nablint.parse import nodes as n
from nablint.parse.render import render_unicode
from nablint.readings.attempts import layouts_left
from nablint.readings.basis import Basis
from nablint.readings.claims import Claim
from nablint.readings.note import Note
from nablint.readings.troubles import ReadNote
from nablint.readings.visible import Visible

if TYPE_CHECKING:
    from nablint.calculus.declared import Declared
    from nablint.calculus.verdict import Repair, Verdict
    from nablint.sizes.layouts import Layout

MOST_NODES = 120
# What a formula of numbers consists of; arrays, sums and indices need more than looks.
_PLAIN = (n.Number, n.Symbol, n.Sum, n.Product, n.Fraction, n.Group, n.Negate, n.Power, n.Call)
_CONSTANTS = "eπ"
# Delimiters of displays, and words that only lead on.
_BETWEEN = re.compile(
    r"(?:[\s$.,;:]|\\[\[\]]|\\(?:begin|end)\{\w{1,12}\*?\}"
    r"|\b(?:so|thus|hence|then|therefore|simplify(?:ing)?|simplifies to|which|gives|is|we (?:get|obtain))\b)*",
    re.IGNORECASE,
)
_DERIVATIVES: Memory[tuple[int, int], tuple[n.Derivative, n.Node, n.Symbol]] = Memory(512)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a display begins with and ends in; `function`: the definition that it is, with one parameter."""

    first: n.Node | None
    last: n.Node
    labelled: bool
    function: Fact | None


def unsigned(note: ReadNote) -> Iterator[Claim]:
    """A claim for each display that goes on from the one right before it."""
    document = note.note.document
    before, at = None, -1
    for region in note.note.regions:
        source = document.regions[region]
        if not source.display:
            continue
        now = _said(note, region)
        if now is not None and before is not None and now.first is not None and not now.labelled:
            between = note.note.words(document.regions[at].span.end, source.span.start)
            if _BETWEEN.fullmatch(between) and note.note.exercise(at) == note.note.exercise(region):
                function = before.function or _restated(note, before.last, at)
                claim = _claim(note, replace(before, function=function), at, now.first, region)
                if claim is not None:
                    yield claim
        before, at = now, region


def _said(note: ReadNote, region: int) -> _Said | None:
    tree, statements = note.note.trees[region], note.note.statements.get(region, ())
    if note.is_denied(region):
        return None
    if not statements:
        node = alone(tree)
        return _Said(node, node, node is not tree, None) if node is not None and _is_plain(node) else None
    head, last = statements[0], statements[-1]
    if len({one.chain for one in statements}) > 1 or last.sign != "=" or last.right is None or not _is_plain(last.right):
        return None
    begins = head.kind == "assumption" and head.left_region == region and _is_plain(head.left)
    return _Said(
        head.left if begins else None, last.right, begins and tree.span.start < head.left.span.start, _function(note, head)
    )


def _function(note: ReadNote, head: Statement) -> Fact | None:
    """The `f(x) = …` that a display is."""
    if head.kind != "definition" or not isinstance(head.left, n.Product):
        return None
    key = key_of(head.left.factors[0])
    fact = note.note.view(head.region).definition(key) if key is not None else None
    if fact is None or not isinstance(fact.value, DefinitionFact) or fact.value.value is not head.right:
        return None
    return fact if len(fact.value.parameters) == 1 else None


def _restated(note: ReadNote, node: n.Node, region: int) -> Fact | None:
    """The function of which a display writes the formula again, where the note has said before which one it is."""
    fact = note.note.ask(_written, render_unicode(node))
    return fact if fact is not None and note.note.view(region).definition(fact.symbol) == fact else None


def _written(note: Note, text: str) -> Fact | None:
    """The last function of one argument that a note defines by that."""
    for fact in reversed(note.index.facts):
        value = fact.value
        if isinstance(value, DefinitionFact) and len(value.parameters) == 1 and render_unicode(value.value) == text:
            return fact
    return None


def _claim(note: ReadNote, before: _Said, at: int, node: n.Node, region: int) -> Claim | None:
    # Imported here: a note without claims loads no calculus.
    from nablint.calculus.remembered import remembered, verdict_of

    old = before.last
    letters = _letters(old)
    if not letters or not _letters(node).keys() <= letters.keys():
        return None
    span = note.note.document.regions[region].map.span(node.span)
    stated = Statement("claim", old, "=", node, at, region, span, note.note.scope(region), -1, -1)
    declared = Visible(note, stated, {})
    if any(declared.shape(key) is not None or declared.definition(key) is not None for key in letters):
        return None  # more is known of a letter than that it is a number
    layouts = layouts_left(note.chosen(region).layout)

    def tried(left: n.Node, right: n.Node) -> Verdict:
        equal = partial(_equal, left, right, layouts)
        return remembered("unsigned", left, right, declared, layouts, equal)

    basis = Basis((), True, True, None)
    if (same := tried(old, node)).status == "holds":
        return Claim(stated, replace(same, why="the display before it, written anew"), basis, None, True, False)
    variable = _variable(before.function, letters)
    if variable is None:
        return None
    derivative = _derivative(old, variable)
    claimed = replace(stated, left=derivative)
    if (found := tried(derivative, node)).status == "holds":
        return Claim(claimed, replace(found, why="the derivative of the display before it"), basis, derivative, True, False)
    if before.function is None or any(
        tried(left, right).status == "holds"
        for left, right in ((_derivative(node, variable), old), (_derivative(derivative, variable), node))
    ):
        return None  # an antiderivative, or the second derivative
    verdict = verdict_of(derivative, node, declared, layouts, assume_scalars=True)
    if verdict.status != "fails" or not _is_slip(verdict.repair):
        return None
    return Claim(claimed, verdict, Basis((before.function,), True, True, None), derivative, True, False)


def _is_slip(repair: Repair | None) -> bool:
    """A lost sign or a lost factor, not both."""
    return repair is not None and (repair.kind == "sign" or (repair.factor is not None and repair.factor > 0))


def _equal(left: n.Node, right: n.Node, layouts: Sequence[Layout], declared: Declared) -> Verdict:
    from nablint.calculus.verify import verify_equal

    return verify_equal(left, right, declared, layouts, assume_scalars=True, explain=False)


def _is_plain(node: n.Node) -> bool:
    """Whether a display is a formula of numbers, with more than a name in it."""
    if isinstance(node, n.Symbol | n.Number):
        return False
    parts = list(n.walk(node))
    return len(parts) <= MOST_NODES and all(isinstance(part, _PLAIN) and not _is_dressed(part) for part in parts)


def _is_dressed(part: n.Node) -> bool:
    return isinstance(part, n.Symbol) and (bool(part.name.font) or part.name.letter.isupper() or len(part.name.letter) > 1)


def _letters(node: n.Node) -> dict[SymbolKey, n.Symbol]:
    """Each letter of a formula, where it first stands."""
    found: dict[SymbolKey, n.Symbol] = {}
    for part in n.walk(node):
        if isinstance(part, n.Symbol) and part.name.letter not in _CONSTANTS and (key := key_of(part)) is not None:
            found.setdefault(key, part)
    return found


def _variable(function: Fact | None, letters: dict[SymbolKey, n.Symbol]) -> n.Symbol | None:
    """What a derivative would be by: the function's own parameter, or the only Latin letter; Greek ones are parameters."""
    if function is not None:
        (parameter,) = function.value.parameters if isinstance(function.value, DefinitionFact) else ()
        return letters.get(parameter)
    latin = [letter for key, letter in letters.items() if key.name.letter.isascii()]
    return latin[0] if len(latin) == 1 else None


def _derivative(node: n.Node, variable: n.Symbol) -> n.Derivative:
    kept = _DERIVATIVES.get((id(node), id(variable)))
    if kept is None:
        group = n.Group(node.span, node, "()")
        made = n.Derivative(node.span, "d", group, (n.By(variable.span, variable, 1),), 1)
        # Held with what it is made of, so that nothing else can have their identity.
        kept = _DERIVATIVES.put((id(node), id(variable)), (made, node, variable))
    return kept[0]
