"""What an editor is told about the place under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.harness import RpcError, Session
from tests.lsp.marks import marked

Uri = Callable[..., str]

NOTE = r"""# Regression 😀

## Setup

Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ and $b \in \mathbb{R}^m$.

## Residual

Define $r = A x - b$. Then $f = r^\top r$ is the loss.

## Elsewhere

Let $x \in \mathbb{R}^{k}$ be new. Then $x + x$.
"""


def ask(session: Session, uri: str, note: str, method: str, language: str = "markdown", **more: Any) -> Any:
    found = marked(note)
    session.open(uri, found.text, language)
    return session.request(method, {**session.at(uri, found.cursor), **more})


def hover(session: Session, uri: str, note: str) -> str:
    found = ask(session, uri, note, "textDocument/hover")
    return str(found["contents"]["value"]) if found else ""


def test_hover_on_a_symbol_says_its_shape_and_where_it_was_declared(editor: Session, uri: Uri) -> None:
    text = hover(editor, uri(), NOTE.replace("r = A x", "r = ‸A x"))
    assert "m × n matrix" in text or "$m \\times n$ matrix" in text
    assert "declared, line 5" in text


def test_hover_covers_the_symbol_in_the_units_of_the_client(editor: Session, uri: Uri) -> None:
    where = uri()
    found = ask(editor, where, "Let $x \\in \\mathbb{R}^n$. 😀 $2 ‸x$", "textDocument/hover")
    at = editor.texts[where].index("x$")
    assert found["range"] == editor.range(where, at, at + 1)


def test_hover_is_latex_where_the_client_draws_it(vscode: Session, uri: Uri) -> None:
    assert "$A$: $m \\times n$ matrix" in hover(vscode, uri(), NOTE.replace("r = A x", "r = ‸A x"))


def test_hover_is_unicode_where_it_does_not(neovim: Session, uri: Uri) -> None:
    text = hover(neovim, uri(), NOTE.replace("r = A x", "r = A ‸x"))
    assert "`x ∈ ℝⁿ`" in text
    assert "$" not in text


def test_hover_is_plain_text_where_the_client_shows_no_markdown(emacs: Session, uri: Uri) -> None:
    found = ask(emacs, uri(), NOTE.replace("r = A x", "r = A ‸x"), "textDocument/hover")
    assert found["contents"]["kind"] == "plaintext"
    assert "`" not in found["contents"]["value"]


def test_hover_on_a_product_says_the_operands(neovim: Session, uri: Uri) -> None:
    text = hover(neovim, uri(), NOTE.replace("A x - b", "A x ‸- b"))
    assert "`Ax`: `m×1`" in text
    assert "`b`: `m×1`" in text


def test_hover_on_a_definition_says_it(neovim: Session, uri: Uri) -> None:
    assert "defined, line 9: `r = Ax - b`" in hover(neovim, uri(), NOTE.replace("f = r^", "f = ‸r^"))


def test_hover_on_a_derivative_says_its_case_shape_and_layout(neovim: Session, uri: Uri) -> None:
    declared = "Let $x \\in \\mathbb{R}^n$, $y \\in \\mathbb{R}^m$."
    note = f"<!-- nablint: layout numerator -->\n\n{declared} $\\fr‸ac{{\\partial y}}{{\\partial x}}$\n"
    text = hover(neovim, uri(), note)
    assert "m × n matrix" in text
    assert "vector by vector" in text
    assert "numerator layout" in text


def test_hover_on_an_open_derivative_offers_to_state_the_layout(neovim: Session, uri: Uri) -> None:
    text = hover(neovim, uri(), "Let $x \\in \\mathbb{R}^n$, $y \\in \\mathbb{R}^m$. $\\fr‸ac{\\partial y}{\\partial x}$\n")
    assert "<!-- nablint: layout numerator -->" in text


def test_hover_on_a_claim_that_was_not_checked_says_why_and_what_to_write(neovim: Session, uri: Uri) -> None:
    declared = "<!-- nablint: layout numerator -->\nLet $x \\in \\mathbb{R}^n$."
    text = hover(neovim, uri(), f"{declared} $\\fr‸ac{{\\partial (x^\\top Q x)}}{{\\partial x}} = 2 x^\\top Q$.\n")
    assert "not checked: Q is not declared" in text
    assert "<!-- nablint: let Q: n × n -->" in text


def test_hover_on_an_undeclared_symbol_offers_the_declaration(neovim: Session, uri: Uri) -> None:
    assert "<!-- nablint: let Q: n -->" in hover(neovim, uri(), "Then $‸Q + y$.\n")


def test_hover_on_a_finding_says_the_rule(editor: Session, uri: Uri) -> None:
    text = hover(editor, uri(), "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^m$. $‸A x$\n")
    assert "SHP001" in text
    assert "product-mismatch" in text
    assert "The inner sizes of a matrix product differ" in text


FIXABLE = "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^m$, $y \\in \\mathbb{R}^n$.\n\n$$y = ‸A x$$\n"


def test_hover_on_a_finding_names_the_fixes_that_help(editor: Session, uri: Uri) -> None:
    assert "Fix: Transpose A" in hover(editor, uri(), FIXABLE)


def test_hover_in_a_long_note_names_fixes_once_they_were_asked_for(neovim: Session, uri: Uri) -> None:
    where = uri()
    assert "Fix:" not in hover(neovim, where, FIXABLE + "\nMore words.\n" * 6000)
    at = neovim.at(where, neovim.texts[where].index("A x$$"))
    params = {**at, "range": {"start": at["position"], "end": at["position"]}, "context": {"diagnostics": []}}
    neovim.request("textDocument/codeAction", params)
    assert "Fix: Transpose A" in neovim.request("textDocument/hover", at)["contents"]["value"]


def test_a_hover_repeats_no_message_where_the_editor_shows_it_already(
    vscode: Session, neovim: Session, emacs: Session, uri: Uri
) -> None:
    note = "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^m$. $‸A x$\n"
    assert "cannot multiply" not in hover(vscode, uri(), note)
    assert "cannot multiply" in hover(neovim, uri(), note)
    assert "cannot multiply" in hover(emacs, uri(), note)


def test_hover_escapes_what_the_note_says(vscode: Session, neovim: Session, uri: Uri) -> None:
    note = "Let $x \\in \\mathbb{R}^n$ <img src=x> [a](command:evil). $\\text{<b>} ‸x_{[a](command:evil)}$\n"
    for session in (vscode, neovim):
        text = hover(session, uri(), note)
        outside = "".join(part for k, part in enumerate(text.split("`")) if k % 2 == 0)
        assert "<b>" not in outside and "](command:" not in outside.replace("$", "")


def test_nothing_is_said_about_ordinary_text(editor: Session, uri: Uri) -> None:
    assert ask(editor, uri(), "Some wo‸rds.\n", "textDocument/hover") is None


def test_definition_goes_to_the_declaration_of_the_section(editor: Session, uri: Uri) -> None:
    where = uri()
    note = NOTE.replace("Then $x + x$", "Then $x + ‸x$").replace(
        "Let $x \\in \\mathbb{R}^{k}$", "Let $«x» \\in \\mathbb{R}^{k}$"
    )
    found = ask(editor, where, note, "textDocument/definition")
    (start, end) = marked(note).ranges[0]
    assert [place.get("targetRange", place.get("range")) for place in found] == [editor.range(where, start, end)]


def test_references_stay_within_the_declaration(editor: Session, uri: Uri) -> None:
    where = uri()
    note = NOTE.replace("$x \\in \\mathbb{R}^n$", "$«x» \\in \\mathbb{R}^n$").replace("A x - b", "A «‸x» - b")
    found = ask(editor, where, note, "textDocument/references", context={"includeDeclaration": True})
    assert [place["range"] for place in found] == [editor.range(where, a, b) for a, b in marked(note).ranges]
    found = ask(editor, where, note, "textDocument/references", context={"includeDeclaration": False})
    assert [place["range"] for place in found] == [editor.range(where, a, b) for a, b in marked(note).ranges[1:]]


def test_highlights_tell_declarations_from_uses(editor: Session, uri: Uri) -> None:
    where = uri()
    note = NOTE.replace("Let $x \\in \\mathbb{R}^{k}$", "Let $«x» \\in \\mathbb{R}^{k}$").replace("$x + x$", "$«x» + «‸x»$")
    found = ask(editor, where, note, "textDocument/documentHighlight")
    assert [h["range"] for h in found] == [editor.range(where, a, b) for a, b in marked(note).ranges]
    assert [h["kind"] for h in found] == [3, 2, 2]


def test_the_outline_has_sections_with_their_declarations(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    found = editor.request("textDocument/documentSymbol", {"textDocument": {"uri": where}})
    [title] = found
    sections = {child["name"]: [(c["name"], c["detail"]) for c in child.get("children", [])] for child in title["children"]}
    assert sections == {
        "Setup": [("A", "m×n"), ("x", "n×1"), ("b", "m×1")],
        "Residual": [],
        "Elsewhere": [("x", "k×1")],
    }


def test_the_workspace_has_the_symbols_of_open_notes(editor: Session, uri: Uri) -> None:
    where = uri()
    editor.open(where, NOTE)
    found = editor.request("workspace/symbol", {"query": "k×1"})
    assert [s["containerName"] for s in found if s["location"]["uri"] == where] == ["Elsewhere"]


def test_completion_offers_declared_symbols_with_their_shapes(editor: Session, uri: Uri) -> None:
    where = uri()
    found = ask(editor, where, NOTE.replace("r^\\top r", "r^\\top r + ‸"), "textDocument/completion")
    details = {item["label"]: item.get("detail") for item in found["items"]}
    assert details["A"] == "m×n"
    item = next(i for i in found["items"] if i["label"] == "A")
    resolved = editor.request("completionItem/resolve", item)
    assert "\\mathbb{R}^{m \\times n}" in resolved["documentation"]["value"]


def test_completion_replaces_the_command_that_is_begun(editor: Session, uri: Uri) -> None:
    where = uri()
    found = ask(editor, where, NOTE.replace("r^\\top r", "r^\\top r + «\\fr»‸"), "textDocument/completion")
    start, end = marked(NOTE.replace("r^\\top r", "r^\\top r + «\\fr»")).ranges[0]
    derivative = next(i for i in found["items"] if i["label"] == "\\frac{\\partial r}{\\partial x}")
    assert derivative["textEdit"]["range"] == editor.range(where, start, end)


def test_completion_writes_the_derivative_behind_its_equals_sign(editor: Session, uri: Uri) -> None:
    note = (
        "<!-- nablint: layout denominator -->\n\nLet $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$. "
        "Define $y = A x$.\n\n$$\\frac{\\partial y}{\\partial x} = ‸$$\n"
    )
    first = ask(editor, uri(), note, "textDocument/completion")["items"][0]
    assert first["textEdit"]["newText"] == "A^\\top"


def test_completion_puts_what_fits_a_hole_first(editor: Session, uri: Uri) -> None:
    where = uri()
    note = NOTE.replace("A x - b$", "A «‸\\Box» - b$")
    first = ask(editor, where, note, "textDocument/completion")["items"][0]
    assert (first["label"], first["textEdit"]["range"]) == ("x", editor.range(where, *marked(note).ranges[0]))


def test_completion_knows_directives_and_codes(editor: Session, uri: Uri) -> None:
    found = ask(editor, uri(), "<!-- nablint: ‸ -->\n", "textDocument/completion")
    assert {"let", "layout", "ignore"} <= {item["label"] for item in found["items"]}
    found = ask(editor, uri(), "<!-- nablint: ignore SHP‸ -->\n", "textDocument/completion")
    assert "SHP001" in {item["label"] for item in found["items"]}
    found = ask(editor, uri(".tex"), "% nablint: layout ‸\n", "textDocument/completion", "latex")
    assert {"numerator", "denominator", "mixed"} <= {item["label"] for item in found["items"]}


def test_completion_is_silent_in_ordinary_text(editor: Session, uri: Uri) -> None:
    assert ask(editor, uri(), NOTE.replace("is the loss", "is ‸the loss"), "textDocument/completion")["items"] == []


def test_snippets_only_where_the_client_takes_them(vscode: Session, emacs: Session, uri: Uri) -> None:
    for session, wanted in ((vscode, "let ${1:x}: ${2:n}"), (emacs, "let")):
        found = ask(session, uri(), "<!-- nablint: ‸ -->\n", "textDocument/completion")
        assert next(i for i in found["items"] if i["label"] == "let")["textEdit"]["newText"] == wanted


def test_signature_help_shows_the_domain_and_the_argument(editor: Session, uri: Uri) -> None:
    note = "Let $f : \\mathbb{R}^n \\times \\mathbb{R}^m \\to \\mathbb{R}$ be given. $f(x, ‸y)$\n"
    found = ask(editor, uri(), note, "textDocument/signatureHelp")
    [shown] = found["signatures"]
    assert shown["label"] == "f(n×1, m×1) → scalar"
    assert [p["label"] for p in shown["parameters"]] == ["n×1", "m×1"]
    assert found["activeParameter"] == 1


def test_a_request_about_a_note_that_is_not_open_is_an_error(editor: Session) -> None:
    with pytest.raises(RpcError) as error:
        editor.request(
            "textDocument/hover", {"textDocument": {"uri": "file:///nowhere.md"}, "position": {"line": 0, "character": 0}}
        )
    assert error.value.code == -32602


LABELLED = "# A\n\n$$y = A x \\label{«eq:one»}$$\n\nBy \\eqref{«eq:‸one»} and @«eq:one», but not \\ref{eq:two}.\n"


def test_a_reference_leads_to_its_label_and_a_label_to_its_references(editor: Session, uri: Uri) -> None:
    where, found = uri(), marked(LABELLED)
    [place] = ask(editor, where, LABELLED, "textDocument/definition")
    assert (place.get("range") or place["targetSelectionRange"]) == editor.range(where, *found.ranges[0])
    used = ask(editor, where, LABELLED, "textDocument/references", context={"includeDeclaration": True})
    assert [place["range"] for place in used] == [editor.range(where, *span) for span in found.ranges]
    used = ask(editor, where, LABELLED, "textDocument/references", context={"includeDeclaration": False})
    assert len(used) == 2


def test_a_reference_leads_into_a_file_that_the_note_reads(editor: Session, tmp_path: Path) -> None:
    (tmp_path / "chapter.tex").write_text("Text.\n\n\\begin{align}\na &= b \\label{eq:far}\n\\end{align}\n")
    note = "\\documentclass{book}\n\\begin{document}\n\\input{chapter}\n\nSee \\cref{eq:f‸ar}.\n\\end{document}\n"
    where = (tmp_path / "book.tex").as_uri()
    [place] = ask(editor, where, note, "textDocument/definition", "latex")
    assert (place.get("uri") or place["targetUri"]) == (tmp_path / "chapter.tex").as_uri()
    assert (place.get("range") or place["targetSelectionRange"])["start"] == {"line": 3, "character": 14}
