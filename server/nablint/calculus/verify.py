"""Is a claim true? Both sides are evaluated at random draws, under every layout and reading that the note leaves open.

`verify_equal(left, right, declared, layouts)` compares two expressions; a derivative on either side is worked out exactly.
`verify_derivative` is the same for `derivative = claimed`, and also says what the derivative is. A claim fails only if it
fails under every layout and reading; what is not understood, or takes too long, is unchecked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nablint.base.budget import Budget, BudgetExceeded
from nablint.base.values import dataclass
from nablint.calculus import pictures, repairs
from nablint.calculus.build import is_zero
from nablint.calculus.choices import Settled
from nablint.calculus.collapsed import collapsed_pair
from nablint.calculus.compare import Comparison, Outcome, Pair, paired
from nablint.calculus.counterexamples import counterexample
from nablint.calculus.declared import AssumingScalars, Declared
from nablint.calculus.differentials import moving
from nablint.calculus.granted import ENTRY
from nablint.calculus.grounded import Grounded
from nablint.calculus.matrixform import matrix_form
from nablint.calculus.members import Whole
from nablint.calculus.metering import metered
from nablint.calculus.readings import Reading, all_readings
from nablint.calculus.terms import symbols
from nablint.calculus.translate import Translator
from nablint.calculus.unclear import NotUnderstood, Unclear
from nablint.calculus.values import Mismatch, Value
from nablint.calculus.verdict import Verdict, unchecked
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Big, Derivative, Group, Nabla, Node, Number, Prime, Product, Sub, Symbol, walk
from nablint.sizes.layouts import MIXED, NUMERATOR, Layout, VectorByVector
from nablint.sizes.shapes import Matrix as MatrixShape
from nablint.sizes.shapes import Shape, Tensor

TRANSLATION_STEPS = 3_000
EVALUATION_STEPS = 400_000
_MOST_NODES = 2_000


@dataclass(frozen=True, slots=True)
class Trial:
    """Both sides under one layout and one reading; `outcome` is "shape" where they cannot be compared."""

    t: Translator
    layout: Layout
    reading: Reading
    left: Value
    right: Value
    pair: Pair | None
    outcome: Outcome | str


def verify_equal(
    left: Node,
    right: Node,
    declared: Declared,
    layouts: Sequence[Layout] = (MIXED, NUMERATOR),
    assume_scalars: bool = False,
    explain: bool = True,
    repair: bool = True,
) -> Verdict:
    """Whether left = right. `layouts` are those that the note leaves open, each complete; `assume_scalars` takes plain
    letters that nobody declared for scalars; `explain` looks for a counterexample and a repair: without it, only "holds" is
    an answer, found without going through what cannot hold. Without `repair` the answer is the same, but a claim that fails
    is left without a counterexample and a repair, which take most of the time. Never raises."""
    if assume_scalars:
        declared = AssumingScalars(declared)
    whole = Whole(declared)
    verdict = _answer(left, right, whole, layouts, explain, repair)
    if not whole.met or verdict.status == "holds":
        return verdict
    apart = _answer(left, right, declared, layouts, explain, repair)
    return verdict if verdict.status == apart.status == "fails" else apart


def _answer(left: Node, right: Node, declared: Declared, layouts: Sequence[Layout], explain: bool, repair: bool) -> Verdict:
    try:
        with metered():
            return _verify(left, right, declared, tuple(layouts), explain, repair)
    except (BudgetExceeded, RecursionError):
        return unchecked("too large")
    except Unclear as unclear:
        return unchecked(unclear.why)


def verify_derivative(
    derivative: Node,
    claimed: Node,
    declared: Declared,
    layouts: Sequence[Layout] = (MIXED, NUMERATOR),
    assume_scalars: bool = False,
) -> Verdict:
    """As `verify_equal`; where the claim fails, `correct` is the derivative in its shortest form."""
    verdict = verify_equal(derivative, claimed, declared, layouts, assume_scalars)
    if verdict.status != "fails" or verdict.correct is not None:
        return verdict
    known = AssumingScalars(declared) if assume_scalars else declared
    correct = value_node(derivative, known, verdict.layout or layouts[0], verdict.reading)
    return Verdict(
        verdict.status,
        verdict.why,
        verdict.reading,
        verdict.layout,
        verdict.counterexample,
        verdict.repair,
        correct,
    )


def value_node(node: Node, declared: Declared, layout: Layout, reading: Reading | None = None) -> Node | None:
    """The shortest matrix form of what a node stands for; None where it is not understood."""
    t = Translator(Whole(declared), layout, reading or Reading(), Budget(TRANSLATION_STEPS))
    try:
        value = t.value(node)
        return None if t.members else matrix_form(value, t.shapes, layout, value.of_axes).node
    except (Unclear, Mismatch, BudgetExceeded, RecursionError):
        return None


def _verify(left: Node, right: Node, declared: Declared, layouts: tuple[Layout, ...], explain: bool, repair: bool) -> Verdict:
    picture = pictures.verify(left, right, declared, layouts)
    if picture is not None:
        return picture
    budget = Budget(EVALUATION_STEPS if explain else EVALUATION_STEPS // 4)
    failed: list[Trial] = []
    open_reason: NotUnderstood | None = None
    misfit: NotUnderstood | None = None
    for found in trials(left, right, declared, layouts, budget, quick=not explain):
        if isinstance(found, NotUnderstood):
            if found.misfit:
                misfit = misfit or found
            else:
                open_reason = open_reason or found
        elif found.outcome == "equal" and not explain and _is_empty(found, left, right):
            open_reason = open_reason or NotUnderstood("both sides are zero")
        elif found.outcome == "equal":
            why = found.t.granted.holds if found.t.granted is not None else ""
            return Verdict("holds", why, found.reading, found.layout)
        elif found.outcome == "unknown":
            open_reason = open_reason or NotUnderstood("no draw decides it")
        else:
            failed.append(found)
    if open_reason is not None:
        return unchecked(open_reason.why)
    different = [f for f in failed if f.outcome == "different"]
    if not different:
        if not failed:
            return unchecked(misfit.why if misfit is not None else "nothing to compare")
        turned = repairs.transposed(failed[0], right, budget)
        if turned is None:
            return unchecked("the shapes of both sides differ")
        return Verdict("fails", "it is the transpose", failed[0].reading, failed[0].layout, None, turned)
    first = different[0]
    doubt = _doubt(first, left, right)
    if doubt:
        return unchecked(doubt)
    if not explain or first.pair is None or not (repair or repairs.is_by_symmetric(first, left)):
        return Verdict("fails", "the values differ", first.reading, first.layout)
    change = repairs.search(first, left, right, declared, layouts)
    if change is not None and change.kind == "symmetric" and not change.symbols:
        # A symmetric variable whose entries vary together: also right.
        return Verdict("holds", change.text, first.reading, first.layout)
    weights = repairs.of_weights(first, left, right, declared) if change is None or change.kind == "entry" else ""
    if weights:
        return unchecked(f"it holds where the entries of {weights} sum to 1")
    return Verdict(
        "fails", "the values differ", first.reading, first.layout, counterexample(first.t, first.left, first.pair), change
    )


def _is_empty(trial: Trial, left: Node, right: Node) -> bool:
    """Whether derivatives are equal only because all of them are zero, as where nothing is supposed to depend on anything."""
    if not (is_zero(trial.left.term) and is_zero(trial.right.term)) or isinstance(right, Number):
        return False
    return any(isinstance(part, Derivative | Nabla) for part in walk(left))


def _doubt(trial: Trial, left: Node, right: Node) -> str:
    """Why two sides that differ may still not be meant as equal everywhere; "" where there is no such reason."""
    ours, theirs = symbols(trial.left.term), symbols(trial.right.term)
    derived = any(isinstance(n, Derivative | Nabla | Prime) for n in walk(left))
    if theirs - ours:
        return "a symbol stands on the right side only"
    if (ours and not theirs) or (not ours and not derived):
        return "a condition, and no identity"
    if not derived and _is_name(left):
        return "a symbol given another value"
    if not derived and ours - theirs and any(isinstance(n, Number) and "." in n.text for n in walk(right)):
        return "numbers put in"
    if _is_by_one_of_many(trial, left, right):
        return "a derivative by one of many, beside others"
    assumed = {s for s in ours if trial.t.declared.is_assumed(s)}
    arrays = any(isinstance(shape, Tensor) or not _is_scalar(shape) for shape, _ in trial.t.variables.values())
    if arrays and any(key_of(b.variable) in assumed for n in walk(left) if isinstance(n, Derivative) for b in n.by):
        return "a derivative by a symbol that nobody declared, beside arrays"
    return ""


def _is_by_one_of_many(trial: Trial, left: Node, right: Node) -> bool:
    """By an x_i that is declared as one of x_1, x_2, …, where another of them stands, or a sum runs over i: how they hang
    together is not followed."""
    parts = [*walk(left), *walk(right)]
    by = [b.variable for part in parts if isinstance(part, Derivative) for b in part.by]
    by += [part.by for part in parts if isinstance(part, Nabla) and part.by is not None]
    by = [v for v in by if isinstance(v, Sub) and isinstance(v.index, Symbol) and key_of(v) in trial.t.variables]
    if by:
        parts += _in_definitions(trial, parts)
    for variable in by:
        if isinstance(variable, Sub) and isinstance(variable.index, Symbol):
            bound = {id(one) for part in parts if isinstance(part, Big) and part.lower is not None for one in walk(part.lower)}
            if any(isinstance(part, Symbol) and id(part) in bound and part.name == variable.index.name for part in parts):
                return True
            name = key_of(variable.base)
            others = (part for part in parts if isinstance(part, Sub) and key_of(part.base) == name)
            if any(key_of(other) != key_of(variable) for other in others):
                return True
    return False


def _in_definitions(trial: Trial, parts: Sequence[Node]) -> list[Node]:
    """All nodes of the definitions that a claim rests on."""
    found: list[Node] = []
    todo, seen = list(parts), set[SymbolKey]()
    while todo and len(found) < _MOST_NODES:
        part = todo.pop()
        key = key_of(part) if isinstance(part, Symbol | Sub) else None
        if key is not None and key not in seen:
            seen.add(key)
            definition = trial.t.declared.definition(key)
            inside = list(walk(definition.value)) if definition is not None else []
            found += inside
            todo += inside
    return found


def _is_scalar(shape: Shape) -> bool:
    return isinstance(shape, MatrixShape) and shape.is_scalar


def _is_name(node: Node) -> bool:
    """A symbol, an entry of one, or a function at arguments."""
    if isinstance(node, Sub) and isinstance(node.base, Group):
        return not isinstance(node.base.body, Product)  # an entry of `(A x)` has the value that A and x give it
    if key_of(node) is not None or isinstance(node, Sub):
        return True
    if not isinstance(node, Product) or len(node.factors) != 2:
        return False
    return isinstance(node.factors[1], Group) and not isinstance(node.factors[0], Number)


def trials(
    left: Node, right: Node, declared: Declared, layouts: tuple[Layout, ...], budget: Budget, quick: bool = False
) -> Iterator[Trial | NotUnderstood]:
    """One trial for each layout and reading; the readings are those that translation asks for. The quick way is for who only
    asks whether any of them is equal."""
    declared = Grounded(declared)
    settled = Settled()
    for layout in dict.fromkeys(layouts):
        if settled.covers(layout):
            continue
        first, t = _trial(left, right, declared, layout, Reading(), budget, quick)
        yield first
        options = {q: o for q, o in t.asked.questions.items() if len(o) > 1}
        asked = t.layout.asked
        if options:
            readings = all_readings(options)
            if readings is None:
                yield NotUnderstood("too many readings")
                readings = iter(())
            for k, reading in enumerate(readings):
                if k:
                    found, t = _trial(left, right, declared, layout, reading, budget, quick)
                    asked = asked | t.layout.asked
                    yield found
        elif quick and isinstance(first, NotUnderstood) and not first.misfit:
            return  # no layout makes clear what is not understood
        settled.add(layout, asked)


def _trial(
    left: Node, right: Node, declared: Declared, layout: Layout, reading: Reading, budget: Budget, quick: bool
) -> tuple[Trial | NotUnderstood, Translator]:
    t = Translator(declared, layout, reading, Budget(TRANSLATION_STEPS))
    t.moving = moving(t, left, right)
    try:
        one, other = t.value(left), t.value(right)
    except Unclear as unclear:
        return unclear.said, t
    pair = _pair(t, one, other)
    outcome: Outcome | str = "shape" if pair is None else Comparison(t, budget).outcome(pair, quick)
    if t.granted is not None and outcome != "equal":
        return NotUnderstood(t.granted.left_open), t
    return Trial(t, layout, reading, one, other, pair, outcome), t


def _pair(t: Translator, left: Value, right: Value) -> Pair | None:
    """A derivative with three axes or more may be written as ∂vec(Y)/∂vec(X)ᵀ."""
    pair = paired(t, left, right)
    if pair is None and left.is_tensor != right.is_tensor and not t.layout.collapsed:
        tensor = left if left.is_tensor else right
        rows_x = t.layout.vv is VectorByVector.ROWS_X
        cut = len(tensor.indices) - tensor.of_axes if rows_x else tensor.of_axes
        if tensor.of_axes and not (left if tensor is right else right).is_vector:
            flat = t.algebra.flattened(tensor, cut)
            return paired(t, flat, right) if left.is_tensor else paired(t, left, flat)
    return pair or collapsed_pair(t, left, right) or _entry_pair(t, left, right)


def _entry_pair(t: Translator, left: Value, right: Value) -> Pair | None:
    """One entry, and the array that it is an entry of: many write the last step of a derivation so."""
    letters = sorted(left.term.free, key=lambda index: index.number)
    if not left.is_scalar or len(letters) != 1 or not right.is_vector or right.term.free & left.term.free:
        return None
    if not t.algebra.same(letters[0].dim, right.indices[0].dim):
        return None
    t.granted = ENTRY
    axes = (letters[0], None) if right.col is None else (None, letters[0])
    return paired(t, Value(left.term, axes), right)
