"""The LaTeX spelling of letters, functions and signs: the tables of the parser, turned round."""

from __future__ import annotations

from nablint.parse.commands import BIG_OPERATORS, LETTERS
from nablint.parse.nodes import Name
from nablint.parse.signs import LOGIC, PLUS_MINUS, PRODUCT_SIGNS, RELATIONS


def _first_names(table: dict[str, str], wanted: dict[str, str]) -> dict[str, str]:
    """The command for each meaning: the preferred one, else the first in the table."""
    out: dict[str, str] = {}
    for command, meaning in table.items():
        out.setdefault(meaning, command)
    return {**out, **wanted}


_LETTERS = _first_names(LETTERS, {"†": "\\dagger", "□": "\\square", "∅": "\\emptyset"})
RELATION_COMMANDS = _first_names(
    RELATIONS,
    {
        "≤": "\\le",
        "≥": "\\ge",
        "≠": "\\ne",
        "→": "\\to",
        "⇒": "\\Rightarrow",
        "⇔": "\\Leftrightarrow",
        "~": "\\sim",
        "|": "\\mid",
        "⇐": "\\Leftarrow",
        "←": "\\leftarrow",
        "⟂": "\\perp",
        ":": ":",
        ":=": ":=",
        "≈": "\\approx",
        "∈": "\\in",
        "∥": "\\parallel",
        "∌": "\\not\\ni",
        "≢": "\\not\\equiv",
        "⊄": "\\not\\subset",
        "↛": "\\not\\to",
        "≁": "\\not\\sim",
        "≉": "\\not\\approx",
        "≇": "\\ncong",
    },
)
SIGN_COMMANDS = _first_names(
    PRODUCT_SIGNS,
    {
        "": "",
        "star": "*",
        "slash": "/",
        "cdot": "\\cdot",
        "times": "\\times",
        "cross": "\\times",
        "circ": "\\circ",
        "cup": "\\cup",
        "mod": "\\bmod",
        "odot": "\\odot",
        "setminus": "\\setminus",
    },
)
LOGIC_COMMANDS = {sign: command for command, sign in reversed(LOGIC.items())}
BIG_COMMANDS = _first_names(BIG_OPERATORS, {"int": "\\int", "softmin": "\\softmin"})
PLUS_MINUS_COMMANDS = {meaning: command for command, meaning in PLUS_MINUS.items()}
_FONTS = {
    "bold": "\\mathbf",
    "cal": "\\mathcal",
    "bb": "\\mathbb",
    "frak": "\\mathfrak",
    "sf": "\\mathsf",
    "tt": "\\mathtt",
    "scr": "\\mathscr",
    "rm": "\\mathrm",
    "arrow": "\\vec",
    "underline": "\\underline",
}
_ACCENTS = {"ring": "\\mathring", "arrow": "\\vec", "undertilde": "\\utilde", "underline": "\\underline"}
_ALONE = {
    "∗": "*",
    "∘": "\\circ",
    "∧": "\\wedge",
    "∨": "\\vee",
    "×": "\\times",
    "⋅": "\\cdot",
    "⊙": "\\odot",
    "⊗": "\\otimes",
    "⊕": "\\oplus",
    "∩": "\\cap",
    "∪": "\\cup",
    "∖": "\\setminus",
    "⊘": "\\oslash",
    "%": "\\%",
    "#": "\\#",
    "$": "\\$",
}


def function_command(name: str) -> str:
    """The command of a function: `\\sin`, `\\operatorname{tr}`, `\\mathbb{E}`."""
    if name in ("E", "P"):
        return f"\\mathbb{{{name}}}"
    if name in (
        "max",
        "min",
        "sup",
        "inf",
        "sin",
        "cos",
        "tan",
        "log",
        "ln",
        "exp",
        "det",
        "sinh",
        "cosh",
        "tanh",
        "arctan",
        "arcsin",
        "arccos",
        "dim",
        "ker",
    ):
        return "\\" + name
    return f"\\operatorname{{{'Var' if name == 'var' else 'Cov' if name == 'cov' else name.replace('_', chr(92) + '_')}}}"


def latex_name(name: Name) -> str:
    """A letter with its dress, or a word."""
    letter = name.letter
    text = _LETTERS.get(letter) or _ALONE.get(letter) or letter.replace("_", "\\_")
    font = name.font
    if font == "macro":
        text = "\\" + letter
    elif font == "bold" and letter in _LETTERS:
        text = f"\\boldsymbol{{{text}}}"
    elif font == "rm" and not all(c.isalnum() or c in "-_" for c in letter):
        text = f"\\text{{{letter}}}"
    elif font in _FONTS:
        text = f"{_FONTS[font]}{{{text}}}"
    for accent in name.accents:
        text = f"{_ACCENTS.get(accent, chr(92) + accent)}{{{text}}}"
    return text
