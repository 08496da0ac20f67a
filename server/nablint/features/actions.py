"""What can be done at a place: fixes of findings, suppressions, declarations, and rewrites of the formula under the cursor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nablint.analysis.editing import edited
from nablint.base.findings import Edit, Finding
from nablint.base.pauses import Pause, go_on
from nablint.base.shortening import shortened
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import ShapeFact
from nablint.features.converting import checked, convert_formula, convert_section, may_differ, targets
from nablint.features.derivation import derivation
from nablint.features.derivatives import derivative_at, is_open
from nablint.features.directives import at_top, before_block, reason
from nablint.features.entries import entrywise, matrixwise
from nablint.features.knowledge import Knowledge
from nablint.features.legend import (
    ARRANGE,
    COPY,
    DECLARE,
    DERIVATIVE,
    EXPAND,
    FIX_ALL,
    FORM,
    LAYOUT,
    MARKS,
    QUICK_FIX,
    SUPPRESS,
)
from nablint.features.proposals import proposals, written
from nablint.features.rewriting import (
    add_marks,
    arrangements,
    expansion,
    is_part,
    remove_marks,
    worked_out,
)
from nablint.features.roles import role_of
from nablint.features.wording import symbol_text
from nablint.parse.nodes import Derivative, Mark, Node, Product, Relation, walk
from nablint.sizes.layouts import PRESETS
from nablint.sizes.shapes import Shape

LONGEST_TITLE = 60
_FIX_ALL = "fix all"
READ_AGAIN = 20_000  # characters of a note that is read once for each guess
# They speak of directives themselves, which no directive above them silences.
_OF_DIRECTIVES = frozenset({"NOT002", "NOT003"})


@dataclass(frozen=True, slots=True)
class Action:
    """`preferred`: the one that an editor takes without asking. `finding`: what it mends, where it mends something. `task`:
    what `perform` makes the edits of, where they cost more than a look at the formula. `refusal`: why it cannot be done here.
    `copies`: a text for the clipboard instead of edits. `ignores`: where a rule would be silent, "here" or "in this file"; a
    client may ask for the reason first."""

    title: str
    kind: str
    edits: tuple[Edit, ...] = ()
    preferred: bool = False
    finding: Finding | None = None
    task: str = ""
    refusal: str = ""
    copies: str = ""
    ignores: str = ""

    @property
    def does_something(self) -> bool:
        return bool(self.edits or self.task or self.refusal or self.copies)


class Refused(Exception):
    """Nothing is changed; the message says why."""


def actions(knowledge: Knowledge, within: Span, kinds: tuple[str, ...] = (), pause: Pause = go_on) -> list[Action]:
    """Everything that is offered for a selection; `kinds` limits it to these kinds and what is below them. `pause` is called
    while fixes are checked, and may give up."""
    found = [
        action for action in _all(knowledge, within, kinds, pause) if not kinds or any(_below(action.kind, k) for k in kinds)
    ]
    return [action for action in found if action.does_something]


def perform(knowledge: Knowledge, task: str) -> tuple[Edit, ...]:
    """The edits of an action that was offered with a task. Raises `Refused`."""
    if task == _FIX_ALL:
        return fix_all(knowledge)
    name, _, target = task.partition(" ")
    scopes = knowledge.document.scopes
    if not (name.isdecimal() and int(name) < len(scopes) and target in PRESETS):
        raise Refused("there is no such action")
    found = checked(knowledge, convert_section(knowledge, scopes[int(name)], target))
    if found.refusal:
        raise Refused(found.refusal)
    return found.edits


def _below(kind: str, asked: str) -> bool:
    return kind == asked or kind.startswith(f"{asked}.") or not asked


def _asked(kinds: tuple[str, ...], kind: str) -> bool:
    """Whether an action of that kind could be wanted at all; fixing everything is done only when it is named."""
    return any(_below(kind, k) for k in kinds) if kinds else kind != FIX_ALL


def _all(knowledge: Knowledge, within: Span, kinds: tuple[str, ...], pause: Pause) -> Iterator[Action]:
    here = [f for f in knowledge.snapshot.findings if f.span.overlaps(within) or f.span.touches(within.start)]
    if _asked(kinds, QUICK_FIX):
        for finding in here:
            yield from fixes(knowledge.fixed(finding, pause))
    if _asked(kinds, DECLARE):
        yield from _declarations(knowledge, within)
    if _asked(kinds, SUPPRESS):
        for finding in here:
            yield from _suppressions(knowledge, finding)
    if _asked(kinds, FIX_ALL):
        yield Action("Fix all that can be fixed safely", FIX_ALL, task=_FIX_ALL)
    if any(_asked(kinds, kind) for kind in (DERIVATIVE, EXPAND, MARKS, FORM, ARRANGE)):
        yield from _rewrites(knowledge, within)
    if _asked(kinds, LAYOUT):
        yield from _layouts(knowledge, within)
    if _asked(kinds, COPY):
        yield Action("Copy the derivation with dimensions", COPY, copies=derivation(knowledge, within.start) or "")


def fixes(finding: Finding) -> Iterator[Action]:
    """Safe ones first, and of these the first one preferred."""
    ordered = sorted(finding.fixes, key=lambda fix: not fix.safe)
    for k, fix in enumerate(ordered):
        title = fix.title if fix.safe else f"{fix.title} (changes the meaning)"
        yield Action(title, QUICK_FIX, fix.edits, preferred=k == 0 and fix.safe, finding=finding)


def fix_all(knowledge: Knowledge) -> tuple[Edit, ...]:
    """The first safe fix of every finding, as far as they do not touch one another."""
    taken: list[Edit] = []
    for finding in knowledge.snapshot.findings:
        fix = next((fix for fix in knowledge.fixed(finding).fixes if fix.safe), None)
        if fix is not None and not any(_collide(edit, other) for edit in fix.edits for other in taken):
            taken.extend(fix.edits)
    return tuple(sorted(taken, key=lambda edit: edit.span))


def _collide(edit: Edit, other: Edit) -> bool:
    return edit.span.overlaps(other.span) or edit.span.start == other.span.start


def _suppressions(knowledge: Knowledge, finding: Finding) -> Iterator[Action]:
    if finding.code in _OF_DIRECTIVES:
        return
    for whole, where in ((False, "here"), (True, "in this file")):
        edit = ignoring(knowledge, finding.span.start, finding.code, whole)
        if edit is not None:
            yield Action(f"Ignore {finding.code} {where}", SUPPRESS, (edit,), finding=finding, ignores=where)


def ignoring(knowledge: Knowledge, offset: int, code: str, whole: bool, why: str = "") -> Edit | None:
    """The directive that silences a rule: `whole`, in all of the note, else in the block that holds the offset."""
    words = f"{code} -- {reason(why)}"
    return at_top(knowledge, f"ignore-file {words}") if whole else before_block(knowledge, offset, f"ignore {words}")


def _declarations(knowledge: Knowledge, within: Span) -> Iterator[Action]:
    """`let x: n` for a symbol of which nothing is stated, with the shape that fits its neighbours."""
    found, spot = knowledge.occurrence_at(within.start), knowledge.spot(within.start)
    if found is None or spot is None:
        return
    region, occurrence = found
    binding = knowledge.binding(region, occurrence)
    if binding.opening is not None and isinstance(binding.opening.value, ShapeFact):
        return
    if role_of(knowledge, region, occurrence, spot.path) is not None:
        return
    name = written(knowledge, region, occurrence)
    offered: list[Action] = []
    for proposal in proposals(knowledge, region, occurrence, spot.path):
        edit = before_block(knowledge, within.start, f"let {name}: {proposal.size}")
        if edit is not None:
            offered.append(Action(f"Declare {symbol_text(occurrence.key)} as {proposal.words}", DECLARE, (edit,)))
    if len(offered) > 1:
        # Guesses; where the note contradicts all of them, its author knows which of the two is wrong.
        offered = [action for action in offered if _agrees(knowledge, action.edits)] or offered
    yield from offered


def _agrees(knowledge: Knowledge, edits: tuple[Edit, ...]) -> bool:
    """Whether nothing new is found with these edits; of a long note that is not asked at every step of the cursor."""
    source = knowledge.snapshot.source
    after = knowledge.again(edited(source, edits)) if len(source.text) <= READ_AGAIN else None
    if after is None:
        return True
    before, then = (Counter(f.code for f in one.snapshot.findings) for one in (knowledge, after))
    return not then - before


def _rewrites(knowledge: Knowledge, within: Span) -> Iterator[Action]:
    spot = knowledge.spot(within.start)
    if spot is None:
        return
    region = spot.region
    derivative = derivative_at(spot.path)
    if derivative is not None:
        yield from _of_derivative(knowledge, region, derivative, within.start)
    product = next((node for node in reversed(spot.path) if isinstance(node, Product)), None)
    if product is not None:
        yield Action("Mark the dimensions of the factors", MARKS, add_marks(knowledge, region, product))
        wanted = _other_side(knowledge, region, spot.path, product)
        for text, edit in arrangements(knowledge, region, product, wanted)[:4]:
            yield Action(shortened(f"Arrange the factors as {text}", LONGEST_TITLE), ARRANGE, (edit,))
    relation = next((node for node in reversed(spot.path) if isinstance(node, Relation)), None)
    if relation is not None:
        whole = knowledge.in_file(region, relation)
        for title, form in (
            ("Write the equation entry by entry", entrywise(knowledge, region, relation)),
            ("Write the equation with whole matrices", matrixwise(knowledge, region, relation)),
        ):
            if form is not None:
                yield Action(title, FORM, (Edit(whole, form),))
    marks = [node for node in walk(spot.path[0]) if isinstance(node, Mark) and node.style == "underbrace"]
    shaped = [mark for mark in marks if knowledge.is_size(mark.note)]
    yield Action("Remove the dimension marks", MARKS, remove_marks(knowledge, region, shaped))


def _of_derivative(knowledge: Knowledge, region: int, node: Derivative, offset: int) -> Iterator[Action]:
    expanded = expansion(knowledge, region, node, offset)
    if expanded is not None:
        yield Action("Expand the chain rule", EXPAND, worked_out(knowledge, region, node, expanded.latex, False))
    derived = knowledge.derived(region, node)
    # Beside other factors and sides an orientation that nobody stated would be right by chance only.
    open_ = is_open(knowledge, region, node)
    if derived is not None and not (open_ and is_part(knowledge, region, node)):
        edits = worked_out(knowledge, region, node, derived.latex, True)
        where = " (layout open, taken as mixed)" if open_ else ""
        yield Action(shortened(f"Insert the derivative: {derived.unicode}", LONGEST_TITLE) + where, DERIVATIVE, edits)


def _other_side(knowledge: Knowledge, region: int, path: tuple[Node, ...], product: Product) -> Shape | None:
    """The shape that the product should have, from the other side of its equation."""
    relation = next((node for node in reversed(path) if isinstance(node, Relation)), None)
    if relation is None or product not in relation.sides:
        return None
    shapes = [knowledge.shape(region, side) for side in relation.sides if side is not product]
    return next((shape for shape in shapes if shape is not None), None)


def _layouts(knowledge: Knowledge, within: Span) -> Iterator[Action]:
    """The formula and its section in another layout; and stating a layout, where derivatives leave it open."""
    region = knowledge.regions.region_at(within.start)
    if region is None or not any(isinstance(node, Derivative) for node in walk(knowledge.regions.tree(region))):
        return
    layout = knowledge.chosen(region)
    if not layout.stated:
        for name in PRESETS:
            edit = at_top(knowledge, f"layout {name}")
            if edit is not None:
                yield Action(f"State that this note uses {name} layout", LAYOUT, (edit,))
    section = knowledge.document.scopes[knowledge.scope_at(region)]
    for target in targets(knowledge.shown_layout(region)):
        if may_differ(knowledge, region, target):
            formula = convert_formula(knowledge, region, target)
            title = f"Convert this formula to {target} layout"
            yield Action(title, LAYOUT, formula.edits, refusal=formula.refusal)
        whole = convert_section(knowledge, section, target)
        title = f"Convert this {'section' if section.id else 'note'} to {target} layout"
        task = f"{section.id} {target}" if whole.edits else ""
        yield Action(title, LAYOUT, task=task, refusal=whole.refusal)
