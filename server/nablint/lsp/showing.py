"""What is drawn over the text: semantic tokens, inlay hints, folding, selection ranges, links, lenses."""

from __future__ import annotations

import os
from asyncio import Future
from collections import OrderedDict
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lsprotocol import types

from nablint.base.spans import Span
from nablint.features import legend
from nablint.lsp.analyses import Look
from nablint.lsp.convert import Rim
from nablint.lsp.late import Late
from nablint.lsp.uris import is_file, uri_of
from nablint.lsp.worker import Token, Urgency

if TYPE_CHECKING:
    from nablint.features import folding, hints, lenses, links, references, selection, steady, tokens
    from nablint.lsp.server import Server
else:
    folding = Late("nablint.features.folding")
    hints = Late("nablint.features.hints")
    lenses = Late("nablint.features.lenses")
    links = Late("nablint.features.links")
    references = Late("nablint.features.references")
    selection = Late("nablint.features.selection")
    steady = Late("nablint.features.steady")
    tokens = Late("nablint.features.tokens")

KEPT = 64
LEGEND = types.SemanticTokensLegend(list(legend.TYPES), list(legend.MODIFIERS))


class Tokens:
    """Encoded tokens, and the last answer for each document, against which a delta is made."""

    def __init__(self) -> None:
        self._last: OrderedDict[str, tuple[str, list[int]]] = OrderedDict()
        self._ids = count(1)

    def full(self, look: Look, rim: Rim, uri: str) -> types.SemanticTokens:
        data = self.encoded(look, rim, uri, look.note.span_of(uri))
        return types.SemanticTokens(data, self._keep(uri, data))

    def delta(self, look: Look, rim: Rim, uri: str, previous: str) -> types.SemanticTokens | types.SemanticTokensDelta:
        kept = self._last.get(uri)
        if kept is None or kept[0] != previous:
            return self.full(look, rim, uri)
        old = kept[1]
        new = self.encoded(look, rim, uri, look.note.span_of(uri))
        if old == new:
            return types.SemanticTokensDelta([], previous)
        start = 0
        while start < min(len(old), len(new)) and old[start] == new[start]:
            start += 1
        tail = 0
        while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        edit = types.SemanticTokensEdit(start, len(old) - start - tail, new[start : len(new) - tail])
        return types.SemanticTokensDelta([edit], self._keep(uri, new))

    def encoded(self, look: Look, rim: Rim, uri: str, within: Span) -> list[int]:
        """Five numbers a token, each relative to the one before."""
        data: list[int] = []
        row = column = 0
        here = look.note.span_of(uri)
        for token in tokens.tokens(look.knowledge, within):
            if not here.contains(token.span):
                continue
            start, end = rim.position(token.span.start), rim.position(token.span.end)
            new_row = start.line - row
            data.extend(
                (
                    new_row,
                    start.character if new_row else start.character - column,
                    end.character - start.character,
                    legend.TYPES.index(token.type),
                    sum(1 << legend.MODIFIERS.index(m) for m in token.modifiers),
                )
            )
            row, column = start.line, start.character
        return data

    def _keep(self, uri: str, data: list[int]) -> str:
        id_ = str(next(self._ids))
        self._last[uri] = (id_, data)
        self._last.move_to_end(uri)
        while len(self._last) > KEPT:
            self._last.popitem(last=False)
        return id_


class Hints:
    """Inlay hints that hold still: what was shown last stays inside a formula that is broken for the moment."""

    def __init__(self) -> None:
        self._shown: OrderedDict[tuple[str, str], steady.Shown] = OrderedDict()

    def asked(self, look: Look, within: Span, density: hints.Density) -> list[hints.Hint]:
        knowledge = look.knowledge
        key = (look.note.uri, density)
        before = self._shown.get(key)
        new = hints.hints(knowledge, within, density)
        found = steady.steady(before, knowledge.text, new, knowledge.broken, within)
        others = () if before is None else steady.shifted(before, knowledge.text)
        rest = [h for h in others if not within.start <= h.offset <= within.end]
        self._shown[key] = steady.Shown(knowledge.text, tuple(sorted((*rest, *found), key=lambda h: h.offset)))
        self._shown.move_to_end(key)
        while len(self._shown) > KEPT:
            self._shown.popitem(last=False)
        return found


def register(server: Server) -> None:
    cache = Tokens()
    shown = Hints()

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)
    def on_tokens(params: types.SemanticTokensParams) -> Future[types.SemanticTokens]:
        uri = params.text_document.uri
        return server.compute(server.note_of(uri), lambda look, rim, token: cache.full(look, rim, uri), Urgency.SHOWN)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, LEGEND)
    def on_delta(params: types.SemanticTokensDeltaParams) -> Future[types.SemanticTokens | types.SemanticTokensDelta]:
        uri, previous = params.text_document.uri, params.previous_result_id
        note = server.note_of(uri)
        return server.compute(note, lambda look, rim, token: cache.delta(look, rim, uri, previous), Urgency.SHOWN)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, LEGEND)
    def on_range(params: types.SemanticTokensRangeParams) -> Future[types.SemanticTokens]:
        uri = params.text_document.uri

        def work(look: Look, rim: Rim, token: Token) -> types.SemanticTokens:
            return types.SemanticTokens(cache.encoded(look, rim, uri, rim.span(uri, params.range)))

        return server.compute(server.note_of(uri), work, Urgency.SHOWN)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def on_hints(params: types.InlayHintParams) -> Future[list[types.InlayHint]] | list[types.InlayHint]:
        uri = params.text_document.uri
        note = server.note_of(uri)
        density = server.client.options.hint_density
        if density == "off":
            return []

        def work(look: Look, rim: Rim, token: Token) -> list[types.InlayHint]:
            found = shown.asked(look, rim.span(uri, params.range), density)
            return [
                types.InlayHint(rim.position(h.offset), h.label, types.InlayHintKind.Type, tooltip=h.tooltip, padding_left=True)
                for h in found
            ]

        return server.compute(note, work, Urgency.SHOWN)

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def on_folding(params: types.FoldingRangeParams) -> Future[list[types.FoldingRange]]:
        uri = params.text_document.uri

        def work(look: Look, rim: Rim, token: Token) -> list[types.FoldingRange]:
            here = look.note.span_of(uri)
            return [_fold(rim, fold) for fold in folding.folds(look.knowledge) if here.contains(fold.span)]

        return server.compute(server.note_of(uri), work, Urgency.SHOWN)

    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    def on_selection(params: types.SelectionRangeParams) -> Future[list[types.SelectionRange]]:
        uri = params.text_document.uri

        def work(look: Look, rim: Rim, token: Token) -> list[types.SelectionRange]:
            here = look.note.span_of(uri)
            return [_selection(rim, look, rim.offset(uri, position), here) for position in params.positions]

        return server.compute(server.note_of(uri), work)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def on_links(params: types.DocumentLinkParams) -> Future[list[types.DocumentLink]]:
        uri = params.text_document.uri

        def work(look: Look, rim: Rim, token: Token) -> list[types.DocumentLink]:
            found = []
            for link in links.links(look.knowledge):
                target = _target(look.note.uri, look.note.source.path, link.target)
                if target is not None and rim.uri_at(link.span.start) == uri:
                    found.append(types.DocumentLink(rim.range(link.span), target, link.tooltip))
            if is_file(uri):
                for reference, place in references.resolved(look.knowledge, server.beside(look)):
                    where = server.location(rim, place)
                    if where is not None:
                        row = where.range.start.line + 1
                        target = f"{where.uri}#L{row}"
                        found.append(
                            types.DocumentLink(rim.range(reference.span), target, f"Go to {reference.name}, line {row}")
                        )
            return found

        return server.compute(server.note_of(uri), work, Urgency.SHOWN)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def on_lenses(params: types.CodeLensParams) -> Future[list[types.CodeLens]] | list[types.CodeLens]:
        uri = params.text_document.uri
        note = server.note_of(uri)
        if not server.client.options.code_lens:
            return []

        can = legend.SHOW_PLACES in server.client.abilities.commands

        def work(look: Look, rim: Rim, token: Token) -> list[types.CodeLens]:
            return [
                types.CodeLens(rim.range(lens.span), _click(rim, lens) if can else types.Command(lens.title, ""))
                for lens in lenses.lenses(look.knowledge)
                if rim.uri_at(lens.span.start) == uri
            ]

        return server.compute(note, work, Urgency.SHOWN)


def _fold(rim: Rim, fold: folding.Fold) -> types.FoldingRange:
    where = rim.range(fold.span)
    # A section ends before the line end of its last line; a display keeps its closing delimiter in sight.
    last = where.end.line if fold.kind == "section" else max(where.end.line - 1, where.start.line)
    return types.FoldingRange(where.start.line, last, kind=types.FoldingRangeKind.Region)


def _click(rim: Rim, lens: lenses.Lens) -> types.Command:
    position = rim.position(lens.span.start)
    asked = {
        "textDocument": {"uri": rim.uri_at(lens.span.start)},
        "position": {"line": position.line, "character": position.character},
        "topic": lens.topic,
    }
    return types.Command(lens.title, legend.SHOW_PLACES, arguments=[asked])


def _selection(rim: Rim, look: Look, offset: int, here: Span) -> types.SelectionRange:
    made: types.SelectionRange | None = None
    for span in reversed([s for s in selection.ranges(look.knowledge, offset) if here.contains(s)] or [Span(offset, offset)]):
        made = types.SelectionRange(rim.range(span), made)
    assert made is not None
    return made


def _target(uri: str, path: str, target: str) -> str | None:
    """The address of an included file; web addresses stay what they are."""
    if urlsplit(target).scheme in ("http", "https"):
        return target
    if not is_file(uri):
        return None
    return uri_of(os.path.normpath(os.path.join(os.path.dirname(path), target)))
