"""A section in the other layout: what the author wrote, turned; said to be so; as silent as before; or nothing at all."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from nablint.base.spans import Span
from nablint.features.actions import Refused, actions, perform
from nablint.features.converting import Conversion, checked, convert_formula, convert_section, targets
from nablint.features.derivation import derivation
from nablint.features.knowledge import Knowledge
from tests.features.reading import after, read

DECLARED = (
    r"Let $A \in \mathbb{R}^{m \times n}$, $B \in \mathbb{R}^{k \times m}$, $x \in \mathbb{R}^n$, $t \in \mathbb{R}$. "
    r"Let $x = x(t)$. Define $y = A x$, $u = B y$ and $z = u^\top u$."
)


def section_of(knowledge: Knowledge, cursor: int, target: str) -> Conversion:
    scope = knowledge.document.scopes[knowledge.scope_at(knowledge.region_before(cursor))]
    return checked(knowledge, convert_section(knowledge, scope, target))


def converted(note: str, target: str, path: str = "note.md") -> str:
    """The note after its section was converted; it has to say as little as before, and to verify as much."""
    knowledge, cursor = read(note, path)
    conversion = section_of(knowledge, cursor, target)
    assert not conversion.refusal, conversion.refusal
    text = after(knowledge, conversion.edits)
    again, _ = read(text, path)
    assert [f.code for f in again.snapshot.findings] == [f.code for f in knowledge.snapshot.findings] == []
    assert Counter(c.verdict.status for c in again.claims) == Counter(c.verdict.status for c in knowledge.claims)
    return text


def refused(note: str, target: str) -> str:
    knowledge, cursor = read(note)
    conversion = section_of(knowledge, cursor, target)
    assert conversion.edits == ()
    return conversion.refusal


@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [
        (
            r"$\frac{\partial u}{\partial x} = \frac{\partial u}{\partial y} \frac{\partial y}{\partial x} = B A$",
            r"$\frac{\partial u}{\partial x} = \frac{\partial y}{\partial x} \frac{\partial u}{\partial y} = A^\top B^\top$",
        ),
        (
            "$$\n\\begin{aligned}\n\\frac{\\partial z}{\\partial x} &= \\frac{\\partial z}{\\partial u} \\, "
            "\\frac{\\partial u}{\\partial x} \\\\\n  &= 2 u^\\top B A\n\\end{aligned}\n$$",
            "$$\n\\begin{aligned}\n\\frac{\\partial z}{\\partial x} &= \\frac{\\partial u}{\\partial x} \\, "
            "\\frac{\\partial z}{\\partial u} \\\\\n  &= 2 A^\\top B^\\top u\n\\end{aligned}\n$$",
        ),
        (
            r"$\frac{\partial y}{\partial x} \in \mathbb{R}^{m \times n}$",
            r"$\frac{\partial y}{\partial x} \in \mathbb{R}^{n \times m}$",
        ),
        (
            r"$\underbrace{\frac{\partial z}{\partial u}}_{1 \times k}$",
            r"$\underbrace{\frac{\partial z}{\partial u}}_{k \times 1}$",
        ),
        # What the equation is about is no derivative: its value stays, and so does all around the derivative.
        (
            r"$w = x - \eta \frac{\partial z}{\partial x}^\top$",
            r"$w = x - \eta \frac{\partial z}{\partial x}$",
        ),
        (r"$\nabla z = \left(\frac{\partial z}{\partial x}\right)^\top$", r"$\nabla z = \frac{\partial z}{\partial x}$"),
        (
            r"$\frac{dz}{dt} = \frac{\partial z}{\partial x} \frac{dx}{dt}$",
            r"$\frac{dz}{dt} = \frac{dx}{dt} \frac{\partial z}{\partial x}$",
        ),
        # A second derivative by one variable lies the same way in every layout.
        (
            r"$\frac{\partial^2 z}{\partial x \partial x^\top} = H$ and $\frac{\partial y}{\partial x} = A$",
            r"$\frac{\partial^2 z}{\partial x \partial x^\top} = H$ and $\frac{\partial y}{\partial x} = A^\top$",
        ),
        # A quote keeps its marks; a side over two of its lines comes onto one.
        (
            "> $$\n> \\frac{\\partial u}{\\partial x} = B A\n> $$",
            "> $$\n> \\frac{\\partial u}{\\partial x} = A^\\top B^\\top\n> $$",
        ),
    ],
)
def test_there_and_back(numerator: str, denominator: str) -> None:
    note = f"<!-- nablint: layout numerator -->\n{DECLARED}\n\n{numerator}‸\n"
    text = converted(note, "denominator")
    assert text == f"<!-- nablint: layout denominator -->\n{DECLARED}\n\n{denominator}\n"
    assert converted(f"{text}‸", "numerator") == note.replace("‸", "").replace(r"\left(", "").replace(r"\right)", "")


def test_the_other_sections_stay_as_they_are() -> None:
    claim = r"$\frac{\partial y}{\partial x} = A$"
    head = f"# Setup\n\nWe use numerator layout throughout. {DECLARED}\n\n{claim}\n\n"
    note = f"{head}# One\n\n{claim}‸\n\n## Inner\n\n{claim}\n\n# Two\n\n{claim}\n"
    turned = claim.replace("= A", r"= A^\top")
    text = converted(note, "denominator")
    assert text.split("# One")[0] == note.split("# One")[0]
    assert text.split("# One")[1] == (
        f"\n\n<!-- nablint: layout denominator -->\n{turned}\n\n## Inner\n\n{turned}\n\n# Two\n\n{claim}\n"
    )


def test_a_section_that_says_its_layout_in_words_says_the_other_and_later_ones_keep_theirs() -> None:
    claim = r"$\frac{\partial y}{\partial x} = A$"
    note = f"# Setup\n\n{DECLARED}\n\n# One\n\nWe use the numerator layout. {claim}‸\n\n# Two\n\n{claim}\n"
    text = converted(note, "denominator")
    turned = claim.replace("= A", r"= A^\top")
    assert text.split("# One")[1] == (
        f"\n\nWe use the denominator layout. {turned}\n\n# Two\n\n<!-- nablint: layout numerator -->\n{claim}\n"
    )


def test_a_layout_that_only_the_claims_show_is_stated() -> None:
    note = f"{DECLARED}\n\n" r"$\frac{\partial y}{\partial x} = A$‸" "\n"
    assert converted(note, "denominator").startswith("<!-- nablint: layout denominator -->\n")


def test_a_mixed_section_can_become_either() -> None:
    note = (
        f"<!-- nablint: layout mixed -->\n{DECLARED}\n\n"
        r"$\frac{\partial y}{\partial x} = A$, $\frac{\partial z}{\partial u} = 2 u$‸"
        "\n"
    )
    knowledge, _ = read(note)
    assert targets(knowledge.chosen(len(knowledge.snapshot.trees) - 1).layout) == ["numerator", "denominator"]
    assert r"= A$, $\frac{\partial z}{\partial u} = 2 u^\top$" in converted(note, "numerator")
    assert r"= A^\top$, $\frac{\partial z}{\partial u} = 2 u$" in converted(note, "denominator")


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        (r"$v = \sigma(x) + \frac{\partial s}{\partial x}$", "line 7: the shape of v is not known"),
        (r"$\frac{\partial Y}{\partial x} = C$", "line 7: no layout says how ∂Y/∂x lies"),
        (r"$\frac{\partial y}{\partial x} = A [ x$", "line 7: the formula cannot be read to its end"),
    ],
)
def test_what_cannot_be_converted_is_named_and_nothing_is_changed(formula: str, why: str) -> None:
    claim = r"$\frac{\partial y}{\partial x} = A$‸"
    head = f"<!-- nablint: layout numerator -->\n<!-- nablint: let Y: m × n -->\n{DECLARED}\n\n"
    assert refused(f"{head}{claim}\n\n{formula}\n", "denominator") == why


def test_words_that_say_how_derivatives_lie_are_named() -> None:
    note = (
        f"{DECLARED} Throughout, gradients are row vectors.\n\n"
        r"$\frac{\partial z}{\partial u} = 2 u^\top$‸"
        "\n"
    )
    assert refused(note, "denominator") == "line 1 says in words how derivatives lie: gradients are row vectors"


def test_a_conversion_after_which_something_would_be_found_is_refused() -> None:
    # The second section shows no layout itself: it goes by what the first one shows.
    note = (
        r"Let $A \in \mathbb{R}^{3 \times 2}$, $x \in \mathbb{R}^2$ and $b \in \mathbb{R}^3$. Define $y = A x$."
        "\n\n"
        r"# One"
        "\n\n"
        r"$\frac{\partial y}{\partial x} = A$‸"
        "\n\n"
        r"# Two"
        "\n\n"
        r"$b + \frac{\partial y}{\partial x} x$"
        "\n"
    )
    knowledge, cursor = read(note)
    assert convert_section(knowledge, knowledge.document.scopes[1], "denominator").edits
    assert section_of(knowledge, cursor, "denominator").refusal.startswith("line 10 of the converted note: ")


def test_a_formula_alone() -> None:
    knowledge, _ = read(f"<!-- nablint: layout numerator -->\n{DECLARED}\n\n" r"$\frac{d}{dx} y = A$" "\n")
    [edit] = convert_formula(knowledge, len(knowledge.snapshot.trees) - 1, "denominator").edits
    assert edit.text == r"A^\top"


def test_an_action_says_what_it_converts_and_does_it() -> None:
    note = f"# One\n\n<!-- nablint: layout numerator -->\n{DECLARED}\n\n" r"$\fr‸ac{\partial y}{\partial x} = A$" "\n"
    knowledge, cursor = read(note)
    found = {a.title: a for a in actions(knowledge, Span(cursor, cursor), ("refactor.rewrite.nablint.layout",))}
    # The formula alone would contradict the statement.
    assert list(found) == ["Convert this section to denominator layout"]
    edits = perform(knowledge, found["Convert this section to denominator layout"].task)
    assert r"= A^\top$" in after(knowledge, edits)
    with pytest.raises(Refused):
        perform(knowledge, "99 denominator")


@pytest.mark.parametrize(
    ("more", "alone"),
    [
        ("", True),
        (r" and $\frac{\partial u}{\partial y} = B$", False),  # it shows the layout that the other one would leave
        ("\n\n# Two\n\n" r"$\frac{\partial u}{\partial y} = B$", True),
    ],
)
def test_a_formula_alone_is_offered_where_nothing_says_or_shows_its_layout(more: str, alone: bool) -> None:
    knowledge, cursor = read(f"{DECLARED}\n\n# One\n\n" r"$\fr‸ac{\partial y}{\partial x} = A$" f"{more}\n")
    titles = [a.title for a in actions(knowledge, Span(cursor, cursor), ("refactor.rewrite.nablint.layout",))]
    assert ("Convert this formula to denominator layout" in titles) is alone
    assert "Convert this section to denominator layout" in titles


@pytest.mark.parametrize(
    ("formula", "copied"),
    [
        (
            r"$$\frac{\part‸ial z}{\partial x}$$",
            r"$$\underbrace{\frac{\partial z}{\partial x}}_{1 \times n} = "
            r"\underbrace{\frac{\partial z}{\partial u}}_{1 \times k} \, "
            r"\underbrace{\frac{\partial u}{\partial y}}_{k \times m} \, "
            r"\underbrace{\frac{\partial y}{\partial x}}_{m \times n}$$",
        ),
        (
            "> $$\n> \\begin{aligned}\n> \\frac{\\part‸ial u}{\\partial x} &= B A\n> \\end{aligned}\n> $$",
            "$$\n\\begin{aligned}\n\\underbrace{\\frac{\\partial u}{\\partial x}}_{k \\times n} &= "
            "\\underbrace{B}_{k \\times m} \\underbrace{A}_{m \\times n}\n\\end{aligned}\n$$",
        ),
        (
            r"$\frac{\part‸ial z}{\partial x} = 2 \underbrace{u^\top}_{1 \times k} B A$",
            r"$\underbrace{\frac{\partial z}{\partial x}}_{1 \times n} = 2 \underbrace{u^\top}_{1 \times k} "
            r"\underbrace{B}_{k \times m} \underbrace{A}_{m \times n}$",
        ),
    ],
)
def test_a_derivation_is_copied_with_the_size_of_each_factor(formula: str, copied: str) -> None:
    knowledge, cursor = read(f"<!-- nablint: layout numerator -->\n{DECLARED}\n\n{formula}\n")
    assert derivation(knowledge, cursor) == copied


def test_without_a_derivative_there_is_no_derivation() -> None:
    knowledge, cursor = read(f"{DECLARED}\n\n$A‸ x$\n")
    assert derivation(knowledge, cursor) is None


def test_a_section_of_restructured_text_says_its_layout_in_a_comment_of_it() -> None:
    declared = re.sub(r"(?<!:)`([^`]*)`", r":math:`\1`", DECLARED.replace("$", "`"))
    note = f"Title\n=====\n\n{declared}\n\nClaims\n------\n\n.. math::\n\n   \\frac{{\\partial y}}{{\\partial x}} = A‸\n"
    text = converted(note, "denominator", "note.rst")
    assert text.endswith(".. nablint: layout denominator\n\n.. math::\n\n   \\frac{\\partial y}{\\partial x} = A^\\top\n")
