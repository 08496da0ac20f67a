"""What a formula leaves open: each question with its possible answers, asked while it is translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import product

from nablint.base.values import dataclass

# The answers in order of likelihood; DESIGN: shapes and readings.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "otimes": ("kronecker", "outer", "hadamard"),
    "circ": ("hadamard", "composition"),
    "star": ("product", "hadamard"),
    "cdot": ("product", "inner", "hadamard"),
    "exponential": ("elementwise", "matrix"),
    "operator": ("rest", "factor"),
    "partial": ("total", "partial"),
    "row": ("entries", "shape"),
    "mixed": ("second first", "first second"),
    "nabla": ("jacobian", "transposed"),
    "laplacian": ("hessian", "laplacian"),
    "activation": ("sigmoid", "any"),
    "prime": ("jacobian", "transposed"),
    "primed": ("derivative", "transpose"),
    "log": ("natural", "decimal"),
    "bars": ("absolute", "determinant"),
    "entry": ("row", "column"),
    "slice": ("row", "column"),
    "turned": ("number", "transpose"),
    "chain": ("matrices", "linked"),
}
_MOST = 64
# Who types a power of a matrix means the power, and by a letter a whole one; in a note a superscript may be a name.
WHOLE_POWERS = "whole powers"


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer to each question that was asked; unasked ones take the first."""

    answers: tuple[tuple[str, str], ...] = ()

    def answer(self, question: str) -> str | None:
        return next((a for q, a in self.answers if q == question), None)


AS_USUAL = Reading()


@dataclass(slots=True)
class Asked:
    """Records the questions a translation asked, with the answers that were possible."""

    reading: Reading
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def ask(self, question: str, possible: tuple[str, ...] | None = None) -> str:
        options = possible or QUESTIONS[question]
        self.questions.setdefault(question, options)
        answer = self.reading.answer(question)
        return answer if answer is not None and answer in options else options[0]


def all_readings(questions: Mapping[str, tuple[str, ...]]) -> Iterator[Reading] | None:
    """Every combination of answers, the likeliest first; None where there are too many."""
    total = 1
    for options in questions.values():
        total *= len(options)
    if total > _MOST:
        return None
    names = tuple(questions)
    return (Reading(tuple(zip(names, answers, strict=True))) for answers in product(*questions.values()))
