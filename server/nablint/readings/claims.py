"""Which statements of a note claim a value, and does each hold? Evaluated under every layout that the note leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, Statement, SymbolKey
from nablint.declarations.items import Item
from nablint.declarations.keys import key_of
from nablint.parse import nodes as n
from nablint.parse.conditions import cases_of
from nablint.readings.attempts import Attempt, supposing, tried
from nablint.readings.basis import Basis
from nablint.readings.chains import as_chain
from nablint.readings.inferred import Inferred
from nablint.readings.operators import plainly
from nablint.readings.troubles import ReadNote

if TYPE_CHECKING:
    from nablint.calculus.verdict import Verdict

NO_BASIS = Basis((), True, True, None)
MOST_NODES = 400  # an expression larger than this is not evaluated
_UNREADABLE = (n.Opaque, n.Hole, n.Text, n.Cases, n.Aligned)
# What sets an equation without being part of it: line ends, alignment, spaces, punctuation, braces of an environment, the
# size of a bracket.
_LAYOUT = re.compile(
    r"\\\\(?:\[[^\]]*\])?|\\(?:n(?:onumber|otag)\b|[bB]ig{1,2}[lrm]?(?![A-Za-z])|equiv\b|[,;:! ]|(?:label|tag)\{[^}]*\})|"
    r"[\s&{}.,;]|\\(?:begin|end)\{\w+\*?\}"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One equation whose truth was tried. `derivative`: its left side, or that of the chain it continues, is a derivative;
    `first`: it is the chain's first step; `chained`: its right side is a product of the chain rule; `named`: it says what a
    function with a name of its own is; `solves`: the equation that it is said to be the solution of. `basis` is what a claim
    that fails rests on; of others nobody asks for it. `head` is the first step of its chain, where something may be supposed
    to see that it holds."""

    statement: Statement
    verdict: Verdict
    basis: Basis
    derivative: n.Node | None
    first: bool
    chained: bool
    named: bool = False
    solves: Statement | None = None
    head: Statement | None = None


def claims(note: ReadNote, inferred: Inferred) -> Iterator[Claim]:
    """Every claim of the note with its verdict; after the first false step of a chain the rest of it is left alone."""
    broken: set[int] = set()
    blamed: set[tuple[int, tuple[Item, ...], int]] = set()
    heads: dict[int, Statement] = {}
    for written in note.note.said:
        note.note.pause()
        statement = plainly(note, written)
        head = heads.setdefault(written.chain, statement)
        if written.chain in broken or not _is_claim(note, statement, head):
            continue
        attempt = Attempt.at(note, inferred, statement, is_derivative(head.left), _numbered(note, head))
        verdict, basis = tried(note, inferred, attempt), NO_BASIS
        if statement is not written and verdict.repair is not None:
            verdict = replace(verdict, repair=replace(verdict.repair, node=None))  # it is not in the author's words
        if verdict.status == "fails":
            basis = note.basis(statement.region, statement.left, statement.right)
            broken.add(statement.chain)
            if _repeats(note, statement, verdict, basis, blamed):
                continue
        derivative = head.left if is_derivative(head.left) else None
        yield Claim(written, verdict, basis, derivative, statement is head, _has_chain(statement.right), head=head)


def supposed(note: ReadNote, inferred: Inferred, claim: Claim) -> Verdict:
    """The verdict on a claim that what the note states leaves open: whether it holds with what may be supposed besides. By
    this nothing fails, so no rule asks."""
    if claim.verdict.status != "unchecked" or claim.head is None:
        return claim.verdict
    derived = is_derivative(claim.head.left)
    attempt = Attempt.at(note, inferred, plainly(note, claim.statement), derived, _numbered(note, claim.head))
    return supposing(note, inferred, attempt) or claim.verdict


def _repeats(
    note: ReadNote, statement: Statement, verdict: Verdict, basis: Basis, blamed: set[tuple[int, tuple[Item, ...], int]]
) -> bool:
    """Whether a false claim only carries on an earlier one of its exercise: it rests on the same definitions, and no small
    change of it alone would make it right."""
    chain = note.items.chain(statement.span.start)[:1]
    defined = {(statement.scope, chain, f.span.start) for f in basis.facts if isinstance(f.value, DefinitionFact)}
    again = verdict.repair is None and bool(defined & blamed)
    blamed |= defined
    return again


def is_derivative(node: n.Node) -> bool:
    """Whether a side names a derivative and nothing else: `dz/dx`, `∇f`, `f'(x)`, any of them transposed or in brackets."""
    match node:
        case n.Derivative() | n.Nabla() | n.Prime():
            return True
        case n.Group(_, body, _) | n.Mark(_, body, _, _) | n.At(_, body, _) | n.Transpose(_, body):
            return is_derivative(body)
        case n.Product(_, factors, signs) if set(signs) <= {""}:
            first = factors[0]
            # An operator is one of all that follows.
            operator = (
                first.of is None if isinstance(first, n.Derivative) else isinstance(first, n.Nabla) and first.by is not None
            )
            return operator or (isinstance(first, n.Derivative | n.Nabla | n.Prime) and len(factors) <= 3)
    return False


def _numbered(note: ReadNote, statement: Statement) -> SymbolKey | None:
    """The f of a left side `f^{(2)}(x)`, where the note defines f: this is its second derivative, or a name."""
    match statement.left:
        case n.Product(factors=(n.Label(base=base, label=n.Number(), style="paren"), n.Group()), signs=("",)):
            key = key_of(base)
            fact = note.note.view(statement.left_region).definition(key) if key is not None else None
            defined = fact is not None and isinstance(fact.value, DefinitionFact) and fact.value.parameters
            return key if defined else None
        case _:
            return None


def _is_claim(note: ReadNote, statement: Statement, head: Statement) -> bool:
    literal = statement.kind == "assumption" and (
        isinstance(statement.right, n.Matrix) or _is_index_form(statement) or _is_value(note, statement)
    )
    if statement.sign not in ("=", "≡") or not (statement.kind in ("claim", "definition") or literal):
        return False
    numbered = _numbered(note, head) is not None
    if not (is_derivative(head.left) or numbered or _is_step(statement, head)):
        return False
    # "= 0" is a condition, wherever it stands.
    if _is_zero(statement.right) or _is_zero(statement.left) or note.is_denied(statement.region):
        return False
    if statement.kind == "definition" and not (
        numbered or (is_derivative(statement.left) and _is_of_something(note, statement))
    ):
        return False
    return is_evaluable(note, statement) and not _numbers_put_in(note, statement)


def is_evaluable(note: ReadNote, statement: Statement, most: int = MOST_NODES) -> bool:
    """Whether both sides are read, and nothing around them says that they are no equation."""
    for side in (statement.left, statement.right):
        parts = list(n.walk(side))
        if isinstance(side, n.Cases) and (rows := cases_of(side)):
            # Its conditions are known, with their words.
            parts = [part for value, _ in rows for part in n.walk(value)]
        if len(parts) > most or any(isinstance(part, _UNREADABLE) for part in parts) or _numbered_by_powers(parts):
            return False
    # Without a single letter there is rounding, but no claim.
    return (
        _has_letters(statement.left)
        and _adjacent(note, statement)
        and not any(map(_is_operator_on_brackets, (statement.left, statement.right)))
        and not _is_beside_a_remark(note, statement)
    )


def _numbers_put_in(note: ReadNote, statement: Statement) -> bool:
    """A step in which letters of the left are gone and new numbers stand on the right: values were put in. The name of a
    function that the note defines goes where it is worked out: `f(0) + f'(0) x = 1 + x`."""
    before, after = _letters(statement.left) - _counting(statement.left), _letters(statement.right)
    put_in = not is_derivative(statement.left) and not _is_value_at(statement.left)
    put_in = put_in and after < before and not _all_functions(note, statement, before - after)
    return put_in and bool(_numbers(statement.right) - _numbers(statement.left))


def _all_functions(note: ReadNote, statement: Statement, letters: set[str]) -> bool:
    view = note.note.view(statement.region)
    keys = {key_of(part) for part in n.walk(statement.left) if isinstance(part, n.Symbol) and part.name.letter in letters}
    facts = [view.definition(key) for key in keys if key is not None]
    return all(fact is not None and isinstance(fact.value, DefinitionFact) and fact.value.parameters for fact in facts)


def _letters(node: n.Node) -> set[str]:
    return {part.name.letter for part in n.walk(node) if isinstance(part, n.Symbol)}


def _counting(node: n.Node) -> set[str]:
    """The letters that sums in it run over: they are gone where the sum is worked out."""
    lower = (part.lower for part in n.walk(node) if isinstance(part, n.Big) and part.lower is not None)
    first = (bound.sides[0] if isinstance(bound, n.Relation) else bound for bound in lower)
    return {letter for bound in first for letter in _letters(bound)}


def _numbers(node: n.Node) -> set[str]:
    return {part.text for part in n.walk(node) if isinstance(part, n.Number)}


def _is_operator_on_brackets(node: n.Node) -> bool:
    """`\\frac{\\partial f}{\\partial x} [ … ]`: many write the letter although the operator is meant."""
    return any(
        isinstance(part, n.Product)
        and any(
            isinstance(a, n.Derivative) and isinstance(b, n.Group) and b.brackets == "[]" for a, b in pairwise(part.factors)
        )
        for part in n.walk(node)
    )


def _is_beside_a_remark(note: ReadNote, statement: Statement) -> bool:
    """Whether the left side stands in a row of a display that ends in words: what is said there is no step."""
    for part in n.walk(note.note.trees[statement.left_region]):
        if isinstance(part, n.Aligned):
            for row in part.rows:
                inside = {id(one) for cell in row for one in n.walk(cell)}
                if id(statement.left) in inside and id(statement.right) not in inside:
                    end = statement.left.span.end
                    return any(isinstance(one, n.Text) and one.span.start >= end for cell in row for one in n.walk(cell))
    return False


def _is_step(statement: Statement, head: Statement) -> bool:
    """A later step of a chain, or a literal set equal to an expression; `x = 3` and `f(x) = …` say anew what x and f are."""
    if statement.kind == "assumption" and _is_value_at(statement.left):
        return True
    if _is_index_form(statement) or (statement is not head and isinstance(statement.left, n.Call)):
        return True
    if _names_something(statement.left):
        return False
    return statement is not head or statement.left_region != statement.region or isinstance(statement.right, n.Matrix)


def _is_value(note: ReadNote, statement: Statement) -> bool:
    """`f(0) = 1`, where the note says what f is: else it would be a condition on f."""
    right = statement.right.body if isinstance(statement.right, n.Negate) else statement.right
    return isinstance(right, n.Number) and _is_value_at(statement.left) and _is_of_something(note, statement)


def _is_value_at(node: n.Node) -> bool:
    """`f(0)`, `f''(2)`, `f^{(2)}(0)`."""
    match node:
        case n.Product(factors=(n.Symbol() | n.Label() | n.Prime(), n.Group(_, n.Number(), "()")), signs=("",)):
            return True
        case _:
            return False


def _is_index_form(statement: Statement) -> bool:
    """An expression without indices, or an entry of one, and a sum over entries of its letters: `x^\\top y = \\sum_i x_i y_i`,
    `(A x)_i = \\sum_j A_{ij} x_j`."""
    left, right = statement.left, statement.right
    if not isinstance(right, n.Big) or right.operator != "sum":
        return False
    if isinstance(left, n.Sub) and isinstance(left.base, n.Group):
        left = left.base.body
    if any(isinstance(part, n.Sub | n.Big) for part in n.walk(left)):
        return False
    entries = {part.base.name.letter for part in n.walk(right) if isinstance(part, n.Sub) and isinstance(part.base, n.Symbol)}
    return bool(entries) and {letter.upper() for letter in entries} == {letter.upper() for letter in _letters(left)}


def _names_something(node: n.Node) -> bool:
    if isinstance(node, n.Product):
        return len(node.factors) == 2 and isinstance(node.factors[1], n.Group) and key_of(node.factors[0]) is not None
    return key_of(node) is not None or isinstance(node, n.Call)


def _numbered_by_powers(parts: list[n.Node]) -> bool:
    """Superscripts that count (`w^1`, `w^{k-1}`) are no powers; in `p x^{p-1}` the p is a number."""
    exponents = [part.exponent for part in parts if isinstance(part, n.Power) and isinstance(part.base, n.Symbol)]
    factors = {key_of(factor) for part in parts if isinstance(part, n.Product) for factor in part.factors}
    return any(
        (isinstance(e, n.Sum) and not any(key_of(term) in factors for term in e.terms if isinstance(term, n.Symbol)))
        or (isinstance(e, n.Number) and e.text in ("0", "1"))
        for e in exponents
    )


def _has_letters(node: n.Node) -> bool:
    return any(isinstance(part, n.Symbol) for part in n.walk(node))


def _adjacent(note: ReadNote, statement: Statement) -> bool:
    """Whether nothing but the sign stands between the two sides: no remark, no other relation."""
    regions = note.note.document.regions
    before, after = regions[statement.left_region].text, regions[statement.region].text
    if statement.left_region == statement.region:
        between = after[statement.left.span.end : statement.right.span.start]
    else:
        between = before[statement.left.span.end :] + after[: statement.right.span.start]
    return len(_LAYOUT.sub("", between)) <= 1


def _is_of_something(note: ReadNote, statement: Statement) -> bool:
    """Whether what is derived has a definition: else its derivative cannot be wrong."""
    view = note.note.view(statement.region)
    return any(
        (key := key_of(part)) is not None and view.definition(key) is not None
        for part in n.walk(statement.left)
        if isinstance(part, n.Symbol | n.Sub | n.Label)
    )


def _is_zero(node: n.Node) -> bool:
    return isinstance(node, n.Number) and node.text == "0"


def _has_chain(node: n.Node) -> bool:
    return any(isinstance(part, n.Product) and as_chain(part, None) is not None for part in n.walk(node))
