"""A tree as LaTeX, in the usual spelling; read again it gives the same tree."""

from __future__ import annotations

from nablint.base.values import dataclass
from nablint.parse.functions import COMMAND_FUNCTIONS
from nablint.parse.latex_names import (
    BIG_COMMANDS,
    LOGIC_COMMANDS,
    PLUS_MINUS_COMMANDS,
    RELATION_COMMANDS,
    SIGN_COMMANDS,
    function_command,
    latex_name,
)
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
    walk,
)
from nablint.parse.precedence import NEGATION, PRODUCT, RELATION, SCRIPT, SUM, has_subscript, has_superscript, level


@dataclass(frozen=True, slots=True)
class LatexStyle:
    """The author's own spelling: the sign of a transpose, and whether products of numbers and letters get a dot."""

    transpose: str = "^\\top"


_BRACKETS = {
    "()": ("(", ")"),
    "[]": ("[", "]"),
    "{}": ("\\{", "\\}"),
    "⟨⟩": ("\\langle ", "\\rangle"),
    "⌊⌋": ("\\lfloor ", "\\rfloor"),
    "⌈⌉": ("\\lceil ", "\\rceil"),
    "(]": ("(", "]"),
    "[)": ("[", ")"),
}
_MATRICES = {"[]": "bmatrix", "()": "pmatrix", "{}": "Bmatrix", "||": "vmatrix", "‖‖": "Vmatrix", "": "matrix"}
_BRACED_CALLS = {
    "overline": "\\overline",
    "widehat": "\\widehat",
    "widetilde": "\\widetilde",
    "overarrow": "\\overrightarrow",
    "underline": "\\underline",
}
_TALL = (Fraction, Derivative, Matrix, Big, Cases, Mark)


def render_latex(node: Node, style: LatexStyle | None = None) -> str:
    """The node as LaTeX."""
    return _Writer(style or LatexStyle()).text(node)


class _Writer:
    def __init__(self, style: LatexStyle) -> None:
        self.style = style

    def text(self, node: Node) -> str:
        method = getattr(self, "_" + type(node).__name__.lower())
        return str(method(node))

    def at_least(self, node: Node, wanted: int) -> str:
        """The node's text, in brackets where it holds together less than is wanted."""
        text = self.text(node)
        return text if level(node) >= wanted else self.bracketed(text, node, "()")

    def bracketed(self, text: str, node: Node, brackets: str) -> str:
        left, right = _BRACKETS[brackets]
        if any(isinstance(part, _TALL) for part in walk(node)):
            return f"\\left{left}{text}\\right{right}"
        return f"{left}{text}{right}"

    # Letters and scripts

    def _number(self, node: Number) -> str:
        return node.text

    def _symbol(self, node: Symbol) -> str:
        return latex_name(node.name)

    def _base(self, node: Node, up: bool, down: bool) -> str:
        """A base for scripts, in braces where LaTeX or the reader needs them."""
        text = self.text(node)
        if level(node) < SCRIPT or isinstance(node, (Call, Fraction, Derivative, Mark, At, Opaque)):
            return f"{{{text}}}"
        if (up and (has_superscript(node) or isinstance(node, Nabla))) or (down and has_subscript(node)):
            return f"{{{text}}}"
        return text if not isinstance(node, Norm) or not down else f"{{{text}}}"

    def _sub(self, node: Sub) -> str:
        return f"{self._base(node.base, False, True)}_{{{self._script(node.index)}}}"

    def _script(self, node: Node) -> str:
        """Letters below a line stand closer: `ij`, `i=1`."""
        text = self.text(node)
        letters = isinstance(node, Product) and not any(node.signs) and "\\" not in text
        return text.replace(" ", "") if letters else text.replace(" = ", "=") if isinstance(node, Relation) else text

    def _power(self, node: Power) -> str:
        return f"{self._base(node.base, True, False)}^{{{self.text(node.exponent)}}}"

    def _transpose(self, node: Transpose) -> str:
        sign = self.style.transpose
        inner = sign.lstrip("^").strip("{}")
        base = node.base
        if isinstance(base, Power) and isinstance(base.exponent, Negate) and isinstance(base.exponent.body, Number):
            count = base.exponent.body.text
            return f"{self._base(base.base, True, False)}^{{-{'' if count == '1' else count}{inner}}}"
        if isinstance(base, Label) and base.style in ("paren", "bracket") and not has_superscript(base.base):
            return f"{self._base(base.base, True, False)}^{{{self._label_text(base)}{inner}}}"
        return self._base(base, True, False) + sign

    def _adjoint(self, node: Adjoint) -> str:
        return self._base(node.base, True, False) + "^{H}"

    def _label(self, node: Label) -> str:
        return f"{self._base(node.base, True, False)}^{{{self._label_text(node)}}}"

    def _label_text(self, node: Label) -> str:
        text = self.text(node.label)
        return {"paren": f"({text})", "bracket": f"[{text}]"}.get(node.style, text)

    def _prime(self, node: Prime) -> str:
        return self._base(node.base, True, False) + "'" * node.count

    # Arithmetic

    def _negate(self, node: Negate) -> str:
        return "-" + self.at_least(node.body, PRODUCT)

    def _sum(self, node: Sum) -> str:
        out: list[str] = []
        for k, (sign, term) in enumerate(zip(node.signs, node.terms, strict=True)):
            if k or sign != "+" or len(node.terms) == 1:
                out.append(PLUS_MINUS_COMMANDS.get(sign, sign))
            out.append(self.at_least(term, NEGATION))
        return " ".join(out)

    def _product(self, node: Product) -> str:
        out: list[str] = []
        last = len(node.factors) - 1
        for k, factor in enumerate(node.factors):
            if k:
                sign = node.signs[k - 1]
                if sign:
                    out.append(SIGN_COMMANDS.get(sign, "\\" + sign))
            needs = (
                (isinstance(factor, Big) and k < last and (factor.body is not None or not node.signs[k]))
                or (isinstance(factor, Product))
                or (isinstance(factor, Negate) and not (k and node.signs[k - 1]))
            )
            text = self.text(factor)
            if needs or level(factor) < NEGATION:
                text = self.bracketed(text, factor, "()")
            out.append(text)
        return " ".join(piece for piece in out if piece)

    def _fraction(self, node: Fraction) -> str:
        return f"\\frac{{{self.text(node.numerator)}}}{{{self.text(node.denominator)}}}"

    def _derivative(self, node: Derivative) -> str:
        sign = {"∂": "\\partial", "δ": "\\delta"}.get(node.sign, node.sign)
        upper = sign + _order(node.order)
        if node.of is not None:
            upper += " " + self.at_least(node.of, PRODUCT)
        lower = " ".join(self._variable(by, sign) for by in node.by)
        return f"\\frac{{{upper}}}{{{lower}}}"

    def _variable(self, by: By, sign: str) -> str:
        text = self.at_least(by.variable, PRODUCT)
        if by.order == 1:
            return f"{sign} {text}"
        braced = f"{{{text}}}" if has_superscript(by.variable) or level(by.variable) < SCRIPT else text
        return f"{sign} {braced}{_order(by.order)}"

    def _by(self, node: By) -> str:
        return self.text(node.variable)

    def _nabla(self, node: Nabla) -> str:
        by = "" if node.by is None else f"_{{{self.text(node.by)}}}"
        return "\\nabla" + by + ("" if node.order == 1 else f"^{{{node.order}}}")

    def _at(self, node: At) -> str:
        point = node.point
        scripts = f"_{{{self.text(point)}}}"
        if isinstance(point, Sequence) and point.separators == (":",):  # from one bound to another, each a script of the bar
            scripts = f"_{{{self.text(point.items[0])}}}^{{{self.text(point.items[1])}}}"
        return f"\\left. {self.text(node.body)} \\right|{scripts}"

    def _big(self, node: Big) -> str:
        out = BIG_COMMANDS.get(node.operator, f"\\operatorname{{{node.operator}}}")
        if node.lower is not None:
            out += f"_{{{self._script(node.lower)}}}"
        if node.upper is not None:
            out += f"^{{{self.text(node.upper)}}}"
        return out if node.body is None else f"{out} {self.at_least(node.body, NEGATION)}"

    def _call(self, node: Call) -> str:
        name = node.function
        if name == "sqrt" and len(node.args) == 1:
            return "\\sqrt" + ("" if node.index is None else f"[{self.text(node.index)}]") + f"{{{self.text(node.args[0])}}}"
        if name == "binom" and len(node.args) == 2:
            return f"\\binom{{{self.text(node.args[0])}}}{{{self.text(node.args[1])}}}"
        if name == "factorial" and len(node.args) == 1:
            return self._base(node.args[0], False, False) + "!"
        if name in _BRACED_CALLS and len(node.args) == 1:
            return f"{_BRACED_CALLS[name]}{{{self.text(node.args[0])}}}"
        out = function_command(name) + "'" * node.primes
        if node.index is not None:
            out += f"_{{{self.text(node.index)}}}"
        if node.power is not None:
            out += f"^{{{self.text(node.power)}}}"
        only = node.args[0] if len(node.args) == 1 else None
        if isinstance(only, Call) and "\\" + only.function in COMMAND_FUNCTIONS and out[0] == "\\" and name not in ("E", "P"):
            return f"{out} {self.text(only)}"
        inner = ", ".join(self.text(arg) for arg in node.args)
        return (
            out + self.bracketed(inner, node.args[0] if only else node, "[]" if name == "E" else "()")
            if node.args
            else out + "()"
        )

    # Brackets

    def _group(self, node: Group) -> str:
        return self.bracketed(self.text(node.body), node.body, node.brackets)

    def _norm(self, node: Norm) -> str:
        sign = "|" if node.bars == 1 else "\\|"
        index = "" if node.index is None else f"_{{{self.text(node.index)}}}"
        return f"\\left{sign} {self.text(node.body)} \\right{sign}{index}"

    def _inner(self, node: Inner) -> str:
        return f"\\langle {self.text(node.left)}, {self.text(node.right)} \\rangle"

    def _matrix(self, node: Matrix) -> str:
        name = _MATRICES[node.brackets]
        return f"\\begin{{{name}}} {self._rows(node.rows)} \\end{{{name}}}"

    def _cases(self, node: Cases) -> str:
        return f"\\begin{{cases}} {self._rows(node.rows)} \\end{{cases}}"

    def _aligned(self, node: Aligned) -> str:
        rows = self._rows(node.rows)
        return (
            rows
            if not node.environment
            else f"\\begin{{{node.environment}}}{_specification(node)} {rows} \\end{{{node.environment}}}"
        )

    def _rows(self, rows: tuple[tuple[Node, ...], ...]) -> str:
        return " \\\\ ".join(" & ".join(self.text(cell) for cell in row) for row in rows)

    # What holds parts side by side

    def _relation(self, node: Relation) -> str:
        out = [self.at_least(node.sides[0], SUM)]
        for sign, side in zip(node.signs, node.sides[1:], strict=True):
            out.append(RELATION_COMMANDS.get(sign, sign))
            out.append(self.at_least(side, SUM))
        return " ".join(piece for piece in out if piece)

    def _sequence(self, node: Sequence) -> str:
        out = self.at_least(node.items[0], RELATION)
        for separator, item in zip(node.separators, node.items[1:], strict=True):
            out += {"quad": " \\quad ", "text": " ", ":": ":"}.get(separator, separator + " ") + self.at_least(item, RELATION)
        return out

    def _arrow(self, node: Arrow) -> str:
        name = "" if node.name is None else self.text(node.name)
        return f"{self.text(node.source)} \\xrightarrow{{{name}}} {self.text(node.target)}"

    def _mark(self, node: Mark) -> str:
        body, note = self.text(node.body), "" if node.note is None else self.text(node.note)
        if node.style in ("cancel", "boxed"):
            return f"\\{node.style}{{{body}}}" if node.note is None else f"\\cancelto{{{note}}}{{{body}}}"
        if node.style in ("underbrace", "overbrace"):
            script = "_" if node.style == "underbrace" else "^"
            return f"\\{node.style}{{{body}}}" + (f"{script}{{{note}}}" if node.note is not None else "")
        return f"\\{'overset' if node.style == 'overset' else 'underset'}{{{note}}}{{{body}}}"

    def _text(self, node: Text) -> str:
        return LOGIC_COMMANDS.get(node.text) or f"\\text{{{node.text}}}"

    def _dots(self, node: Dots) -> str:
        return {"h": "\\dots", "v": "\\vdots", "d": "\\ddots"}[node.direction]

    def _rule(self, node: Rule) -> str:
        return "\\vert"

    def _blank(self, node: Blank) -> str:
        return ""

    def _hole(self, node: Hole) -> str:
        return "\\Box"

    def _colon(self, node: Colon) -> str:
        return ":"

    def _opaque(self, node: Opaque) -> str:
        return node.text


def _order(order: int | None) -> str:
    return "" if order == 1 else f"^{{{'n' if order is None else order}}}"


def _specification(node: Aligned) -> str:
    if node.environment.startswith(("alignat", "alignedat")):
        return f"{{{max((len(row) for row in node.rows), default=1)}}}"
    return "{rCl}" if node.environment.startswith("IEEE") else ""


__all__ = ["LatexStyle", "render_latex"]
