"""The steps of a derivation: every composition by its chain rule, each factor with its shape, and every line true."""

from __future__ import annotations

import pytest

from nablint.calculus.derive import Derivation, Step, derive
from nablint.calculus.verify import verify_derivative
from nablint.parse.nodes import Relation
from nablint.parse.render import render_latex, render_unicode
from tests.calculus.tools import declare, preset

COMPOSITIONS = [
    ("(C z + d)^T (C z + d)", "z", "z: k; d: q; C: q × k", 2),
    (r"\|C z - d\|^2", "z", "z: k; d: q; C: q × k", 2),
    (r"\sigma(C z + d)", "z", "z: k; d: q; C: q × k", 2),
    (r"\operatorname{softmax}(C z)", "z", "z: k; C: q × k", 2),
    (r"\log(\operatorname{sum}(\exp(z)))", "z", "z: k", 3),
    (r"\sqrt{1 + \|z\|^2}", "z", "z: k", 2),
    (r"B \tanh(C \tanh(D z))", "z", "z: k; D: q × k; C: p × q; B: r × p", 3),
    (r"\sin(\cos(s^2))", "s", "s: 1", 3),
    (r"\|c + s d\|^2", "s", "s: 1; c, d: q", 2),
    (r"\frac{z^T C z}{z^T z}", "z", "z: k; C: k × k", 4),
    (r"\frac{z}{1 + z^T z}", "z", "z: k", 4),
    (r"(z^T C z) z", "z", "z: k; C: k × k", 4),
    (r"z^T C z", "z", "z: k; C: k × k", 4),
    (r"z \odot \sin(C z)", "z", "z: k; C: k × k", 5),
    (r"\log(1 + e^{-c^T z})", "z", "z, c: k", 3),
    (r"e^{s^3 C}", "s", "s: 1; C: k × k", 2),
    (r"\det(Z)^3", "Z", "Z: k × k invertible", 2),
    (r"\operatorname{tr}(\sin(C Z))", "Z", "C: k × q; Z: q × k", 3),
    (r"\|C Z - D\|_F^2", "Z", "C: p × q; Z: q × k; D: p × k", 2),
    (r"c^T \sigma(Z d)", "Z", "c: q; d: k; Z: q × k", 2),
    (r"(C Z D)^{-1}", "Z", "C, D, Z: k × k invertible", 2),
    ("Z^T Z", "Z", "Z: q × k", 4),
    (r"\sigma(C Z)", "Z", "C: p × q; Z: q × k", 2),
]  # fmt: skip


def steps_of(expression: str, wrt: str, lets: str, layout: str) -> tuple[Step, ...]:
    found = derive(expression, [wrt], [lets], layout=layout, steps=True)
    assert isinstance(found, Derivation), found
    return found.steps


def sides(step: Step) -> tuple[str, str]:
    assert isinstance(step.node, Relation)
    return render_latex(step.node.sides[0]), render_latex(step.node.sides[1])


@pytest.mark.parametrize("layout", ["numerator", "denominator", "mixed"])
@pytest.mark.parametrize(("expression", "wrt", "lets", "links"), COMPOSITIONS)
def test_every_line_is_true(expression: str, wrt: str, lets: str, links: int, layout: str) -> None:
    steps = steps_of(expression, wrt, lets, layout)
    names = [s for s in steps if s.rule in ("outer expression", "inner expression")]
    declared = declare(lets, ";;".join(s.latex for s in names))
    assert sum(s.rule == "link of the chain rule" for s in steps) == links
    for step in steps[len(names) :]:
        left, right = step.node.sides  # type: ignore[union-attr]
        verdict = verify_derivative(left, right, declared, (preset(layout),), True)
        assert verdict.status == "holds", (step.latex, verdict)


@pytest.mark.parametrize(
    ("layout", "chain", "shapes"),
    [
        ("numerator", "∂f/∂x = ∂f/∂g ∂g/∂x", ["1 × n", "1 × m", "m × n"]),
        ("denominator", "∂f/∂x = ∂g/∂x ∂f/∂g", ["n", "m", "n × m"]),
        ("mixed", "∂f/∂x = (∂g/∂x)ᵀ ∂f/∂g", ["n", "m", "m × n"]),
    ],
)
def test_unknown_functions_are_linked_by_their_names(layout: str, chain: str, shapes: list[str]) -> None:
    steps = steps_of("f(g(x))", "x", "x: n; g: R^n -> R^m; f: R^m -> R", layout)
    assert render_unicode(steps[0].node) == chain
    assert [str(s.shape) for s in steps[:3]] == shapes
    assert {s.latex for s in steps[1:3]} == {
        r"\frac{\partial f}{\partial g}",
        r"\frac{\partial g}{\partial x}",
    }


def test_several_paths_are_summed() -> None:
    steps = steps_of("f(g(x), h(x))", "x", "x: n; g: n -> m; h: n -> k; f: m, k -> R", "denominator")
    assert render_unicode(steps[0].node) == "∂f/∂x = ∂g/∂x ∂f/∂g + ∂h/∂x ∂f/∂h"


def test_a_composition_written_with_a_circle_is_one() -> None:
    steps = steps_of(r"(f \circ g)(x)", "x", "x: n; g: n -> m; f: m -> k", "numerator")
    assert render_unicode(steps[0].node) == "∂f/∂x = ∂f/∂g ∂g/∂x"


def test_a_partial_derivative_by_a_number_says_by_which_argument() -> None:
    steps = steps_of("f(g(x), x^T x)", "x", "x: n; g: n -> m; f: m, 1 -> R", "numerator")
    assert [render_unicode(s.node) for s in steps[2:3]] == ["∂f/∂x = ∂f/∂g ∂g/∂x + ∂f/∂u ∂u/∂x"]
    assert "f'" not in steps[-1].latex and r"\partial_{2} f" in steps[-1].latex


def test_names_are_not_those_of_the_expression() -> None:
    steps = steps_of(r"\exp(u^T f w)", "w", "u: m; f: m × v; w: v", "numerator")
    assert [sides(s)[0] for s in steps[:2]] == ["y", "z"]


def test_terms_are_derived_one_by_one() -> None:
    steps = steps_of(r"\|C z\|^2 + c^T z", "z", "z, c: k; C: q × k", "numerator")
    rules = [s.rule for s in steps]
    assert rules.count("sum rule") == 2 and rules[-1] == "result"
    assert rules.index("chain rule") < rules.index("sum rule")


def test_what_has_no_derivative_of_its_own_is_no_part() -> None:
    """The exponential of a matrix can be derived by a number in it, not by the matrix."""
    steps = steps_of(r"\|e^{s C} c\|^2", "s", "s: 1; C: k × k; c: k", "numerator")
    assert [sides(s)[1] for s in steps if s.rule == "inner expression"] == [r"e^{s C} c"]
