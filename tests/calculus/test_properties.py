"""Random expressions: their derivatives agree with finite differences, and what is printed reads back as the same value."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nablint.base.budget import Budget
from nablint.calculus import derivatives, finite
from nablint.calculus.canonical import key
from nablint.calculus.declared import Explicit
from nablint.calculus.matrixform import matrix_form
from nablint.calculus.scope import Scope
from nablint.calculus.translate import Translator
from nablint.calculus.variables import variable
from nablint.parse.parser import parse
from nablint.parse.render import render_latex
from nablint.sizes.layouts import DENOMINATOR, MIXED, NUMERATOR, Layout
from tests.calculus.tools import declare, outcome, translator

LETS = "x, y: n; u: m; A: m × n; B: n × n; S: n × n symmetric; c: 1; W: m × n"
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def _vectors(depth: int) -> st.SearchStrategy[str]:
    """Columns of size n."""
    plain = st.sampled_from(["x", "y", r"\mathbf{1}_n"])
    if depth == 0:
        return plain
    v, s, m = _vectors(depth - 1), _scalars(depth - 1), _long(depth - 1)
    return st.one_of(
        plain,
        st.builds(r"({} + {})".format, v, v),
        st.builds(r"({} - {})".format, v, v),
        st.builds(r"B {}".format, v),
        st.builds(r"S {}".format, v),
        st.builds(r"A^T {}".format, m),
        st.builds(r"({} \odot {})".format, v, v),
        st.builds(r"({} + 1) {}".format, s, v),
        st.builds(r"\sin({})".format, v),
        st.builds(r"\tanh({})".format, v),
        st.builds(r"\sigma({})".format, v),
        st.builds(r"\operatorname{{softmax}}({})".format, v),
        st.builds(r"\operatorname{{diag}}({}) {}".format, v, v),
    )


def _long(depth: int) -> st.SearchStrategy[str]:
    """Columns of size m."""
    plain = st.sampled_from(["u", "W x", "A y"])
    if depth == 0:
        return plain
    v, m = _vectors(depth - 1), _long(depth - 1)
    return st.one_of(plain, st.builds(r"W {}".format, v), st.builds(r"\cos({})".format, m), st.builds(r"({} - u)".format, m))


def _scalars(depth: int) -> st.SearchStrategy[str]:
    plain = st.sampled_from(["3 c", "2", "x^T y", r"\|x\|^2"])
    if depth == 0:
        return plain
    v, s, m = _vectors(depth - 1), _scalars(depth - 1), _long(depth - 1)
    return st.one_of(
        plain,
        st.builds(r"({} + {})".format, s, s),
        st.builds(r"({} + 1) ({} - 2)".format, s, s),
        st.builds(r"({})^T ({})".format, v, v),
        st.builds(r"({})^T A (2 {})".format, m, v),
        st.builds(r"\|{}\|^2".format, v),
        st.builds(r"\sin({})".format, s),
        st.builds(r"\log(1 + \|{}\|^2)".format, v),
        st.builds(r"\frac{{{}}}{{1 + \|x\|^2}}".format, s),
        st.builds(r"\operatorname{{tr}}(B {} ({} + x)^T)".format, v, v),
        st.builds(r"\|A \operatorname{{diag}}({}) - W\|_F^2".format, v),
        st.builds(r"\sum_{{i=1}}^n x_i [{}]_i".format, v),
    )


# Never a symbol alone: what a derivative says of one that nobody defines is unknown, not zero.
EXPRESSIONS = st.one_of(_scalars(3), _vectors(2)).map(r"2 ({})".format)
VARIABLES = st.sampled_from(["x", "y", "c", "W", "B"])
LAYOUTS = st.sampled_from([NUMERATOR, DENOMINATOR, MIXED])


@given(EXPRESSIONS, VARIABLES)
@SETTINGS
def test_derivative_agrees_with_finite_differences(expression: str, wrt: str) -> None:
    t = translator(declare(LETS), NUMERATOR)
    node = parse(expression)
    by = [variable(t, parse(wrt), Scope())]
    value = derivatives.derivative(t, node, by, Scope(), node)
    assert finite.agrees(t, node, by, value)


@given(EXPRESSIONS, VARIABLES, LAYOUTS)
@SETTINGS
def test_printed_form_reads_back_as_the_same_value(expression: str, wrt: str, layout: Layout) -> None:
    t = translator(declare(LETS), layout)
    node = parse(expression)
    value = derivatives.derivative(t, node, [variable(t, parse(wrt), Scope())], Scope(), node)
    form = matrix_form(value, t.variables, layout, value.of_axes)
    if form.kind != "matrix":
        return
    assert outcome(t, t.value(parse(render_latex(form.node))), value) in ("equal", "unknown")


@given(EXPRESSIONS)
@SETTINGS
def test_a_renamed_copy_is_the_same_term(expression: str) -> None:
    first, second = _fresh().value(parse(expression)), _fresh().value(parse(expression))
    labels = {a: f"axis {k}" for k, a in enumerate(first.indices)}
    others = {b: f"axis {k}" for k, b in enumerate(second.indices)}
    assert key(first.term, labels) == key(second.term, others)


def _fresh() -> Translator:
    declared: Explicit = declare(LETS)
    return Translator(declared, MIXED, translator(declared, MIXED).asked.reading, Budget(20_000))


@given(st.text(alphabet=r"xyAB\frac{}^_()[]+-=|.,0123456789\sum\partial\nabla ", max_size=60))
@SETTINGS
def test_no_text_raises(text: str) -> None:
    from nablint.calculus.derive import derive
    from nablint.calculus.verify import verify_equal

    derive(text, ["x"], ["x: n; A: n × n"])
    verify_equal(parse(text), parse(text[::-1]), declare(LETS), assume_scalars=True)
