"""A tree as Unicode text on one line, for messages: `∂f/∂𝐱 = 2𝐱ᵀA`."""

from __future__ import annotations

from nablint.parse.lexer import SUBSCRIPTS, SUPERSCRIPTS
from nablint.parse.names import canonical
from nablint.parse.nested import words_around
from nablint.parse.nodes import (
    Adjoint,
    Aligned,
    Arrow,
    At,
    Big,
    Blank,
    By,
    Call,
    Cases,
    Colon,
    Derivative,
    Dots,
    Fraction,
    Group,
    Hole,
    Inner,
    Label,
    Mark,
    Matrix,
    Nabla,
    Name,
    Negate,
    Node,
    Norm,
    Number,
    Opaque,
    Power,
    Prime,
    Product,
    Relation,
    Rule,
    Sequence,
    Sub,
    Sum,
    Symbol,
    Text,
    Transpose,
)
from nablint.parse.precedence import NEGATION, PRODUCT, RELATION, SCRIPT, SUM, level

_SIGNS = {
    "": "",
    "cdot": "·",
    "star": "∗",
    "times": "×",
    "odot": "⊙",
    "oslash": "⊘",
    "otimes": "⊗",
    "oplus": "⊕",
    "ominus": "⊖",
    "circ": "∘",
    "slash": "/",
    "wedge": "∧",
    "vee": "∨",
    "cross": "×",
    "cup": "∪",
    "cap": "∩",
    "setminus": "∖",
    "mod": "mod",
    "boxplus": "⊞",
    "boxminus": "⊟",
    "rtimes": "⋊",
    "method": ".",
}
_BIG = {
    "sum": "∑",
    "prod": "∏",
    "coprod": "∐",
    "int": "∫",
    "union": "⋃",
    "intersection": "⋂",
    "oplus": "⨁",
    "otimes": "⨂",
    "odot": "⨀",
    "vee": "⋁",
    "wedge": "⋀",
    "times": "⨉",
}
_ACCENTS = {
    "hat": "\u0302",
    "tilde": "\u0303",
    "bar": "\u0304",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "ring": "\u030a",
    "arrow": "\u20d7",
    "underline": "\u0332",
}
_UP = {plain: sign for sign, plain in SUPERSCRIPTS.items()}
_DOWN = {plain: sign for sign, plain in SUBSCRIPTS.items()}
_BOLD_UPPER, _BOLD_LOWER, _BOLD_DIGIT = 0x1D400, 0x1D41A, 0x1D7CE
_BOLD_GREEK_UPPER, _BOLD_GREEK_LOWER = 0x1D6A8, 0x1D6C2
_DOUBLE = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ", "H": "ℍ"}
_SCRIPT = {"L": "ℒ", "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "M": "ℳ", "R": "ℛ"}


def unicode_name(name: Name) -> str:
    """A letter with its dress."""
    letter = name.letter
    if len(letter) == 1:
        letter = _dressed(letter, name.font)
    if name.font == "arrow":
        letter += "\u20d7"
    elif name.font == "underline":
        letter += "\u0332"
    return letter + "".join(_ACCENTS.get(accent, "") for accent in name.accents)


def _dressed(letter: str, font: str) -> str:
    code = ord(letter)
    if font == "bold":
        if "A" <= letter <= "Z":
            return chr(_BOLD_UPPER + code - 65)
        if "a" <= letter <= "z":
            return chr(_BOLD_LOWER + code - 97)
        if "0" <= letter <= "9":
            return chr(_BOLD_DIGIT + code - 48)
        if "Α" <= letter <= "Ω":
            return chr(_BOLD_GREEK_UPPER + code - 0x391)
        if "α" <= letter <= "ω":
            return chr(_BOLD_GREEK_LOWER + code - 0x3B1)
    if font == "bb" and letter.isascii() and letter.isalpha():
        return _DOUBLE.get(letter) or chr((0x1D538 + code - 65) if letter.isupper() else (0x1D552 + code - 97))
    if font in ("cal", "scr") and "A" <= letter <= "Z":
        return _SCRIPT.get(letter) or chr(0x1D49C + code - 65)
    return letter


def render_unicode(node: Node) -> str:
    """The node as one line of Unicode."""
    return _text(node)


def _at_least(node: Node, wanted: int) -> str:
    text = _text(node)
    return text if level(node) >= wanted else f"({text})"


def _script(text: str, table: dict[str, str], sign: str) -> str:
    if text and all(c in table for c in text):
        return "".join(table[c] for c in text)
    return f"{sign}{text}" if len(text) == 1 or (text.isalnum() and sign == "_") else f"{sign}({text})"


def _base(node: Node) -> str:
    if level(node) < SCRIPT or isinstance(node, (Fraction, Derivative)):
        return f"({_text(node)})"
    return _text(node)


def _text(node: Node) -> str:
    match node:
        case Symbol():
            return unicode_name(node.name)
        case Number():
            return node.text
        case Sub():
            return _base(node.base) + _script(canonical(node.index), _DOWN, "_")
        case Power(exponent=exponent):
            return _base(node.base) + _script(_text(exponent).replace("−", "-"), _UP, "^")
        case Transpose(base=Power(base=base, exponent=Negate(body=Number(text="1")))):
            return _base(base) + "⁻ᵀ"
        case Transpose():
            return _base(node.base) + "ᵀ"
        case Adjoint():
            return _base(node.base) + "ᴴ"
        case Label():
            marks = {"star": "*", "plus": "⁺", "minus": "⁻", "hat": "^∧", "vee": "^∨", "perp": "^⟂"}
            text = {"paren": f"({canonical(node.label)})", "bracket": f"[{canonical(node.label)}]"}.get(
                node.style, canonical(node.label)
            )
            return _base(node.base) + (marks.get(node.style) or _script(text, _UP, "^"))
        case Prime():
            return _base(node.base) + "′" * node.count
        case Negate():
            return "-" + _at_least(node.body, PRODUCT)
        case Sum():
            return _sum(node)
        case Product():
            return _product(node)
        case Fraction():
            return f"{_part(node.numerator)}/{_part(node.denominator)}"
        case Derivative():
            return _derivative(node)
        case By():
            return _text(node.variable)
        case Nabla():
            by = "" if node.by is None else _script(canonical(node.by), _DOWN, "_")
            return "∇" + by + ("" if node.order == 1 else _script(str(node.order), _UP, "^"))
        case _:
            return _other(node)


def _other(node: Node) -> str:
    match node:
        case Call():
            return _call(node)
        case Group():
            return node.brackets[0] + _text(node.body) + node.brackets[1]
        case Norm():
            bar = "|" if node.bars == 1 else "‖"
            return bar + _text(node.body) + bar + ("" if node.index is None else _script(canonical(node.index), _DOWN, "_"))
        case Inner():
            return f"⟨{_text(node.left)}, {_text(node.right)}⟩"
        case Big():
            return _big(node)
        case At():
            return f"{_base(node.body)}|_({_text(node.point)})"
        case Matrix():
            rows = "; ".join(", ".join(_text(cell) for cell in row) for row in node.rows)
            left, right = (node.brackets[0], node.brackets[1]) if node.brackets else ("", "")
            return left + rows + right
        case Cases() | Aligned():
            return "; ".join(" ".join(filter(None, (_text(cell) for cell in row))) for row in node.rows)
        case Mark():
            return _text(node.body)
        case Relation():
            return _relation(node)
        case Sequence():
            out = _at_least(node.items[0], RELATION)
            for separator, item in zip(node.separators, node.items[1:], strict=True):
                out += {"quad": "  ", "text": " ", ":": ":"}.get(separator, separator + " ") + _at_least(item, RELATION)
            return out
        case Arrow():
            name = "" if node.name is None else f"({_text(node.name)})"
            return f"{_text(node.source)} →{name} {_text(node.target)}"
        case Text(formulas=formulas) if formulas and (words := words_around(node)):
            return (
                words[0] + "".join(_text(formula) + after for formula, after in zip(formulas, words[1:], strict=True))
            ).strip()
        case Text() | Opaque():
            return node.text.strip()
        case Dots():
            return {"h": "…", "v": "⋮", "d": "⋱"}[node.direction]
        case Rule():
            return "|"
        case Hole():
            return "□"
        case Colon():
            return ":"
        case Blank():
            return ""
        case _:
            return "?"


def _part(node: Node) -> str:
    """Numerator or denominator of a fraction on one line."""
    text = _text(node)
    single = level(node) >= SCRIPT and not isinstance(node, (Fraction, Derivative))
    return text if single else f"({text})"


def _derivative(node: Derivative) -> str:
    order = "" if node.order == 1 else _script("n" if node.order is None else str(node.order), _UP, "^")
    of = "" if node.of is None else _at_least(node.of, PRODUCT) if not isinstance(node.of, Product) else f"({_text(node.of)})"
    by = "".join(node.sign + _variable(item) for item in node.by)
    return f"{node.sign}{order}{of}/{by}"


def _variable(by: By) -> str:
    text = _part(by.variable)
    return text if by.order == 1 else text + _script("n" if by.order is None else str(by.order), _UP, "^")


def _sum(node: Sum) -> str:
    out = ""
    for k, (sign, term) in enumerate(zip(node.signs, node.terms, strict=True)):
        text = _at_least(term, NEGATION)
        if k:
            out += f" {sign} {text}"
        else:
            out = text if sign == "+" and len(node.terms) > 1 else sign + text
    return out


def _product(node: Product) -> str:
    out = ""
    last = len(node.factors) - 1
    for k, factor in enumerate(node.factors):
        text = _at_least(factor, NEGATION)
        if (isinstance(factor, Big) and k < last) or isinstance(factor, Product):
            text = f"({text})"
        if k:
            sign = _SIGNS.get(node.signs[k - 1], node.signs[k - 1])
            crowded = out[-1:].isdigit() and text[:1].isdigit()
            word = not sign and (
                _is_word(factor)
                or _is_word(node.factors[k - 1])
                or isinstance(factor, (Derivative, Fraction))
                or isinstance(node.factors[k - 1], (Derivative, Fraction))
            )
            out += sign if sign == "/" else f" {sign} " if sign else " " if crowded or word else ""
        out += text
    return out.strip()


def _is_word(node: Node) -> bool:
    return isinstance(node, (Call, Big, Nabla)) or (isinstance(node, Symbol) and len(node.name.letter) > 1)


def _big(node: Big) -> str:
    out = _BIG.get(node.operator, node.operator)
    if node.lower is not None:
        out += f"_({_text(node.lower)})" if level(node.lower) < SCRIPT else _script(canonical(node.lower), _DOWN, "_")
    if node.upper is not None:
        out += _script(canonical(node.upper), _UP, "^")
    return out if node.body is None else f"{out} {_at_least(node.body, NEGATION)}"


def _call(node: Call) -> str:
    if node.function == "sqrt" and len(node.args) == 1 and node.index is None:
        return "√" + (_text(node.args[0]) if isinstance(node.args[0], (Symbol, Number)) else f"({_text(node.args[0])})")
    if node.function == "factorial" and len(node.args) == 1:
        return _base(node.args[0]) + "!"
    out = {"E": "𝔼", "P": "ℙ"}.get(node.function, node.function) + "′" * node.primes
    if node.index is not None:
        out += _script(canonical(node.index), _DOWN, "_")
    if node.power is not None:
        out += _script(canonical(node.power), _UP, "^")
    return f"{out}({', '.join(_text(arg) for arg in node.args)})"


def _relation(node: Relation) -> str:
    out = _at_least(node.sides[0], SUM)
    for sign, side in zip(node.signs, node.sides[1:], strict=True):
        out += f" {sign} {_at_least(side, SUM)}"
    return out.strip()
