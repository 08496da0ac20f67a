"""Changes to the text: code actions with their edits, and renaming."""

from __future__ import annotations

from asyncio import Future
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from nablint.features import legend
from nablint.lsp.analyses import Look
from nablint.lsp.convert import SOURCE, Rim
from nablint.lsp.late import Late
from nablint.lsp.worker import Token

if TYPE_CHECKING:
    from nablint.features import actions, rename
    from nablint.features.actions import Action
    from nablint.lsp.server import Server
else:
    actions = Late("nablint.features.actions")
    rename = Late("nablint.features.rename")

# Rewrites whose edits cost more than a look at the formula: made when one is chosen, where the client can wait for that.
_LATE = frozenset({legend.FIX_ALL})


def register(server: Server) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(
            code_action_kinds=list(legend.KINDS),
            resolve_provider=True,
        ),
    )
    def on_actions(params: types.CodeActionParams) -> Future[list[types.CodeAction | types.Command]]:
        uri = params.text_document.uri
        kinds = tuple(str(getattr(kind, "value", kind)) for kind in params.context.only or ())
        can = server.client.abilities
        diagnostics = [d for d in params.context.diagnostics if d.source == SOURCE]

        def work(look: Look, rim: Rim, token: Token) -> list[types.CodeAction | types.Command]:
            within = rim.span(uri, params.range)
            late = kinds if can.action_resolve else ()
            if any(kind in _LATE for kind in late):
                return [_late(uri, rim, kind) for kind in late if kind in _LATE]
            found = actions.actions(look.knowledge, within, kinds)
            return [_action(rim, action, diagnostics, can.versioned_edits) for action in found]

        return server.compute(server.note_of(uri), work)

    @server.feature(types.CODE_ACTION_RESOLVE)
    def on_resolve(action: types.CodeAction) -> types.CodeAction | Future[types.CodeAction]:
        data: Any = action.data
        if action.edit is not None or not isinstance(data, dict) or not isinstance(data.get("uri"), str):
            return action
        note = server.documents.note(data["uri"])
        if note is None or data.get("revision") != note.revision or data.get("kind") not in _LATE:
            raise JsonRpcInvalidParams(message="Invalid Params: the text has changed since this action was offered")
        versioned = server.client.abilities.versioned_edits

        def work(look: Look, rim: Rim, token: Token) -> types.CodeAction:
            action.edit = rim.workspace_edit(actions.fix_all(look.knowledge), versioned)
            return action

        return server.compute(note, work)

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def on_prepare(params: types.PrepareRenameParams) -> Future[types.PrepareRenamePlaceholder | None]:
        def work(look: Look, rim: Rim, token: Token) -> types.PrepareRenamePlaceholder | None:
            found = rename.prepare(look.knowledge, rim.offset(params.text_document.uri, params.position))
            return None if found is None else types.PrepareRenamePlaceholder(rim.range(found[0]), found[1])

        return server.compute(server.note_of(params.text_document.uri), work)

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    def on_rename(params: types.RenameParams) -> Future[types.WorkspaceEdit]:
        versioned = server.client.abilities.versioned_edits

        def work(look: Look, rim: Rim, token: Token) -> types.WorkspaceEdit:
            try:
                edits = rename.rename(look.knowledge, rim.offset(params.text_document.uri, params.position), params.new_name)
            except rename.Refused as refused:
                raise JsonRpcInvalidParams(message=str(refused)) from None
            return rim.workspace_edit(edits, versioned)

        return server.compute(server.note_of(params.text_document.uri), work)


def _late(uri: str, rim: Rim, kind: str) -> types.CodeAction:
    data = {"uri": uri, "revision": rim.note.revision, "kind": kind}
    return types.CodeAction("Fix all that can be fixed safely", kind, data=data)


def _action(rim: Rim, action: Action, diagnostics: list[types.Diagnostic], versioned: bool) -> types.CodeAction:
    mends = None
    if action.finding is not None:
        where = rim.range(action.finding.span)
        # A client may send back less than it got, so it is known again by its place and code alone.
        mends = [d for d in diagnostics if d.range == where and d.code == action.finding.code] or None
    return types.CodeAction(
        title=action.title,
        kind=action.kind,
        diagnostics=mends,
        is_preferred=True if action.preferred else None,
        edit=rim.workspace_edit(action.edits, versioned),
    )
