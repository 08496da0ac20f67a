"""Changes to the text: code actions with their edits."""

from __future__ import annotations

from asyncio import Future
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from nablint.features import legend
from nablint.lsp.analyses import Look
from nablint.lsp.client import Abilities
from nablint.lsp.convert import SOURCE, Rim
from nablint.lsp.late import Late
from nablint.lsp.worker import Token

if TYPE_CHECKING:
    from nablint.features import actions
    from nablint.features.actions import Action
    from nablint.lsp.server import Server
else:
    actions = Late("nablint.features.actions")


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
            found = actions.actions(look.knowledge, rim.span(uri, params.range), kinds, token.check)
            made = (_action(look, rim, uri, action, diagnostics, can) for action in found)
            return [action for action in made if action is not None]

        return server.compute(server.note_of(uri), work)

    @server.feature(types.CODE_ACTION_RESOLVE)
    def on_resolve(action: types.CodeAction) -> types.CodeAction | Future[types.CodeAction]:
        data: Any = action.data
        if action.edit is not None or not isinstance(data, dict) or not isinstance(data.get("uri"), str):
            return action
        note = server.documents.note(data["uri"])
        task = data.get("task")
        if note is None or data.get("revision") != note.revision or not isinstance(task, str):
            raise JsonRpcInvalidParams(message="Invalid Params: the text has changed since this action was offered")
        versioned = server.client.abilities.versioned_edits

        def work(look: Look, rim: Rim, token: Token) -> types.CodeAction:
            try:
                action.edit = rim.workspace_edit(actions.perform(look.knowledge, task), versioned)
            except actions.Refused as refused:
                raise JsonRpcException(f"{action.title}: {refused}", int(types.LSPErrorCodes.RequestFailed)) from None
            return action

        return server.compute(note, work)


def _action(
    look: Look, rim: Rim, uri: str, action: Action, diagnostics: list[types.Diagnostic], can: Abilities
) -> types.CodeAction | None:
    """None for what the client cannot do, or what turns out to change nothing."""
    made = types.CodeAction(action.title, action.kind, is_preferred=True if action.preferred else None)
    if action.finding is not None:
        where = rim.range(action.finding.span)
        # A client may send back less than it got, so it is known again by its place and code alone.
        made.diagnostics = [d for d in diagnostics if d.range == where and d.code == action.finding.code] or None
    if action.refusal:
        return _refused(made, action.refusal, can)
    if action.copies:
        made.command = types.Command(action.title, legend.COPY_TEXT, arguments=[action.copies])
        return made if legend.COPY_TEXT in can.commands else None
    if action.ignores and action.finding is not None and legend.IGNORE in can.commands:
        at = rim.position(action.finding.span.start)
        asked = {
            "textDocument": {"uri": uri},
            "position": {"line": at.line, "character": at.character},
            "code": action.finding.code,
            "whole": action.ignores != "here",
        }
        made.command = types.Command(action.title, legend.IGNORE, arguments=[asked])
        return made
    edits = action.edits
    if action.task:
        if can.action_resolve:
            made.data = {"uri": uri, "revision": rim.note.revision, "task": action.task}
            return made
        try:
            edits = actions.perform(look.knowledge, action.task)
        except actions.Refused as refused:
            return _refused(made, str(refused), can)
    made.edit = rim.workspace_edit(edits, can.versioned_edits)
    return made if edits else None


def _refused(made: types.CodeAction, why: str, can: Abilities) -> types.CodeAction:
    """Shown, so that the reason can be read: where the client cannot show it otherwise, in the title."""
    if can.action_disabled:
        made.disabled = types.CodeActionDisabled(why)
    else:
        made.title = f"{made.title}: not possible, {why}"
    return made
