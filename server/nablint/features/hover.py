"""What a hover says: a finding with its rule, a symbol and where it was learned, a derivative's case, a product's operands."""

from __future__ import annotations

from nablint.base.findings import Finding
from nablint.base.pauses import Pause, go_on
from nablint.base.spans import LineIndex, Span
from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, DependsFact, Fact, ShapeFact
from nablint.features import hover_derivative, said
from nablint.features.derivatives import derivative_at
from nablint.features.directives import comment
from nablint.features.knowledge import Knowledge
from nablint.features.markup import Formulas, Markup
from nablint.features.navigation import stated
from nablint.features.occurrences import Occurrence
from nablint.features.proposals import proposals, written
from nablint.features.roles import Role, role_of, size_at
from nablint.features.trees import Spot
from nablint.features.units import Unit, is_number, units
from nablint.features.wording import (
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
from nablint.sizes.shapes import Unknown

# Characters of notes that are checked again for one hover, so that it names the fixes that help; each costs some 10 µs.
CHECKED_IN_HOVER = 50_000


@dataclass(frozen=True, slots=True)
class Hover:
    """`text` is Markdown or plain text, as asked for; `span` is what it speaks of."""

    text: str
    span: Span


def hover(
    knowledge: Knowledge,
    offset: int,
    markdown: bool = True,
    formulas: Formulas = "unicode",
    messages: bool = True,
    pause: Pause = go_on,
) -> Hover | None:
    """The text for the innermost thing under the cursor that something is known of. `messages`: whether findings say theirs;
    not where the editor shows them beside the hover. `pause` is called while fixes are checked, and may give up."""
    markup = Markup(markdown, formulas)
    findings = [f for f in knowledge.snapshot.findings if f.span.touches(offset)]
    budget = CHECKED_IN_HOVER
    for finding in findings:
        _finding(markup, knowledge.fixed_within(finding, budget, pause), messages)
        budget -= len(knowledge.text)
    # On a delimiter the words around the formula are meant.
    spot = knowledge.spot(offset) if knowledge.is_inside(offset) else None
    span = _mathematics(markup, knowledge, offset, spot) if spot is not None else _declaration(markup, knowledge, offset)
    if not markup:
        return None
    return Hover(str(markup), span or min((f.span for f in findings), key=len))


def _mathematics(markup: Markup, knowledge: Knowledge, offset: int, spot: Spot) -> Span | None:
    derivative = derivative_at(spot.path)
    found = knowledge.occurrence_at(offset)
    if derivative is not None and _on_sign(derivative, spot, found[1] if found else None):
        return hover_derivative.derivative(markup, knowledge, spot.region, derivative)
    if found is not None:
        region, occurrence = found
        role = role_of(knowledge, region, occurrence, spot.path)
        if role is not None:
            return _role(markup, knowledge, region, role)
        _symbol(markup, knowledge, spot, occurrence)
        return knowledge.regions.in_file(region, occurrence.span)
    size = size_at(knowledge, spot.path)
    if size is not None:
        return _role(markup, knowledge, spot.region, size)
    for node in reversed(spot.path):
        if isinstance(node, Derivative):
            return hover_derivative.derivative(markup, knowledge, spot.region, node)
        if isinstance(node, (Product, Sum)):
            return _operands(markup, knowledge, spot.region, node)
        if isinstance(node, Nabla) or is_number(node) or not knowledge.in_file(spot.region, node).touches(offset):
            continue
        if (shape := knowledge.shape(spot.region, node)) is not None:
            markup.paragraph(f"{said.shown(markup, knowledge, spot.region, node)}: {said.words(markup, shape)}")
            markup.drawing(render_rows(node))
            return knowledge.in_file(spot.region, node)
    return None


def _on_sign(derivative: Derivative, spot: Spot, occurrence: Occurrence | None) -> bool:
    """On the fraction itself rather than on a symbol in it."""
    return occurrence is None or not derivative.span.contains(occurrence.span)


def _role(markup: Markup, knowledge: Knowledge, region: int, role: Role) -> Span:
    shown = said.shown(markup, knowledge, region, role.node)
    if role.kind == "identity":
        markup.paragraph(f"{shown}: {markup.text('identity matrix, of the size that fits')}")
    elif role.kind == "index":
        ends = f", from {role.first} to {role.last}" if role.first and role.last else ""
        markup.paragraph(f"{shown}: {markup.text(f'index{ends}')}")
    else:
        markup.paragraph(f"{shown}: {markup.text('size')}")
        markup.bullets([_sized(markup, knowledge, fact) for fact in role.of])
    return knowledge.in_file(region, role.node)


def _sized(markup: Markup, knowledge: Knowledge, fact: Fact) -> str:
    assert isinstance(fact.value, ShapeFact)
    words = said.words(markup, fact.value.shape)
    name = markup.formula(symbol_latex(fact.symbol), symbol_text(fact.symbol))
    return f"{name}: {words}, {markup.text(_place(knowledge, fact))}"


def _place(knowledge: Knowledge, fact: Fact) -> str:
    return f"in {fact.origin}" if fact.origin else f"line {LineIndex(knowledge.text).position(fact.span.start)[0] + 1}"


def _symbol(markup: Markup, knowledge: Knowledge, spot: Spot, occurrence: Occurrence) -> None:
    region = spot.region
    shape = knowledge.shape_here(region, occurrence)
    facts = stated(knowledge, region, occurrence)
    offset = max((f.span.end for f in facts if f.origin is None), default=knowledge.regions.region(region).span.end)
    known = knowledge.known(occurrence.key, offset)
    name = markup.formula(symbol_latex(occurrence.key), symbol_text(occurrence.key))
    structure = markup.text(structure_text(known.structure, shape)) if known else ""
    words = ", ".join(filter(None, (structure, said.words(markup, shape) if shape is not None else "")))
    if shape is None or isinstance(shape, Unknown):
        open_ = [s for s in knowledge.shapes(region, occurrence.node) if not isinstance(s, Unknown)]
        words = words or markup.text(" or ".join(map(shape_short, open_)) if open_ else "shape unknown")
    markup.paragraph(f"{name}: {words}")
    index = LineIndex(knowledge.text)
    markup.bullets([_origin(markup, knowledge, fact, index) for fact in facts])
    depends = knowledge.view(offset).depends(knowledge.symbol(occurrence))
    if depends is not None:
        _depends(markup, depends)
    if not facts:
        noted = knowledge.noted(occurrence.key, offset)
        if noted is not None:
            line = index.position(noted.span.start)[0] + 1
            words = f"A comment of the code says {shape_text(noted.shape)}, line {line}:"
            markup.paragraph(f"{markup.text(words)} {markup.code(noted.text)}")
        size = proposals(knowledge, region, occurrence, spot.path)[0].size
        markup.paragraph(_offer(markup, knowledge, written(knowledge, region, occurrence), size))


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
        tree = parse(source, knowledge.macros)
        return f": {markup.formula(said.drawable(knowledge, source, tree), render_unicode(tree))}"
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


def _operands(markup: Markup, knowledge: Knowledge, region: int, node: Product | Sum) -> Span | None:
    """The shapes of the parts and of the whole; nothing where nothing is known."""
    if isinstance(node, Product):
        found = [(_together(node, unit), unit.shape) for unit in units(knowledge, region, node)]
    else:
        found = [(term, knowledge.shape(region, term)) for term in node.terms]
    whole = knowledge.shape(region, node)
    if whole is None and all(shape is None for _, shape in found):
        return None
    markup.paragraph(f"{said.shown(markup, knowledge, region, node)}: {said.words(markup, whole)}")
    markup.drawing(render_rows(node))
    if len(found) > 1:
        markup.bullets([f"{said.shown(markup, knowledge, region, part)}: {said.short(markup, shape)}" for part, shape in found])
    return knowledge.in_file(region, node)


def _together(product: Product, unit: Unit) -> Node:
    first = next(k for k, factor in enumerate(product.factors) if factor is unit.factors[0])
    if len(unit.factors) == 1:
        return unit.factors[0]
    return Product(unit.span, unit.factors, product.signs[first : first + len(unit.factors) - 1])


def _declaration(markup: Markup, knowledge: Knowledge, offset: int) -> Span | None:
    """Outside of formulas: what a declaration in the text was understood to say."""
    spans: list[Span] = []
    for fact in knowledge.facts_near(Span(offset, offset)):
        if not fact.span.touches(offset) or isinstance(fact.value, DefinitionFact) or (spans and fact.span != spans[0]):
            continue
        known = knowledge.known(fact.symbol, fact.span.end)
        if known is None:
            continue
        structure = markup.text(structure_text(known.structure, known.shape))
        words = ", ".join(filter(None, (structure, said.words(markup, known.shape))))
        markup.paragraph(f"{markup.formula(symbol_latex(fact.symbol), symbol_text(fact.symbol))}: {words}")
        spans.append(fact.span)
    return spans[0] if spans else None


def _finding(markup: Markup, finding: Finding, message: bool) -> None:
    rule = rule_of(finding.code)
    name = markup.strong(f"{finding.code} {rule_name(finding.code)}")
    markup.paragraph(f"{name}: {markup.text(rule.summary)}" if rule is not None else name)
    if message:
        markup.paragraph(markup.text(finding.message))
    for fix in finding.fixes[:3]:
        markup.paragraph(markup.text(f"Fix: {fix.title}" + ("" if fix.safe else " (changes the meaning)")))
