"""Declarations of a note as claims see them: fonts, sections, entries, points."""

from __future__ import annotations

from nablint.base.source import Source
from nablint.calculus.declared import FromView
from nablint.calculus.verify import verify_equal
from nablint.declarations.collect import collect
from nablint.declarations.view import View
from nablint.documents.scanner import scan
from nablint.parse.macros import collect_macros
from nablint.parse.parser import parse
from nablint.sizes.layouts import MIXED, NUMERATOR


def verdict(note: str, left: str, right: str) -> str:
    """The verdict on a claim that stands at the end of the note."""
    document = scan(Source("note.md", note))
    macros = collect_macros(region.text for region in document.regions)
    trees = tuple(parse(region.text, macros) for region in document.regions)
    view = View(collect(document, trees), document, len(note))
    return verify_equal(parse(left), parse(right), FromView(view), (MIXED, NUMERATOR), assume_scalars=True).status


def test_a_plain_letter_stands_for_the_bold_one() -> None:
    note = "Let $\\mathbf{x} \\in \\mathbb{R}^n$.\n\n"
    assert verdict(note, r"\nabla_x \|\mathbf{x}\|^2", r"2 x") == "holds"
    assert verdict(note, r"\nabla_x \|\mathbf{x}\|^2", r"3 \mathbf{x}") == "fails"


def test_definitions_are_followed() -> None:
    note = (
        "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$ and $b \\in \\mathbb{R}^m$. Define $r = A x - b$.\n\n"
    )
    assert verdict(note, r"\nabla_x \|r\|^2", r"2 A^T r") == "holds"
    assert verdict(note, r"\nabla_x \|r\|^2", r"2 A^T (A x + b)") == "fails"


def test_nothing_rests_on_a_definition_of_another_section() -> None:
    note = "# One\n\nLet $x \\in \\mathbb{R}^n$ and define $L = 3 x^T x$.\n\n# Two\n\nLet $x \\in \\mathbb{R}^n$.\n\n"
    assert verdict(note, r"\nabla_x L", r"2 x") == "unchecked"


def test_entries_do_not_define_their_vector() -> None:
    note = "Let $x = [x_1, \\dots, x_n]^T \\in \\mathbb{R}^n$.\n\n"
    assert verdict(note, r"\frac{\partial}{\partial x} x^T x", r"2 x") == "holds"


def test_a_point_that_is_looked_at_is_no_definition() -> None:
    note = "Define $f(t) = t^3$. At $t = 0$ it is flat.\n\n"
    assert verdict(note, "f'(t)", "3 t^2") == "holds"


def test_a_letter_that_is_transposed_is_no_scalar() -> None:
    assert verdict("Nothing is declared here.\n\n", r"\frac{d}{dq} q^T q", "3 q") == "unchecked"
