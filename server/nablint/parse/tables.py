"""Which function of the reader takes which command or character: one look-up for each token."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from nablint.parse import commands as c
from nablint.parse import signs as s
from nablint.parse import taking_forms as forms
from nablint.parse import taking_letters as letters
from nablint.parse import taking_signs as signs
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

    each(c.LAYOUT, signs.skip)
    each(c.LETTERS, letters.letter)
    each(c.SET_ABBREVIATIONS, letters.set_letter)
    each(COMMAND_FUNCTIONS, letters.function)
    each(c.BIG_OPERATORS, letters.big)
    each(s.RELATIONS, signs.relation)
    each(s.PRODUCT_SIGNS, signs.sign)
    each(s.PLUS_MINUS, signs.plus_minus)
    each(s.DOTS, signs.dots)
    each(s.LOGIC, signs.logic)
    each(c.FONTS, letters.font)
    each(c.ACCENTS, letters.accent)
    each(c.FONT_SWITCHES, letters.font_switch)
    each(c.MARKS, forms.brace_mark)
    each(c.PLAIN_MARKS, forms.plain_mark)
    each(c.STACKS, forms.stack)
    each(s.ARROWS, signs.arrow)
    each(BRACED_FUNCTIONS, forms.braced_function)
    for name in c.FRACTIONS:
        table[name] = forms.fraction
    for name in c.QUADS:
        table[name] = signs.quad
    for name in c.MATRIX_COMMANDS:
        table[name] = partial(forms.matrix_command, c.MATRIX_COMMANDS[name])
    table.update(
        {
            "\\sqrt": forms.root,
            "\\Sigma": partial(letters.big_letter, "Σ", "sum"),
            "\\Pi": partial(letters.big_letter, "Π", "prod"),
            "\\nabla": letters.nabla,
            "\\grad": letters.nabla,
            "\\gradient": letters.nabla,
            "\\laplacian": partial(letters.nabla, order=2),
            "\\operatorname": letters.operator_name,
            "\\DeclareMathOperator": partial(signs.skip, 2),
            "\\mathop": letters.operator_name,
            "\\operatornamewithlimits": letters.operator_name,
            "\\mathrm": letters.upright,
            "\\mathsf": partial(letters.font, "sf"),
            "\\arg": letters.arg,
            "\\not": signs.negated,
            "\\substack": forms.substack,
            "\\pdv": partial(forms.physics_derivative, "∂"),
            "\\partialderivative": partial(forms.physics_derivative, "∂"),
            "\\pderivative": partial(forms.physics_derivative, "∂"),
            "\\dv": partial(forms.physics_derivative, "d"),
            "\\derivative": partial(forms.physics_derivative, "d"),
            "\\pd": partial(forms.physics_derivative, "∂"),
            "\\od": partial(forms.physics_derivative, "d"),
            "\\pder": partial(forms.physics_derivative, "∂"),
            "\\diffp": partial(forms.physics_derivative, "∂"),
            "\\fdv": partial(forms.physics_derivative, "δ"),
            "\\dd": letters.differential,
            "\\diff": letters.differential,
            "\\differential": letters.differential,
            "\\norm": partial(forms.bars, 2),
            "\\Norm": partial(forms.bars, 2),
            "\\abs": partial(forms.bars, 1),
            "\\vqty": partial(forms.bars, 1),
            "\\absolutevalue": partial(forms.bars, 1),
            "\\card": partial(forms.bars, 1),
            "\\ip": forms.inner,
            "\\inner": forms.inner,
            "\\innerproduct": forms.inner,
            "\\dotproduct": forms.inner,
            "\\inp": forms.inner,
            "\\set": partial(forms.grouped, "{}"),
            "\\Set": partial(forms.grouped, "{}"),
            "\\ceil": partial(forms.grouped, "⌈⌉"),
            "\\floor": partial(forms.grouped, "⌊⌋"),
            "\\paren": partial(forms.grouped, "()"),
            "\\bkt": partial(forms.grouped, "[]"),
            "\\Box": signs.hole,
            "\\square": signs.hole,
            "\\_": signs.hole,
            "\\cancelto": forms.cancel_to,
            "\\eval": forms.transparent,
            "\\transpose": forms.transposed,
            "\\trans": forms.transposed,
            "\\boxed": partial(forms.plain_mark, "boxed"),
            "\\phantom": partial(signs.skip, 1),
            "\\tag": signs.tag,
            "\\bigl": partial(signs.skip, 0),
            "\\%": partial(letters.letter, "%"),
            "\\#": partial(letters.letter, "#"),
            "\\$": partial(letters.letter, "$"),
            "\\vec": letters.vec,
            "\\Vec": letters.vec,
            "\\prescript": forms.prescript,
            "\\mqty": partial(forms.matrix_command, ""),
            "\\middle": partial(signs.skip, 0),
            "\\textcolor": partial(signs.skip, 1),
        }
    )
    return table


COMMANDS: dict[str, Taker] = _commands()

CHARACTERS: dict[str, Taker] = {
    **{sign: partial(signs.relation, word) for sign, word in s.RELATIONS.items() if not sign.startswith("\\")},
    **{sign: partial(signs.sign, word) for sign, word in s.PRODUCT_SIGNS.items() if not sign.startswith("\\")},
    "+": partial(signs.plus_minus, "+"),
    "-": partial(signs.plus_minus, "-"),
    ",": partial(signs.separator, ","),
    ";": partial(signs.separator, ";"),
    ".": signs.full_stop,
    "...": partial(signs.dots, "h"),
    "…": partial(signs.dots, "h"),
    "!": signs.bang,
    "?": signs.hole,
    "~": partial(signs.skip, 0),
    "`": partial(signs.skip, 0),
    '"': partial(signs.skip, 0),
    "$": partial(signs.skip, 0),
    "\\": partial(signs.skip, 0),
    "#": partial(letters.letter, "#"),
    "%": partial(letters.letter, "%"),
    "text": signs.text,
    "ref": signs.reference,
    "begin": forms.environment,
    "end": partial(signs.skip, 0),
    "}": partial(signs.skip, 0),
    "mid": signs.middle,
    "&": partial(signs.skip, 0),
    "\\\\": partial(signs.skip, 0),
    "::": partial(signs.relation, ":"),
    "∞": partial(letters.letter, "∞"),
    "∂": partial(letters.letter, "∂"),
    "⊤": partial(letters.letter, "⊤"),
    "∅": partial(letters.letter, "∅"),
    "°": partial(letters.letter, "°"),
    "†": partial(letters.letter, "†"),
    "′": partial(letters.letter, "′"),
    "\ufe0f": partial(signs.skip, 0),
    "⊥": partial(letters.letter, "⊥"),
    "″": partial(letters.letter, "″"),
    "△": partial(letters.letter, "△"),
    "·": partial(signs.sign, "cdot"),
    "\u200b": partial(signs.skip, 0),
}
