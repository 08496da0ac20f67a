"""What is drawn over the text, and what the panel and the status bar are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.lsp.clients import NEOVIM, VSCODE
from tests.lsp.harness import Session
from tests.lsp.marks import marked

Uri = Callable[..., str]

NOTE = r"""<!-- nablint: layout numerator -->

# Net 😀

## Setup

Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ and $b \in \mathbb{R}^m$.

## Chain

Define $y = A x + b$ and $z = y^\top y$.

$$
\frac{\partial z}{\partial x} =
  \frac{\partial z}{\partial y} \frac{\partial y}{\partial x}
$$
"""


def decoded(session: Session, uri: str, data: list[int]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(text, type, modifiers) of every token."""
    legend = session.capabilities["semanticTokensProvider"]["legend"]
    lines = session.texts[uri].split("\n")
    codec, size = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[session.unit]
    found = []
    row = column = 0
    for down, right, length, kind, bits in zip(*[iter(data)] * 5, strict=True):
        row, column = row + down, right if down else column + right
        raw = lines[row].encode(codec)
        text = raw[column * size : (column + length) * size].decode(codec)
        modifiers = tuple(m for k, m in enumerate(legend["tokenModifiers"]) if bits >> k & 1)
        found.append((text, legend["tokenTypes"][kind], modifiers))
    return found


def test_tokens_say_what_each_symbol_is(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    data = editor.request("textDocument/semanticTokens/full", {"textDocument": {"uri": where}})["data"]
    found = decoded(editor, where, data)
    assert ("A", "matrix", ("declaration",)) in found
    assert ("A", "matrix", ()) in found
    assert ("x", "vector", ()) in found
    assert ("m", "index", ()) in found
    assert ("z", "scalar", ("declaration",)) in found
    assert ("\\partial", "derivative", ()) in found
    assert all("mathbb" not in text for text, _, _ in found)


def test_token_deltas_lead_to_the_new_tokens(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    document = {"textDocument": {"uri": where}}
    old = editor.request("textDocument/semanticTokens/full", document)
    after = NOTE.replace("A x + b", "A x - 2 b")
    editor.notify("textDocument/didChange", {"textDocument": {"uri": where, "version": 2}, "contentChanges": [{"text": after}]})
    delta = editor.request("textDocument/semanticTokens/full/delta", {**document, "previousResultId": old["resultId"]})
    data = list(old["data"])
    for edit in reversed(delta["edits"]):
        data[edit["start"] : edit["start"] + edit["deleteCount"]] = edit.get("data", [])
    assert data == editor.request("textDocument/semanticTokens/full", document)["data"]
    assert len(delta["edits"][0]["data"]) < len(data) / 2
    whole = editor.request("textDocument/semanticTokens/full/delta", {**document, "previousResultId": "unknown"})
    assert whole["data"] == data


def test_tokens_of_a_range_are_those_of_its_formulas(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    line = {"start": {"line": 10, "character": 0}, "end": {"line": 10, "character": 12}}
    data = editor.request("textDocument/semanticTokens/range", {"textDocument": {"uri": where}, "range": line})["data"]
    assert [text for text, _, _ in decoded(editor, where, data)] == ["y", "A", "x", "b"]


def hints(session: Session, uri: str, first: int = 0, last: int = 99) -> list[tuple[int, str]]:
    where = {"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}}
    found = session.request("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": where})
    return [(hint["position"]["line"], hint["label"]) for hint in found]


def test_hints_in_three_densities(uri: Uri) -> None:
    expected = {
        "off": [],
        "declarations": [(10, "m×1"), (10, "scalar")],
        "derivatives": [(10, "m×1"), (10, "scalar"), (13, "1×n"), (14, "1×m"), (14, "m×n")],
    }
    counts = {}
    for density in ("off", "declarations", "derivatives", "all"):
        settings = {"inlayHints": {"density": density}}
        session = Session(NEOVIM, configuration=settings)
        where = uri()
        session.open(where, NOTE)
        session.notify("workspace/didChangeConfiguration", {"settings": {"nablint": settings}})
        found = hints(session, where)
        counts[density] = len(found)
        assert found == expected.get(density, found)
        session.close()
    assert counts["all"] > counts["derivatives"]


def test_hints_only_for_the_lines_that_are_asked_for(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    assert {line for line, _ in hints(editor, where, 13, 14)} == {13}


def test_hints_stay_while_a_formula_is_broken(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    before = hints(editor, where)
    broken = "\n" + NOTE.replace("\\frac{\\partial y}{\\partial x}\n", "\\frac{\\partial y}{\\partial x} \\frac{\n")
    change = {"textDocument": {"uri": where, "version": 2}, "contentChanges": [{"text": broken}]}
    editor.notify("textDocument/didChange", change)
    assert hints(editor, where) == [(line + 1, label) for line, label in before]


def test_sections_and_displays_fold(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    found = editor.request("textDocument/foldingRange", {"textDocument": {"uri": where}})
    assert [(f["startLine"], f["endLine"]) for f in found] == [(2, 15), (4, 6), (8, 15), (12, 14)]


def test_the_selection_grows_along_the_mathematics(editor: Session, uri: Uri) -> None:
    where = uri()
    text = "## One\n\nLet «$«y = «A «x» + b»»$»\n"
    note = marked("## One\n\n«Word «$«y = ««A «x‸»» + b»»$».»\n")
    del text
    editor.open(where, note.text)
    [found] = editor.request(
        "textDocument/selectionRange", {"textDocument": {"uri": where}, "positions": [editor.position(where, note.cursor)]}
    )
    ranges = []
    while found:
        ranges.append(found["range"])
        found = found.get("parent")
    inner_first = sorted(note.ranges, key=lambda r: r[1] - r[0])
    assert ranges[: len(inner_first)] == [editor.range(where, *r) for r in inner_first]
    assert ranges[-1] == editor.range(where, 0, len(note.text))


def test_included_files_are_links(editor: Session, tmp_path: Path) -> None:
    where = (tmp_path / "main.tex").as_uri()
    editor.open(where, "\\documentclass{article}\n\\begin{document}\n\\input{parts/one}\n\\end{document}\n", "latex")
    [link] = editor.request("textDocument/documentLink", {"textDocument": {"uri": where}})
    assert link["target"] == (tmp_path / "parts" / "one.tex").as_uri()
    at = editor.texts[where].index("parts/one")
    assert link["range"] == editor.range(where, at, at + len("parts/one"))


def test_references_are_links_to_the_line_of_their_label(editor: Session, tmp_path: Path) -> None:
    (tmp_path / "chapter.tex").write_text("\n\n\\begin{align}\na &= b \\label{eq:far}\n\\end{align}\n")
    note = (
        "\\documentclass{book}\n\\begin{document}\n\\input{chapter}\n$$a \\label{eq:near}$$\n"
        "See \\eqref{eq:near}, \\cref{eq:far,eq:none}.\n\\end{document}\n"
    )
    where = (tmp_path / "book.tex").as_uri()
    editor.open(where, note, "latex")
    found = editor.request("textDocument/documentLink", {"textDocument": {"uri": where}})
    near, far = note.rindex("eq:near"), note.index("eq:far")
    assert [(link["range"], link["target"]) for link in found[1:]] == [
        (editor.range(where, near, near + 7), f"{where}#L4"),
        (editor.range(where, far, far + 6), f"{(tmp_path / 'chapter.tex').as_uri()}#L4"),
    ]
    assert found[1]["tooltip"] == "Go to eq:near, line 4"


def test_a_line_above_a_section_says_its_layout_and_its_claims(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    found = editor.request("textDocument/codeLens", {"textDocument": {"uri": where}})
    titles = [(lens["range"]["start"]["line"], lens["command"]["title"]) for lens in found]
    assert (8, "layout: numerator layout") in titles or (8, "numerator layout") in titles
    assert any(line == 8 and "claim" in title for line, title in titles)


CLAIMS = r"""<!-- nablint: layout numerator -->
<!-- nablint: let x: n -->
<!-- nablint: let A: n × n -->

# First

$$\frac{\partial (x^\top x)}{\partial x} = 2 x^\top$$

$$\frac{\partial (x^\top x)}{\partial x} = 3 x^\top$$

# Second

$$\frac{\partial (A x)}{\partial x} = A$$
"""


def test_a_click_on_a_lens_lists_the_claims_that_want_a_look_first(vscode: Session, neovim: Session, uri: Uri) -> None:
    where = uri()
    vscode.open(where, CLAIMS)
    lenses = vscode.request("textDocument/codeLens", {"textDocument": {"uri": where}})
    clicks = {(lens["range"]["start"]["line"], lens["command"]["arguments"][0]["topic"]): lens["command"] for lens in lenses}
    assert set(clicks) == {(4, "layout"), (4, "claims"), (10, "layout"), (10, "claims")}
    assert {command["command"] for command in clicks.values()} == {"nablint.showPlaces"}
    first = vscode.request("nablint/places", clicks[4, "claims"]["arguments"][0])
    assert [(place["state"], place["range"]["start"]["line"]) for place in first] == [("wrong", 8), ("verified", 6)]
    assert first[0]["uri"] == where and "3xᵀ" in first[0]["text"] and first[0]["why"]
    [second] = vscode.request("nablint/places", clicks[10, "claims"]["arguments"][0])
    assert (second["state"], second["range"]["start"]["line"]) == ("verified", 12)
    [stated] = vscode.request("nablint/places", clicks[10, "layout"]["arguments"][0])
    assert (stated["state"], stated["range"]["start"]["line"]) == ("stated", 0)
    neovim.open(where, CLAIMS)
    plain = neovim.request("textDocument/codeLens", {"textDocument": {"uri": where}})
    assert [lens["command"]["title"] for lens in plain] == [lens["command"]["title"] for lens in lenses]
    assert {lens["command"]["command"] for lens in plain} == {""}


def test_a_layout_that_nothing_states_is_shown_by_derivatives_or_left_open_by_them(vscode: Session, uri: Uri) -> None:
    open_ = "Let $x \\in \\mathbb{R}^n$ and $f = x^\\top x$.\n\n$$\\frac{\\partial f}{\\partial x}$$\n"
    for note, state in (
        (open_, "open"),
        (open_ + "\n$$\\nabla_x f = \\frac{\\partial f}{\\partial x} = 2 x^\\top$$\n", "shown"),
    ):
        where = uri()
        vscode.open(where, note)
        asked = {"textDocument": {"uri": where}, "position": {"line": 0, "character": 0}, "topic": "layout"}
        assert {place["state"] for place in vscode.request("nablint/places", asked)} == {state}


def test_lenses_can_be_switched_off(uri: Uri) -> None:
    session = Session(VSCODE, {"codeLens": {"enabled": False}})
    where = uri()
    session.open(where, NOTE)
    assert session.request("textDocument/codeLens", {"textDocument": {"uri": where}}) == []
    session.close()


def test_the_call_hierarchy_follows_definitions(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    [item] = editor.request("textDocument/prepareCallHierarchy", editor.at(where, NOTE.index("y = A x")))
    assert item["name"] == "y"
    parts = editor.request("callHierarchy/outgoingCalls", {"item": item})
    assert [call["to"]["name"] for call in parts] == ["A", "x", "b"]
    wholes = editor.request("callHierarchy/incomingCalls", {"item": item})
    assert [call["from"]["name"] for call in wholes] == ["z"]
    assert len(wholes[0]["fromRanges"]) == 2
    # A client that does not send back our data has the position.
    bare = {key: value for key, value in item.items() if key != "data"}
    assert editor.request("callHierarchy/outgoingCalls", {"item": bare}) == parts


def test_the_panel_gets_symbols_edges_and_paths(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    found: dict[str, Any] = editor.request("nablint/graph", editor.at(where, NOTE.index("\\frac{\\partial z}") + 2))
    names = {v["id"]: (v["name"], v["shape"], v["defined"]) for v in found["vertices"]}
    assert set(names.values()) == {("z", "scalar", True), ("y", "m×1", True), ("x", "n×1", False)}
    edges = {(names[e["whole"]][0], names[e["part"]][0]): e["shape"] for e in found["edges"]}
    assert edges == {("z", "y"): "1×m", ("y", "x"): "m×n"}
    assert [[names[id_][0] for id_ in path] for path in found["paths"]] == [["z", "y", "x"]]
    assert found["layout"] == "numerator layout"
    assert found["wrong"] == []


def test_the_panel_marks_the_wrong_factor(editor: Session, uri: Uri) -> None:
    where = uri()
    first, second = "\\frac{\\partial z}{\\partial y}", "\\frac{\\partial y}{\\partial x}"
    text = NOTE.replace(f"{first} {second}", f"{second} {first}")
    editor.open(where, text)
    found = editor.request("nablint/graph", editor.at(where, text.index("\\frac{\\partial z}{\\partial x}") + 2))
    assert found["wrong"] and all(w["code"].startswith("CHN") for w in found["wrong"])


def test_the_status_bar_gets_layout_findings_and_claims(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE + "\n$x A$\n")
    found = editor.request("nablint/status", editor.at(where, NOTE.index("\\frac")))
    assert (found["layout"], found["stated"], found["relevant"]) == ("numerator layout", True, True)
    assert (found["errors"], found["warnings"], found["hints"]) == (1, 0, 0)
    assert found["verified"] + found["wrong"] + found["unchecked"] >= 1
    plain = uri()
    editor.open(plain, "Words, and $3$.\n")
    found = editor.request("nablint/status", {"textDocument": {"uri": plain}})
    assert (found["layout"], found["relevant"]) == ("", False)
