"""What can be written next: symbols with their shapes, derivatives of what the note defines, directives, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, SymbolKey
from nablint.features.bindings import begin
from nablint.features.chains import dependencies
from nablint.features.fitting import fitting_shape
from nablint.features.knowledge import Knowledge
from nablint.features.wording import shape_short, structure_text, symbol_latex, symbol_text
from nablint.parse.nodes import Derivative, Hole, Node, walk
from nablint.sizes.layouts import PRESETS
from nablint.sizes.shapes import Shape

Kind = Literal["scalar", "vector", "matrix", "tensor", "function", "symbol", "derivative", "keyword", "code"]
MOST = 200

_WORD = re.compile(r"\\?[A-Za-z]*\Z")
_DIRECTIVE = re.compile(r"(?:<!--|\{/\*|%|^\.\.)[ \t]*nablint:[ \t]*(?P<body>[^\r\n]*)\Z")
_KEYWORDS = {
    "let": ("let ${1:x}: ${2:n}", "declare a symbol's shape"),
    "def": ("def ${1:z} = ${2:x^T x}", "define a symbol"),
    "constant": ("constant ${1:v}", "a symbol that does not depend on the others"),
    "layout": ("layout ${1|numerator,denominator,mixed|}", "the layout of derivatives"),
    "dims": ("dims ${1:n} = ${2:N}", "two names of one size"),
    "ignore": ("ignore ${1:SHP001} -- ${2:reason}", "silence a rule on this line or in the next block"),
    "ignore-file": ("ignore-file ${1:SHP001} -- ${2:reason}", "silence a rule in this file"),
    "off": ("off", "check nothing from here on"),
    "on": ("on", "check again"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Put `text` in place of `span`. `snippet` has tab stops, for clients that take them. `key` finds it again for its text."""

    label: str
    text: str
    kind: Kind
    span: Span
    detail: str = ""
    snippet: str = ""
    rank: int = 1
    key: str = ""


def complete(knowledge: Knowledge, offset: int) -> list[Proposal]:
    """Proposals for the cursor, the likeliest first; none in ordinary text."""
    line_start = max(knowledge.text.rfind("\n", 0, offset), knowledge.text.rfind("\r", 0, offset)) + 1
    before = knowledge.text[max(line_start, offset - 400) : offset]
    directive = _DIRECTIVE.search(before)
    if directive is not None:
        return list(_in_directive(knowledge, directive.group("body"), offset))
    region = knowledge.regions.region_at(offset)
    if region is None or not knowledge.regions.region(region).span.start < offset <= _inner_end(knowledge, region):
        return []
    word = _WORD.search(before)
    span = Span(offset - len(word.group()), offset) if word else Span(offset, offset)
    hole = _hole(knowledge, offset)
    if hole is not None:
        span = knowledge.in_file(region, hole)
    wanted = fitting_shape(knowledge, region, hole) if hole is not None else None
    proposals = (*_answers(knowledge, region, span), *_symbols(knowledge, span, wanted), *_derivatives(knowledge, span))
    return sorted(proposals, key=lambda p: (p.rank, p.label))[:MOST]


def _hole(knowledge: Knowledge, offset: int) -> Node | None:
    """The `\\Box` under the cursor."""
    spot = knowledge.spot(offset)
    return next((node for node in reversed(spot.path) if isinstance(node, Hole)), None) if spot is not None else None


def _answers(knowledge: Knowledge, region: int, span: Span) -> Iterator[Proposal]:
    """Right behind `dz/dx =`: the derivative itself."""
    text = knowledge.regions.region(region).text
    before = text[: knowledge.regions.region(region).map.back(span.start)].rstrip(" &\n\r\t")
    if not before.endswith("="):
        return
    end = len(before[:-1].rstrip(" &\n\r\t"))
    for node in walk(knowledge.regions.tree(region)):
        if isinstance(node, Derivative) and node.span.end == end:
            derived = knowledge.derived(region, node)
            if derived is not None:
                gap = " " if text[: len(before)] and knowledge.text[span.start - 1 : span.start] == "=" else ""
                yield Proposal(derived.latex, gap + derived.latex, "derivative", span, derived.unicode, rank=0)
            return


def _inner_end(knowledge: Knowledge, region: int) -> int:
    """Where the formula ends, before its closing delimiter."""
    formula = knowledge.regions.region(region)
    return formula.map.span(Span(0, len(formula.text))).end if formula.text else formula.span.end - 1


def _symbols(knowledge: Knowledge, span: Span, wanted: Shape | None) -> Iterator[Proposal]:
    """Declared symbols; those of the wanted shape first."""
    spellings = knowledge.spellings
    facts: dict[SymbolKey, int] = {}
    for fact in knowledge.declarations.facts:
        if begin(fact) <= span.end or fact.origin is not None:
            facts[fact.symbol] = begin(fact)
    for symbol, at in facts.items():
        known = knowledge.known(symbol, span.end)
        shape = shape_short(known.shape) if known is not None else ""
        structure = structure_text(known.structure, known.shape) if known is not None else ""
        written = spellings.get(symbol) or symbol_latex(symbol)
        # What this section declares stands before what came earlier.
        near = known is not None and known.firm
        fits = wanted is not None and known is not None and known.shape == wanted
        yield Proposal(
            written,
            written,
            "symbol" if known is None else _kind(shape),
            span,
            ", ".join(filter(None, (shape, structure))),
            rank=0 if fits else 1 if near else 3,
            key=f"{symbol_text(symbol)}@{at}",
        )


def _kind(shape: str) -> Kind:
    if "→" in shape:
        return "function"
    if shape in ("scalar", "?"):
        return "scalar" if shape == "scalar" else "symbol"
    return "vector" if shape.startswith("1×") or shape.endswith("×1") else "matrix" if shape.count("×") == 1 else "tensor"


def _derivatives(knowledge: Knowledge, span: Span) -> Iterator[Proposal]:
    """`∂z/∂y` for what the note defines and what that is made of."""
    made = dependencies(knowledge)
    spellings = knowledge.spellings
    for whole, fact in made.definitions.items():
        if begin(fact) > span.end:
            continue
        for link in made.below(whole):
            top = spellings.get(whole.symbol) or symbol_latex(whole.symbol)
            bottom = spellings.get(link.part.symbol) or symbol_latex(link.part.symbol)
            gap_top, gap_bottom = (" " if part[:1].isalpha() else "" for part in (top, bottom))
            text = rf"\frac{{\partial{gap_top}{top}}}{{\partial{gap_bottom}{bottom}}}"
            yield Proposal(
                text, text, "derivative", span, f"∂{symbol_text(whole.symbol)}/∂{symbol_text(link.part.symbol)}", rank=2
            )


def _in_directive(knowledge: Knowledge, body: str, offset: int) -> Iterator[Proposal]:
    last = body.rsplit(";", 1)[-1].lstrip()
    head, space, rest = last.partition(" ")
    word = re.search(r"[\w-]*\Z", body)
    span = Span(offset - (len(word.group()) if word else 0), offset)
    if not space:
        for keyword, (snippet, detail) in _KEYWORDS.items():
            yield Proposal(keyword, keyword, "keyword", span, detail, snippet)
    elif head == "layout":
        for preset in PRESETS:
            yield Proposal(preset, preset, "keyword", span, f"{preset} layout")
    elif head in ("ignore", "ignore-file") and "--" not in rest:
        from nablint.rules.registry import codes, rule_name

        here = {f.code for f in knowledge.snapshot.findings}
        for code in codes():
            yield Proposal(code, code, "code", span, rule_name(code), rank=1 if code in here else 2)


def explain(knowledge: Knowledge, key: str) -> str:
    """The longer text of a proposal: where the symbol was declared, and as what."""
    name, _, at = key.rpartition("@")
    if not at.lstrip("-").isdigit():
        return ""
    for fact in knowledge.declarations.facts:
        if begin(fact) == int(at) and symbol_text(fact.symbol) == name:
            if isinstance(fact.value, DefinitionFact):
                return knowledge.source_of(fact.value.region, fact.value.value)
            return fact.text or fact.span.of(knowledge.text)
    return ""
