"""Diagnostics: pulled or pushed, never both, never for another text, with all that the client can show."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nablint.lsp.worker import Token
from nablint.lsp.workspace import Workspace
from tests.lsp.clients import EMACS, NEOVIM, VSCODE
from tests.lsp.harness import RpcError, Session
from tests.lsp.marks import marked

Uri = Callable[..., str]
WRONG = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$. 😀 $«A x»$\n"


def pushed(session: Session, uri: str) -> list[dict[str, Any]]:
    session.barrier()
    return [
        m["params"] for m in session.sent if m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
    ]


def change(session: Session, uri: str, version: int, text: str) -> None:
    session.notify(
        "textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}
    )
    session.texts[uri] = text


def test_a_finding_stands_where_the_editor_counts_it(editor: Session, uri: Uri) -> None:
    where = uri()
    note = marked(WRONG)
    editor.open(where, note.text)
    [found] = editor.diagnostics(where)
    assert found["range"] == editor.range(where, *note.ranges[0])
    assert (found["code"], found["severity"], found["source"]) == ("SHP001", 1, "nablint")


def test_related_places_where_the_client_shows_them(vscode: Session, emacs: Session, uri: Uri) -> None:
    where = uri()
    for session in (vscode, emacs):
        session.open(where, marked(WRONG).text)
    [rich] = vscode.diagnostics(where)
    assert any("A is declared here" in r["message"] for r in rich["relatedInformation"])
    [plain] = emacs.diagnostics(where)
    assert "relatedInformation" not in plain and "data" not in plain
    assert "A is declared here" in plain["message"] and "line 1" in plain["message"]


def test_the_fix_is_in_the_data(vscode: Session, uri: Uri) -> None:
    where = uri()
    text = "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^m$, $y \\in \\mathbb{R}^n$. $y = A x$\n"
    vscode.open(where, text)
    [found] = vscode.diagnostics(where)
    fixes = found["data"]["fixes"]
    assert {f["applicability"] for f in fixes} <= {"safe", "unsafe"} and fixes
    assert all(edit["uri"] == where and "range" in edit and "newText" in edit for f in fixes for edit in f["edits"])


def test_a_client_that_pulls_is_never_pushed_to(vscode: Session, uri: Uri) -> None:
    where = uri()
    vscode.open(where, marked(WRONG).text)
    assert vscode.diagnostics(where)
    assert pushed(vscode, where) == []
    assert vscode.capabilities["diagnosticProvider"]["workspaceDiagnostics"] is True


def test_a_client_that_is_pushed_to_is_not_offered_to_pull(neovim: Session, emacs: Session, uri: Uri) -> None:
    for session in (neovim, emacs):
        where = uri()
        assert "diagnosticProvider" not in session.capabilities
        session.open(where, marked(WRONG).text)
        assert [p["version"] for p in pushed(session, where)] == [1]


def test_what_has_not_changed_is_said_to_be_unchanged(vscode: Session, uri: Uri) -> None:
    where = uri()
    vscode.open(where, marked(WRONG).text)
    pull = {"textDocument": {"uri": where}}
    first = vscode.request("textDocument/diagnostic", pull)
    assert first["kind"] == "full"
    again = vscode.request("textDocument/diagnostic", {**pull, "previousResultId": first["resultId"]})
    assert again == {"kind": "unchanged", "resultId": first["resultId"]}
    change(vscode, where, 2, marked(WRONG).text + "\nMore.\n")
    same = vscode.request("textDocument/diagnostic", {**pull, "previousResultId": first["resultId"]})
    assert same["kind"] == "unchanged"
    change(vscode, where, 3, "\n" + marked(WRONG).text)
    moved = vscode.request("textDocument/diagnostic", {**pull, "previousResultId": first["resultId"]})
    assert moved["kind"] == "full"


def test_the_last_text_has_the_last_word(neovim: Session, uri: Uri) -> None:
    where = uri()
    neovim.open(where, marked(WRONG).text)
    for version in range(2, 30):
        change(neovim, where, version, marked(WRONG).text * (version % 2))
    found = pushed(neovim, where)
    assert found[-1]["version"] == 29
    assert len(found[-1]["diagnostics"]) == 1
    versions = [p["version"] for p in found]
    assert versions == sorted(versions)


def test_closing_takes_the_findings_away(neovim: Session, uri: Uri) -> None:
    where = uri()
    neovim.open(where, marked(WRONG).text)
    assert pushed(neovim, where)[-1]["diagnostics"]
    neovim.notify("textDocument/didClose", {"textDocument": {"uri": where}})
    assert pushed(neovim, where)[-1]["diagnostics"] == []


def test_a_note_without_findings_is_not_pushed_again_and_again(neovim: Session, uri: Uri) -> None:
    where = uri()
    neovim.open(where, "Fine.\n")
    for version in range(2, 5):
        change(neovim, where, version, f"Fine {version}.\n")
    assert pushed(neovim, where) == []


def settled(session: Session, after: int) -> None:
    """Until the client was told that settings have changed what it shows."""
    refreshed = ("workspace/diagnostic/refresh", "textDocument/publishDiagnostics")
    session.wait(lambda m: m.get("method") in refreshed, after)


def test_settings_change_what_is_reported_without_a_restart(uri: Uri) -> None:
    for capabilities in (VSCODE, NEOVIM):
        session = Session(capabilities)
        where = uri()
        session.open(where, marked(WRONG).text)
        assert [d["code"] for d in session.diagnostics(where)] == ["SHP001"]
        for settings, codes in (({"ignore": ["SHP"]}, []), ({"ignore": None}, ["SHP001"])):
            session.configuration = settings
            before = len(session.sent)
            session.notify("workspace/didChangeConfiguration", {"settings": None})
            settled(session, before)
            assert [d["code"] for d in session.diagnostics(where)] == codes
        session.close()


def test_settings_may_be_pushed_too(uri: Uri) -> None:
    capabilities = {**EMACS, "workspace": {}}
    session = Session(capabilities)
    where = uri()
    session.open(where, marked(WRONG).text)
    assert session.diagnostics(where)
    session.notify("workspace/didChangeConfiguration", {"settings": {"nablint": {"ignore": ["SHP001"]}}})
    assert session.diagnostics(where) == []
    session.notify("workspace/didChangeConfiguration", {"settings": {"nablint": {"ignore": 5, "select": "x"}}})
    assert session.diagnostics(where)
    session.close()


def test_each_folder_has_its_configuration_file(tmp_path: Path) -> None:
    for name, ignored in (("one", "SHP001"), ("two", "LAY001")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "nablint.toml").write_text(f'ignore = ["{ignored}"]\n')
    session = Session(VSCODE, folders={(tmp_path / n).as_uri(): n for n in ("one", "two")})
    one, two = ((tmp_path / n / "a.md").as_uri() for n in ("one", "two"))
    for where in (one, two):
        session.open(where, marked(WRONG).text)
    assert session.diagnostics(one) == []
    assert session.diagnostics(two)
    (tmp_path / "one" / "nablint.toml").write_text('ignore = ["LAY001"]\n')
    changed = {"changes": [{"uri": (tmp_path / "one" / "nablint.toml").as_uri(), "type": 2}]}
    session.notify("workspace/didChangeWatchedFiles", changed)
    assert session.diagnostics(one)
    session.close()


def test_the_workspace_is_checked_where_that_is_asked(tmp_path: Path) -> None:
    (tmp_path / "wrong.md").write_text(marked(WRONG).text)
    (tmp_path / "fine.md").write_text("Fine.\n")
    (tmp_path / "open.md").write_text("On the disk.\n")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "a.md").write_text(marked(WRONG).text)
    session = Session(VSCODE, {"workspaceDiagnostics": True}, {tmp_path.as_uri(): "notes"}, {"workspaceDiagnostics": True})
    session.open((tmp_path / "open.md").as_uri(), marked(WRONG).text)
    found = session.request("workspace/diagnostic", {"previousResultIds": [], "workDoneToken": "w1"})
    by_name = {item["uri"].rsplit("/", 1)[-1]: item for item in found["items"]}
    assert {name: len(item["items"]) for name, item in by_name.items()} == {"wrong.md": 1, "fine.md": 0, "open.md": 1}
    progress = [m["params"]["value"]["kind"] for m in session.sent if m.get("method") == "$/progress"]
    assert progress[0] == "begin" and progress[-1] == "end"
    previous = [{"uri": item["uri"], "value": item["resultId"]} for item in found["items"]]
    again = session.request("workspace/diagnostic", {"previousResultIds": previous})
    assert {item["kind"] for item in again["items"]} == {"unchanged"}
    (tmp_path / "wrong.md").unlink()
    gone = session.request("workspace/diagnostic", {"previousResultIds": previous})
    [item] = [i for i in gone["items"] if i["uri"].endswith("wrong.md")]
    assert item["kind"] == "full" and item["items"] == []
    session.close()


def test_an_excluded_note_is_not_reported_on_and_still_answers(tmp_path: Path) -> None:
    (tmp_path / "nablint.toml").write_text('exclude = ["drafts/", "*.old.md"]\n')
    for capabilities in (VSCODE, NEOVIM):
        session = Session(capabilities)
        for name, number in (("drafts/a.md", 0), ("b.old.md", 0), ("c.md", 1)):
            where = (tmp_path / name).as_uri()
            session.open(where, marked(WRONG).text)
            assert len(session.diagnostics(where)) == number
            assert session.request("textDocument/hover", session.at(where, 5))
        session.close()


def test_what_git_leaves_out_is_left_out_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("_build/\n*.old.md\n")
    for name in ("a.md", "a.old.md", "_build/b.md", "part/c.md", "part/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("\ufeff" + marked(WRONG).text)
    (tmp_path / "part" / ".gitignore").write_text("/d.md\n")
    session = Session(VSCODE, {"workspaceDiagnostics": True}, {tmp_path.as_uri(): "notes"}, {"workspaceDiagnostics": True})

    def found() -> dict[str, int]:
        items = session.request("workspace/diagnostic", {"previousResultIds": []})["items"]
        return {i["uri"].removeprefix(f"{tmp_path.as_uri()}/"): i["items"][0]["range"]["start"]["character"] for i in items}

    column = marked(WRONG).text.index("A x") + 1
    assert found() == {"a.md": column, "part/c.md": column}
    (tmp_path / "part" / ".gitignore").write_text("")
    assert set(found()) == {"a.md", "part/c.md", "part/d.md"}
    (tmp_path / "nablint.toml").write_text("respect-gitignore = false\n")
    session.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": (tmp_path / "nablint.toml").as_uri(), "type": 1}]})
    assert set(found()) == {"a.md", "a.old.md", "_build/b.md", "part/c.md", "part/d.md"}
    session.close()


def test_else_only_open_notes_are(tmp_path: Path) -> None:
    (tmp_path / "wrong.md").write_text(marked(WRONG).text)
    session = Session(VSCODE, folders={tmp_path.as_uri(): "notes"})
    assert session.request("workspace/diagnostic", {"previousResultIds": []})["items"] == []
    session.close()


def test_macros_of_a_file_that_a_note_reads_are_known(editor: Session, tmp_path: Path) -> None:
    (tmp_path / "macros.tex").write_text("\\newcommand{\\R}{\\mathbb{R}}\n")
    where = (tmp_path / "main.tex").as_uri()
    text = "\\input{macros}\nLet $A \\in \\R^{m \\times n}$ and $x \\in \\R^m$. $A x$\n"
    editor.open(where, text, "latex")
    assert [d["code"] for d in editor.diagnostics(where)] == ["SHP001"]
    # What is open counts, not what was saved; and a saved change reaches the notes that read it.
    macros = (tmp_path / "macros.tex").as_uri()
    editor.open(macros, "\\newcommand{\\R}{\\mathcal{Z}}\n", "latex")
    editor.notify("textDocument/didSave", {"textDocument": {"uri": macros}})
    assert editor.diagnostics(where) == []


def test_checking_the_workspace_can_be_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for k in range(30):
        (tmp_path / f"note{k}.md").write_text(marked(WRONG).text)
    started, go = threading.Event(), threading.Event()
    check = Workspace._file

    def slow(self: Workspace, path: str, previous: dict[str, str], token: Token) -> Any:
        started.set()
        go.wait(60)
        return check(self, path, previous, token)

    monkeypatch.setattr(Workspace, "_file", slow)
    session = Session(VSCODE, {"workspaceDiagnostics": True}, {tmp_path.as_uri(): "notes"}, {"workspaceDiagnostics": True})
    asked = session.start("workspace/diagnostic", {"previousResultIds": [], "workDoneToken": "w2"})
    assert started.wait(60)
    session.notify("window/workDoneProgress/cancel", {"token": "w2"})
    # Answered without the worker: the cancel before it was read.
    with pytest.raises(RpcError):
        session.request("no/such/method", {})
    go.set()
    found = session.answer(asked)["result"]["items"]
    assert len(found) == 1
    progress = [m["params"]["value"]["kind"] for m in session.sent if m.get("method") == "$/progress"]
    assert progress == ["begin", "end"]
    session.close()


def test_folders_come_and_go(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.md").write_text(marked(WRONG).text)
    one, two = ({"uri": (tmp_path / name).as_uri(), "name": name} for name in ("one", "two"))
    session = Session(VSCODE, {"workspaceDiagnostics": True}, {one["uri"]: "one"}, {"workspaceDiagnostics": True})

    def checked() -> list[str]:
        found = session.request("workspace/diagnostic", {"previousResultIds": []})["items"]
        return sorted(item["uri"].rsplit("/", 1)[-1] for item in found)

    assert checked() == ["one.md"]
    session.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [two], "removed": []}})
    assert checked() == ["one.md", "two.md"]
    # The new folder may have settings of its own.
    session.wait(
        lambda m: (
            m.get("method") == "workspace/configuration" and two["uri"] in [i.get("scopeUri") for i in m["params"]["items"]]
        )
    )
    session.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [one]}})
    assert checked() == ["two.md"]
    session.close()


def test_what_is_drawn_is_asked_for_again_when_settings_change() -> None:
    session = Session(VSCODE, configuration={"ignore": []})
    session.barrier()
    session.configuration = {"ignore": ["SHP"]}
    before = len(session.sent)
    session.notify("workspace/didChangeConfiguration", {"settings": None})
    for what in ("diagnostic", "inlayHint", "semanticTokens", "codeLens"):
        session.wait(lambda m, what=what: m.get("method") == f"workspace/{what}/refresh", before)  # type: ignore[misc]
    session.close()


@pytest.mark.parametrize("unit", ["utf-8", "utf-16", "utf-32"])
def test_each_unit_of_columns_gives_the_same_findings(unit: str, uri: Uri) -> None:
    """Characters outside the basic plane, combining marks and text from right to left stand before what is wrong."""
    declared = "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^m$, $y \\in \\mathbb{R}^n$."
    text = f"{declared} 😀 e\u0301\u0323 \u05e9\u05dc\u05d5\u05dd 𝐱 $A x$ \u0645 $y + x$.\n"
    session = Session({**VSCODE, "general": {"positionEncodings": [unit]}})
    where = uri()
    session.open(where, text)
    assert session.unit == unit
    found = session.diagnostics(where)
    places = [(text.index(part), len(part)) for part in ("A x", "y + x")]
    assert [d["range"] for d in found] == [session.range(where, at, at + length) for at, length in places]
    session.close()
