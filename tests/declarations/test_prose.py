"""Declarations in sentences, in the languages of the notes; and sentences that declare nothing."""

from __future__ import annotations

import pytest

from nablint.sizes.layouts import CHOICES
from tests.declarations.reading import Note


@pytest.mark.parametrize(
    ("sentence", "shapes"),
    [
        (r"Take an $m \times n$ matrix $A$.", {"A": "m × n"}),
        (r"Take a matrix $A$ of size $m \times n$.", {"A": "m × n"}),
        (r"The matrix $A$ has shape $(m, n)$.", {"A": "m × n"}),
        (r"Here $A$ is an $m\times n$ matrix.", {"A": "m × n"}),
        (r"Here $A$ and $B$ are $n\times n$ matrices.", {"A": "n × n", "B": "n × n"}),
        (r"Here $x$, $A$ is an $m\times n$ matrix.", {"A": "m × n"}),
        ("The matrix A is an m × n matrix.", {"A": "m × n"}),
        (r"Let $x$ be an $n$-dimensional vector.", {"x": "n"}),
        (r"Let $x$ be an $n$-vector.", {"x": "n"}),
        (r"A column vector $v$ of length $n$ is drawn.", {"v": "n"}),
        (r"A row vector $v$ of length $n$ is drawn.", {"v": "1 × n"}),
        (r"A row vector $v$ is drawn.", {"v": "1 × ?"}),
        (r"Multiply by the scalar $c$.", {"c": "scalar"}),
        (r"With the step size $c$ and a regularization parameter $r$.", {"c": "scalar", "r": "scalar"}),
        (r"Here $w$ is a vector of $n$ weights and $A$ is a diagonal $n\times n$ matrix.", {"w": "n", "A": "n × n"}),
        (r"A row vector $v$ of $n$ entries is drawn.", {"v": "1 × n"}),
        (r"Here $u$ is the vector of $x$ coordinates, and $v$ one of $n$ vectors.", {}),
        (r"- $P$ is the $n \times n$ state covariance", {"P": "n × n"}),
        (r"Here $R$ is an $m \times m$ covariance and $k$ is the $3 \times 3$ kernel size.", {"R": "m × m"}),
        (r"With a scalar $c \in (0, 1)$ we go on.", {"c": "scalar"}),
        (r"Both $a$ and $b$ are scalars.", {"a": "scalar", "b": "scalar"}),
        (r"The vectors $x$ and $y$ of size $d$ are stacked.", {"x": "d", "y": "d"}),
        ("The weights $W$ have dimensions DxM.", {"W": "D × M"}),
        (r"The input $X$ has dimension $n \times d$.", {"X": "n × d"}),
        (r"The shape of $X$ is $(n, d)$.", {"X": "n × d"}),
        (r"Here $X$ is $n \times d$.", {"X": "n × d"}),
        (r"The output ($Y$) is wide. Here $X$ ($n \times d$) is not.", {"X": "n × d"}),
        ("- `W_h` shape: (n_features, n_hidden)", {"W_h": "n_features × n_hidden"}),
        (r"- $W$: weight matrix of shape $(n, m)$", {"W": "n × m"}),
        ("where x, μ ∈ ℝ^D are points.", {"x": "D", "μ": "D"}),
        (r"Consider $A$, a $p \times q$ matrix.", {"A": "p × q"}),
        (r"A $d$-dimensional input vector $x$ is read.", {"x": "d"}),
        (r"A vector $x$ in $\mathbb{R}^d$ is read.", {"x": "d"}),
        (r"Here $A$ is $m$ by $n$.", {"A": "m × n"}),
        (r"The keys $K_q$ [$d_m \times d_k$] are read.", {"K_q": "d_m × d_k"}),
        (r"Here $A$ $[m \times n]$ and $B$ [n × p] are read.", {"A": "m × n", "B": "n × p"}),
        (r"The weights $A$ [size $m \times n$] are read.", {"A": "m × n"}),
        (r"Here $A \in [m \times n]$ is read.", {"A": "m × n"}),
        (r"The sum of $A$ [$m$ of them] is read, as [$B$](note.md) $m \times n$ says.", {}),
        (r"Here $A$ is of size $m \times n$.", {"A": "m × n"}),
        (r"Let $A$ be of dimension $m \times n$ and $v$ of length $n$.", {"A": "m × n", "v": "n"}),
        (r"The matrix $A$ is of shape $(m, n)$.", {"A": "m × n"}),
        (r"The vectors $Q$ are of shape $m \times d$.", {"Q": "m × d"}),
        (r"The matrix $A$ has shape `(m, n)`.", {"A": "m × n"}),
        (r"Let $A$ be a matrix of size $m \times n$ and $x$ a vector of length $n$.", {"A": "m × n", "x": "n"}),
        (r"Suppose $x$ is an $n$-vector, and $B$ an $m \times n$ matrix.", {"x": "n", "B": "m × n"}),
        (r"Take an $m$ by $n$ matrix $A$.", {"A": "m × n"}),
        (r"$X$ is a 3 × 2 matrix.", {"X": "3 × 2"}),
        (r"$T$ is a $n \times m \times k$ tensor.", {"T": "n × m × k"}),
        (r"Let $X$ and $Y$ be of sizes $m\times n$ and $n \times p$ respectively.", {"X": "m × n", "Y": "n × p"}),
        (r"- $V$ shape: $(n, d) = (20, 6)$", {"V": "20 × 6"}),
        (r"- Training set shape: $X = (750, 2)$", {"X": "750 × 2"}),
        (r"It has a real-valued bias $b$.", {"b": "scalar"}),
        (r"It has a real-valued weight vector $w$ of length $n$.", {"w": "n"}),
        (r"It has a scalar output value $y$.", {"y": "scalar"}),
        (r"We minimise a scalar loss $L$.", {"L": "scalar"}),
        (r"The scalar objective $J$ is smooth.", {"J": "scalar"}),
        (r"It has a scalar loss function $L$.", {}),
        (r"Add the $2 \times 1$ bias vector $b$:", {"b": "2"}),
        ("$L$ : lower triangular matrix\n$D$ : diagonal matrix", {"L": "? × ?", "D": "? × ?"}),
        (r"The fit uses $t$ $(p \times 1)$ and factors $G$ $(p \times q)$.", {"t": "p", "G": "p × q"}),
        (r"Let $t$ be $p\times 1$, and $c$ a $q \times 1$ vector.", {"t": "p", "c": "q"}),
        (r"Work with $P$ a symmetric $q \times q$ matrix.", {"P": "q × q"}),
        (r"Work with $P$ a $q \times q$ positive definite matrix.", {"P": "q × q"}),
        (r"We give each point $s$, $t$ a scalar weight $w$ later.", {"w": "scalar"}),
        (r"Take a smooth scalar activation $\phi$ in each layer.", {"ϕ": "scalar → scalar"}),
        (r"Let $\ell$ be smooth and $c$ a scalar cost of $t$.", {"c": "scalar"}),
        (r"Sei $B$ eine symmetrische $n \times n$-Matrix.", {"B": "n × n"}),
        (r"Hier ist $v$ ein Spaltenvektor der Länge $n$.", {"v": "n"}),
        (r"Soit $C$ une matrice de taille $m \times n$.", {"C": "m × n"}),
        (r"其中 $A$ 是 $m \times n$ 矩阵，$x$ 是 $n$ 维向量。", {"A": "m × n", "x": "n"}),
        (r"Пусть $D$ матрица размера $m \times n$.", {"D": "m × n"}),
    ],
)
def test_what_a_sentence_declares(sentence: str, shapes: dict[str, str]) -> None:
    assert Note(sentence + "\n").shapes == shapes


@pytest.mark.parametrize(
    "sentence",
    [
        r"The gradient of $f$ is a vector.",
        r"The norm of $x$ is a scalar.",
        r"The derivative with respect to the input $x$ is a matrix.",
        r"Each row of $X$ is a $d$-dimensional vector.",
        r"Is $A$ an $m \times n$ matrix?",
        r"A vector space $V$ is closed under addition.",
        r"Use matrix multiplication $A B$ here.",
        r"The entry $a$ is not a matrix.",
        r"The product $A B$ of two matrices is computed.",
        r"This needs $n \times m$ operations.",
        r"The $m \times n$ images are scaled.",
        r"A vector of numbers" + "\n\n$$x = [1, 2, 3]$$",
        r"The image is 1920x1080 pixels wide.",
        r"This is the gradient of $g$ $(p \times 1)$.",
        r"Scale by $t$ $p \times q$ times.",
    ],
)
def test_what_declares_no_shape(sentence: str) -> None:
    assert Note(sentence + "\n").shapes == {}


@pytest.mark.parametrize(
    ("sentence", "symbol", "words"),
    [
        (r"Let $A$ be symmetric.", "A", {"SYMMETRIC", "SQUARE"}),
        (r"Let $A$ be symmetric and positive definite.", "A", {"SYMMETRIC", "POSITIVE_DEFINITE", "INVERTIBLE", "SQUARE"}),
        (r"Take an orthogonal matrix $Q$.", "Q", {"ORTHOGONAL", "INVERTIBLE", "SQUARE"}),
        (r"Take a diagonal matrix $D$.", "D", {"DIAGONAL"}),
        (r"For invertible $A$ this is unique.", "A", {"INVERTIBLE", "SQUARE"}),
        (r"Take a constant vector $v$.", "v", {"CONSTANT"}),
        (r"Take a symmetric matrix $A \in \mathbb{R}^{n\times n}$.", "A", {"SYMMETRIC", "SQUARE"}),
        (r"Une matrice symétrique $C$ suffit.", "C", {"SYMMETRIC", "SQUARE"}),
        (r"Take unit vectors $u$ and $w$.", "w", {"UNIT"}),
        (r"Here is a constant and a matrix $C$ of weights.", "C", set()),
        (r"Let $A \in \mathbb{R}^{n\times n}$ symmetric.", "A", {"SYMMETRIC", "SQUARE"}),
        (r"Let $A \in \mathbb{R}^{n\times n}$ (symmetric) be given.", "A", {"SYMMETRIC", "SQUARE"}),
        (r"With $A \in \mathbb{R}^{n\times n}$ diagonal.", "A", {"DIAGONAL"}),
        (r"Let $A \in \mathbb{R}^{n\times n}$ (not necessarily symmetric).", "A", set()),
        (r"If $A \in \mathbb{R}^{n\times n}$ symmetric, this is simple.", "A", set()),
        (r"Here $B \in \mathbb{R}^{m\times n}$ and $A \in \mathbb{R}^{n\times n}$ are symmetric.", "B", set()),
        (
            r"Here $B \in \mathbb{R}^{m\times n}$ and $A \in \mathbb{R}^{n\times n}$ are symmetric.",
            "A",
            {"SYMMETRIC", "SQUARE"},
        ),
        (
            r"Let $C, A \in \mathbb{R}^{n\times n}$ symmetric, $B \in \mathbb{R}^{n\times n}$ diagonal.",
            "A",
            {"SYMMETRIC", "SQUARE"},
        ),
        (r"Let $C, A \in \mathbb{R}^{n\times n}$ symmetric, $B \in \mathbb{R}^{n\times n}$ diagonal.", "B", {"DIAGONAL"}),
        (r"Let $A(s) \in \mathbb{R}^{n\times n}$ symmetric depend on $s$.", "A", {"SYMMETRIC", "SQUARE"}),
        (r"Take $A \in \mathbb{R}^{n\times n}$, symmetric $B \in \mathbb{R}^{n\times n}$.", "A", set()),
        (r"Take $A \in \mathbb{R}^{n\times n}$ and symmetric matrices $B$.", "A", set()),
        (r"With $A \in \mathbb{R}^{n\times n}$ diagonal entries count.", "A", set()),
        (r"If $A$ is symmetric, this is simple.", "A", set()),
        (r"Here $A$ is not symmetric.", "A", set()),
        (r"We minimise $f$ with symmetric $A \in \mathbb{R}^{n\times n}$.", "A", {"SYMMETRIC", "SQUARE"}),
        (r"We minimise $f$ with symmetric $A$.", "A", {"SYMMETRIC", "SQUARE"}),
        (r"It is the matrix with diagonal $d$.", "d", set()),
        (r"Let $A \in \mathbb{R}^{n\times n}$ be real and symmetric.", "A", {"SYMMETRIC", "SQUARE"}),
        (r"Here $A$ is assumed symmetric.", "A", {"SYMMETRIC", "SQUARE"}),
        (r"- $A \in \mathbb{R}^{n\times n}$: a weight matrix, symmetric", "A", {"SYMMETRIC", "SQUARE"}),
    ],
)
def test_words_of_structure(sentence: str, symbol: str, words: set[str]) -> None:
    assert Note(sentence + "\n").structures.get(symbol, set()) == words


@pytest.mark.parametrize(
    ("sentence", "dependences"),
    [
        (r"Here $z$ is a function of $y$.", {"z": ["y"]}),
        (r"Here $z$ is a function of $y$ and $y$ is a function of $x$.", {"z": ["y"], "y": ["x"]}),
        (r"Here $u$ is a function of $t$, $v$ of $u$, and $w$ of $v$.", {"u": ["t"], "v": ["u"], "w": ["v"]}),
        (r"Here $u$ is a function of $t$ and $s$, in terms of $v$.", {"u": ["t", "s"]}),
        (r"Let $t$ be the input and $c$ a scalar loss of $t$.", {"c": ["t"]}),
        (r"Let $M \in \mathbb{R}^{n \times n}$, $t \in \mathbb{R}^n$ and $c$ a scalar loss of $u$.", {"c": ["u"]}),
        (r"Here $c$ is the loss of the $k$-th example.", {}),
        (r"Let now $c = c(u, v)$.", {"c": ["u", "v"]}),
        (r"Here $z$ depends on $x$ and $y$.", {"z": ["x", "y"]}),
        (r"The matrix $A$ does not depend on $x$.", {"A": []}),
        (r"The matrix $A$ is independent of $x$.", {"A": []}),
        (r"For a constant vector $v$ it vanishes.", {"v": []}),
        (r"If $z$ depends on $x$, more is needed.", {}),
        (r"Here $z = z(x, y)$ and $y = y(x)$.", {"z": ["x", "y"], "y": ["x"]}),
        (r"Here $z = 2 z(x)$ and $z_i = z_i(x)$ and $z = z(x + 1)$.", {}),
    ],
)
def test_dependence(sentence: str, dependences: dict[str, list[str]]) -> None:
    assert Note(sentence + "\n").dependences == dependences


def test_the_same_shape_as_another() -> None:
    assert Note("Let $X \\in \\mathbb{R}^{n\\times d}$. The update $G$ has the same shape as $X$.\n").shapes["G"] == "n × d"


def test_a_table_with_a_column_of_shapes_holds_to_the_end() -> None:
    note = Note(
        "# One\n\n| Symbol | Meaning | Shape |\n|---|---|---|\n| $X$ | data | $n \\times d$ |\n| `W_h` | weights | (d, h) |\n"
        "| $b$ | bias | $(h,)$ |\n| $\\eta$ | rate | scalar |\n"
        "| $y$ | output | $\\mathbb{R}^n$ |\n| $u$ | input | $[1, d]$ |\n\n# Two\n\nHere it ends.\n"
    )
    assert note.shapes == {"X": "n × d", "W_h": "d × h", "b": "h", "η": "scalar", "y": "n", "u": "1 × d"}
    known = note.at("Here it ends").known(note.declarations.facts[0].symbol)
    assert known is not None and known.firm


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("In this note we use the numerator layout.", True),
        ("Numerator layout.", True),
        ("(In numerator layout.)", True),
        ("We are going to follow the denominator layout convention.", False),
        ("Throughout, derivatives are written in denominator layout.", False),
        ("We use the convention that the gradient is a row vector.", True),
        ("By convention, gradients are column vectors.", False),
        ("Convention: denominator layout.", False),
        ("The denominator layout is used in all that follows.", False),
        ("我们采用分母布局。", False),
    ],
)
def test_a_layout_that_a_sentence_adopts(sentence: str, row: bool) -> None:
    (fact,) = Note(sentence + "\n").declarations.layouts
    assert fact.layout.sv is not None
    assert (fact.layout.sv.value == "row") is row


_Y, _X = "rows follow y", "rows follow x"


@pytest.mark.parametrize(
    ("text", "gradient", "jacobian"),
    [
        ("Gradients are columns and Jacobians are m × n.", "column", _Y),
        (r"Gradients are column vectors, Jacobians are $m \times n$ matrices.", "column", _Y),
        (r"We write gradients as columns and Jacobians as $m \times n$ matrices.", "column", _Y),
        (r"The gradient is a row vector and the Jacobian is an $m \times n$ matrix.", "row", _Y),
        ("Gradients: columns; Jacobians: m × n.", "column", _Y),
        ("Gradients are columns and Jacobians are m × n, which is the mixed layout.", "column", _Y),
        ("Gradients are rows and Jacobians are m × n, which is the mixed layout.", None, None),
        (r"Jacobians are $n \times m$ and gradients are columns.", "column", None),
        ("Jacobians are outputs × inputs, gradients are columns.", "column", _Y),
        ("Jacobians have one column per output.", None, _X),
        (r"The Jacobian of $f : \mathbb{R}^m \to \mathbb{R}^n$ is always the $m \times n$ matrix of partials.", None, _X),
        (r"Here $f : \mathbb{R}^m \to \mathbb{R}^n$ is smooth. Jacobians are $n \times m$, gradients are rows.", "row", _Y),
        ("Gradients have the same shape as their variable.", "column", None),
        ("Gradients are columns of the Jacobian.", None, None),
        (r"Hence the Jacobian is $m \times n$.", None, None),
    ],
)
def test_how_gradients_and_jacobians_lie_are_two_choices(text: str, gradient: str | None, jacobian: str | None) -> None:
    layouts = [fact.layout for fact in Note(text + "\n").declarations.layouts]
    assert [layout.sv.value for layout in layouts if layout.sv] == ([gradient] if gradient else [])
    assert [layout.vv.value for layout in layouts if layout.vv] == ([jacobian] if jacobian else [])


@pytest.mark.parametrize(
    ("sentence", "choices"),
    [
        ("Derivatives are written in numerator layout.", {"sv": "row", "vv": "rows follow y"}),
        ("Jacobians are in denominator layout.", {"vv": "rows follow x"}),
        ("Every gradient has the shape of its tensor.", {"sm": "p × q"}),
        ("Gradients of the loss have the same shape as the parameters.", {"sm": "p × q"}),
        ("The derivatives with respect to $F$ (in the shape of $F$) are these.", {"sm": "p × q"}),
    ],
)
def test_what_a_sentence_leaves_open_of_a_layout(sentence: str, choices: dict[str, str]) -> None:
    (fact,) = Note(sentence + "\n").declarations.layouts
    said = {name: getattr(fact.layout, name) for name in CHOICES}
    assert {name: choice.value for name, choice in said.items() if choice is not None} == choices


@pytest.mark.parametrize(
    "sentence",
    [
        "Some authors use the numerator layout.",
        "The gradient of $L$ by $W$ is small, where $W$ has the shape of $X$.",
        "Some gradients have the shape of their parameters.",
        "Gradients do not have the shape of their parameters.",
        "In numerator layout the Jacobian has as many rows as outputs.",
        "We do not use the numerator layout.",
        "Numerator layout and denominator layout.",
        "In physics the numerator layout is not used.",
        "Numerator layout has its virtues.",
        "Numerator layout",
        "Numerator layout: the rows follow the outputs.",
        "Not in numerator layout.",
        "We could use the numerator layout or the denominator layout.",
        "If we used the numerator layout, all would be transposed.",
        "The gradient of the loss is a column vector here.",
    ],
)
def test_a_sentence_that_speaks_of_layouts_adopts_none(sentence: str) -> None:
    assert Note(sentence + "\n").declarations.layouts == ()


def test_what_is_a_number_of_things_is_a_number() -> None:
    note = Note("Let $n$ be the number of samples, $k$ the number of classes and $v$ the vector of things.\n")
    assert {name for name, _ in note.declarations.counts} == {"n", "k"}
