"""What the other side can do and what it asked for: capabilities read once into plain flags, and settings that may change."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from lsprotocol import types
from pygls.capabilities import get_capability

from nablint.analysis.settings import Settings
from nablint.base.values import dataclass
from nablint.lsp.uris import path_of
from nablint.rules.registry import find_code, is_known

if TYPE_CHECKING:
    from nablint.analysis.configuration import Configuration, Configurations

Formulas: TypeAlias = Literal["latex", "unicode"]


@dataclass(frozen=True, slots=True)
class Abilities:
    """The capabilities that change what nablint sends."""

    pull: bool = False
    related: bool = False
    tags: bool = False
    data: bool = False
    markdown: bool = False
    versioned_edits: bool = False
    configuration: bool = False
    watched_files: bool = False
    refresh_diagnostics: bool = False
    refresh_hints: bool = False
    refresh_tokens: bool = False
    refresh_lenses: bool = False
    diagnostics_in_hover: bool = False  # it shows a finding's message beside what the hover says
    action_literals: bool = False
    action_resolve: bool = False
    action_disabled: bool = False
    commands: frozenset[str] = frozenset()  # of ours, those that the client runs itself
    hierarchical_symbols: bool = False
    snippets: bool = False
    location_links: bool = False
    line_folding_only: bool = False
    progress: bool = False

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Abilities:
        def can(name: str) -> bool:
            return bool(get_capability(capabilities, name, False))

        formats = get_capability(capabilities, "text_document.hover.content_format", []) or []
        resolve = get_capability(capabilities, "text_document.code_action.resolve_support", None)
        return cls(
            pull=get_capability(capabilities, "text_document.diagnostic", None) is not None,
            related=can("text_document.publish_diagnostics.related_information")
            or can("text_document.diagnostic.related_information"),
            tags=get_capability(capabilities, "text_document.publish_diagnostics.tag_support", None) is not None
            or get_capability(capabilities, "text_document.diagnostic.tag_support", None) is not None,
            data=can("text_document.publish_diagnostics.data_support") or can("text_document.diagnostic.data_support"),
            markdown=types.MarkupKind.Markdown in formats,
            versioned_edits=can("workspace.workspace_edit.document_changes"),
            configuration=can("workspace.configuration"),
            watched_files=can("workspace.did_change_watched_files.dynamic_registration"),
            refresh_diagnostics=can("workspace.diagnostics.refresh_support"),
            refresh_hints=can("workspace.inlay_hint.refresh_support"),
            refresh_tokens=can("workspace.semantic_tokens.refresh_support"),
            refresh_lenses=can("workspace.code_lens.refresh_support"),
            action_literals=get_capability(capabilities, "text_document.code_action.code_action_literal_support", None)
            is not None,
            action_resolve="edit" in (resolve.properties if resolve is not None else ()),
            action_disabled=can("text_document.code_action.disabled_support"),
            commands=_commands(capabilities.experimental),
            diagnostics_in_hover=_part(capabilities.experimental, "diagnosticsInHover") is True,
            hierarchical_symbols=can("text_document.document_symbol.hierarchical_document_symbol_support"),
            snippets=can("text_document.completion.completion_item.snippet_support"),
            location_links=can("text_document.definition.link_support"),
            line_folding_only=can("text_document.folding_range.line_folding_only"),
            progress=can("window.work_done_progress"),
        )


def _commands(experimental: Any) -> frozenset[str]:
    """`experimental.commands.commands`, as clients of other servers say it too."""
    found = _part(_part(experimental, "commands"), "commands")
    return frozenset(name for name in found if isinstance(name, str)) if isinstance(found, list | tuple) else frozenset()


def _part(value: Any, name: str) -> Any:
    """A member of what a client said beyond the protocol, which is read into an object or left as it is."""
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


Density: TypeAlias = Literal["off", "declarations", "derivatives", "all"]
_DENSITIES: tuple[Density, ...] = ("off", "declarations", "derivatives", "all")


# What a user may set in the editor, as `Options.updated` reads it; and what extensions keep in the same section for themselves.
SETTINGS = (
    "formulas",
    "inlayHints.density",
    "codeLens.enabled",
    "hints",
    "workspaceDiagnostics",
    "select",
    "ignore",
    "declarations",
    "macros",
    "values",
    "logLevel",
)
CLIENT_SETTINGS = frozenset(("enable", "server", "trace", "hover", "statusBar", "panel"))


@dataclass(frozen=True, slots=True)
class Options:
    """What a user sets in the editor, section `nablint`. A value of another form counts as not set."""

    formulas: Formulas = "unicode"
    hint_density: Density = "derivatives"
    code_lens: bool = True
    hints: bool = True  # whether findings of the severity "hint" are shown
    workspace: bool = False  # whether files that are not open are checked
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    declarations: tuple[str, ...] = ()
    macros: str = ""
    values: bool = True
    log_level: str = "warning"

    def updated(self, given: Any) -> Options:
        """These options with what `given` says; nested sections or dotted names alike."""
        if not isinstance(given, dict):
            return self
        inner = given.get("nablint")
        if isinstance(inner, dict):
            given = {**given, **inner}
        hints = _section(given, "inlayHints")
        new: dict[str, Any] = {}
        for name, value in (
            ("formulas", _one_of(given.get("formulas"), ("latex", "unicode"))),
            ("hint_density", _one_of(hints.get("density"), _DENSITIES)),
            ("code_lens", _flag(_section(given, "codeLens").get("enabled"))),
            ("hints", _flag(given.get("hints"))),
            ("workspace", _flag(given.get("workspaceDiagnostics"))),
            ("select", _codes(given.get("select"))),
            ("ignore", _codes(given.get("ignore"))),
            ("declarations", _texts(given.get("declarations"))),
            ("macros", given.get("macros") if isinstance(given.get("macros"), str) else None),
            ("values", _flag(given.get("values"))),
            ("log_level", _one_of(given.get("logLevel"), ("error", "warning", "info", "debug"))),
        ):
            if value is not None:
                new[name] = value
        return replace(self, **new)

    def settings(self, project: Settings) -> Settings:
        """The project's settings with the editor's over them."""
        return replace(
            project,
            select=project.select if self.select is None else self.select,
            ignore=project.ignore if self.ignore is None else self.ignore,
            declarations=(*project.declarations, *self.declarations),
            macros="\n".join(filter(None, (project.macros, self.macros))),
            values=project.values and self.values,
        )


def _section(given: dict[str, Any], name: str) -> dict[str, Any]:
    section = given.get(name)
    dotted = {
        key[len(name) + 1 :]: value for key, value in given.items() if isinstance(key, str) and key.startswith(f"{name}.")
    }
    return {**dotted, **section} if isinstance(section, dict) else dotted


def _one_of(value: Any, words: tuple[str, ...]) -> str | None:
    return value if isinstance(value, str) and value in words else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _texts(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    return None


def _codes(value: Any) -> tuple[str, ...] | None:
    """Codes, beginnings of codes and names of rules, and ALL, which is the beginning of all. What names no rule is left out,
    and a list of nothing else counts as not set: it would switch everything off."""
    given = _texts(value)
    if given is None:
        return None
    found = tuple(code for code in map(code_of, given) if code is not None)
    return found if found or not given else None


def code_of(given: str) -> str | None:
    """A code or the beginning of one, "" for ALL; None where it names no rule."""
    code = find_code(given) or given.strip().upper()
    return "" if code == "ALL" else code if code and is_known(code) else None


class Client:
    """The one client of a server; empty until `initialize`. Read on the worker too, so values are replaced, never changed."""

    def __init__(self) -> None:
        self.abilities = Abilities()
        self.options = Options()
        self.folders: dict[str, str] = {}  # address → name
        self.folder_options: dict[str, Options] = {}
        self._files: Configurations | None = None

    def options_for(self, path: str) -> Options:
        """What the editor says for the folder that a note is in; the innermost, where folders lie in one another."""
        within = [uri for uri in self.folder_options if _lies_in(path, path_of(uri))]
        return self.folder_options[max(within, key=len)] if within else self.options

    def settings_for(self, path: str) -> Settings:
        """On the worker: configuration files may be read. The editor's settings stand over the project's."""
        return self.options_for(path).settings(self._configuration(path).settings_for(path))

    def is_excluded(self, path: str) -> bool:
        return self._configuration(path).patterns("exclude").match(path)

    def respects_git(self, folder: str) -> bool:
        """Whether what .gitignore leaves out below a folder is left out."""
        return self._configuration(os.path.join(folder, "note")).on("respect-gitignore")

    def _configuration(self, path: str) -> Configuration:
        from nablint.analysis.configuration import EMPTY, Configurations

        if not os.path.isabs(path):
            return EMPTY
        if self._files is None:
            self._files = Configurations()
        return self._files.for_note(path)

    def is_shared(self, path: str) -> bool:
        """Whether a configuration file that was read names this file of notation or macros."""
        return any(os.path.normpath(path) in configuration.shared_files() for configuration in self.configurations())

    def configurations(self) -> tuple[Configuration, ...]:
        """Every configuration file that a note was looked at with."""
        return self._files.all() if self._files is not None else ()

    def reload(self) -> None:
        """Configuration files are read again when they are next needed."""
        self._files = None


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/\\") + os.sep)
