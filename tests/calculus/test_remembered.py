"""A verdict is kept as long as everything that the claim asked for is the same, and no longer."""

from __future__ import annotations

import pytest

from nablint.base.memory import Memory, forget_everything
from nablint.calculus import remembered
from nablint.calculus.declared import Definition, Explicit
from nablint.calculus.remembered import verdict_of
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import Name, Node, Relation
from nablint.parse.parser import parse
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import DENOMINATOR, NUMERATOR
from nablint.sizes.shapes import Matrix, Shape, column

M, N = Dim.name("m"), Dim.name("n")


def key(letter: str) -> SymbolKey:
    return SymbolKey(Name(letter))


TALL = Matrix(M, N)


def declared(shape: Shape = TALL, definition: str = "A x", extra: str = "") -> Explicit:
    shapes: dict[SymbolKey, Shape] = {key("A"): shape, key("x"): column(N)}
    if extra:
        shapes[key(extra)] = column(M)
    return Explicit(shapes, definitions={key("y"): Definition(parse(definition))})


def claim(text: str = r"\frac{\partial y}{\partial x} = A") -> tuple[Node, Node]:
    tree = parse(text)
    assert isinstance(tree, Relation)
    return tree.sides[0], tree.sides[1]


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows with every claim that is really tried."""
    found: list[object] = []
    real = remembered.verify_equal

    def counted(*args: object, **more: object) -> object:
        found.append(args)
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(remembered, "verify_equal", counted)
    forget_everything()
    return found


def test_the_same_question_is_answered_from_memory(tries: list[object]) -> None:
    first = verdict_of(*claim(), declared(), (NUMERATOR,))
    again = verdict_of(*claim(), declared(), (NUMERATOR,))
    assert first.status == "holds"
    assert again is first
    assert len(tries) == 1


def test_what_was_not_asked_for_may_change(tries: list[object]) -> None:
    verdict_of(*claim(), declared(), (NUMERATOR,))
    verdict_of(*claim(), declared(extra="q"), (NUMERATOR,))
    assert len(tries) == 1


def test_what_was_asked_for_may_not(tries: list[object]) -> None:
    assert verdict_of(*claim(), declared(), (NUMERATOR,)).status == "holds"
    assert verdict_of(*claim(), declared(definition="2 A x"), (NUMERATOR,)).status == "fails"
    assert verdict_of(*claim(), declared(shape=Matrix(N, N)), (NUMERATOR,)).status == "holds"
    assert verdict_of(*claim(), declared(), (DENOMINATOR,)).status == "fails"
    assert len(tries) == 4


def test_memory_is_bounded(tries: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_TRIED", Memory(3))
    for k in range(2, 40):
        verdict_of(*claim(rf"\frac{{\partial y}}{{\partial x}} = {k} A"), declared(), (NUMERATOR,))
    assert len(tries) == 38
    assert len(remembered._TRIED) <= 6
