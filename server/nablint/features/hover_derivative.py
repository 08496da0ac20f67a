"""What a hover says of a derivative: its shape and case, its closed form, its chain rule, and whether its claim holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nablint.base.spans import LineIndex, Span
from nablint.declarations.facts import Origin, Statement
from nablint.features import said
from nablint.features.derivatives import Case, case_of, is_open
from nablint.features.directives import comment, shape_directive
from nablint.features.fitting import fitting_shape
from nablint.features.knowledge import Knowledge
from nablint.features.markup import Markup
from nablint.features.proposals import proposals, written
from nablint.features.rewriting import expansion
from nablint.features.roles import role_of
from nablint.features.trees import path_to
from nablint.features.wording import layout_name, symbol_text
from nablint.parse.nodes import Derivative

if TYPE_CHECKING:
    from nablint.calculus.verdict import Verdict


def derivative(markup: Markup, knowledge: Knowledge, region: int, node: Derivative) -> Span:
    shown = said.shown(markup, knowledge, region, node)
    case = case_of(knowledge, region, node)
    chosen = knowledge.chosen(region)
    if case is None:
        shape = knowledge.shape(region, node)
        markup.paragraph(f"{shown}: {said.words(markup, shape)}")
        if shape is None:
            _unstated(markup, knowledge, region, node)
    elif case.shape is None:
        markup.paragraph(f"{shown}: {markup.text(f'{case.name}, its orientation is open')}")
        directive = comment(knowledge, "layout numerator")
        if directive is not None:
            markup.paragraph(markup.text("State the layout (numerator, denominator or mixed):"), markup.code(directive))
    else:
        markup.paragraph(f"{shown}: {said.words(markup, case.shape)}")
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
        name = layout_name(chosen.layout) if case.shape is not None else "layout open"
        markup.paragraph(_case_line(markup, case, name))
        index = LineIndex(knowledge.text)
        evidence = [_evidence(markup, "layout stated in", fact.span, fact.text, index, fact.origin) for fact in chosen.stated]
        evidence += [_evidence(markup, "layout shown in", vote.span, vote.text, index) for vote in chosen.votes]
        markup.bullets(evidence)
    return knowledge.in_file(region, node)


def _evidence(markup: Markup, words: str, span: Span, text: str, index: LineIndex, origin: Origin | None = None) -> str:
    place = f" {origin}" if origin else f" line {index.position(span.start)[0] + 1}"
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


def _unstated(markup: Markup, knowledge: Knowledge, region: int, node: Derivative) -> None:
    """The first symbol of which nothing is stated, for whose want the derivative has no shape, and how to state it."""
    tree = knowledge.snapshot.trees[region]
    for occurrence in knowledge.occurrences(region):
        if not node.span.contains(occurrence.span) or knowledge.shape_here(region, occurrence) is not None:
            continue
        path = path_to(tree, occurrence.span.start)
        if role_of(knowledge, region, occurrence, path) is None:
            size = proposals(knowledge, region, occurrence, path)[0].size
            directive = comment(knowledge, f"let {written(knowledge, region, occurrence)}: {size}")
            words = markup.text(f"Nothing is stated of {symbol_text(occurrence.key)}. Declare it:")
            if directive is not None:
                markup.paragraph(words, markup.code(directive))
            return


def _case_line(markup: Markup, case: Case, layout: str) -> str:
    shapes = f"{said.short(markup, case.of_shape)} by {said.short(markup, case.by_shape)}"
    return f"{markup.text(case.name)} ({shapes}), {markup.text(layout)}"
