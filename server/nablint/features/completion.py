"""What can be written next: symbols with their shapes, derivatives of what the note defines, directives, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Literal

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, Fact, ShapeFact, SymbolKey
from nablint.features.bindings import begin
from nablint.features.chains import dependencies
from nablint.features.directives import shape_directive
from nablint.features.fitting import fitting_shape
from nablint.features.halfway import in_words, missing_closer
from nablint.features.knowledge import Knowledge
from nablint.features.proposals import proposals, written
from nablint.features.roles import role_of
from nablint.features.trees import path_to
from nablint.features.wording import shape_short, structure_text, symbol_latex, symbol_text
from nablint.parse.nodes import Derivative, Hole, Node, walk
from nablint.sizes.layouts import PRESETS
from nablint.sizes.shapes import Shape, Unknown

Kind = Literal["scalar", "vector", "matrix", "tensor", "function", "symbol", "derivative", "keyword", "code"]
MOST = 200
MOST_LETTERS = 40  # each is looked at in its formula

_WORD = re.compile(r"\\?[A-Za-z]*\Z")
# Behind a sign of differentiation stands a symbol, and in the upper half mostly one that is defined.
_BEHIND_SIGN = re.compile(r"(?:\\partial|\\mathrm\s*\{\s*d\s*\}|(?<![A-Za-z\\])d)\s*(?:\\?[A-Za-z]*)\Z")
_UPPER = re.compile(r"\\[dt]?frac\s*\{\s*\\?[A-Za-z]*\s*\\?[A-Za-z]*\Z")
_DIRECTIVE = re.compile(r"(?:<!--|\{/\*|%|^\.\.)[ \t]*nablint:[ \t]*(?P<body>[^\r\n]*)\Z")
_ASKS = re.compile(r"\}[ \t]*&?[ \t]*=[ \t]*\Z")  # an equals sign behind what may be a derivative
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


def complete(knowledge: Knowledge, offset: int, trigger: str = "") -> list[Proposal]:
    """Proposals for the cursor, the likeliest first; none in ordinary text. `trigger`: the sign for which the editor asks on
    its own. Behind an equals sign only an answer is worth a list that the next line end would take from."""
    line_start = max(knowledge.text.rfind("\n", 0, offset), knowledge.text.rfind("\r", 0, offset)) + 1
    before = knowledge.text[max(line_start, offset - 400) : offset]
    directive = _DIRECTIVE.search(before)
    if directive is not None:
        return list(_in_directive(knowledge, directive.group("body"), offset))
    if in_words(before):
        return []
    region = knowledge.regions.region_at(offset)
    if region is not None and not knowledge.regions.region(region).span.start < offset <= _inner_end(knowledge, region):
        region = None
    closer = missing_closer(knowledge, offset) if region is None else ""
    if region is None and not closer:
        return []
    word = _WORD.search(before)
    span = Span(offset - len(word.group()), offset) if word else Span(offset, offset)
    hole = _hole(knowledge, offset) if region is not None else None
    wanted = None
    answers: list[Proposal] = []
    if region is not None:
        if hole is not None:
            span = knowledge.in_file(region, hole)
            wanted = fitting_shape(knowledge, region, hole)
        answers = list(_answers(knowledge, region, span))
    elif _ASKS.search(before):
        answers = _answers_once_closed(knowledge, offset, closer, span)
    if trigger in ("=", ":"):
        return answers
    upper = _BEHIND_SIGN.search(before) is not None and _UPPER.search(before) is not None
    symbols = list(_symbols(knowledge, span, wanted, upper))
    if hole is None:
        narrow = _narrowed(knowledge.text, span, symbols)
        symbols = [replace(symbol, span=narrow) for symbol in symbols]
    derivatives = () if _BEHIND_SIGN.search(before) else _derivatives(knowledge, span)
    return sorted((*answers, *symbols, *derivatives), key=lambda p: (p.rank, p.label))[:MOST]


def _narrowed(text: str, span: Span, symbols: list[Proposal]) -> Span:
    """Letters beside each other are a product, of which only the last is being written, where no name begins with them all."""
    word = span.of(text)
    if len(word) < 2 or word.startswith("\\") or any(s.label.lstrip("\\").startswith(word) for s in symbols):
        return span
    return Span(span.end - 1, span.end)


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


def _answers_once_closed(knowledge: Knowledge, offset: int, closer: str, span: Span) -> list[Proposal]:
    """The same in a formula that has no end yet: read as if it ended at the cursor."""
    closed = knowledge.again(knowledge.text[:offset] + closer + knowledge.text[offset:])
    region = closed.regions.region_at(offset) if closed is not None else None
    return list(_answers(closed, region, span)) if closed is not None and region is not None else []


def _inner_end(knowledge: Knowledge, region: int) -> int:
    """Where the formula ends, before its closing delimiter."""
    formula = knowledge.regions.region(region)
    return formula.map.span(Span(0, len(formula.text))).end if formula.text else formula.span.end - 1


def _symbols(knowledge: Knowledge, span: Span, wanted: Shape | None, upper: bool = False) -> Iterator[Proposal]:
    """Declared and defined symbols; those of the wanted shape first, in the `upper` half of a derivative the defined ones."""
    spellings = knowledge.spellings
    facts: dict[SymbolKey, Fact] = {}
    for fact in knowledge.declarations.facts:
        if begin(fact) <= span.end or fact.origin is not None:
            facts[fact.symbol] = fact
    for symbol, fact in facts.items():
        known = knowledge.known(symbol, span.end)
        defined = fact.value if isinstance(fact.value, DefinitionFact) and fact.origin is None else None
        found = known.shape if known is not None else None
        if defined is not None and (found is None or isinstance(found, Unknown)):
            found = knowledge.shape(defined.region, defined.value)
        shape = shape_short(found) if found is not None else ""
        structure = structure_text(known.structure, known.shape) if known is not None else ""
        written = spellings.get(symbol) or symbol_latex(symbol)
        # What this section declares stands before what came earlier.
        near = (known is not None and known.firm) or knowledge.view(span.end).is_firm(fact)
        fits = (wanted is not None and found == wanted) or (upper and defined is not None)
        yield Proposal(
            written,
            written,
            _kind(shape) if shape else "symbol",
            span,
            ", ".join(filter(None, (shape, structure))),
            rank=0 if fits else 1 if near else 3,
            key=f"{symbol_text(symbol)}@{_line(knowledge, fact)}",
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
    elif head == "let":
        yield from islice(_for_let(knowledge, rest, span), MOST_LETTERS)
    elif head == "constant":
        yield from (replace(p, text=p.label, span=span) for p in _symbols(knowledge, span, None))
    elif head in ("ignore", "ignore-file") and "--" not in rest:
        from nablint.rules.registry import codes, rule_name

        here = {f.code for f in knowledge.snapshot.findings}
        for code in codes():
            yield Proposal(code, code, "code", span, rule_name(code), rank=1 if code in here else 2)


def _for_let(knowledge: Knowledge, rest: str, span: Span) -> Iterator[Proposal]:
    """Behind the colon the shapes that other symbols have; before it the symbols of which nothing is stated."""
    shapes = [fact.value.shape for fact in knowledge.declarations.facts if isinstance(fact.value, ShapeFact)]
    if ":" in rest:
        if not rest.rpartition(":")[2].strip():
            for size in dict.fromkeys((*filter(None, map(shape_directive, shapes)), "scalar")):
                yield Proposal(size, size, "keyword", span)
        return
    seen: set[SymbolKey] = set()
    for region, tree in enumerate(knowledge.snapshot.trees):
        for occurrence in knowledge.occurrences(region):
            if occurrence.key in seen:
                continue
            seen.add(occurrence.key)
            path = path_to(tree, occurrence.span.start)
            if not knowledge.names.names(occurrence.key) and role_of(knowledge, region, occurrence, path) is None:
                name = written(knowledge, region, occurrence)
                size = proposals(knowledge, region, occurrence, path)[0].size
                yield Proposal(name, f"{name}: {size}", "symbol", _behind(knowledge, "let", span), size)


def _behind(knowledge: Knowledge, word: str, span: Span) -> Span:
    """From the word to the cursor: names have signs that no word has."""
    at = knowledge.text.rfind(word, 0, span.end) + len(word)
    while at < span.end and knowledge.text[at] == " ":
        at += 1
    return Span(at, span.end)


def explain(knowledge: Knowledge, key: str) -> str:
    """The longer text of a proposal: where the symbol was declared, and as what."""
    name, _, line = key.rpartition("@")
    for fact in knowledge.declarations.facts:
        if symbol_text(fact.symbol) == name and str(_line(knowledge, fact)) == line:
            if isinstance(fact.value, DefinitionFact):
                return knowledge.source_of(fact.value.region, fact.value.value)
            return fact.text or fact.span.of(knowledge.text)
    return ""


def _line(knowledge: Knowledge, fact: Fact) -> int:
    """The row in which a fact begins: it outlives edits in other lines, and what room the text is given."""
    return knowledge.text.count("\n", 0, max(begin(fact), 0))
