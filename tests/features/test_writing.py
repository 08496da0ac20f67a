"""What features write: text for hovers, names and shapes, directives, and the pieces of rewrites."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nablint.base.findings import apply_edits
from nablint.base.spans import Span
from nablint.declarations.facts import SymbolKey
from nablint.features.derivatives import derivative_shape
from nablint.features.directives import at_top, before_block, front_matter_end, shape_directive
from nablint.features.hints import Hint
from nablint.features.hover import hover
from nablint.features.markup import Markup
from nablint.features.steady import Shown, changed, shifted, steady
from nablint.features.wording import dim_latex, layout_name, shape_short, shape_text, symbol_latex, symbol_text, transpose_sign
from nablint.parse.nodes import Name
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import DENOMINATOR, MIXED, NUMERATOR, Layout, stated
from nablint.sizes.shapes import SCALAR, Function, Matrix, Shape, Tensor, column, row
from tests.features.reading import read

M, N = Dim.name("m"), Dim.name("n")


@given(st.text("ab*_`[]()<>#$|~!&\\\n-+1. ", max_size=30))
def test_what_a_note_says_is_no_markdown(text: str) -> None:
    written = Markup().text(text)
    # Every sign that could begin a construct has its backslash.
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`\[\]<>$|~&]", written)
    assert re.sub(r"\\(.)", r"\1", written) == " ".join(text.split())


@given(st.text("a`$\n ", max_size=20))
def test_code_stays_in_its_fence(text: str) -> None:
    written = Markup().code(text)
    fence = re.match(r"`+", written)
    assert fence is not None
    inner = written[len(fence.group()) : -len(fence.group())]
    assert fence.group() not in re.findall(r"`+", inner)


@given(st.text("x$\n \\", max_size=20))
def test_a_formula_has_two_dollars(text: str) -> None:
    assert Markup(True, "latex").formula(f"x{text}", "x").count("$") == 2


@pytest.mark.parametrize(
    ("shape", "long", "short", "directive"),
    [
        (SCALAR, "scalar", "scalar", "scalar"),
        (column(N), "n × 1 column vector", "n×1", "n"),
        (row(N), "1 × n row vector", "1×n", "1 × n"),
        (Matrix(M + Dim.of(1), N), "(m + 1) × n matrix", "(m + 1)×n", "(m + 1) × n"),
        (Tensor((M, N, M)), "m × n × m tensor", "m×n×m", "m × n × m"),
        (Function((column(N),), SCALAR), "function n×1 → scalar", "n×1 → scalar", "n -> scalar"),
        (Matrix(Dim.name("?1"), N), "? × n matrix", "?×n", None),
    ],
)
def test_shapes_in_words_and_in_directives(shape: Shape, long: str, short: str, directive: str | None) -> None:
    assert (shape_text(shape), shape_short(shape), shape_directive(shape)) == (long, short, directive)


def test_symbols_in_both_scripts() -> None:
    key = SymbolKey(Name("W", "bold"), "", "(2)")
    assert (symbol_text(key), symbol_latex(key)) == ("𝐖⁽²⁾", "\\mathbf{W}^{(2)}")
    hostile = SymbolKey(Name("x"), "}$<b>")
    assert not set("$<>") & set(symbol_latex(hostile))
    assert dim_latex(Dim.name("d_model")) == "d_{\\mathrm{model}}"


def test_the_transpose_is_written_as_the_note_does() -> None:
    assert transpose_sign("$A^T B^{T} x^\\top$") == "^T"
    assert transpose_sign("nothing") == "^\\top"


@pytest.mark.parametrize(
    ("layout", "name"),
    [
        (stated("numerator"), "numerator layout"),
        (DENOMINATOR, "denominator layout"),
        (MIXED, "mixed layout"),
        (Layout(), "open"),
        (Layout(vv=NUMERATOR.vv), "rows follow y"),
    ],
)
def test_layouts_by_name(layout: Layout, name: str) -> None:
    assert layout_name(layout) == name


# The table of the nine cases: scalar, vector and matrix by each other, in the two layouts; None has more than two axes.
CASES = [
    (SCALAR, column(N), row(N), column(N)),
    (column(M), SCALAR, column(M), row(M)),
    (column(M), column(N), Matrix(M, N), Matrix(N, M)),
    (row(M), column(N), Matrix(M, N), Matrix(N, M)),
    (SCALAR, Matrix(M, N), Matrix(N, M), Matrix(M, N)),
    (Matrix(M, N), SCALAR, Matrix(M, N), Matrix(N, M)),
    (SCALAR, SCALAR, SCALAR, SCALAR),
    (Matrix(M, N), column(N), None, None),
    (column(N), Matrix(M, N), None, None),
]


@pytest.mark.parametrize(("of", "by", "numerator", "denominator"), CASES)
def test_the_nine_cases(of: Matrix, by: Matrix, numerator: Matrix | None, denominator: Matrix | None) -> None:
    assert derivative_shape(of, by, NUMERATOR) == numerator
    assert derivative_shape(of, by, DENOMINATOR) == denominator
    if not (of.is_scalar and by.is_scalar):
        assert derivative_shape(of, by, Layout()) is None


def test_front_matter_is_kept_in_front() -> None:
    assert front_matter_end("---\na: 1\n---\nText") == len("---\na: 1\n---\n")
    assert front_matter_end("---\nno end\n") == 0
    assert front_matter_end("Text\n---\n") == 0


@pytest.mark.parametrize(
    ("note", "path", "after"),
    [
        ("One.\n\nTwo $‸x$.\n", "a.md", "One.\n\n<!-- nablint: off -->\nTwo $x$.\n"),
        ("One.\r\n\r\nTwo $‸x$.\r\n", "a.md", "One.\r\n\r\n<!-- nablint: off -->\r\nTwo $x$.\r\n"),
        ("Two $‸x$.\n", "a.mdx", "{/* nablint: off */}\nTwo $x$.\n"),
        ("One.\n\n$$\n‸x\n$$\n", "a.md", "One.\n\n<!-- nablint: off -->\n$$\nx\n$$\n"),
        ("> Two $‸x$.\n", "a.md", "> <!-- nablint: off -->\n> Two $x$.\n"),
    ],
)
def test_a_directive_stands_above_the_block_it_is_for(note: str, path: str, after: str) -> None:
    knowledge, cursor = read(note, path)
    edit = before_block(knowledge, cursor, "off")
    assert edit is not None
    assert apply_edits(knowledge.text, (edit,)) == after


def test_where_no_comment_can_hold_a_directive_none_is_offered() -> None:
    knowledge, _ = read('{"cells": []}', "a.ipynb")
    assert at_top(knowledge, "off") is None


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_the_changed_part_is_the_difference(old: str, new: str) -> None:
    start, old_end, new_end = changed(old, new)
    assert old[:start] == new[:start] and old[old_end:] == new[new_end:]
    assert start <= old_end and start <= new_end


def test_hints_move_with_the_text_and_vanish_with_what_they_are_about() -> None:
    hints = tuple(Hint(end, "n×1", "", Span(start, end)) for start, end in ((0, 1), (4, 5), (8, 9)))
    before = Shown("a   b   c", hints)
    assert [h.offset for h in shifted(before, "a   X   c!")] == [1]
    assert [h.offset for h in shifted(before, "a   XX   c")] == [1, 10]
    assert [h.offset for h in shifted(before, "a   c")] == [1, 5]


def test_hints_of_a_broken_formula_are_those_it_had() -> None:
    old = Hint(5, "old", "", Span(4, 5))
    new = [Hint(1, "one", "", Span(0, 1)), Hint(5, "new", "", Span(4, 5))]
    whole = Span(0, 9)
    assert [h.label for h in steady(Shown("a   b   c", (old,)), "a   b   c", new, [Span(3, 7)], whole)] == ["one", "old"]
    assert [h.label for h in steady(Shown("a   b   c", (old,)), "a   b   c", new, [], whole)] == ["one", "new"]


@pytest.mark.parametrize(
    ("layout", "closed"),
    [("numerator", "2(Ax - b)ᵀA"), ("denominator", "2Aᵀ(Ax - b)")],
)
def test_a_derivative_in_closed_form_in_the_layout_of_the_note(layout: str, closed: str) -> None:
    note = (
        f"<!-- nablint: layout {layout} -->\n\nLet $A \\in \\mathbb{{R}}^{{m \\times n}}$, $x \\in \\mathbb{{R}}^n$, "
        "$b \\in \\mathbb{R}^m$. Define $r = A x - b$ and $f = r^T r$. $\\fr‸ac{\\partial f}{\\partial x}$\n"
    )
    knowledge, cursor = read(note)
    found = hover(knowledge, cursor)
    assert found is not None and f"`{closed}`" in found.text
    assert "∂f/∂r" in found.text and "∂r/∂x" in found.text


@pytest.mark.parametrize(("claimed", "said"), [("2 A^T r", "it holds"), ("A^T r", "it does not hold"), ("g(x)", "not checked")])
def test_a_claim_is_said_to_hold_or_not(claimed: str, said: str) -> None:
    note = (
        "<!-- nablint: layout denominator -->\n\nLet $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$. "
        f"Define $r = A x$ and $f = r^T r$.\n\n$$\\fr‸ac{{\\partial f}}{{\\partial x}} = {claimed}$$\n"
    )
    knowledge, cursor = read(note)
    found = hover(knowledge, cursor)
    assert found is not None and said in found.text


def test_a_claim_that_holds_by_supposing_says_so() -> None:
    knowledge, cursor = read(
        "For a vector $\\mathbf{x}$:\n\n"
        "$$\\fr‸ac{\\partial \\mathbf{w}^T \\mathbf{x}}{\\partial \\mathbf{x}} = \\mathbf{w}^T$$\n"
    )
    found = hover(knowledge, cursor)
    assert found is not None
    assert "it holds (taking letters that nobody declared as they look)" in found.text
