"""A syntax tree as LaTeX: for derivatives that were worked out, written with the note's own sign for the transpose."""

from __future__ import annotations

import re

from nablint.features.wording import GREEK, name_latex, safe_latex
from nablint.parse import nodes as n

DEEPEST = 80
_SIGNS = {
    "": " ", "cdot": r" \cdot ", "star": " * ", "times": r" \times ", "odot": r" \odot ", "oslash": r" \oslash ",
    "otimes": r" \otimes ", "oplus": r" \oplus ", "circ": r" \circ ", "slash": " / ", "wedge": r" \wedge ",
    "cross": r" \times ",
}  # fmt: skip
_BIG = {"union": r"\bigcup", "intersection": r"\bigcap", "oplus": r"\bigoplus", "otimes": r"\bigotimes"}
_BRACKETS = {"()": ("(", ")"), "[]": ("[", "]"), "{}": (r"\{", r"\}"), "⟨⟩": (r"\langle ", r" \rangle"),
             "⌊⌋": (r"\lfloor ", r" \rfloor"), "⌈⌉": (r"\lceil ", r" \rceil"), "(]": ("(", "]"), "[)": ("[", ")")}  # fmt: skip
_MATRIX = {"[]": "bmatrix", "()": "pmatrix", "{}": "Bmatrix", "||": "vmatrix", "‖‖": "Vmatrix", "": "matrix"}
_RELATIONS = {
    "≡": r"\equiv",
    "≜": r"\triangleq",
    "≠": r"\ne",
    "≤": r"\le",
    "≥": r"\ge",
    "≈": r"\approx",
    "∈": r"\in",
    "→": r"\to",
}
_FUNCTIONS = frozenset(
    {"sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "ln", "det", "max", "min", "arcsin", "arccos", "arctan"}
)
_LABELS = {"star": "*", "plus": "+", "minus": "-", "hat": r"\wedge", "vee": r"\vee", "perp": r"\perp"}
_LOOSE, _SUM, _PRODUCT, _UNARY, _ATOM = range(5)


def transpose_sign(text: str) -> str:
    """The superscript by which a note's formulas write a transpose, the most frequent one."""
    signs = (r"\top", "T", r"{\mathsf T}", r"{\mathrm{T}}", r"\intercal")
    counts = {sign: len(re.findall(rf"\^\s*\{{?{re.escape(sign)}(?![A-Za-z])", text)) for sign in signs}
    return max(signs, key=lambda sign: counts[sign])


def latex_of(node: n.Node, transpose: str = r"\top") -> str:
    """LaTeX of a formula; what has no LaTeX of its own is left out."""
    return " ".join(_Writer(transpose).at(node, _LOOSE, 0).split())


class _Writer:
    def __init__(self, transpose: str) -> None:
        self.transpose = transpose

    def at(self, node: n.Node, place: int, depth: int) -> str:
        if depth > DEEPEST:
            return r"\dots"
        text, binds = self.written(node, depth + 1)
        return text if binds >= place else f"({text})"

    def all(self, parts: tuple[n.Node, ...], depth: int, between: str) -> str:
        return between.join(self.at(part, _LOOSE, depth) for part in parts)

    def written(self, node: n.Node, d: int) -> tuple[str, int]:
        match node:
            case n.Number(text=text):
                return text, _ATOM
            case n.Symbol(name=name):
                return name_latex(name), _ATOM
            case n.Sub(base=base, index=index):
                return f"{self.at(base, _ATOM, d)}_{{{self.at(index, _LOOSE, d)}}}", _ATOM
            case n.Label(base=base, label=label, style=style):
                inner = _LABELS.get(style) or self.at(label, _LOOSE, d)
                shown = (
                    f"({inner.strip('()')})" if style == "paren" else f"[{inner.strip('[]')}]" if style == "bracket" else inner
                )
                return f"{self.based(base, d)}^{{{shown}}}", _UNARY
            case n.Prime(base=base, count=count):
                return self.at(base, _ATOM, d) + "'" * min(count, 4), _UNARY
            case n.Power(base=base, exponent=exponent):
                return f"{self.based(base, d)}^{{{self.at(exponent, _LOOSE, d)}}}", _UNARY
            case n.Transpose(base=base):
                return f"{self.based(base, d)}^{self.transpose}", _UNARY
            case n.Adjoint(base=base):
                return f"{self.based(base, d)}^H", _UNARY
            case n.Negate(body=body):
                return f"-{self.at(body, _PRODUCT, d)}", _SUM
            case n.Sum(signs=signs, terms=terms):
                return self.sum(signs, terms, d), _SUM
            case n.Product(factors=factors, signs=signs):
                text = self.at(factors[0], _UNARY, d)
                for sign, factor in zip(signs, factors[1:], strict=True):
                    text += _SIGNS[sign] + self.at(factor, _UNARY, d)
                return text, _PRODUCT
            case n.Fraction(numerator=top, denominator=bottom):
                return rf"\frac{{{self.at(top, _LOOSE, d)}}}{{{self.at(bottom, _LOOSE, d)}}}", _ATOM
            case n.Group(body=body, brackets=brackets):
                left, right = _BRACKETS[brackets]
                return f"{left}{self.at(body, _LOOSE, d)}{right}", _ATOM
            case _:
                return self.rarer(node, d)

    def rarer(self, node: n.Node, d: int) -> tuple[str, int]:
        match node:
            case n.Derivative():
                top = f"{_sign(node.sign)}{f'^{node.order}' if node.order not in (1, None) else ''}"
                by = " ".join(f"{_sign(node.sign)} {self.at(b, _ATOM, d)}" for b in node.by)
                return rf"\frac{{{top} {self.at(node.of, _ATOM, d) if node.of else ''}}}{{{by}}}", _ATOM
            case n.By(variable=variable, order=order):
                return self.at(variable, _ATOM, d) + (f"^{order}" if order != 1 else ""), _ATOM
            case n.Nabla(by=by, order=order):
                power = f"^{order}" if order != 1 else ""
                return rf"\nabla{power}" + (f"_{{{self.at(by, _LOOSE, d)}}}" if by else " "), _ATOM
            case n.Call():
                return self.call(node, d), _UNARY
            case n.Norm(body=body, bars=bars, index=index):
                bar = r"\|" if bars == 2 else "|"
                return f"{bar}{self.at(body, _LOOSE, d)}{bar}" + (f"_{{{self.at(index, _LOOSE, d)}}}" if index else ""), _ATOM
            case n.Inner(left=first, right=second):
                return rf"\langle {self.at(first, _LOOSE, d)}, {self.at(second, _LOOSE, d)} \rangle", _ATOM
            case n.Big(operator=operator, lower=lower, upper=upper, body=summand):
                head = _BIG.get(operator, rf"\{operator}")
                head += f"_{{{self.at(lower, _LOOSE, d)}}}" if lower else ""
                head += f"^{{{self.at(upper, _LOOSE, d)}}}" if upper else ""
                return f"{head} {self.at(summand, _PRODUCT, d) if summand else ''}", _PRODUCT
            case n.Matrix(rows=rows, brackets=brackets):
                kind = _MATRIX[brackets]
                inner = r" \\ ".join(self.all(row, d, " & ") for row in rows)
                return rf"\begin{{{kind}}} {inner} \end{{{kind}}}", _ATOM
            case n.Relation(sides=sides, signs=signs):
                text = self.at(sides[0], _LOOSE, d)
                for sign, side in zip(signs, sides[1:], strict=False):
                    text += f" {_RELATIONS.get(sign, sign)} {self.at(side, _LOOSE, d)}"
                return text, _LOOSE
            case n.Sequence(items=items):
                return self.all(items, d, ", "), _LOOSE
            case n.Mark(body=body):
                return self.at(body, _LOOSE, d), _LOOSE
            case n.Text(text=words):
                return rf"\text{{{safe_latex(words)}}}", _ATOM
            case n.Dots(direction=direction):
                return {"h": r"\dots", "v": r"\vdots", "d": r"\ddots"}[direction], _ATOM
            case n.Colon():
                return ":", _ATOM
            case _:
                return "", _ATOM

    def label(self, label: n.Node, style: str, d: int) -> str:
        inner = _LABELS.get(style) or self.at(label, _LOOSE, d)
        if style == "paren":
            return f"({inner.strip('()')})"
        return f"[{inner.strip('[]')}]" if style == "bracket" else inner

    def based(self, base: n.Node, d: int) -> str:
        """What a superscript can stand on: no second superscript on one that is there."""
        text, binds = self.written(base, d)
        if binds == _ATOM:
            return text
        return f"{{{text}}}" if isinstance(base, (n.Label, n.Prime)) else f"({text})"

    def sum(self, signs: tuple[str, ...], terms: tuple[n.Node, ...], d: int) -> str:
        text = ""
        for sign, summand in zip(signs, terms, strict=True):
            shown = r"\pm" if sign == "±" else r"\mp" if sign == "∓" else sign
            body = self.at(summand, _PRODUCT, d)
            text += f" {shown} {body}" if text else body if sign == "+" else f"{shown}{body}"
        return text

    def call(self, node: n.Call, d: int) -> str:
        head = rf"\{node.function}" if node.function in _FUNCTIONS else rf"\operatorname{{{safe_latex(node.function)}}}"
        head += "'" * min(node.primes, 4)
        head += f"_{{{self.at(node.index, _LOOSE, d)}}}" if node.index else ""
        head += f"^{{{self.at(node.power, _LOOSE, d)}}}" if node.power else ""
        if len(node.args) == 1 and isinstance(node.args[0], (n.Group, n.Norm)):
            return head + self.at(node.args[0], _LOOSE, d)
        return f"{head}({self.all(node.args, d, ', ')})"


def _sign(sign: str) -> str:
    return r"\partial" if sign == "∂" else GREEK.get(sign, sign)
