"""A derivation step by step: the chain rule written out, each factor with its shape, then the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nablint.base.budget import Budget
from nablint.base.values import dataclass
from nablint.calculus import derivatives
from nablint.calculus.former import NoForm
from nablint.calculus.forms import resized
from nablint.calculus.matrixform import MatrixForm, matrix_form
from nablint.calculus.paths import Link, Writer, link, needs_vec
from nablint.calculus.pieces import Composition, Named, composition, is_hidden, letters_in, name_of_whole, shown
from nablint.calculus.scope import Scope
from nablint.calculus.symbolnodes import NOWHERE, symbol_node
from nablint.calculus.terms import symbols
from nablint.calculus.translate import Translator
from nablint.calculus.unclear import Unclear
from nablint.calculus.values import Value
from nablint.calculus.variables import variable
from nablint.calculus.writing import write
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import By, Derivative, Group, Node, Relation, Sub, Sum, Symbol, walk
from nablint.parse.render import render_latex
from nablint.sizes.shapes import Shape

_LONGEST = 12  # links of a chain rule, and terms of a sum, that are written out
_MOST_PATHS = 8
_TRIES = 8
_STEPS = 20_000
_PUT_IN = "links put in"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a derivation; `rule` names what was used."""

    node: Node
    latex: str
    shape: Shape
    rule: str


@dataclass(frozen=True, slots=True)
class _Graph:
    """What is derived, and what its parts stand for, each written with the parts inside it."""

    root: Node
    outer: Node
    parts: Mapping[SymbolKey, Node]
    by: Node
    target: SymbolKey


class _Unlinked(Exception):
    """A part has no derivative by another one that can be written; `args[0]` is the part to be written out, if any."""


def chain_steps(t: Translator, node: Node, variables: list[Node], value: Value, form: MatrixForm) -> tuple[Step, ...]:
    """The steps of a first derivative: the chain rule through the definitions, or else through the inner parts of the
    expression, of a sum term by term; then the result."""
    out: list[Step] = []
    target = key_of(variables[0]) if len(variables) == 1 else None
    if target is not None:
        out.extend(_through_definitions(t, node, variables[0], target, value))
        out.extend(() if out else _by_terms(t, node, variables[0], target, value))
    left = _fraction(node, variables)
    out.append(_step(left, form.node, t.algebra.settled(value).shape, "result" if out else "derivative"))
    return tuple(out)


def _step(left: Node, right: Node, shape: Shape, rule: str) -> Step:
    left, right = shown(left), shown(right)
    said = render_latex(left) == render_latex(right)
    node = left if said else Relation(NOWHERE, (left, right), ("=",), (NOWHERE,))
    return Step(node, render_latex(node), shape, rule)


def _fraction(of: Node, variables: list[Node]) -> Derivative:
    simple = isinstance(of, Symbol | Sub)
    return Derivative(
        NOWHERE, "∂", of if simple else Group(NOWHERE, of, "()"), tuple(By(NOWHERE, v, 1) for v in variables), len(variables)
    )


def _through_definitions(t: Translator, node: Node, by: Node, target: SymbolKey, value: Value) -> list[Step]:
    parts: dict[SymbolKey, Node] = {}
    key = key_of(node)
    own = None if key is None else t.declared.definition(key)
    frontier = [node if own is None else own.value]
    while frontier and len(parts) < _LONGEST:
        for inner in _symbols(frontier.pop(0)):
            definition = t.declared.definition(inner)
            if definition is None or definition.parameters or inner in parts or inner in (key, target):
                continue
            if _depends(t, symbol_node(inner), target):
                parts[inner] = definition.value
                frontier.append(definition.value)
    if not parts:
        return []
    graph = _Graph(node, node if own is None else own.value, parts, by, target)
    try:
        # Through names that the author gave, the product is said by its links.
        return [step for step in _written(t, graph, value, "chain rule") if step.rule != _PUT_IN]
    except _Unlinked:
        return []


def _symbols(node: Node) -> list[SymbolKey]:
    keys = (key_of(inner) for inner in walk(node) if isinstance(inner, Symbol | Sub))
    return list(dict.fromkeys(key for key in keys if key is not None))


def _depends(t: Translator, node: Node, target: SymbolKey) -> bool:
    try:
        return target in symbols(t.value(node, Scope(kept=frozenset((target,)))).term)
    except Unclear:
        return False


def _by_terms(t: Translator, node: Node, by: Node, target: SymbolKey, value: Value) -> list[Step]:
    """The steps of each term that varies, and what they come to; where only one does, the steps alone."""
    body = node.body if isinstance(node, Group) else node
    terms = [term for term in (body.terms if isinstance(body, Sum) else ()) if _depends(t, term, target)]
    if not 2 <= len(terms) <= _LONGEST:
        return _composed(t, node, by, target, value, letters_in(node))
    out: list[Step] = []
    taken = letters_in(node)
    for term in terms:
        try:
            own = derivatives.derivative(t, term, [variable(t, by, Scope())], Scope(kept=frozenset((target,))), term)
        except Unclear:
            return []
        steps = _composed(t, term, by, target, own, taken)
        taken = taken.union(*(letters_in(step.node) for step in steps))
        own = t.algebra.settled(own)
        if any(index.dim.is_free for index in own.indices):
            return []
        form = matrix_form(own, t.shapes, t.layout.whole, own.of_axes, known=t.algebra.known)
        out.extend((*steps, _step(_fraction(term, [by]), form.node, own.shape, "sum rule")))
    return out


def _composed(t: Translator, node: Node, by: Node, target: SymbolKey, value: Value, taken: frozenset[str]) -> list[Step]:
    """The chain rule through the inner parts of the expression; one that has no derivative of its own is written out."""
    unnamed: frozenset[str] = frozenset()
    for _ in range(_TRIES):
        found = composition(t, node, target, taken, unnamed)
        if not found.pieces:
            return []
        inner = Translator(Named(t.declared, found.pieces), t.layout.whole, t.asked.reading, Budget(_STEPS))
        root = name_of_whole(t, node, target, taken | letters_in(found.outer) | {p.key.name.letter for p in found.pieces})
        parts = {piece.key: piece.value for piece in found.pieces}
        try:
            steps = _written(inner, _Graph(root, found.outer, parts, by, target), value, found.rule)
        except _Unlinked as unlinked:
            text = next((piece.text for piece in found.pieces if piece.key == unlinked.args[0]), None)
            if text is None:
                return []
            unnamed |= {text}
            continue
        return [*_names(inner, root, found, target), *steps]
    return []


def _names(t: Translator, root: Node, found: Composition, target: SymbolKey) -> Iterator[Step]:
    """What the names stand for; the value of g is called g, which needs no saying."""
    kept = Scope(kept=frozenset((target,)))
    own = [piece for piece in found.pieces if not is_hidden(piece.key)]
    if own or shown(root) is root:
        yield _step(root, found.outer, t.algebra.settled(t.value(found.outer, kept)).shape, "outer expression")
    for piece in own:
        yield _step(
            symbol_node(piece.key), piece.value, t.algebra.settled(t.value(piece.value, kept)).shape, "inner expression"
        )


def _written(t: Translator, graph: _Graph, value: Value, rule: str) -> list[Step]:
    """The chain rule along all paths, its links, and the links put in."""
    links = _links(t, graph)
    paths = list(_paths(links, graph))
    if len(links) < 2 or not 1 <= len(paths) <= _MOST_PATHS:
        raise _Unlinked(None)
    flat = needs_vec(paths)
    first, last = paths[0][0], paths[0][-1]
    writer = Writer(t, first.of_axes, last.by_axes, value, flat)
    steps: list[Step] = []
    for (of, by), found in links.items():
        try:
            factor = writer.factor(found)
        except NoForm:
            raise _Unlinked(by if by != graph.target else of) from None
        steps.append(_step(factor.node, write(resized(factor.form, t.algebra.known)), factor.shape, "link of the chain rule"))
    names, product = writer.summed(paths)
    left = writer.flat_name(graph.root, first.of_axes, graph.by, last.by_axes) if flat else _fraction(graph.root, [graph.by])
    shape = writer.flat_shape(first.of_axes, last.by_axes) if flat else t.algebra.settled(value).shape
    named = _step(left, names, shape, rule)
    put_in = _step(left, write(resized(product, t.algebra.known)), shape, _PUT_IN)
    return [named, *steps, *([put_in] if put_in.latex != named.latex else [])]


def _links(t: Translator, graph: _Graph) -> dict[tuple[SymbolKey | None, SymbolKey], Link]:
    """∂f/∂u and ∂u/∂x …, from the outside inwards."""
    found: dict[tuple[SymbolKey | None, SymbolKey], Link] = {}
    frontier: list[SymbolKey | None] = [None]
    for of in frontier:
        body = graph.outer if of is None else graph.parts[of]
        keys = [key for key in _symbols(body) if key in graph.parts or key == graph.target]
        for by in keys:
            try:
                name = graph.root if of is None else symbol_node(of)
                found[of, by] = link(t, name, body, graph.by if by == graph.target else symbol_node(by), frozenset(keys))
            except Unclear:
                raise _Unlinked(by if by != graph.target else of) from None
            if by in graph.parts and by not in frontier:
                frontier.append(by)
        if len(found) > _LONGEST:
            raise _Unlinked(None)
    return found


def _paths(links: Mapping[tuple[SymbolKey | None, SymbolKey], Link], graph: _Graph) -> Iterator[list[Link]]:
    """Every way from the whole to the variable."""
    open_paths: list[tuple[SymbolKey | None, list[Link]]] = [(None, [])]
    while open_paths and len(open_paths) <= _MOST_PATHS:
        at, path = open_paths.pop(0)
        for (of, by), step in links.items():
            if of != at:
                continue
            if by == graph.target:
                yield [*path, step]
            else:
                open_paths.append((by, [*path, step]))
