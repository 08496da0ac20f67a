"""What a hover says: a finding with its rule, a symbol and where it was learned, a derivative's case, a product's operands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.base.findings import Finding
from nablint.base.spans import LineIndex, Span
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, DependsFact, Fact, Origin, Statement
from nablint.features.derivatives import Case, case_of, derivative_at, is_open
from nablint.features.directives import comment, shape_directive
from nablint.features.fitting import fitting_shape
from nablint.features.knowledge import Knowledge
from nablint.features.markup import Formulas, Markup
from nablint.features.navigation import stated
from nablint.features.occurrences import Occurrence
from nablint.features.rewriting import expansion
from nablint.features.trees import Spot
from nablint.features.wording import (
    layout_name,
    shape_latex,
    shape_short,
    shape_text,
    structure_text,
    symbol_latex,
    symbol_text,
    trust_text,
)
from nablint.parse.nodes import Derivative, Nabla, Node, Product, Sum
from nablint.parse.parser import parse
from nablint.parse.render import render_rows, render_unicode
from nablint.rules.registry import rule_name, rule_of
from nablint.sizes.shapes import Shape, Unknown

if TYPE_CHECKING:
    from nablint.calculus.verdict import Verdict


# Characters that are checked again for one hover, so that it names the fixes that help; each costs some 10 µs.
CHECKED_IN_HOVER = 10_000


@dataclass(frozen=True, slots=True)
class Hover:
    """`text` is Markdown or plain text, as asked for; `span` is what it speaks of."""

    text: str
    span: Span


def hover(
    knowledge: Knowledge, offset: int, markdown: bool = True, formulas: Formulas = "unicode", messages: bool = True
) -> Hover | None:
    """The text for the innermost thing under the cursor that something is known of. `messages`: whether findings say theirs;
    not where the editor shows them beside the hover."""
    markup = Markup(markdown, formulas)
    findings = [f for f in knowledge.snapshot.findings if f.span.touches(offset)]
    budget = CHECKED_IN_HOVER
    for finding in findings:
        _finding(markup, knowledge.fixed_within(finding, budget), messages)
        budget -= len(knowledge.text)
    spot = knowledge.spot(offset)
    span = _mathematics(markup, knowledge, offset, spot) if spot is not None else _declaration(markup, knowledge, offset)
    if not markup:
        return None
    return Hover(str(markup), span or min((f.span for f in findings), key=len))


def _mathematics(markup: Markup, knowledge: Knowledge, offset: int, spot: Spot) -> Span | None:
    derivative = derivative_at(spot.path)
    found = knowledge.occurrence_at(offset)
    if derivative is not None and _on_sign(derivative, spot, found[1] if found else None):
        return _derivative(markup, knowledge, spot.region, derivative)
    if found is not None:
        region, occurrence = found
        _symbol(markup, knowledge, region, occurrence)
        return knowledge.regions.in_file(region, occurrence.span)
    for node in reversed(spot.path):
        if isinstance(node, Derivative):
            return _derivative(markup, knowledge, spot.region, node)
        if isinstance(node, (Product, Sum)):
            return _operands(markup, knowledge, spot.region, node)
        if not isinstance(node, Nabla) and (shape := knowledge.shape(spot.region, node)) is not None:
            markup.paragraph(_shown(markup, knowledge, spot.region, node) + f": {markup.text(shape_text(shape))}")
            markup.drawing(render_rows(node))
            return knowledge.in_file(spot.region, node)
    return None


def _on_sign(derivative: Derivative, spot: Spot, occurrence: Occurrence | None) -> bool:
    """On the fraction itself rather than on a symbol in it."""
    return occurrence is None or not derivative.span.contains(occurrence.span)


def _symbol(markup: Markup, knowledge: Knowledge, region: int, occurrence: Occurrence) -> None:
    shape = knowledge.shape_here(region, occurrence)
    facts = stated(knowledge, region, occurrence)
    offset = max((f.span.end for f in facts if f.origin is None), default=knowledge.regions.region(region).span.end)
    known = knowledge.known(occurrence.key, offset)
    name = markup.formula(symbol_latex(occurrence.key), symbol_text(occurrence.key))
    structure = structure_text(known.structure) if known else ""
    words = ", ".join(filter(None, (structure, shape_text(shape) if shape is not None else "")))
    if shape is None or isinstance(shape, Unknown):
        open_ = [s for s in knowledge.shapes(region, occurrence.node) if not isinstance(s, Unknown)]
        words = words or (" or ".join(map(shape_short, open_)) if open_ else "shape unknown")
    markup.paragraph(f"{name}: {markup.text(words)}")
    index = LineIndex(knowledge.text)
    markup.bullets([_origin(markup, knowledge, fact, index) for fact in facts])
    depends = knowledge.view(offset).depends(knowledge.symbol(occurrence))
    if depends is not None:
        _depends(markup, depends)
    if not facts:
        written = knowledge.source_of(region, occurrence.node)
        noted = knowledge.noted(occurrence.key, offset)
        if noted is not None:
            line = index.position(noted.span.start)[0] + 1
            said = f"A comment of the code says {shape_text(noted.shape)}, line {line}:"
            markup.paragraph(f"{markup.text(said)} {markup.code(noted.text)}")
        size = shape_directive(noted.shape) if noted is not None else None
        markup.paragraph(_offer(markup, knowledge, written, size or "n"))


def _origin(markup: Markup, knowledge: Knowledge, fact: Fact, index: LineIndex) -> str:
    if fact.origin is not None:
        where = f"{trust_text(fact.trust)} in {fact.origin}"
    else:
        where = f"{trust_text(fact.trust)}, line {index.position(fact.span.start)[0] + 1}"
    if isinstance(fact.value, DefinitionFact):
        where = where.replace("learned from its definition", "defined")
        return f"{markup.text(where)}: {markup.code(f'{symbol_text(fact.symbol)} = {render_unicode(fact.value.value)}')}"
    return markup.text(where) + _quoted(markup, knowledge, fact)


def _quoted(markup: Markup, knowledge: Knowledge, fact: Fact) -> str:
    """The words or the formula of a declaration, as they stand in the note."""
    if fact.origin is not None:
        return f": {markup.code(fact.text)}" if fact.text else ""
    span = fact.span.cover(knowledge.declared_at(fact))
    region = knowledge.regions.region_at(span.start)
    if region is not None and knowledge.regions.region(region).span.contains(span):
        source = span.of(knowledge.text)
        return f": {markup.formula(source, render_unicode(parse(source, knowledge.macros)))}"
    words = " ".join(span.of(knowledge.text).split())
    return f": {markup.code(words)}" if len(words) <= 120 else f": {markup.code(fact.text)}" if fact.text else ""


def _depends(markup: Markup, depends: DependsFact) -> None:
    if not depends.on:
        markup.paragraph(markup.text("constant"))
    else:
        markup.paragraph(markup.text("depends on"), markup.code(", ".join(map(symbol_text, depends.on))))


def _offer(markup: Markup, knowledge: Knowledge, name: str, size: str) -> str:
    directive = comment(knowledge, f"let {name}: {size}")
    words = markup.text("Nothing is stated of it.")
    return f"{words} {markup.text('Declare it:')} {markup.code(directive)}" if directive else words


def _derivative(markup: Markup, knowledge: Knowledge, region: int, node: Derivative) -> Span:
    shown = _shown(markup, knowledge, region, node)
    case = case_of(knowledge, region, node)
    chosen = knowledge.chosen(region)
    if case is None:
        shape = knowledge.shape(region, node)
        markup.paragraph(f"{shown}: {markup.text(shape_text(shape) if shape else 'shape unknown')}")
    elif case.shape is None:
        markup.paragraph(f"{shown}: {markup.text(f'{case.name}, its orientation is open')}")
        directive = comment(knowledge, "layout numerator")
        if directive is not None:
            markup.paragraph(markup.text("State the layout (numerator, denominator or mixed):"), markup.code(directive))
    else:
        markup.paragraph(f"{shown}: {markup.text(shape_text(case.shape))}")
    derived = knowledge.derived(region, node)
    if derived is not None:
        where = markup.text("in mixed layout") if is_open(knowledge, region, node) else ""
        markup.paragraph(f"= {markup.formula(derived.latex, derived.unicode)}", where)
    expanded = expansion(knowledge, region, node, knowledge.in_file(region, node).start)
    if expanded is not None:
        markup.paragraph(f"= {markup.formula(expanded.latex, expanded.unicode)}")
    claim = knowledge.claim_at(region, node)
    if claim is not None:
        verdict = knowledge.verdict(claim)
        markup.paragraph(markup.text(_checked(verdict)))
        if verdict.status == "unchecked":
            _remedy(markup, knowledge, claim, verdict.why)
    if case is not None:
        markup.paragraph(markup.text(_case_line(case, layout_name(chosen.layout))))
        index = LineIndex(knowledge.text)
        evidence = [_evidence(markup, "layout stated", fact.span, fact.text, index, fact.origin) for fact in chosen.stated]
        evidence += [_evidence(markup, "layout shown by", vote.span, vote.text, index) for vote in chosen.votes]
        markup.bullets(evidence)
    return knowledge.in_file(region, node)


def _evidence(markup: Markup, words: str, span: Span, text: str, index: LineIndex, origin: Origin | None = None) -> str:
    place = f" in {origin}" if origin else f", line {index.position(span.start)[0] + 1}"
    where = markup.text(f"{words}{place}")
    return f"{where}: {markup.code(text)}" if text else where


def _checked(verdict: Verdict) -> str:
    if verdict.status == "holds":
        return f"This claim was checked: it holds{f' ({verdict.why})' if verdict.why else ''}."
    why = f": {verdict.why}" if verdict.why else ""
    return (
        f"This claim was checked: it does not hold{why}." if verdict.status == "fails" else f"This claim was not checked{why}."
    )


def _remedy(markup: Markup, knowledge: Knowledge, claim: Statement, why: str) -> None:
    """The declaration to write, where a claim was not checked for want of one."""
    for occurrence in knowledge.occurrences(claim.region):
        if why == f"{symbol_text(occurrence.key)} is not declared":
            shape = fitting_shape(knowledge, claim.region, occurrence.node)
            stated = shape_directive(shape) if shape is not None else None
            name = knowledge.source_of(claim.region, occurrence.node)
            directive = comment(knowledge, f"let {name}: {stated or 'n'}")
            if directive is not None:
                markup.paragraph(markup.text(f"Declare {symbol_text(occurrence.key)}:"), markup.code(directive))
            return


def _case_line(case: Case, layout: str) -> str:
    return f"{case.name}, of {shape_short(case.of_shape)} by {shape_short(case.by_shape)}, layout: {layout}"


def _operands(markup: Markup, knowledge: Knowledge, region: int, node: Product | Sum) -> Span | None:
    """The shapes of the parts and of the whole; nothing where nothing is known."""
    parts = node.factors if isinstance(node, Product) else node.terms
    shapes = [knowledge.shape(region, part) for part in parts]
    whole = knowledge.shape(region, node)
    if whole is None and all(shape is None for shape in shapes):
        return None
    words = markup.text(shape_text(whole) if whole else "shape unknown")
    markup.paragraph(f"{_shown(markup, knowledge, region, node)}: {words}")
    markup.drawing(render_rows(node))
    pairs = zip(parts, shapes, strict=True)
    markup.bullets([f"{_shown(markup, knowledge, region, part)}: {_shape(markup, shape)}" for part, shape in pairs])
    return knowledge.in_file(region, node)


def _shown(markup: Markup, knowledge: Knowledge, region: int, node: Node) -> str:
    return markup.formula(knowledge.source_of(region, node), render_unicode(node))


def _shape(markup: Markup, shape: Shape | None) -> str:
    return markup.text("unknown") if shape is None else markup.formula(shape_latex(shape), shape_short(shape))


def _declaration(markup: Markup, knowledge: Knowledge, offset: int) -> Span | None:
    """Outside of formulas: what a declaration in the text was understood to say."""
    for fact in knowledge.facts_near(Span(offset, offset)):
        if not fact.span.touches(offset) or isinstance(fact.value, DefinitionFact):
            continue
        known = knowledge.known(fact.symbol, fact.span.end)
        if known is None:
            continue
        words = ", ".join(filter(None, (structure_text(known.structure), shape_text(known.shape))))
        markup.paragraph(f"{markup.formula(symbol_latex(fact.symbol), symbol_text(fact.symbol))}: {markup.text(words)}")
        return fact.span
    return None


def _finding(markup: Markup, finding: Finding, message: bool) -> None:
    rule = rule_of(finding.code)
    name = markup.strong(f"{finding.code} {rule_name(finding.code)}")
    markup.paragraph(f"{name}: {markup.text(rule.summary)}" if rule is not None else name)
    if message:
        markup.paragraph(markup.text(finding.message))
    for fix in finding.fixes[:3]:
        markup.paragraph(markup.text(f"Fix: {fix.title}" + ("" if fix.safe else " (changes more than this place says)")))
