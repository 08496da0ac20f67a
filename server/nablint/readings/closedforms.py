"""What a note says that a function with a name of its own is: `\\sinh(x) = \\frac{e^x - e^{-x}}{2}`, as numbers tell it."""

from __future__ import annotations

from collections.abc import Iterator

from nablint.declarations.facts import Statement, SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.readings.basis import Basis
from nablint.readings.claims import Claim
from nablint.readings.note import EQUALITIES
from nablint.readings.troubles import ReadNote
from nablint.sizes.layouts import MIXED
from nablint.sizes.shapes import SCALAR

# The functions that are quotients and sums of exponentials, and the same for everybody: a sigmoid may have any slope.
_NAMED = frozenset(("sinh", "cosh", "tanh", "coth", "sech", "csch", "sh", "ch", "th", "cth"))
MOST_NODES = 80


def closed_forms(note: ReadNote) -> Iterator[Claim]:
    """Every equation between a named function of one letter and an expression in exponentials of that letter, tried. It says
    what the function is, whatever words stand before it; an equation to be solved has the letter outside of exponentials."""
    for statement in note.note.said:
        left = statement.left
        if not isinstance(left, n.Call) or left.function not in _NAMED or statement.sign not in EQUALITIES:
            continue
        key = _argument(left)
        if key is None or statement.kind == "denied" or note.is_denied(statement.region):
            continue
        if _is_of_exponentials(statement.right, key):
            yield _tried(statement, key)


def _argument(call: n.Call) -> SymbolKey | None:
    """The one letter that a function is taken of."""
    if len(call.args) != 1 or call.power is not None or call.index is not None or call.primes:
        return None
    argument = call.args[0].body if isinstance(call.args[0], n.Group) else call.args[0]
    return key_of(argument) if isinstance(argument, n.Symbol) and not argument.name.letter.isupper() else None


def _is_of_exponentials(node: n.Node, key: SymbolKey) -> bool:
    """Whether an expression is a sum, or a product with one, of exponentials of multiples of the letter, and numbers."""
    parts = list(n.walk(node))
    if len(parts) > MOST_NODES or not any(isinstance(part, n.Sum) for part in _outside(node)):
        return False
    exponents = [exponent for part in parts if (exponent := _exponent(part)) is not None]
    if not exponents or not all(_is_multiple(exponent, key) for exponent in exponents):
        return False
    simple = n.Number | n.Sum | n.Product | n.Fraction | n.Group | n.Negate | n.Power
    return all(isinstance(part, simple) or _exponent(part) is not None for part in _outside(node))


def _outside(node: n.Node) -> Iterator[n.Node]:
    """The parts of an expression that are not inside an exponential, and the exponentials."""
    yield node
    if _exponent(node) is None:
        for part in n.children(node):
            yield from _outside(part)


def _exponent(node: n.Node) -> n.Node | None:
    match node:
        case n.Power(_, n.Symbol(_, name), exponent) if name.letter == "e":
            return exponent
        case n.Call(_, "exp", (argument,)):
            return argument
    return None


def _is_multiple(node: n.Node, key: SymbolKey) -> bool:
    letters = [part for part in n.walk(node) if isinstance(part, n.Symbol)]
    plain = n.Number | n.Symbol | n.Negate | n.Product | n.Group | n.Sum
    return len(letters) == 1 and key_of(letters[0]) == key and all(isinstance(part, plain) for part in n.walk(node))


def _tried(statement: Statement, key: SymbolKey) -> Claim:
    # Imported here: a note without claims loads no calculus.
    from nablint.calculus.declared import Explicit
    from nablint.calculus.remembered import verdict_of

    verdict = verdict_of(statement.left, statement.right, Explicit({key: SCALAR}), (MIXED,))
    return Claim(statement, verdict, Basis((), True, True, None), None, True, False, named=True)
