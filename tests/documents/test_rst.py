"""reStructuredText: roles, directives, sections, literal blocks."""

from __future__ import annotations

import pytest

from nablint.base.source import Source
from nablint.documents.model import Document
from nablint.documents.scanner import scan


def read(note: str) -> Document:
    return scan(Source("note.rst", note, "rst"))


CASES: dict[str, tuple[str, list[str]]] = {
    "the role": ("Let :math:`x` be", ["x"]),
    "the role over lines": ("Let :math:`x +\ny` be", ["x +\ny"]),
    "the role in an item": ("- Let :math:`x +\n  y` be", ["x +\ny"]),
    "the role behind": ("Let `x`:math: be", ["x"]),
    "the default role": (".. default-role:: math\n\nLet `x` be", ["x"]),
    "no default role": ("Let `x` be", []),
    "another role": ("See :ref:`x` there", []),
    "a literal": ("The ``:math:`x``` role", []),
    "a directive": (".. math:: y = x\n\ntext :math:`z`", ["y = x", "z"]),
    "a directive with a block": (".. math::\n\n   y\n   = x\n\ntext", ["y\n= x"]),
    "a directive with options": (".. math::\n   :label: a\n\n   y = x\n", ["y = x"]),
    "two formulas in a directive": (".. math::\n\n   y = x\n\n   z = w\n", ["y = x", "z = w"]),
    "a literal block": ("Like this::\n\n   :math:`x`\n\n:math:`y`", ["y"]),
    "a comment": (".. A comment\n   :math:`x`\n\n:math:`y`", ["y"]),
    "an admonition": (".. note:: Let :math:`x`\n\n   and :math:`y`", ["y"]),
    "a heading": ("The :math:`x`\n=============\n", ["x"]),
    "dollars": ("Let $\\alpha$ cost $5 or $6", ["\\alpha"]),
}


@pytest.mark.parametrize("name", CASES)
def test_formulas(name: str) -> None:
    note, expected = CASES[name]
    assert [region.text for region in read(note).regions] == expected


def test_sections_nest_by_the_order_of_their_underlines() -> None:
    document = read("=====\nTitle\n=====\n\nA\n-\n\nOne\n---\n\nFirst\n~~~~~\n\nTwo\n---\n")
    assert [(s.title, s.level) for s in document.scopes[1:]] == [("Title", 1), ("One", 2), ("First", 3), ("Two", 2)]


def test_blocks() -> None:
    note = "Title\n=====\n\ntext\nmore\n\n- one\n- two\n\n.. math:: x\n\n(a) three\n"
    document = read(note)
    assert [(block.kind, block.span.of(note)) for block in document.blocks] == [
        ("heading", "Title"),
        ("paragraph", "text\nmore"),
        ("item", "- one"),
        ("item", "- two"),
        ("display", ".. math:: x"),
        ("item", "(a) three"),
    ]
    assert document.blocks[5].label == "(a)"
