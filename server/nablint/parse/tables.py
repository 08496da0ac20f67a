"""Which function of the reader takes which command or character: one look-up for each token."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from nablint.parse import commands as c
from nablint.parse import takers as t
from nablint.parse.functions import BRACED_FUNCTIONS, COMMAND_FUNCTIONS

if TYPE_CHECKING:
    from nablint.parse.items import Item
    from nablint.parse.reader import Reader

Taker: TypeAlias = "Callable[[Reader, int, int, list[Item]], int]"


def _commands() -> dict[str, Taker]:
    table: dict[str, Any] = {}

    def each(names: dict[str, Any], make: Callable[..., int]) -> None:
        for name, value in names.items():
            table[name] = partial(make, value)

    each(c.LAYOUT, t.skip)
    each(c.LETTERS, t.letter)
    each(c.SET_ABBREVIATIONS, t.set_letter)
    each(COMMAND_FUNCTIONS, t.function)
    each(c.BIG_OPERATORS, t.big)
    each(c.RELATIONS, t.relation)
    each(c.PRODUCT_SIGNS, t.sign)
    each(c.PLUS_MINUS, t.plus_minus)
    each(c.DOTS, t.dots)
    each(c.LOGIC, t.logic)
    each(c.FONTS, t.font)
    each(c.ACCENTS, t.accent)
    each(c.FONT_SWITCHES, t.font_switch)
    each(c.MARKS, t.brace_mark)
    each(c.PLAIN_MARKS, t.plain_mark)
    each(c.STACKS, t.stack)
    each(c.ARROWS, t.arrow)
    each(BRACED_FUNCTIONS, t.braced_function)
    for name in c.FRACTIONS:
        table[name] = t.fraction
    for name in c.QUADS:
        table[name] = t.quad
    for name in c.MATRIX_COMMANDS:
        table[name] = partial(t.matrix_command, c.MATRIX_COMMANDS[name])
    table.update(
        {
            "\\sqrt": t.root, "\\nabla": t.nabla, "\\grad": t.nabla, "\\gradient": t.nabla, "\\laplacian": partial(t.nabla, order=2),
            "\\operatorname": t.operator_name, "\\DeclareMathOperator": partial(t.skip, 2), "\\mathop": t.operator_name,
            "\\operatornamewithlimits": t.operator_name, "\\mathrm": t.upright, "\\mathsf": partial(t.font, "sf"), "\\arg": t.arg,
            "\\not": t.negated, "\\substack": t.substack, "\\pdv": partial(t.physics_derivative, "∂"),
            "\\partialderivative": partial(t.physics_derivative, "∂"), "\\pderivative": partial(t.physics_derivative, "∂"),
            "\\dv": partial(t.physics_derivative, "d"), "\\derivative": partial(t.physics_derivative, "d"),
            "\\pd": partial(t.physics_derivative, "∂"), "\\od": partial(t.physics_derivative, "d"),
            "\\pder": partial(t.physics_derivative, "∂"), "\\diffp": partial(t.physics_derivative, "∂"), "\\fdv": partial(t.physics_derivative, "δ"),
            "\\dd": t.differential, "\\diff": t.differential, "\\differential": t.differential, "\\norm": partial(t.bars, 2), "\\Norm": partial(t.bars, 2),
            "\\abs": partial(t.bars, 1), "\\vqty": partial(t.bars, 1), "\\absolutevalue": partial(t.bars, 1), "\\card": partial(t.bars, 1),
            "\\ip": t.inner, "\\inner": t.inner, "\\innerproduct": t.inner, "\\dotproduct": t.inner, "\\inp": t.inner,
            "\\set": partial(t.grouped, "{}"), "\\Set": partial(t.grouped, "{}"), "\\ceil": partial(t.grouped, "⌈⌉"),
            "\\floor": partial(t.grouped, "⌊⌋"), "\\paren": partial(t.grouped, "()"), "\\bkt": partial(t.grouped, "[]"), "\\Box": t.hole,
            "\\square": t.hole, "\\_": t.hole, "\\cancelto": t.cancel_to, "\\eval": t.transparent, "\\transpose": t.transposed, "\\trans": t.transposed,
            "\\boxed": partial(t.plain_mark, "boxed"), "\\phantom": partial(t.skip, 1), "\\tag": t.tag, "\\bigl": partial(t.skip, 0),
            "\\%": partial(t.letter, "%"), "\\#": partial(t.letter, "#"), "\\$": partial(t.letter, "$"), "\\vec": t.vec, "\\Vec": t.vec,
            "\\prescript": t.prescript, "\\mqty": partial(t.matrix_command, ""), "\\middle": partial(t.skip, 0), "\\textcolor": partial(t.skip, 1),
        }
    )  # fmt: skip
    return table


COMMANDS: dict[str, Taker] = _commands()

CHARACTERS: dict[str, Taker] = {
    **{sign: partial(t.relation, word) for sign, word in c.RELATIONS.items() if not sign.startswith("\\")},
    **{sign: partial(t.sign, word) for sign, word in c.PRODUCT_SIGNS.items() if not sign.startswith("\\")},
    "+": partial(t.plus_minus, "+"), "-": partial(t.plus_minus, "-"), ",": partial(t.separator, ","), ";": partial(t.separator, ";"), ".": t.full_stop,
    "...": partial(t.dots, "h"), "…": partial(t.dots, "h"), "!": t.bang, "?": t.hole, "~": partial(t.skip, 0), "`": partial(t.skip, 0),
    '"': partial(t.skip, 0), "$": partial(t.skip, 0), "\\": partial(t.skip, 0), "#": partial(t.letter, "#"), "%": partial(t.letter, "%"),
    "text": t.text, "ref": t.reference, "begin": t.environment, "end": partial(t.skip, 0), "}": partial(t.skip, 0), "mid": t.middle, "&": partial(t.skip, 0),
    "\\\\": partial(t.skip, 0), "::": partial(t.relation, ":"), "∞": partial(t.letter, "∞"), "∂": partial(t.letter, "∂"), "⊤": partial(t.letter, "⊤"),
    "∅": partial(t.letter, "∅"), "°": partial(t.letter, "°"), "†": partial(t.letter, "†"), "′": partial(t.letter, "′"), "\ufe0f": partial(t.skip, 0),
    "⊥": partial(t.letter, "⊥"), "″": partial(t.letter, "″"), "△": partial(t.letter, "△"), "·": partial(t.sign, "cdot"), "\u200b": partial(t.skip, 0),
}  # fmt: skip
