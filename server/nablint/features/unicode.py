"""A formula as Unicode text, for terminals and for editors that show no LaTeX: `∂f/∂𝐱 = 2Aᵀ𝐱`. Written from the syntax tree."""

from __future__ import annotations

import unicodedata

from nablint.parse import nodes as n

DEEPEST = 80
_SUPER = dict(zip("0123456789+-−=()niTHjkmrstxyabcdefghlopuvwz*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵀᴴʲᵏᵐʳˢᵗˣʸᵃᵇᶜᵈᵉᶠᵍʰˡᵒᵖᵘᵛʷᶻ*", strict=True))
_SUB = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
_ACCENTS = {"hat": "\u0302", "tilde": "\u0303", "bar": "\u0304", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c"}
_SIGNS = {
    "": "", "cdot": " · ", "star": " * ", "times": " × ", "odot": " ⊙ ", "oslash": " ⊘ ", "otimes": " ⊗ ", "oplus": " ⊕ ",
    "circ": " ∘ ", "slash": "/", "wedge": " ∧ ", "cross": " × ",
}  # fmt: skip
_BIG = {
    "sum": "∑", "prod": "∏", "int": "∫", "union": "⋃", "intersection": "⋂", "oplus": "⨁", "otimes": "⨂", "oint": "∮",
}  # fmt: skip
_LABELS = {"star": "*", "plus": "⁺", "minus": "⁻", "hat": "^∧", "vee": "^∨", "perp": "^⟂"}
_BOLD_OFFSETS = {
    "bold": (0x1D400, 0x1D41A), "sf": (0x1D5A0, 0x1D5BA), "tt": (0x1D670, 0x1D68A), "bb": (0x1D538, 0x1D552),
    "frak": (0x1D504, 0x1D51E), "cal": (0x1D4D0, 0x1D4EA), "scr": (0x1D4D0, 0x1D4EA),
}  # fmt: skip
_BOLD_GREEK = {"Α": 0x1D6A8, "α": 0x1D6C2}
_HOLES = {"ℂ": "C", "ℍ": "H", "ℕ": "N", "ℙ": "P", "ℚ": "Q", "ℝ": "R", "ℤ": "Z"}  # double-struck letters of an older block
_DOUBLE = {plain: struck for struck, plain in _HOLES.items()}
_FRAKTUR = {"C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"}

# How tightly a construct binds: a part that binds less than its place asks for brackets.
_LOOSE, _SUM, _PRODUCT, _UNARY, _ATOM = range(5)


def unicode_of(node: n.Node) -> str:
    """Unicode text of a formula; what nests too deep is cut off with `…`."""
    return " ".join(_text(node, _LOOSE, 0).split())


def name_text(name: n.Name) -> str:
    """A letter with its font and accents; a word stays a word."""
    text = "".join(styled(c, name.font) for c in name.letter) if len(name.letter) == 1 else name.letter
    for accent in name.accents:
        text += _ACCENTS.get(accent, "")
    if name.font == "arrow":
        text += "\u20d7"
    elif name.font == "underline":
        text += "\u0332"
    return text


def styled(c: str, font: str) -> str:
    if font == "bb" and c in _DOUBLE:
        return _DOUBLE[c]
    if font == "frak" and c in _FRAKTUR:
        return _FRAKTUR[c]
    base = _BOLD_OFFSETS.get(font)
    if base is not None and c.isascii() and c.isalpha():
        return chr(base[0] + ord(c) - ord("A")) if c.isupper() else chr(base[1] + ord(c) - ord("a"))
    if font == "bold":
        for first, start in _BOLD_GREEK.items():
            if 0 <= ord(c) - ord(first) < 25 and unicodedata.category(c).startswith("L"):
                return chr(start + ord(c) - ord(first))
    return c


def raised(text: str) -> str:
    return _script(text, _SUPER, "^")


def lowered(text: str) -> str:
    return _script(text, _SUB, "_")


def _script(text: str, table: dict[str, str], sign: str) -> str:
    text = text.replace(" × ", "×")
    tight = text.replace(" ", "")
    if tight and all(c in table for c in tight):
        return "".join(table[c] for c in tight)
    return f"{sign}{tight}" if len(tight) == 1 else f"{sign}({text})" if not text.startswith("(") else f"{sign}{text}"


def _text(node: n.Node, place: int, depth: int) -> str:
    if depth > DEEPEST:
        return "…"
    text, binds = _written(node, depth + 1)
    return text if binds >= place else f"({text})"


def _all(parts: tuple[n.Node, ...], place: int, depth: int, between: str) -> str:
    return between.join(_text(part, place, depth) for part in parts)


def _written(node: n.Node, d: int) -> tuple[str, int]:
    """The text and how tightly it binds."""
    match node:
        case n.Number(text=text):
            return text, _ATOM
        case n.Symbol(name=name):
            return name_text(name), _ATOM
        case n.Sub(base=base, index=index):
            return _text(base, _ATOM, d) + lowered(_text(index, _LOOSE, d)), _ATOM
        case n.Label(base=base, label=label, style=style):
            return _text(base, _ATOM, d) + _label(label, style, d), _ATOM
        case n.Prime(base=base, count=count):
            return _text(base, _ATOM, d) + "′" * min(count, 4), _ATOM
        case n.Power(base=base, exponent=exponent):
            return _text(base, _ATOM, d) + raised(_text(exponent, _LOOSE, d)), _UNARY
        case n.Transpose(base=base):
            return _text(base, _ATOM, d) + "ᵀ", _UNARY
        case n.Adjoint(base=base):
            return _text(base, _ATOM, d) + "ᴴ", _UNARY
        case n.Negate(body=body):
            return "−" + _text(body, _UNARY, d), _SUM
        case n.Sum(signs=signs, terms=terms):
            return _sum(signs, terms, d), _SUM
        case n.Product(factors=factors, signs=signs):
            return _product(factors, signs, d), _PRODUCT
        case n.Fraction(numerator=top, denominator=bottom):
            return f"{_text(top, _UNARY, d)}/{_text(bottom, _ATOM, d)}", _UNARY
        case n.Derivative():
            return _derivative(node, d), _UNARY
        case n.By(variable=variable, order=order):
            return _text(variable, _ATOM, d) + (raised(str(order)) if order != 1 else ""), _ATOM
        case n.Nabla(by=by, order=order):
            return "∇" + (raised(str(order)) if order != 1 else "") + (lowered(_text(by, _LOOSE, d)) if by else ""), _ATOM
        case n.At(body=body, point=point):
            return f"{_text(body, _UNARY, d)}|{lowered(_text(point, _LOOSE, d))}", _ATOM
        case n.Call():
            return _call(node, d), _UNARY
        case n.Group(body=body, brackets=brackets):
            return f"{brackets[0]}{_text(body, _LOOSE, d)}{brackets[-1]}", _ATOM
        case n.Norm(body=body, bars=bars, index=index):
            bar = "‖" if bars == 2 else "|"
            return f"{bar}{_text(body, _LOOSE, d)}{bar}" + (lowered(_text(index, _LOOSE, d)) if index else ""), _ATOM
        case n.Inner(left=left, right=right):
            return f"⟨{_text(left, _LOOSE, d)}, {_text(right, _LOOSE, d)}⟩", _ATOM
        case n.Big():
            return _big(node, d), _PRODUCT
        case n.Matrix(rows=rows, brackets=brackets):
            opening, closing = (brackets[0], brackets[-1]) if brackets else ("[", "]")
            return opening + "; ".join(_all(row, _LOOSE, d, " ") for row in rows) + closing, _ATOM
        case _:
            return _rest(node, d)


def _rest(node: n.Node, d: int) -> tuple[str, int]:
    """What is no single expression: relations, lists, text, marks, signs."""
    match node:
        case n.Cases(rows=rows) | n.Aligned(rows=rows):
            return "; ".join(_all(row, _LOOSE, d, " ") for row in rows), _LOOSE
        case n.Mark(body=body, note=note, style=style):
            marked = _text(body, _LOOSE, d)
            return (marked if note is None or style == "cancel" else f"{marked} [{_text(note, _LOOSE, d)}]"), _PRODUCT
        case n.Relation(sides=sides, signs=signs):
            chain = _text(sides[0], _LOOSE, d)
            for sign, side in zip(signs, sides[1:], strict=False):
                chain += f" {sign} {_text(side, _LOOSE, d)}"
            return chain, _LOOSE
        case n.Sequence(items=items, separators=separators):
            listed = _text(items[0], _LOOSE, d) if items else ""
            for separator, item in zip(separators, items[1:], strict=False):
                listed += (f"{separator} " if separator in (",", ";", ":") else "  ") + _text(item, _LOOSE, d)
            return listed, _LOOSE
        case n.Arrow(source=source, target=target, name=name):
            named = f" [{_text(name, _LOOSE, d)}]" if name else ""
            return f"{_text(source, _LOOSE, d)} →{named} {_text(target, _LOOSE, d)}", _LOOSE
        case n.Text(text=text) | n.Opaque(text=text):
            return text, _ATOM
        case n.Dots(direction=direction):
            return {"h": "…", "v": "⋮", "d": "⋱"}[direction], _ATOM
        case n.Rule():
            return "|", _ATOM
        case n.Hole():
            return "□", _ATOM
        case n.Colon():
            return ":", _ATOM
        case _:
            return "", _ATOM


def _label(label: n.Node, style: str, d: int) -> str:
    if style in _LABELS:
        return _LABELS[style]
    inner = _text(label, _LOOSE, d)
    if style == "paren":
        inner = f"({inner.strip('()')})"
    elif style == "bracket":
        inner = f"[{inner.strip('[]')}]"
    return raised(inner)


def _sum(signs: tuple[str, ...], terms: tuple[n.Node, ...], d: int) -> str:
    text = ""
    for sign, summand in zip(signs, terms, strict=True):
        shown = "−" if sign == "-" else sign
        body = _text(summand, _PRODUCT, d)
        text += f" {shown} {body}" if text else body if sign == "+" else f"{shown}{body}"
    return text


def _product(factors: tuple[n.Node, ...], signs: tuple[n.ProductSign, ...], d: int) -> str:
    text = _text(factors[0], _UNARY, d)
    for sign, factor in zip(signs, factors[1:], strict=True):
        piece = _text(factor, _UNARY, d)
        # Juxtaposed fractions and words run together without a space, letters don't.
        gap = " " if sign == "" and ((text[-1:].isdigit() and piece[:1].isdigit()) or "/" in text or "/" in piece) else ""
        text += (_SIGNS[sign] or gap) + piece
    return text


def _derivative(node: n.Derivative, d: int) -> str:
    top = node.sign + (raised(str(node.order)) if node.order not in (1, None) else "")
    bottom = "".join(node.sign + _text(by, _ATOM, d) for by in node.by)
    return f"{top}{_text(node.of, _ATOM, d) if node.of else ''}/{bottom if len(node.by) == 1 else f'({bottom})'}"


def _call(node: n.Call, d: int) -> str:
    head = node.function + "′" * min(node.primes, 4)
    if node.index is not None:
        head += lowered(_text(node.index, _LOOSE, d))
    if node.power is not None:
        head += raised(_text(node.power, _LOOSE, d))
    if len(node.args) == 1 and isinstance(node.args[0], (n.Group, n.Norm)):
        return head + _text(node.args[0], _LOOSE, d)
    return f"{head}({_all(node.args, _LOOSE, d, ', ')})"


def _big(node: n.Big, d: int) -> str:
    head = _BIG.get(node.operator, node.operator)
    if node.lower is not None:
        head += lowered(_text(node.lower, _LOOSE, d))
    if node.upper is not None:
        head += raised(_text(node.upper, _LOOSE, d))
    return f"{head} {_text(node.body, _PRODUCT, d)}" if node.body is not None else head
