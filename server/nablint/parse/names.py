"""What a symbol is called: its letter apart from its scripts, and one canonical text for every sub- and superscript."""

from __future__ import annotations

from nablint.base.values import dataclass
from nablint.parse.nodes import (
    Adjoint,
    Blank,
    Call,
    Colon,
    Dots,
    Fraction,
    Group,
    Hole,
    Label,
    Mark,
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
    Sequence,
    Sub,
    Sum,
    Symbol,
    Text,
    Transpose,
)

_PRODUCT_TEXT = {
    "": "",
    "cdot": "·",
    "star": "*",
    "times": "×",
    "odot": "⊙",
    "oslash": "⊘",
    "otimes": "⊗",
    "oplus": "⊕",
    "circ": "∘",
    "slash": "/",
    "wedge": "∧",
    "cross": "×",
}
_LABEL_TEXT = {"star": "*", "plus": "+", "minus": "-", "hat": "∧", "vee": "∨", "perp": "⟂"}


@dataclass(frozen=True, slots=True)
class SymbolParts:
    """A symbol with its scripts apart. `primes` counts primes on it; `base` is the node of the bare letter."""

    name: Name
    base: Symbol
    sub: Node | None = None
    sup: Node | None = None
    sup_style: str = ""
    primes: int = 0

    @property
    def sub_text(self) -> str:
        return canonical(self.sub) if self.sub is not None else ""

    @property
    def sup_text(self) -> str:
        return label_text(self.sup, self.sup_style) if self.sup is not None else ""


def symbol_parts(node: Node) -> SymbolParts | None:
    """The parts of a letter with a subscript, a label and primes, in any order; None where the node is more than that."""
    sub: Node | None = None
    sup: Node | None = None
    style = ""
    primes = 0
    while True:
        if isinstance(node, Symbol):
            return SymbolParts(node.name, node, sub, sup, style, primes)
        if isinstance(node, Mark):
            node = node.body
        elif isinstance(node, Sub) and sub is None:
            sub, node = node.index, node.base
        elif isinstance(node, Label) and sup is None:
            sup, style, node = node.label, node.style, node.base
        elif isinstance(node, Prime):
            primes, node = primes + node.count, node.base
        else:
            return None


def label_text(label: Node, style: str) -> str:
    """A label as SymbolKey has it: "(2)", "[l]", "*"."""
    if style in _LABEL_TEXT:
        return _LABEL_TEXT[style]
    text = canonical(label)
    return f"({text})" if style == "paren" else f"[{text}]" if style == "bracket" else text


def canonical(node: Node) -> str:
    """One text for a script, whatever its spelling: "model", "1", "ij", "t-1", "i,:", "n×n"."""
    if isinstance(node, Symbol):
        return node.name.letter
    if isinstance(node, Number):
        return node.text
    if isinstance(node, Product):
        out = canonical(node.factors[0])
        for sign, factor in zip(node.signs, node.factors[1:], strict=True):
            out += _PRODUCT_TEXT.get(sign, sign) + canonical(factor)
        return out
    if isinstance(node, Sum):
        out = "".join(sign + canonical(term) for sign, term in zip(node.signs, node.terms, strict=True))
        return out[1:] if out.startswith("+") and len(node.terms) > 1 else out
    if isinstance(node, Sequence):
        out = canonical(node.items[0])
        for between, item in zip(node.separators, node.items[1:], strict=True):
            out += {"quad": " ", "text": " "}.get(between, between) + canonical(item)
        return out
    if isinstance(node, Relation):
        out = canonical(node.sides[0])
        for relation, side in zip(node.signs, node.sides[1:], strict=True):
            out += relation + canonical(side)
        return out
    return _canonical_other(node)


def _canonical_other(node: Node) -> str:
    match node:
        case Sub(base=base, index=index):
            return f"{canonical(base)}_{canonical(index)}"
        case Label(base=base, label=label, style=style):
            return canonical(base) + label_text(label, style)
        case Power(base=base, exponent=exponent):
            return f"{canonical(base)}^{canonical(exponent)}"
        case Transpose(base=base):
            return canonical(base) + "ᵀ"
        case Adjoint(base=base):
            return canonical(base) + "ᴴ"
        case Prime(base=base, count=count):
            return canonical(base) + "'" * count
        case Negate(body=body):
            return "-" + canonical(body)
        case Group(body=body, brackets=brackets):
            return brackets[0] + canonical(body) + brackets[1]
        case Fraction(numerator=numerator, denominator=denominator):
            return f"{canonical(numerator)}/{canonical(denominator)}"
        case Call(function=function, args=args):
            return f"{function}({','.join(canonical(arg) for arg in args)})"
        case Norm(body=body, bars=bars):
            return "|" * bars + canonical(body) + "|" * bars
        case Text(text=text):
            return text.strip()
        case Opaque(text=text):
            return text
        case Mark(body=body):
            return canonical(body)
        case Colon():
            return ":"
        case Dots():
            return "…"
        case Hole():
            return "□"
        case Blank():
            return ""
        case _:
            return "?"
