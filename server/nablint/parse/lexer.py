"""A formula cut into tokens with exact positions: one regular expression, and a stack of the arguments still to come."""

from __future__ import annotations

import re
from typing import NamedTuple

from nablint.parse.commands import ACCENTS, FONTS, FRACTIONS, REFERENCE_COMMANDS, TEXT_COMMANDS
from nablint.parse.signs import BARS, CLOSERS, OPENERS, UNICODE_COMMANDS


class Raw(NamedTuple):
    """A token as lexed. Kinds: word (letters side by side), num, cmd, char, text, ref, begin, end, left, right, mid, open,
    close, bar, prime, "{", "}", "^", "_", "&", and "\\\\" for the end of a row."""

    kind: str
    text: str
    start: int
    end: int


# The pieces that a formula falls into, one after the other without gaps. Every alternative begins with one character or
# class: only then those that cannot match are passed over at once.
_PIECE = re.compile(
    r"""
    [A-Za-z](?:[A-Za-z]+(?:\\_[A-Za-z]+)*)?
  | \\(?:[A-Za-z]+\*?|[\s\S])
  | [\s\u200b-\u200f\u2060-\u2064\ufeff\ufe0f\u00a0][\s\u200b-\u200f\u2060-\u2064\ufeff\ufe0f\u00a0]*
  | \d\d*(?:\{,\}\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+(?![\d.]))?
  | \.(?:\d+|\.\.+)
  | ['’′]['’′]*
  | %[^\n]*
  | &(?:nbsp|lt|gt|amp|le|ge|ne|quot|times|minus|middot);
  | :=|=:|==|<=|>=|!=|=>|->|\|\||::
  | [\s\S]
    """,
    re.VERBOSE,
)
_BRACE_NAME = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}")
_DELIMITER = re.compile(r"\s*(\\[A-Za-z]+|\\[\s\S]|[\s\S])")
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060-\u2064\ufeff\ufe0f\u00a0]")
_OPEN_BRACE = re.compile(r"\s*\{")
_ESCAPED = re.compile(r"[A-Za-z0-9{\\\\]")
_ESCAPED_BRACE = re.compile(r"(?:\\\\)?[{}]")
_STARRED = {"\\operatorname", "\\hspace", "\\vspace", "\\tag", "\\DeclareMathOperator", "\\newcommand", "\\mathop"}
_ENTITIES = {
    "&lt;": "<",
    "&gt;": ">",
    "&amp;": "&",
    "&le;": "\\le",
    "&ge;": "\\ge",
    "&ne;": "\\ne",
    "&quot;": '"',
    "&times;": "\\times",
    "&minus;": "-",
    "&middot;": "\\cdot",
}
_ROW_SPACE = re.compile(r"\*?(?:\s*\[\s*-?[\d.]+\s*[a-z]+\s*\])?")
_SIZE_COMMANDS = re.compile(r"\\(?:big|Big|bigg|Bigg)([lrm]?)$")
# Commands that take raw text or a delimiter along, or that are brackets, bars or their sizes.
_TAKING = frozenset(
    (
        *("\\left", "\\right", "\\middle", "\\begin", "\\end", "\\\\", "\\cr", "\\newline", "\\crcr", "\\tabularnewline"),
        *TEXT_COMMANDS,
        *REFERENCE_COMMANDS,
        *OPENERS,
        *CLOSERS,
        *BARS,
        *("\\lvert", "\\lVert", "\\rvert", "\\rVert"),
        *(f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")),
    )
)

# How many arguments of TeX follow: digits and letters are then taken one by one.
_ARGUMENTS: dict[str, int] = {
    **dict.fromkeys(FRACTIONS, 2),
    **dict.fromkeys(FONTS, 1),
    **dict.fromkeys(ACCENTS, 1),
    "\\sqrt": 1,
    "\\binom": 2,
    "\\dbinom": 2,
    "\\tbinom": 2,
    "^": 1,
    "_": 1,
}
del _ARGUMENTS["\\rm"]

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵗᵐᵏᴴᵈˡ", "0123456789+-=()niTtmkHdl", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢⱼₖₘₗₜₓₚₐₑₒₕₛᵣᵤᵥ", "0123456789+-=()nijkmltxpaeohsruv", strict=True))


_MOST_KNOWN = 4096
_LONGEST_KNOWN = 24
_known: dict[str, tuple[str, str]] = {}


def _kind_of(piece: str) -> tuple[str, str]:
    """What a piece is, and the text of its token: a kind of `Raw`, or what `lex` takes care of. Short ones are remembered."""
    found = _classified(piece)
    if len(piece) <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[piece] = found
    return found


def _classified(piece: str) -> tuple[str, str]:
    first = piece[0]
    if first.isascii() and first.isalpha():
        return "word", piece
    if first == "\\" and len(piece) > 1:
        return _command_kind(piece), piece
    if first.isdecimal() or (first == "." and piece[1:2].isdecimal()):
        return "num", piece
    if first == "%" or piece == "&nbsp;" or _SPACE.match(piece):
        return "space", ""
    if first in "'’′":
        return "prime", piece
    if first == "." and len(piece) > 1:
        return "sign", "..."
    if piece == "||":
        return "||", piece
    said = _ENTITIES.get(piece) or UNICODE_COMMANDS.get(piece)
    if said is None and len(piece) > 1:
        return "sign", piece
    said = said or piece
    if said[0] == "\\" and len(said) > 1:
        return _command_kind(said), said
    return _character_kind(said), said


def _command_kind(name: str) -> str:
    if name == "\\_":
        return "\\_"
    return "taking" if name in _TAKING or name[-1] == "*" else "cmd"


def _character_kind(sign: str) -> str:
    if sign in ("{", "}", "^", "_", "&", "|"):
        return sign
    if sign in OPENERS:
        return "open"
    if sign in CLOSERS:
        return "close"
    return "script" if sign in SUPERSCRIPTS or sign in SUBSCRIPTS else "char"


def lex(text: str, arities: dict[str, int] | None = None) -> list[Raw]:
    """The tokens of a formula. Spaces, comments and `\\big` are gone; letters and digits that TeX takes singly are single."""
    out: list[Raw] = []
    put = out.append
    new = tuple.__new__  # past the named tuple's own constructor, which costs as much as a match
    arguments = {**_ARGUMENTS, **arities} if arities else _ARGUMENTS
    pending = 0  # how many arguments of TeX are still to come
    stack: list[int] = []
    hint = ""  # the side of a bar, as `\bigl` before it says
    pieces = _PIECE.findall(text)
    known = _known.get
    k = end = 0
    while k < len(pieces):
        piece = pieces[k]
        k += 1
        at = end
        end += len(piece)
        kind, said = known(piece) or _kind_of(piece)
        if kind == "space":
            continue
        if kind == "word" or kind == "num":
            if not pending:
                put(new(Raw, (kind, said, at, end)))
            elif len(said) > 1 and "\\" not in said:
                while pending and said:
                    put(new(Raw, (kind, said[0], at, at + 1)))
                    at, said, pending = at + 1, said[1:], pending - 1
                if said:
                    put(new(Raw, (kind, said, at, end)))
            else:
                put(new(Raw, (kind, said, at, end)))
                pending -= 1
            continue
        if kind == "\\_":
            if (
                out
                and out[-1].end == at
                and (out[-1].kind in ("word", "}") or out[-1].text[0] == "\\")
                and _ESCAPED.match(text, end)
            ):
                put(new(Raw, ("_", piece, at, end)))  # a subscript, escaped for Markdown
                pending = 0
                continue
            kind = "cmd"
        if kind == "cmd":
            put(new(Raw, (kind, said, at, end)))
            if said in arguments:
                pending = arguments[said]
            elif pending and said != "\\limits" and said != "\\nolimits":
                pending -= 1
        elif kind == "{":
            stack.append(pending - (pending > 0))
            pending = 0
            put(new(Raw, ("{", said, at, end)))
        elif kind == "}":
            pending = stack.pop() if stack else 0
            if len(out) > 1 and out[-2][0] == "{" and out[-1][0] in ("open", "close"):
                del out[-2]  # `\\big{[}` is a bracket
            else:
                put(new(Raw, ("}", said, at, end)))
        elif kind == "char":
            pending -= pending > 0
            put(new(Raw, ("char", said, at, end)))
        elif kind == "^" or kind == "_":
            pending = 1
            put(new(Raw, (kind, said, at, end)))
        elif kind == "open" or kind == "close" or kind == "prime":
            put(new(Raw, (kind, said, at, end)))
        elif kind == "&":
            pending = 0
            put(new(Raw, ("&", said, at, end)))
        elif kind == "|" or kind == "||":
            put(new(Raw, ("bar", hint + said, at, end)))
        elif kind == "sign":
            put(new(Raw, ("char", said, at, end)))
        elif kind == "script":
            k, end = _skipped(text, pieces, k, end, _unicode_script(text, at, put))
        else:
            k, end = _skipped(text, pieces, k, end, _command(text, said, at, end, hint, put))
            size_command = _SIZE_COMMANDS.match(said)
            if size_command is not None:
                hint = {"l": "<", "r": ">"}.get(size_command.group(1), "")
                continue
            if said in arguments:
                pending = arguments[said]
            elif pending and said != "\\limits" and said != "\\nolimits":
                pending -= 1
        hint = ""
    return out


def _skipped(text: str, pieces: list[str], k: int, at: int, wanted: int) -> tuple[int, int]:
    """The piece that begins at `wanted` and that place, where piece k begins at `at`. Where none begins there (a command took
    a part of it along, or left its star), the text is cut anew up to where the pieces agree."""
    while at < wanted:
        at += len(pieces[k])
        k += 1
    if at == wanted:
        return k, at
    fresh: list[str] = []
    end = wanted
    while end != at:
        if end < at:
            found = _PIECE.match(text, end)
            assert found is not None  # the last alternative takes any character
            fresh.append(found.group())
            end = found.end()
        else:
            at += len(pieces[k])
            k += 1
    pieces[k:k] = fresh
    return k, wanted


def _command(text: str, name: str, at: int, end: int, hint: str, put: object) -> int:
    """Append the token of a command; commands that take raw text or a delimiter take it along. Returns where it ends."""
    assert callable(put)
    if name in ("\\left", "\\right", "\\middle"):
        found = _DELIMITER.match(text, end)
        delimiter = found.group(1) if found else "."
        delimiter = UNICODE_COMMANDS.get(delimiter, delimiter)
        end = found.end() if found else end
        put(Raw({"\\left": "left", "\\right": "right", "\\middle": "mid"}[name], delimiter, at, end))
    elif name in ("\\begin", "\\end"):
        found = _BRACE_NAME.match(text, end)
        if found is None:
            put(Raw("cmd", name, at, end))
        else:
            end = found.end()
            put(Raw(name[1:], found.group(1), at, end))
    elif name in TEXT_COMMANDS or name in REFERENCE_COMMANDS:
        found = _OPEN_BRACE.match(text, end)
        if found is None:
            put(Raw("cmd", name, at, end))
        else:
            inner = found.end()
            end = _closing_brace(text, inner)
            content = text[inner : end - 1] if end > inner and text[end - 1 : end] == "}" else text[inner:end]
            kind = "text" if name in TEXT_COMMANDS else "ref"
            put(Raw(kind, name + "{" + content, at, end))
    elif name == "\\\\" and (braced := _ESCAPED_BRACE.match(text, end)) is not None and "\\\\}" in text:
        end = braced.end()  # `\\\\{ … \\\\}`, escaped for Markdown
        put(Raw("open" if text[end - 1] == "{" else "close", "\\" + text[end - 1], at, end))
    elif name in ("\\\\", "\\cr", "\\newline", "\\crcr", "\\tabularnewline"):
        found = _ROW_SPACE.match(text, end)
        end = found.end() if found else end
        put(Raw("\\\\", "\\\\", at, end))
    elif name in OPENERS and name not in ("\\lvert", "\\lVert"):
        put(Raw("open", name, at, end))
    elif name in CLOSERS and name not in ("\\rvert", "\\rVert"):
        put(Raw("close", name, at, end))
    elif name in ("\\lvert", "\\lVert", "\\rvert", "\\rVert"):
        put(Raw("bar", ("<" if name[1] == "l" else ">") + ("|" if name[2] == "v" else "||"), at, end))
    elif name in BARS:
        put(Raw("bar", hint + ("|" if BARS[name] == 1 else "||"), at, end))
    elif _SIZE_COMMANDS.match(name) is None:
        if name.endswith("*"):
            name = name[:-1]
            end -= name not in _STARRED  # else the star is a sign of its own
        put(Raw("cmd", name, at, end))
    return end


def _unicode_script(text: str, at: int, put: object) -> int:
    """A run of superscript (or subscript) characters becomes `^{…}` (or `_{…}`)."""
    assert callable(put)
    table, sign = (SUPERSCRIPTS, "^") if text[at] in SUPERSCRIPTS else (SUBSCRIPTS, "_")
    end = at
    while end < len(text) and text[end] in table:
        end += 1
    put(Raw(sign, sign, at, at))
    put(Raw("{", "{", at, at))
    for k in range(at, end):
        plain = table[text[k]]
        if plain in "()":
            put(Raw("open" if plain == "(" else "close", plain, k, k + 1))
        else:
            put(Raw("num" if plain.isdigit() else "word" if plain.isalpha() else "char", plain, k, k + 1))
    put(Raw("}", "}", end, end))
    return end


def _closing_brace(text: str, at: int) -> int:
    """The offset after the brace that closes the group whose content begins at `at`; the end of the text where none does."""
    depth = 1
    size = len(text)
    while at < size:
        sign = text[at]
        if sign == "\\":
            at += 2
            continue
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return size
