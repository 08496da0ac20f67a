"""What `nablint derive` does: the derivative of an expression typed on a command line, with its shape, steps and check.

`derive(expression, wrt, lets, defs, layout, scalar_by_matrix, order, steps) -> Derivation | Problem`; `derive_from` is the
same with the declarations of a note. `to_numpy(derivation)` is the text of a function that computes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from nablint.base.budget import Budget, BudgetExceeded
from nablint.base.values import dataclass
from nablint.calculus import derivatives, finite, numpysource
from nablint.calculus.declared import AssumingScalars, Declared, Definition, Explicit
from nablint.calculus.matrixform import MatrixForm, matrix_form
from nablint.calculus.members import Whole
from nablint.calculus.metering import metered
from nablint.calculus.readings import WHOLE_POWERS, Reading
from nablint.calculus.refusals import alike, assumed, one_of_many, refusal, unreadable
from nablint.calculus.scope import Scope
from nablint.calculus.steps import Step, chain_steps
from nablint.calculus.symbolnodes import NOWHERE
from nablint.calculus.translate import Translator
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Mismatch, Value
from nablint.calculus.variables import variable
from nablint.declarations.directives import Def, Let, parse_directive, sizes_in
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import By, Derivative, Group, Node, Product, Relation, Sum
from nablint.parse.nodes import Sequence as List
from nablint.parse.parser import parse
from nablint.parse.render import render_latex, render_unicode
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import PRESETS, Layout, ScalarByMatrix
from nablint.sizes.shapes import Shape, Structure, dims_of

# `derive` takes e^{A} of a square matrix for the matrix exponential, and σ for the sigmoid.
READING = Reading((("exponential", "matrix"), ("activation", "sigmoid"), (WHOLE_POWERS, "yes")))
# Where A_{i,:} as a row does not fit, it is meant as a column.
_OTHER_SLICES = replace(READING, answers=(*READING.answers, ("slice", "column"), ("entry", "column")))
_STEPS = 20_000
_SYMBOLIC_STEPS = 200_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no derivation; `option` is the part of the command line it is about ("expression", "wrt", "let", …).
    `misfit`: shapes contradict each other; `sliced`: a row or column that was picked takes part in it."""

    message: str
    option: str
    misfit: bool = False
    sliced: bool = False


@dataclass(frozen=True, slots=True)
class Derivation:
    """`kind` is "matrix", "vec" (∂vec(Y)/∂vec(X)ᵀ) or "index"; `note` says why it is no plain matrix."""

    shape: Shape
    node: Node
    latex: str
    layout: str
    kind: str
    note: str
    verified: bool
    steps: tuple[Step, ...]
    value: Value
    symbols: tuple[tuple[SymbolKey, Shape], ...]
    assumed: tuple[str, ...] = ()  # symbols that nobody declared, taken for scalars
    learnt: Mapping[str, Dim] = field(default_factory=dict)  # sizes that were left out, as that of an I


def derive(
    expression: str,
    wrt: Sequence[str],
    lets: Sequence[str] = (),
    defs: Sequence[str] = (),
    layout: str = "numerator",
    scalar_by_matrix: str | None = None,
    order: int = 1,
    steps: bool = False,
) -> Derivation | Problem:
    """The derivative by each variable of `wrt` in turn; with one variable and `order` 2, twice by it."""
    declared = declarations(lets, defs)
    if isinstance(declared, Problem):
        return declared
    return derive_from(AssumingScalars(declared), expression, wrt, layout, scalar_by_matrix, order, steps)


def declarations(lets: Sequence[str], defs: Sequence[str]) -> Explicit | Problem:
    """`x: n; A: m × n symmetric` and `z = x^T x` as declarations."""
    shapes: dict[SymbolKey, Shape] = {}
    structures: dict[SymbolKey, Structure] = {}
    definitions: dict[SymbolKey, Definition] = {}
    sizes = frozenset[str]().union(*(sizes_in(parse_directive(f"let {text}")) for text in lets))
    for option, verb, texts in (("let", "let", lets), ("def", "def", defs)):
        for text in texts:
            parsed = parse_directive(f"{verb} {text}", sizes)
            if parsed.errors:
                return Problem(parsed.errors[0].message, option)
            for sentence in parsed.sentences:
                if isinstance(sentence, Let):
                    before = shapes.get(sentence.symbol, sentence.shape)
                    if before != sentence.shape:
                        name = render_unicode(parse(sentence.text.partition(":")[0]))
                        return Problem(f"{name} is declared twice, as {before} and as {sentence.shape}", option)
                    shapes[sentence.symbol], structures[sentence.symbol] = sentence.shape, sentence.structure
                elif isinstance(sentence, Def):
                    definitions[sentence.symbol] = Definition(sentence.value, sentence.parameters)
    return Explicit(shapes, structures, definitions)


def chosen_layout(layout: str, scalar_by_matrix: str | None) -> Layout | Problem:
    preset = PRESETS.get(layout)
    if preset is None:
        return Problem(f"unknown layout {layout!r} (known: {', '.join(PRESETS)})", "layout")
    if scalar_by_matrix is None:
        return preset
    choices = {"p×q": ScalarByMatrix.AS_X, "q×p": ScalarByMatrix.TRANSPOSED}
    choice = choices.get(scalar_by_matrix.replace(" ", "").replace("x", "×"))
    if choice is None:
        return Problem(f"unknown choice {scalar_by_matrix!r} (known: p×q, q×p)", "scalar-by-matrix")
    return replace(preset, sm=choice)


def derive_from(
    declared: Declared,
    expression: str,
    wrt: Sequence[str],
    layout: str = "numerator",
    scalar_by_matrix: str | None = None,
    order: int = 1,
    steps: bool = False,
) -> Derivation | Problem:
    chosen = chosen_layout(layout, scalar_by_matrix)
    if isinstance(chosen, Problem):
        return chosen
    if not wrt:
        return Problem("no variable to derive by", "wrt")
    if order not in (1, 2):
        return Problem("the order is 1 or 2", "order")
    if order > 1 and len(wrt) > 1:
        return Problem(f"with {len(wrt)} variables the order is {len(wrt)}; leave it out, or name one", "order")
    node = read_expression(expression)
    if isinstance(node, Problem):
        return node
    names = list(wrt) * order if len(wrt) == 1 else list(wrt)
    variables = [parse(name) for name in names]
    several = next((name for name, v in zip(names, variables, strict=True) if isinstance(v, Product | Sum | List)), None)
    if several is not None:
        return Problem(f"{several!r} is no symbol; several are written with commas between them: x,y", "wrt")
    found = _derived(expression, node, variables, declared, chosen, layout, steps, READING)
    if isinstance(found, Problem) and found.sliced:
        other = _derived(expression, node, variables, declared, chosen, layout, steps, _OTHER_SLICES)
        return found if isinstance(other, Problem) else other
    return found


def _derived(
    expression: str,
    node: Node,
    variables: list[Node],
    declared: Declared,
    chosen: Layout,
    layout: str,
    steps: bool,
    reading: Reading,
) -> Derivation | Problem:
    t = Translator(Whole(declared), chosen, reading, Budget(_STEPS))
    try:
        with metered(_SYMBOLIC_STEPS):
            by = [variable(t, v, Scope()) for v in variables]
            # Whatever the note sets it to, who derives by u asks for a function of u.
            value = derivatives.derivative(t, node, by, Scope(kept=frozenset(v.key for v in by)), node)
            hessian = sum(not dim.is_one for dim in dims_of(by[-1].shape)) if len(by) == 2 else 0
            form = matrix_form(t.algebra.settled(value), t.shapes, chosen, value.of_axes, hessian, t.algebra.known)
            found = chain_steps(t, node, variables, value, form) if steps else ()
            verified = finite.agrees(t, node, by, value)
    except Unclear as unclear:
        sliced = unclear.misfit and not t.asked.questions.keys().isdisjoint(("slice", "entry"))
        return Problem(refusal(expression, node, variables, declared, unclear), "expression", unclear.misfit, sliced)
    except Mismatch as mismatch:
        sliced = not t.asked.questions.keys().isdisjoint(("slice", "entry"))
        why = f"the shapes do not fit ({mismatch}){alike(str(mismatch))}"
        return Problem(f"cannot derive '{expression}': {why}", "expression", True, sliced)
    except (BudgetExceeded, RecursionError):
        return Problem("too large an expression", "expression")
    if t.members:
        return Problem(one_of_many(min(t.members, key=str)), "expression")
    taken = tuple(assumed(node, declared))
    return replace(_derivation(t, value, form, layout, found, verified), assumed=taken)


def _derivation(
    t: Translator, value: Value, form: MatrixForm, layout: str, steps: tuple[Step, ...], verified: bool
) -> Derivation:
    symbols = tuple((key, shape) for key, (shape, _) in t.variables.items())
    latex = render_latex(form.node)
    learnt = dict(t.algebra.learnt)
    return Derivation(
        t.algebra.settled(value).shape,
        form.node,
        latex,
        layout,
        form.kind,
        form.why,
        verified,
        steps,
        value,
        symbols,
        learnt=learnt,
    )


def read_expression(expression: str) -> Node | Problem:
    if len(expression) > 4000:
        return Problem("too long an expression", "expression")
    node = parse(expression)
    unread = unreadable(expression, node)
    if unread:
        return Problem(unread, "expression")
    if not isinstance(node, Relation) or not set(node.signs) <= {"=", ":="}:
        return node
    # `f = xᵀx` and `f(x) = xᵀx` derive their right side; an equation between expressions has none.
    left = node.sides[0]
    named = isinstance(left, Product) and len(left.factors) == 2 and isinstance(left.factors[1], Group)
    if not named and key_of(left) is None:
        return Problem(f"cannot derive '{expression}': an equation has no derivative; give one of its sides", "expression")
    return node.sides[-1]


def to_numpy(derivation: Derivation, name: str = "derivative") -> str:
    """The text of a Python function of the symbols, written with NumPy."""
    return numpysource.function(name, derivation.value, derivation.symbols, derivation.learnt)


__all__ = ["NOWHERE", "By", "Derivation", "Derivative", "Group", "Problem", "Step", "derive", "derive_from", "to_numpy"]
