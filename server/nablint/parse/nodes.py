"""The syntax tree of a formula. Spans are offsets in the formula's text; no node knows a declaration.

What only declarations can tell is left as written: `f(x)` of a letter f is a product with a group, `x_i` is a `Sub`,
`\\frac{\\partial}{\\partial x}` without operand a `Derivative` whose `of` is None. Signs that mean the same are one
node: every spelling of a transpose is `Transpose`, every derivative fraction `Derivative`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Literal, TypeAlias, get_args

from nablint.base.memory import by_identity
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.parse.dressed import Name as Name


@dataclass(frozen=True, slots=True)
class Number:
    span: Span
    text: str  # "2", "0.5"


@dataclass(frozen=True, slots=True)
class Symbol:
    span: Span
    name: Name


@dataclass(frozen=True, slots=True)
class Sub:
    """A subscript: a name (`b_f`), an index (`x_i`, `A_{ij}`), a slice (`A_{i,:}`), a size (`I_n`).

    `A_{ij}` has the juxtaposition of i and j as its index, `A_{i,j}` a Sequence, `x_{1:n}` a Sequence with ":",
    `A_{m \\times n}` (also `A_{mxn}`) a Product with "times"; a run of letters that is a word is one Symbol.
    """

    span: Span
    base: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Label:
    """A superscript that names and is no power: `W^{(2)}`, `a^{[l]}`, `x^*`, `A^+`, `\\phi^\\wedge`."""

    span: Span
    base: Node
    label: Node
    style: Literal["paren", "bracket", "star", "plus", "minus", "hat", "vee", "perp", "text"]


@dataclass(frozen=True, slots=True)
class Prime:
    span: Span
    base: Node
    count: int


@dataclass(frozen=True, slots=True)
class Power:
    """`base^exponent`; the inverse is the power -1."""

    span: Span
    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Transpose:
    span: Span
    base: Node


@dataclass(frozen=True, slots=True)
class Adjoint:
    """`A^H`, `A^\\dagger`."""

    span: Span
    base: Node


@dataclass(frozen=True, slots=True)
class Negate:
    span: Span
    body: Node


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms with signs: `signs[k]` ("+", "-", "±", "∓") stands before `terms[k]`; the first is "+" where none is written.
    The sum `-a + b` is one Sum with signs ("-", "+")."""

    span: Span
    signs: tuple[str, ...]
    terms: tuple[Node, ...]


ProductSign: TypeAlias = Literal[
    "",
    "cdot",
    "star",
    "times",
    "odot",
    "oslash",
    "otimes",
    "oplus",
    "circ",
    "slash",
    "wedge",
    "cross",
    "ominus",
    "boxplus",
    "boxminus",
    "vee",
    "cup",
    "cap",
    "setminus",
    "rtimes",
    "mod",
    "method",
]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors in order; `signs[k]` stands between `factors[k]` and `factors[k+1]`, "" for juxtaposition.

    One flat product per level of precedence: `a b \\cdot c / d` is one Product with signs ("", "cdot", "slash").
    """

    span: Span
    factors: tuple[Node, ...]
    signs: tuple[ProductSign, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """A fraction that is no derivative: \\frac, \\tfrac, \\dfrac, \\over, \\nicefrac."""

    span: Span
    numerator: Node
    denominator: Node


@dataclass(frozen=True, slots=True)
class By:
    """One variable of a derivative with its order: `\\partial x^2` is By(x, 2); a symbolic order is None."""

    span: Span
    variable: Node
    order: int | None = 1


@dataclass(frozen=True, slots=True)
class Derivative:
    """A derivative fraction in any spelling (`\\frac`, `\\over`, `dy/dx`, `\\pdv`, …). `of` is None for the bare operator
    `\\frac{d}{dx}`, whose operand is what follows it."""

    span: Span
    sign: Literal["d", "∂", "δ", "D"]
    of: Node | None
    by: tuple[By, ...]
    order: int | None = 1


@dataclass(frozen=True, slots=True)
class Nabla:
    """The operator `\\nabla`, `\\nabla_x`, `\\nabla^2`, `\\nabla_x^2`: its operand is the factor that follows it."""

    span: Span
    by: Node | None
    order: int = 1


@dataclass(frozen=True, slots=True)
class At:
    """A value at a point: `\\left. f \\right|_{x=0}`, `\\frac{df}{dx}\\Big|_{x_0}`."""

    span: Span
    body: Node
    point: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function that the notation itself names (`\\sin x`, `\\log\\det A`, `\\operatorname{tr}(AB)`, `\\exp`), applied.

    `function` is its lower-case name without a backslash ("sin", "logdet" is Call("log", Call("det", …))); expectation and
    probability are "E" and "P". `power` is the exponent written on the name (`\\tanh^2(z)`), `index` its subscript
    (`\\log_2`, `\\mathbb{E}_x`), `primes` counts its primes. Accents over more than one letter are calls too ("overline",
    "widehat"), as are roots ("sqrt", the degree in `index`), "binom" and "factorial".
    """

    span: Span
    function: str
    args: tuple[Node, ...]
    function_span: Span
    power: Node | None = None
    index: Node | None = None
    primes: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Brackets that only group, or hold the arguments of a function: ( ), [ ], \\{ \\}, braces of TeX are no group."""

    span: Span
    body: Node
    brackets: Literal["()", "[]", "{}", "⟨⟩", "⌊⌋", "⌈⌉", "(]", "[)"]


@dataclass(frozen=True, slots=True)
class Norm:
    """`|x|` (bars 1: absolute value, cardinality or determinant) or `\\|x\\|` (bars 2), with its subscript."""

    span: Span
    body: Node
    bars: Literal[1, 2]
    index: Node | None = None


@dataclass(frozen=True, slots=True)
class Inner:
    """`\\langle a, b \\rangle`."""

    span: Span
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Big:
    """A big operator over what follows it, up to the next term: \\sum, \\prod, \\int, \\max, \\min, \\lim, \\argmin, \\bigcup …

    `lower` is the whole subscript (`i=1`, `i \\ne j`, `x \\in S`), `upper` the superscript.
    """

    span: Span
    operator: (
        str  # "sum", "prod", "int", "max", "min", "lim", "argmin", "argmax", "sup", "inf", "union", "intersection", "oplus", …
    )
    lower: Node | None
    upper: Node | None
    body: Node | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """A literal in brackets; cells may be Blank, Dots or Rule. Ragged rows stay ragged."""

    span: Span
    rows: tuple[tuple[Node, ...], ...]
    brackets: Literal["[]", "()", "{}", "||", "‖‖", ""]


@dataclass(frozen=True, slots=True)
class Cases:
    """\\begin{cases}: (value, condition) rows."""

    span: Span
    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Rows of cells of align, split, gather, eqnarray, aligned, array without brackets. A cell is Blank where empty."""

    span: Span
    rows: tuple[tuple[Node, ...], ...]
    environment: str


@dataclass(frozen=True, slots=True)
class Mark:
    """`\\underbrace{body}_{note}`, `\\underset{note}{body}`, `\\overset`, `\\overbrace`, `\\cancel`, `\\boxed` (note None)."""

    span: Span
    body: Node
    note: Node | None
    style: Literal["underbrace", "overbrace", "underset", "overset", "cancel", "boxed", "annotation"]


@dataclass(frozen=True, slots=True)
class Relation:
    """A chain `sides[0] signs[0] sides[1] …`. A side is Blank where the chain begins or ends with a sign.

    Signs are words: "=", ":=", "≡", "≜", "≠", "<", "≤", ">", "≥", "≈", "∝", "~", "∈", "∋", "∉", "⊂", "⊆", "→", "↦", "⇒",
    "⇐", "⇔", "∴", "∵", "←", "≪", "≫", "|", ":", "≅", "⟂", "≻", "⪰", "≺", "⪯", and the others of `signs.RELATIONS`.
    Commas part more loosely: `A, B \\in S` is a Sequence of A and the Relation `B \\in S`.
    """

    span: Span
    sides: tuple[Node, ...]
    signs: tuple[str, ...]
    sign_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Things side by side that are not multiplied: `a, b`, `a; b`, `a \\quad b`, `a \\text{ if } b`.

    `separators[k]` stands between items k and k+1: ",", ";", "quad", "text" or ":".
    """

    span: Span
    items: tuple[Node, ...]
    separators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """`\\xrightarrow{f}`: a map drawn as an arrow with a name."""

    span: Span
    source: Node
    target: Node
    name: Node | None


@dataclass(frozen=True, slots=True)
class Text:
    """`\\text{…}`, `\\mbox{…}`; formulas nested in it are in `formulas`."""

    span: Span
    text: str
    formulas: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Dots:
    """`\\dots`, `\\cdots`, `\\vdots`, `\\ddots`, `…`."""

    span: Span
    direction: Literal["h", "v", "d"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line drawn inside a matrix: `|`, `-`, `\\vert` in a cell of its own."""

    span: Span


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing: an empty cell, an empty side."""

    span: Span


@dataclass(frozen=True, slots=True)
class Hole:
    """`\\Box`, `\\_\\_`, `?`: a blank to be filled in."""

    span: Span


@dataclass(frozen=True, slots=True)
class Colon:
    """`:` in an index: all of that axis."""

    span: Span


@dataclass(frozen=True, slots=True)
class Opaque:
    """What could not be read, in the smallest place; `why` is a short cause for the statistics."""

    span: Span
    text: str
    why: str


Node: TypeAlias = (
    Number | Symbol | Sub | Label | Prime | Power | Transpose | Adjoint | Negate | Sum | Product | Fraction | Derivative | By
    | Nabla | At | Call | Group | Norm | Inner | Big | Matrix | Cases | Aligned | Mark | Relation | Sequence | Arrow | Text
    | Dots | Rule | Blank | Hole | Colon | Opaque
)  # fmt: skip


def items_of(group: Group) -> tuple[Node, ...]:
    """What stands between the commas of a bracket: the arguments of a function."""
    return group.body.items if isinstance(group.body, Sequence) else (group.body,)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below `node`, in the order of their fields."""
    for name in _CHILD_FIELDS[type(node)]:
        value = getattr(node, name)
        if type(value) is tuple:
            for item in value:
                if type(item) is tuple:
                    yield from item
                else:
                    yield item
        elif value is not None:
            yield value


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything below it, outermost first."""
    return iter(_parts(node) if _CHILD_FIELDS[type(node)] else (node,))


@by_identity(8192)
def _parts(node: Node) -> tuple[Node, ...]:
    found: list[Node] = []
    stack = [node]
    while stack:
        top = stack.pop()
        found.append(top)
        if names := _CHILD_FIELDS[type(top)]:
            below: list[Node] = []
            for name in names:
                value = getattr(top, name)
                if type(value) is tuple:
                    for item in value:
                        if type(item) is tuple:
                            below += item
                        else:
                            below.append(item)
                elif value is not None:
                    below.append(value)
            below.reverse()
            stack += below
    return tuple(found)


# The fields of each class that hold nodes, told by their annotations.
_CHILD_FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(f.name for f in fields(kind) if "Node" in str(f.type) or "By" in str(f.type)) for kind in (*get_args(Node), By)
}
