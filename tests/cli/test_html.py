"""`--output-format html`: one page that a browser shows as it stands."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nablint.features.mathml import mathml
from nablint.parse.macros import collect_macros
from nablint.parse.parser import parse
from tests.cli.conftest import Run

Write = Callable[..., Path]
MACROS = collect_macros(())
NOTE = (
    "# A & B <script>alert(1)</script>\n\nLet $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$.\n\n"
    "So\n\n$$\ny = A x\n$$\n\nand $\\text{</math><script>}$ ends.\n"
)


class Page(HTMLParser):
    """Every element that is opened is closed in its turn."""

    void = frozenset({"meta", "br", "!doctype", "mspace"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.void:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_every_link_of_the_page_leads_into_it_and_to_what_the_rule_says(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md", NOTE)
    run("check", "--output-format", "html", "--output-file", "page.html", "a.md")
    page = Page((tmp_path / "page.html").read_text())
    links = {attrs["href"] for tag, attrs in page.tags if tag == "a"}
    assert "#SHP001" in links
    assert links <= {f"#{attrs['id']}" for _, attrs in page.tags if "id" in attrs}
    assert "Fix safety" in page.words


def test_the_page_shows_the_note_its_formulas_and_findings(run: Run, note: Write, tmp_path: Path) -> None:
    note("a.md", NOTE)
    assert run("check", "--output-format", "html", "--output-file", "page.html", "a.md").code == 1
    page = Page((tmp_path / "page.html").read_text())
    names = [tag for tag, _ in page.tags]
    assert names.count("math") == 4
    assert names.count("aside") == 1
    assert "cannot multiply A (m × n) by x (m)" in page.words
    assert "m × n matrix" in {attributes.get("title") for _, attributes in page.tags}
    assert {attributes.get("href") for tag, attributes in page.tags if tag == "a"} >= {"#f0"}
    assert "f0" in {attributes.get("id") for _, attributes in page.tags}


def test_nothing_of_a_note_runs_or_is_loaded(run: Run, note: Write) -> None:
    note("a.md", NOTE)
    page = Page(run("check", "--output-format", "html", "a.md").out)
    assert {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.tags} == set()
    assert not any(name.startswith("on") or name == "src" for _, attributes in page.tags for name in attributes)


def test_a_page_of_nothing(run: Run, note: Write) -> None:
    note("a.md", "Only text.\n")
    page = Page(run("check", "--output-format", "html", "a.md").out)
    assert "nothing found in 1 file" in page.words
    assert "Only text." in page.words


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (r"\frac{\partial z}{\partial x}", "∂z∂x"),
        (r"\nabla_x^2 f", "∇x2f"),
        (r"A^\top x", "A⊤x"),
        (r"x_i^2", "xi2"),
        (r"-(a + b)", "−(a+b)"),
        (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", "[abcd]"),
        (r"\sum_{i=1}^n x_i", "∑i=1nxi"),
        (r"\operatorname{tr}(A B)", "tr(AB)"),
        (r"\|x\|_2", "‖x‖2"),
        (r"\underbrace{W x}_{m \times 1}", "Wx⏟m×1"),
        (r"W^{(2)}", "W(2)"),
        (r"a \le b", "a≤b"),
    ],
)
def test_a_formula_is_drawn(formula: str, shown: str) -> None:
    root = ET.fromstring(mathml(parse(formula, MACROS)))
    assert "".join("".join(root.itertext()).replace("\u2062", "").replace("\u2061", "").split()) == shown


PARTS = st.sampled_from(
    [
        r"\frac",
        "{",
        "}",
        "x",
        "A",
        "^",
        "_",
        r"\top",
        "&",
        r"\\",
        r"\begin{cases}",
        r"\end{cases}",
        "<",
        ">",
        '"',
        r"\text{<b>}",
        r"\left(",
        r"\right]",
        r"\sum",
        r"\nabla",
        "'",
        "|",
        r"\|",
        r"\underbrace",
        r"\cancel",
        "=",
        ",",
        r"\dot",
        r"\log",
        "+",
        "-",
    ]
)


@given(st.lists(PARTS, max_size=25).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_formula_is_well_formed(formula: str) -> None:
    ET.fromstring(mathml(parse(formula, MACROS), title=lambda node: '"<&>'))


def test_a_deep_formula_ends() -> None:
    ET.fromstring(mathml(parse("{x_" * 500 + "x" + "}" * 500, MACROS)))


CHAIN = (
    "# Chain <b>\n\n<!-- nablint: layout numerator -->\n\n"
    "Let $x \\in \\mathbb{R}^n$, $W \\in \\mathbb{R}^{m \\times n}$, $c \\in \\mathbb{R}^m$.\n\n"
    "$$\nu := W x + c\n$$\n\n$$\nL := u^\\top u\n$$\n"
)


def test_the_chain_rule_is_drawn_and_told_in_words(run: Run, note: Write) -> None:
    note("a.md", CHAIN)
    page = Page(run("check", "--output-format", "html", "a.md").out)
    names = [tag for tag, _ in page.tags]
    assert (names.count("figure"), names.count("svg"), names.count("rect"), names.count("marker")) == (1, 1, 5, 1)
    (picture,) = (attributes for tag, attributes in page.tags if tag == "svg")
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert picture["role"] == "img" and set((picture["aria-labelledby"] or "").split()) <= ids
    assert "u depends on x (derivative: m×n); u depends on c (derivative: m×m); L depends on u (derivative: 1×m)" in page.words
    assert "What depends on what in “Chain <b>”" in page.words


def test_no_picture_where_nothing_depends(run: Run, note: Write) -> None:
    note("a.md", NOTE)
    assert "<svg" not in run("check", "--output-format", "html", "a.md").out


def test_boxes_of_a_picture_lie_apart_even_where_definitions_go_in_circles(run: Run, note: Write) -> None:
    for text in (CHAIN, "$$\na := b + c\n$$\n\n$$\nb := c + a\n$$\n\n$$\nc := a + b\n$$\n"):
        note("a.md", text)
        page = Page(run("check", "--output-format", "html", "a.md").out)
        boxes = [(attributes["x"], attributes["y"]) for tag, attributes in page.tags if tag == "rect"]
        assert len(boxes) == len(set(boxes)) >= 3


def test_a_link_over_several_columns_passes_no_box(run: Run, note: Write) -> None:
    note("a.md", CHAIN.replace("u^\\top u", "u^\\top u + x^\\top x") + "\n$$\nk := L^2\n$$\n")
    page = Page(run("check", "--output-format", "html", "a.md").out)
    boxes = [
        (int(a["x"] or 0), int(a["y"] or 0), int(a["width"] or 0), int(a["height"] or 0)) for t, a in page.tags if t == "rect"
    ]
    lines = [attributes["d"] or "" for tag, attributes in page.tags if tag == "path" and attributes.get("fill") == "none"]
    flat = [re.findall(r"C\S+ \S+ \S+ \S+ (\S+) (\S+) L(\S+) (\S+)", line) for line in lines]
    assert sum(map(len, flat)) == 1
    for x1, y1, x2, _ in (tuple(map(int, numbers)) for found in flat for numbers in found):
        assert not any(x < x1 and x2 < x + wide and y <= y1 <= y + high for x, y, wide, high in boxes)


def test_pictures_of_two_notes_have_names_of_their_own(run: Run, note: Write) -> None:
    note("a.md", CHAIN)
    note("b.md", CHAIN)
    page = Page(run("check", "--output-format", "html", ".").out)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids)) >= 6
