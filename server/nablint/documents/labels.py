"""Labels of items and exercises at the start of a block: "3.", "(a)", "5.8c", "5.2)", "S_{1,1})"."""

from __future__ import annotations

import re

_TEXT = re.compile(
    r"[\s*_]*(?P<label>"
    r"(?:(?:exercise|problem|question|ex\.|aufgabe|übung|exercice|задача|упражнение|习题|练习)\s*)?"
    r"(?:\d{1,3}(?:\.\d{1,3})+\s?\(?[a-z]?\)?\.?"  # 5.8c, 5.8 (c)
    r"|\((?:[a-z]|[ivx]{1,5}|\d{1,3}[a-z]?)\)"  # (a), (iv), (3)
    r"|(?:[a-hA-H]|[ivx]{1,5}|\d{1,3}[a-z]?)\)"  # b), ii), 3)
    r"|\d{1,3}\.))"
    r"(?=[\s*_:•]|$)",
    re.IGNORECASE,
)
_QUANTITY = re.compile(r"\s+[a-zа-яäöüß]")  # "3.5 metres" begins no exercise
_WORDED = re.compile(
    r"[\s*_]*(?P<label>(?:exercise|problem|question|aufgabe|übung|exercice|задача|упражнение)\s+\d{1,3}(?:\.\d{1,3})*[a-z]?)\b",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"[\s{]*(?:\\text\w*\{|\\mathbf\{|\\quad|\\begin\{aligned\}|\\begin\{align\*?\})?\s*(?P<label>"
    r"\d{1,3}(?:\.\d{1,3})*\s?[a-z]?\)"
    r"|\d{1,2}\.(?=\s*(?:[^\W\d]|\\[a-z]))"
    r"|\((?:[a-hA-H]|[ivx]{1,4})\)(?=\s*(?:\}|\\quad|\\ |~|\\text|:))"
    r"|[a-hA-H]\)"
    r"|[A-Z]_\{?\d{1,2}(?:,\s?\d{1,2})*\}?\))"
)


def label_of_text(text: str, start: int, end: int) -> str:
    """The label that a paragraph or item begins with, as it is written; "" where there is none."""
    found = _TEXT.match(text, start, end) or _WORDED.match(text, start, end)
    if found is None:
        return ""
    label = found.group("label").strip()
    if label[-1].isdigit() and label[0].isdigit() and _QUANTITY.match(text, found.end("label"), end):
        return ""
    return label


def label_of_formula(formula: str) -> str:
    """The exercise label that a display begins with."""
    found = _FORMULA.match(formula)
    return found.group("label") if found else ""
