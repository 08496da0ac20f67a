"""Why was something said at a place, or nothing? What was understood there, what is open, and what a claim rests on."""

from __future__ import annotations

import re

from nablint.base.findings import Finding
from nablint.base.spans import LineIndex, Span
from nablint.base.values import dataclass
from nablint.declarations.facts import Fact, ShapeFact, Statement
from nablint.declarations.spaces import dim_of
from nablint.features.knowledge import Knowledge
from nablint.features.navigation import stated
from nablint.features.occurrences import Occurrence
from nablint.features.wording import shape_short, shape_text, symbol_text, trust_text
from nablint.parse.nodes import Derivative, Nabla, Opaque, Product, Sum, walk
from nablint.parse.render import render_unicode
from nablint.sizes.shapes import Unknown, dims_of

MOST = 12  # expressions of a formula that are listed

_KINDS = {
    "definition": "a definition: its left side is new here, or defined anew",
    "update": "an update: the left symbol stands on the right too, so only shapes are compared",
    "claim": "a claim: only shapes are compared",
    "condition": "a condition: it is not claimed to hold, and not reported",
    "assumption": "an assumption: only shapes are compared",
    "denied": "denied or asked for: it is not checked",
    "declaration": "a declaration",
}

_VERDICTS = {"holds": "checked, it holds", "fails": "checked, it does not hold", "unchecked": "its value was not checked"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One formula, mostly as lines of text; `silent` says why nothing was reported, where nothing was."""

    span: Span
    text: str
    read: str
    statements: tuple[str, ...]
    symbols: tuple[str, ...]
    parts: tuple[str, ...]
    open: tuple[str, ...]
    findings: tuple[Finding, ...]
    silent: tuple[str, ...]


def why(knowledge: Knowledge, within: Span) -> tuple[Answer, ...]:
    """An answer for each formula that touches the span."""
    return tuple(_answer(knowledge, region) for region in knowledge.regions.regions_in(within))


def _answer(knowledge: Knowledge, region: int) -> Answer:
    span = knowledge.regions.region(region).span
    tree = knowledge.regions.tree(region)
    opaque = [node for node in walk(tree) if isinstance(node, Opaque)]
    findings = tuple(f for f in knowledge.snapshot.findings if f.span.overlaps(span))
    known, unknown = _symbols(knowledge, region)
    parts, open_ = _parts(knowledge, region)
    read = render_unicode(tree) if not isinstance(tree, Opaque) else ""
    open_ += [f"not understood: {node.text.strip()[:60]} ({node.why})" for node in opaque]
    open_ += _layout(knowledge, region)
    statements = [s for s in knowledge.declarations.statements if s.region == region or s.left_region == region]
    silent = () if findings else tuple(_silence(knowledge, region, statements, unknown, bool(opaque)))
    return Answer(
        span,
        knowledge.regions.region(region).text.strip(),
        read,
        tuple(_statement(knowledge, s) for s in statements),
        tuple(known),
        tuple(parts),
        tuple(open_),
        findings,
        silent,
    )


def _statement(knowledge: Knowledge, statement: Statement) -> str:
    left, right = render_unicode(statement.left), render_unicode(statement.right)
    tried = next((claim.verdict for claim in knowledge.claims if claim.statement is statement), None)
    verdict = f": {_VERDICTS[tried.status]}{f' ({tried.why})' if tried.why else ''}" if tried is not None else ""
    kind = _KINDS[statement.kind]
    return f"{left} {statement.sign} {right} is {kind.partition(':')[0] + verdict if verdict else kind}"


def _where(fact: Fact, index: LineIndex) -> str:
    return f" in {fact.origin}" if fact.origin else f", line {index.position(fact.span.start)[0] + 1}"


def _symbols(knowledge: Knowledge, region: int) -> tuple[list[str], list[str]]:
    """Lines about the symbols, and the names of those whose shape is unknown."""
    lines: dict[str, str] = {}
    unknown: list[str] = []
    index = LineIndex(knowledge.text)
    shapes = [fact.value.shape for fact in knowledge.declarations.facts if isinstance(fact.value, ShapeFact)]
    named = [name for shape in shapes for dim in dims_of(shape) for name in dim.names()]
    # Of a size n_h that is no symbol of its own, both letters are met.
    sizes = frozenset(part for name in named for part in (name, *re.split(r"[_{}]+", name)))
    for occurrence in knowledge.occurrences(region):
        name = symbol_text(occurrence.key)
        if name in lines:
            continue
        shape = knowledge.shape_here(region, occurrence)
        facts = stated(knowledge, region, occurrence)
        origin = f", {trust_text(facts[0].trust)}{_where(facts[0], index)}" if facts else ""
        if shape is None or isinstance(shape, Unknown):
            nature = _shapeless(occurrence, sizes)
            unknown += [] if nature else [name]
            lines[name] = f"{name}: {nature or 'shape unknown'}{origin}"
        else:
            lines[name] = f"{name}: {shape_text(shape)}{origin}"
    return list(lines.values()), unknown


def _shapeless(occurrence: Occurrence, sizes: frozenset[str]) -> str | None:
    """What needs no shape: the n and the ℝ of ℝⁿ."""
    if occurrence.key.name.font == "bb":
        return "a set"
    size = dim_of(occurrence.node)
    return "a size" if size is not None and size.single_name in sizes else None


def _parts(knowledge: Knowledge, region: int) -> tuple[list[str], list[str]]:
    """Products, sums and derivatives with their shapes; and those that have several."""
    parts: dict[str, str] = {}
    open_: dict[str, str] = {}
    for node in walk(knowledge.regions.tree(region)):
        if not isinstance(node, (Product, Sum, Derivative, Nabla)) or len(parts) + len(open_) >= MOST:
            continue
        name = render_unicode(node)
        shapes = [shape for shape in knowledge.shapes(region, node) if not isinstance(shape, Unknown)]
        if len(shapes) == 1:
            parts[name] = f"{name}: {shape_text(shapes[0])}"
        elif shapes:
            open_[name] = f"{name} may be {' or '.join(map(shape_short, shapes))}"
    return list(parts.values()), list(open_.values())


def _layout(knowledge: Knowledge, region: int) -> list[str]:
    tree = knowledge.regions.tree(region)
    if not any(isinstance(node, (Derivative, Nabla)) for node in walk(tree)):
        return []
    layout = knowledge.chosen(region).layout
    missing = [
        words for name, words in (("sv", "scalar by vector"), ("vv", "vector by vector")) if getattr(layout, name) is None
    ]
    return [f"the layout is not stated for {' and '.join(missing)}"] if missing else []


def _silence(knowledge: Knowledge, region: int, statements: list[Statement], unknown: list[str], opaque: bool) -> list[str]:
    """The reasons for which nothing was reported; "all that is known fits" where there is no other."""
    span = knowledge.regions.region(region).span
    reasons: list[str] = []
    if any(s.covers.overlaps(span) for s in knowledge.declarations.suppressions):
        reasons.append("a directive ignores findings here")
    if any(silent.overlaps(span) for silent in knowledge.declarations.silent):
        reasons.append("checking is off here")
    if statements and all(s.kind in ("condition", "denied") for s in statements):
        reasons.append("what is written here is not claimed to hold")
    if opaque:
        reasons.append("a part of the formula was not understood, and contradicts nothing")
    if unknown:
        reasons.append(f"nothing is known of the shape of {', '.join(unknown[:6])}")
    return reasons or ["everything that is known of it fits"]
