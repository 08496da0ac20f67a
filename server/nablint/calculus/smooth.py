"""Unknown functions as fixed random smooth maps with exact derivatives of every order, so that chain rules can be checked."""

from __future__ import annotations

import math
from functools import lru_cache
from random import Random


class SmoothMap:
    """f_o(u) = c_o + Σ a_oi u_i + ½ Σ b_oi u_i² + sin(Σ w_oi u_i + φ_o); c_o keeps values away from zero and positive."""

    __slots__ = ("constants", "linear", "phases", "square", "waves")

    def __init__(self, seed: str, inputs: int, outputs: int) -> None:
        draw = Random(seed)
        self.constants = [draw.uniform(2.5, 4.0) for _ in range(outputs)]
        self.linear = [[draw.uniform(-0.4, 0.6) for _ in range(inputs)] for _ in range(outputs)]
        self.square = [[draw.uniform(0.05, 0.4) for _ in range(inputs)] for _ in range(outputs)]
        self.waves = [[draw.uniform(-0.9, 0.9) for _ in range(inputs)] for _ in range(outputs)]
        self.phases = [draw.uniform(0, 6) for _ in range(outputs)]

    def value(self, output: int, at: list[float], by: tuple[int, ...]) -> float:
        """The derivative of one output by the inputs `by`, in order; no input: the value."""
        wave = self.waves[output]
        angle = self.phases[output] + sum(map(float.__mul__, wave, at))
        # Each derivative of the sine turns it by a quarter.
        total = math.sin(angle + len(by) * math.pi / 2)
        for i in by:
            total *= wave[i]
        square = self.square[output]
        if not by:
            linear = sum(map(float.__mul__, self.linear[output], at))
            bent = sum(b * u * u for b, u in zip(square, at, strict=True)) / 2
            return total + self.constants[output] + linear + bent
        if len(by) == 1:
            return total + self.linear[output][by[0]] + square[by[0]] * at[by[0]]
        if len(by) == 2 and by[0] == by[1]:
            return total + square[by[0]]
        return total


@lru_cache(maxsize=512)
def smooth_map(seed: str, inputs: int, outputs: int) -> SmoothMap:
    return SmoothMap(seed, inputs, outputs)
