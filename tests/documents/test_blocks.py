"""Blocks of Markdown: what reads as one piece, where displays split a sentence, labels of items and exercises."""

from __future__ import annotations

import pytest

from nablint.base.source import Source
from nablint.documents.model import Document
from nablint.documents.scanner import scan


def read(note: str) -> Document:
    return scan(Source("note.md", note))


def pieces(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(document.source.text)) for block in document.blocks]


# name: (note, kinds and texts of its blocks)
CASES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "paragraphs": ("a\nb\n\nc", [("paragraph", "a\nb"), ("paragraph", "c")]),
    "headings": ("# A\ntext\n\nB\n===\n", [("heading", "# A"), ("paragraph", "text"), ("heading", "B")]),
    "a heading with closing signs": ("## A ##\n", [("heading", "## A")]),
    "a tag is no heading": ("#tag and text", [("paragraph", "#tag and text")]),
    "a sentence around a display": (
        "Let\n$$\nx\n$$\nbe given.",
        [("paragraph", "Let"), ("display", "$$\nx\n$$"), ("paragraph", "be given.")],
    ),
    "text right after a display": (
        "$$y = Wx$$\n. Dimensions are DxD.",
        [("display", "$$y = Wx$$"), ("paragraph", ". Dimensions are DxD.")],
    ),
    "a size below a display": ("$$y = Wx$$\n(1 × N)", [("display", "$$y = Wx$$"), ("paragraph", "(1 × N)")]),
    "a size behind a display": ("$$y = Wx$$ (1 × N)", [("display", "$$y = Wx$$"), ("paragraph", "(1 × N)")]),
    "a full stop behind a display is no block": ("$$y = Wx$$.\n\nNext", [("display", "$$y = Wx$$"), ("paragraph", "Next")]),
    "a display inside a sentence": ("where $$x$$ is small", [("paragraph", "where $$x$$ is small")]),
    "an equation at the end of a line": (
        "So it is $$y = Wx$$\nfor all of them",
        [("paragraph", "So it is"), ("display", "$$y = Wx$$"), ("paragraph", "for all of them")],
    ),
    "items": ("- a\n- b\n  c\n1. d", [("item", "- a"), ("item", "- b\n  c"), ("item", "1. d")]),
    "a display in an item": (
        "- a\n  $$\n  x\n  $$\n  b",
        [("item", "- a"), ("display", "$$\n  x\n  $$"), ("paragraph", "b")],
    ),
    "a number at the start of a line is no item": ("in the year\n1986. It was", [("paragraph", "in the year\n1986. It was")]),
    "quotes": ("> a\n> b\n\nc", [("quote", "a\n> b"), ("paragraph", "c")]),
    "a quote's lazy line": ("> a\nb\n\nc", [("quote", "a\nb"), ("paragraph", "c")]),
    "a table": ("| a | b |\n|---|---|\n| c | d |\n\ne", [("table", "| a | b |\n|---|---|\n| c | d |"), ("paragraph", "e")]),
    "a table without outer bars": ("a | b\n--|--\nc | d", [("table", "a | b\n--|--\nc | d")]),
    "a table below text": ("text\n| a |\n|---|\n| b |", [("paragraph", "text"), ("table", "| a |\n|---|\n| b |")]),
    "code": ("a\n\n```py\nb\n```\nc", [("paragraph", "a"), ("code", "```py\nb\n```"), ("paragraph", "c")]),
    "a rule": ("a\n\n***\n\nb", [("paragraph", "a"), ("paragraph", "b")]),
    "HTML": ("<div>\na\n</div>\n\nb", [("html", "<div>\na\n</div>"), ("paragraph", "b")]),
    "a comment splits": ("a\n<!-- c -->\nb", [("paragraph", "a"), ("paragraph", "b")]),
}


@pytest.mark.parametrize("name", CASES)
def test_blocks(name: str) -> None:
    note, expected = CASES[name]
    assert pieces(read(note)) == expected


def test_regions_belong_to_their_blocks() -> None:
    document = read("# $a$\n\n$b$ and $c$\n\n$$d$$\n\n- $e$\n")
    assert [[document.regions[k].text for k in block.regions] for block in document.blocks] == [["a"], ["b", "c"], ["d"], ["e"]]


def test_a_formula_is_a_display_where_it_stands_on_its_own_lines() -> None:
    document = read("where $$x$$ is\n\n$$y$$\n\nwith $$z$$.\n\n\\[ w \\]\n\n```math\nv\n```\n")
    assert [(region.text.strip(), region.display) for region in document.regions] == [
        ("x", False),
        ("y", True),
        ("z", False),
        ("w", True),
        ("v", True),
    ]


@pytest.mark.parametrize(
    ("note", "label"),
    [
        ("1. text", "1."),
        ("12) text", "12)"),
        ("- text", ""),
        ("- (a) text", "(a)"),
        ("(b) text", "(b)"),
        ("5.8c text", "5.8c"),
        ("**5.8c** text", "5.8c"),
        ("5.8 (c) text", "5.8 (c)"),
        ("**Exercise 3.2** text", "Exercise 3.2"),
        ("Aufgabe 4: text", "Aufgabe 4"),
        ("$$5.2) \\quad f = g$$", "5.2)"),
        ("$$b) \\quad f = g$$", "b)"),
        ("$$\\text{c) } f = g$$", "c)"),
        ("$$S_{1,1}) \\quad f = g$$", "S_{1,1})"),
        ("$$5. y = Wx$$", "5."),
        ("$$0.5 y = Wx$$", ""),
        ("$$f(a) = g$$", ""),
        ("$$(a) = g$$", ""),
        ("3.5 metres of text", ""),
        ("A text", ""),
    ],
)
def test_labels(note: str, label: str) -> None:
    assert read(note).blocks[0].label == label


def test_the_label_of_a_line_above_goes_to_its_display() -> None:
    blocks = read("5.5\n\n$$f = g$$").blocks
    assert [block.label for block in blocks] == ["5.5", ""]


def test_items_know_their_nesting() -> None:
    document = read("- a\n  - b\n    - c\n  - d\n- e\n")
    assert [block.level for block in document.blocks] == [1, 2, 3, 2, 1]
