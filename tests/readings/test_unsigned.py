"""Displays that go on without a sign: seen to hold, and false only where a slip alone keeps one from being the derivative."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import judge
from nablint.base.source import Source


def statuses(text: str) -> list[str]:
    return [claim.verdict.status for claim in judge(Source("note.md", text)).claims]


def displays(*formulas: str, between: str = "") -> str:
    return f"\n\n{between}\n\n".join(f"$${formula}$$" for formula in formulas)


HOLD = [
    displays(r"u^2 \cos(u^3) + u u \cos(u^3)", r"2u^2 \cos(u^3)"),
    displays(r"(u^2 + 1)^{-1}", r"-(u^2 + 1)^{-2} \cdot 2u"),
    displays(r"h(t) = t^3 e^t", r"(3t^2 + t^3) e^t"),
    displays(r"h(t) = t^3 e^t", r"(3t^2 + t^3) e^t", between="which gives"),
    displays(r"\text{3a) } (2s + 1)^3", r"6(2s + 1)^2"),
    # Greek letters are parameters.
    displays(r"e^{-\beta s^2} + \beta", r"-2\beta s e^{-\beta s^2}"),
    # A display that begins with a sign goes on from the one before it, and from what stands alone before it.
    displays(r"(u - 1)(u + 1)", r"= u^2 - 1"),
    displays(r"= (u + 1)^2", r"= u^2 + 2u + 1"),
]


@pytest.mark.parametrize("note", HOLD)
def test_what_a_display_is_may_be_seen(note: str) -> None:
    assert statuses(note)[-1] == "holds"


SILENT = [
    displays(r"u^2 \cos(u^3)", r"u^2 \sin(u^3)"),
    # What nobody defines may be anything, be it so near.
    displays(r"(u^2 + 1)^{-1}", r"(u^2 + 1)^{-2} \cdot 2u"),
    # The derivative by which letter?
    displays(r"u^2 v + v^3", r"u^2 + 3v^2"),
    # An antiderivative; a second derivative; a remainder.
    displays(r"f(u) = \cos(u)", r"\sin(u)"),
    displays(r"f(u) = \sin(u)", r"-\sin(u)"),
    displays(r"f(u) = u^3 + u", r"u^3 - u"),
    # Two slips are none.
    displays(r"f(u) = \cos(u^2)", r"u \sin(u^2)"),
    # Other words, another exercise, more than numbers.
    displays(r"f(u) = u e^{u}", r"-(1 + u) e^{u}", between="For the inverse we need"),
    displays(r"f(u) = u e^{u}", r"\text{b) } -(1 + u) e^{u}"),
    "$u \\in \\mathbb{R}^n$\n\n" + displays(r"f(u) = u^T u", r"u^T"),
]


@pytest.mark.parametrize("note", SILENT)
def test_nothing_is_said_of_what_may_be_anything(note: str) -> None:
    assert statuses(note) == []


def test_a_slip_in_the_derivative_of_what_is_defined_is_found() -> None:
    assert statuses(displays(r"f(u) = e^{-(u - m)^2}", r"e^{-(u - m)^2} \cdot 2(u - m)")) == ["fails"]


def test_a_directive_may_say_which_function_it_is() -> None:
    note = displays(r"e^{-(u - m)^2}", r"e^{-(u - m)^2} \cdot 2(u - m)")
    assert statuses(note) == []
    assert statuses("<!-- nablint: def f(u) = e^{-(u - m)^2} -->\n\n" + note) == ["fails"]


def test_a_sign_in_the_text_leads_on() -> None:
    note = "$$\\frac{d}{du} (u + 1)^2 = 2(u + 1)$$\nby the chain rule\n\n= \n$$2u + CLAIM$$\n"
    assert statuses(note.replace("CLAIM", "2")) == ["holds", "holds"]
    assert statuses(note.replace("CLAIM", "1")) == ["holds", "fails"]


def test_a_sum_may_go_on_in_a_display_of_its_own() -> None:
    first = r"\frac{d}{du} (u^3 - u^2) = 3u^2"
    assert "fails" not in statuses(displays(first, r"- 2u", r"= u(3u - 2)"))
    assert statuses(displays(first, r"- 2u", r"= u(3u - 2)"))[-1] == "holds"
    assert "fails" not in statuses(displays(first, r"- 2u", r"= u(3u + 2)"))
    assert "fails" in statuses(displays(first, r"= 3u^2 - 2u"))
