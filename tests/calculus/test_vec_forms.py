"""Derivatives of arrays by arrays are Kronecker products of matrices; where there is none, every index has a name."""

from __future__ import annotations

import pytest

from nablint.calculus import derivatives
from nablint.calculus.derive import Derivation, derive
from nablint.calculus.scope import Scope
from nablint.calculus.variables import variable
from nablint.parse.nodes import Opaque, Symbol, walk
from nablint.parse.parser import parse
from nablint.parse.render import render_unicode
from nablint.sizes.layouts import VectorByVector
from tests.calculus.tools import declare, derivative_in, layouts, outcome, preset, translator

CLOSED = [
    (r"P \otimes Q", "P", "P: 2 × 3; Q: 3 × 2"),
    (r"P \otimes Q", "Q", "P: 2 × 3; Q: 3 × 2"),
    (r"P \otimes P", "P", "P: 2 × 3"),
    (r"(P \otimes Q)^T", "P", "P: 2 × 3; Q: 3 × 2"),
    (r"P^{-1} \otimes P", "P", "P: 2 × 2 invertible"),
    (r"P \otimes I_2", "P", "P: 2 × 3"),
    (r"I_2 \otimes P", "P", "P: 2 × 3"),
    (r"\sin(P) \otimes Q", "P", "P: 2 × 3; Q: 3 × 2"),
    (r"Q \otimes z", "z", "Q: 3 × 2; z: k"),
    (r"z \otimes Q", "z", "Q: 3 × 2; z: k"),
    (r"z^T \otimes Q", "z", "Q: 3 × 2; z: k"),
    (r"R (P \otimes Q) S", "P", "P: 2 × 3; Q: 3 × 2; R: 2 × 6; S: 6 × 2"),
    (r"(R \otimes P)(S \otimes Q)", "P", "R: 2 × 3; P: 2 × 3; S: 3 × 2; Q: 3 × 2"),
    (r"R (P \otimes Q)", "R", "P: 2 × 3; Q: 3 × 2; R: 2 × 6"),
    (r"Q \operatorname{diag}(z) R", "z", "Q: p × k; z: k; R: k × q"),
    (r"(S + \operatorname{diag}(z))^{-1}", "z", "z: k positive; S: k × k pd"),
    (r"\operatorname{diag}(P)", "P", "P: k × k"),
    (r"\operatorname{diag}(P^T P)", "P", "P: h × k"),
    (r"\operatorname{diag}(\operatorname{diag}(P))", "P", "P: k × k"),
    (r"\tanh(P) P^T", "P", "P: h × k"),
]  # fmt: skip
SECOND = [
    (r"\log\det P", "P", "P: k × k pd"),
    (r"\|P\|_F^2", "P", "P: h × k"),
    (r"\operatorname{tr}(P^T S P)", "P", "P: h × k; S: h × h"),
    (r"\operatorname{tr}(P^{-1} S)", "P", "P, S: k × k invertible"),
    (r"\operatorname{tr}(P^3)", "P", "P: k × k"),
    (r"\det P", "P", "P: k × k invertible"),
    (r"z^T P^T P z", "P", "P: h × k; z: k"),
    (r"c^T \sigma(P z)", "P", "P: h × k; z: k; c: h"),
    (r"\sin(z)", "z", "z: k"),
    (r"\sigma(P z)", "z", "P: h × k; z: k"),
]  # fmt: skip


@pytest.mark.parametrize("layout", layouts())
@pytest.mark.parametrize(("expression", "wrt", "lets"), CLOSED)
def test_closed_forms_are_the_derivative(expression: str, wrt: str, lets: str, layout: str) -> None:
    found = derive(expression, [wrt], [lets], layout=layout)
    assert isinstance(found, Derivation), found
    assert (found.kind, found.verified) == ("vec", True)
    t = translator(declare(lets), preset(layout))
    assert outcome(t, t.value(parse(found.latex)), derivative_in(t, expression, wrt)) == "equal", found.latex


@pytest.mark.parametrize("layout", layouts())
@pytest.mark.parametrize(("expression", "wrt", "lets"), SECOND)
def test_second_derivatives_have_closed_forms(expression: str, wrt: str, lets: str, layout: str) -> None:
    found = derive(expression, [wrt], [lets], layout=layout, order=2)
    assert isinstance(found, Derivation), found
    assert (found.kind, found.verified) == ("vec", True)
    t = translator(declare(lets), preset(layout))
    node = parse(expression)
    value = derivatives.derivative(t, node, [variable(t, parse(wrt), Scope())] * 2, Scope(), node)
    axes, own = len(value.indices), value.of_axes
    rows = axes // 2 if not own else axes - own if t.layout.vv is VectorByVector.ROWS_X else own
    assert outcome(t, t.value(parse(found.latex)), t.algebra.flattened(value, rows)) == "equal", found.latex


@pytest.mark.parametrize(
    ("expression", "wrt", "lets"),
    [
        (r"(P \otimes Q) z", "P", "P: h × k; Q: p × q; z: k·q"),
        (r"c^T (P \otimes Q) z", "P", "P: h × k; Q: p × q; z: k·q; c: h·p"),
        (r"P^{-1}", "P", "P: k × k invertible"),
    ],
)
def test_every_index_of_an_entry_has_a_name(expression: str, wrt: str, lets: str) -> None:
    found = derive(expression, [wrt], [lets], order=2 if "^{-1}" in expression else 1)
    assert isinstance(found, Derivation) and found.kind == "index"
    assert not any(isinstance(part, Opaque) for part in walk(found.node))
    letters = {render_unicode(part) for part in walk(found.node) if isinstance(part, Symbol)}
    named = found.note.partition("entry ")[2].split(", ")
    assert set(named) <= letters and len(named) == len(found.value.indices)
