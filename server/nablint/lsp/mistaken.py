"""What is wrong with the settings themselves: of configuration files at its place in them, of the editor's in a message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from lsprotocol import types

from nablint.lsp.client import CLIENT_SETTINGS, SETTINGS, code_of
from nablint.lsp.convert import SOURCE, range_in
from nablint.lsp.text import Text
from nablint.lsp.uris import uri_of
from nablint.lsp.worker import Token, Urgency

if TYPE_CHECKING:
    from nablint.analysis.configuration import Configuration
    from nablint.lsp.server import Server

logger = logging.getLogger(__name__)
Told: TypeAlias = "dict[str, list[types.Diagnostic]]"


class Mistaken:
    """Pushed to every client: no client pulls diagnostics of files that are no notes."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._told: Told = {}
        self._asked: asyncio.Future[Told] | None = None
        self._said: set[str] = set()

    def look(self) -> None:
        """Looks at the configuration files of all open notes, when the worker has nothing better to do."""
        if self._asked is not None:
            self._asked.cancel()
        paths = [note.source.path for note in self._server.documents.notes()]
        self._asked = self._server.worker.submit(lambda token: self._found(paths, token), Urgency.BACKGROUND)
        self._asked.add_done_callback(self._tell)

    def _found(self, paths: list[str], token: Token) -> Told:
        """On the worker."""
        for path in paths:
            token.check()
            self._server.client.settings_for(path)
        return {
            uri_of(configuration.path): self._about(configuration)
            for configuration in self._server.client.configurations()
            if configuration.path is not None
        }

    def _about(self, configuration: Configuration) -> list[types.Diagnostic]:
        from nablint.analysis.mistakes import mistakes
        from nablint.analysis.toml_values import BAD_SETTING

        settings = configuration.settings_for(configuration.path or "")
        if not replace(settings, select=(*settings.select, BAD_SETTING)).wants(BAD_SETTING):
            return []
        text, unit = Text.of(configuration.text), self._server.documents.unit
        found = [(range_in(text, finding.span, unit), finding.message) for finding in mistakes(configuration)]
        if not found and configuration.problems:
            nowhere = types.Range(types.Position(0, 0), types.Position(0, 0))
            found = [(nowhere, problem.removeprefix(f"{configuration.path}: ")) for problem in configuration.problems]
        warning = types.DiagnosticSeverity.Warning
        return [types.Diagnostic(where, said, warning, BAD_SETTING, source=SOURCE) for where, said in found]

    def _tell(self, done: asyncio.Future[Told]) -> None:
        if done.cancelled():
            return
        if done.exception() is not None:
            logger.error("settings could not be looked at", exc_info=done.exception())
            return
        found = done.result()
        gone: Told = {uri: [] for uri in self._told if uri not in found}
        for uri, diagnostics in {**gone, **found}.items():
            if diagnostics != self._told.get(uri, []):
                self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics))
        self._told = {uri: diagnostics for uri, diagnostics in found.items() if diagnostics}

    def hear(self, given: Any) -> None:
        """Of what the editor says, each mistake is shown once."""
        said = [message for message in _wrong(given) if message not in self._said]
        self._said.update(said)
        if said:
            text = f"nablint: in the settings, {'; '.join(said)}"
            self._server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, text))


def _wrong(given: Any) -> list[str]:
    if not isinstance(given, Mapping):
        return []
    inner = given.get("nablint")
    values: Mapping[str, Any] = {**given, **inner} if isinstance(inner, Mapping) else given
    said = [_unknown(name) for name in _foreign(inner if isinstance(inner, Mapping) else given, isinstance(inner, Mapping))]
    said += [
        f"{key}: {item!r} names no rule"
        for key in ("select", "ignore")
        for item in _texts(values.get(key))
        if code_of(item) is None
    ]
    declarations = _texts(values.get("declarations"))
    if declarations:
        from nablint.analysis.shared import bad_declarations

        said += [f"declarations: {declarations[bad.index]!r}: {bad.message}" for bad in bad_declarations(declarations)]
    return said


def _foreign(values: Mapping[str, Any], ours: bool) -> list[str]:
    """The settings that do not exist. Where no section says that they are `ours`, and none of them is or is meant to be,
    another program's settings came along."""
    written = [name for key, value in values.items() for name in _names(str(key), value)]
    foreign = [name for name in written if name not in SETTINGS and name.partition(".")[0] not in CLIENT_SETTINGS]
    ours = ours or len(foreign) < len(written) or any(_meant(name) is not None for name in foreign)
    return foreign if ours else []


def _names(key: str, value: Any) -> list[str]:
    """The names of a section, `inlayHints.density`, or the one of a setting."""
    section = isinstance(value, Mapping) and any(name.startswith(f"{key}.") for name in SETTINGS)
    return [f"{key}.{inner}" for inner in value] if section else [key]


def _unknown(name: str) -> str:
    from nablint.analysis.options import BY_KEY

    meant = _meant(name)
    if meant is not None:
        return f"there is no setting {name!r}; did you mean {meant!r}?"
    return f"there is no setting {name!r}" + ("; it stands in nablint.toml" if name in BY_KEY else "")


def _meant(name: str) -> str | None:
    from difflib import get_close_matches

    short = name.removeprefix("nablint.")
    last = {setting.rpartition(".")[2]: setting for setting in reversed(SETTINGS)}
    near = get_close_matches(short, [*SETTINGS, *last], 1)
    return last.get(near[0], near[0]) if near else None


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
