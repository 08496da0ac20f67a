"""Questions about the place under the cursor: hover, completion, signature help, definition, references; the outline."""

from __future__ import annotations

from asyncio import Future
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from nablint.lsp.analyses import Look
from nablint.lsp.convert import Rim
from nablint.lsp.late import Late
from nablint.lsp.worker import Token

if TYPE_CHECKING:
    from nablint.features import completion, hover, navigation, references, signature, symbols
    from nablint.lsp.server import Server
else:
    completion = Late("nablint.features.completion")
    hover = Late("nablint.features.hover")
    navigation = Late("nablint.features.navigation")
    references = Late("nablint.features.references")
    signature = Late("nablint.features.signature")
    symbols = Late("nablint.features.symbols")

_SYMBOL_KINDS = {
    "section": types.SymbolKind.String,
    "scalar": types.SymbolKind.Number,
    "vector": types.SymbolKind.Array,
    "matrix": types.SymbolKind.Array,
    "tensor": types.SymbolKind.Array,
    "function": types.SymbolKind.Function,
    "symbol": types.SymbolKind.Variable,
}
_COMPLETION_KINDS = {
    "scalar": types.CompletionItemKind.Constant,
    "vector": types.CompletionItemKind.Variable,
    "matrix": types.CompletionItemKind.Class,
    "tensor": types.CompletionItemKind.Class,
    "function": types.CompletionItemKind.Function,
    "symbol": types.CompletionItemKind.Variable,
    "derivative": types.CompletionItemKind.Operator,
    "keyword": types.CompletionItemKind.Keyword,
    "code": types.CompletionItemKind.EnumMember,
}


def register(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def on_hover(params: types.HoverParams) -> Future[types.Hover | None]:
        can, formulas = server.client.abilities, server.client.options.formulas
        kind = types.MarkupKind.Markdown if can.markdown else types.MarkupKind.PlainText

        def work(look: Look, rim: Rim, token: Token) -> types.Hover | None:
            offset = rim.offset(params.text_document.uri, params.position)
            found = hover.hover(look.knowledge, offset, can.markdown, formulas, not can.diagnostics_in_hover, token.check)
            return None if found is None else types.Hover(types.MarkupContent(kind, found.text), rim.range(found.span))

        return server.compute(server.note_of(params.text_document.uri), work)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["\\", ":", "="], resolve_provider=True)
    )
    def on_completion(params: types.CompletionParams) -> Future[types.CompletionList]:
        uri = params.text_document.uri
        trigger = (params.context.trigger_character or "") if params.context is not None else ""
        snippets = server.client.abilities.snippets

        def work(look: Look, rim: Rim, token: Token) -> types.CompletionList:
            found = completion.complete(look.knowledge, rim.offset(uri, params.position), trigger)
            items = [_completion_item(rim, p, k, uri, snippets) for k, p in enumerate(found)]
            return types.CompletionList(is_incomplete=len(found) >= completion.MOST, items=items)

        return server.compute(server.note_of(uri), work)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def on_resolve(item: types.CompletionItem) -> types.CompletionItem | Future[types.CompletionItem]:
        data: Any = item.data
        note = server.documents.note(data["uri"]) if isinstance(data, dict) and isinstance(data.get("uri"), str) else None
        if note is None or not isinstance(data.get("key"), str):
            return item

        def work(look: Look, rim: Rim, token: Token) -> types.CompletionItem:
            text = completion.explain(look.knowledge, data["key"])
            item.documentation = types.MarkupContent(types.MarkupKind.PlainText, text) if text else None
            return item

        return server.compute(note, work)

    @server.feature(types.TEXT_DOCUMENT_SIGNATURE_HELP, types.SignatureHelpOptions(trigger_characters=["(", ","]))
    def on_signature(params: types.SignatureHelpParams) -> Future[types.SignatureHelp | None]:
        def work(look: Look, rim: Rim, token: Token) -> types.SignatureHelp | None:
            found = signature.signature(look.knowledge, rim.offset(params.text_document.uri, params.position))
            if found is None:
                return None
            parameters = [types.ParameterInformation(found.label[a:b]) for a, b in found.parameters]
            shown = types.SignatureInformation(found.label, parameters=parameters, active_parameter=found.active)
            return types.SignatureHelp([shown], active_signature=0, active_parameter=found.active)

        return server.compute(server.note_of(params.text_document.uri), work)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def on_definition(params: types.DefinitionParams) -> Future[list[types.Location] | list[types.LocationLink] | None]:
        links = server.client.abilities.location_links

        def work(look: Look, rim: Rim, token: Token) -> list[types.Location] | list[types.LocationLink] | None:
            offset = rim.offset(params.text_document.uri, params.position)
            label = references.target_at(look.knowledge, offset, server.beside(look))
            found = (label[0], (label[1],)) if label is not None else navigation.definition(look.knowledge, offset)
            if found is None:
                return None
            origin, places = found
            located = [loc for place in places if (loc := server.location(rim, place)) is not None]
            if links:
                return [types.LocationLink(loc.uri, loc.range, loc.range, rim.range(origin)) for loc in located]
            return located

        return server.compute(server.note_of(params.text_document.uri), work)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def on_references(params: types.ReferenceParams) -> Future[list[types.Location]]:
        def work(look: Look, rim: Rim, token: Token) -> list[types.Location]:
            offset = rim.offset(params.text_document.uri, params.position)
            declaring = params.context.include_declaration
            labelled = references.same_label(look.knowledge, offset)
            if labelled:
                return [rim.location(one.span) for one in labelled if declaring or one.kind != "label"]
            found = navigation.uses(look.knowledge, offset)
            return [rim.location(use.span) for use in found if declaring or not use.writes]

        return server.compute(server.note_of(params.text_document.uri), work)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def on_highlight(params: types.DocumentHighlightParams) -> Future[list[types.DocumentHighlight]]:
        uri = params.text_document.uri

        def work(look: Look, rim: Rim, token: Token) -> list[types.DocumentHighlight]:
            here = look.note.span_of(uri)
            return [
                types.DocumentHighlight(
                    rim.range(use.span), types.DocumentHighlightKind.Write if use.writes else types.DocumentHighlightKind.Read
                )
                for use in navigation.uses(look.knowledge, rim.offset(uri, params.position))
                if here.contains(use.span)
            ]

        return server.compute(server.note_of(uri), work)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def on_outline(
        params: types.DocumentSymbolParams,
    ) -> Future[list[types.DocumentSymbol] | list[types.SymbolInformation]]:
        uri = params.text_document.uri
        nested = server.client.abilities.hierarchical_symbols

        def work(look: Look, rim: Rim, token: Token) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
            here = look.note.span_of(uri)
            entries = [e for e in symbols.outline(look.knowledge) if here.contains(e.span) or len(look.note.parts) == 1]
            if nested:
                return [_nested(rim, entry) for entry in entries]
            return [symbol_information(rim, entry) for root in entries for entry in _flat(root)]

        return server.compute(server.note_of(uri), work)


def _completion_item(rim: Rim, p: completion.Proposal, k: int, uri: str, snippets: bool) -> types.CompletionItem:
    use_snippet = snippets and bool(p.snippet)
    return types.CompletionItem(
        label=p.label,
        kind=_COMPLETION_KINDS[p.kind],
        detail=p.detail or None,
        sort_text=f"{k:04}",
        filter_text=p.label,
        insert_text_format=types.InsertTextFormat.Snippet if use_snippet else types.InsertTextFormat.PlainText,
        text_edit=types.TextEdit(rim.range(p.span), p.snippet if use_snippet else p.text),
        data={"uri": uri, "key": p.key} if p.key else None,
    )


def _nested(rim: Rim, entry: symbols.Entry) -> types.DocumentSymbol:
    # A name's range has to lie within the whole, and a part of a document within that document.
    name = entry.name_span if entry.span.contains(entry.name_span) else entry.span
    return types.DocumentSymbol(
        name=entry.name or " ",
        kind=_SYMBOL_KINDS[entry.kind],
        range=rim.range(entry.span),
        selection_range=rim.range(name),
        detail=entry.detail or None,
        children=[_nested(rim, child) for child in entry.children] or None,
    )


def _flat(entry: symbols.Entry) -> list[symbols.Entry]:
    return [entry, *(inner for child in entry.children for inner in _flat(child))]


def symbol_information(rim: Rim, entry: symbols.Entry) -> types.SymbolInformation:
    name = f"{entry.name}: {entry.detail}" if entry.detail else entry.name
    return types.SymbolInformation(
        rim.location(entry.span), name or " ", _SYMBOL_KINDS[entry.kind], container_name=entry.container or None
    )
