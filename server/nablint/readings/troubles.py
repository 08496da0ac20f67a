"""What does not hold in a note under any reading that it leaves open, with the facts and conventions each rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from nablint.base.memory import by_identity
from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.declarations.facts import Annotation, DefinitionFact, Statement, SymbolKey
from nablint.declarations.items import Items
from nablint.declarations.keys import key_of
from nablint.inference.combine import Clash, add, equate, transpose, value_of
from nablint.inference.infer import Definitions, Inference
from nablint.inference.literals import index_parts
from nablint.inference.problems import Alternatives, Operand, Problem
from nablint.inference.remembered import walk
from nablint.parse import nodes as n
from nablint.readings.basis import Basis, resting_on, symbols
from nablint.readings.chains import Things, link_of
from nablint.readings.entries import Entries
from nablint.readings.equated import Equated, expressions_equated
from nablint.readings.inferred import Inferred, Told
from nablint.readings.layouts import Chosen, Layouts
from nablint.readings.note import EQUALITIES, Note
from nablint.readings.rows import RowsOfMatrices
from nablint.readings.tables import FunctionTable, function_tables
from nablint.readings.throughout import Throughout
from nablint.readings.told import Derived, Exercise, told_by_derivatives
from nablint.sizes.layouts import Layout
from nablint.sizes.shapes import Matrix, Shape, Unknown

if TYPE_CHECKING:
    from nablint.readings.exercises import Exercises

CHECKED = ("definition", "update", "claim", "assumption", "condition")

# A formula of nothing but these can have no problem of shapes.
_SHAPELESS = frozenset((n.Symbol, n.Number, n.Text, n.Opaque, n.Blank, n.Dots, n.Sub, n.Label, n.Prime, n.Hole, n.Colon))


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem at its place. `statement` is the equation it is in, where it is one of two sides."""

    problem: Problem
    region: int
    span: Span
    basis: Basis
    statement: Statement | None = None
    annotation: Annotation | None = None


class ReadNote:
    """A section of a note with its layouts, its shapes and every problem of shapes."""

    def __init__(self, note: Note, throughout: Throughout) -> None:
        self.note = note
        self.throughout = throughout
        self._things: dict[int, Things] = {}
        self.layouts = Layouts(note, throughout.votes)
        self.rows = RowsOfMatrices(note)
        self._inferences: dict[int, Inference] = {}
        self._chosen: dict[int, Chosen] = {}
        self._definitions: dict[tuple[int, Layout, bool | None, bool], Definitions] = {}
        self._columns: dict[int, bool] = {}
        self._broken: set[int] = set()
        self.entries = Entries(note)

    @property
    def items(self) -> Items:
        return self.note.index.items

    def chosen(self, region: int) -> Chosen:
        """The layout at a formula, which does not count what that formula itself shows."""
        found = self._chosen.get(region)
        if found is None:
            found = self._chosen[region] = self.layouts.at(region, self.note.document.regions[region].span)
        return found

    @cached_property
    def told_by_derivatives(self) -> Mapping[Exercise, Derived]:
        return told_by_derivatives(self.note)

    @cached_property
    def expressions_equated(self) -> Equated:
        return expressions_equated(self.note)

    @cached_property
    def exercises(self) -> Exercises:
        # Imported here: a note without claims loads no calculus.
        from nablint.readings.exercises import Exercises

        return Exercises(self.note)

    def things(self, region: int) -> Things:
        """Which names stand for one thing at a formula."""
        found = self._things.get(region)
        if found is None:
            own = self.note.statements.get(region, ())
            last = own[-1].index if own else self.note.last_statement_before(region)
            found = self._things[region] = Things(self.throughout.namings, last)
        return found

    def inference(self, region: int) -> Inference:
        """The shapes of a formula's parts."""
        found = self._inferences.get(region)
        if found is None:
            found = walk(self.walk_of(region), self._checked_parts(region))
            self._inferences[region] = found
        return found

    def walk_of(self, region: int, as_rows: bool = False) -> Inference:
        """A walk at a formula that was asked for nothing yet. Definitions are worked out once for all formulas that see the
        same facts in the same layout."""
        view, layout, rows = self.note.view(region), self.chosen(region).layout, self.rows.at(self.note.scope(region))
        shared = self._definitions.setdefault((id(view), layout, rows, as_rows), {})
        entries = self.entries.at(self.note, region)
        return Inference(view, layout, as_rows, rows, entries, self.note.families, definitions=shared)

    def holds_with_rows(self, region: int) -> bool:
        """Whether all of a formula fits if vectors of ℝⁿ are read as rows, as in notes that write x W.

        An author reads a letter in one way at a time: not where the section has formulas that fit only with columns.
        """
        return self._fits_with_rows(region) and self.may_have_rows(region)

    def may_have_rows(self, region: int) -> bool:
        """Whether no other formula of the section fits only with columns."""
        return not any(self._needs_columns(k) for k in self._regions_of.get(self.note.scope(region), ()) if k != region)

    @cached_property
    def _regions_of(self) -> dict[int, list[int]]:
        """The formulas of each section that hold a product or a sum."""
        found: dict[int, list[int]] = {}
        for region in self.note.regions:
            kinds = self.note.kinds[region]
            if n.Product in kinds or n.Sum in kinds:
                found.setdefault(self.note.scope(region), []).append(region)
        return found

    def _needs_columns(self, region: int) -> bool:
        found = self._columns.get(region)
        if found is None:
            found = not self.inference(region).problems and not self._fits_with_rows(region)
            self._columns[region] = found
        return found

    def _fits_with_rows(self, region: int) -> bool:
        rows = walk(self.walk_of(region, as_rows=True), self._checked_parts(region))
        if rows.problems:
            return False
        equations = [s for s in self.note.statements.get(region, ()) if s.sign in EQUALITIES and s.kind in CHECKED]
        return not any(isinstance(rows.pairwise(rows.of(s.left), rows.of(s.right), equate), Clash) for s in equations)

    def _checked_parts(self, region: int) -> tuple[n.Node, ...]:
        return () if self.is_denied(region) else expressions(self.note.trees[region])

    def is_denied(self, region: int) -> bool:
        """Whether the note itself says that what stands here does not hold, or asks."""
        return region in self._denied

    @cached_property
    def _denied(self) -> frozenset[int]:
        return self.note.declarations.denied.union(s.region for s in self.note.said if s.kind == "denied")

    def depends(self, region: int, symbol: SymbolKey, on: SymbolKey) -> bool:
        """Whether a symbol is defined, through any number of definitions, in terms of another."""
        view, seen, stack = self.note.view(region), {symbol}, [symbol]
        while stack:
            key = stack.pop()
            stated = view.depends(key)
            named = list(stated.on) if stated else []
            fact = view.definition(key)
            if fact is not None and isinstance(fact.value, DefinitionFact) and view.is_firm(fact):
                named += [k for part in n.walk(fact.value.value) if (k := key_of(part)) is not None]
            if on in named:
                return True
            fresh = [k for k in named if k not in seen]
            seen.update(fresh)
            stack.extend(fresh)
        return False

    @cached_property
    def troubles(self) -> tuple[Trouble, ...]:
        found: list[Trouble] = []
        for region in self.note.regions:
            kinds = self.note.kinds[region]
            if not kinds <= _SHAPELESS and region not in self._parametric:
                self.note.pause()
                found.extend(self._in_region(region))
        for annotation in self.note.annotations:
            found.extend(self._in_annotation(annotation))
        troubled = {trouble.region for trouble in found}
        for region, learned in self._with_learned_symbols():
            if region not in troubled and region not in self._parametric and not self.is_denied(region):
                found.extend(self._at_second_look(region, learned))
        return tuple(found)

    @cached_property
    def function_tables(self) -> tuple[FunctionTable, ...]:
        return tuple(function_tables(self.note))

    @cached_property
    def _parametric(self) -> frozenset[int]:
        """The formulas of tables headed by `f(x)`: there x is what f is taken of, whatever the note declares x to be."""
        tables = (table for table in self.function_tables if table.columns.parameters)
        return frozenset(region for table in tables for region in table.block.regions)

    @cached_property
    def inferred(self) -> Inferred:
        """Shapes that nobody declared, as equations tell them."""
        return Inferred(self.note, self.inference, lambda region, node: self.basis(region, node).firm)

    def _with_learned_symbols(self) -> Iterator[tuple[int, dict[SymbolKey, Told]]]:
        """The formulas that name a symbol of which another formula tells the shape."""
        for region in self.note.regions:
            kinds = self.note.kinds[region]
            told = self.inferred.at(self.note.scope(region), region - 1) if not kinds <= _SHAPELESS else {}
            if told:
                named = {key for part in symbols(self.note.trees[region]) if (key := key_of(part)) in told}
                learned = {key: told[key] for key in named}
                if learned:
                    yield region, learned

    def _at_second_look(self, region: int, learned: dict[SymbolKey, Told]) -> Iterator[Trouble]:
        shapes = {key: told.shape for key, told in learned.items()}
        second = replace(self.walk_of(region), learned=shapes, definitions={})
        second = walk(second, self._checked_parts(region))
        places = tuple(self.note.document.regions[told.region].span for told in learned.values())
        found = [self._trouble(p, region, p.operands or (Operand(p.node, ()),)) for p in second.problems]
        for statement in self.note.statements.get(region, ()):
            # A side that is nothing but such a symbol says what the letter now stands for.
            alone = any(key_of(side) in learned for side in (statement.left, statement.right))
            if statement.sign in EQUALITIES and statement.kind in CHECKED and statement.left_region == region and not alone:
                found.extend(self._in_equation(statement, second, set()))
        for trouble in found[:1]:
            yield replace(trouble, basis=replace(trouble.basis, learned=places))

    def _in_region(self, region: int) -> Iterator[Trouble]:
        inference = self.inference(region)
        open_ = any(p.kind in ("product", "sum") and not self._is_of_derivatives(p, region) for p in inference.problems)
        if open_ and self.holds_with_rows(region):
            return
        for problem in inference.problems:
            yield self._trouble(problem, region, problem.operands or (Operand(problem.node, ()),))
        if self.is_denied(region):
            return
        for statement in self.note.statements.get(region, ()):
            if statement.sign in EQUALITIES and statement.kind in CHECKED:
                yield from self._in_equation(statement, inference, self._broken)

    def _is_of_derivatives(self, problem: Problem, region: int) -> bool:
        """Whether all that does not go together are derivatives, of which the note says how they lie: whoever names a layout
        reads no vectors as rows in it."""
        derivatives = bool(problem.operands) and all(link_of(operand.node) is not None for operand in problem.operands)
        return derivatives and {"sv", "vv"} <= self.chosen(region).stated_choices()

    def _in_equation(self, statement: Statement, inference: Inference, broken: set[int]) -> Iterator[Trouble]:
        """`broken` holds the chains of equations whose first false step was found: what follows rests on it."""
        if is_constant(statement.left) or is_constant(statement.right):
            return
        same_region = statement.left_region == statement.region
        left = (inference if same_region else self.inference(statement.left_region)).of(statement.left)
        right = inference.of(statement.right)
        if left == right and len(left) == 1:
            return
        fit = inference.pairwise(left, right, equate)
        if not isinstance(fit, Clash) or _entry_of_its_vector(inference, statement, right):
            return
        if statement.chain in broken:
            return
        if self._names_anew(statement, inference) and not self.basis(statement.left_region, statement.left).stated:
            # It says anew what the symbol is; what was inferred of it before does not stand against that.
            return
        broken.add(statement.chain)
        sizes = (fit.left, fit.right) if fit.left is not None and fit.right is not None else None
        operands = (Operand(statement.left, left), Operand(statement.right, right))
        trouble = self._trouble(Problem("equation", statement.right, operands, sizes), statement.region, operands)
        yield replace(trouble, span=statement.span, statement=statement)

    def _names_anew(self, statement: Statement, inference: Inference) -> bool:
        """Whether an equation may say what a letter now stands for; an entry of something declared is no letter of its own."""
        if isinstance(statement.left, n.Sub) and (base := key_of(statement.left.base)) is not None:
            return inference.known(base) is None
        return statement.kind == "definition" or key_of(statement.left) is not None

    def _in_annotation(self, annotation: Annotation) -> Iterator[Trouble]:
        region = annotation.region
        if self.is_denied(region) or isinstance(annotation.shape, Unknown) or is_constant(annotation.body):
            return
        inference = self.inference(region)
        shapes = _without_own_mark(inference, annotation)
        fit = inference.pairwise(shapes, (annotation.shape,), equate)
        if not isinstance(fit, Clash):
            return
        sizes = (fit.left, fit.right) if fit.left is not None and fit.right is not None else None
        operand = Operand(annotation.body, shapes)
        trouble = self._trouble(Problem("equation", annotation.body, (operand,), sizes, detail="mark"), region, (operand,))
        yield replace(trouble, span=annotation.span, annotation=annotation)

    def _trouble(self, problem: Problem, region: int, operands: tuple[Operand, ...]) -> Trouble:
        return Trouble(problem, region, self._span(problem, region), self.basis(region, *(o.node for o in operands)))

    def _span(self, problem: Problem, region: int) -> Span:
        nodes = [o.node.span for o in problem.operands] or [problem.node.span]
        covered = Span(min(s.start for s in nodes), max(s.end for s in nodes))
        return self.note.document.regions[region].map.span(covered)

    def basis(self, region: int, *nodes: n.Node) -> Basis:
        """The facts of every symbol in the nodes, through definitions, and the layout where a derivative is among them."""
        view = self.note.view(region)
        found, firm = resting_on(view, nodes)
        derived = any(isinstance(part, n.Derivative | n.Nabla) for node in nodes for part in n.walk(node))
        here, scope = self.note.document.regions[region].span.start, self.note.scope(region)
        own = (fact for fact in found if fact.scope == scope and not fact.holds_throughout)
        if any(view.index.is_foreign(fact, here) for fact in own):
            # One exercise says nothing about the next, however often they share a letter.
            return Basis((), False, False, None)
        soft = [f for f in found if not view.is_firm(f)]
        places = {(f.scope, self.items.chain(f.span.start)[:1]) for f in soft}
        return Basis(found, firm, len(places) <= 1, self.chosen(region) if derived else None, tuple(soft))


def fits_turned(note: ReadNote, trouble: Trouble, node: n.Node) -> bool:
    """Whether one of the two sides of a sum or an equation fits the other once it is transposed: most that do not fit have
    sizes that no transpose brings together."""
    first, second = trouble.problem.operands
    turned, other = (first, second) if node is first.node else (second, first)
    fit = add if trouble.problem.kind == "sum" else equate
    return not isinstance(
        note.inference(trouble.region).pairwise(tuple(map(transpose, turned.shapes)), other.shapes, fit), Clash
    )


@by_identity(4096)
def expressions(tree: n.Node) -> tuple[n.Node, ...]:
    """The parts of a formula that have a shape each: sides of relations, cells, items of lists."""
    found: list[n.Node] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        match node:
            case n.Relation(_, sides, signs, _):
                skip = {k + 1 for k, sign in enumerate(signs) if sign in ("∈", "∉", "⊂", "⊆", "→", "↦", ":", "~")}
                stack.extend(side for k, side in enumerate(sides) if k not in skip)
            case n.Sequence(_, items, _):
                stack.extend(items)
            case n.Aligned(_, rows, _) | n.Cases(_, rows):
                stack.extend(cell for row in rows for cell in row)
            case n.Text(_, _, formulas):
                stack.extend(formulas)
            case n.Blank() | n.Opaque() | n.Hole():
                pass
            case _:
                found.append(node)
    return tuple(found)


def is_constant(node: n.Node) -> bool:
    """A number stands for an array of it: `∇f = 0`. So does a list of sizes, which declares a shape."""
    match node:
        case n.Number() | n.Blank() | n.Hole() | n.Text() | n.Dots() | n.Opaque():
            return True
        case n.Negate(_, body) | n.Group(_, body, _):
            return is_constant(body)
        case n.Sequence(_, items, _):
            return all(map(is_constant, items))
        case n.Symbol(_, name):
            return name.letter in ("0", "∞")
    return False


def _entry_of_its_vector(inference: Inference, statement: Statement, right: Alternatives) -> bool:
    """`y_i = (an expression of y's size)`, `\\sum_k A_{ik} x_k = A x`: the index is left out on one side, by custom."""
    left = statement.left
    if isinstance(left, n.Sub):
        whole = inference.of(left.base)
        return not isinstance(inference.pairwise(whole, right, equate), Clash) and any(_is_array(s) for s in whole)
    scalar = all(isinstance(s, Matrix) and s.is_scalar for s in inference.of(left))
    return scalar and bool(_free_indices(left)) and not _free_indices(statement.right) and any(_is_array(s) for s in right)


def _free_indices(node: n.Node) -> set[str]:
    """The letters that stand as indices in an expression and are not summed in it."""
    found: set[str] = set()
    bound: set[str] = set()
    for part in n.walk(node):
        if isinstance(part, n.Sub):
            found |= {i.name.letter for i in index_parts(part.index) if isinstance(i, n.Symbol) and len(i.name.letter) == 1}
        elif isinstance(part, n.Big) and part.lower is not None:
            bound |= {i.name.letter for i in n.walk(part.lower) if isinstance(i, n.Symbol)}
    return found - bound


def _is_array(shape: Shape) -> bool:
    shape = value_of(shape)
    return isinstance(shape, Matrix) and not shape.is_scalar


def _without_own_mark(inference: Inference, annotation: Annotation) -> Alternatives:
    """The body's shape, not counting the fact that this very mark states."""
    key = key_of(annotation.body)
    if key is not None:
        known = inference.view.known(key)
        if known is not None and any(fact.span.overlaps(annotation.span) for fact in known.facts):
            return (Unknown(),)
    return inference.of(annotation.body)
