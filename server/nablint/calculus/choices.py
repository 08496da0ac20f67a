"""A layout that writes down which of its choices were asked for: layouts that agree in these give the same value."""

from __future__ import annotations

from nablint.sizes.layouts import (
    Layout,
    MatrixByScalar,
    NablaSide,
    ScalarByMatrix,
    ScalarByVector,
    VectorByScalar,
    VectorByVector,
)


class Choices:
    """The choices of one layout; `asked` are the names of those that were looked at."""

    __slots__ = ("asked", "whole")

    def __init__(self, whole: Layout) -> None:
        self.whole = whole
        self.asked: set[str] = set()

    @property
    def sv(self) -> ScalarByVector | None:
        self.asked.add("sv")
        return self.whole.sv

    @property
    def vs(self) -> VectorByScalar | None:
        self.asked.add("vs")
        return self.whole.vs

    @property
    def vv(self) -> VectorByVector | None:
        self.asked.add("vv")
        return self.whole.vv

    @property
    def sm(self) -> ScalarByMatrix | None:
        self.asked.add("sm")
        return self.whole.sm

    @property
    def ms(self) -> MatrixByScalar | None:
        self.asked.add("ms")
        return self.whole.ms

    @property
    def nabla(self) -> NablaSide | None:
        self.asked.add("nabla")
        return self.whole.nabla

    @property
    def collapsed(self) -> bool:
        self.asked.add("collapsed")
        return self.whole.collapsed


class Settled:
    """Layouts that were tried, each by what was asked of it: another one that answers the same needs no trial of its own."""

    def __init__(self) -> None:
        self._answers: list[dict[str, object]] = []

    def covers(self, layout: Layout) -> bool:
        return any(all(getattr(layout, name) is answer for name, answer in known.items()) for known in self._answers)

    def add(self, layout: Layout, asked: set[str]) -> None:
        self._answers.append({name: getattr(layout, name) for name in asked})
