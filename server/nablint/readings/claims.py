"""Which statements of a note claim a value, and does each hold? Evaluated under every layout that the note leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from nablint.base.values import dataclass
from nablint.declarations.facts import DefinitionFact, Fact, Statement, SymbolKey, Trust
from nablint.declarations.items import Item
from nablint.declarations.keys import key_of
from nablint.declarations.view import View
from nablint.parse import nodes as n
from nablint.readings.basis import Basis
from nablint.readings.chains import as_chain
from nablint.readings.inferred import Inferred
from nablint.readings.troubles import ReadNote
from nablint.sizes.dims import DimFacts
from nablint.sizes.layouts import DENOMINATOR, MIXED, NUMERATOR, Layout, ScalarByMatrix
from nablint.sizes.shapes import Matrix, Shape, Structure, Unknown, dims_of

if TYPE_CHECKING:
    from nablint.calculus.declared import Declared, Definition
    from nablint.calculus.verdict import Verdict

_NO_BASIS = Basis((), True, True, None)
MOST_NODES = 400  # an expression larger than this is not evaluated
_UNREADABLE = (n.Opaque, n.Hole, n.Text, n.Cases, n.Aligned)
# What sets an equation without being part of it: line ends, alignment, spaces, punctuation, braces of an environment.
_LAYOUT = re.compile(
    r"\\\\(?:\[[^\]]*\])?|\\(?:n(?:onumber|otag)\b|equiv\b|[,;:! ]|(?:label|tag)\{[^}]*\})|[\s&{}.,;]|\\(?:begin|end)\{\w+\*?\}"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One equation whose truth was tried. `derivative`: its left side, or that of the chain it continues, is a derivative;
    `first`: it is the chain's first step; `chained`: its right side is a product of the chain rule; `named`: it says what a
    function with a name of its own is. `basis` is what a claim that fails rests on; of others nobody asks for it."""

    statement: Statement
    verdict: Verdict
    basis: Basis
    derivative: n.Node | None
    first: bool
    chained: bool
    named: bool = False


def claims(note: ReadNote, inferred: Inferred) -> Iterator[Claim]:
    """Every claim of the note with its verdict; after the first false step of a chain the rest of it is left alone."""
    broken: set[int] = set()
    blamed: set[tuple[int, tuple[Item, ...], int]] = set()
    heads: dict[int, Statement] = {}
    for statement in note.note.declarations.statements:
        note.note.pause()
        head = heads.setdefault(statement.chain, statement)
        if statement.chain in broken or not _is_claim(note, statement, head):
            continue
        numbered = _numbered(note, head)
        verdict, basis = _tried(note, inferred, statement, is_derivative(head.left), numbered), _NO_BASIS
        if verdict.status == "fails":
            basis = note.basis(statement.region, statement.left, statement.right)
            broken.add(statement.chain)
            if _repeats(note, statement, verdict, basis, blamed):
                continue
        derivative = head.left if is_derivative(head.left) else None
        yield Claim(statement, verdict, basis, derivative, statement is head, _has_chain(statement.right))


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
            return isinstance(factors[0], n.Derivative | n.Nabla | n.Prime) and len(factors) <= 3
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


@lru_cache(maxsize=64)
def layouts_left(layout: Layout) -> tuple[Layout, ...]:
    """The complete layouts that a layout with open choices may be."""
    found: list[Layout] = []
    for preset in (MIXED, NUMERATOR, DENOMINATOR):
        filled = layout.filled(preset)
        found.append(filled)
        if layout.sm is None:
            other = ScalarByMatrix.TRANSPOSED if filled.sm is ScalarByMatrix.AS_X else ScalarByMatrix.AS_X
            found.append(replace(filled, sm=other))
    return tuple(dict.fromkeys(found))


def _is_claim(note: ReadNote, statement: Statement, head: Statement) -> bool:
    literal = statement.kind == "assumption" and isinstance(statement.right, n.Matrix)
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
    for side in (statement.left, statement.right):
        parts = list(n.walk(side))
        if len(parts) > MOST_NODES or any(isinstance(part, _UNREADABLE) for part in parts) or _numbered_by_powers(parts):
            return False
    # Without a single letter there is rounding, but no claim.
    return (
        _has_letters(statement.left)
        and _adjacent(note, statement)
        and not any(map(_is_operator_on_brackets, (statement.left, statement.right)))
        and not _numbers_put_in(statement)
        and not _is_beside_a_remark(note, statement)
    )


def _numbers_put_in(statement: Statement) -> bool:
    """A step in which letters of the left are gone and new numbers stand on the right: values were put in."""
    before, after = _letters(statement.left), _letters(statement.right)
    return not is_derivative(statement.left) and after < before and bool(_numbers(statement.right) - _numbers(statement.left))


def _letters(node: n.Node) -> set[str]:
    return {part.name.letter for part in n.walk(node) if isinstance(part, n.Symbol)}


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
    if _names_something(statement.left):
        return False
    return statement is not head or statement.left_region != statement.region or isinstance(statement.right, n.Matrix)


def _names_something(node: n.Node) -> bool:
    if isinstance(node, n.Product):
        return len(node.factors) == 2 and isinstance(node.factors[1], n.Group) and key_of(node.factors[0]) is not None
    return key_of(node) is not None or isinstance(node, n.Call)


def _numbered_by_powers(parts: list[n.Node]) -> bool:
    """Superscripts that count (`w^1`, `w^{k-1}`) are no powers."""
    exponents = [part.exponent for part in parts if isinstance(part, n.Power) and isinstance(part.base, n.Symbol)]
    return any(isinstance(e, n.Sum) or (isinstance(e, n.Number) and e.text in ("0", "1")) for e in exponents)


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


def _tried(note: ReadNote, inferred: Inferred, statement: Statement, derived: bool, numbered: SymbolKey | None) -> Verdict:
    # Imported here: a note without claims loads no calculus.
    from nablint.calculus.remembered import verdict_of
    from nablint.calculus.verdict import unchecked

    # A claim is no witness for itself: what it tells of a shape counts only where nothing before it told the shape.
    scope, region = note.note.scope(statement.region), statement.region
    told = {**inferred.at(scope, region), **inferred.at(scope, region - 1)}
    declared = Visible(note, statement, {key: one.shape for key, one in told.items()}, numbered)
    layouts = layouts_left(note.chosen(statement.region).layout)
    scalars = (derived or numbered is not None) and _in_plain_letters(statement)
    verdict = verdict_of(statement.left, statement.right, declared, layouts, scalars, repair=False)
    if verdict.status == "fails" and (declared.is_doubtful(statement.left) or declared.is_doubtful(statement.right)):
        verdict = unchecked("the note has given a letter another meaning since")
    if verdict.status == "fails" and numbered is not None:
        verdict = unchecked("a number in brackets may be part of a name")
    if verdict.status == "fails":
        # Most that fail are doubtful: what would mend it is looked for only where it is told.
        verdict = verdict_of(statement.left, statement.right, declared, layouts, scalars)
    if verdict.status == "unchecked":
        return _leniently(note, statement, declared, layouts) or verdict
    if verdict.repair is not None and verdict.repair.kind == "path" and _is_partial_of_direct(statement.left, declared):
        verdict = replace(verdict, status="holds", repair=None, counterexample=None, why="a partial derivative")
    return verdict


def _leniently(note: ReadNote, statement: Statement, declared: Visible, layouts: tuple[Layout, ...]) -> Verdict | None:
    """Whether a claim that could not be checked holds, if letters are what they look like, or what an exercise says."""
    from nablint.calculus.remembered import remembered
    from nablint.calculus.verdict import unchecked
    from nablint.calculus.verify import verify_equal
    from nablint.readings.exercises import Solving, exercises
    from nablint.readings.supposing import Supposing

    left, right = statement.left, statement.right

    def suppose(stated: Declared) -> Verdict:
        found = unchecked("nothing can be supposed of its letters")
        for supposing in Supposing.ways(stated, left, right):
            found = verify_equal(left, right, supposing, layouts, explain=False)
            if found.status == "holds":
                break
        return found

    def solve(stated: Declared) -> Verdict:
        return verify_equal(left, right, stated, layouts, assume_scalars=True, explain=False)

    verdict = remembered("supposed", left, right, declared, layouts, suppose)
    if verdict.status == "holds":
        return replace(verdict, why="taking letters that nobody declared as they look")
    for k, said in enumerate(exercises(note.note, note.note.scope(statement.region), (left, right))):
        verdict = remembered(f"exercise {k}", left, right, Solving(declared, said), layouts, solve)
        if verdict.status == "holds":
            return replace(verdict, why="with what an exercise of this section says")
    return None


def _is_partial_of_direct(node: n.Node, declared: Visible) -> bool:
    """∂z/∂x where x stands in the definition of z itself: the other ways to x are held."""
    if not isinstance(node, n.Derivative) or node.sign != "∂" or node.of is None or len(node.by) != 1:
        return False
    key, by = key_of(node.of), key_of(node.by[0].variable)
    definition = declared.definition(key) if key is not None else None
    return definition is not None and any(key_of(part) == by for part in n.walk(definition.value))


def _in_plain_letters(statement: Statement) -> bool:
    """Whether an equation is written as scalars are: small letters without dress, no transpose, no matrix."""
    for side in (statement.left, statement.right):
        for part in n.walk(side):
            if isinstance(part, n.Transpose | n.Matrix | n.Inner | n.Norm | n.Nabla):
                return False
            if isinstance(part, n.Symbol) and (part.name.font or (part.name.letter.isupper() and part.name.letter.isascii())):
                return False
    return True


def _declared_as(key: SymbolKey, facts: tuple[Fact, ...]) -> SymbolKey:
    """The variant under which a symbol is declared: x and **x** are one thing where only one of them is declared."""
    for fact in facts:
        own = fact.symbol
        if (own.name.letter, own.name.accents, own.sub, own.sup) == (key.name.letter, key.name.accents, key.sub, key.sup):
            return own
    return key


class Visible:
    """What a claim may rest on: facts that are firm where it stands, and not those of another exercise."""

    def __init__(
        self, note: ReadNote, statement: Statement, inferred: Mapping[SymbolKey, Shape], numbered: SymbolKey | None = None
    ) -> None:
        self._numbered = numbered
        region = statement.region
        self._inferred = inferred
        self._note = note
        self._view: View = note.note.view(region)
        self._place = statement.span.start
        self._scope = note.note.scope(region)
        # A claim that could not be checked is tried again in other ways, which ask the same.
        self._shapes: dict[SymbolKey, tuple[SymbolKey, Shape, Structure] | None] = {}
        self._definitions: dict[SymbolKey, Definition | None] = {}
        self._depends: dict[SymbolKey, tuple[SymbolKey, ...] | None] = {}

    @property
    def dims(self) -> DimFacts:
        return self._view.dims

    def shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        if key not in self._shapes:
            self._shapes[key] = self._shape(key)
        return self._shapes[key]

    def definition(self, key: SymbolKey) -> Definition | None:
        if key not in self._definitions:
            self._definitions[key] = self._definition(key)
        return self._definitions[key]

    def depends(self, key: SymbolKey) -> tuple[SymbolKey, ...] | None:
        if key not in self._depends:
            stated = self._view.depends(key)
            self._depends[key] = None if stated is None else stated.on
        return self._depends[key]

    def _shape(self, key: SymbolKey) -> tuple[SymbolKey, Shape, Structure] | None:
        known = self._view.known(key)
        if known is None or isinstance(known.shape, Unknown) or known.trust is Trust.TYPOGRAPHY:
            shape = self._inferred.get(key)
            return (key, shape, known.structure if known else Structure.NONE) if shape is not None else None
        if not known.firm or not all(map(self._holds, known.facts)) or any(dim.is_free for dim in dims_of(known.shape)):
            return None
        return _declared_as(key, known.facts), known.shape, known.structure

    def _definition(self, key: SymbolKey) -> Definition | None:
        from nablint.calculus.declared import Definition

        fact = self._view.definition(key)
        if fact is None or not isinstance(fact.value, DefinitionFact) or not self._view.is_firm(fact) or not self._holds(fact):
            return None
        if key.sub and (fact.symbol.name.font != key.name.font or self._is_entry(key)):
            return None
        if key.sup and self._numbered is not None and key.name == self._numbered.name:
            return None  # f^{(2)} derives f
        if key.sup and set(key.sup) == {"'"}:
            # What was said of f′ was said of the f before: a new f has another derivative.
            function = self._view.definition(key.with_sup(""))
            if function is not None and function.span.start > fact.span.start:
                return None
        return Definition(fact.value.value, fact.value.parameters)

    def is_doubtful(self, node: n.Node) -> bool:
        """Whether a letter in it has several definitions, of which nobody can say that the last one holds."""
        for part in n.walk(node):
            key = key_of(part) if isinstance(part, n.Symbol | n.Sub | n.Label) else None
            fact = self._view.definition(key) if key is not None else None
            if key is not None and fact is not None and key.sub and not key.sub.isdigit() and self._is_entry(key):
                # What is said of y_i is not followed, so nothing is known of how y depends on anything.
                return True
            if key is not None and fact is not None and (self._is_one_of_several(fact) or self._is_restated(key, fact)):
                return True
        return False

    def _is_entry(self, key: SymbolKey) -> bool:
        """Whether `x_1` is an entry of a declared x, rather than what stands for itself."""
        whole = self._view.known(key.with_sub(""))
        return whole is not None and isinstance(whole.shape, Matrix) and not whole.shape.is_scalar

    def _is_one_of_several(self, fact: Fact) -> bool:
        """Whether one sentence gives a letter several meanings: "functions such as f(x) = x² and f(x) = sin x"."""
        same = (f for f in self._view.index.by_symbol.get(fact.symbol, ()) if f.group == fact.group)
        return len({id(f.value.value) for f in same if isinstance(f.value, DefinitionFact) and f.value.parameters}) > 1

    def _is_restated(self, key: SymbolKey, fact: Fact) -> bool:
        """Whether the note has said since, differently, what the letter stands for: then only its author knows which holds."""
        return any(fact.span.end < start < self._place for start in self._note.restated.get(key, ()))

    def is_assumed(self, key: SymbolKey) -> bool:
        return False

    def _holds(self, fact: Fact) -> bool:
        if fact.scope != self._scope or fact.holds_throughout:
            return True
        return not self._note.items.foreign(fact.span.start, self._place)
