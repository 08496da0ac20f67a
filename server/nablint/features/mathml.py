"""A syntax tree drawn as MathML, for pages that browsers show without any script; symbols may carry a title."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from nablint.parse import nodes as n
from nablint.parse.render import render_unicode
from nablint.parse.unicode_text import unicode_name

Title = Callable[[n.Node], str]
DEEPEST = 60

_SIGNS = {
    "": "\u2062", "cdot": "·", "star": "∗", "times": "×", "odot": "⊙", "oslash": "⊘", "otimes": "⊗", "oplus": "⊕",
    "circ": "∘", "slash": "/", "wedge": "∧", "cross": "×",
}  # fmt: skip
_BIG = {"sum": "∑", "prod": "∏", "int": "∫", "union": "⋃", "intersection": "⋂", "oplus": "⨁", "otimes": "⨂"}
_LABELS = {"star": "∗", "plus": "+", "minus": "−", "hat": "∧", "vee": "∨", "perp": "⊥"}
_DOTS = {"h": "⋯", "v": "⋮", "d": "⋱"}
_PAIRS = {
    "[]": "[]",
    "()": "()",
    "{}": "{}",
    "||": "||",
    "‖‖": "‖‖",
    "⟨⟩": "⟨⟩",
    "⌊⌋": "⌊⌋",
    "⌈⌉": "⌈⌉",
    "(]": "(]",
    "[)": "[)",
}
_LOOSE = (n.Sum, n.Relation, n.Sequence, n.Negate)


def mathml(root: n.Node, display: bool = False, title: Title = lambda node: "") -> str:
    """One `math` element. `title` gives the words that a symbol shows on hover, "" for none."""
    return f'<math display="{"block" if display else "inline"}">{_Writer(title).write(root, 0)}</math>'


class _Writer:
    def __init__(self, title: Title) -> None:
        self.title = title

    def write(self, node: n.Node, depth: int) -> str:
        if depth > DEEPEST:
            return f"<mtext>{escape(render_unicode(node))}</mtext>"
        drawn = self._drawn(node, depth + 1)
        words = self.title(node)
        return f'<mrow title="{escape(words)}">{drawn}</mrow>' if words else drawn

    def _drawn(self, node: n.Node, d: int) -> str:
        match node:
            case n.Number(_, text):
                return f"<mn>{escape(text)}</mn>"
            case n.Symbol(_, name):
                return _name(name)
            case n.Sub(_, n.Power(_, base, exponent), index) | n.Power(_, n.Sub(_, base, index), exponent):
                return f"<msubsup>{self._tight(base, d)}{self.write(index, d)}{self.write(exponent, d)}</msubsup>"
            case n.Sub(_, base, index):
                return f"<msub>{self._tight(base, d)}{self.write(index, d)}</msub>"
            case n.Power(_, base, exponent):
                return f"<msup>{self._tight(base, d)}{self.write(exponent, d)}</msup>"
            case n.Transpose(_, base):
                return f"<msup>{self._tight(base, d)}<mo>⊤</mo></msup>"
            case n.Adjoint(_, base):
                return f"<msup>{self._tight(base, d)}<mo>†</mo></msup>"
            case n.Prime(_, base, count):
                return f"<msup>{self._tight(base, d)}<mo>{'′' * min(count, 4)}</mo></msup>"
            case n.Label(_, base, label, style):
                return f"<msup>{self._tight(base, d)}{self._label(label, style, d)}</msup>"
            case n.Negate(_, body):
                return f"<mrow><mo>−</mo>{self._tight(body, d)}</mrow>"
            case n.Sum(_, signs, terms):
                return self._sum(signs, terms, d)
            case n.Product(_, factors, signs):
                parts = [self._tight(f, d) if isinstance(f, _LOOSE) else self.write(f, d) for f in factors]
                return _row(_between(parts, [_op(_SIGNS.get(sign, sign)) for sign in signs]))
            case n.Fraction(_, above, below):
                return f"<mfrac>{self.write(above, d)}{self.write(below, d)}</mfrac>"
            case n.Derivative() | n.Nabla():
                return self._derivative(node, d)
            case n.Group(_, body, brackets):
                return _fenced(_PAIRS.get(brackets, "()"), self.write(body, d))
            case n.Norm(_, body, bars, index):
                drawn = _fenced("||" if bars == 1 else "‖‖", self.write(body, d))
                return drawn if index is None else f"<msub>{drawn}{self.write(index, d)}</msub>"
            case n.Inner(_, left, right):
                return _fenced("⟨⟩", self.write(left, d) + _op(",") + self.write(right, d))
            case n.Call():
                return self._call(node, d)
            case n.Big():
                return self._big(node, d)
            case n.Relation(_, sides, signs, _):
                return _row(_between([self.write(side, d) for side in sides], [_op(sign) for sign in signs]))
            case _:
                return self._arranged(node, d)

    def _arranged(self, node: n.Node, d: int) -> str:
        """What stands in rows and lists, and what is only marked."""
        match node:
            case n.Matrix(_, rows, brackets):
                return _fenced(_PAIRS.get(brackets, ""), self._table(rows, d))
            case n.Cases(_, rows):
                return _fenced("{ ", self._table(rows, d, "left"))
            case n.Aligned(_, rows, _):
                return self._table(rows, d, "right left")
            case n.Sequence(_, items, separators):
                gaps = [_op(s) if s in (",", ";", ":") else '<mspace width="1em"/>' for s in separators]
                return _row(_between([self.write(item, d) for item in items], gaps))
            case n.Mark(_, body, note, style):
                return self._mark(self.write(body, d), note, style, d)
            case n.At(_, body, point):
                return f'<msub><mrow>{self.write(body, d)}<mo stretchy="true">|</mo></mrow>{self.write(point, d)}</msub>'
            case n.Arrow(_, source, target, name):
                arrow = _op("→") if name is None else f"<mover>{_op('→')}{self.write(name, d)}</mover>"
                return _row([self.write(source, d), arrow, self.write(target, d)])
            case n.Dots(_, direction):
                return _op(_DOTS[direction])
            case n.Blank():
                return "<mrow></mrow>"
            case n.Hole():
                return _op("□")
            case n.Text(_, text, _):
                return f"<mtext>{escape(text).replace(' ', chr(0xA0))}</mtext>"
            case n.Opaque(_, text, _):
                return f'<mtext class="opaque">{escape(text)}</mtext>'
            case _:
                return f"<mtext>{escape(render_unicode(node))}</mtext>"

    def _tight(self, node: n.Node, d: int) -> str:
        """With brackets where a sum would otherwise fall apart."""
        drawn = self.write(node, d)
        return _fenced("()", drawn) if isinstance(node, (*_LOOSE, n.Product)) and not isinstance(node, n.Group) else drawn

    def _sum(self, signs: tuple[str, ...], terms: tuple[n.Node, ...], d: int) -> str:
        out: list[str] = []
        for k, (sign, term) in enumerate(zip(signs, terms, strict=True)):
            if k or sign != "+":
                out.append(_op("−" if sign == "-" else sign))
            out.append(self.write(term, d))
        return _row(out)

    def _derivative(self, node: n.Derivative | n.Nabla, d: int) -> str:
        if isinstance(node, n.Nabla):
            order = "" if node.order == 1 else f"<mn>{node.order}</mn>"
            by = "" if node.by is None else self.write(node.by, d)
            if by and order:
                return f"<msubsup><mo>∇</mo>{by}{order}</msubsup>"
            return f"<msub><mo>∇</mo>{by}</msub>" if by else f"<msup><mo>∇</mo>{order}</msup>" if order else "<mo>∇</mo>"
        sign = f"<mo>{escape(node.sign)}</mo>"
        top = sign if node.order in (None, 1) else f"<msup>{sign}<mn>{node.order}</mn></msup>"
        above = top + (self.write(node.of, d) if node.of is not None else "")
        below = "".join(
            sign + (self.write(by.variable, d) if by.order in (None, 1) else self._power(by.variable, by.order, d))
            for by in node.by
        )
        return f"<mfrac><mrow>{above}</mrow><mrow>{below}</mrow></mfrac>"

    def _power(self, base: n.Node, order: int | None, d: int) -> str:
        return f"<msup>{self.write(base, d)}<mn>{order}</mn></msup>"

    def _call(self, node: n.Call, d: int) -> str:
        head = f'<mi mathvariant="normal">{escape(node.function)}{"′" * min(node.primes, 4)}</mi>'
        if node.index is not None:
            head = f"<msub>{head}{self.write(node.index, d)}</msub>"
        if node.power is not None:
            head = f"<msup>{head}{self.write(node.power, d)}</msup>"
        inside = _row(_between([self.write(a, d) for a in node.args], [_op(",")] * max(len(node.args) - 1, 0)))
        simple = len(node.args) == 1 and isinstance(node.args[0], n.Symbol | n.Group | n.Sub | n.Number | n.Call)
        return _row([head, _op("\u2061"), inside if simple else _fenced("()", inside)])

    def _big(self, node: n.Big, d: int) -> str:
        sign = _BIG.get(node.operator)
        head = f'<mo largeop="true">{sign}</mo>' if sign else f'<mi mathvariant="normal">{escape(node.operator)}</mi>'
        lower = "" if node.lower is None else self.write(node.lower, d)
        upper = "" if node.upper is None else self.write(node.upper, d)
        if lower and upper:
            head = f"<munderover>{head}{lower}{upper}</munderover>"
        elif lower or upper:
            tag = "munder" if lower else "mover"
            head = f"<{tag}>{head}{lower or upper}</{tag}>"
        return _row([head, self.write(node.body, d) if node.body is not None else ""])

    def _label(self, label: n.Node, style: str, d: int) -> str:
        if style in ("paren", "bracket"):
            return _fenced("()" if style == "paren" else "[]", self.write(label, d))
        return _op(_LABELS[style]) if style in _LABELS else self.write(label, d)

    def _mark(self, body: str, note: n.Node | None, style: str, d: int) -> str:
        words = "" if note is None else self.write(note, d)
        match style:
            case "underbrace":
                braced = f'<munder>{body}<mo stretchy="true">⏟</mo></munder>'
                return f"<munder>{braced}{words}</munder>" if words else braced
            case "overbrace":
                braced = f'<mover>{body}<mo stretchy="true">⏞</mo></mover>'
                return f"<mover>{braced}{words}</mover>" if words else braced
            case "underset" | "annotation":
                return f"<munder>{body}{words}</munder>" if words else body
            case "overset":
                return f"<mover>{body}{words}</mover>" if words else body
            case _:
                return f'<mrow class="{escape(style)}">{body}</mrow>'

    def _table(self, rows: tuple[tuple[n.Node, ...], ...], d: int, align: str = "center") -> str:
        drawn = "".join("<mtr>" + "".join(f"<mtd>{self.write(cell, d)}</mtd>" for cell in row) + "</mtr>" for row in rows)
        return f'<mtable columnalign="{align}">{drawn}</mtable>'


def _name(name: n.Name) -> str:
    text = escape(unicode_name(name))
    upright = ' mathvariant="normal"' if len(name.letter) > 1 or name.font in ("rm", "bold") else ""
    return f"<mi{upright}>{text}</mi>"


def _op(sign: str) -> str:
    return f"<mo>{escape(sign)}</mo>"


def _row(parts: Iterable[str]) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def _between(parts: list[str], signs: list[str]) -> list[str]:
    return [piece for k, part in enumerate(parts) for piece in (part, *signs[k : k + 1])]


def _fenced(pair: str, inside: str) -> str:
    if not pair:
        return f"<mrow>{inside}</mrow>"
    left, right = escape(pair[0]), escape(pair[1].strip())
    close = f'<mo fence="true">{right}</mo>' if right else ""
    return f'<mrow><mo fence="true">{left}</mo>{inside}{close}</mrow>'
