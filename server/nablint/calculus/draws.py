"""Sizes and values to try a claim with: sizes all distinct and none 1, symbols with their structure, away from poles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import TypeVar

from nablint.base.memory import Memory
from nablint.base.values import dataclass
from nablint.calculus.numbers import FLOATS, MODULAR, PRIME, Undefined, inverse_and_det
from nablint.declarations.facts import SymbolKey
from nablint.sizes.dims import Dim, DimFacts
from nablint.sizes.shapes import Shape, Structure, dims_of

Sizes = Mapping[str, int]
V = TypeVar("V")

_DRAWN: Memory[tuple[str, str, SymbolKey, tuple[int, ...], Structure], list[float]] = Memory(1024)

_MOST_NAMES = 8
_FEW = Structure.BINARY | Structure.SIGNS
_ORTHONORMAL = Structure.ORTHONORMAL_COLUMNS | Structure.ORTHONORMAL_ROWS

# How values are drawn: signs, only positive, small and positive, above 1. Later ones are tried where a side is undefined.
MODES = ("signed", "positive", "small", "large")


def size_names(dims: Iterable[Dim], facts: DimFacts) -> list[str]:
    names = {name for d in dims for name in facts.normal(d).names()}
    return sorted(names)


def draw_sizes(dims: Iterable[Dim], facts: DimFacts, order: int, smallest: int = 2) -> dict[str, int] | None:
    """A size for each name: all different, none 1, increasing or decreasing by `order`; None where there are too many."""
    every = [facts.normal(d) for d in dims]
    names = sorted({n for d in every for n in d.names()})
    taken = {d.number for d in every if d.number is not None}
    if len(names) > _MOST_NAMES:
        return None
    free = [k for k in range(smallest, smallest + len(names) + len(taken) + 3) if k not in taken]
    for shift in range(4):
        chosen = free[shift : shift + len(names)]
        if len(chosen) < len(names):
            break
        if order % 2:
            chosen = chosen[::-1]
        turn = order // 2 % max(len(chosen), 1)
        sizes = dict(zip(names, chosen[turn:] + chosen[:turn], strict=True))
        if all(((value := d.evaluate(sizes)) is not None and value > 1) or d.is_one for d in every):
            return sizes
    return None


@dataclass(frozen=True, slots=True)
class Draw:
    """One choice of sizes and of the manner values are drawn in; `seed` makes it repeatable."""

    sizes: Sizes
    mode: str
    seed: str

    def floats(self, symbols: Mapping[SymbolKey, tuple[Shape, Structure]], facts: DimFacts) -> dict[SymbolKey, list[float]]:
        out: dict[SymbolKey, list[float]] = {}
        for key, (shape, structure) in symbols.items():
            fixed = self._fixed(key)
            if fixed is not None:
                out[key] = [float(fixed)]
                continue
            # The same letter of the same size is drawn for many claims and layouts; nobody changes a drawn list.
            asked = (self.seed, self.mode, key, self.lengths(shape, facts), structure)
            drawn = _DRAWN.get(asked)
            out[key] = drawn if drawn is not None else _DRAWN.put(asked, self._float_array(key, asked[3], structure))
        return out

    def integers(self, symbols: Mapping[SymbolKey, tuple[Shape, Structure]], facts: DimFacts) -> dict[SymbolKey, list[int]]:
        """Values modulo the prime."""
        out = {}
        for key, (shape, structure) in symbols.items():
            fixed = self._fixed(key)
            out[key] = [fixed] if fixed is not None else self._modular_array(key, self.lengths(shape, facts), structure)
        return out

    def small(self, symbols: Mapping[SymbolKey, tuple[Shape, Structure]], facts: DimFacts) -> dict[SymbolKey, list[float]]:
        """Small whole numbers, as a person would try them."""
        out = {}
        for key, (shape, structure) in symbols.items():
            fixed = self._fixed(key)
            lengths = self.lengths(shape, facts)
            out[key] = [float(fixed)] if fixed is not None else self._small_array(key, lengths, structure)
        return out

    def _fixed(self, key: SymbolKey) -> int | None:
        """A size that is also used as a number has that number."""
        return self.sizes.get(key.as_size)

    def lengths(self, shape: Shape, facts: DimFacts) -> tuple[int, ...]:
        found = []
        for d in dims_of(shape):
            value = facts.normal(d).evaluate(self.sizes)
            if value is None:
                raise Undefined
            if value != 1:
                found.append(value)
        return tuple(found)

    def _random(self, key: SymbolKey) -> Random:
        name = key.name
        return Random(f"{self.seed}|{name.letter}|{name.font}|{name.accents}|{key.sub}|{key.sup}")

    def _number(self, random: Random, structure: Structure) -> float:
        if Structure.INTEGER in structure:
            return float(random.randint(2, 4))
        mode = "positive" if self.mode == "signed" and Structure.POSITIVE in structure else self.mode
        match mode:
            case "signed":
                return random.uniform(0.25, 1.0) * random.choice((-1, 1))
            case "positive":
                return random.uniform(0.25, 1.2)
            case "small":
                return random.uniform(0.05, 0.3)
            case _:
                return random.uniform(1.2, 2.4)

    def _float_array(self, key: SymbolKey, lengths: tuple[int, ...], structure: Structure) -> list[float]:
        random = self._random(key)
        if len(lengths) == 2 and structure & _ORTHONORMAL:
            square = [[self._number(random, structure) for _ in range(max(lengths))] for _ in range(max(lengths))]
            return _cut(_cayley_float(square), lengths, structure)
        count = 1
        for n in lengths:
            count *= n
        if structure & _FEW:
            return [float(value) for value in _of_two(structure, count, random)]
        values = [self._number(random, structure) for _ in range(count)]
        if len(lengths) != 2 or lengths[0] != lengths[1]:
            return _scaled(values, structure, random) if len(lengths) == 1 else values
        n = lengths[0]
        matrix = [values[k * n : (k + 1) * n] for k in range(n)]
        if self.mode != "signed" and not structure & (Structure.SKEW | Structure.ORTHOGONAL | Structure.DIAGONAL):
            # Near a multiple of the identity, so that determinants are positive.
            matrix = [[v * 0.3 + (n if i == j else 0) for j, v in enumerate(row)] for i, row in enumerate(matrix)]
        return [v for row in _structured(matrix, structure, random) for v in row]

    def _modular_array(self, key: SymbolKey, lengths: tuple[int, ...], structure: Structure) -> list[int]:
        random = self._random(key)
        if len(lengths) == 2 and structure & _ORTHONORMAL:
            square = [[random.randrange(2, PRIME) for _ in range(max(lengths))] for _ in range(max(lengths))]
            return _cut([[v % PRIME for v in row] for row in _cayley(square)], lengths, structure)
        count = 1
        for n in lengths:
            count *= n
        if structure & _FEW:
            return [value % PRIME for value in _of_two(structure, count, random)]
        values = [random.randrange(2, PRIME) for _ in range(count)]
        if Structure.UNIT in structure and len(lengths) == 1:
            raise Undefined
        if Structure.ONE_HOT in structure and len(lengths) == 1:
            return _one_hot(count, random)
        if Structure.STOCHASTIC in structure and len(lengths) == 1:
            return [*values[1:], (1 - sum(values[1:])) % PRIME]
        if len(lengths) != 2 or lengths[0] != lengths[1]:
            return values
        n = lengths[0]
        matrix = [values[k * n : (k + 1) * n] for k in range(n)]
        if Structure.ORTHOGONAL in structure:
            return [v % PRIME for row in _cayley(matrix) for v in row]
        return [int(v) % PRIME for row in _patterned(matrix, structure) for v in row]

    def _small_array(self, key: SymbolKey, lengths: tuple[int, ...], structure: Structure) -> list[float]:
        random = self._random(key)
        count = 1
        for n in lengths:
            count *= n
        low = 1 if self.mode != "signed" or Structure.POSITIVE in structure else -2
        values = [float(random.choice([k for k in range(low, 4) if k])) for _ in range(count)]
        if structure & _FEW:
            return [float(value) for value in _of_two(structure, count, random)]
        if Structure.ONE_HOT in structure and len(lengths) == 1:
            return [float(v) for v in _one_hot(count, random)]
        if structure & (Structure.ORTHOGONAL | Structure.UNIT | Structure.STOCHASTIC | _ORTHONORMAL):
            raise Undefined
        if len(lengths) != 2 or lengths[0] != lengths[1]:
            return values
        n = lengths[0]
        matrix = [values[k * n : (k + 1) * n] for k in range(n)]
        if structure & (Structure.POSITIVE_DEFINITE | Structure.POSITIVE_SEMIDEFINITE):
            matrix = [[abs(v) % 2 + (n + 1 if i == j else 0) for j, v in enumerate(row)] for i, row in enumerate(matrix)]
            structure |= Structure.SYMMETRIC
        return [v for row in _patterned(matrix, structure) for v in row]


def _of_two(structure: Structure, count: int, random: Random) -> list[int]:
    """Entries of two values, of several not all the same."""
    both = [0, 1] if Structure.BINARY in structure else [1, -1]
    values = (both if count > 1 else []) + [random.choice(both) for _ in range(count - 2 if count > 1 else count)]
    random.shuffle(values)
    return values


def _cut(square: list[list[V]], lengths: tuple[int, ...], structure: Structure) -> list[V]:
    """The first columns or rows of an orthogonal matrix."""
    rows, cols = lengths
    if (Structure.ORTHONORMAL_COLUMNS in structure and rows < cols) or (
        Structure.ORTHONORMAL_ROWS in structure and cols < rows
    ):
        raise Undefined  # no matrix of that size is so
    return [value for row in square[:rows] for value in row[:cols]]


def _scaled(values: list[float], structure: Structure, random: Random) -> list[float]:
    if Structure.ONE_HOT in structure:
        return [float(v) for v in _one_hot(len(values), random)]
    if Structure.STOCHASTIC in structure:
        whole = sum(map(abs, values))
        return [abs(v) / whole for v in values]
    if Structure.UNIT in structure:
        norm = sum(v * v for v in values) ** 0.5
        return [v / norm for v in values]
    return values


def _one_hot(count: int, random: Random) -> list[int]:
    at = random.randrange(count)
    return [int(k == at) for k in range(count)]


def _patterned(matrix: Sequence[Sequence[float]], structure: Structure) -> list[list[float]]:
    n = len(matrix)
    if structure & (Structure.SYMMETRIC | Structure.POSITIVE_DEFINITE | Structure.POSITIVE_SEMIDEFINITE):
        matrix = [[matrix[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)]
    if Structure.SKEW in structure:
        matrix = [[0 if i == j else matrix[i][j] if i < j else -matrix[j][i] for j in range(n)] for i in range(n)]
    if Structure.DIAGONAL in structure:
        matrix = [[matrix[i][j] if i == j else 0 for j in range(n)] for i in range(n)]
    if Structure.UPPER in structure:
        matrix = [[matrix[i][j] if i <= j else 0 for j in range(n)] for i in range(n)]
    if Structure.LOWER in structure:
        matrix = [[matrix[i][j] if i >= j else 0 for j in range(n)] for i in range(n)]
    return [list(row) for row in matrix]


def _structured(matrix: list[list[float]], structure: Structure, random: Random) -> list[list[float]]:
    n = len(matrix)
    if structure & (Structure.POSITIVE_DEFINITE | Structure.POSITIVE_SEMIDEFINITE):
        return [
            [sum(a * b for a, b in zip(matrix[i], matrix[j], strict=True)) + (0.5 if i == j else 0.0) for j in range(n)]
            for i in range(n)
        ]
    if Structure.ORTHOGONAL in structure:
        return _cayley_float(matrix)
    return _patterned(matrix, structure)


def _cayley(matrix: list[list[int]]) -> list[list[int]]:
    """(I − S)(I + S)⁻¹ of a skew S is orthogonal, over any field."""
    n = len(matrix)
    skew = [[(matrix[i][j] - matrix[j][i]) % PRIME for j in range(n)] for i in range(n)]
    one = [[int(i == j) for j in range(n)] for i in range(n)]
    inverse, _ = inverse_and_det([[(one[i][j] + skew[i][j]) % PRIME for j in range(n)] for i in range(n)], MODULAR)
    return [[sum((one[i][k] - skew[i][k]) * inverse[k][j] for k in range(n)) % PRIME for j in range(n)] for i in range(n)]


def _cayley_float(matrix: list[list[float]]) -> list[list[float]]:
    n = len(matrix)
    skew = [[(matrix[i][j] - matrix[j][i]) / 2 for j in range(n)] for i in range(n)]
    one = [[float(i == j) for j in range(n)] for i in range(n)]
    inverse, _ = inverse_and_det([[one[i][j] + skew[i][j] for j in range(n)] for i in range(n)], FLOATS)
    return [[sum((one[i][k] - skew[i][k]) * inverse[k][j] for k in range(n)) for j in range(n)] for i in range(n)]


__all__ = ["MODES", "Draw", "Fraction", "draw_sizes", "size_names"]
