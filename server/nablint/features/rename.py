"""Renaming a symbol where it means the same declaration; the other section's symbol of that letter keeps its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nablint.base.findings import Edit
from nablint.base.spans import LineIndex, Span
from nablint.declarations.facts import ShapeFact, SymbolKey, Trust
from nablint.declarations.keys import key_of
from nablint.features.bindings import Binding
from nablint.features.knowledge import Knowledge
from nablint.features.navigation import Use, uses_of
from nablint.features.wording import symbol_text
from nablint.parse.nodes import Label, Node, Prime, Sub
from nablint.parse.parser import parse

# What takes the next token alone: `\mathbb{R}^n` of a size that is to be called n_1 needs braces.
_ARGUMENT = re.compile(r"(?:(?<!\\)[_^]|\\(?:sqrt|[dt]?frac|overline|underline|widehat|widetilde|hat|bar|tilde|vec|dot))\s*\Z")
_TOKEN = re.compile(r"\\[A-Za-z]+|.|\{.*\}", re.DOTALL)


class Refused(Exception):
    """Why a symbol cannot be renamed, in a sentence for the user."""


def prepare(knowledge: Knowledge, offset: int) -> tuple[Span, str] | None:
    """What would be renamed: the span around the cursor, and its present name."""
    found = knowledge.occurrence_at(offset)
    if found is None:
        return None
    region, occurrence = found
    named = occurrence.span if occurrence.exact else occurrence.letter_span
    shown = knowledge.regions.in_file(region, named)
    if not shown.touches(offset):
        shown = knowledge.regions.in_file(region, occurrence.span)
    return shown, named.of(knowledge.regions.region(region).text)


def rename(knowledge: Knowledge, offset: int, new: str) -> tuple[Edit, ...]:
    """The edits, without overlaps; raises `Refused` where the new name is none or a macro writes the symbol."""
    new = new.strip()
    tree = parse(new, knowledge.macros)
    key = key_of(tree)
    if not new or len(new) > 200 or key is None:
        raise Refused(f"“{new[:40]}” is not the name of a symbol")
    found = knowledge.occurrence_at(offset)
    if found is None:
        raise Refused("there is no symbol here")
    binding = knowledge.binding(*found)
    _refuse_foreign(knowledge, binding)
    edits: dict[Span, Edit] = {}
    uses = list(uses_of(knowledge, binding))
    refuse_taken(knowledge, key, binding, uses, new)
    for use in uses:
        edit = edit_of(knowledge, use, new, tree)
        edits[edit.span] = edit
    for edit in _in_directives(knowledge, binding, new):
        edits[edit.span] = edit
    return tuple(sorted(edits.values(), key=lambda e: e.span))


def _refuse_foreign(knowledge: Knowledge, binding: Binding) -> None:
    """What another file declares has its name from there, and under another one would be declared nowhere."""
    facts = (fact for fact in knowledge.declarations.facts if fact.symbol == binding.symbol and fact.origin is not None)
    fact = next(facts, None)
    if binding.opening is None and fact is not None and fact.origin is not None:
        name = symbol_text(binding.symbol)
        raise Refused(f"{name} is declared in {fact.origin}, which other notes may read; rename it there")


def refuse_taken(knowledge: Knowledge, key: SymbolKey, binding: Binding, uses: list[Use], new: str) -> None:
    """Two symbols of one section that got one name could never be told apart again."""
    scopes = {knowledge.scope_at(use.region) for use in uses}
    for region in range(len(knowledge.snapshot.trees)):
        if knowledge.scope_at(region) not in scopes:
            continue
        for occurrence in knowledge.occurrences(region):
            if occurrence.key == key and knowledge.binding(region, occurrence) != binding:
                place = knowledge.regions.in_file(region, occurrence.span).start
                line = LineIndex(knowledge.text).position(place)[0] + 1
                raise Refused(f"“{new[:40]}” stands for something else in line {line}")


def edit_of(knowledge: Knowledge, use: Use, new: str, tree: Node) -> Edit:
    """The symbol as it is called then, written into its place; `tree` is the new name, parsed."""
    region = knowledge.regions.region(use.region)
    occurrence = use.occurrence
    written = occurrence.span if occurrence.exact else occurrence.letter_span
    if key_of(parse(written.of(region.text), knowledge.macros)) is None:
        raise Refused(f"a macro writes this symbol: “{written.of(region.text)[:40]}”")
    base = tree
    if not occurrence.exact:
        # Another member of the family keeps its index: of the new name only the letter goes there.
        while isinstance(base, (Sub, Label, Prime)):
            base = base.base
    text = base.span.of(new)
    after = region.text[written.end : written.end + 1]
    if isinstance(base, (Sub, Label, Prime)) and after in ("_", "^", "'"):
        text = f"{{{text}}}"
    elif text[-1:].isalpha() and "\\" in text.split()[-1] and after.isalpha():
        text += " "
    before = region.text[: written.start]
    if _ARGUMENT.search(before) and not _TOKEN.fullmatch(text.rstrip()):
        return Edit(knowledge.regions.in_file(use.region, written), f"{{{text.rstrip()}}}")
    if text[:1].isalpha() and _ends_in_command(before):
        text = f" {text}"
    return Edit(knowledge.regions.in_file(use.region, written), text)


def _ends_in_command(before: str) -> bool:
    """Whether a letter written right after would become part of a command's name."""
    at = len(before)
    while at > 0 and before[at - 1].isalpha() and before[at - 1].isascii():
        at -= 1
    return 0 < at < len(before) and before[at - 1] == "\\"


def _in_directives(knowledge: Knowledge, binding: Binding, new: str) -> list[Edit]:
    """The symbol where a directive declares it: `let x: n`; a size where a directive says it of another symbol."""
    edits = list(_sizes(knowledge, binding, new))
    for fact in knowledge.declarations.facts:
        if fact.symbol != binding.symbol or fact.trust is not Trust.DIRECTIVE or fact.origin is not None:
            continue
        if knowledge.bindings.at(fact.symbol, fact.span.start, fact.scope) != binding:
            continue
        for span in _names_in(fact.span.of(knowledge.text), fact.span.start):
            if key_of(parse(span.of(knowledge.text), knowledge.macros)) == binding.symbol:
                edits.append(Edit(span, new))
    return edits


def _sizes(knowledge: Knowledge, binding: Binding, new: str) -> Iterator[Edit]:
    name = binding.symbol.name.letter
    if binding.opening is not None or name not in knowledge.sizes or SymbolKey(binding.symbol.name) != binding.symbol:
        return
    for fact in knowledge.declarations.facts:
        if fact.trust is not Trust.DIRECTIVE or fact.origin is not None or not isinstance(fact.value, ShapeFact):
            continue
        if knowledge.bindings.at(binding.symbol, fact.span.start, fact.scope) != binding:
            continue
        text = fact.span.of(knowledge.text)
        for found in re.finditer(rf"(?<![\w\\]){re.escape(name)}(?!\w)", text[text.find(":") + 1 :]):
            at = fact.span.start + text.find(":") + 1
            yield Edit(Span(at + found.start(), at + found.end()), new)


def _names_in(text: str, start: int) -> list[Span]:
    """The names before the colon or equals sign of a directive's declaration, or all of it."""
    ends = [at for at in (text.find(":"), text.find("=")) if at >= 0]
    head = text[: min(ends)] if ends else text
    spans = []
    at = 0
    for piece in head.split(","):
        stripped = piece.strip()
        for word in ("let ", "def ", "constant "):
            if stripped.startswith(word):
                stripped = stripped[len(word) :].strip()
        begin = start + at + piece.find(stripped)
        spans.append(Span(begin, begin + len(stripped)))
        at += len(piece) + 1
    return spans
