"""Letters as Unicode writes them: 𝐱 is a bold x, ẋ an x with a dot; and letters of macros that nobody defined, by custom."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nablint.parse.commands import LETTERS
from nablint.parse.nodes import Name

COMBINING: dict[str, str] = {
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u030c": "check",
    "\u0306": "breve",
    "\u0301": "acute",
    "\u0300": "grave",
    "\u030a": "ring",
    "\u20d7": "arrow",
    "\u0332": "underline",
    "\u0331": "underline",
    "\u0338": "slash",
}
_STYLES = (
    ("BOLD", "bold"),
    ("DOUBLE-STRUCK", "bb"),
    ("FRAKTUR", "frak"),
    ("BLACK-LETTER", "frak"),
    ("SCRIPT", "cal"),
    ("SANS-SERIF", "sf"),
    ("MONOSPACE", "tt"),
)

_CUSTOM = re.compile(r"\\(?P<prefix>bb|bf|bs|bm|cal|frak|scr|rm|b|v|m|mat|vec|set|mc|mb)(?P<letter>[A-Za-z]|[A-Za-z]{2,10})$")
_CUSTOM_FONTS = {
    "bb": "bb",
    "bf": "bold",
    "bs": "bold",
    "bm": "bold",
    "b": "bold",
    "v": "bold",
    "m": "bold",
    "mat": "bold",
    "vec": "bold",
    "cal": "cal",
    "mc": "cal",
    "frak": "frak",
    "scr": "scr",
    "rm": "rm",
    "mb": "bold",
    "set": "cal",
}


@lru_cache(maxsize=2048)
def name_of(letter: str, font: str) -> Name:
    return Name(letter, font)


@lru_cache(maxsize=1024)
def unicode_name(sign: str) -> Name | None:
    """The name that a single character is, or None where it is no letter."""
    if sign.isascii():
        return Name(sign) if sign.isalnum() else None
    plain = unicodedata.normalize("NFKD", sign)
    if len(plain) == 1 and plain != sign and plain.isalnum():
        title = unicodedata.name(sign, "")
        font = next((font for word, font in _STYLES if word in title), "")
        return Name(plain, font)
    if len(plain) == 2 and plain[1] in COMBINING:
        return Name(plain[0], "", (COMBINING[plain[1]],))
    return Name(sign) if sign.isalpha() or sign.isnumeric() else None


@lru_cache(maxsize=1024)
def customary_name(command: str) -> Name | None:
    """What an undefined macro stands for by custom: `\\bx` and `\\vx` a bold x, `\\bbR` a set, `\\calL` a calligraphic letter.
    A macro of one letter is a letter of unknown dress. None for all others."""
    if len(command) == 2:
        return Name(command[1], "macro")
    found = _CUSTOM.match(command)
    if found is None:
        return None
    prefix, letter = found.group("prefix"), found.group("letter")
    if len(letter) > 1:
        greek = LETTERS.get("\\" + letter)
        if greek is None or prefix in ("v", "m", "rm", "set"):
            return None
        letter = greek
    return Name(letter, _CUSTOM_FONTS[prefix])
