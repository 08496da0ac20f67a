"""Code actions and renaming: what the text is afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nablint.lsp.text import Text, Unit
from tests.lsp.harness import RpcError, Session
from tests.lsp.marks import apply_text_edits, marked

Uri = Callable[..., str]


def applied(session: Session, uri: str, edit: dict[str, Any]) -> str:
    """The document after a workspace edit in either form."""
    text = Text.of(session.texts[uri])
    unit = Unit(session.unit)
    if "documentChanges" in edit:
        [change] = edit["documentChanges"]
        assert change["textDocument"]["uri"] == uri
        edits = change["edits"]
    else:
        [(where, edits)] = edit["changes"].items()
        assert where == uri
    return apply_text_edits(text.text, edits, lambda p: text.offset(p["line"], p["character"], unit))


def actions(session: Session, uri: str, note: str, language: str = "markdown", only: list[str] | None = None) -> list[Any]:
    found = marked(note)
    session.open(uri, found.text, language)
    context: dict[str, Any] = {"diagnostics": session.diagnostics(uri)}
    if only is not None:
        context["only"] = only
    where = session.range(uri, found.cursor, found.cursor)
    result = session.request("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": where, "context": context})
    return list(result)


def action(found: list[Any], title: str) -> Any:
    [match] = [a for a in found if a["title"] == title]
    return match


def ignored(session: Session, uri: str, chosen: Any, reason: str = "") -> str:
    """The document after a rule was ignored; by a client that asks for the reason, with that reason."""
    if "command" not in chosen:
        return applied(session, uri, chosen["edit"])
    assert "edit" not in chosen and chosen["command"]["command"] == "nablint.ignore"
    [asked] = chosen["command"]["arguments"]
    edit = session.request("nablint/ignore", {**asked, "reason": reason})
    return applied(session, uri, {"changes": {edit["uri"]: [edit]}})


WRONG = "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^m$, $y \\in \\mathbb{R}^n$.\n\n$$\ny = ‸A x\n$$\n"


def test_a_quick_fix_mends_its_finding_and_is_tied_to_it(editor: Session, uri: Uri) -> None:
    where = uri()
    found = actions(editor, where, WRONG, only=["quickfix"])
    fixes = [a for a in found if a["kind"] == "quickfix"]
    assert fixes
    assert fixes[0]["diagnostics"][0]["code"] == "SHP001"
    after = applied(editor, where, fixes[0]["edit"])
    editor.notify("textDocument/didChange", {"textDocument": {"uri": where, "version": 2}, "contentChanges": [{"text": after}]})
    editor.texts[where] = after
    assert editor.diagnostics(where) == []


def test_fixes_are_found_again_without_what_the_client_was_sent(editor: Session, uri: Uri) -> None:
    where = uri()
    found = marked(WRONG)
    editor.open(where, found.text)
    at = editor.range(where, found.cursor, found.cursor)
    params = {"textDocument": {"uri": where}, "range": at, "context": {"diagnostics": [], "only": ["quickfix"]}}
    assert any(a["kind"] == "quickfix" for a in editor.request("textDocument/codeAction", params))


@pytest.mark.parametrize(
    ("suffix", "language", "comment"),
    [
        (".md", "markdown", "<!-- nablint: ignore SHP001 -- intended -->"),
        (".mdx", "mdx", "{/* nablint: ignore SHP001 -- intended */}"),
    ],
)
def test_a_finding_is_suppressed_in_the_comment_of_the_dialect(
    editor: Session, uri: Uri, suffix: str, language: str, comment: str
) -> None:
    where = uri(suffix)
    found = actions(editor, where, WRONG, language)
    after = ignored(editor, where, action(found, "Ignore SHP001 here"))
    assert comment in after.splitlines()
    editor.open(where, after, language)
    assert editor.diagnostics(where) == []


def test_in_latex_a_suppression_is_a_latex_comment(editor: Session, uri: Uri) -> None:
    where = uri(".tex")
    note = "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^m$.\n\n\\[ ‸A x \\]\n"
    after = ignored(editor, where, action(actions(editor, where, note, "latex"), "Ignore SHP001 here"))
    assert "% nablint: ignore SHP001 -- intended" in after.splitlines()
    editor.open(where, after, "latex")
    assert editor.diagnostics(where) == []


def test_in_a_quote_the_comment_stands_in_the_quote(editor: Session, uri: Uri) -> None:
    note = "> Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^m$. $‸A x$\n"
    where = uri()
    after = ignored(editor, where, action(actions(editor, where, note), "Ignore SHP001 here"))
    assert after.startswith("> <!-- nablint:")


@pytest.mark.parametrize("indent", ["  ", "    ", "\t"])
def test_in_a_list_item_the_comment_stands_in_the_item(editor: Session, uri: Uri, indent: str) -> None:
    note = f"1.  Let $A \\in \\mathbb{{R}}^{{m \\times n}}$, $x \\in \\mathbb{{R}}^m$.\n\n{indent}$$ ‸A x $$\n\n{indent}More.\n"
    where = uri()
    after = ignored(editor, where, action(actions(editor, where, note), "Ignore SHP001 here"))
    assert after.splitlines()[2] == f"{indent}<!-- nablint: ignore SHP001 -- intended -->"
    editor.open(where, after)
    assert editor.diagnostics(where) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_comment_ends_as_the_lines_of_the_note_do(editor: Session, uri: Uri, end: str) -> None:
    where = uri()
    after = ignored(editor, where, action(actions(editor, where, WRONG.replace("\n", end)), "Ignore SHP001 here"))
    assert after.count(end) == after.count("\n" if end == "\n" else "\r") == WRONG.count("\n") + 1
    assert len(after.splitlines()) == len(after.split(end)) - after.endswith(end)


def test_a_file_wide_suppression_stands_behind_front_matter(editor: Session, uri: Uri) -> None:
    where = uri()
    note = "---\ntitle: x\n---\n" + WRONG
    after = ignored(editor, where, action(actions(editor, where, note), "Ignore SHP001 in this file"))
    assert after.splitlines()[3] == "<!-- nablint: ignore-file SHP001 -- intended -->"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("see Lemma 3", "see Lemma 3"), ("  two\n words ", "two words"), ("a --> b */ c", "a b c"), (" \n", "intended")],
)
def test_a_client_that_asks_gives_the_reason(vscode: Session, uri: Uri, given: str, kept: str) -> None:
    for title, directive in (("here", "ignore"), ("in this file", "ignore-file")):
        where = uri()
        chosen = action(actions(vscode, where, WRONG), f"Ignore SHP001 {title}")
        after = ignored(vscode, where, chosen, given)
        assert f"<!-- nablint: {directive} SHP001 -- {kept} -->" in after.splitlines()
        vscode.open(where, after)
        assert vscode.diagnostics(where) == []


def test_a_question_for_a_reason_without_one_is_refused(vscode: Session, uri: Uri) -> None:
    where = uri()
    vscode.open(where, WRONG)
    for params in ({}, {"code": "SHP001"}, {"code": 1, "reason": ""}):
        with pytest.raises(RpcError) as refused:
            vscode.request(
                "nablint/ignore", {"textDocument": {"uri": where}, "position": {"line": 3, "character": 4}, **params}
            )
        assert refused.value.code == -32602


def test_an_undeclared_symbol_is_declared_with_the_shape_that_fits(editor: Session, uri: Uri) -> None:
    where = uri()
    note = "Let $x \\in \\mathbb{R}^n$ and $y \\in \\mathbb{R}^m$.\n\nThen $y = ‸W x$.\n"
    found = actions(editor, where, note, only=["quickfix.nablint.declare"])
    after = applied(editor, where, action(found, "Declare W as m×n")["edit"])
    assert "<!-- nablint: let W: m × n -->" in after.splitlines()


def test_a_fix_is_found_again_for_a_client_that_sends_nothing_back(editor: Session, uri: Uri) -> None:
    where, found = uri(), marked(WRONG)
    editor.open(where, found.text)
    editor.diagnostics(where)
    at = editor.range(where, found.cursor, found.cursor)
    params = {"textDocument": {"uri": where}, "range": at, "context": {"diagnostics": []}}
    offered = editor.request("textDocument/codeAction", params)
    assert any(a.get("isPreferred") or a["kind"] == "quickfix" for a in offered)
    assert editor.capabilities["codeActionProvider"]["resolveProvider"] is True


def test_dimension_marks_come_and_go(editor: Session, uri: Uri) -> None:
    where = uri()
    note = "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$.\n\n$$‸A x$$\n"
    found = actions(editor, where, note, only=["refactor.rewrite.nablint.marks"])
    after = applied(editor, where, action(found, "Mark the dimensions of the factors")["edit"])
    marks = "$$\\underbrace{A}_{m \\times n} \\underbrace{x}_{n \\times 1}$$"
    assert after.splitlines()[2] == marks
    note = after.replace(marks, f"$$‸{marks[2:]}")
    found = actions(editor, where, note, only=["refactor.rewrite.nablint.marks"])
    back = applied(editor, where, action(found, "Remove the dimension marks")["edit"])
    assert back.splitlines()[2] == "$$A x$$"


def test_factors_are_arranged_so_that_they_conform(editor: Session, uri: Uri) -> None:
    where = uri()
    note = "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$, $y \\in \\mathbb{R}^m$.\n\n$$y = x ‸A$$\n"
    found = actions(editor, where, note, only=["refactor.rewrite.nablint.arrange"])
    after = applied(editor, where, action(found, "Arrange the factors as Ax")["edit"])
    assert after.splitlines()[2] == "$$y = A x$$"


CHAIN = (
    "<!-- nablint: layout {layout} -->\n\nLet $A \\in \\mathbb{{R}}^{{m \\times n}}$, $x \\in \\mathbb{{R}}^n$. "
    "Define $y = A x$ and $z = y^\\top y$.\n\n$$\\fr‸ac{{\\partial z}}{{\\partial x}}$$\n"
)


def factor(of: str, by: str, size: str) -> str:
    return rf"\underbrace{{\frac{{\partial {of}}}{{\partial {by}}}}}_{{{size}}}"


@pytest.mark.parametrize(
    ("layout", "factors"),
    [
        ("numerator", [factor("z", "y", r"1 \times m"), factor("y", "x", r"m \times n")]),
        ("denominator", [factor("y", "x", r"n \times m"), factor("z", "y", r"m \times 1")]),
    ],
)
def test_the_chain_rule_is_expanded_in_the_order_of_the_layout(
    editor: Session, uri: Uri, layout: str, factors: list[str]
) -> None:
    where = uri()
    found = actions(editor, where, CHAIN.format(layout=layout), only=["refactor.rewrite.nablint.expand"])
    after = applied(editor, where, action(found, "Expand the chain rule")["edit"])
    expanded = r" \, ".join(factors)
    assert after.splitlines()[4] == rf"$$\frac{{\partial z}}{{\partial x}} = {expanded}$$"


@pytest.mark.parametrize(("layout", "derivative"), [("numerator", "2 x^\\top A^\\top A"), ("denominator", "2 A^\\top A x")])
def test_the_derivative_is_inserted_in_the_layout_of_the_note(editor: Session, uri: Uri, layout: str, derivative: str) -> None:
    where = uri()
    [found] = actions(editor, where, CHAIN.format(layout=layout), only=["refactor.rewrite.nablint.derivative"])
    after = applied(editor, where, found["edit"])
    assert after.splitlines()[4] == rf"$$\frac{{\partial z}}{{\partial x}} = {derivative}$$"
    editor.open(where, after)
    assert editor.diagnostics(where) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("y = A x", "y_i = \\sum_j A_{ij} x_j"),
        ("y_i = \\sum_j A_{ij} x_j", "y = A x"),
        ("y_i = \\sum_j B_{ji} x_j", "y = B^\\top x"),
    ],
)
def test_an_equation_is_written_entry_by_entry_and_back(editor: Session, uri: Uri, before: str, after: str) -> None:
    where = uri()
    sizes = (
        "A \\in \\mathbb{R}^{m \\times n}$, $B \\in \\mathbb{R}^{n \\times m}$, $x \\in \\mathbb{R}^n$, $y \\in \\mathbb{R}^m"
    )
    note = f"Let ${sizes}$.\n\n$$‸{before}$$\n"
    [found] = actions(editor, where, note, only=["refactor.rewrite.nablint.form"])
    text = applied(editor, where, found["edit"])
    assert text.splitlines()[2] == f"$${after}$$"
    editor.open(where, text)
    assert editor.diagnostics(where) == []


def test_a_formula_is_converted_to_the_other_layout(editor: Session, uri: Uri) -> None:
    where = uri()
    declared = CHAIN.format(layout="numerator").partition("-->\n\n")[2].partition("$$")[0]
    note = declared + "$$\\fr‸ac{\\partial y}{\\partial x} = A$$\n"
    found = actions(editor, where, note, only=["refactor.rewrite.nablint.layout"])
    after = applied(editor, where, action(found, "Convert this formula to denominator layout")["edit"])
    assert r"$$\frac{\partial y}{\partial x} = A^\top$$" in after


SECTIONS = (
    "# Setup\n\n<!-- nablint: layout numerator -->\nLet $A \\in \\mathbb{{R}}^{{m \\times n}}$, $x \\in \\mathbb{{R}}^n$. "
    "Define $y = A x$.\n\n# Claims\n\n<!-- nablint: layout numerator -->\n"
    "$$\\fr‸ac{{\\partial y}}{{\\partial x}} = A$$\n\n{more}\n"
)


def test_a_section_is_converted_as_a_whole_with_its_layout(editor: Session, uri: Uri) -> None:
    where = uri()
    found = actions(editor, where, SECTIONS.format(more="$y = A x$"), only=["refactor.rewrite.nablint.layout"])
    chosen = action(found, "Convert this section to denominator layout")
    if "edit" not in chosen:
        chosen = editor.request("codeAction/resolve", chosen)
    after = applied(editor, where, chosen["edit"])
    assert after.splitlines()[2] == "<!-- nablint: layout numerator -->"
    assert after.splitlines()[7:9] == ["<!-- nablint: layout denominator -->", r"$$\frac{\partial y}{\partial x} = A^\top$$"]
    editor.open(where, after)
    assert editor.diagnostics(where) == []


def test_a_section_that_cannot_be_converted_says_why(vscode: Session, emacs: Session, uri: Uri) -> None:
    note = SECTIONS.format(more="$v = \\sigma(x) + \\frac{\\partial s}{\\partial x}$")
    title, why = "Convert this section to denominator layout", "line 11: the shape of v is not known"
    refused = action(actions(vscode, uri(), note, only=["refactor.rewrite.nablint.layout"]), title)
    assert refused["disabled"] == {"reason": why}
    assert "edit" not in refused
    assert "data" not in refused
    refused = action(actions(emacs, uri(), note, only=["refactor.rewrite.nablint.layout"]), f"{title}: not possible, {why}")
    assert "disabled" not in refused
    assert "edit" not in refused


ON_ITS_OWN = (
    "Let $A \\in \\mathbb{R}^{3 \\times 2}$, $x \\in \\mathbb{R}^2$ and $b \\in \\mathbb{R}^3$. Define $y = A x$.\n\n"
    "# One\n\n$\\fr‸ac{\\partial y}{\\partial x} = A$\n\n# Two\n\n$b + \\frac{\\partial y}{\\partial x} x$\n"
)


def test_a_section_is_not_converted_where_the_note_would_then_be_wrong(vscode: Session, emacs: Session, uri: Uri) -> None:
    title = "Convert this section to denominator layout"
    offered = action(actions(vscode, uri(), ON_ITS_OWN, only=["refactor.rewrite.nablint.layout"]), title)
    with pytest.raises(RpcError) as error:
        vscode.request("codeAction/resolve", offered)
    assert error.value.code == -32803
    assert error.value.message.startswith(f"{title}: line 10 of the converted note: ")
    # A client that cannot ask again is told at once.
    [found] = [a for a in actions(emacs, uri(), ON_ITS_OWN, only=["refactor"]) if a["title"].startswith(title)]
    assert "not possible, line 10 of the converted note" in found["title"]
    assert "edit" not in found


def test_a_derivation_is_copied_where_the_client_can(vscode: Session, neovim: Session, uri: Uri) -> None:
    note = CHAIN.format(layout="numerator")
    copy = action(actions(vscode, uri(), note), "Copy the derivation with dimensions")
    assert copy["command"]["command"] == "nablint.copyText"
    whole, outer, inner = factor("z", "x", r"1 \times n"), factor("z", "y", r"1 \times m"), factor("y", "x", r"m \times n")
    assert copy["command"]["arguments"] == [rf"$${whole} = {outer} \, {inner}$$"]
    assert "edit" not in copy
    assert all("Copy" not in a["title"] for a in actions(neovim, uri(), note))


def test_a_layout_that_nobody_stated_can_be_stated(editor: Session, uri: Uri) -> None:
    where = uri()
    note = "Let $x \\in \\mathbb{R}^n$. $\\fr‸ac{\\partial f}{\\partial x}$\n"
    found = actions(editor, where, note, only=["refactor.rewrite.nablint.layout"])
    after = applied(editor, where, action(found, "State that this note uses denominator layout")["edit"])
    assert after.startswith("<!-- nablint: layout denominator -->\n")


def test_everything_is_fixed_at_once_where_that_is_asked(editor: Session, uri: Uri) -> None:
    where = uri()
    [found] = actions(editor, where, WRONG, only=["source.fixAll.nablint"]) or [None]
    if found is None:
        # A client that cannot wait for the edits gets the action only where there is something to fix safely.
        assert all("safe" not in a for a in actions(editor, where, WRONG))
        return
    if "edit" not in found:
        found = editor.request("codeAction/resolve", found)
    assert found["kind"] == "source.fixAll.nablint"
    assert "edit" in found


def test_an_action_for_an_older_text_is_refused(vscode: Session, uri: Uri) -> None:
    where = uri()
    [found] = actions(vscode, where, WRONG, only=["source.fixAll.nablint"])
    change = {"textDocument": {"uri": where, "version": 2}, "contentChanges": [{"text": "other"}]}
    vscode.notify("textDocument/didChange", change)
    with pytest.raises(RpcError) as error:
        vscode.request("codeAction/resolve", found)
    assert error.value.code == -32602


TWO = (
    "## One\n\nLet $«x» \\in \\mathbb{R}^n$. Then $2 «x»$ and $«x»^\\top A$.\n\n"
    "## Two\n\nLet $x \\in \\mathbb{R}^m$. Then $3 x$.\n"
)


def renamed(session: Session, uri: str, note: str, new: str) -> str:
    found = marked(note)
    session.open(uri, found.text)
    at = session.at(uri, found.cursor if found.cursor >= 0 else found.ranges[0][0])
    return applied(session, uri, session.request("textDocument/rename", {**at, "newName": new}))


def test_renaming_in_one_section_leaves_the_other_alone(editor: Session, uri: Uri) -> None:
    after = renamed(editor, uri(), TWO, "u")
    assert after == TWO.replace("«x»", "u").replace("«", "").replace("»", "")


def test_a_command_keeps_its_distance_from_the_next_letter(editor: Session, uri: Uri) -> None:
    after = renamed(editor, uri(), "Let $‸x \\in \\mathbb{R}^n$. Then $xA$ and $x^2$.\n", "\\theta")
    assert "$\\theta A$ and $\\theta^2$" in after


def test_a_name_with_a_subscript_is_braced_where_a_script_follows(editor: Session, uri: Uri) -> None:
    after = renamed(editor, uri(), "Let $‸x \\in \\mathbb{R}^n$. Then $x_i + x$.\n", "b_f")
    assert "${b_f}_i + b_f$" in after


def test_what_is_no_symbol_is_refused_as_a_name(editor: Session, uri: Uri) -> None:
    for bad in ("x + y", "", "}{", "$"):
        with pytest.raises(RpcError) as error:
            renamed(editor, uri(), "Let $‸x \\in \\mathbb{R}^n$.\n", bad)
        assert error.value.code == -32602


def test_a_name_that_the_section_uses_otherwise_is_refused(editor: Session, uri: Uri) -> None:
    note = (
        "## One\n\nLet $‸x \\in \\mathbb{R}^n$ and $y \\in \\mathbb{R}^n$. Then $x + y$.\n\n"
        "## Two\n\nLet $z \\in \\mathbb{R}^m$.\n"
    )
    with pytest.raises(RpcError) as error:
        renamed(editor, uri(), note, "y")
    assert "“y” stands for something else in line 3" in str(error.value)
    assert "$z + y$" in renamed(editor, uri(), note, "z"), "the z of another section is another letter"
    assert "$x + y$" in renamed(editor, uri(), note, "x"), "its own name is no other"


def test_prepare_says_what_would_be_renamed(editor: Session, uri: Uri) -> None:
    where = uri()
    found = marked("Let $b_f \\in \\mathbb{R}^n$. Then $2 «b‸_f»$.\n")
    editor.open(where, found.text)
    prepared = editor.request("textDocument/prepareRename", editor.at(where, found.cursor))
    assert prepared == {"range": editor.range(where, *found.ranges[0]), "placeholder": "b_f"}
    assert editor.request("textDocument/prepareRename", editor.at(where, 1)) is None


def test_a_directive_is_renamed_with_its_symbol(editor: Session, uri: Uri) -> None:
    after = renamed(editor, uri(), "<!-- nablint: let x: n -->\n\nThen $‸x + x$.\n", "u")
    assert after == "<!-- nablint: let u: n -->\n\nThen $u + u$.\n"


@pytest.mark.parametrize(
    ("note", "new", "after"),
    [
        (
            "$x \\in \\mathbb{R}^‸n$, $y \\in \\mathbb{R}^{n_l}$",
            "n_1",
            "$x \\in \\mathbb{R}^{n_1}$, $y \\in \\mathbb{R}^{n_l}$",
        ),
        ("$\\nabla_‸w f + \\sqrt w$", "\\theta_k", "$\\nabla_{\\theta_k} f + \\sqrt {\\theta_k}$"),
        ("$\\nabla_‸w f + w$", "\\theta", "$\\nabla_\\theta f + \\theta$"),
    ],
)
def test_a_script_of_several_signs_gets_braces(editor: Session, uri: Uri, note: str, new: str, after: str) -> None:
    assert renamed(editor, uri(), note + "\n", new) == after + "\n"


def test_a_size_is_renamed_in_directives_too(editor: Session, uri: Uri) -> None:
    note = "<!-- nablint: let y: n; A: (n + 1) × m -->\n\nLet $x \\in \\mathbb{R}^{‸n}$. Then $A x$.\n"
    after = renamed(editor, uri(), note, "p")
    assert after == "<!-- nablint: let y: p; A: (p + 1) × m -->\n\nLet $x \\in \\mathbb{R}^{p}$. Then $A x$.\n"
