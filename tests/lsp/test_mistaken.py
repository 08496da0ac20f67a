"""Mistakes in the settings themselves: nobody has to wonder why a note is silent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nablint.lsp.client import CLIENT_SETTINGS, SETTINGS
from tests.lsp.clients import NEOVIM, VSCODE
from tests.lsp.harness import Session

ROOT = Path(__file__).resolve().parents[2]
WRONG = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$. $A x$ and $\\operatorname{tr}(A)$\n"


def told(session: Session, uri: str, after: int = 0) -> list[tuple[int, int, str]]:
    """(row, column, message) of the next diagnostics of that file behind the `after`-th message."""

    def is_it(message: dict[str, Any]) -> bool:
        return message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri

    found = session.wait(is_it, after)["params"]["diagnostics"]
    return [(d["range"]["start"]["line"], d["range"]["start"]["character"], d["message"]) for d in found]


def times_told(session: Session, uri: str) -> int:
    """How often a file's diagnostics were pushed, once the worker has nothing left to do."""
    for _ in range(2):
        session.barrier()
        if "diagnosticProvider" in session.capabilities:
            session.request("workspace/diagnostic", {"previousResultIds": []})
    methods = [(m.get("method"), m["params"].get("uri")) for m in session.sent if "params" in m]
    return methods.count(("textDocument/publishDiagnostics", uri))


def messages(session: Session) -> list[str]:
    session.barrier()
    return [m["params"]["message"] for m in session.sent if m.get("method") == "window/showMessage"]


@pytest.mark.parametrize("capabilities", [VSCODE, NEOVIM])
def test_mistakes_of_a_configuration_file_stand_in_it_until_they_are_mended(
    tmp_path: Path, capabilities: dict[str, Any]
) -> None:
    file, note = tmp_path / "nablint.toml", tmp_path / "a.md"
    file.write_text('# ours\nlayuot = "denominator"\ndeclarations = ["let x"]\n')
    session = Session(capabilities)
    try:
        session.open(note.as_uri(), WRONG)
        found = told(session, file.as_uri())
        assert [(row, column) for row, column, _ in found] == [(1, 0), (2, 17)]
        assert "did you mean 'layout'?" in found[0][2]
        session.open((tmp_path / "b.md").as_uri(), WRONG)
        assert times_told(session, file.as_uri()) == 1
        before = len(session.sent)
        file.write_text("layout = \n")
        session.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 2}]})
        [(_, _, message)] = told(session, file.as_uri(), before)
        assert "this is not TOML" in message
        before = len(session.sent)
        file.write_text('layout = "denominator"\n')
        session.notify("textDocument/didSave", {"textDocument": {"uri": file.as_uri()}})
        assert told(session, file.as_uri(), before) == []
    finally:
        session.close()


def test_mistakes_that_nobody_wants_to_hear_of_are_not_told(tmp_path: Path) -> None:
    file, note = tmp_path / "nablint.toml", tmp_path / "a.md"
    file.write_text('ignore = ["NOT002"]\nlayuot = "denominator"\n')
    session = Session(VSCODE)
    try:
        session.open(note.as_uri(), WRONG)
        assert times_told(session, file.as_uri()) == 0
    finally:
        session.close()


def codes(session: Session, uri: str, settings: dict[str, Any]) -> set[str]:
    session.notify("workspace/didChangeConfiguration", {"settings": settings})
    return {found["code"] for found in session.diagnostics(uri)}


def test_the_editor_names_rules_as_the_command_line_does() -> None:
    session = Session({key: value for key, value in VSCODE.items() if key != "workspace"})
    uri = "file:///notes/named.md"
    try:
        session.open(uri, WRONG)
        assert codes(session, uri, {"select": ["ALL"]}) == {"SHP001", "SHP004"}
        assert codes(session, uri, {"select": ["not-square"]}) == {"SHP004"}
        assert codes(session, uri, {"select": ["shp001"]}) == {"SHP001"}
        assert codes(session, uri, {"ignore": ["not-square"]}) == {"SHP001"}
        # A slip of the pen does not switch all rules off.
        assert codes(session, uri, {"select": ["SPH"]}) == {"SHP001", "SHP004"}
        assert codes(session, uri, {"select": []}) == set()
    finally:
        session.close()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"selct": ["VAL"]}, "there is no setting 'selct'; did you mean 'select'?"),
        ({"nablint": {"codeLens.enable": 1}}, "there is no setting 'codeLens.enable'; did you mean 'codeLens.enabled'?"),
        ({"inlayHints": {"densty": "all"}}, "there is no setting 'inlayHints.densty'; did you mean 'inlayHints.density'?"),
        ({"nablint.hints": True}, "there is no setting 'nablint.hints'; did you mean 'hints'?"),
        ({"hints": True, "density": "all"}, "there is no setting 'density'; did you mean 'inlayHints.density'?"),
        ({"nablint": {"layout": "denominator"}}, "there is no setting 'layout'; it stands in nablint.toml"),
        ({"nablint": {"hints": True}, "python": {"x": 1}}, None),
        ({"python": {"x": 1}}, None),
        ({"trace": {"server": "off"}, "server": {"command": []}, "enable": True, "hints": True}, None),
    ],
)
@pytest.mark.parametrize("way", ["initialize", "asked", "told"])
def test_a_setting_that_does_not_exist_is_named_once(given: dict[str, Any], said: str | None, way: str) -> None:
    options = given if way == "initialize" else None
    session = Session(VSCODE, options, configuration=given if way == "asked" else None)
    try:
        for _ in range(2 if way == "told" else 0):
            session.notify("workspace/didChangeConfiguration", {"settings": given})
        if said is not None:
            session.wait(lambda message: message.get("method") == "window/showMessage")
        assert messages(session) == ([] if said is None else [f"nablint: in the settings, {said}"])
    finally:
        session.close()


def test_what_an_extension_keeps_for_itself_is_known() -> None:
    given = json.loads((ROOT / "vscode-extension/scripts/client-settings.json").read_text(encoding="utf-8"))
    assert {name.split(".")[1] for name in given["client"]} == CLIENT_SETTINGS
    published = json.loads((ROOT / "vscode-extension/package.json").read_text(encoding="utf-8"))
    server = {name for name in published["contributes"]["configuration"]["properties"] if name not in given["client"]}
    assert {name.removeprefix("nablint.") for name in server} == set(SETTINGS) - {"formulas"}


def test_a_mistake_in_the_editors_settings_is_shown_once() -> None:
    session = Session(VSCODE, {"select": ["SPH"]})
    try:
        assert messages(session) == ["nablint: in the settings, select: 'SPH' names no rule"]
        for _ in range(2):
            given = {"select": ["SPH"], "declarations": ["let x: n", "layot numerator"], "statusBar": 7}
            session.notify("workspace/didChangeConfiguration", {"settings": given})
        assert len(messages(session)) == 2
        assert "'layot numerator': unknown directive 'layot', did you mean 'layout'?" in messages(session)[1]
    finally:
        session.close()
