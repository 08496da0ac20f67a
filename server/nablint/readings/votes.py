"""Which derivatives of a section fit only one side of a choice of layout? Marks and equations show it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import Annotation, DefinitionFact, Statement
from nablint.declarations.keys import key_of
from nablint.inference.combine import Clash, equate
from nablint.inference.infer import Inference
from nablint.inference.remembered import walk
from nablint.parse import nodes as n
from nablint.readings.note import Note
from nablint.sizes.layouts import CHOICES, Layout, VectorByVector
from nablint.sizes.shapes import Matrix, Structure, Unknown

# A matrix that may be its own transpose shows nothing of how a derivative lies.
_OWN_TRANSPOSE = Structure.SYMMETRIC | Structure.DIAGONAL | Structure.POSITIVE_DEFINITE | Structure.POSITIVE_SEMIDEFINITE


@dataclass(frozen=True, slots=True)
class Vote:
    """One derivative of the note that fits only one side of a choice."""

    choice: str  # a field of Layout
    value: Enum
    region: int
    span: Span
    scope: int
    text: str


def votes_of(note: Note) -> tuple[Vote, ...]:
    """What the derivatives of a note, or of a section, show."""
    return tuple(_Voting(note).votes())


class _Voting:
    def __init__(self, note: Note) -> None:
        self.note = note

    def votes(self) -> Iterator[Vote]:
        for annotation in self.note.annotations:
            yield from self._from_annotation(annotation)
        for statement in self.note.said:
            if statement.sign in ("=", ":=", "≡", "≜") and statement.kind in ("claim", "definition", "assumption"):
                yield from self._from_equation(statement)

    def _from_annotation(self, annotation: Annotation) -> Iterator[Vote]:
        if not isinstance(annotation.shape, Matrix):
            return
        yield from self._voted(annotation.body, annotation.region, annotation.shape)

    def _from_equation(self, statement: Statement) -> Iterator[Vote]:
        """`dz/dx = expression` where the expression's shape does not hang on a layout."""
        if not isinstance(_bare(statement.left), n.Derivative) or _has_derivative(statement.right):
            return
        linear = self._of_linear(statement)
        if linear is not None:
            span, text = self.note.place(region := statement.left_region, statement.left), self.note.text
            yield Vote("vv", linear, region, span, self.note.scope(region), text(region, statement.left))
            return
        inference = walk(Inference(self.note.view(statement.region), Layout(), families=self.note.families), (statement.right,))
        shapes = inference.of(statement.right)
        if len(shapes) == 1 and isinstance(shapes[0], Matrix) and not inference.problems:
            yield from self._voted(statement.left, statement.left_region, shapes[0])

    def _of_linear(self, statement: Statement) -> VectorByVector | None:
        """What `d(A x)/dx = A`, or `= Aᵀ`, shows for a square A, of which the shape alone shows nothing."""
        derivative, right = _bare(statement.left), _bare(statement.right)
        if (
            not isinstance(derivative, n.Derivative)
            or derivative.order != 1
            or derivative.of is None
            or len(derivative.by) != 1
        ):
            return None
        view, x = self.note.view(statement.region), key_of(derivative.by[0].variable)
        matrix = key_of(right.base if isinstance(right, n.Transpose) else right)
        known, by = (None if key is None else view.known(key) for key in (matrix, x))
        if known is None or by is None or known.structure & _OWN_TRANSPOSE or not (known.firm and by.firm):
            return None
        square = isinstance(known.shape, Matrix) and not known.shape.is_scalar and known.shape.rows == known.shape.cols
        if not square or not (isinstance(by.shape, Matrix) and by.shape.is_column):
            return None
        body, named = _bare(derivative.of), key_of(derivative.of)
        fact = view.definition(named) if named is not None else None
        if fact is not None and isinstance(fact.value, DefinitionFact) and view.is_firm(fact):
            body = _bare(fact.value.value)
        terms = [t for t in (body.terms if isinstance(body, n.Sum) else (body,)) if any(key_of(p) == x for p in n.walk(t))]
        if len(terms) != 1 or not isinstance(terms[0], n.Product) or [key_of(f) for f in terms[0].factors] != [matrix, x]:
            return None
        return VectorByVector.ROWS_X if isinstance(right, n.Transpose) else VectorByVector.ROWS_Y

    def _voted(self, body: n.Node, region: int, shape: Matrix) -> Iterator[Vote]:
        derivative = _bare(body)
        if not isinstance(derivative, n.Derivative) or derivative.of is None:
            return
        view = self.note.view(region)
        facts = view.dims
        for choice, values in CHOICES.items():
            fits: list[Enum] = []
            kinds: set[str] = set()
            for value in values:
                found = walk(Inference(view, Layout().chosen(choice, value), families=self.note.families), (derivative,)).of(
                    derivative
                )
                if any(isinstance(s, Unknown) for s in found):
                    return
                if len(found) == 1 and not isinstance(equate(found[0], shape, facts), Clash):
                    fits.append(value)
                kinds.add(repr(found))
            if len(kinds) == len(values) and len(fits) == 1:
                span = self.note.place(region, body)
                yield Vote(choice, fits[0], region, span, self.note.scope(region), self.note.text(region, body))
                return


def _bare(node: n.Node) -> n.Node:
    """A derivative without the brackets and marks around it."""
    for _ in range(6):
        if isinstance(node, n.Group | n.Mark | n.At):
            node = node.body
        else:
            break
    return node


def _has_derivative(node: n.Node) -> bool:
    return any(isinstance(part, n.Derivative | n.Nabla | n.Prime) for part in n.walk(node))
