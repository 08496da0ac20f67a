"""A formula or a section in another layout: every chain of equal sides as a whole, and the layout stated as it then is.

All or nothing: what cannot be converted is named, and nothing is changed.
"""

from __future__ import annotations

import re
from collections import Counter

from nablint.analysis.editing import edited
from nablint.base.findings import Edit
from nablint.base.spans import LineIndex, Span
from nablint.base.values import dataclass
from nablint.declarations.facts import LayoutFact, Trust
from nablint.documents.model import Scope
from nablint.features.directives import at_top, before_block
from nablint.features.knowledge import Knowledge
from nablint.features.sides import Chain, chains
from nablint.features.turning import Impossible, Turner, bare
from nablint.features.wording import transpose_sign
from nablint.parse import nodes as n
from nablint.sizes.layouts import CHOICES, PRESETS, Layout

_PRESET = re.compile(r"\b(?:numerator|denominator|mixed)\b|分子|分母", re.IGNORECASE)
_CHINESE = {"numerator": "分子", "denominator": "分母"}


@dataclass(frozen=True, slots=True)
class Conversion:
    """`edits` convert; where `refusal` says why not, there are none. `count`: the formulas that change."""

    target: str
    edits: tuple[Edit, ...] = ()
    refusal: str = ""
    count: int = 0


def targets(layout: Layout) -> list[str]:
    """The conventions that a layout can be converted to; none while it is open."""
    if layout.vv is None and layout.sv is None:
        return []
    return [name for name in ("numerator", "denominator") if not _is(layout, name)]


def _is(layout: Layout, name: str) -> bool:
    return layout.filled(_stated(name)) == _stated(name).filled(layout)


def _stated(name: str) -> Layout:
    preset = PRESETS[name]
    return Layout(sv=preset.sv, vv=preset.vv)


def may_differ(knowledge: Knowledge, region: int, target: str) -> bool:
    """Whether the formula alone in another layout would contradict nothing: neither what the note states, nor what another
    formula of its section shows."""
    chosen = knowledge.chosen(region)
    if any(_names_a_side(fact) for fact in chosen.stated):
        return False
    scope = knowledge.scope_at(region)
    return all(vote.scope != scope or getattr(PRESETS[target], vote.choice) is vote.value for vote in chosen.votes)


def convert_formula(knowledge: Knowledge, region: int, target: str) -> Conversion:
    """The whole formula; nothing is said about the layout of the note."""
    try:
        edits = _formula(knowledge, region, target, transpose_sign(knowledge.text))
    except Impossible as why:
        return Conversion(target, refusal=str(why))
    return Conversion(target, edits, count=bool(edits))


def convert_section(knowledge: Knowledge, scope: Scope, target: str) -> Conversion:
    """Every formula of the section and of those in it, with the statement of its layout."""
    inside = _inside(knowledge, scope)
    sign = transpose_sign(knowledge.text)
    edits: list[Edit] = []
    count = 0
    for region in range(len(knowledge.snapshot.trees)):
        place = knowledge.regions.region(region).span
        if knowledge.scope_at(region) not in inside:
            continue
        try:
            found = _formula(knowledge, region, target, sign)
        except Impossible as why:
            return Conversion(target, refusal=f"{_line(knowledge, place)}: {why}")
        edits.extend(found)
        count += bool(found)
    if not count:
        return Conversion(target)
    try:
        edits.extend(_statements(knowledge, scope, inside, target))
    except Impossible as why:
        return Conversion(target, refusal=str(why))
    return Conversion(target, tuple(sorted(edits, key=lambda edit: edit.span)), count=count)


def checked(knowledge: Knowledge, conversion: Conversion) -> Conversion:
    """The conversion, refused where the converted note would have a finding that it has not now, or a claim that no longer
    holds."""
    after = knowledge.again(edited(knowledge.snapshot.source, conversion.edits)) if conversion.edits else None
    if after is None:
        return conversion
    before = Counter(finding.code for finding in knowledge.snapshot.findings)
    for finding in after.snapshot.findings:
        before[finding.code] -= 1
        if before[finding.code] < 0:
            where = _line(after, finding.span)
            return Conversion(conversion.target, refusal=f"{where} of the converted note: {finding.message}")
    held, holds = (Counter(c.verdict.status for c in k.claims) for k in (knowledge, after))
    if holds["holds"] < held["holds"]:
        lost = held["holds"] - holds["holds"]
        why = f"{lost} of the claims that were verified could not be verified in the converted note"
        return Conversion(conversion.target, refusal=why)
    return conversion


def _inside(knowledge: Knowledge, scope: Scope) -> frozenset[int]:
    """The section and those in it; a section stands behind the one it lies in."""
    found = {scope.id}
    for other in knowledge.document.scopes:
        if other.parent in found:
            found.add(other.id)
    return frozenset(found)


def _formula(knowledge: Knowledge, region: int, target: str, sign: str) -> tuple[Edit, ...]:
    tree = knowledge.regions.tree(region)
    if not any(isinstance(node, n.Derivative) for node in n.walk(tree)):
        return ()
    layout = knowledge.shown_layout(region)
    if _is(layout, target) and not (layout.sv is None and layout.vv is None):
        return ()
    turner = Turner(knowledge, region, _filled(layout), PRESETS[target].filled(layout), sign)
    edits: list[Edit] = []
    for chain in chains(tree):
        edits.extend(_chain(knowledge, region, chain, turner))
    if edits and any(isinstance(node, n.Opaque) for node in n.walk(tree)):
        raise Impossible("the formula cannot be read to its end")
    return tuple(edits)


def _filled(layout: Layout) -> Layout:
    """With the choices that every convention makes alike that agrees with those made."""
    agreeing = [preset for name, preset in PRESETS.items() if _is(layout, name)]
    for choice in CHOICES:
        values = {getattr(preset, choice) for preset in agreeing}
        if getattr(layout, choice) is None and len(values) == 1 and None not in values:
            layout = layout.chosen(choice, values.pop())
    return layout


def _chain(knowledge: Knowledge, region: int, chain: Chain, turner: Turner) -> list[Edit]:
    """All sides transposed where the first one is a derivative that turns, else all kept: what is equal stays so."""
    if not any(turner.turns(side) for side in (*chain.sides, *chain.sets)):
        return []
    left = chain.left if not chain.continues else _before(knowledge, region)
    ways = [_kept, _turned]
    if left is None or _is_derivative(left, turner):
        ways.reverse()
    for way in ways[:-1]:
        try:
            return _edits(knowledge, region, way(chain, turner))
        except Impossible:
            continue
    return _edits(knowledge, region, ways[-1](chain, turner))


def _kept(chain: Chain, turner: Turner) -> list[tuple[n.Node, str]]:
    return [(side, turner.kept(side)) for side in chain.sides]


def _turned(chain: Chain, turner: Turner) -> list[tuple[n.Node, str]]:
    found = [(side, turner.turned(side)) for side in chain.sides]
    for set_ in chain.sets:
        if isinstance(set_, n.Power) and isinstance(set_.exponent, n.Product) and set_.exponent.signs == ("times",):
            found.append((set_.exponent, turner.swapped(set_.exponent)))
        elif not isinstance(set_, n.Power | n.Symbol):
            raise Impossible("a set cannot be turned")
    return found


def _before(knowledge: Knowledge, region: int) -> n.Node | None:
    """What stands before the sign that a formula begins with."""
    return next((s.left for s in knowledge.declarations.statements if s.region == region and s.left_region != region), None)


def _is_derivative(left: n.Node, turner: Turner) -> bool:
    """Whether the equation says what a derivative is: its first side, or each term of it, is made of derivatives that turn."""
    node = bare(left)
    while isinstance(node, n.Mark | n.At | n.Negate | n.Group):
        node = node.body
    if isinstance(node, n.Derivative):
        return turner.turns(node) or turner.is_scalar(node)
    if isinstance(node, n.Sum):
        return all(_is_derivative(term, turner) for term in node.terms)
    return isinstance(node, n.Product) and turner.turns(node)


def _edits(knowledge: Knowledge, region: int, pieces: list[tuple[n.Node, str]]) -> list[Edit]:
    edits = []
    for node, text in pieces:
        source, span = knowledge.source_of(region, node), knowledge.in_file(region, node)
        if text == source:
            continue
        written = span.of(knowledge.text)
        if written != source:
            # Lines of a quote or a list, or comments of TeX, stand in between.
            if "%" in written:
                raise Impossible("there is a comment inside the formula")
            text = " ".join(text.split())
        edits.append(Edit(span, text))
    return edits


def _statements(knowledge: Knowledge, scope: Scope, inside: frozenset[int], target: str) -> list[Edit]:
    """What the section says about its layout, changed; a directive at its head, where that does not hold for all of it; and
    at the heads of later sections, where what it said held for them too."""
    own = [
        f for f in knowledge.declarations.layouts if f.origin is None and scope.span.contains(f.span) and _concerns(f, target)
    ]
    edits = [_restated(knowledge, fact, target) for fact in own]
    uncovered = False
    later: dict[int, str] = {}
    for region in range(len(knowledge.snapshot.trees)):
        if not any(isinstance(node, n.Derivative) for node in n.walk(knowledge.regions.tree(region))):
            continue
        fact = next((f for f in knowledge.chosen(region).stated if _names_a_side(f)), None)
        section = knowledge.scope_at(region)
        if section in inside:
            uncovered |= fact is None or (fact not in own and not _is(fact.layout, target))
        elif fact in own:
            later.setdefault(section, _convention(knowledge, fact))
    edits.extend(_at_head(knowledge, section, name) for section, name in later.items())
    if uncovered:
        edits.append(_at_head(knowledge, scope.id, target))
    return edits


def _convention(knowledge: Knowledge, fact: LayoutFact) -> str:
    """The convention that a statement adopts, by its name."""
    found = next((name for name in PRESETS if fact.layout.filled(PRESETS[name]) == PRESETS[name].filled(fact.layout)), None)
    if found is None:
        raise Impossible(f"{_line(knowledge, fact.span)} states a layout for later sections too, and it has no name")
    return found


def _names_a_side(fact: LayoutFact) -> bool:
    return fact.layout.sv is not None or fact.layout.vv is not None


def _concerns(fact: LayoutFact, target: str) -> bool:
    return _names_a_side(fact) and not _is(fact.layout, target)


def _restated(knowledge: Knowledge, fact: LayoutFact, target: str) -> Edit:
    written = fact.span.of(knowledge.text)
    found = _PRESET.search(written)
    if found is not None:
        word = _CHINESE[target] if found.group() in _CHINESE.values() else target
        word = word.capitalize() if found.group()[0].isupper() else word
        start = fact.span.start + found.start()
        return Edit(Span(start, start + len(found.group())), word)
    if fact.trust is Trust.DIRECTIVE:
        return Edit(fact.span, target)
    said = " ".join(written.split())
    raise Impossible(f"{_line(knowledge, fact.span)} says in words how derivatives lie: {said}")


def _at_head(knowledge: Knowledge, section: int, layout: str) -> Edit:
    """Before the first block below the heading."""
    blocks = [b.span.start for b in knowledge.document.blocks if b.scope == section and b.kind != "heading"]
    body = f"layout {layout}"
    edit = before_block(knowledge, min(blocks), body) if section and blocks else at_top(knowledge, body)
    if edit is None:
        raise Impossible("nablint reads no comments in this kind of file, which would have to state the layout")
    return edit


def _line(knowledge: Knowledge, span: Span) -> str:
    return f"line {LineIndex(knowledge.text).position(span.start)[0] + 1}"
