"""What an author states: symbols, facts about them, statements; immutable values, found by this room and read by all above."""

from __future__ import annotations

from dataclasses import field, replace
from enum import IntEnum
from typing import Literal, TypeAlias

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.symbolkey import SymbolKey as SymbolKey
from nablint.parse.nodes import Node
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Shape, Structure


class Trust(IntEnum):
    """How a fact was stated; a higher one wins."""

    TYPOGRAPHY = 1
    DEFINITION = 2
    MARK = 3
    PROSE = 4
    MEMBERSHIP = 5
    DIRECTIVE = 6


@dataclass(frozen=True, slots=True)
class ShapeFact:
    """`at`: the arguments with which a function is written where its values are stated, as in `F(θ) ∈ ℝ^{n×n}`."""

    shape: Shape
    at: tuple[SymbolKey, ...] = ()


@dataclass(frozen=True, slots=True)
class StructureFact:
    structure: Structure


@dataclass(frozen=True, slots=True)
class DefinitionFact:
    """The symbol stands for `value`; a function's parameters are in `parameters` (f(x, y) = …)."""

    value: Node
    region: int
    parameters: tuple[SymbolKey, ...] = ()


@dataclass(frozen=True, slots=True)
class DependsFact:
    """The symbol is a function of `on`; an empty tuple: it is constant. `exhaustive` where the note lists all."""

    on: tuple[SymbolKey, ...]


FactValue: TypeAlias = ShapeFact | StructureFact | DefinitionFact | DependsFact


_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Origin:
    """Another file in which something was stated, and where in it; line 0 where only the file is known."""

    path: str
    span: Span = _NOWHERE
    line: int = 0

    def __str__(self) -> str:
        """As people name it."""
        return f"{self.path}, line {self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Fact:
    """`span` is in the file; of what was stated in another one, it is where that file is read. `scope` is the id of the
    section in which it is firm; after that section it is soft.

    `group` numbers the sentence or display it was stated in: two shapes of one symbol in one group are a conflict.
    """

    symbol: SymbolKey
    value: FactValue
    span: Span
    trust: Trust
    scope: int
    group: int
    text: str = ""  # how it was stated, for messages: "x ∈ ℝⁿ", "an m × n matrix"
    replaces: bool = False  # ":=", "let", "define": ends what was said before
    origin: Origin | None = None  # where it was stated, if that is another file
    since: int = -1  # the offset from which it holds: the start of its sentence; -1 where it holds from its span on

    @property
    def holds_throughout(self) -> bool:
        """Whether it was stated for the note as a whole, outside of it; then its span is no place of the note."""
        return self.origin is not None and not self.span


@dataclass(frozen=True, slots=True)
class DimFact:
    """Two sizes are equal (`n = m`, `d_model = h d_v`), or known to be apart."""

    left: str  # a name
    right: object  # a Dim for `equal`, a name for `apart`
    relation: Literal["equal", "apart"]
    span: Span
    scope: int
    since: int = -1


@dataclass(frozen=True, slots=True)
class LayoutFact:
    """A layout that the note, a directive or the configuration states."""

    layout: Layout
    span: Span
    scope: int
    trust: Trust
    text: str = ""
    origin: Origin | None = None  # where it was stated, if that is another file
    until: int = -1  # where it ends before its section does: "now we consider the other layout" holds for its item


StatementKind: TypeAlias = Literal["definition", "update", "claim", "condition", "assumption", "denied", "declaration"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation of the note, split and classified (DESIGN: statements and claims).

    `left`/`right` are nodes of region `region`; `left` may come from an earlier region where a display begins with "=".
    `chain` numbers statements that continue one another; `scope` is the section; `index` the place in the note's order.
    """

    kind: StatementKind
    left: Node
    sign: str
    right: Node
    left_region: int
    region: int
    span: Span  # in the file, of the relation as a whole
    scope: int
    chain: int
    index: int
    loose: bool = False  # a side may go on in the next display: it may be seen to hold, and is never false


@dataclass(frozen=True, slots=True)
class Annotation:
    """A mark on a formula that claims a shape: `\\underbrace{…}_{1 × D}`, `A_{m × n}`, "(1 × N)" below a display,
    "Dimensions are DxD." after one, `… ∈ ℝ^{p×n}` of an expression."""

    body: Node
    region: int
    shape: Shape
    span: Span  # of the stated shape, in the file
    scope: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Suppression:
    """`ignore CODE -- reason`, `ignore-file CODE`; `covers` is the part of the file it silences, `whole` what is taken out with
    it; None where its directive says more."""

    codes: tuple[str, ...]
    span: Span
    covers: Span
    reason: str = ""
    whole: Span | None = None


@dataclass(frozen=True, slots=True)
class DirectiveError:
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A shape that a comment of code states of a symbol of which the note itself says nothing. It is told to the reader and is
    no fact: code is often transposed, and no finding rests on it. `span` and `text`: the comment; `scope`: its section."""

    symbol: SymbolKey
    shape: Shape
    span: Span
    scope: int
    text: str


@dataclass(frozen=True, slots=True)
class Declarations:
    """All that a note states. `facts` are in the order of the note."""

    facts: tuple[Fact, ...] = ()
    dims: tuple[DimFact, ...] = ()
    layouts: tuple[LayoutFact, ...] = ()
    statements: tuple[Statement, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    errors: tuple[DirectiveError, ...] = ()
    silent: tuple[Span, ...] = field(default=())  # `off` … `on`
    # Regions of which the note itself says that they do not hold, or that it asks about (a quiz, a hole): never checked.
    denied: frozenset[int] = frozenset()
    noted: tuple[Noted, ...] = ()
    # Letters up to which the note sums or lists, each with the section in which it does.
    counts: frozenset[tuple[str, int]] = frozenset()


def joined(first: Declarations, then: Declarations) -> Declarations:
    """All that `then` says, after the facts, sizes and layouts of `first`."""
    return replace(
        then,
        facts=(*first.facts, *then.facts),
        dims=(*first.dims, *then.dims),
        layouts=(*first.layouts, *then.layouts),
        counts=first.counts | then.counts,
    )
