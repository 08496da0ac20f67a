"""The derivatives that everybody agrees on come out right in both layouts, and in a form that reads back as the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nablint.calculus.derive import Derivation, derive
from nablint.parse.nodes import walk
from nablint.parse.parser import parse
from tests.calculus.table import FURTHER, GROUPS, IDENTITIES, Identity
from tests.calculus.tools import declare, derivative_in, layouts, outcome, preset, translator

_LISTED = Path(__file__).parents[2].parent / "shared" / "data" / "identities.jsonl"


def listed(identity: Identity, layout: str) -> str:
    by_matrix_or_vector = layout == "denominator"
    return rf"\left({identity.numerator}\right)^T" if by_matrix_or_vector else identity.numerator


def test_there_are_many() -> None:
    assert len(IDENTITIES) >= 150
    assert sum(map(len, FURTHER.values())) >= 250


@pytest.mark.parametrize("layout", layouts())
@pytest.mark.parametrize("group", GROUPS)
def test_derivative_is_the_listed_one(group: str, layout: str) -> None:
    wrong = []
    for identity in GROUPS[group]:
        t = translator(declare(identity.lets), preset(layout))
        found = derivative_in(t, identity.expression, identity.wrt)
        if outcome(t, found, t.value(parse(listed(identity, layout)))) != "equal":
            wrong.append(identity.expression)
    assert wrong == []


@pytest.mark.parametrize("layout", layouts())
@pytest.mark.parametrize("group", GROUPS)
def test_what_is_printed_is_the_derivative(group: str, layout: str) -> None:
    wrong = []
    for identity in GROUPS[group]:
        printed = derive(identity.expression, [identity.wrt], [identity.lets], layout=layout)
        assert isinstance(printed, Derivation), (identity, printed)
        t = translator(declare(identity.lets), preset(layout))
        if outcome(t, t.value(parse(printed.latex)), t.value(parse(listed(identity, layout)))) != "equal":
            wrong.append((identity.expression, printed.latex))
        if not printed.verified or printed.kind == "index":
            wrong.append((identity.expression, "not verified", printed.note))
    assert wrong == []


@pytest.mark.parametrize("layout", layouts())
@pytest.mark.parametrize("group", FURTHER)
def test_further_ones_are_right_and_short(group: str, layout: str) -> None:
    wrong = []
    for identity in FURTHER[group]:
        found = derive(identity.expression, [identity.wrt], [identity.lets], layout=layout)
        assert isinstance(found, Derivation), (identity, found)
        t = translator(declare(identity.lets), preset(layout))
        claimed = listed(identity, layout)
        same = outcome(t, t.value(parse(found.latex)), t.value(parse(claimed))) == "equal"
        # A closed form is about as long as the one of the table.
        if not same or not found.verified or found.kind == "index" or len(list(walk(found.node))) > 3 * _size(claimed):
            wrong.append((identity.expression, found.latex))
    assert wrong == []


def _size(latex: str) -> int:
    return 8 + len(list(walk(parse(latex))))


def _rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in _LISTED.read_text().splitlines()] if _LISTED.is_file() else []


_WORDS = {"sym": "symmetric", "inv": "invertible", "spd": "pd", "spdns": "invertible", "pos": "positive", "small": ""}


def _lets(declared: dict[str, str]) -> str:
    parts = []
    for symbol, text in declared.items():
        words = text.split()
        size = " ".join(w for w in words if w not in _WORDS) or "1"
        extra = " ".join(_WORDS[w] for w in words if w in _WORDS)
        parts.append(f"{symbol}: {size.replace(' x ', ' × ')} {extra}".strip())
    return "; ".join(parts)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["id"])
def test_shared_list(row: dict[str, str]) -> None:
    for layout in layouts():
        t = translator(declare(_lets(row["decls"])), preset(layout))  # type: ignore[arg-type]
        found = derivative_in(t, row["expr_latex"], row["wrt"])
        assert outcome(t, found, t.value(parse(row[f"{layout}_latex"]))) == "equal", layout
