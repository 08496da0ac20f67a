"""A derivative as the text of a NumPy function: a computation entry by entry with `einsum`, correct for every shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from nablint.calculus.terms import (
    Add,
    Constant,
    Delta,
    Det,
    Expm,
    Fuse,
    Index,
    Inverse,
    Literal,
    Map,
    MatrixPower,
    Mul,
    Num,
    Over,
    Position,
    Power,
    Size,
    Softmax,
    Term,
    Unit,
    Var,
)
from nablint.calculus.values import Value
from nablint.declarations.facts import SymbolKey
from nablint.sizes.dims import Dim
from nablint.sizes.shapes import Matrix, Shape, Tensor, dims_of

_FUNCTIONS = {
    "exp": "np.exp({})", "log": "np.log({})", "log2": "np.log2({})", "log10": "np.log10({})", "sin": "np.sin({})",
    "cos": "np.cos({})", "tan": "np.tan({})", "sinh": "np.sinh({})", "cosh": "np.cosh({})", "tanh": "np.tanh({})",
    "arcsin": "np.arcsin({})", "arccos": "np.arccos({})", "arctan": "np.arctan({})", "arsinh": "np.arcsinh({})",
    "arcosh": "np.arccosh({})", "artanh": "np.arctanh({})", "sigmoid": "1 / (1 + np.exp(-({})))",
    "softplus": "np.logaddexp(0, {})", "relu": "np.maximum({}, 0)", "step": "np.heaviside({}, 0)", "abs": "np.abs({})",
    "sign": "np.sign({})", "cot": "1 / np.tan({})", "sec": "1 / np.cos({})", "csc": "1 / np.sin({})",
    "coth": "1 / np.tanh({})", "sech": "1 / np.cosh({})", "csch": "1 / np.sinh({})",
}  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon epsilon zeta eta theta iota kappa lambda_ mu nu xi pi rho sigma tau upsilon phi phi chi "
    "psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)
_GREEK = dict(zip("αβγδϵεζηθικλμνξπρστυφϕχψωΓΔΘΛΞΠΣΦΨΩ", _GREEK_NAMES.split(" "), strict=True))


_NOTHING: Mapping[str, Dim] = {}
_CHAIN = 8  # sizes that each were learnt from the next


class NoSource(Exception):
    """What NumPy has no function for."""


def function(name: str, value: Value, symbols: Sequence[tuple[SymbolKey, Shape]], learnt: Mapping[str, Dim] = _NOTHING) -> str:
    """The text of `def name(symbols): …`; a column has shape (n,), a row (1, n). `learnt`: sizes that were left out, as that of
    an I, by their names."""
    writer = _Writer(symbols, learnt)
    try:
        axes = tuple(a for a in value.axes if a is not None)
        body = writer.expression(value.term, axes)
    except NoSource as reason:
        return f"# no NumPy source: {reason}\n"
    if len(value.axes) == 2 and value.axes[0] is None and value.axes[1] is not None:
        body = f"({body})[None, :]"
    names = ", ".join(writer.names[k] for k, shape in symbols if isinstance(shape, Matrix | Tensor))
    lines = ["import numpy as np", "", "", f"def {name}({names}):"]
    lines.extend(f"    {line}" for line in (*writer.sizes, *writer.lines))
    lines.append(f"    return {body}")
    return "\n".join(lines) + "\n"


class _Writer:
    """Collects assignments, so that a shared part is computed once."""

    def __init__(self, symbols: Sequence[tuple[SymbolKey, Shape]], learnt: Mapping[str, Dim]) -> None:
        self.learnt = learnt
        self.names: dict[SymbolKey, str] = {}
        self.shapes = dict(symbols)
        self.sizes: list[str] = []
        self.lines: list[str] = []
        self.known: dict[str, str] = {}
        self.done: dict[int, tuple[Term, str, tuple[Index, ...]]] = {}
        for key, shape in symbols:
            self.names[key] = _identifier(key, set(self.names.values()))
            axis = int(_is_row(shape))
            for dim in dims_of(shape):
                single = dim.single_name
                if not dim.is_one:
                    if single is not None and single not in self.known:
                        self.known[single] = f"{self.names[key]}.shape[{axis}]"
                    axis += 1

    def dim(self, dim: Dim) -> str:
        for _ in range(_CHAIN):
            dim = dim.substitute(self.learnt) if dim.is_free else dim
        parts = []
        for names, coefficient in dim.terms:
            factors = [self.known.get(n, n) for n in names]
            if any(n not in self.known for n in names):
                raise NoSource("a size that no symbol has")
            parts.append("*".join([*([str(coefficient)] if coefficient != 1 or not names else []), *factors]))
        return " + ".join(parts) or "0"

    def expression(self, term: Term, axes: tuple[Index, ...]) -> str:
        """Source whose array has these axes in order; the term may lack some, which are then of length 1."""
        text, own = self.array(term)
        if own == axes:
            return text
        letters = {i: _LETTERS[k] for k, i in enumerate(dict.fromkeys((*own, *axes)))}
        present = [i for i in axes if i in own]
        if tuple(present) != own:
            text = f"np.einsum('{''.join(letters[i] for i in own)}->{''.join(letters[i] for i in present)}', {text})"
        if len(present) != len(axes):
            picks = ", ".join(":" if i in own else "None" for i in axes)
            text = f"({text})[{picks}]" if own else f"np.reshape({text}, ({'1, ' * len(axes)}))"
        return text

    def array(self, term: Term) -> tuple[str, tuple[Index, ...]]:
        known = self.done.get(id(term))
        if known is not None:
            return known[1], known[2]
        text, axes = self._array(term)
        if not isinstance(term, Num | Var | Size | Constant) and len(text) > 8:
            name = f"t{len(self.lines) + 1}"
            self.lines.append(f"{name} = {text}")
            text = name
        self.done[id(term)] = (term, text, axes)
        return text, axes

    def _array(self, term: Term) -> tuple[str, tuple[Index, ...]]:
        axes = tuple(sorted(term.free, key=lambda i: i.number))
        match term:
            case Num(value=value):
                if not axes:
                    return _fraction(value), ()
                return f"np.full(({' '.join(self.dim(i.dim) + ',' for i in axes)}), {_fraction(value)})", axes
            case Constant(name=name):
                return {"π": "np.pi", "e": "np.e"}[name], ()
            case Size(dim=dim):
                return f"({self.dim(dim)})", ()
            case Var(symbol=symbol, slots=slots):
                return self._variable(symbol, slots)
            case Delta(left=left):
                return f"np.eye({self.dim(left.dim)})", (term.left, term.right)
            case Unit(index=index, position=position):
                return f"np.eye({self.dim(index.dim)})[{self.dim(position)} - 1]", (index,)
            case Add(terms=terms):
                return "(" + " + ".join(self.expression(t, axes) for t in terms) + ")", axes
            case Mul():
                return self._product(term, axes)
            case Map(function=function, argument=argument):
                if function not in _FUNCTIONS:
                    raise NoSource(function)
                text, own = self.array(argument)
                return "(" + _FUNCTIONS[function].format(text) + ")", own
            case Power(base=base, exponent=exponent):
                raised = self.expression(exponent, axes if exponent.free else ())
                return f"({self.expression(base, axes)}) ** ({raised})", axes
            case _:
                return self._rarer(term)

    def _variable(self, symbol: SymbolKey, slots: tuple[Index, ...]) -> tuple[str, tuple[Index, ...]]:
        name = self.names.get(symbol)
        if name is None:
            raise NoSource("an unknown symbol")
        if len(set(slots)) < len(slots):
            return f"np.diagonal({name})", (slots[0],)
        return f"np.ravel({name})" if _is_row(self.shapes[symbol]) else name, slots

    def _product(self, term: Mul, axes: tuple[Index, ...]) -> tuple[str, tuple[Index, ...]]:
        arrays = [self.array(f) for f in term.factors]
        every = dict.fromkeys(i for _, own in arrays for i in own)
        letters = {i: _LETTERS[k] for k, i in enumerate(every)}
        shaped = [(text, own) for text, own in arrays if own]
        scalars = [text for text, own in arrays if not own]
        if term.coefficient != 1:
            scalars.insert(0, _fraction(term.coefficient))
        if not shaped:
            return " * ".join(scalars), ()
        inputs = ",".join("".join(letters[i] for i in own) for _, own in shaped)
        out = "".join(letters[i] for i in axes)
        if len(shaped) == 1 and shaped[0][1] == axes:
            return " * ".join([*scalars, shaped[0][0]]), axes
        joined = f"np.einsum('{inputs}->{out}', {', '.join(text for text, _ in shaped)})"
        return " * ".join([*scalars, joined]), axes

    def _rarer(self, term: Term) -> tuple[str, tuple[Index, ...]]:
        match term:
            case Inverse(body=body, rows=rows, cols=cols, row=row, col=col) if row is not col:
                return f"np.linalg.inv({self._full(body, (rows, cols))})", (row, col)
            case Inverse(body=body, rows=rows, cols=cols, row=row):
                return f"np.diagonal(np.linalg.inv({self._full(body, (rows, cols))}))", (row,)
            case Det(body=body, rows=rows, cols=cols):
                return f"np.linalg.det({self._full(body, (rows, cols))})", ()
            case Softmax(body=body, over=over, at=at) if body.free == {over}:
                text, _ = self.array(body)
                return f"np.exp({text} - np.max({text})) / np.sum(np.exp({text} - np.max({text})))", (at,)
            case Literal(entries=entries, slots=slots) if not any(e.free for e in entries) and len(slots) <= 2:
                texts = [self.expression(e, ()) for e in entries]
                sizes = ", ".join(self.dim(i.dim) for i in slots)
                return f"np.reshape([{', '.join(texts)}], ({sizes},))", slots
            case Literal(entries=entries, slots=slots):
                others = tuple(sorted(term.free - set(slots), key=lambda i: i.number))
                texts = [self.expression(e, others) for e in entries]
                sizes = ", ".join(self.dim(i.dim) for i in (*slots, *others))
                return f"np.reshape(np.stack(np.broadcast_arrays({', '.join(texts)})), ({sizes},))", (*slots, *others)
            case Over(body=body, over=over):
                axes = tuple(sorted(term.free, key=lambda i: i.number))
                return f"np.prod({self.expression(body, (*axes, over))}, axis=-1)", axes
            case Position(index=index):
                return f"np.arange(1, {self.dim(index.dim)} + 1)", (index,)
            case Fuse(whole=whole, parts=parts) if len(set(parts)) == len(parts):
                # The first part runs fastest, where NumPy's last one does.
                sizes = ", ".join(self.dim(i.dim) for i in (whole, *reversed(parts)))
                return f"np.reshape(np.eye({self.dim(whole.dim)}), ({sizes}))", (whole, *reversed(parts))
            case Fuse(whole=whole, parts=(part, _)):
                size = self.dim(part.dim)
                return f"np.eye({self.dim(whole.dim)})[:, :: {size} + 1]", (whole, part)
            case MatrixPower():
                raise NoSource("a power of a matrix that is no number")
            case Expm():
                raise NoSource("the matrix exponential is in SciPy, not in NumPy")
            case _:
                raise NoSource("an operation that NumPy has no function for")

    def _full(self, body: Term, axes: tuple[Index, Index]) -> str:
        if body.free != frozenset(axes):
            raise NoSource("a batch of matrices")
        return self.expression(body, axes)


def _is_row(shape: Shape) -> bool:
    return isinstance(shape, Matrix) and shape.rows.is_one and not shape.cols.is_one


def _fraction(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"({value.numerator} / {value.denominator})"


def _identifier(key: SymbolKey, taken: set[str]) -> str:
    letters = "".join(_GREEK.get(c, c) for c in key.name.letter)
    raw = "_".join(x for x in (letters, *key.name.accents, key.sub, key.sup) if x)
    name = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in raw) or "v"
    if name[0].isdigit() or name in ("lambda", "np", "def", "in", "is", "if", "as", "or"):
        name = f"v_{name}"
    while name in taken:
        name += "_"
    return name
