"""How long derivatives and verdicts take: `python -m tests.bench.calculus` prints medians and the slowest of the list."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter

from tests.calculus.table import IDENTITIES, Identity
from tests.calculus.tools import declare

from nablint.calculus.derive import derive
from nablint.calculus.verify import verify_equal
from nablint.parse.parser import parse
from nablint.sizes.layouts import NUMERATOR


def timed(work: Callable[[Identity], object]) -> list[tuple[float, str]]:
    out = []
    for identity in IDENTITIES:
        start = perf_counter()
        work(identity)
        out.append(((perf_counter() - start) * 1e3, identity.expression))
    return sorted(out)


def derivative(identity: Identity) -> object:
    return derive(identity.expression, [identity.wrt], [identity.lets], layout="numerator")


def verdict(identity: Identity) -> object:
    left = parse(rf"\frac{{\partial}}{{\partial {identity.wrt}}} \left[ {identity.expression} \right]")
    return verify_equal(left, parse(identity.numerator), declare(identity.lets), (NUMERATOR,))


def refuted(identity: Identity) -> object:
    left = parse(rf"\frac{{\partial}}{{\partial {identity.wrt}}} \left[ {identity.expression} \right]")
    return verify_equal(left, parse(rf"3 \left({identity.numerator}\right)"), declare(identity.lets), (NUMERATOR,))


def main() -> None:
    for name, work in (("derive", derivative), ("a true claim", verdict), ("a false claim", refuted)):
        work(IDENTITIES[0])
        times = timed(work)
        middle, late = times[len(times) // 2][0], times[int(len(times) * 0.95)][0]
        sys.stdout.write(f"{name}: median {middle:.2f} ms, p95 {late:.2f} ms, slowest {times[-1][0]:.1f} ms {times[-1][1]}\n")


if __name__ == "__main__":
    main()
