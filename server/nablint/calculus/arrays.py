"""Arrays in plain Python: a flat list with named axes, and sums of products over them. No NumPy: sizes are 2 to 7."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from math import prod

from nablint.base.values import dataclass
from nablint.calculus.numbers import Entry
from nablint.calculus.terms import Index


@dataclass(frozen=True, slots=True)
class Array:
    """`values` in row-major order of `axes`; every axis occurs once."""

    axes: tuple[Index, ...]
    sizes: tuple[int, ...]
    values: list[Entry]


@lru_cache(maxsize=4096)
def offsets(sizes: tuple[int, ...], strides: tuple[int, ...]) -> tuple[int, ...]:
    """The place of each element of a box of `sizes`, where a step along axis k moves by `strides[k]`."""
    return tuple(sum(map(int.__mul__, at, strides)) for at in product(*map(range, sizes)))


def strides_of(sizes: Sequence[int]) -> tuple[int, ...]:
    """Row-major steps."""
    out: list[int] = []
    step = 1
    for size in reversed(sizes):
        out.append(step)
        step *= size
    return tuple(reversed(out))


@lru_cache(maxsize=4096)
def _pair_plan(
    left: tuple[int, ...], right: tuple[int, ...], out: tuple[int, ...], summed: tuple[int, ...], sizes: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Places in both arrays for each element of the result, and the steps over which products are summed. Axes are
    numbered; `sizes[axis]` is how long one is."""

    def steps(axes: tuple[int, ...], of: tuple[int, ...]) -> tuple[int, ...]:
        own = dict(zip(axes, strides_of([sizes[a] for a in axes]), strict=True))
        return tuple(own.get(a, 0) for a in of)

    out_sizes = tuple(sizes[a] for a in out)
    sum_sizes = tuple(sizes[a] for a in summed)
    inner = tuple(zip(offsets(sum_sizes, steps(left, summed)), offsets(sum_sizes, steps(right, summed)), strict=True))
    return offsets(out_sizes, steps(left, out)), offsets(out_sizes, steps(right, out)), inner


def pair(left: Array, right: Array, keep: Iterable[Index]) -> Array:
    """The product of two arrays, summed over the axes that are not kept."""
    lengths = dict(zip(left.axes, left.sizes, strict=True))
    lengths.update(zip(right.axes, right.sizes, strict=True))
    numbers = {axis: k for k, axis in enumerate(lengths)}
    kept = set(keep)
    out = tuple(a for a in lengths if a in kept)
    summed = tuple(numbers[a] for a in lengths if a not in kept)
    sizes = tuple(lengths.values())
    here, there, inner = _pair_plan(
        tuple(numbers[a] for a in left.axes),
        tuple(numbers[a] for a in right.axes),
        tuple(numbers[a] for a in out),
        summed,
        sizes,
    )
    a, b = left.values, right.values
    if len(inner) == 1:
        values = [a[p] * b[q] for p, q in zip(here, there, strict=True)]
    else:
        values = [sum([a[p + s] * b[q + t] for s, t in inner]) for p, q in zip(here, there, strict=True)]
    return Array(out, tuple(lengths[x] for x in out), values)


def pair_cost(left: Array, right: Array) -> int:
    """How many products `pair` forms."""
    lengths = dict(zip(left.axes, left.sizes, strict=True))
    lengths.update(zip(right.axes, right.sizes, strict=True))
    return prod(lengths.values())


def reduced(array: Array, keep: Iterable[Index]) -> Array:
    """Summed over the axes that are not kept."""
    kept = set(keep)
    if all(a in kept for a in array.axes):
        return array
    strides = dict(zip(array.axes, strides_of(array.sizes), strict=True))
    lengths = dict(zip(array.axes, array.sizes, strict=True))
    out = tuple(a for a in array.axes if a in kept)
    gone = tuple(a for a in array.axes if a not in kept)
    inner = offsets(tuple(lengths[a] for a in gone), tuple(strides[a] for a in gone))
    places = offsets(tuple(lengths[a] for a in out), tuple(strides[a] for a in out))
    values = array.values
    return Array(out, tuple(lengths[a] for a in out), [sum([values[p + s] for s in inner]) for p in places])


def spread(array: Array, axes: tuple[Index, ...], sizes: tuple[int, ...]) -> list[Entry]:
    """The values in the order of `axes`, repeated along those that the array lacks."""
    if array.axes == axes:
        return array.values
    own = dict(zip(array.axes, strides_of(array.sizes), strict=True))
    values = array.values
    return [values[p] for p in offsets(sizes, tuple(own.get(a, 0) for a in axes))]


def placed(values: list[Entry], slots: tuple[Index, ...], sizes: tuple[int, ...]) -> Array:
    """An array whose axes are `slots` in order; a slot that occurs twice takes the diagonal."""
    if len(set(slots)) == len(slots):
        return Array(slots, sizes, values)
    steps: dict[Index, int] = {}
    lengths: dict[Index, int] = {}
    for slot, stride, size in zip(slots, strides_of(sizes), sizes, strict=True):
        steps[slot] = steps.get(slot, 0) + stride
        lengths[slot] = size
    axes = tuple(steps)
    own = tuple(lengths.values())
    return Array(axes, own, [values[p] for p in offsets(own, tuple(steps.values()))])
