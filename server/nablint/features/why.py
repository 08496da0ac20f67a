"""Why was something said at a place, or nothing? What was understood there, what is open, and what a claim rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nablint.base.findings import Finding
from nablint.base.spans import LineIndex, Span
from nablint.base.values import dataclass
from nablint.declarations.facts import Fact, ShapeFact, Statement
from nablint.declarations.spaces import dim_of
from nablint.features.knowledge import Knowledge
from nablint.features.navigation import stated
from nablint.features.occurrences import Occurrence
from nablint.features.wording import shape_short, shape_text, symbol_text, trust_text
from nablint.parse.nodes import Big, Derivative, Nabla, Node, Opaque, Product, Sub, Sum, Symbol, walk
from nablint.parse.render import render_unicode
from nablint.sizes.shapes import Unknown, dims_of

if TYPE_CHECKING:
    from nablint.calculus.verdict import Verdict

# What is written without being declared.
_KNOWN = {"e": "the number e", "π": "the number π", "∞": "infinity"}
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
    tried = [(s, v) for s in statements if (v := _tried(knowledge, s)) is not None]
    silent = () if findings else tuple(_silence(knowledge, region, statements, tried, unknown, bool(opaque)))
    return Answer(
        span,
        knowledge.regions.region(region).text.strip(),
        read,
        tuple(_statement(s, _tried(knowledge, s)) for s in statements),
        tuple(known),
        tuple(parts),
        tuple(open_),
        findings,
        silent,
    )


def _tried(knowledge: Knowledge, statement: Statement) -> Verdict | None:
    return next((knowledge.read.verdict(claim) for claim in knowledge.tried if claim.statement is statement), None)


def _statement(statement: Statement, verdict: Verdict | None) -> str:
    left, right = render_unicode(statement.left), render_unicode(statement.right)
    kind = _KINDS[statement.kind] if verdict is None else _verdict(verdict)
    return f"{left} {statement.sign} {right} is {kind}"


def _verdict(verdict: Verdict) -> str:
    why = f" ({verdict.why})" if verdict.why else ""
    if verdict.status == "unchecked":
        return f"a claim: whether it holds was not checked{why}"
    return f"a claim: it was checked and holds{why}" if verdict.status == "holds" else f"a claim: it does not hold{why}"


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
    counting = frozenset(_counting(knowledge.regions.tree(region)))
    for occurrence in knowledge.occurrences(region):
        name = symbol_text(occurrence.key)
        if name in lines:
            continue
        shape = knowledge.shape_here(region, occurrence)
        facts = stated(knowledge, region, occurrence)
        origin = f", {trust_text(facts[0].trust)}{_where(facts[0], index)}" if facts else ""
        if shape is None or isinstance(shape, Unknown):
            nature = _shapeless(occurrence, sizes, counting)
            unknown += [] if nature else [name]
            lines[name] = f"{name}: {nature or 'shape unknown'}{origin}"
        else:
            lines[name] = f"{name}: {shape_text(shape)}{origin}"
    return list(lines.values()), unknown


def _shapeless(occurrence: Occurrence, sizes: frozenset[str], counting: frozenset[str]) -> str | None:
    """What needs no shape: the n and the ℝ of ℝⁿ, the k of x_k, and the letters that everybody knows."""
    key, size = occurrence.key, dim_of(occurrence.node)
    if key.name.font == "bb":
        return "a set"
    if size is not None and size.single_name in sizes:
        return "a size"
    if key.sub or key.sup or key.name.accents:
        return None
    if key.name.letter in counting:
        return "an index"
    return _KNOWN.get(key.name.letter)


def _counting(tree: Node) -> Iterator[str]:
    """The letters that stand in subscripts and below the signs of sums, and nowhere else."""
    inside: set[int] = set()
    for node in walk(tree):
        places = [node.index] if isinstance(node, Sub) else [node.lower] if isinstance(node, Big) and node.lower else []
        inside |= {id(part) for place in places for part in walk(place)}
    symbols = [node for node in walk(tree) if isinstance(node, Symbol)]
    outside = {node.name.letter for node in symbols if id(node) not in inside}
    return (node.name.letter for node in symbols if id(node) in inside and node.name.letter not in outside)


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


def _silence(
    knowledge: Knowledge,
    region: int,
    statements: list[Statement],
    tried: list[tuple[Statement, Verdict]],
    unknown: list[str],
    opaque: bool,
) -> list[str]:
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
    if tried and all(verdict.status == "holds" for _, verdict in tried):
        return reasons or ["what is claimed here was checked, and holds"]
    if unknown:
        reasons.append(f"nothing is known of the shape of {', '.join(unknown[:6])}")
    unchecked = [verdict.why or "nothing tells why" for _, verdict in tried if verdict.status == "unchecked"]
    if unchecked:
        reasons.append(f"whether the claim holds was not checked: {'; '.join(dict.fromkeys(unchecked))}")
    return reasons or ["everything that is known of it fits"]
