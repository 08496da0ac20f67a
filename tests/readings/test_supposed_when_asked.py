"""What may be supposed of a claim is tried when somebody asks how the claim fares: no finding rests on it."""

from __future__ import annotations

import pytest

from nablint.analysis.analyse import analyse, judge
from nablint.base.source import Source
from nablint.readings import leniently

# Nobody says what x and A are.
NOTE = Source("note.md", "$$\\nabla_x (x^\\top A x) = A x + A^\\top x$$\n\nLet $f(t) = t^2$.\n\n$$f'(t) = 3 t$$\n")


def test_findings_suppose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("nothing was to be supposed")

    expected = [finding.code for finding in analyse(NOTE).findings]
    assert expected == ["VAL001"]
    monkeypatch.setattr(leniently, "leniently", refused)
    assert [finding.code for finding in analyse(NOTE).findings] == expected
    with pytest.raises(AssertionError, match="supposed"):
        judge(NOTE).claims  # noqa: B018


def test_who_asks_is_told() -> None:
    judged = judge(NOTE)
    first, second = judged.tried
    assert (first.verdict.status, judged.verdict(first).status) == ("unchecked", "holds")
    assert (second.verdict.status, judged.verdict(second).status) == ("fails", "fails")
    assert [claim.verdict.status for claim in judged.claims] == ["holds", "fails"]
