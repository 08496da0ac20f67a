"""Which shape does a node name? Sizes (`m \\times n`, `2n+1`) and spaces (`\\mathbb{R}^{m\\times n}`, `SO(3)`, `[0,1]^n`)."""

from __future__ import annotations

from collections.abc import Iterable, Set

from nablint.base.values import dataclass
from nablint.declarations.keys import canonical
from nablint.declarations.sizetext import read_shape, shape_of_axes
from nablint.parse.nodes import (
    Arrow,
    Blank,
    Call,
    Dots,
    Fraction,
    Group,
    Label,
    Negate,
    Node,
    Norm,
    Number,
    Power,
    Product,
    Relation,
    Sequence,
    Sub,
    Sum,
    Symbol,
    Text,
)
from nablint.sizes.dims import ONE, Dim
from nablint.sizes.shapes import SCALAR, UNKNOWN, Function, Matrix, Shape, Structure, Tensor, column

_NUMBER_SETS = frozenset("RCZNQKF")
_SET_FONTS = frozenset(("bb", "bold"))
_NAMED = (Symbol, Sub, Label, Text)  # what names a size
_DEEPEST = 12
_LARGEST = 24  # terms of a polynomial that stands for a size

_TWO = {frozenset(("0", "1")): Structure.BINARY, frozenset(("-1", "1")): Structure.SIGNS}


@dataclass(frozen=True, slots=True)
class Space:
    shape: Shape
    structure: Structure = Structure.NONE
    interval: bool = False  # a range of numbers, which people also write of arrays, entry by entry


def dim_of(node: Node, depth: int = 0) -> Dim | None:
    """A size: a number, a name, a sum or product of sizes."""
    if depth > _DEEPEST:
        return None
    match node:
        case Number(text=text):
            return Dim.of(int(text)) if text.isdigit() and len(text) <= 9 else None
        case Symbol() | Sub() | Label() | Text():  # as in _NAMED
            name = canonical(node)
            return Dim.name(name) if name and not name[0].isdigit() and "…" not in name else None
        case Group(body=body, brackets="()" | "[]" | "{}"):
            return dim_of(body, depth + 1)
        case Norm(body=body, bars=1):
            name = canonical(body)
            return Dim.name(f"|{name}|") if name else None
        case Power(base=base, exponent=Number(text=text)) if text in ("2", "3"):
            dim = dim_of(base, depth + 1)
            return _multiplied([dim] * int(text))
        case Product(factors=factors, signs=signs) if all(s in ("", "cdot", "star", "times", "cross") for s in signs):
            return _multiplied(dim_of(factor, depth + 1) for factor in factors)
        case Sum(signs=signs, terms=terms):
            total = Dim.of(0)
            for sign, term in zip(signs, terms, strict=True):
                part = dim_of(term, depth + 1)
                if part is None or sign not in "+-":
                    return None
                total = total + part if sign == "+" else total - part
            return total
        case _:
            return None


def _multiplied(parts: Iterable[Dim | None]) -> Dim | None:
    """Their product, as far as `parts` are sizes: what follows one that is none is not asked for."""
    total = ONE
    for part in parts:
        if part is None:
            return None
        total = total * part
        if len(total.terms) > _LARGEST or any(len(m) > _DEEPEST for m, _ in total.terms):
            return None
    return total


def axes_of(node: Node, letters: bool = False) -> list[Dim] | None:
    """The axes of a size that is written with a sign of times, or None. With `letters`, `m x n` typed with the letter x
    counts too (in an exponent of ℝ it can mean nothing else)."""
    if isinstance(node, Group) and node.brackets in ("()", "[]"):
        return axes_of(node.body, letters)
    if not isinstance(node, Product):
        return None
    groups = _split(node, letters)
    if groups is None:
        return None
    axes: list[Dim] = []
    for k, group in enumerate(groups):
        nested = axes_of(group[0], letters) if len(group) == 1 and isinstance(group[0], Group) else None
        if nested is not None:
            numbered = any(dim.number not in (None, 1) for dim in nested)
            if len(groups) == 2 and (_is_one(groups[1 - k]) or numbered):
                flat = _multiplied(nested)  # 1 × (m × n) is a row of mn entries, (4 × N) × 6 has 4N rows
                if flat is None:
                    return None
                axes.append(flat)
            else:
                axes.extend(nested)
            continue
        dim = _multiplied([dim_of(factor) for factor in group])
        if dim is None:
            return None
        axes.append(dim)
    return axes


def _split(node: Product, letters: bool) -> list[list[Node]] | None:
    """The factors between the signs of times."""
    groups: list[list[Node]] = [[node.factors[0]]]
    found = False
    for sign, factor in zip(node.signs, node.factors[1:], strict=True):
        if sign in ("times", "cross"):
            groups.append([factor])
            found = True
        elif sign in ("", "cdot", "star"):
            groups[-1].append(factor)
        else:
            return None
    if not found and letters:
        groups = [[]]
        for factor in node.factors:
            if isinstance(factor, Symbol) and factor.name.letter == "x" and not factor.name.font:
                groups.append([])
                found = True
            else:
                groups[-1].append(factor)
    return groups if found and all(groups) else None


def _is_one(group: list[Node]) -> bool:
    return len(group) == 1 and isinstance(group[0], Number) and group[0].text == "1"


def size_of(node: Node) -> Shape | None:
    """The shape that `m \\times n` or `(1 \\times D)` states; no single name or number, which may be anything."""
    axes = axes_of(node)
    return shape_of_axes(axes) if axes is not None else None


def space_of(node: Node, upper: bool = False) -> Space | None:
    """The shape of the elements of a set. `upper`: they are written in capitals, which tells matrices from points."""
    match node:
        case Group(body=body, brackets="()") if not isinstance(body, Sequence):
            return space_of(body, upper)
        case Group(body=Product(), brackets="[]") if (size := size_of(node)) is not None:
            return Space(size)  # "W ∈ [m × n]"
        case Power(base=base, exponent=exponent):
            return _power(base, exponent, upper)
        case Sub(base=Power(base=base, exponent=exponent), index=index):
            return _power(Sub(node.span, base, index), exponent, upper)
        case Sub(base=Label(base=base, label=label), index=index):
            return _power(Sub(node.span, base, index), label, upper)
        case Label(base=base, label=label, style="paren" | "bracket" | "text"):
            return _power(base, label, upper)
        case Label(base=base, style="plus") if _is_number_set(base):
            return Space(SCALAR, Structure.POSITIVE)
        case Sub(base=Symbol(name=name), index=index) if name.letter == "M" and name.font in ("cal", "bb", "scr", ""):
            return _matrices(index)
        case Product(factors=(Sub(base=Symbol(name=name), index=index), Group()), signs=("",)) if name.letter == "M":
            return _matrices(index)
        case Product(factors=(first, *_), signs=("setminus", *_)):
            return space_of(first, upper)
        case Call(function=function, args=(argument,)) if function.upper() in _NAMED_GROUPS:
            return _group_of_matrices(function.upper(), argument)
        case Product(factors=(*head, Group(body=argument)), signs=signs) if not any(signs):
            if all(isinstance(part, Symbol) and part.name.font != "frak" for part in head):
                return _group_of_matrices("".join(canonical(part) or "" for part in head), argument)
            return None
        case Sub(base=base, index=index) if _is_number_set(base):
            return Space(SCALAR, _sign_of(index))
        case Symbol(name=name) if name.letter in _NUMBER_SETS and name.font == "bb":
            return Space(SCALAR, Structure.INTEGER if name.letter in "NZ" else Structure.NONE)
        case Group(brackets="[]" | "(]" | "[)", body=Sequence(items=(_, _))):
            return Space(SCALAR, interval=True)
        case Group(brackets="()", body=Sequence(items=(first, last))) if _is_number(first) or _is_number(last):
            return Space(SCALAR, interval=True)  # of two letters it may be a pair
        case Group(brackets="{}") if (structure := _of_two(node)) is not Structure.NONE:
            return Space(SCALAR, structure, interval=True)
        case Group(brackets="{}", body=Sequence(items=items)) if all(_is_number(item) for item in items):
            return Space(SCALAR, interval=True)
        case _:
            return None


def _of_two(node: Node) -> Structure:
    """Of `\\{0, 1\\}` and `\\{-1, +1\\}`: what each entry is."""
    match node:
        case Group(body=Sequence(items=(first, second)), brackets="{}"):
            return _TWO.get(frozenset((_number(first), _number(second))), Structure.NONE)
        case Group(body=Sum(signs=("±",), terms=(Number(text="1"),)), brackets="{}"):
            return Structure.SIGNS
        case _:
            return Structure.NONE


def _number(node: Node) -> str:
    match node:
        case Number(text=text) | Sum(signs=("+",), terms=(Number(text=text),)):
            return text
        case Negate(body=Number(text=text)):
            return f"-{text}"
        case _:
            return ""


def _is_number(node: Node) -> bool:
    return isinstance(node, Number | Dots) or (isinstance(node, Negate) and isinstance(node.body, Number))


def _is_number_set(node: Node) -> bool:
    if isinstance(node, Sub):
        return _is_number_set(node.base)
    if isinstance(node, Label) and node.style in ("plus", "minus", "star"):
        return _is_number_set(node.base)
    return isinstance(node, Symbol) and node.name.letter in _NUMBER_SETS and node.name.font in _SET_FONTS


def _is_plain_reals(node: Node) -> bool:
    return isinstance(node, Symbol) and node.name.letter == "R" and node.name.font in ("", "rm", "cal", "sf")


def _power(base: Node, exponent: Node, upper: bool) -> Space | None:
    if _is_number_set(base) or _is_plain_reals(base):
        shape = _exponent_shape(exponent)
        return Space(shape, _sign_of(base.index) if isinstance(base, Sub) else Structure.NONE) if shape else None
    if (structure := _of_two(base)) is not Structure.NONE:
        shape = _exponent_shape(exponent)
        return Space(shape, structure) if shape else None
    if isinstance(base, Group) and (
        (base.brackets == "{}" and isinstance(base.body, Sequence | Number))
        or (base.brackets in ("[]", "()", "(]", "[)") and isinstance(base.body, Sequence) and len(base.body.items) == 2)
    ):
        shape = _exponent_shape(exponent)
        return Space(shape) if shape else None
    letter = base.base if isinstance(base, Sub) else base
    if isinstance(letter, Symbol) and letter.name.letter == "S" and letter.name.font in ("bb", "bold", "cal", "scr"):
        return _symmetric(base, exponent, upper)
    return None


def _exponent_shape(exponent: Node) -> Shape | None:
    axes = axes_of(exponent, letters=True)
    if axes is not None:
        return shape_of_axes(axes)
    if isinstance(exponent, Sequence) and all(sign == "," for sign in exponent.separators):
        dims = [dim_of(item) for item in exponent.items]
        return shape_of_axes([d for d in dims if d is not None]) if None not in dims and len(dims) <= 6 else None
    if isinstance(exponent, Text):
        return read_shape(exponent.text)
    dim = dim_of(exponent)
    return column(dim) if dim is not None else None


def _symmetric(base: Node, exponent: Node, upper: bool) -> Space | None:
    """𝕊ⁿ₊₊ are matrices; 𝕊ⁿ of a capital too; 𝕊ⁿ⁻¹ is the sphere in ℝⁿ."""
    dim = dim_of(exponent)
    if dim is None:
        return None
    flags = Structure.SYMMETRIC | Structure.SQUARE
    sign = _sign_text(base.index) if isinstance(base, Sub) else ""
    if sign in ("+", "++"):
        more = Structure.POSITIVE_SEMIDEFINITE if sign == "+" else Structure.POSITIVE_DEFINITE | Structure.INVERTIBLE
        return Space(Matrix(dim, dim), flags | more)
    if sign == "" and upper and dim.number is None:
        return Space(Matrix(dim, dim), flags)
    if sign == "" and not upper and isinstance(exponent, Sum):
        return Space(column(dim + ONE), Structure.UNIT)
    return None


def _sign_of(index: Node) -> Structure:
    if _sign_text(index) or (isinstance(index, Relation) and index.signs[0] in (">", "≥")):
        return Structure.POSITIVE
    return Structure.NONE


def _sign_text(index: Node) -> str:
    """The plus signs of ℝ₊ and 𝕊ⁿ₊₊."""
    return index.name.letter if isinstance(index, Symbol) and index.name.letter in ("+", "++") else ""


def _matrices(index: Node) -> Space | None:
    shape = _exponent_shape(index)
    if isinstance(shape, Matrix) and shape.cols.is_one and not isinstance(index, Sequence | Product):
        return Space(Matrix(shape.rows, shape.rows))
    return Space(shape) if shape is not None else None


_NAMED_GROUPS = {
    "SO": Structure.ORTHOGONAL | Structure.INVERTIBLE | Structure.SQUARE,
    "O": Structure.ORTHOGONAL | Structure.INVERTIBLE | Structure.SQUARE,
    "GL": Structure.INVERTIBLE | Structure.SQUARE,
    "SL": Structure.INVERTIBLE | Structure.SQUARE,
    "SE": Structure.INVERTIBLE | Structure.SQUARE,
}


def _group_of_matrices(name: str, argument: Node) -> Space | None:
    """SO(n), GL(n), SE(3)."""
    flags = _NAMED_GROUPS.get(name)
    dim = dim_of(argument)
    if flags is None or dim is None:
        return None
    if name == "SE":
        dim = dim + ONE
    return Space(Matrix(dim, dim), flags)


def spaces_of(node: Node) -> list[Space | None]:
    """The factors of a product of sets, as the domain of a function of several arguments has it."""
    if isinstance(node, Group) and node.brackets == "()":
        return spaces_of(node.body)
    if isinstance(node, Product) and node.signs and all(sign in ("times", "cross") for sign in node.signs):
        return [space_of(factor) for factor in node.factors]
    return [space_of(node)]


def claimed_shape(note: Node) -> Shape | None:
    """What the note of a mark claims: `1 \\times D`, `\\in \\mathbb{R}^n`, `\\text{scalar}`; None for any other note."""
    match note:
        case Relation(sides=(Blank(), *_, last), signs=("∈", *rest)) if all(sign in ("=", "≅") for sign in rest):
            space = space_of(last)
            return space.shape if space else None
        case Text(text=text):
            return _text_shape(text)
        case Symbol(name=name) if len(name.letter) > 1:
            return _text_shape(name.letter)
        case Group(body=body, brackets="()" | "[]"):
            return claimed_shape(body)
        case Sequence(items=(Text(text=text), rest)) if text.strip(" :()").lower() in _SIZE_WORDS:
            return claimed_shape(rest)
        case _:
            size = size_of(note)
            if size is not None:
                return size
            space = space_of(note) if isinstance(note, Power | Symbol) else None
            return space.shape if space else None


_SIZE_WORDS = frozenset(("size", "shape", "dim", "dims", "dimension", "dimensions"))


def _text_shape(text: str) -> Shape | None:
    plain = text.strip().strip("().").strip()
    if plain.lower() in ("scalar", "a scalar", "number", "标量", "скаляр", "skalar"):
        return SCALAR
    head, _, tail = plain.partition(" ")
    if head.lower().rstrip(":") in _SIZE_WORDS:
        plain = tail
    shape = read_shape(plain) if any(sign in plain for sign in "×x,") else None
    return shape if isinstance(shape, Matrix | Tensor) and (isinstance(shape, Tensor) or "," not in plain) else None


def signature(relation: Relation) -> tuple[tuple[Node, ...], Function] | None:
    """`f, g : A × B → C` as what is declared and its type; None where neither domain nor value is known."""
    if relation.signs != (":", "→"):
        return None
    domain, value = spaces_of(relation.sides[1]), space_of(relation.sides[2])
    return _function(relation.sides[0], domain, value)


def _function(left: Node, domain: list[Space | None], value: Space | None) -> tuple[tuple[Node, ...], Function] | None:
    if value is None or not domain:
        return None
    shapes = tuple(space.shape if space else UNKNOWN for space in domain)
    names = left.items if isinstance(left, Sequence) else (left,)
    return names, Function(shapes, value.shape)


def arrow_signature(arrow: Arrow) -> Function | None:
    """The type of a map drawn as an arrow."""
    source, target = space_of(arrow.source), space_of(arrow.target)
    return Function((source.shape,), target.shape) if source and target else None


def size_relation(left: Node, right: Node, sizes: Set[str]) -> tuple[str, Dim] | None:
    """An equation between names of `sizes` as a name and what it stands for; `d_k = d / h` says d = d_k·h."""
    for side in (left, right):
        # Most equations have a name on one side, and it is no size.
        if isinstance(side, _NAMED) and canonical(side) not in sizes:
            return None
    related = _related(left, right)
    return related if related is not None and related[0] in sizes and related[1].names() <= sizes else None


def _related(left: Node, right: Node) -> tuple[str, Dim] | None:
    if isinstance(right, Fraction) or (isinstance(right, Product) and right.signs == ("slash",)):
        above, below = (right.numerator, right.denominator) if isinstance(right, Fraction) else right.factors
        whole, divisor, part = dim_of(above), dim_of(below), dim_of(left)
        if whole is None or divisor is None or part is None or whole.single_name is None:
            return None
        return _told(whole.single_name, part * divisor)
    first = dim_of(left)
    second = dim_of(right) if first is not None else None
    if first is None or second is None:
        return None
    for name, value in ((first, second), (second, first)):
        if name.single_name is not None:
            return _told(name.single_name, value)
    return None


def _told(name: str, value: Dim) -> tuple[str, Dim] | None:
    return (name, value) if value.number is None and name not in value.names() else None
