"""Results look as a person writes them; index and matrix notation lead back and forth."""

from __future__ import annotations

import pytest

from nablint.calculus.conversions import to_index, to_matrix
from nablint.calculus.derive import Derivation, Problem, derive, to_numpy
from nablint.parse.parser import parse
from nablint.parse.render import render_latex
from tests.calculus.tools import declare, equal

SLOPE = r"\operatorname{diag}(\mathbf{1}_{m} - \tanh^{2}(W x + b)) W"
ROWS = r"\begin{bmatrix} 2 x_{1} & 0 \\ 3 x_{2} & 3 x_{1} \end{bmatrix}"
ROOTS = r"\frac{1}{2} \operatorname{diag}(\operatorname{vec}(B \oslash \sqrt{Z}))"
LINKED = r"\frac{\partial h}{\partial g} \frac{\partial g}{\partial z}"
WRITTEN = [
    ("x^T A x", "x", "x: n; A: n × n", "denominator", r"(A + A^\top) x"),
    ("x^T A x", "x", "x: n; A: n × n symmetric", "denominator", "2 A x"),
    ("x^T A x", "x", "x: n; A: n × n symmetric", "numerator", r"2 x^\top A"),
    (r"\|A x - b\|^2", "x", "x: n; b: m; A: m × n", "mixed", r"2 A^\top (A x - b)"),
    (r"\|A x - b\|^2", "x", "x: n; b: m; A: m × n", "numerator", r"2 (A x - b)^\top A"),
    (r"\frac{1}{2} \|W x - y\|^2", "W", "W: m × n; x: n; y: m", "mixed", r"(W x - y) x^\top"),
    (r"\tanh(W x + b)", "x", "W: m × n; x: n; b: m", "numerator", SLOPE),
    (r"\log\det X", "X", "X: n × n pd", "denominator", "X^{-1}"),
    (r"\log\det X", "X", "X: n × n invertible", "denominator", r"X^{-\top}"),
    ("A X B", "X", "A: p × m; X: m × n; B: n × q", "numerator", r"B^\top \otimes A"),
    ("X^T", "X", "X: m × n", "numerator", "K_{m n}"),
    (r"\log(\sum_{i=1}^n e^{x_i})", "x", "x: n", "mixed", r"\operatorname{softmax}(x)"),
    (r"\operatorname{tr}(A X)", "X", "A: n × m; X: m × n", "mixed", r"A^\top"),
    (r"\|x\|", "x", "x: n", "mixed", r"\frac{x}{\left\| x \right\|}"),
    (r"u^2 \sin(v)", "u", "", "mixed", r"2 u \sin(v)"),
    ("x^T x + x^T x", "x", "x: n", "mixed", "4 x"),
    (r"\operatorname{vec}(A X B)", "X", "A: m × p; X: p × q; B: q × n", "numerator", r"B^\top \otimes A"),
    (r"\operatorname{vec}(X^T X)", "X", "X: p × q", "numerator", r"(X^\top \otimes I_{q}) K_{p q} + I_{q} \otimes X^\top"),
    (r"\operatorname{vec}(x x^T)", "x", "x: n", "numerator", r"x \otimes I_{n} + I_{n} \otimes x"),
    ("B x", "X", "B, X: n × n; x: n", "numerator", "0"),
    (r"\begin{pmatrix} x_1^2 \\ 3 x_1 x_2 \end{pmatrix}", "x", "x: 2", "numerator", ROWS),
    (r"\operatorname{tr}(e^{A X})", "X", "A, X: n × n", "numerator", "e^{A X} A"),
    (r"h(B z)", "z", "z: k; B: q × k; h: R^q -> R^p", "numerator", r"J_{h} (B z) B"),
    (r"h(g(z))", "z", "z: k; g: k -> q; h: R^q -> R", "numerator", LINKED),
    (r"\sum_{i,j} \log(Z_{ij})", "Z", "Z: q × k positive", "mixed", r"(\mathbf{1}_{q} \mathbf{1}_{k}^\top) \oslash Z"),
    (r"\sqrt{Z} \odot B", "Z", "Z, B: q × k positive", "numerator", ROOTS),
    (r"\log|\det(B Z)|", "Z", "B, Z: k × k invertible", "numerator", r"(B Z)^{-1} B"),
    (r"\log\det(\operatorname{diag}(z))", "z", "z: k positive", "denominator", "z^{-1}"),
    (r"\prod_i z_i", "z", "z: k positive", "denominator", r"\left(\prod_{i} z_{i}\right) z^{-1}"),
    (r"\sum_{i=1}^N (y_i - w^T X_{i,:})^2", "w", "w: d; y: N; X: N × d", "mixed", r"-2 X^\top (y - X w)"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "wrt", "lets", "layout", "wanted"), WRITTEN)
def test_written_as_by_hand(expression: str, wrt: str, lets: str, layout: str, wanted: str) -> None:
    found = derive(expression, [wrt], [lets] if lets else [], layout=layout)
    assert isinstance(found, Derivation)
    assert found.latex.replace(" ", "") == wanted.replace(" ", "")
    assert found.verified


def test_second_order_is_the_hessian() -> None:
    found = derive(r"x^T A x", ["x"], ["x: n; A: n × n"], order=2)
    assert isinstance(found, Derivation)
    assert str(found.shape) == "n × n" and equal(found.latex, "A + A^T", "A: n × n").status == "holds"


def test_the_second_derivative_of_an_unknown_function_is_its_hessian() -> None:
    found = derive(r"h(B z)", ["z"], ["z: k; B: q × k; h: R^q -> R"], order=2)
    assert isinstance(found, Derivation)
    assert found.latex == r"B^\top \nabla^{2} h (B z) B"
    vector = derive(r"h(z)", ["z"], ["z: k; h: R^k -> R^q"], order=2)
    assert isinstance(vector, Derivation)
    assert vector.latex == r"[\nabla^{2} h_{i} (z)]_{jl}" and vector.note.endswith("this is the entry i, j, l")


def test_a_size_that_was_left_out_is_that_of_its_neighbour() -> None:
    found = derive(r"z^T z I - z z^T", ["z"], ["z: k"])
    assert isinstance(found, Derivation)
    assert str(found.shape) == "k × k × k" and "I_{k}" in found.latex and found.latex.count("I") == found.latex.count("I_{k}")


def test_no_matrix_form_says_why() -> None:
    found = derive(r"\|x\|^2 \operatorname{diag}(x) A x x^T", ["x"], ["x: n; A: n × n"])
    assert isinstance(found, Derivation)
    assert found.kind != "matrix" and "order 3" in found.note


def test_scalar_by_matrix_is_chosen_apart() -> None:
    as_x = derive(r"\operatorname{tr}(A X)", ["X"], ["A: n × m; X: m × n"], layout="numerator", scalar_by_matrix="p×q")
    turned = derive(r"\operatorname{tr}(A X)", ["X"], ["A: n × m; X: m × n"], layout="numerator", scalar_by_matrix="q×p")
    assert isinstance(as_x, Derivation) and isinstance(turned, Derivation)
    assert (str(as_x.shape), str(turned.shape)) == ("m × n", "n × m")


def test_steps_are_the_links_of_the_chain_rule_with_shapes() -> None:
    lets = ["x, mu: D; S: D × D; y: D"]
    defs = [r"f = \exp(-\frac12 z)", "z = y^T S^{-1} y", r"y = x - \mu"]
    for layout, order in (("numerator", ["f/z", "z/y", "y/x"]), ("denominator", ["y/x", "z/y", "f/z"])):
        found = derive("f", ["x"], ["x, \\mu: D; S: D × D; y: D"], defs, layout=layout, steps=True)
        assert isinstance(found, Derivation), (found, lets)
        assert [s.rule for s in found.steps] == ["chain rule", *["link of the chain rule"] * 3, "result"]
        product = found.steps[0].latex.split("=")[1]
        places = [product.index(rf"\partial {pair[0]}}}{{\partial {pair[2]}}}") for pair in order]
        assert places == sorted(places)
        assert [str(s.shape) for s in found.steps[1:4]] == ["scalar", "1 × D" if layout == "numerator" else "D", "D × D"]


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        ({"expression": "x^T y", "wrt": ["x"], "lets": ["x: n; y: m × k"]}, "expression"),
        ({"expression": "x", "wrt": [], "lets": []}, "wrt"),
        ({"expression": "x", "wrt": ["x"], "lets": ["x n"]}, "let"),
        ({"expression": "x", "wrt": ["x"], "layout": "sideways"}, "layout"),
        ({"expression": "x", "wrt": ["x"], "scalar_by_matrix": "n"}, "scalar-by-matrix"),
        ({"expression": "x", "wrt": ["x"], "order": 5}, "order"),
    ],
)
def test_problems_name_the_option(arguments: dict[str, object], option: str) -> None:
    found = derive(**arguments)  # type: ignore[arg-type]
    assert isinstance(found, Problem) and found.option == option and found.message


def test_numpy_source_computes_the_derivative() -> None:
    numpy = pytest.importorskip("numpy")
    cases = [
        (r"\|A x - b\|^2", "x", ["x: n; b: m; A: m × n"], lambda A, x, b: 2 * A.T @ (A @ x - b)),
        (r"\log\det(X)", "X", ["X: n × n invertible"], lambda X: numpy.linalg.inv(X).T),
        (r"\tanh(A x)", "x", ["x: n; A: m × n"], lambda A, x: (1 - numpy.tanh(A @ x) ** 2)[:, None] * A),
        (r"\operatorname{softmax}(x)", "x", ["x: n"], lambda x: _softmax_slope(numpy, x)),
        (r"x^T A x", "x", ["x: n; A: n × n"], lambda x, A: (A + A.T) @ x),
    ]
    random = numpy.random.default_rng(7)
    values = {"A": random.normal(size=(3, 4)), "x": random.normal(size=4), "b": random.normal(size=3)}
    values["X"] = numpy.eye(4) * 3 + random.normal(size=(4, 4)) * 0.2
    for expression, wrt, lets, expected in cases:
        found = derive(expression, [wrt], lets, layout="mixed")
        assert isinstance(found, Derivation)
        source = to_numpy(found)
        space: dict[str, object] = {}
        exec(compile(source, "derivative", "exec"), space)
        own = dict(values, A=values["A"] if "m × n" in lets[0] else random.normal(size=(4, 4)))
        names = source.split("def derivative(")[1].split(")")[0].split(", ")
        given = {name: own[name] for name in names}
        result = space["derivative"](**given)  # type: ignore[operator]
        assert numpy.allclose(result, expected(**given)), expression


def _softmax_slope(numpy, x):  # type: ignore[no-untyped-def]
    s = numpy.exp(x) / numpy.exp(x).sum()
    return numpy.diag(s) - numpy.outer(s, s)


INDICES = [
    (r"\sum_{i=1}^n A_{ij} x_i y_i", r"A^\top (x \odot y)", ("j",)),
    (r"\sum_{j=1}^n A_{ij} x_j y_j", r"A (x \odot y)", ("i",)),
    (r"\sum_{j=1}^n \sum_{k=1}^n A_{ki} B_{kj} x_j", r"A^\top B x", ("i",)),
    (r"\sum_{k=1}^n A_{ik} B_{kj}", "A B", ("i", "j")),
    (r"x_i y_j", r"x y^\top", ("i", "j")),
    (r"\sum_{i=1}^n x_i^2", r"x^\top x", ()),
    (r"\sum_{i,j} A_{ij}^2", r"\left\| A \right\|_{F}^{2}", ()),
    (r"\sum_{i=1}^n A_{ii}", r"\operatorname{tr}(A)", ()),
]


@pytest.mark.parametrize(("indices", "matrices", "letters"), INDICES)
def test_index_form_to_matrix_form(indices: str, matrices: str, letters: tuple[str, ...]) -> None:
    found = to_matrix(parse(indices), declare("A, B: n × n; x, y: n"))
    assert found is not None and found.letters == letters
    assert render_latex(found.whole).replace(" ", "") == matrices.replace(" ", "")


@pytest.mark.parametrize("expression", ["A x", "x^T A y", "A B^T", r"A (x \odot y)", r"\operatorname{tr}(A B)", "x y^T"])
def test_matrix_form_to_index_form_and_back(expression: str) -> None:
    declared = declare("A, B: n × n; x, y: n")
    entries = to_index(parse(expression), declared)
    assert entries is not None
    back = to_matrix(parse(render_latex(entries)), declared)
    assert back is not None
    assert equal(render_latex(back.whole), expression, "A, B: n × n; x, y: n").status == "holds"


def test_a_sum_over_vectors_that_differ_only_in_name_is_refused() -> None:
    found = derive(r"\sum_{i=1}^N (y_i - w^T x_i)^2", ["w"], ["w: d", "y: N", "x_i: d"])
    assert isinstance(found, Problem) and found.message.startswith("x_i is another one for each i of the sum")
    alone = derive(r"w^T x_i", ["w"], ["w: d", "x_i: d"])
    assert isinstance(alone, Derivation) and alone.latex == r"x_{i}^\top"


def test_what_counts_and_a_sigma_that_is_applied_are_not_taken_for_scalars() -> None:
    summed = derive(r"\log \sum_i \exp(c x_i)", ["x"], ["x: n"])
    applied = derive(r"a^T \sigma(W x)", ["x"], ["x: n", "W: m × n", "a: m"])
    assert isinstance(summed, Derivation) and isinstance(applied, Derivation)
    assert (summed.assumed, applied.assumed) == (("c",), ())
